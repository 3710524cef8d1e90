"""A solver that saves its steps, so that a killed process's work goes on in another.

The solver is asked once for a clip that is made at once, and once a window for one that is made in
stages. What it has made is kept in one small file: the targets of every solve that ended, those of
the solve that was under way, and its step. Everything else is made anew from the request, which
gives the same tokens. A file of another request, or one that can't be read, is not used.
"""

import os
import secrets
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import torch
from jaxtyping import Float
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor

from retrat.flow.solver import OnStep, Predict, ignore, solve_euler
from retrat.types import AVStream, AVValues, TokenStream

FORMAT = "1"
Look = Callable[[AVStream, AVValues, Tensor], None]
Saved = Callable[[Path], None]


def unseen(stream: AVStream, velocity: AVValues, sigma: Tensor) -> None:
    """Nobody looks."""


class Checkpoint:
    """Euler's steps, saved at most every `seconds`; `request` names what they belong to.

    `saved` is told after each writing; `look` sees every prediction, for previews.
    """

    def __init__(
        self,
        path: Path,
        request: str,
        *,
        saved: Saved,
        look: Look = unseen,
        seconds: float = 5.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._path, self._request = path, request
        self._saved, self._look = saved, look
        self._seconds, self._clock = seconds, clock
        self._ended: list[dict[str, Tensor]] = []
        self._under_way, self._step = self._read()
        self._solve = 0
        self._written = clock()

    def __call__(
        self,
        predict: Predict,
        stream: AVStream,
        sigmas: Float[Tensor, " sigmas"],
        *,
        on_step: OnStep = ignore,
    ) -> AVStream:
        """Solve, from where an earlier process came to."""
        steps, first = len(sigmas) - 1, 0
        number, self._solve = self._solve, self._solve + 1
        if number < len(self._ended):
            on_step(steps, steps)
            return _with_targets(stream, self._ended[number])
        if self._under_way:
            stream, first = _with_targets(stream, self._under_way), self._step
        for step in range(first, steps):
            on_step(step, steps)
            stream = solve_euler(self._seen(predict), stream, sigmas[step : step + 2])
            self._under_way, self._step = _targets(stream), step + 1
            self._write_if_due()
        self._ended.append(_targets(stream))
        self._under_way, self._step = {}, 0
        self._write()
        on_step(steps, steps)
        return stream

    def _seen(self, predict: Predict) -> Predict:
        def seen(stream: AVStream, sigma: Tensor) -> AVValues:
            said = predict(stream, sigma)
            self._look(stream, said, sigma)
            return said

        return seen

    def _write_if_due(self) -> None:
        if self._clock() - self._written >= self._seconds:
            self._write()

    def _write(self) -> None:
        """The whole file beside its place, on disk, then moved there."""
        parts = [*self._ended, self._under_way]
        tensors = {
            f"{number}.{name}": tensor.contiguous().cpu()
            for number, part in enumerate(parts)
            for name, tensor in part.items()
        }
        told = {"format": FORMAT, "request": self._request, "ended": str(len(self._ended))}
        beside = self._path.with_name(f".{self._path.name}.{secrets.token_hex(4)}")
        save_file(tensors, beside, metadata={**told, "step": str(self._step)})
        with beside.open("rb") as file:
            os.fsync(file.fileno())
        beside.chmod(0o600)
        beside.replace(self._path)
        self._written = self._clock()
        self._saved(self._path)

    def _read(self) -> tuple[dict[str, Tensor], int]:
        """What an earlier process left: `_ended` is filled, the solve under way is returned."""
        try:
            with safe_open(self._path, framework="pt") as file:
                told = file.metadata() or {}
                if told.get("format") != FORMAT or told.get("request") != self._request:
                    return {}, 0
                parts: list[dict[str, Tensor]] = [{} for _ in range(int(told["ended"]) + 1)]
                for key in file.keys():  # noqa: SIM118  (it is no mapping)
                    number, name = key.split(".")
                    parts[int(number)][name] = file.get_tensor(key)
                step = int(told["step"])
        except (FileNotFoundError, SafetensorError, OSError, ValueError, KeyError, IndexError):
            return {}, 0
        self._ended = parts[:-1]
        return parts[-1], step


def _targets(stream: AVStream) -> dict[str, Tensor]:
    """What a solver changes: the targets of both streams."""
    found = {"video": stream.video.latents[:, : stream.video.target_tokens].clone()}
    if stream.audio is not None:
        found["audio"] = stream.audio.latents[:, : stream.audio.target_tokens].clone()
    return found


def _with_targets(stream: AVStream, targets: dict[str, Tensor]) -> AVStream:
    audio = stream.audio
    if audio is not None and "audio" in targets:
        audio = _put(audio, targets["audio"])
    return replace(stream, video=_put(stream.video, targets["video"]), audio=audio)


def _put(stream: TokenStream, targets: Float[Tensor, "b l c"]) -> TokenStream:
    rest = stream.latents[:, stream.target_tokens :]
    made = targets.to(stream.latents.device, stream.latents.dtype)
    return replace(stream, latents=torch.cat([made, rest], dim=1))
