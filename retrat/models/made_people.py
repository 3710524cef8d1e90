"""People of the world that nano learned from, ready to be cast when a prompt brings no photo.

A tower that keeps a given person well draws one from nothing badly. So a release may carry a few
hundred made people, as a user gives one: a photo (as the bytes of a picture file), what the voice
encoder says of a voice and some of its latents, how they look in a few words, and a description to
find them by.
"""

import json
from dataclasses import dataclass

import torch
from jaxtyping import Float, Int8
from torch import Tensor, nn

from retrat.models.tables import as_bytes, file_at

VOICE_STEP = 1 / 12  # of a latent whose deviation is 1: half the bytes, and 2 % off
ALIKE, IN_SIX = 5, 6  # people among whom the seed chooses: so many, or one of so many who agree


@dataclass(frozen=True, kw_only=True, slots=True)
class MadePeopleConfig:
    """How many, and the shapes of what is kept of each."""

    people: int
    photo_bytes: int
    """Of all photos together."""
    looks_bytes: int
    """Of what is said of everybody's looks: JSON, a list of objects of strings."""
    description_width: int
    voice_tokens: int
    voice_width: int
    sound_channels: int
    voice_latents: int


class MadePeople(nn.Module):
    """Nothing is learned here: tables, one row a person."""

    Config = MadePeopleConfig
    photos: Tensor
    photo_ends: Tensor
    written_looks: Tensor
    descriptions: Tensor
    voices: Tensor
    voice_latents: Tensor

    def __init__(self, config: MadePeopleConfig) -> None:
        super().__init__()
        self.config = config
        n = config.people
        self.register_buffer("photos", torch.zeros(config.photo_bytes, dtype=torch.uint8))
        self.register_buffer("photo_ends", torch.zeros(n, dtype=torch.long))
        self.register_buffer("written_looks", torch.zeros(config.looks_bytes, dtype=torch.uint8))
        self.register_buffer("descriptions", torch.zeros(n, config.description_width))
        self.register_buffer("voices", torch.zeros(n, config.voice_tokens, config.voice_width))
        latents = torch.zeros(n, config.sound_channels, config.voice_latents, dtype=torch.int8)
        self.register_buffer("voice_latents", latents)

    def photo(self, row: int) -> bytes:
        """The file of a person's photo."""
        return file_at(row, self.photos, self.photo_ends)

    def voice(self, row: int) -> Float[Tensor, "c a"]:
        """Latents of a person's voice."""
        return self.voice_latents[row].to(self.voices) * VOICE_STEP

    def looks(self) -> list[dict[str, str]]:
        """How everybody looks: one word in each of the groups of `conditioning/looks.py`."""
        told: list[dict[str, str]] = json.loads(as_bytes(self.written_looks))
        return told

    def choose(
        self,
        description: Float[Tensor, " e"],
        seed: int,
        agreement: Float[Tensor, " n"] | None = None,
    ) -> int:
        """The row of one of those who agree most, and among them of one whose description is
        among the nearest; the same for the same seed.
        """
        nearness = self.descriptions @ description
        if agreement is not None:
            agree = agreement.to(nearness)
            nearness = nearness.masked_fill(agree < agree.max() - 1e-6, -torch.inf)
        agreeing = int(nearness.isfinite().sum())
        near = nearness.topk(min(agreeing, max(ALIKE, agreeing // IN_SIX))).indices
        rng = torch.Generator().manual_seed(seed)
        return int(near[int(torch.randint(len(near), (), generator=rng))])


def in_steps(latents: Float[Tensor, "*n c a"]) -> Int8[Tensor, "*n c a"]:
    """Latents as they are kept."""
    return (latents / VOICE_STEP).round().clamp(-128, 127).to(torch.int8)


def described(
    states: Float[Tensor, "n s e"], mask: Float[Tensor, "n s"] | None
) -> Float[Tensor, "n e"]:
    """A text's meaning as one vector of length 1: the mean of its token states."""
    if mask is None:
        mean = states.mean(dim=1)
    else:
        shown = mask[..., None].to(states.dtype)
        mean = (states * shown).sum(dim=1) / shown.sum(dim=1).clamp(min=1)
    return torch.nn.functional.normalize(mean, dim=-1)
