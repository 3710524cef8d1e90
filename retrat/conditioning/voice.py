"""A voice as tokens for timbre, pitch and rhythm that the sound's cross-attention sees.

The same recording also joins as latents (`references.ReferenceVoice`): the tokens say how the
person speaks, the latents let details be copied.
"""

from dataclasses import dataclass, replace

import torch
from jaxtyping import Float
from torch import Tensor

from retrat.conditioning.parts import Parts
from retrat.conditioning.slots import slot_code
from retrat.types import AVStream


@dataclass(frozen=True, kw_only=True, slots=True)
class Voice:
    """One person's voice, as mono samples at the audio VAE's rate."""

    person: int
    samples: Float[Tensor, " z"]

    def join(self, stream: AVStream, parts: Parts) -> AVStream:
        if stream.audio is None:
            return stream
        tokens = parts.voice_encoder(self.samples[None])
        tokens = tokens + slot_code(self.person, tokens.shape[-1]).to(tokens.device)
        groups = torch.full(tokens.shape[:2], self.person, device=tokens.device)
        context = stream.context
        if context.voice is not None:
            assert context.voice_groups is not None, "voice tokens need their groups"
            tokens = torch.cat([context.voice, tokens], dim=1)
            groups = torch.cat([context.voice_groups, groups], dim=1)
        return replace(stream, context=replace(context, voice=tokens, voice_groups=groups))
