"""Music under a whole clip, as its prompt asks for it: over all shots, and softer under words."""

from dataclasses import replace

import numpy as np
import torch

from retrat.conditioning.score import music_in
from retrat.media.music import played
from retrat.media.noises import SAMPLE_RATE
from retrat.pipeline.ambience import of_decibels, under_words
from retrat.pipeline.request import GenerateRequest
from retrat.types import Clip

STREAM = 0x5C0  # of the seed
LEVEL, DUCKED = -25.0, -9.0  # dB of full scale; more under words
BEGINS, FADES = 0.02, 1.2  # seconds; the latter in clips of 4 s or more


def accompanied(clip: Clip, request: GenerateRequest) -> Clip:
    """The clip with music, if its prompt asks for some; a recording that is given stays alone."""
    mood = None if clip.audio is None or request.audio is not None else music_in(request.prompt)
    if mood is None or clip.audio is None:
        return clip
    assert clip.audio.sample_rate == SAMPLE_RATE, "music is made at that rate"
    heard = clip.audio.samples[0]
    rng = np.random.default_rng((request.seed ^ STREAM) % 2**63)
    music = torch.from_numpy(played(mood, rng, len(heard))).to(heard) * of_decibels(LEVEL)
    if request.speaks:
        music = music * under_words(heard, DUCKED)
    at = torch.arange(len(heard)).to(heard) / SAMPLE_RATE
    lasts = len(heard) / SAMPLE_RATE
    ends = (lasts - at) / min(FADES, 0.3 * lasts)
    music = music * torch.minimum(at / BEGINS, ends).clamp(0, 1)
    samples = (heard + torch.tanh(music)).clamp(-1, 1)[None]
    return replace(clip, audio=replace(clip.audio, samples=samples))
