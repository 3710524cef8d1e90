"""Faces, lined up, as identity tokens that the picture's cross-attention sees."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import torch
from jaxtyping import Float
from torch import Tensor

from retrat.conditioning.parts import Parts
from retrat.conditioning.slots import slot_code
from retrat.types import AVStream


@dataclass(frozen=True, kw_only=True, slots=True)
class Identity:
    """One person's aligned faces in [-1, 1]; several pictures are averaged token by token."""

    person: int
    faces: Sequence[Float[Tensor, "c y x"]]

    def join(self, stream: AVStream, parts: Parts) -> AVStream:
        if parts.identity_encoder is None:
            return stream
        tokens = parts.identity_encoder(torch.stack(list(self.faces))).mean(dim=0, keepdim=True)
        tokens = tokens + slot_code(self.person, tokens.shape[-1]).to(tokens.device)
        groups = torch.full(tokens.shape[:2], self.person, device=tokens.device)
        context = stream.context
        if context.identity is not None:
            assert context.identity_groups is not None, "identity tokens need their groups"
            tokens = torch.cat([context.identity, tokens], dim=1)
            groups = torch.cat([context.identity_groups, groups], dim=1)
        return replace(stream, context=replace(context, identity=tokens, identity_groups=groups))
