"""Clouds that drift over the sky of a made place, the higher they stand the faster."""

import torch
from jaxtyping import Float, UInt8
from torch import Tensor

from retrat.conditioning.cut_out import filled
from retrat.models.moving import moved
from retrat.pipeline.surroundings import Surroundings

STREAM = 0xC10D  # of the seed
SPEEDS = (0.004, 0.010)  # widths of a picture in a second at its upper edge
LOW = 0.25  # of that, at the lower end of the sky
UNSEEN = 0.05  # of a pixel
FRAMES_AT_ONCE = 12


def drifting(
    pixels: Float[Tensor, "f 3 y x"],
    place: Float[Tensor, "3 y x"],
    people: UInt8[Tensor, "f 1 y x"] | None,
    around: Surroundings,
    *,
    rate: float,
    seed: int,
) -> Float[Tensor, "f 3 y x"]:
    """The clip with clouds that move on; `place` is what it shows where nobody is, `people` who
    stands before it in each frame, of 255. What comes from beyond the picture or from behind
    something is what was nearest to it.
    """
    number = around.ways.clouds
    if number < 0:
        return pixels
    share = around.screens[number : number + 1]
    rows = (share[0] > UNSEEN).any(dim=1).nonzero()[:, 0]
    if not len(rows):
        return pixels
    end = int(rows[-1]) + 1
    share = share[:, :end]
    sky = filled(place[None, :, :end], share[None])
    rng = torch.Generator().manual_seed((seed ^ STREAM) % 2**63)
    fast, left = torch.rand(2, generator=rng).tolist()
    speed = (SPEEDS[0] + fast * (SPEEDS[1] - SPEEDS[0])) * around.side * (-1 if left < 0.5 else 1)
    height = 1 - (1 - LOW) * torch.arange(end)[:, None] / end
    for some in torch.arange(len(pixels)).split(FRAMES_AT_ONCE):
        gone = speed * (some / rate)[:, None, None] * height
        come_from = torch.stack([gone, torch.zeros_like(gone)], dim=1)
        come_from = come_from.expand(-1, -1, -1, sky.shape[-1]).to(sky)
        change = share * (moved(sky.expand(len(some), -1, -1, -1), come_from) - sky)
        if people is not None:
            change = change * (1 - people[some, :, :end].to(change) / 255)
        pixels[some, :, :end] += change
    return pixels.clamp_(-1, 1)
