"""Pictures of made places, for people to stand in where a prompt names one.

A small tower paints the colours of a place and few of its things: of noise it makes kitchens
without cupboards. So a release may carry pictures of places, each with one of what in it moves.
"""

import json
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from retrat.models.tables import as_bytes, file_at


@dataclass(frozen=True, kw_only=True, slots=True)
class MadePlacesConfig:
    """How many, and the bytes of all their pictures, of what moves and of what is said of them."""

    places: int
    picture_bytes: int
    motion_bytes: int
    label_bytes: int
    """JSON: a list of [place, moment]."""


class MadePlaces(nn.Module):
    """Nothing is learned here: picture files, and where and when each of them is."""

    Config = MadePlacesConfig
    pictures: Tensor
    picture_ends: Tensor
    motions: Tensor
    motion_ends: Tensor
    written_labels: Tensor

    def __init__(self, config: MadePlacesConfig) -> None:
        super().__init__()
        self.config = config
        self.register_buffer("pictures", torch.zeros(config.picture_bytes, dtype=torch.uint8))
        self.register_buffer("picture_ends", torch.zeros(config.places, dtype=torch.long))
        self.register_buffer("motions", torch.zeros(config.motion_bytes, dtype=torch.uint8))
        self.register_buffer("motion_ends", torch.zeros(config.places, dtype=torch.long))
        self.register_buffer("written_labels", torch.zeros(config.label_bytes, dtype=torch.uint8))

    def picture(self, row: int) -> bytes:
        """The file of a place's picture."""
        return file_at(row, self.pictures, self.picture_ends)

    def motion(self, row: int) -> bytes:
        """The file of a small picture that shows water in red, leaves in green and lights in blue;
        no bytes where nothing moves.
        """
        return file_at(row, self.motions, self.motion_ends)

    def labels(self) -> list[tuple[str, str]]:
        """Place and moment of every picture; a place whose looks say no time has the moment ""."""
        return [(place, moment) for place, moment in json.loads(as_bytes(self.written_labels))]

    def choose(self, place: str, moments: frozenset[str], seed: int) -> int | None:
        """A row of that place, the same for the same seed; None where there is no such place.

        Prefers the moments that are asked for, else pictures whose moment is "", else any.
        """
        labels = self.labels()
        rows = [row for row, (name, _) in enumerate(labels) if name == place]
        for asked in (moments, {""}):
            if at_that := [row for row in rows if labels[row][1] in asked]:
                rows = at_that
                break
        if not rows:
            return None
        rng = torch.Generator().manual_seed(seed)
        return rows[int(torch.randint(len(rows), (), generator=rng))]
