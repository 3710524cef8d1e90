from dataclasses import replace
from pathlib import Path

import pytest
import torch

from retrat.errors import Cancelled
from retrat.flow.solver import solve_euler
from retrat.pipeline.components import Components, tiny_components
from retrat.pipeline.generate import generate
from retrat.pipeline.request import GenerateRequest, Windows
from retrat.runtime.checkpoint import Checkpoint
from retrat.types import AVStream, AVValues, Clip

RAIN = GenerateRequest(prompt="Rain", seconds=1.0, steps=3, seed=5)


@pytest.fixture(scope="module", params=["at once", "in stages"])
def parts(request: pytest.FixtureRequest) -> Components:
    made = tiny_components(0)
    if request.param == "at once":
        return made
    windows = Windows(picture=5, sound=20, sound_overlap=4, picture_steps=1, is_anchored=False)
    return replace(made, recommended=replace(made.recommended, windows=windows))


def checkpoint(path: Path, written: list[Path], request: str = "r") -> Checkpoint:
    return Checkpoint(path, request, saved=written.append, seconds=0)


def equal(one: Clip, other: Clip) -> bool:
    assert one.audio is not None
    assert other.audio is not None
    same_sound = torch.equal(one.audio.samples, other.audio.samples)
    return torch.equal(one.pixels, other.pixels) and same_sound


def stopped_at(parts: Components, path: Path, step: int) -> None:
    def on_step(done: int, total: int) -> None:
        if done == step:
            raise Cancelled("Stopped.")

    with pytest.raises(Cancelled):
        generate(parts, RAIN, solve=checkpoint(path, []), on_step=on_step)


def predictions_of(parts: Components, path: Path, expected: Clip) -> int:
    """How many predictions it takes to go on from a file; the clip must be the expected one."""
    seen: list[float] = []

    def look(stream: AVStream, velocity: AVValues, sigma: torch.Tensor) -> None:
        seen.append(float(sigma))

    solve = Checkpoint(path, "r", saved=lambda _: None, seconds=0, look=look)
    assert equal(generate(parts, RAIN, solve=solve), expected)
    return len(seen)


def test_what_was_interrupted_goes_on_and_gives_the_same_clip(
    parts: Components, tmp_path: Path
) -> None:
    path, totals = tmp_path / "c.safetensors", set()
    whole = generate(parts, RAIN, solve=solve_euler, on_step=lambda done, total: totals.add(total))
    (total,) = totals
    for step in {1, total - 1}:
        path.unlink(missing_ok=True)
        stopped_at(parts, path, step)
        assert predictions_of(parts, path, whole) == total - step, "no step is made twice"


def test_after_the_last_step_nothing_is_predicted(parts: Components, tmp_path: Path) -> None:
    path = tmp_path / "c.safetensors"
    whole = generate(parts, RAIN, solve=checkpoint(path, []))
    assert predictions_of(parts, path, whole) == 0


@pytest.mark.parametrize("damage", ["another request", "cut off", "no file of ours"])
def test_a_file_that_does_not_fit_is_not_used(tmp_path: Path, damage: str) -> None:
    parts, path = tiny_components(0), tmp_path / "c.safetensors"
    written: list[Path] = []
    generate(parts, replace(RAIN, seed=6), solve=checkpoint(path, written))
    assert written[-1] == path
    if damage == "cut off":
        path.write_bytes(path.read_bytes()[:-100])
    elif damage == "no file of ours":
        path.write_bytes(b"hello")
    request = "other" if damage == "another request" else "r"
    clip = generate(parts, RAIN, solve=checkpoint(path, [], request))
    assert equal(clip, generate(parts, RAIN))


def test_it_is_not_written_more_often_than_asked(tmp_path: Path) -> None:
    written: list[Path] = []
    solve = Checkpoint(tmp_path / "c.safetensors", "r", saved=written.append, clock=lambda: 0.0)
    generate(tiny_components(0), RAIN, solve=solve)
    assert len(written) == 1, "once at the end"
