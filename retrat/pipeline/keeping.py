"""The person of the photo, put back over what the tower made of them.

A small tower carries a person over through a codec with cells of sixteen pixels: eyes become soft,
and hair of the ground's colour lets the place shine through. What surrounds a person, and the light
on them, are the tower's; within the person the photo's own pixels are shown, in that light. What
surrounds them is out of focus, as behind a portrait: a small tower paints no more than colours, and
the edges of its cells are no things. And a first frame that is given stays as sharp in those that
follow.
"""

import torch
import torch.nn.functional as F
from jaxtyping import Float
from torch import Tensor

from retrat.conditioning.casting import cast_row, matte_of_row, picture_of
from retrat.conditioning.company import BUST
from retrat.conditioning.cut_out import CutOut, filled
from retrat.conditioning.mattes import person_of
from retrat.conditioning.parts import Parts
from retrat.conditioning.references import offset_in
from retrat.conditioning.sizes import enlarged, resized
from retrat.pipeline.layers import FAINT, grown
from retrat.pipeline.players import Group
from retrat.pipeline.request import GenerateRequest
from retrat.pipeline.surroundings import disc

CELL = 16  # pixels of a token's side
MARGIN = 2  # pixels of a matte's border that say nothing about the light
SETTLED = 4  # frames after the first in which a tower's idea of a picture takes its place
COARSE = 4
LIGHT_WIDTH = 9  # coarse pixels over which light is taken to be the same; three times
LEAST_LIGHT, MOST_LIGHT = 0.6, 1.6
OUT_OF_FOCUS = 5  # pixels: how far a lens spreads a point of what surrounds somebody
GAMMA = 2.2  # from light to pixels
DARK = 0.06  # of white: what is darker says little about the light


def keeping(
    pixels: Float[Tensor, "f 3 y x"], person: CutOut, fine: CutOut | None = None, scale: int = 1
) -> Float[Tensor, "f 3 v u"]:
    """The clip with the person of a picture that lies where references do; mattes in [0, 1].

    Right beside them, where a tower's cells are half theirs, what is farther away goes on. `fine`
    is the same person as many times larger: then the clip becomes so large.
    """
    height, width = pixels.shape[-2:]
    picture, share = (laid(each, height, width).to(pixels) for each in person)
    light = light_on(pixels[0], picture, surely(share))
    place = filled(pixels, 1 - grown((share / FAINT).clamp(max=1))[None])
    for frame in place:  # each alone: all at once would take several clips' memory
        frame.copy_(out_of_focus(frame[None])[0])
    if fine is not None:
        place, light = enlarged(place, scale).clamp_(-1, 1), enlarged(light, scale)
        height, width = scale * height, scale * width
        picture, share = (laid(each, height, width, scale=scale).to(pixels) for each in fine)
    lit, share = under(light, picture), share.expand_as(picture)
    for frame in place:
        frame.lerp_(lit, share)
    return place


def out_of_focus(pixels: Float[Tensor, "f 3 y x"]) -> Float[Tensor, "f 3 y x"]:
    """Pictures as a wide lens shows what is behind what it is focused on; of light, not of pixels,
    so that what is bright grows.
    """
    spread = disc(OUT_OF_FOCUS).to(pixels)
    reach = spread.shape[-1] // 2
    light = ((pixels + 1) / 2).clamp(0, 1).pow(GAMMA)
    around = F.pad(light, (reach,) * 4, mode="replicate").flatten(0, 1)[:, None]
    spread_out = F.conv2d(around, spread / spread.sum())[:, 0].clamp(0, 1).view_as(pixels)
    return spread_out.pow(1 / GAMMA) * 2 - 1


def detailed(
    pixels: Float[Tensor, "f 3 y x"], first: Float[Tensor, "3 y x"]
) -> Float[Tensor, "f 3 y x"]:
    """The clip with what the codec lost of its first picture given back to every frame: most of a
    picture stays where it is.
    """
    whole = (pixels + (first - pixels[0])).clamp_(-1, 1)
    whole[0] = first
    return whole


def steadied(pixels: Float[Tensor, "f 3 y x"]) -> Float[Tensor, "f 3 y x"]:
    """The clip without what all later frames have in common that the first has not: windows begin
    with its latents again and again, and what a tower takes from them each time is no motion.
    """
    if len(pixels) <= SETTLED:
        return pixels
    drift = (pixels[SETTLED::SETTLED] - pixels[0]).median(dim=0).values
    share = (torch.arange(len(pixels)).to(pixels) / SETTLED).clamp(max=1)
    return (pixels - share[:, None, None, None] * drift).clamp(-1, 1)


def surely(matte: Float[Tensor, "1 y x"]) -> Float[Tensor, "1 y x"]:
    """A matte without its border, soft."""
    size = 2 * MARGIN + 1
    inner = -F.max_pool2d(-matte[None], size, stride=1, padding=MARGIN)
    return F.avg_pool2d(inner, 3, stride=1, padding=1, count_include_pad=False)[0]


def light_on(
    shown: Float[Tensor, "3 y x"], person: Float[Tensor, "3 y x"], sure: Float[Tensor, "1 y x"]
) -> Float[Tensor, "3 y x"]:
    """How much brighter each colour of a person is shown, over areas too large to be of things."""
    seen, known = (_spread((x + 1) / 2 * sure) for x in (shown, person))
    share = _spread(sure)
    light = (seen + DARK * share) / (known + DARK * share).clamp(min=1e-4)
    light = torch.where(share > 1e-2, light, 1.0).clamp(LEAST_LIGHT, MOST_LIGHT)
    size = list(person.shape[-2:])
    return F.interpolate(light[None], size=size, mode="bilinear", align_corners=False)[0]


def given_person(
    request: GenerateRequest, parts: Parts, group: Group | None = None
) -> CutOut | None:
    """What the tower carries over, and its matte: a photo's bust, several people's, or a made
    person's picture. It is of one piece and has its own colours at its border.
    """
    if group is not None:
        return group.together.cut_out
    if parts.matting is None or request.image is not None:
        return None
    given = [each for each in request.references if each.busts]
    if given:
        picture, known = given[0].busts[0], next(iter(given[0].mattes), None)
    else:
        row = cast_row(request.casting_prompt, request.seed, parts)
        if row is None:
            return None
        picture, known = picture_of(row, request.prompt, parts), matte_of_row(row, parts)
    scale = request.scale
    picture = resized(picture, scale * BUST, scale * BUST)
    return person_of(picture, known, parts.matting, scale)


def laid(
    picture: Float[Tensor, "c v u"], height: int, width: int, *, scale: int = 1
) -> Float[Tensor, "c y x"]:
    """A picture within a larger or smaller one, on whole cells, where references lie; `scale` is
    how many times larger than made both are.
    """
    above, left = corner_of(tuple(picture.shape[1:]), height, width, scale)
    below, right = height - above - picture.shape[1], width - left - picture.shape[2]
    return F.pad(picture, (left, right, above, below))


def corner_of(size: tuple[int, ...], height: int, width: int, scale: int = 1) -> tuple[int, int]:
    """The first row and column of a picture of (rows, columns) that is laid so."""
    cell = scale * CELL
    above, left = offset_in((height // cell, width // cell), [side // cell for side in size])
    return cell * above, cell * left


def under(
    light: Float[Tensor, "3 y x"], picture: Float[Tensor, "*f 3 y x"]
) -> Float[Tensor, "*f 3 y x"]:
    """A picture in [-1, 1] that is lit so many times as brightly."""
    return ((picture + 1) * light - 1).clamp(-1, 1)


def _spread(values: Float[Tensor, "c y x"]) -> Float[Tensor, "c v u"]:
    """Averages over wide surroundings, coarsely."""
    coarse = F.avg_pool2d(values[None], COARSE)
    for _ in range(3):
        coarse = F.avg_pool2d(coarse, LIGHT_WIDTH, stride=1, padding=LIGHT_WIDTH // 2)
    return coarse[0]
