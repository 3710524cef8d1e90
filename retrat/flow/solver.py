"""Step a stream from noise to clean: `solve(predict, stream, sigmas) -> stream`.

`predict(stream, sigma)` says the velocity of the targets. Given tokens never move, because every
step is multiplied by the noise mask. `on_step(done, total)` may raise `Cancelled`.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol, runtime_checkable

from jaxtyping import Float
from torch import Tensor

from retrat.types import AVStream, AVValues, TokenStream

Predict = Callable[[AVStream, Tensor], AVValues]
OnStep = Callable[[int, int], None]


def ignore(done: int, total: int) -> None:
    """Tell nobody."""


@runtime_checkable
class Solve(Protocol):
    """A solver; one that remembers its steps can go on where another was interrupted."""

    def __call__(
        self,
        predict: Predict,
        stream: AVStream,
        sigmas: Float[Tensor, " sigmas"],
        *,
        on_step: OnStep = ignore,
    ) -> AVStream: ...


def solve_euler(
    predict: Predict,
    stream: AVStream,
    sigmas: Float[Tensor, " sigmas"],
    *,
    on_step: OnStep = ignore,
) -> AVStream:
    """First order: one prediction a step."""
    steps = len(sigmas) - 1
    for step in range(steps):
        on_step(step, steps)
        said = predict(stream, sigmas[step])
        stream = moved(stream, said, sigmas[step + 1] - sigmas[step])
    on_step(steps, steps)
    return stream


def solve_heun(
    predict: Predict,
    stream: AVStream,
    sigmas: Float[Tensor, " sigmas"],
    *,
    on_step: OnStep = ignore,
) -> AVStream:
    """Second order: two predictions a step, except for the last, which ends at sigma 0."""
    steps = len(sigmas) - 1
    for step in range(steps):
        on_step(step, steps)
        distance = sigmas[step + 1] - sigmas[step]
        here = predict(stream, sigmas[step])
        there = moved(stream, here, distance)
        if step + 1 < steps:
            ahead = predict(there, sigmas[step + 1])
            there = moved(moved(stream, here, distance / 2), ahead, distance / 2)
        stream = there
    on_step(steps, steps)
    return stream


def moved(stream: AVStream, velocity: AVValues, distance: Float[Tensor, ""]) -> AVStream:
    """The stream with its targets moved by `distance` in sigma along the velocity."""
    audio = stream.audio
    if audio is not None and velocity.audio is not None:
        audio = _moved(audio, velocity.audio, distance)
    return replace(stream, video=_moved(stream.video, velocity.video, distance), audio=audio)


def _moved(
    stream: TokenStream, velocity: Float[Tensor, "b l c"], distance: Float[Tensor, ""]
) -> TokenStream:
    targets = stream.target_tokens
    latents = stream.latents.clone()
    latents[:, :targets] += distance * velocity * stream.noise_mask[:, :targets, None]
    return replace(stream, latents=latents)
