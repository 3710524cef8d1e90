"""What goes by outside of windows: as fast as it is far away, and in the windows alone."""

from dataclasses import replace

import pytest
import torch

from retrat.models.made_places import FAR, NEAR
from retrat.pipeline.outside import SHEETS, going_by
from retrat.pipeline.surroundings import Surroundings
from tests.unit.pipeline.around import LENS, LEVEL, SIDE, places, surroundings

FRAMES, RATE, SEED = 24, 24.0, 4
CAR, TRAIN = 1.2, 3.0  # metres from the camera to the ground outside
RED = (240, 0, 0)


def around(
    *, speed: float = 12.0, height: float = CAR, is_night: bool = False, blur: float = 0.002
) -> Surroundings:
    """Windows on the left and on the right; red poles go by, 40 metres apart."""
    outside = [speed, height, is_night, LEVEL, 0]
    made = places([LENS, blur, 1.4, [], outside, -1], near={256 * n: RED for n in range(4)})
    screens = torch.zeros(1, SIDE, SIDE)
    screens[:, 30:110, :44] = screens[:, 30:110, -44:] = 1
    return surroundings(made, screens)


def place() -> torch.Tensor:
    return torch.full((3, SIDE, SIDE), 0.3)


def clip(
    there: Surroundings, people: torch.Tensor | None = None, known: torch.Tensor | None = None
) -> torch.Tensor:
    known = place() if known is None else known
    pixels = known.repeat(FRAMES, 1, 1, 1)
    return going_by(pixels, known, people, there, rate=RATE, seed=SEED)


def test_what_is_no_window_stays() -> None:
    made = clip(around())
    assert torch.equal(made[..., 44:-44], place()[..., 44:-44].expand(FRAMES, -1, -1, -1))
    assert torch.equal(made[..., :30, :], place()[:, :30].expand(FRAMES, -1, -1, -1))
    assert (made[1:] - made[:-1])[..., 40:100, :40].abs().amax() > 0.1


def redness(frames: torch.Tensor) -> torch.Tensor:
    """How red each column is, over the ground."""
    sky = frames[:, :, 45:60, :44]
    return (sky[:, 0] - sky[:, 1]).clamp(min=0).mean(dim=1)


def test_poles_go_by_where_perspective_has_them() -> None:
    """A pole 10 m aside is seen at its distance along the way: u = x / z."""
    there = around(speed=6.0)
    made = redness(clip(there))
    nearest = SHEETS[-1][0]
    places_ = []
    for frame in made:
        column = int(frame.argmax())
        places_.append(nearest * LENS / abs((column + 0.5) / SIDE - 0.5))
    along = torch.tensor(places_)
    steps = along.diff()
    usual = steps[(steps.abs() < 3) & (steps.abs() > 0.01)]
    assert float(usual.sum().abs() / len(steps)) == pytest.approx(6.0 / RATE, rel=0.5)


def test_who_drives_sees_the_way_go_away() -> None:
    """Nobody sits backwards in a car, whatever the seed is; in a train half of them do."""

    def ways(height: float) -> set[bool]:
        found = set()
        for seed in range(8):
            pixels = place().repeat(4, 1, 1, 1)
            there = around(speed=6.0, height=height, blur=0.0005)
            made = redness(going_by(pixels, place(), None, there, rate=RATE, seed=seed))
            moved = made[:, : 44 - 1]
            right = (moved[1:, 1:] * moved[:-1, :-1]).sum()
            left = (moved[1:, :-1] * moved[:-1, 1:]).sum()
            found.add(bool(right > left))
        return found

    assert ways(CAR) == {True}, "on the left things move to the middle"
    assert ways(TRAIN) == {True, False}


def test_who_sits_there_is_before_it() -> None:
    people = torch.zeros(FRAMES, 1, SIDE, SIDE, dtype=torch.uint8)
    people[..., :20] = 255
    made = clip(around(), people)
    assert torch.equal(made[..., :20], place()[..., :20].expand(FRAMES, -1, -1, -1))
    assert torch.equal(made[..., 20:], clip(around())[..., 20:])


def test_a_parked_car_stands() -> None:
    still = replace(around(), drives=False)
    assert torch.equal(clip(still), place().expand(FRAMES, -1, -1, -1))
    nowhere = surroundings(places([LENS, 0.0, 1.4, [], None, -1]))
    assert torch.equal(clip(nowhere), place().expand(FRAMES, -1, -1, -1))
    walled = replace(around(), screens=torch.zeros(1, SIDE, SIDE))
    assert torch.equal(clip(walled), place().expand(FRAMES, -1, -1, -1))


def test_it_is_as_bright_as_the_picture_has_it() -> None:
    dim = torch.full((3, SIDE, SIDE), -0.1)
    shown = [
        float(clip(around(), known=known)[0, :, 30:110, :44].mean()) for known in (dim, place())
    ]
    assert shown[0] == pytest.approx(-0.1, abs=0.05)
    assert shown[1] == pytest.approx(0.3, abs=0.05)


def test_it_is_the_same_for_the_same_seed_and_mirrored_with_its_picture() -> None:
    there = around()
    assert torch.equal(clip(there), clip(there))
    mirrored = clip(replace(there, is_mirrored=True)).flip(-1)
    assert torch.allclose(mirrored, clip(there), atol=0.02)


def test_lights_go_by_at_night() -> None:
    dark = torch.full((3, SIDE, SIDE), -0.95)
    made = clip(around(is_night=True, blur=0.02), known=dark)
    window = made[..., 30:64, :44]
    assert float((window > 0).any(dim=1).float().mean()) > 0.01, "there are lights"
    assert float(window.median()) < -0.6, "and it is night"
    assert (window[1:] - window[:-1]).abs().amax() > 0.2
    assert torch.equal(made[..., 44:-44], dark[..., 44:-44].expand(FRAMES, -1, -1, -1))


def test_strips_are_longer_than_what_is_seen_of_them_at_once() -> None:
    assert {NEAR.name, FAR.name} == {strip.name for _, strip, _ in SHEETS}
    aside = [away for away, *_ in SHEETS]
    assert aside == sorted(aside, reverse=True), "the farthest is drawn first"
