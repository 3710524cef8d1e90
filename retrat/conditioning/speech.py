"""A sentence on the clock: which phone is heard when, and how much time the words need."""

from collections.abc import Callable, Sequence

import torch
from jaxtyping import Float, Int
from torch import Tensor

from retrat.conditioning.phones import PAUSE, PHONE_IDS, TimedPhone
from retrat.models.duration_predictor import DurationPredictor
from retrat.models.voice_encoder import RHYTHM

PHONE_RATE = 100
"""Phone frames a second: four for every audio latent."""
SHORTEST, LONGEST = 0.02, 0.6


def phone_seconds(
    predictor: DurationPredictor, voice_tokens: Float[Tensor, "1 9 d"] | None
) -> Callable[[Sequence[str]], list[float]]:
    """How long a voice makes each phone; None is an average voice."""
    rhythm = None if voice_tokens is None else voice_tokens[:, RHYTHM]

    @torch.inference_mode()
    def seconds_of(phones: Sequence[str]) -> list[float]:
        device = predictor.out.weight.device
        ids = torch.tensor([[PHONE_IDS[phone] for phone in phones]], device=device)
        return predictor(ids, rhythm)[0].exp().clamp(SHORTEST, LONGEST).tolist()

    return seconds_of


def phone_frames(phones: Sequence[TimedPhone], frames: int) -> Int[Tensor, " f"]:
    """Phone ids 100 times a second; the pause where nothing is said."""
    ids = torch.full((frames,), PHONE_IDS[PAUSE])
    for phone, start, end in phones:
        ids[round(start * PHONE_RATE) : round(end * PHONE_RATE)] = PHONE_IDS[phone]
    return ids
