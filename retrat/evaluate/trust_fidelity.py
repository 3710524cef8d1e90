"""How faint the marks are: PSNR, SSIM and flicker of the picture, PESQ of the sound.

PESQ is ITU's P.862.2 by the package `pesq`. It needs a compiler, so it is no part of any extra;
without it the page says that it was not measured.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from importlib.util import find_spec

import numpy as np

from retrat.evaluate.codec import psnr, ssim
from retrat.evaluate.trust import Frames, as_clip, as_frames
from retrat.media import resample
from retrat.provenance.payload import new_payload
from retrat.provenance.picture_mark import mark_picture
from retrat.provenance.sound_mark import mark_sound
from retrat.types import Audio

_PESQ_RATE = 16_000
_SSIM_EVERY = 12


@dataclass(frozen=True, kw_only=True, slots=True)
class PictureFidelity:
    """One clip: decibels, structural similarity, and how the added light moves, in levels."""

    psnr: float
    ssim: float
    change: float


def picture_fidelity(frames: Frames) -> PictureFidelity:
    """A clip beside itself with a mark."""
    marked = as_frames(mark_picture(as_clip(frames), new_payload(shows_person=False, is_test=True)))
    light = (marked.astype(np.float32) - frames).mean(-1)
    pairs = zip(frames[::_SSIM_EVERY], marked[::_SSIM_EVERY], strict=True)
    moved = np.diff(light, axis=0)
    return PictureFidelity(
        psnr=psnr(frames, marked),
        ssim=float(np.mean([ssim(plain, shown) for plain, shown in pairs])),
        change=float(np.sqrt(np.mean(moved**2))) if moved.size else 0.0,
    )


def sound_fidelity(sounds: Iterable[Audio]) -> tuple[float, ...] | None:
    """PESQ, wide band, of every recording that has speech in it; None without the package."""
    if find_spec("pesq") is None:
        return None
    from pesq import NoUtterancesError, pesq

    told = []
    for sound in sounds:
        marked = mark_sound(sound, new_payload(shows_person=False, is_test=True))
        plain, heard = (resample(each, _PESQ_RATE).samples[0].numpy() for each in (sound, marked))
        try:
            told.append(float(pesq(_PESQ_RATE, plain, heard, "wb")))
        except NoUtterancesError:
            continue  # rain or music: PESQ is about speech
    return tuple(told)
