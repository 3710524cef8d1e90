"""A sentence on the clock: which phone is heard when, and how much time the words need."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from jaxtyping import Float, Int
from torch import Tensor

from retrat.conditioning.phones import PAUSE, PHONE_IDS, TimedPhone, text_to_phones
from retrat.models.duration_predictor import DurationPredictor
from retrat.models.voice_encoder import RHYTHM

PHONE_RATE = 100
"""Phone frames a second: four for every audio latent."""
SHORTEST, LONGEST = 0.02, 0.6


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class SpeechPlan:
    """Phones with their times, from 0, and the same as ids 100 times a second."""

    phones: tuple[TimedPhone, ...]
    phone_ids: Int[Tensor, " f"]

    @property
    def seconds(self) -> float:
        """How long the words need."""
        return self.phones[-1].end


def plan_speech(
    text: str,
    voice_tokens: Float[Tensor, "1 9 d"] | None,
    predictor: DurationPredictor,
    *,
    rate: float = 1.0,
) -> SpeechPlan:
    """How this voice says the text; `rate` 2 is twice as fast."""
    phones = text_to_phones(text)
    seconds_of = phone_seconds(predictor, voice_tokens)
    ends, timed = 0.0, []
    for phone, seconds in zip(phones, seconds_of(phones), strict=True):
        timed.append(TimedPhone(phone, ends, ends + seconds / rate))
        ends = timed[-1].end
    return SpeechPlan(phones=tuple(timed), phone_ids=phone_frames(timed, round(ends * PHONE_RATE)))


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
