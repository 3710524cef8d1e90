"""Hands that people raise where a prompt asks for it: one that waves, a thumb, one with a cup.

A photo ends above the hands, so one of a few pictures of a raised hand comes up beside somebody,
in the colours of their face and their clothes, and goes down again before the clip ends. One that
holds something is lower, and stays. An arm is turned about its elbow, which is below the picture,
and bends at its wrist.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

import numpy as np
import torch
import torch.nn.functional as F
from jaxtyping import Float, UInt8
from torch import Tensor

from retrat.conditioning.hands import TALKING, Hand
from retrat.media.busts import BUST_EYES, BUST_NOSE, BUST_SIZE
from retrat.media.crops import LUMA
from retrat.media.pieces import decoded_picture
from retrat.models.made_hands import HAND_HIGH, HAND_LOW, WRIST, MadeHands
from retrat.pipeline.curves import Draw, around, eased
from retrat.pipeline.daylight import light_of_place
from retrat.pipeline.face_windows import FacePlace
from retrat.pipeline.gestures import Moved
from retrat.pipeline.motions import METRES
from retrat.pipeline.players import Player
from retrat.pipeline.surroundings import cut_out_of

STREAM = 0x4A2D  # of the seed
# In sides of a bust: how far beside the eyes a hand is, as there is room, and how far below them it
# ends there; how much room it takes; how much more of that decides where it comes up.
BESIDE, BELOW = (0.08, 0.2, 0.31, 0.5), (0.38, 0.34, 0.2, 0.02)
ROOM, MORE = 0.14, 0.1
BEGINS, RISES, STAYS, FALLS, ENDS = 0.2, 0.5, 1.6, 0.5, 0.1  # seconds
HIDDEN = 0.03  # metres below the picture
SHOWN = 2.2  # seconds that a pose which does not wave stays
# What is held: how far beside and below the eyes the hand is, in sides of a bust; metres from the
# elbow to where it holds.
HOLDS, HOLDS_LOW, GRIP = (0.14, 0.34), 0.41, 0.385
FIST = 0.05  # metres of a hand below that, which are seen where the picture ends
HOLDS_AT = {"microphone": 0.15, "book": 0.43, "paper": 0.43, TALKING: 0.42}  # beside, at most
TALKS_LOW = 0.53
HOLDS_ROOM = 0.07
# Of hands that talk: degrees of elbow and wrist and metres that they go down, and how often, in
# seconds; in which pauses they stay up, and how soon they come.
BEATS, BEATEN, PAUSE, TALKS = (5.0, 9.0, 0.035), (1.3, 1.0, 1.1), 0.5, 0.35
UNLIKE = 0.12
# Of what is drunk: metres that its rim is to the palm's side of an arm's middle, and below where a
# hand with it ends; rises, stays and falls, in seconds, and in which time it would look hasty; how
# far a mouth is below the eyes, in sides of a bust.
RIMS = {"cup": (0.1, 0.018), "glass": (0.026, 0.0), "bottle": (0.04, 0.0)}
SIP, SHORTEST_SIP, MOUTH = (0.8, 1.0, 0.9), 1.6, 0.185
OUTWARDS, SWUNG = 4.0, 22.0  # degrees: how it stands, and comes
WAVES = 2.0  # a second
AT_ELBOW, AT_WRIST, LATER = 3.0, 13.0, 0.9  # degrees; radians that a wrist comes later
TREMBLES, TREMBLING = 0.5, 0.7  # degrees of a hand that is held still; times a second
SHUTTER, MOMENTS = 0.5, 4  # of a frame that is seen; how many moments are put together in it
REACH = 0.42  # metres of an arm's way to both sides of its elbow
STILL = 1e-3  # metres and radians in a frame
COARSE = 8  # pixels between which an arm bends evenly
KNUCKLE = 1 / 60  # metres over which a wrist bends
GAMMA = 2.2
DARKEST, BRIGHTEST = 0.02, 4.0  # of the pictures' light
PALER, DEEP, FADED = 0.28, 0.22, 0.35  # palms of skin darker than DEEP are: power, share
SHADE, SHADE_SOFT, SHADE_BELOW = 0.22, 0.035, 0.025  # of somebody behind a hand; of a bust's side


class Arm(NamedTuple):
    """How an arm is in each frame, or moment of one: metres below where it is when raised, radians
    that it leans outwards, and that its wrist bends.
    """

    below: Float[Tensor, " f"]
    leans: Float[Tensor, " f"]
    bends: Float[Tensor, " f"]


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Raise:
    """Who raises a hand, and who else is in the picture; `side` is 1 for a hand to the left of the
    face in the picture, -1 for one to the right, None for where there is room.
    """

    player: Player
    hand: Hand
    others: Sequence[FacePlace] = ()
    seed: int = 0
    side: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Stand:
    """Where a raised hand is: the elbow in pixels, pixels a metre, 1 if it is to the left of the
    face in the picture or -1 if to the right, how many metres from the elbow it ends, and how many
    lower nothing of it is seen.
    """

    x: float
    y: float
    metre: float
    side: int
    ends: float
    hidden: float


class HandFiles(NamedTuple):
    """Files of what a picture of a hand shows, as `MadeHands` has them."""

    matter: bytes
    prop: bytes


def arm_at(seconds: Float[Tensor, " f"], lasts: float, asked: Raise, stand: Stand) -> Arm:
    """Of a clip that lasts so many seconds; hidden before and after."""
    if asked.hand.pose == TALKING:
        return _talking(seconds, lasts, asked, stand)
    waves = asked.hand.waves
    stays = STAYS if waves else SHOWN
    pace = min(1.0, lasts / (BEGINS + RISES + stays + FALLS + ENDS))  # short clips, short gestures
    rises, stays, falls = pace * RISES, pace * stays, pace * FALLS
    begins = pace * BEGINS
    if asked.hand.in_the_end:
        begins = lasts - pace * ENDS - falls - stays - rises
    falling = begins + rises + stays
    up = eased(seconds, begins, rises) * (1 - eased(seconds, falling, falls))
    if asked.hand.stays:
        up = torch.ones_like(up) if asked.hand.is_there else eased(seconds, begins, rises)
    if waves:  # two hands go the same way: they would meet
        turn = 2 * math.pi * WAVES * (seconds - begins - rises / 2)
        swings = AT_ELBOW * torch.sin(turn), AT_WRIST * torch.sin(turn - LATER)
    else:
        rng = torch.Generator().manual_seed((asked.seed ^ STREAM) % 2**63)
        turn = 2 * math.pi * (TREMBLING * seconds + torch.rand((), generator=rng))
        swings = TREMBLES * torch.sin(turn), TREMBLES * torch.sin(1.7 * turn)
    elbow, wrist = (stand.side * up * swing for swing in swings)
    leans = OUTWARDS + (1 - up) * SWUNG + elbow
    arm = Arm((1 - up) * stand.hidden, torch.deg2rad(leans), torch.deg2rad(wrist))
    return _sipping(arm, seconds, lasts, asked, stand) if asked.hand.sips else arm


def _sipping(
    arm: Arm, seconds: Float[Tensor, " f"], lasts: float, asked: Raise, stand: Stand
) -> Arm:
    """The same, its prop at the mouth once, amid the longest time in which they say nothing."""
    begins, length = _silence(asked.player.turn, lasts)
    if length < SHORTEST_SIP:
        return arm
    rises, stays, falls = (min(1.0, length / sum(SIP)) * each for each in SIP)
    begins += (length - rises - stays - falls) / 2
    share = eased(seconds, begins, rises) * (1 - eased(seconds, begins + rises + stays, falls))
    # The arm turns about its elbow until the rim is before the middle of the face, and rises.
    face, (aside, below) = asked.player.face, RIMS[asked.hand.pose]
    along = stand.ends - below
    to_face = stand.side * (face.x - stand.x) / stand.metre
    far = math.hypot(aside, along)
    turned = math.acos(min(1.0, max(-1.0, to_face / far))) - math.atan2(along, aside)
    high = along * math.cos(turned) + aside * math.sin(turned)
    mouth = face.y + MOUTH * BUST_SIZE * face.scale
    lower = high - (stand.y - mouth) / stand.metre
    leans = torch.lerp(arm.leans, torch.full_like(arm.leans, turned), share)
    return Arm(torch.lerp(arm.below, torch.full_like(arm.below, lower), share), leans, arm.bends)


def _silence(turn: Float[Tensor, " f"], lasts: float) -> tuple[float, float]:
    """When the longest time begins in which somebody does not speak, and how long it is."""
    at = longest = begins = 0
    for says, frames in groupby((turn > 0).tolist()):
        long = len(list(frames))
        if not says and long > longest:
            longest, begins = long, at
        at += long
    second = lasts / len(turn)
    return begins * second, longest * second


def _talking(seconds: Float[Tensor, " f"], lasts: float, asked: Raise, stand: Stand) -> Arm:
    """While somebody speaks, or all the time if nobody does: never still, and not as the other."""
    turn = asked.player.turn
    turn = turn if bool((turn > 0).any()) else torch.ones_like(turn)
    rate = len(turn) / lasts
    pause, soft = (max(1, round(length * rate)) for length in (PAUSE, TALKS))
    turn = F.max_pool1d(turn[None, None], 2 * pause + 1, 1, pause)[0, 0]
    turn = F.pad(turn[soft:-soft], (soft, soft)) if len(turn) > 2 * soft else 0 * turn
    turn = around(turn, soft)
    up = turn[(seconds * rate).long().clamp(max=len(turn) - 1)]
    up = up * up * (3 - 2 * up)
    draw = Draw(seconds, (asked.seed ^ STREAM) + stand.side)
    apart = 1 + UNLIKE * stand.side  # of two hands neither follows the other
    elbow, wrist, low = (
        most * draw.wandering(apart * period) for most, period in zip(BEATS, BEATEN, strict=True)
    )
    below = (1 - up) * stand.hidden + up * low.abs()
    leans = OUTWARDS + (1 - up) * SWUNG + stand.side * up * elbow
    return Arm(below, torch.deg2rad(leans), torch.deg2rad(stand.side * up * wrist))


def stand_of(asked: Raise, side: int, size: tuple[int, int], ends: float) -> Stand:
    """Beside the face, and no farther than the picture goes or others stand; `size` is the
    picture's, high and wide, and `ends` where the hand does, in metres from the elbow.
    """
    face = asked.player.face
    bust, metre = BUST_SIZE * face.scale, BUST_SIZE * face.scale / METRES
    least, most, room = BESIDE[0], BESIDE[-1], ROOM
    is_low = asked.hand.stays or asked.hand.pose == TALKING
    if is_low:
        least, most, room = HOLDS[0], HOLDS_AT.get(asked.hand.pose, HOLDS[1]), HOLDS_ROOM
    far = min(max(_room(asked, side, size[1]) - room, least), most)
    tip = face.y + float(np.interp(far, BESIDE, BELOW)) * bust
    leans = math.tan(math.radians(OUTWARDS)) * (ends + WRIST) / 2 * metre
    y = tip + ends * metre
    if is_low:
        low = min(face.y + HOLDS_LOW * bust, size[0] - FIST * metre)
        if asked.hand.pose == TALKING:
            low = face.y + TALKS_LOW * bust
        y = low + GRIP * metre
    return Stand(
        x=face.x - side * (far * bust - leans),
        y=y,
        metre=metre,
        side=side,
        ends=ends,
        hidden=HIDDEN + ends + (size[0] - y) / metre,
    )


def _room(asked: Raise, side: int, width: int) -> float:
    """How far it is from a face to the edge of the picture, or to half the way to whoever else is
    there; in sides of their bust.
    """
    face = asked.player.face
    ends = [0.0 if side > 0 else float(width)]
    ends += [(face.x + each.x) / 2 for each in asked.others if side * (face.x - each.x) > 0]
    return min(side * (face.x - end) for end in ends) / (BUST_SIZE * face.scale)


def sides_of(asked: Raise, width: int) -> list[int]:
    """On which sides hands come up: where they are told to, both, or where there is clearly more
    room, else by the seed.
    """
    if asked.side is not None:
        return [asked.side]
    if asked.hand.both:
        return [1, -1]
    left, right = (_room(asked, side, width) for side in (1, -1))
    if abs(left - right) > MORE:
        return [1 if left > right else -1]
    return [1 if asked.seed % 3 else -1]  # most people are right-handed


def raise_in(moved: Moved, asked: Raise, hands: MadeHands, rate: float) -> None:
    """Draws somebody's hand before them, into the clip's own frames: a long one is large."""
    if asked.hand.pose not in hands.names() or asked.player.matte is None:
        return
    pixels, shares = moved
    first = pixels[0].clone()
    told = HandFiles(hands.matter(asked.hand.pose), hands.prop(asked.hand.pose))
    cut_out = cut_out_of(hands.picture(asked.hand.pose))
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
        gain = (wanted / own.clamp(min=1e-3)).clamp(DARKEST, BRIGHTEST)
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
