"""Schedules fall from 1 to 0; training sees what it should."""

import pytest
import torch

from retrat.flow.schedule import (
    independent_sigmas,
    logit_normal_sigmas,
    shifted,
    shifted_sigmas,
    uniform_sigmas,
)


@pytest.mark.parametrize("steps", [1, 4, 50])
@pytest.mark.parametrize("shift", [0.5, 1.0, 3.0, 12.0])
def test_sigmas_fall_from_one_to_zero(steps: int, shift: float) -> None:
    sigmas = shifted_sigmas(steps, shift=shift)
    assert len(sigmas) == steps + 1
    assert sigmas[0] == 1
    assert sigmas[-1] == 0
    assert bool((sigmas.diff() < 0).all())


def test_shift_moves_towards_noise() -> None:
    assert shifted(torch.tensor(0.5), 3.0) == pytest.approx(0.75)
    assert shifted(torch.tensor(0.5), 1.0) == 0.5


def test_uniform_is_stratified() -> None:
    sigmas = uniform_sigmas(8, torch.Generator().manual_seed(0))
    assert sorted((sigmas * 8).long().tolist()) == list(range(8))


def test_logit_normal_has_its_median_and_quartiles() -> None:
    sigmas = logit_normal_sigmas(4096, torch.Generator().manual_seed(0))
    quartiles = torch.quantile(sigmas, torch.tensor([0.25, 0.5, 0.75]))
    expected = torch.sigmoid(torch.tensor([-0.6745, 0.0, 0.6745]))
    assert torch.allclose(quartiles, expected, atol=0.01)


def test_picture_and_sound_know_nothing_of_each_other() -> None:
    rng = torch.Generator().manual_seed(0)
    video, audio = independent_sigmas(2048, rng, shift_video=3.0, shift_audio=1.0)
    assert abs(torch.corrcoef(torch.stack([video, audio]))[0, 1]) < 0.08
    assert video.median() > 0.7
    assert abs(audio.median() - 0.5) < 0.05
