"""Solvers against fields whose answer is known."""

import pytest
import torch
from torch import Tensor

from retrat.errors import Cancelled
from retrat.flow.schedule import shifted_sigmas
from retrat.flow.solver import solve_euler, solve_heun
from retrat.types import AVStream, AVValues, Context, TokenStream


def stream_of(latents: Tensor) -> AVStream:
    batch, count = latents.shape[:2]
    noise_mask = torch.ones(batch, count)
    noise_mask[:, 0] = 0
    tokens = TokenStream(
        latents=latents,
        noise_mask=noise_mask,
        positions=torch.zeros(batch, count, 3),
        groups=torch.zeros(batch, count, dtype=torch.long),
        seconds=torch.zeros(batch, count),
        target_tokens=count - 1,
    )
    return AVStream(video=tokens, context=Context(text=torch.zeros(batch, 1, 1)))


@pytest.mark.parametrize("solve", [solve_euler, solve_heun])
@pytest.mark.parametrize("shift", [1.0, 5.0])
def test_an_exact_velocity_recovers_the_clean_latents(solve: object, shift: float) -> None:
    clean, noise = torch.randn(1, 5, 4), torch.randn(1, 5, 4)

    def predict(stream: AVStream, sigma: Tensor) -> AVValues:
        return AVValues(video=(noise - clean)[:, :4])

    end = solve(predict, stream_of(noise), shifted_sigmas(6, shift=shift)).video.latents
    assert torch.allclose(end[:, 1:4], clean[:, 1:4], atol=1e-5)
    assert torch.equal(end[:, :1], noise[:, :1])  # given
    assert torch.equal(end[:, 4:], noise[:, 4:])  # a condition


def test_heun_is_of_second_order() -> None:
    """dx/dsigma = x from 1 to 0 gives x / e."""

    def predict(stream: AVStream, sigma: Tensor) -> AVValues:
        return AVValues(video=stream.video.latents[:, :2])

    start = stream_of(torch.ones(1, 3, 1))
    exact = torch.exp(torch.tensor(-1.0))
    errors = {
        (solve, steps): abs(
            solve(predict, start, torch.linspace(1, 0, steps + 1)).video.latents[0, 1, 0] - exact
        )
        for solve in (solve_euler, solve_heun)
        for steps in (8, 16)
    }
    assert errors[solve_euler, 8] / errors[solve_euler, 16] == pytest.approx(2, rel=0.1)
    # The last step is of first order, so the whole is a little short of four.
    assert errors[solve_heun, 8] / errors[solve_heun, 16] > 3
    assert errors[solve_heun, 16] < errors[solve_euler, 16] / 4


@pytest.mark.parametrize("solve", [solve_euler, solve_heun])
def test_progress_and_cancelling(solve: object) -> None:
    told: list[tuple[int, int]] = []

    def on_step(done: int, total: int) -> None:
        told.append((done, total))
        if done == 2:
            raise Cancelled

    def predict(stream: AVStream, sigma: Tensor) -> AVValues:
        return AVValues(video=torch.zeros(1, 2, 1))

    with pytest.raises(Cancelled):
        solve(predict, stream_of(torch.ones(1, 3, 1)), shifted_sigmas(5), on_step=on_step)
    assert told == [(0, 5), (1, 5), (2, 5)]
