"""Hands that people raise where a prompt asks for it: one that waves, a thumb, one with a cup.

A photo ends above the hands, so one of a few pictures of a raised hand comes up beside somebody,
in the colours of their face and their clothes, and goes down again before the clip ends. One that
holds something is lower, and stays. `reaching.py` says where a hand is at each moment.
"""

from typing import NamedTuple

import torch
import torch.nn.functional as F
from jaxtyping import Float, UInt8
from torch import Tensor

from retrat.conditioning.backdrops import Colour
from retrat.media.busts import BUST_EYES, BUST_NOSE, BUST_SIZE
from retrat.media.crops import LUMA
from retrat.media.pieces import decoded_picture
from retrat.models.made_hands import HAND_HIGH, HAND_LOW, WRIST, MadeHands
from retrat.pipeline.daylight import light_of_place
from retrat.pipeline.gestures import Moved
from retrat.pipeline.motions import METRES
from retrat.pipeline.players import Player
from retrat.pipeline.reaching import Arm, Raise, Stand, arm_at, sides_of, stand_of
from retrat.pipeline.surroundings import cut_out_of

SHUTTER, MOMENTS = 0.5, 4  # of a frame that is seen; how many moments are put together in it
REACH = 0.42  # metres of an arm's way to both sides of its elbow
STILL = 1e-3  # metres and radians in a frame
COARSE = 8  # pixels between which an arm bends evenly
KNUCKLE = 1 / 60  # metres over which a wrist bends
GAMMA = 2.2
DARKEST, BRIGHTEST = 0.02, 6.0  # of the pictures' light
GREEN, BLUEST, ALIKE = 0.42, 0.7, 0.09  # of hues
DULLEST, GLARE = 0.02, 2.5  # of light; of what is usual
PALER, DEEP, FADED = 0.28, 0.22, 0.35  # palms of skin darker than DEEP are: power, share
SHADE, SHADE_SOFT, SHADE_BELOW = 0.22, 0.035, 0.025  # of somebody behind a hand; of a bust's side


class HandFiles(NamedTuple):
    """Files of what a picture of a hand shows, as `MadeHands` has them, and what is asked of it."""

    name: str
    matter: bytes
    prop: bytes
    colour: Colour | None = None


def raise_in(moved: Moved, asked: Raise, hands: MadeHands, rate: float) -> None:
    """Draws somebody's hand before them, into the clip's own frames: a long one is large."""
    if asked.hand.pose not in hands.names() or asked.player.matte is None:
        return
    pixels, shares = moved
    first = pixels[0].clone()
    pose = asked.hand.pose
    told = HandFiles(pose, hands.matter(pose), hands.prop(pose), asked.hand.colour)
    cut_out = cut_out_of(hands.picture(pose))
    moments = (torch.arange(MOMENTS) + 0.5) / MOMENTS * SHUTTER
    frames, size = len(pixels), (pixels.shape[-2], pixels.shape[-1])
    for side in sides_of(asked, size[1]):
        stand = stand_of(asked, side, size, end_of(cut_out))
        sprite = coloured(cut_out, told, first, asked.player, stand)
        for number in range(frames):
            arm = arm_at((number + moments) / rate, frames / rate, asked, stand)
            if float(arm.below.min()) < stand.hidden - STILL:
                share = None if shares is None else shares[number]
                _draw(pixels[number], share, sprite, stand, arm, asked.player.matte)


def _draw(
    frame: Float[Tensor, "3 y x"],
    share: UInt8[Tensor, "1 y x"] | None,
    sprite: Float[Tensor, "4 v u"],
    stand: Stand,
    arm: Arm,
    matte: Float[Tensor, "1 y x"],
) -> None:
    """Draws an arm into a frame, and into where people are."""
    height, width = frame.shape[1:]
    reach = REACH * stand.metre
    left, right = (min(max(round(stand.x + off), 0), width) for off in (-reach, reach))
    top = min(max(round(stand.y - (HAND_LOW + HAND_HIGH) * stand.metre), 0), height)
    if right <= left or top >= height:
        return
    if all(float(each.max() - each.min()) < STILL for each in arm):
        arm = Arm(*(each[:1] for each in arm))
    place = slice(top, height), slice(left, right)
    seen = _seen(sprite, stand, arm, place)
    seen = seen.to(frame)
    colours, opaque = seen[:3], seen[3:]
    if not bool(opaque.any()):
        return
    window = frame[:, place[0], place[1]]
    shade = _shade(opaque, stand.metre * METRES) * matte[:, place[0], place[1]].to(frame)
    behind = (window + 1) / 2 * (1 - SHADE * shade)
    frame[:, place[0], place[1]] = 2 * (colours + behind * (1 - opaque)) - 1
    if share is not None:
        known = share[:, place[0], place[1]]
        share[:, place[0], place[1]] = torch.maximum(known, (255 * opaque).round().to(known))


def _seen(
    sprite: Float[Tensor, "4 v u"], stand: Stand, arm: Arm, place: tuple[slice, slice]
) -> Float[Tensor, "4 y x"]:
    """A picture of an arm in a window of the frame, over all its moments."""
    size = [each.stop - each.start for each in place]
    rows, columns = (
        torch.linspace(each.start + 0.5, each.stop - 0.5, max(2, -(-each_size // COARSE)))
        for each, each_size in zip(place, size, strict=True)
    )
    below, leans, bends = (each[:, None, None] for each in arm)
    up = (stand.y - rows)[:, None] / stand.metre + below
    out = (stand.side * (stand.x - columns) / stand.metre).expand_as(up[..., :1] + columns)
    far = (up.square() + out.square()).sqrt().clamp(min=1e-4)
    angle = leans + bends * F.softplus((far - WRIST) / KNUCKLE) * KNUCKLE / far
    sine, cosine = torch.sin(angle), torch.cos(angle)
    across, along = out * cosine - up * sine, up * cosine + out * sine
    # The thumb is inwards: in the picture of a right hand it is at the right.
    wide = HAND_HIGH * sprite.shape[2] / sprite.shape[1]
    come_from = torch.stack([-across / (wide / 2), 1 - 2 * (along - HAND_LOW) / HAND_HIGH], 1)
    grid = F.interpolate(come_from, size, mode="bilinear", align_corners=True)
    grid = grid.to(sprite).permute(0, 2, 3, 1)
    seen = F.grid_sample(sprite.expand(len(grid), -1, -1, -1), grid, align_corners=False)
    return seen.mean(dim=0)


def _shade(opaque: Float[Tensor, "1 y x"], bust: float) -> Float[Tensor, "1 y x"]:
    """How much light a hand takes from what is right behind and below it."""
    size, cell = opaque.shape[1:], max(1, round(SHADE_SOFT * bust / 2))
    soft = F.avg_pool2d(opaque[None], cell, ceil_mode=True, count_include_pad=False)
    for _ in range(2):
        soft = F.avg_pool2d(soft, 3, stride=1, padding=1, count_include_pad=False)
    soft = F.interpolate(soft, scale_factor=float(cell), mode="bilinear")[
        0, :, : size[0], : size[1]
    ]
    down = round(SHADE_BELOW * bust)
    return F.pad(soft, (0, 0, down, 0))[:, : size[0]]


#
# colours


def end_of(picture: Float[Tensor, "4 v u"]) -> float:
    """Where a hand ends, in metres from the elbow."""
    rows = (picture[3] > 0.5).any(dim=1)
    return HAND_LOW + HAND_HIGH * (1 - int(rows.float().argmax()) / len(rows))


def coloured(
    whole: Float[Tensor, "4 v u"],
    told: HandFiles,
    frame: Float[Tensor, "3 y x"],
    player: Player,
    stand: Stand,
) -> Float[Tensor, "4 h w"]:
    """A picture of a hand in somebody's colours, times how much of each pixel it is, and that; as
    large as it is shown, or smaller.
    """
    said = _shown(told.matter, whole)
    palm, cloth = (2 * said).clamp(max=1), (2 * said - 1).clamp(min=0)
    opaque = whole[3:]
    prop = _shown(told.prop, whole) if told.prop else torch.zeros_like(opaque)
    bare = (opaque > 0.9) & (prop < 0.1)
    linear = (whole[:3] / opaque.clamp(min=1 / 255)).clamp(0, 1) ** GAMMA
    if told.colour is not None:
        linear = tinted(linear, prop * opaque, told.name, torch.tensor(told.colour) ** GAMMA)
    skin = skin_of(frame, player)
    back, front, sleeve = (
        _own(whole, share * bare) for share in (1 - palm, palm * (1 - cloth), cloth)
    )
    front = torch.maximum(front, back)  # where fingers are bent it is seen in their shade alone
    gains = []
    for own, wanted in (
        (back, skin),
        (front, paler(skin)),
        (sleeve, cloth_of(frame, player, stand)),
    ):
        gain = (wanted / own.clamp(min=1e-3)).clamp(min=DARKEST)
        gain = gain * (BRIGHTEST / gain.max()).clamp(max=1)  # whose hue stays
        gains.append(gain[:, None, None])
    gain = torch.lerp(torch.lerp(gains[0], gains[1], palm), gains[2], cloth)
    gain = torch.lerp(gain, _light_of(frame, player)[:, None, None].expand_as(gain), prop)
    lit = (linear * gain).clamp(0, 1) ** (1 / GAMMA)
    sprite = torch.cat([lit * opaque, opaque])
    high = HAND_HIGH * stand.metre
    size = [max(2, round(side)) for side in (high, high * whole.shape[2] / whole.shape[1])]
    if size[0] >= sprite.shape[1]:
        return sprite
    return F.interpolate(sprite[None], size, mode="bilinear", antialias=True)[0]


def tinted(
    linear: Float[Tensor, "3 v u"],
    prop: Float[Tensor, "1 v u"],
    name: str,
    colour: Float[Tensor, " 3"],
) -> Float[Tensor, "3 v u"]:
    """Linear light, with what a prop mostly is in another colour, lit as it was: a ribbon, a title
    and leaves keep theirs.
    """
    is_prop = prop[0] > 0.5
    if not bool(is_prop.any()):
        return linear
    luma = linear.new_tensor(LUMA)[:, None, None]
    bright = (linear * luma).sum(dim=0)
    hue = linear / linear.sum(dim=0).clamp(min=1e-3)
    is_green = (hue[1] > GREEN) & (hue[2] < BLUEST * hue[1])
    if name in ("flowers", "bottle"):
        is_part = is_green ^ (name == "flowers")
    elif name in ("book", "box"):
        usual = hue[:, is_prop].median(dim=1).values[:, None, None]
        is_part = (hue - usual).abs().amax(dim=0) < ALIKE
    else:
        is_part = torch.ones_like(is_prop)
    own = bright[is_part & is_prop].median().clamp(min=DULLEST)
    wanted = colour[:, None, None] * (bright / own).clamp(max=GLARE)
    return torch.lerp(linear, wanted, (is_part[None] * prop).expand_as(linear))


def _light_of(frame: Float[Tensor, "3 y x"], player: Player) -> Float[Tensor, " 3"]:
    """Linear: what the light of the place does to a thing in somebody's hand, as to them."""
    assert player.matte is not None
    light = light_of_place((frame + 1) / 2, player.matte.to(frame))
    return light.mean(dim=(1, 2)).float().cpu() ** GAMMA


def _own(whole: Float[Tensor, "4 v u"], share: Float[Tensor, "1 v u"]) -> Float[Tensor, " 3"]:
    """Linear: the colour of what is mostly seen there, where all is opaque; black if nothing is."""
    there = whole[:3, share[0] > 0.5]
    return _middling(there) if there.shape[1] > 1 else torch.zeros(3)


def _shown(file: bytes, whole: Float[Tensor, "4 v u"]) -> Float[Tensor, "1 v u"]:
    """A grey picture, in [0, 1], as large as that one."""
    said = torch.from_numpy(decoded_picture(file).copy()[..., 0])[None] / 255
    return F.interpolate(said[None], whole.shape[-2:], mode="bilinear", align_corners=False)[0]


def skin_of(frame: Float[Tensor, "3 y x"], player: Player) -> Float[Tensor, " 3"]:
    """Linear: of the cheeks, without what is dark or shines there."""
    face = player.face
    bust, (height, width) = BUST_SIZE * face.scale, frame.shape[1:]
    rows = _span(face.y + 0.45 * BUST_NOSE * bust, face.y + 1.1 * BUST_NOSE * bust, height)
    found = []
    for inner, outer in ((-0.13, -0.05), (0.05, 0.13)):
        columns = _span(face.x + inner * bust, face.x + outer * bust, width)
        found.append(frame[:, rows, columns].reshape(3, -1))
    return _middling((torch.cat(found, dim=1).float().cpu() + 1) / 2)


def cloth_of(frame: Float[Tensor, "3 y x"], player: Player, stand: Stand) -> Float[Tensor, " 3"]:
    """Linear: of what somebody wears on that side, at the lower edge of the picture or of them."""
    assert player.matte is not None
    face = player.face
    bust, (height, width) = BUST_SIZE * face.scale, frame.shape[1:]
    bottom = min(float(height), face.y + (1 - BUST_EYES[1]) * bust)
    rows = _span(bottom - 0.12 * bust, bottom, height)
    inner, outer = sorted((face.x - stand.side * 0.18 * bust, face.x - stand.side * 0.4 * bust))
    columns = _span(inner, outer, width)
    there = player.matte[0, rows, columns].flatten().cpu() > 0.95
    colours = (frame[:, rows, columns].reshape(3, -1).float().cpu() + 1) / 2
    if int(there.sum()) < 16:
        return colours.new_tensor((0.15, 0.15, 0.16))
    return _middling(colours[:, there])


def _span(start: float, stop: float, size: int) -> slice:
    first = min(max(round(start), 0), size - 2)
    return slice(first, min(max(round(stop), first + 2), size))


def _middling(colours: Float[Tensor, "3 n"]) -> Float[Tensor, " 3"]:
    """Linear: the mean of those that are neither among the darkest nor the brightest."""
    linear = colours.clamp(0, 1) ** GAMMA
    bright = (linear * linear.new_tensor(LUMA)[:, None]).sum(dim=0)
    low, high = bright.quantile(0.25), bright.quantile(0.85)
    return linear[:, (bright >= low) & (bright <= high)].mean(dim=1)


def paler(skin: Float[Tensor, " 3"]) -> Float[Tensor, " 3"]:
    """The palm of somebody with such a skin."""
    bright = (skin * skin.new_tensor(LUMA)).sum().clamp(min=1e-3)
    paler = skin * (DEEP / bright).clamp(min=1.0) ** PALER * 1.05
    grey = (paler * skin.new_tensor(LUMA)).sum()
    return torch.lerp(paler, grey, FADED * (1 - bright / DEEP).clamp(min=0))
