"""Where the hands of people are at each moment: raised, waving, holding something, clapping.

An arm is turned about its elbow, which is below the picture, and bends at its wrist; `hands.py`
draws it.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

import numpy as np
import torch
import torch.nn.functional as F
from jaxtyping import Float
from torch import Tensor

from retrat.conditioning.hands import CLAP, HEART, TALKING, Hand
from retrat.media.busts import BUST_SIZE
from retrat.models.made_hands import WRIST
from retrat.pipeline.curves import Draw, around, eased
from retrat.pipeline.face_windows import FacePlace
from retrat.pipeline.motions import METRES
from retrat.pipeline.players import Player

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
TILTED_UP = 0.014  # metres that a mouth rises as its head tilts back
# Of hands that clap: how often a second, how far they part, in degrees, and where they meet: metres
# to the palm's side and below where a hand ends, and below the eyes, in sides of a bust.
CLAPS, PART, MEETS, MEET = 2.7, 11.0, (0.02, 0.07), 0.56
# Of a hand on a heart: degrees that the arm leans inwards, and where it lies, in sides of a bust
# beside the middle and below the eyes, and metres of it before where it ends.
LIES, HEART_AT, LAID = -52.0, (-0.03, 0.57), 0.1
OUTWARDS, SWUNG = 4.0, 22.0  # degrees: how it stands, and comes
WAVES = 2.0  # a second
AT_ELBOW, AT_WRIST, LATER = 3.0, 13.0, 0.9  # degrees; radians that a wrist comes later
TREMBLES, TREMBLING = 0.5, 0.7  # degrees of a hand that is held still; times a second


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


def arm_at(seconds: Float[Tensor, " f"], lasts: float, asked: Raise, stand: Stand) -> Arm:
    """Of a clip that lasts so many seconds; hidden before and after."""
    if asked.hand.pose == TALKING:
        return _talking(seconds, lasts, asked, stand)
    waves = asked.hand.waves
    begins, rises, stays, falls = moments_of(asked.hand, lasts)
    falling = begins + rises + stays
    up = eased(seconds, begins, rises) * (1 - eased(seconds, falling, falls))
    if asked.hand.pose == CLAP:
        met = _turned_to(asked, stand, MEETS)
        apart = (math.pi * CLAPS * (seconds - begins - rises)).sin().abs()
        leans = math.degrees(met) + PART * apart + (1 - up) * SWUNG
        return Arm((1 - up) * stand.hidden, torch.deg2rad(leans), 0 * up)
    if asked.hand.pose == HEART:
        leans = LIES + (1 - up) * SWUNG
        return Arm((1 - up) * stand.hidden, torch.deg2rad(leans), 0 * up)
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


def moments_of(hand: Hand, lasts: float) -> tuple[float, float, float, float]:
    """When it begins to rise, how long it does, stays and falls, in seconds: short clips, short
    gestures.
    """
    stays = STAYS if hand.waves else SHOWN
    pace = min(1.0, lasts / (BEGINS + RISES + stays + FALLS + ENDS))
    rises, stays, falls = pace * RISES, pace * stays, pace * FALLS
    begins = pace * BEGINS
    if hand.in_the_end:
        begins = lasts - pace * ENDS - falls - stays - rises
    return begins, rises, stays, falls


def claps_at(hand: Hand, lasts: float) -> list[float]:
    """When hands that clap meet, in seconds of a clip that lasts so many."""
    begins, rises, stays, _ = moments_of(hand, lasts)
    return [begins + rises + number / CLAPS for number in range(int(stays * CLAPS) + 1)]


def _turned_to(asked: Raise, stand: Stand, place: tuple[float, float]) -> float:
    """Radians that an arm leans where something of its hand is before the middle of the face: so
    many metres to the palm's side, and below where the hand ends.
    """
    aside, along = place[0], stand.ends - place[1]
    to_face = stand.side * (asked.player.face.x - stand.x) / stand.metre
    share = to_face / math.hypot(aside, along)
    return math.acos(min(1.0, max(-1.0, share))) - math.atan2(along, aside)


def _sipping(
    arm: Arm, seconds: Float[Tensor, " f"], lasts: float, asked: Raise, stand: Stand
) -> Arm:
    """The same, its prop at the mouth once, amid the longest time in which they say nothing."""
    share = sip_at(seconds, lasts, asked.player.words)
    # The arm turns about its elbow until the rim is before the middle of the face, and rises.
    aside, below = RIMS[asked.hand.pose]
    turned = _turned_to(asked, stand, (aside, below))
    high = (stand.ends - below) * math.cos(turned) + aside * math.sin(turned)
    mouth = asked.player.face.y + MOUTH * BUST_SIZE * asked.player.face.scale
    lower = high - (stand.y - mouth) / stand.metre - TILTED_UP
    leans = torch.lerp(arm.leans, torch.full_like(arm.leans, turned), share)
    return Arm(torch.lerp(arm.below, torch.full_like(arm.below, lower), share), leans, arm.bends)


def sip_at(
    seconds: Float[Tensor, " f"], lasts: float, turn: Float[Tensor, " f"]
) -> Float[Tensor, " f"]:
    """How near a prop is to the mouth of whoever drinks, of all the way; 0 all the time where they
    are never silent for long enough.
    """
    begins, length = _silence(turn, lasts)
    if length < SHORTEST_SIP:
        return torch.zeros_like(seconds)
    rises, stays, falls = (min(1.0, length / sum(SIP)) * each for each in SIP)
    begins += (length - rises - stays - falls) / 2
    return eased(seconds, begins, rises) * (1 - eased(seconds, begins + rises + stays, falls))


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
    turn = asked.player.words
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
    is_low = asked.hand.stays or asked.hand.pose in (TALKING, CLAP)
    if is_low:
        least, most, room = HOLDS[0], HOLDS_AT.get(asked.hand.pose, HOLDS[1]), HOLDS_ROOM
    far = min(max(_room(asked, side, size[1]) - room, least), most)
    if asked.hand.pose == HEART:
        return _stand_at_heart(asked, side, size[0], ends)
    tip = face.y + float(np.interp(far, BESIDE, BELOW)) * bust
    leans = math.tan(math.radians(OUTWARDS)) * (ends + WRIST) / 2 * metre
    y = tip + ends * metre
    if is_low:
        low = min(face.y + HOLDS_LOW * bust, size[0] - FIST * metre)
        if asked.hand.pose == TALKING:
            low = face.y + TALKS_LOW * bust
        if asked.hand.pose == CLAP:
            low = face.y + MEET * bust
        y = low + GRIP * metre
    return Stand(
        x=face.x - side * (far * bust - leans),
        y=y,
        metre=metre,
        side=side,
        ends=ends,
        hidden=HIDDEN + ends + (size[0] - y) / metre,
    )


def _stand_at_heart(asked: Raise, side: int, height: int, ends: float) -> Stand:
    """The elbow of an arm that lies before the chest; it is out of the picture, or nearly."""
    face = asked.player.face
    bust, metre = BUST_SIZE * face.scale, BUST_SIZE * face.scale / METRES
    leans, reach = math.radians(LIES), (ends - LAID) * metre
    y = face.y + HEART_AT[1] * bust + math.cos(leans) * reach
    return Stand(
        x=face.x - side * (HEART_AT[0] * bust - math.sin(leans) * reach),
        y=y,
        metre=metre,
        side=side,
        ends=ends,
        hidden=HIDDEN + ends + (height - y) / metre,
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
