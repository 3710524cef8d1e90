from pathlib import Path

import numpy as np
import pytest
import torch
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
    page = trust_page.run(folder, out=tmp_path / "out").read_text()
    assert "## Picture" in page
    assert "## Sound, from any 3 s" in page
    assert page.count("| none | 1 of 1 |") == 2
    assert page.count("0 false alarms in 1 readings") == 2


def test_an_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="holds no files"):
        trust_page.run(tmp_path, out=tmp_path / "out")
