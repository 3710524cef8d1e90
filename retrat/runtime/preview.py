"""What a clip will look like, while it is made: a few small frames from the estimate of a step."""

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from einops import rearrange
from torch import Tensor

from retrat.conditioning.stream import Geometry, unpatchify
from retrat.media import as_bytes
from retrat.media.stills import write_animation
from retrat.pipeline.components import Components
from retrat.types import AVStream, AVValues, LatentShape

FRAMES = 6
SIDE = 160
_FRAME_MILLISECONDS = 170


class Preview:
    """Looks at predictions, at most every `seconds`; tells when there is a new picture."""

    def __init__(
        self,
        path: Path,
        parts: Components,
        geometry: Geometry,
        *,
        told: Callable[[], None],
        seconds: float = 1.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._path, self._parts, self._geometry = path, parts, geometry
        self._told, self._seconds, self._clock = told, seconds, clock
        self._last = clock()

    def __call__(self, stream: AVStream, velocity: AVValues, sigma: Tensor) -> None:
        """A new picture, if the last is old and this prediction is about the picture at all."""
        if self._clock() - self._last < self._seconds or not bool(velocity.video.any()):
            return
        targets = stream.video.target_tokens
        mask = stream.video.noise_mask[:, :targets, None]
        clean = stream.video.latents[:, :targets] - sigma * mask * velocity.video
        write_animation(
            self._path, self._frames(clean), side=SIDE, milliseconds=_FRAME_MILLISECONDS
        )
        self._told()
        self._last = self._clock()

    def _frames(self, clean: Tensor) -> np.ndarray:
        """Some latent frames, each decoded alone as if it began a clip."""
        _, rows, columns = self._geometry.grid
        count = clean.shape[1] // (rows * columns)
        shape = self._geometry.shape
        latents = unpatchify(
            clean,
            LatentShape(latent_frames=count, height=shape.height, width=shape.width),
            self._geometry.patch,
        )
        chosen = torch.linspace(0, count - 1, min(FRAMES, count)).round().long()
        alone = rearrange(latents[:, :, chosen.to(latents.device)], "1 c t h w -> t c 1 h w")
        pixels = self._parts.video_vae.decode(alone)[:, :, 0]
        return np.stack([as_bytes(frame) for frame in pixels.float()])
