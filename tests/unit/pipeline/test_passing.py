"""People who walk by: where their lane is, behind what stands before it, and gone at the end."""

from dataclasses import replace

import pytest
import torch

from retrat.pipeline.passing import MOST, Passer, passed, passers_of
from retrat.pipeline.surroundings import Surroundings
from tests.unit.pipeline.around import LENS, SIDE, Colour, places, surroundings

FRAMES, RATE, SEED = 96, 24.0, 5
RED, GREEN = (230, 20, 20), (20, 230, 20)
EYES = 1.5  # metres above the ground
OFTEN = 16.0  # one in a clip of four seconds, at least


def around(
    *lanes: tuple[object, ...], walkers: tuple[Colour, ...] = (RED,), blur: float = 0.0
) -> Surroundings:
    return surroundings(places([LENS, blur, 1.4, lanes, None, -1], walkers))


def across(away: float = 6.0, screen: int = -1, often: float = OFTEN) -> tuple[object, ...]:
    return ((-9, -EYES, away), (9, -EYES, away), often, screen)


def place() -> torch.Tensor:
    return torch.full((3, SIDE, SIDE), -0.2)


def clip(there: Surroundings, people: torch.Tensor | None = None, seed: int = SEED) -> torch.Tensor:
    pixels = place().repeat(FRAMES, 1, 1, 1)
    return passed(pixels, place(), people, there, rate=RATE, seed=seed)


def changed(pixels: torch.Tensor) -> torch.Tensor:
    return (pixels - place()).abs().amax(dim=-3)


def where(pixels: torch.Tensor) -> torch.Tensor:
    """The column in which somebody is, for each frame in which there is somebody."""
    seen = changed(pixels).sum(dim=-2)
    seen = seen[seen.sum(dim=-1) > 5]
    return (seen * torch.arange(SIDE)).sum(dim=-1) / seen.sum(dim=-1)


def test_somebody_crosses_on_the_ground_as_fast_as_people_walk() -> None:
    made = clip(around(across()))
    columns = where(made)
    steps = columns.diff()
    inside = (columns > 20) & (columns < SIDE - 20)
    steps = steps[inside[1:] & inside[:-1]]
    assert len(steps) > 30
    assert (steps.sign() == steps[0].sign()).all()
    metres = steps.abs().mean() * RATE * 6.0 / (LENS * SIDE)
    assert 0.9 < float(metres) < 1.5
    rows = changed(made).amax(dim=(0, 2)).nonzero()[:, 0]
    ground = SIDE * (0.5 + LENS * EYES / 6.0)
    assert int(rows.max()) == pytest.approx(ground, abs=2)
    assert int(rows.min()) == pytest.approx(ground - SIDE * LENS * 1.92 / 6.0, abs=3)


def test_people_face_where_they_go() -> None:
    ways = set()
    for seed in range(6):
        made = clip(around(across()), seed=seed)
        columns = where(made)
        goes = 1 if float(columns[len(columns) // 2] - columns[0]) > 0 else -1
        frame = made[changed(made).sum(dim=(1, 2)).argmax()]
        red = frame[0, 60:75].mean(dim=0)
        there = (changed(frame[None])[0, 60:75].mean(dim=0) > 0.2).nonzero()[:, 0]
        back, front = red[there[:2]].mean(), red[there[-2:]].mean()
        assert float((front - back) * goes) > 0.1, seed
        ways.add(goes)
    assert ways == {1, -1}


@pytest.mark.parametrize("seed", range(6))
def test_who_crosses_has_gone_when_the_clip_ends(seed: int) -> None:
    made = changed(clip(around(across()), seed=seed)).amax(dim=(1, 2))
    assert made.max() > 0.2, "somebody came"
    assert made[-1] < 0.05


def test_the_same_seed_has_the_same_people_and_another_one_others() -> None:
    there = around(across())
    assert torch.equal(clip(there), clip(there))
    assert not torch.equal(clip(there), clip(there, seed=SEED + 1))


def test_who_stands_there_is_before_them() -> None:
    people = torch.zeros(FRAMES, 1, SIDE, SIDE, dtype=torch.uint8)
    people[..., 40:90] = 255
    people[..., 90:100] = 51
    free, made = clip(around(across())), clip(around(across()), people)
    assert torch.equal(made[..., 40:90], place()[..., 40:90].expand(FRAMES, -1, -1, -1))
    assert torch.equal(made[..., :40], free[..., :40])
    change, whole = (each[..., 90:100] - place()[..., 90:100] for each in (made, free))
    assert torch.allclose(change, 0.8 * whole, atol=1e-5), "a soft border is a part of the place"


def test_what_stands_before_their_lane_hides_them() -> None:
    screens = torch.ones(1, SIDE, SIDE)
    screens[..., 60:] = 0
    there = replace(around(across(screen=0)), screens=screens)
    assert changed(clip(there))[..., 60:].max() == 0
    assert changed(clip(there))[..., :60].max() > 0.2


def test_who_is_nearer_hides_who_is_farther(monkeypatch: pytest.MonkeyPatch) -> None:
    """And where they meet nothing is drawn twice."""
    there = around(across(9.0), across(5.0), walkers=(RED, GREEN))
    far, near = (
        Passer(
            walker=number,
            lane=lane,
            phase=0.0,
            stride=1.3,
            along=torch.full((1,), 9.0 - 0.15 * number),
        )
        for number, lane in enumerate(there.ways.lanes)
    )

    def with_these(*passers: Passer) -> torch.Tensor:
        monkeypatch.setattr("retrat.pipeline.passing.passers_of", lambda *_: [*passers])
        return passed(place()[None].clone(), place(), None, there, rate=RATE, seed=SEED)[0]

    alone, behind, both = with_these(near), with_these(far), with_these(near, far)
    whole = changed(alone) > 0.98 * changed(alone).max()
    assert (whole & (changed(behind) > 0.2)).sum() > 50, "they meet"
    assert torch.allclose(both[:, whole], alone[:, whole], atol=0.02)
    free = changed(alone) == 0
    assert torch.equal(both[:, free], behind[:, free])


def test_who_goes_away_becomes_smaller_and_who_comes_larger() -> None:
    lane = ((1.5, -EYES, 4.0), (1.5, -EYES, 30.0), OFTEN, -1)
    for seed in range(8):
        (passer, *_) = passers_of(around(lane), FRAMES, RATE, seed)
        sizes = (changed(clip(around(lane), seed=seed)) > 0.05).float().sum(dim=(1, 2))
        sizes = sizes[sizes > 0]
        assert passer.side in ("away", "towards")
        is_larger = sizes[-1] > sizes[0]
        assert bool(is_larger) == (passer.side == "towards"), seed


def test_a_mirrored_place_has_its_people_mirrored() -> None:
    there = around(((-9, -EYES, 6.0), (1, -EYES, 6.0), OFTEN, -1))
    mirrored = replace(there, is_mirrored=True)
    assert torch.allclose(clip(mirrored).flip(-1), clip(there), atol=1e-3)


def test_a_narrow_picture_shows_the_middle() -> None:
    narrow = replace(around(across()), corner=(24, 0))
    known = place()[..., 24:104]
    shown = passed(known.repeat(FRAMES, 1, 1, 1), known, None, narrow, rate=RATE, seed=SEED)
    apart = (shown - known).abs().amax(dim=1)
    assert apart[-1].max() < 0.05 < 0.2 < apart.max()
    rows, wide = (
        each.amax(dim=(0, 2)).nonzero()[:, 0] for each in (apart, changed(clip(around(across()))))
    )
    assert int(rows.max()) == pytest.approx(int(wide.max()), abs=1), "on the same ground"


def test_there_are_as_many_as_is_asked_for() -> None:
    there = around(across(often=8.0), walkers=(RED,) * 12)

    def total(bustle: float) -> int:
        asked = replace(there, bustle=bustle)
        return sum(len(passers_of(asked, FRAMES, RATE, seed)) for seed in range(60))

    assert total(0.0) == 0
    assert 20 < total(1.0) < 45, "8 a minute are about one in two clips"
    assert 2 * total(1.0) < total(3.0) < 4 * total(1.0)
    crowd = replace(there, bustle=90.0)
    assert len(passers_of(crowd, FRAMES, RATE, SEED)) == MOST
    several = passers_of(replace(there, bustle=9.0), FRAMES, RATE, SEED)
    assert len({each.walker for each in several}) == len(several), "nobody walks by twice"


def test_people_are_as_bright_as_where_they_are() -> None:
    there = around(across(), walkers=((120, 120, 120),))
    dark = torch.full((3, SIDE, SIDE), -0.85)
    night = passed(dark.repeat(FRAMES, 1, 1, 1), dark, None, there, rate=RATE, seed=SEED)
    assert clip(there).max() > -0.15
    assert night.max() < -0.5


def test_a_lens_that_is_open_wide_blurs_them() -> None:
    def steepest(blur: float) -> float:
        made = clip(around(across(), blur=blur))
        return float((made.diff(dim=-1)).abs().max())

    assert steepest(0.08) < 0.6 * steepest(0.0)


def test_nobody_walks_where_there_is_no_way() -> None:
    assert torch.equal(clip(around()), place().expand(FRAMES, -1, -1, -1))
