"""Every bad input: one sentence, exit code 2, before any weight loads, and nothing left behind."""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from files import write_photo, write_sound
from people import astronaut, babble
from PIL import Image

from retrat.cli import main
from retrat.errors import ReleaseError
from retrat.runtime import engine
from retrat.types import Audio

SAID = 'A woman says: "Hello from the sea."'


@dataclass(frozen=True, kw_only=True)
class Case:
    """What is asked for in a folder, and words that the answer must contain."""

    ask: Callable[[Path], Sequence[object]]
    answer: str


def audio_of(samples: torch.Tensor) -> Audio:
    return Audio(samples=samples.float()[None], sample_rate=24_000)


def noise(seconds: float) -> Audio:
    generator = torch.Generator().manual_seed(0)
    return audio_of(0.1 * torch.randn(round(24_000 * seconds), generator=generator))


def two_people(folder: Path) -> Path:
    head = Image.fromarray(astronaut()).resize((400, 400))
    paper = np.full((400, 800, 3), 255, np.uint8)
    paper[:, :400], paper[:, 400:] = np.asarray(head), np.asarray(head)
    return write_photo(folder / "two.jpg", paper)


def far_away(folder: Path) -> Path:
    small = Image.fromarray(astronaut()).resize((230, 230), Image.Resampling.LANCZOS)
    return write_photo(folder / "far.png", np.asarray(small))


def nobody(folder: Path) -> Path:
    return write_photo(folder / "wall.png", np.full((300, 300, 3), 180, np.uint8))


def text_file(folder: Path, name: str) -> Path:
    (folder / name).write_text("hello")
    return folder / name


def huge(folder: Path) -> Path:
    Image.new("1", (20_000, 10_000)).save(folder / "huge.png")
    return folder / "huge.png"


def reference(path: Path) -> list[object]:
    return [SAID, "--reference", path, "--consent", "self"]


def voice(path: Path) -> list[object]:
    return [SAID, "--voice", path, "--consent", "self"]


CASES = {
    "no prompt": Case(ask=lambda d: [], answer="in a sentence"),
    "empty prompt": Case(ask=lambda d: ["  "], answer="prompt is empty"),
    "long prompt": Case(ask=lambda d: ["x" * 2001], answer="2001 characters; at most 2000"),
    "too many words": Case(
        ask=lambda d: ['He says: "' + "one two three four five " * 8 + '"', "--seconds", "2"],
        answer="seconds to say",
    ),
    "no face": Case(ask=lambda d: reference(nobody(d)), answer="shows no face"),
    "several faces": Case(ask=lambda d: reference(two_people(d)), answer="such as face="),
    "a face too many": Case(
        ask=lambda d: [*reference(two_people(d)), "--face", "3"], answer="Give a number from 1 to 2"
    ),
    "small face": Case(ask=lambda d: reference(far_away(d)), answer="at least 48"),
    "unreadable photo": Case(
        ask=lambda d: reference(text_file(d, "me.jpg")), answer="can't be read as a picture"
    ),
    "no photo": Case(ask=lambda d: reference(d / "none.jpg"), answer="is not there"),
    "200 megapixels": Case(ask=lambda d: reference(huge(d)), answer="at most 120 million"),
    "six photos": Case(
        ask=lambda d: [SAID, *(["--reference", write_photo(d / "a.png")] * 6)],
        answer="at most 5",
    ),
    "silence": Case(
        ask=lambda d: voice(write_sound(d / "a.wav", audio_of(torch.zeros(48_000)))),
        answer="is silent",
    ),
    "noise": Case(ask=lambda d: voice(write_sound(d / "a.wav", noise(3))), answer="like noise"),
    "short voice": Case(
        ask=lambda d: voice(write_sound(d / "a.wav", babble(0.7))), answer="0.7 s long"
    ),
    "unreadable voice": Case(
        ask=lambda d: voice(text_file(d, "me.wav")), answer="can't be read as sound"
    ),
    "silent recording": Case(
        ask=lambda d: [
            SAID,
            "--audio",
            write_sound(d / "a.wav", audio_of(torch.zeros(48_000))),
            "--consent",
            "self",
        ],
        answer="is silent",
    ),
    "recording and voice": Case(
        ask=lambda d: [SAID, "--audio", d / "a.wav", "--voice", d / "b.wav"], answer="one of them"
    ),
    "voice without sound": Case(
        ask=lambda d: [SAID, "--voice", d / "a.wav", "--no-sound"], answer="Leave one out"
    ),
    "no such folder": Case(
        ask=lambda d: [SAID, "-o", d / "none" / "out.mp4"], answer="does not exist"
    ),
    "a folder as output": Case(ask=lambda d: [SAID, "-o", d], answer="only .mp4"),
    "another kind of file": Case(ask=lambda d: [SAID, "-o", d / "out.avi"], answer="only .mp4"),
    "no time": Case(ask=lambda d: ["Rain", "--seconds", "0.5"], answer="seconds=0.5"),
    "too long": Case(ask=lambda d: ["Rain", "--seconds", "11"], answer="seconds=11"),
    "a size of nobody": Case(ask=lambda d: ["Rain", "--size", "640x480"], answer="size=640x480"),
    "a size that is none": Case(ask=lambda d: ["Rain", "--size", "large"], answer="256x256"),
    "another rate": Case(ask=lambda d: ["Rain", "--fps", "30"], answer="24 frames a second"),
    "no steps": Case(ask=lambda d: ["Rain", "--steps", "0"], answer="steps=0"),
    "seed below zero": Case(ask=lambda d: ["Rain", "--seed", "-1"], answer="seed=-1"),
    "unknown model": Case(ask=lambda d: ["Rain", "--model", "huge"], answer="model='huge'"),
    "unknown device": Case(ask=lambda d: ["Rain", "--device", "tpu"], answer="device='tpu'"),
    "no consent for a face": Case(
        ask=lambda d: [SAID, "--reference", write_photo(d / "me.png")], answer="gave consent"
    ),
    "no consent for a voice": Case(
        ask=lambda d: [SAID, "--voice", write_sound(d / "me.wav")], answer="gave consent"
    ),
    "no consent for a first frame": Case(
        ask=lambda d: ["She nods", "--image", write_photo(d / "me.png")], answer="gave consent"
    ),
    "somebody not enrolled": Case(
        ask=lambda d: [SAID, "--reference", write_photo(d / "me.png"), "--consent", "Ana"],
        answer="Nobody called 'Ana'",
    ),
    "a file of somebody else": Case(
        ask=lambda d: ["--from", write_sound(d / "a.m4a")], answer="no settings of retrat's"
    ),
}


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, in which loading a weight is a failure."""
    monkeypatch.chdir(tmp_path)

    def load(*_: object) -> None:
        raise AssertionError("weights were loaded for an order that can't be done")

    monkeypatch.setattr(engine, "components_of", load)
    return tmp_path


@pytest.mark.parametrize("name", CASES)
def test_bad_input(name: str, work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = [str(part) for part in CASES[name].ask(work)]
    before = sorted(work.rglob("*"))
    model = [] if "--model" in given else ["--model", "tiny-random"]
    assert main(["generate", *given, *model, "--quiet"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1, said.err
    assert said.err.startswith("retrat: ")
    assert said.err.rstrip().endswith((".", "'.", '".', ")."))
    assert CASES[name].answer in said.err
    assert sorted(work.rglob("*")) == before


def test_a_disk_that_is_full_before(
    work: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    usage = SimpleNamespace(total=1, used=1, free=10_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)
    assert main(["generate", SAID, "--model", "tiny-random", "--quiet"]) == 2
    assert "0.0 MB free" in capsys.readouterr().err
    assert not list(work.iterdir())


def test_too_little_memory(
    work: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RETRAT_MEMORY_BUDGET", "300MB")
    assert main(["generate", SAID, "--model", "tiny-random", "--quiet"]) == 2
    assert "RETRAT_MEMORY_BUDGET" in capsys.readouterr().err
    assert not list(work.iterdir())


def test_a_missing_weight_file_says_which_and_how_to_get_it(
    work: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = work / "models" / "broken"
    folder.mkdir(parents=True)
    card = 'name = "broken"\nversion = "1"\nlicence = "x"\nsummary = "x"\n'
    card += "[settings]\nframes_per_second = 24\nsteps = 2\nshift = 1.0\nguidance = [1, 1, 1]\n"
    for part in ("transformer", "video_vae", "audio_vae"):
        card += f'[files.{part}]\nname = "{part}.safetensors"\nbytes = 1\nsha256 = "0"\n'
    (folder / "release.toml").write_text(card)
    monkeypatch.setenv("RETRAT_MODELS", str(work / "models"))
    before = sorted(work.rglob("*"))
    assert main(["generate", "Rain", "--model", "broken", "--quiet"]) == 2
    said = capsys.readouterr().err
    assert "transformer.safetensors is missing" in said
    assert "of broken" in said
    assert sorted(work.rglob("*")) == before


def test_loading_would_have_been_noticed(work: Path) -> None:
    with pytest.raises(AssertionError, match="weights were loaded"):
        main(["generate", "Rain", "--model", "tiny-random", "--quiet"])
    assert not issubclass(AssertionError, ReleaseError)
