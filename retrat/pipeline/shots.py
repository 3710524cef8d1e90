"""Shots that follow one another as one clip: pictures cut, sounds fade for a moment."""

from collections.abc import Sequence

import torch
from jaxtyping import Float
from torch import Tensor

from retrat.flow.solver import OnStep
from retrat.types import Audio, Clip

FADING_SECONDS = 0.08


class Counted:
    """Steps of shots as steps of the whole: those to come are taken to need as many a frame.

    `borders` are the shots' first frames and the end.
    """

    def __init__(self, on_step: OnStep, borders: Sequence[int]) -> None:
        self.on_step, self.borders = on_step, borders
        self._before, self._shot, self._here = 0, -1, 0

    def next(self) -> OnStep:
        """What the next shot tells its steps to."""
        self._before, self._here, self._shot = self._before + self._here, 0, self._shot + 1
        start, end = self.borders[self._shot : self._shot + 2]
        to_come = (self.borders[-1] - end) / max(1, end - start)
        before = self._before

        def told(done: int, total: int) -> None:
            self._here = total
            self.on_step(before + done, before + total + round(total * to_come))

        return told


def joined(clips: Sequence[Clip], *, fading: float = FADING_SECONDS) -> Clip:
    """One clip of several; all of them have sound, or none. Sounds fade at cuts, unless they are
    parts of one recording.
    """
    rate = clips[0].frame_rate
    pixels = torch.cat([clip.pixels for clip in clips])
    sounds = [clip.audio for clip in clips if clip.audio is not None]
    if not sounds:
        return Clip(pixels=pixels, frame_rate=rate, audio=None)
    hertz = sounds[0].sample_rate
    fade = round(fading * hertz)
    faded = [
        _faded(sound.samples, fade, begins=index > 0, ends=index < len(sounds) - 1)
        for index, sound in enumerate(sounds)
    ]
    return Clip(
        pixels=pixels,
        frame_rate=rate,
        audio=Audio(samples=torch.cat(faded, dim=1), sample_rate=hertz),
    )


def _faded(
    samples: Float[Tensor, "c z"], count: int, *, begins: bool, ends: bool
) -> Float[Tensor, "c z"]:
    """A sound that rises from silence or falls to it where it is cut, so that nothing clicks."""
    if count == 0:
        return samples
    samples, rise = samples.clone(), torch.linspace(0, 1, count)
    if begins:
        samples[:, :count] *= rise
    if ends:
        samples[:, -count:] *= rise.flip(0)
    return samples
