"""A picture of where it happens: everything but the people is given, and they are made within it.

Time per token lets a part of a picture be clean while the rest is noise, so whoever stands there
gets the light that is there.
"""

from dataclasses import dataclass, replace

import torch.nn.functional as F
from jaxtyping import Float
from torch import Tensor

from retrat.conditioning.first_frame import first_tokens
from retrat.conditioning.parts import Parts
from retrat.conditioning.stream import with_cells_kept
from retrat.types import AVStream

NOBODY = 0.05  # of a matte: what is less shows nobody


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Place:
    """A place in [-1, 1] of exactly the clip's size, with the people who stand in it roughly put
    there; `matte` in [0, 1] says where they are.
    """

    picture: Float[Tensor, "3 y x"]
    matte: Float[Tensor, "1 y x"]

    def join(self, stream: AVStream, parts: Parts) -> AVStream:
        """Tokens of the first latent frame that show nobody are given."""
        first = first_tokens(self.picture, parts)
        video = stream.video
        assert video.grid is not None, "a picture has rows and columns"
        _, rows, columns = video.grid
        somebody = F.adaptive_max_pool2d(self.matte[None].float(), (rows, columns))
        people, count = somebody[:, 0] > NOBODY, first.shape[1]
        latents = video.latents.clone()
        kept = ~people.flatten(1)
        latents[:, :count] = first.where(kept[..., None], latents[:, :count])
        return replace(stream, video=with_cells_kept(replace(video, latents=latents), ~people))
