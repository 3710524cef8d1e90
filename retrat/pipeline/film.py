"""A clip in the colours, the grain and the corners of a film."""

import torch
from jaxtyping import Float
from torch import Tensor

from retrat.conditioning.film import Film
from retrat.media.crops import LUMA

STREAM = 0xF11  # of the seed
MIDDLE = 0.45  # of white: contrast leaves it
BROWN = (1.10, 0.98, 0.78)  # of grey
FADED = (1.0, 0.95, 0.86)  # what blacks are lifted to
GRAINS = 1.6  # pixels a grain is wide at a height of 512
BLEEDS, LINES = 0.004, 0.08  # of a tape: widths by which colours lie apart; light lost of each line
LINE = 2  # pixels of it at a height of 512


def developed(
    pixels: Float[Tensor, "f 3 y x"], film: Film | None, *, seed: int
) -> Float[Tensor, "f 3 y x"]:
    """The clip in [-1, 1] as that film shows it, into the same memory."""
    if film is None:
        return pixels
    height, width = pixels.shape[-2:]
    luma = pixels.new_tensor(LUMA)[:, None, None]
    tint = 1 + film.warmth * pixels.new_tensor((1.0, 0.1, -1.0))[:, None, None]
    tint = (
        tint * torch.lerp(torch.ones(3), torch.tensor(BROWN), film.sepia).to(pixels)[:, None, None]
    )
    lifted = pixels.new_tensor(FADED)[:, None, None]
    light = (1 - film.dark) * (1 - film.corners * _corners(height, width).to(pixels))
    if film.tape:
        light = light * (1 - film.tape * LINES * _lines(height).to(pixels))
    grain = _grain(height, width, seed).to(pixels)
    rng = torch.Generator().manual_seed((seed ^ STREAM) % 2**63)
    for frame in pixels:
        levels = (frame + 1) / 2
        if film.tape:
            apart = max(1, round(BLEEDS * width))
            levels[0], levels[2] = levels[0].roll(apart, -1), levels[2].roll(-apart, -1)
        grey = (levels * luma).sum(dim=0, keepdim=True)
        levels = grey + (1 + film.colour) * (levels - grey)
        levels = (levels - MIDDLE) * (1 + film.contrast) + MIDDLE
        levels = levels * tint * light
        levels = film.fade * lifted + (1 - film.fade) * levels.clamp(0, 1)
        if film.grain:
            down, right = (int(torch.randint(side, (), generator=rng)) for side in (height, width))
            levels = levels + film.grain * grain.roll((down, right), (-2, -1))
        frame.copy_((2 * levels - 1).clamp(-1, 1))
    return pixels


def _corners(height: int, width: int) -> Float[Tensor, "1 y x"]:
    """0 in the middle, 1 in the corners."""
    down = torch.linspace(-1, 1, height)[:, None]
    across = torch.linspace(-1, 1, width)
    return ((down.square() + across.square()) / 2)[None].pow(1.5)


def _lines(height: int) -> Float[Tensor, "1 y 1"]:
    """1 in every other line of a tape."""
    thick = max(1, round(LINE * height / 512))
    return ((torch.arange(height) // thick) % 2).float()[None, :, None]


def _grain(height: int, width: int, seed: int) -> Float[Tensor, "1 y x"]:
    """Noise of standard deviation 1, its grains as large as a film's."""
    rng = torch.Generator().manual_seed((seed ^ STREAM) % 2**63)
    large = max(1.0, GRAINS * height / 512)
    size = [max(8, round(side / large)) for side in (height, width)]
    noise = torch.randn((1, 1, *size), generator=rng)
    fine = torch.nn.functional.interpolate(noise, (height, width), mode="bilinear")[0]
    return fine / fine.std()
