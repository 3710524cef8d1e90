"""Pictures of hands, for people whose photo ends above them and whom a prompt asks to wave, or to
hold something.

A photo shows a bust: no network can move arms that are not there. So a release may carry pictures
of a hand and its forearm in a few poses, which take on the colours of whoever raises it. What some
of them hold, a prop, keeps its own.
"""

import json
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from retrat.models.tables import as_bytes, file_at

# Of every picture: metres that it is wide and high, and its lower edge is over the elbow, which is
# below its middle.
HAND_WIDE, HAND_HIGH, HAND_LOW = 0.24, 0.44, 0.135
HELD_WIDE = 0.36  # of a picture of a hand that holds something
WRIST = 0.317  # metres from the elbow


@dataclass(frozen=True, kw_only=True, slots=True)
class MadeHandsConfig:
    """How many poses, and the bytes of all pictures, of what is said of them, and of props."""

    poses: int
    picture_bytes: int
    matter_bytes: int
    prop_bytes: int
    name_bytes: int
    """JSON: a list of the poses' names."""


class MadeHands(nn.Module):
    """Nothing is learned here: picture files of a right hand whose palm faces the viewer."""

    Config = MadeHandsConfig
    pictures: Tensor
    picture_ends: Tensor
    matters: Tensor
    matter_ends: Tensor
    props: Tensor
    prop_ends: Tensor
    written_names: Tensor

    def __init__(self, config: MadeHandsConfig) -> None:
        super().__init__()
        self.config = config
        files = {
            "pictures": config.picture_bytes, "matters": config.matter_bytes,
            "props": config.prop_bytes, "written_names": config.name_bytes,
        }  # fmt: skip
        for name, size in files.items():
            self.register_buffer(name, torch.zeros(size, dtype=torch.uint8))
        for name in ("picture_ends", "matter_ends", "prop_ends"):
            self.register_buffer(name, torch.zeros(config.poses, dtype=torch.long))

    def names(self) -> list[str]:
        return [str(name) for name in json.loads(as_bytes(self.written_names))]

    def picture(self, name: str) -> bytes:
        """The file of a pose, cut out."""
        return file_at(self.names().index(name), self.pictures, self.picture_ends)

    def matter(self, name: str) -> bytes:
        """The file of a picture as large that shows what is seen: black where it is the back of a
        hand, grey where it is the palm's side, white where it is cloth.
        """
        return file_at(self.names().index(name), self.matters, self.matter_ends)

    def prop(self, name: str) -> bytes:
        """The file of a picture as large as that one, white where something is held; empty where
        nothing is.
        """
        return file_at(self.names().index(name), self.props, self.prop_ends)
