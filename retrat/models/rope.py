"""Rotary positions: places in a latent grid or on the clock, as rotations of pairs of channels.

Angles are computed in float64 and kept in float32, because a clip's far end is hundreds of radians
away and half a percent of a radian is audible. Nothing is registered as a buffer: tables are made
from the positions of each stream, so a model built on the meta device lacks nothing.
"""

import torch
from einops import rearrange
from jaxtyping import Float
from torch import Tensor

Rotation = tuple[Float[Tensor, "b 1 l half"], Float[Tensor, "b 1 l half"]]

THETA = 10000.0


def grid_rotation(positions: Float[Tensor, "b l 3"], head_width: int) -> Rotation:
    """Rotations for t, y, x, each on its own share of a head's channels."""
    plane = 2 * (head_width // 6)
    widths = (head_width - 2 * plane, plane, plane)
    angles = [_angles(positions[..., axis], width) for axis, width in enumerate(widths)]
    return _rotation(torch.cat(angles, dim=-1))


def clock_rotation(
    seconds: Float[Tensor, "b l"], head_width: int, *, ticks_per_second: float
) -> Rotation:
    """Rotations for places on the clock; one tick turns the fastest pair by one radian."""
    return _rotation(_angles(seconds * ticks_per_second, head_width))


def rotate(x: Float[Tensor, "b n l k"], rotation: Rotation) -> Float[Tensor, "b n l k"]:
    """Turn neighbouring pairs of channels.

    A compiler fuses the real form; without one, a complex product is four times faster on a CPU.
    """
    cos, sin = rotation
    pairs = x.float().unflatten(-1, (-1, 2))
    if torch.compiler.is_compiling():
        even, odd = pairs.unbind(-1)
        turned = torch.stack((even * cos - odd * sin, even * sin + odd * cos), dim=-1)
    else:
        turned = torch.view_as_real(torch.view_as_complex(pairs) * torch.complex(cos, sin))
    return turned.flatten(-2).type_as(x)


def _angles(places: Float[Tensor, "b l"], width: int) -> Float[Tensor, "b l half"]:
    exponents = torch.arange(0, width, 2, dtype=torch.float64, device=places.device) / width
    return places.double()[..., None] / THETA**exponents


def _rotation(angles: Float[Tensor, "b l half"]) -> Rotation:
    angles = rearrange(angles, "b l half -> b 1 l half")
    return angles.cos().float(), angles.sin().float()
