"""People on snapshots are who they were, whatever is behind them and whatever they wear."""

from collections.abc import Callable

import numpy as np
import pytest
import torch

from retrat.train import snapshots
from retrat.train.snapshots import (
    EYES,
    SIZE,
    Batch,
    before_anything,
    dressed_in_anything,
    moved,
    photographed,
)

NO_PLACES = torch.zeros(0, 3, SIZE, SIZE)
FACE = (slice(EYES, EYES + 32), slice(118, 138))


def people(count: int = 4, level: float = 0.2) -> Batch:
    """Heads and shoulders of one brightness."""
    rows, columns = torch.meshgrid(torch.arange(SIZE), torch.arange(SIZE), indexing="ij")
    head = ((columns - 128) / 40) ** 2 + ((rows - 105) / 58) ** 2 < 1
    body = ((columns - 128) / 110) ** 2 + ((rows - 260) / 70) ** 2 < 1
    matte = (head | body).float()[None, None].repeat(count, 1, 1, 1)
    return torch.full((count, 3, SIZE, SIZE), level), matte


def rng(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


def test_the_same_numbers_give_the_same_pictures() -> None:
    one, again = (dressed_in_anything(people(), rng(3)) for _ in "ab")
    assert torch.equal(one[0], again[0])
    assert torch.equal(one[1], again[1])
    assert not torch.equal(one[0], dressed_in_anything(people(), rng(4))[0])


@pytest.mark.parametrize("seed", range(6))
def test_nobody_loses_anything_by_what_they_wear(seed: int) -> None:
    before, (shown, seen) = people(12)[1], dressed_in_anything(people(12), rng(seed))
    assert (seen >= before).all()
    assert seen.max() <= 1
    assert shown.abs().max() <= 1
    assert (seen > before + 0.5).any(), "nobody wears what is larger than they are"


@pytest.mark.parametrize("wear", ["_hat", "_hood", "_collar", "_suit"])
def test_what_is_worn_is_theirs_and_leaves_the_face_free(wear: str) -> None:
    put: Callable[..., Batch] = getattr(snapshots, wear)
    pictures, mattes = people(1)
    for seed in range(12):
        shown, seen = put(pictures[0], mattes[0], rng(seed))
        changed = (shown - pictures[0]).abs().amax(dim=0) > 0.02
        assert changed.any()
        assert seen[0][changed].min() > 0
        assert torch.equal(shown[:, *FACE], pictures[0][:, *FACE])


def test_colours_of_a_part_change_and_the_face_stays() -> None:
    pictures, mattes = people(1)
    for seed in range(8):
        dyed = snapshots._dyed(pictures[0], mattes[0], rng(seed))
        assert torch.equal(dyed[:, *FACE], pictures[0][:, *FACE])
        assert torch.equal(dyed[:, mattes[0, 0] == 0], pictures[0][:, mattes[0, 0] == 0])


def test_behind_people_is_anything_and_they_stay() -> None:
    given, others = people(8), people(8, level=-0.7)
    shown, mattes = before_anything(given, others, NO_PLACES, rng())
    assert torch.equal(mattes, given[1])
    inside = mattes.expand_as(shown) == 1
    assert torch.equal(shown[inside], given[0][inside])
    behind = torch.stack([each[:, :40, :40] for each in shown])
    assert behind.flatten(1).std(dim=0).mean() > 0.2
    assert shown.abs().max() <= 1


def test_places_are_seen_behind_people() -> None:
    place = torch.zeros(1, 3, 384, 384)
    place[:, 0] = 1.0
    shown, _ = before_anything(people(40), people(40), place, rng(1))
    corners = shown[:, :, 3, 3]
    red = (corners[:, 0] > 0.3) & (corners[:, 1:].amax(dim=1) < 0.3)
    assert red.sum() >= 6


def test_some_stand_before_their_own_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "_behind", lambda *_: torch.full((3, SIZE, SIZE), -1.0))
    for name, share in (("ALIKE", 1.0), ("ACCOMPANIED", 0.0), ("HALO", 0.0)):
        monkeypatch.setattr(snapshots, name, share)
    shown, _ = before_anything(people(8), people(8), NO_PLACES, rng())
    corners = shown[:, :, 3, 3]
    assert (corners > -0.7).all()
    assert corners.max() < 0.5


def test_who_stands_farther_back_is_nobody_of_the_matte(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "ACCOMPANIED", 1.0)
    monkeypatch.setattr(snapshots, "_behind", lambda *_: torch.full((3, SIZE, SIZE), -1.0))
    monkeypatch.setattr(snapshots, "ALIKE", 0.0)
    shown, mattes = before_anything(people(6), people(6, level=0.6), NO_PLACES, rng())
    stands_there = (shown.amax(dim=1, keepdim=True) > -0.5) & (mattes == 0)
    assert (stands_there.flatten(1).sum(dim=1) > 200).sum() >= 4


def test_a_matte_moves_with_its_picture() -> None:
    pictures, mattes = people(6, level=0.8)
    shown, seen = moved((pictures * mattes, mattes), rng(2))
    assert torch.allclose(shown[:, :1], 0.8 * seen, atol=1e-4)
    assert not torch.equal(seen, mattes)


def test_nobody_is_above_an_open_picture() -> None:
    pictures, mattes = people(24)
    mattes[:, :, :40, 120:136] = 1  # reaches the upper edge
    goes_on = moved((pictures, mattes), rng(5))[1]
    ends = moved((pictures, mattes), rng(5), is_open=True)[1]
    assert (ends <= goes_on).all()
    assert goes_on[:, 0, 0].amax(dim=1).min() > 0.4
    lowered = ends[:, 0, 0].amax(dim=1) == 0
    assert 4 < lowered.sum() < 20


def test_photographs_differ_and_stay_in_range() -> None:
    pictures, _ = people(60)
    shown = photographed(pictures, rng())
    assert shown.abs().max() <= 1
    means = shown.mean(dim=(1, 2, 3))
    assert means.std() > 0.08
    deviations = shown.flatten(1).std(dim=1)
    assert deviations.min() < 0.03 < 0.05 < deviations.max()


def test_grey_pictures_have_no_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "GREY", 1.0)
    pictures, _ = people(3)
    pictures[:, 0] += 0.5
    shown = photographed(pictures, rng()).mean(dim=(2, 3))
    assert (shown.amax(dim=1) - shown.amin(dim=1)).max() < 0.02
