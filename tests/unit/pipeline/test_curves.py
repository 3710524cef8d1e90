"""Curves over the seconds of a clip."""

import torch

from retrat.pipeline.curves import Draw, eased

SECONDS = torch.arange(240) / 24


def test_the_seed_decides_every_curve() -> None:
    one, same, other = (Draw(SECONDS, seed) for seed in (3, 3, 4))
    first = one.wandering(1.5)
    assert torch.equal(first, same.wandering(1.5))
    assert not torch.equal(first, other.wandering(1.5))
    assert not torch.equal(first, one.wandering(1.5)), "each is drawn anew"


def test_a_sine_comes_back_after_its_period() -> None:
    curve = Draw(SECONDS, 0).sine(2.0)
    assert torch.allclose(curve[:48], curve[48:96], atol=1e-4)
    assert curve.abs().max() > 0.99


def test_what_wanders_is_of_unit_strength_and_bends_as_often_as_asked() -> None:
    curve = Draw(torch.arange(24_000) / 24, 0).wandering(2.0)
    assert 0.4 < curve.square().mean().sqrt() < 1.0
    bends = (curve.diff().sign().diff() != 0).sum() / 1000
    assert 0.5 < bends < 2.5  # a second


def test_it_eases_from_nothing_to_all() -> None:
    curve = eased(SECONDS, 1.0, 2.0)
    assert (curve[:25] == 0).all()
    assert (curve[72:] == 1).all()
    assert (curve.diff() >= 0).all()
    assert curve[48] == 0.5
