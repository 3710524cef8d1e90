from pathlib import Path

import numpy as np
import pytest
import torch

pytest.importorskip("scipy")

from files import write_photo, write_sound
from people import babble

from retrat.errors import RequestError
from retrat.evaluate import trust, trust_page, trust_sound
from retrat.media import encode_clip
from retrat.types import Clip, FrameRate


def test_the_page_holds_both_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    y, x = np.mgrid[0:96, 0:96] / 96
    light = torch.from_numpy(0.5 * np.sin(6 * x) * np.cos(5 * y)).float()
    pixels = light[None, None].repeat(48, 3, 1, 1)
    clip = Clip(pixels=pixels, frame_rate=FrameRate(numerator=24), audio=babble(2.0))
    folder = tmp_path / "clips"
    folder.mkdir()
    encode_clip(clip, folder / "a.mp4")
    monkeypatch.setattr(trust, "attacks", lambda: {"none": lambda frames: frames})
    monkeypatch.setattr(trust_sound, "sound_attacks", lambda: {"none": lambda audio: audio})
    monkeypatch.setattr(trust_page, "CROPS", 16)
    page = trust_page.run(folder, out=tmp_path / "out").read_text()
    assert "## Picture" in page
    assert "## Sound, from any 3 s" in page
    assert page.count("| none | 1 of 1 |") == 2
    assert page.count("0 false alarms in 1 readings") == 2
    assert "0 false alarms in 16 readings of squares" in page
    assert "SSIM at least 0.9" in page
    assert "PESQ" in page
    assert "Faces" not in page


def test_the_standard_clips_come_in_other_sizes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    measured: list[tuple[int, ...]] = []
    monkeypatch.setattr(
        trust_page,
        "_about_pictures",
        lambda clips: measured.extend(x.shape for x in clips.values()) or ["told"],
    )
    monkeypatch.setattr(trust_page, "_FRAMES", 2)
    trust_page.run(None, out=tmp_path, most=2, side=160)
    trust_page.run(None, out=tmp_path, most=1)
    assert measured == [(2, 160, 160, 3)] * 2 + [(2, 512, 512, 3)]


@pytest.mark.parametrize("side", [100, 112, 136, 1040, 0, -256])
def test_sizes_that_clips_have_not_are_refused(side: int, tmp_path: Path) -> None:
    with pytest.raises(RequestError, match=f"side={side} is not a size.*multiple of 16 from 128"):
        trust_page.run(None, out=tmp_path, side=side)


def test_files_have_a_size_of_their_own(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="side=256 goes with the standard clips"):
        trust_page.run(tmp_path, out=tmp_path, side=256)


def test_the_gate_is_measured_on_people(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("Ana", "Bo"):
        (tmp_path / name).mkdir()
        for index in (1, 2):
            write_photo(tmp_path / name / f"{index}.png", np.full((8, 8, 3), 90, np.uint8))
            write_sound(tmp_path / name / f"{index}.wav", babble(1.0))
    directions = {"Ana": [1.0, 0.0], "Bo": [0.0, 1.0]}
    heard: list[str] = []

    def look(paths: list[Path]) -> np.ndarray:
        heard.extend(path.suffix for path in paths)
        return np.array([directions[path.parent.name] for path in paths])

    monkeypatch.setattr(trust_page, "enrolled_faces", look)
    monkeypatch.setattr(trust_page, "enrolled_voice", look)
    table = trust_page._about_people(tmp_path)
    assert set(heard[: len(heard) // 2]) == {".png"}
    assert set(heard[len(heard) // 2 :]) == {".wav"}
    assert "| faces | 2 | 1 | 0 of 8 (0.00%) | 0 of 4 (0.00%) | 0.983 |" in table
    assert "| faces | 2 | 2 | 0 of 2 (0.00%) | none tried | 0.984 |" in table
    assert "| voices | 2 | 2 | 0 of 2 (0.00%) | none tried |" in table


def test_nobody_to_measure(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="holds no folders"):
        trust_page._about_people(tmp_path)


def test_no_files_at_all(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="people=0 is not a number of files"):
        trust_page.run(None, out=tmp_path / "out", most=0)


def test_an_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="holds no files"):
        trust_page.run(tmp_path, out=tmp_path / "out")


def test_without_a_folder_it_takes_its_own_clips(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("skimage")
    monkeypatch.setattr(trust, "attacks", lambda: {"none": lambda frames: frames})
    monkeypatch.setattr(trust_page, "CROPS", 16)
    monkeypatch.setattr(trust_page, "_FRAMES", 8)
    page = trust_page.run(None, out=tmp_path / "out", most=1).read_text()
    assert "| none | 1 of 1 |" in page
    assert "Sound" not in page
