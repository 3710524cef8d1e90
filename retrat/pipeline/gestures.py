"""Nobody is quite still: heads that move with what is said, eyes that blink, breath.

Curves are drawn from the seed as those of the world's people are, and follow how loud the sound is;
a few gestures can be asked for by their words. An animator then moves the frames of a clip, which
begins and ends as its first picture stands.
"""

import math
import re
from typing import NamedTuple

import torch
import torch.nn.functional as F
from jaxtyping import Float, UInt8
from torch import Tensor, nn

from retrat.conditioning.lines import QUOTED
from retrat.media.busts import BUST_EYES
from retrat.models.animator import EYES_SIDE, GESTURES, LOOKS, SIDE, TURNS, UNITS, Animator
from retrat.models.moving import evened, moved
from retrat.pipeline.curves import Draw, eased
from retrat.pipeline.face_windows import FaceWindow
from retrat.pipeline.layers import REACH, going_with, in_bytes, layered
from retrat.pipeline.lids import blinking, looking
from retrat.pipeline.motions import Body
from retrat.pipeline.players import Player
from retrat.types import Audio

FRAMES_AT_ONCE = 24
EVENED = 7  # pixels of a bust over which a turn is the same: its noise would fray borders
GROUND = 0.6  # of [-1, 1]: before such a one heads are turned best
STREAM = 0x6E57  # of the seed: gestures are no clip's noise
EASE_IN, EASE_OUT = 0.4, 0.5  # seconds
BLINK_EVERY, BLINK_APART = 3.2, 0.7  # seconds: on average, at least
CLOSING, OPENING = 0.08, 0.15  # seconds
LOUD_SLOWLY, LOUD_QUICKLY = 0.6, 0.09  # seconds over which loudness is averaged
MOST = {"head": 0.24, "body": 0.06, "gaze": 0.3}  # radians: farther was never learned
TURN_SECONDS = 0.2  # in which one turns to somebody
SIPS = {"head pitch": -0.1, "gaze up": -0.08, "blink": 0.3}  # radians; of a lid
ATTENDING = {"head yaw": 0.12, "gaze side": 0.16}  # radians, to whoever speaks beside one

_NOD = re.compile(r"\bnod(s|ding)?\b", re.IGNORECASE)
_SHAKE = re.compile(r"\bsh(akes?|aking) (his|her|their|the|a) head\b", re.IGNORECASE)
_TILT = re.compile(r"\btilt(s|ing)? (his|her|their|the|a) head\b", re.IGNORECASE)
_LOOK = re.compile(r"\blook(s|ing)? (around|about)\b", re.IGNORECASE)
_STILL = re.compile(r"\b(motionless|stands? still|sits? still|without moving)\b", re.IGNORECASE)
STILLER = 0.25


def gestures_of(
    *,
    frames: int,
    rate: float,
    seed: int,
    prompt: str,
    sound: Audio | None,
    attends: Float[Tensor, " f"] | None = None,
) -> Float[Tensor, "f g"]:
    """What a person of a clip does in each frame, in UNITS, less what the first picture does.

    `sound` is what they say; None where they say nothing. `attends` is where they see somebody
    else speak, -1 (left in the picture) to 1.
    """
    draw = Draw(torch.arange(frames) / rate, seed ^ STREAM)
    seconds, told = draw.seconds, QUOTED.sub("", prompt)
    quick, slow = _loudness(sound, frames, rate)
    said = {name: torch.zeros(frames) for name in GESTURES}
    # Periods are those of the world's idle and speaking people, amplitudes a third larger: who is
    # seen from near and stands still looks stiff.
    said["head yaw"] += 0.065 * draw.wandering(2.3) + 0.09 * slow * draw.wandering(1.3)
    said["head pitch"] += 0.033 * draw.wandering(1.9) + 0.065 * slow * draw.wandering(0.9)
    said["head roll"] += 0.033 * draw.wandering(3.1) + 0.04 * slow * draw.wandering(1.1)
    said["head pitch"] += 0.1 * (quick - slow)
    said["body yaw"] += 0.02 * draw.wandering(4.0)
    said["body roll"] += 0.01 * draw.wandering(3.3)
    said["body pitch"] += 0.012 * draw.sine(3.7)
    said["brows"] += 0.5 * slow * draw.wandering(1.4).clamp(0, 1)
    if is_still(prompt):
        said = {name: STILLER * curve for name, curve in said.items()}
    if _NOD.search(told):
        said["head pitch"] += 0.12 * draw.sine(0.75)
    if _SHAKE.search(told):
        said["head yaw"] += 0.18 * draw.sine(0.8)
    if _TILT.search(told):
        said["head roll"] += 0.17 * (1 if draw.share() < 0.5 else -1)
    if _LOOK.search(told):
        sweep = draw.sine(2.6)
        said["head yaw"] += 0.2 * sweep
        said["gaze side"] += 0.25 * sweep
    else:  # the eyes stay where they look while the head moves
        said["gaze side"] -= 0.6 * said["head yaw"]
        said["gaze up"] += 0.6 * said["head pitch"]
    if attends is not None:
        towards = _averaged(attends.float().cpu(), TURN_SECONDS * rate)
        said["head yaw"] += ATTENDING["head yaw"] * towards
        said["gaze side"] += ATTENDING["gaze side"] * towards
    ease = eased(seconds, 0.0, EASE_IN) * eased(float(seconds[-1]) - seconds, 0.0, EASE_OUT)
    made = torch.stack([said[name] for name in GESTURES], dim=1) / torch.tensor(UNITS)
    made = ease[:, None] * within(made)
    made[:, GESTURES.index("blink")] = _blinks(draw) / UNITS[GESTURES.index("blink")]
    return made


def drinking(share: Float[Tensor, " f"]) -> Float[Tensor, "f g"]:
    """What a head and eyes do, in UNITS, while so much of the way to its mouth is done by a cup."""
    done = torch.zeros(len(share), len(GESTURES))
    for name, far in SIPS.items():
        number = GESTURES.index(name)
        done[:, number] = far * share / UNITS[number]
    return done


def within(gestures: Float[Tensor, "f g"]) -> Float[Tensor, "f g"]:
    """No farther than was learned."""
    most = torch.tensor([MOST.get(name.split()[0], 1.0) for name in GESTURES])
    most = most / torch.tensor(UNITS)
    return gestures.clamp(-most, most)


def is_still(prompt: str) -> bool:
    """Whether somebody is asked not to move."""
    return _STILL.search(QUOTED.sub("", prompt)) is not None


def _blinks(draw: Draw) -> Float[Tensor, " f"]:
    """1 where the eyes are shut: now and then, never in the first or the last moments."""
    curve, end = torch.zeros_like(draw.seconds), float(draw.seconds[-1])
    at = BLINK_APART + draw.share() * (BLINK_EVERY - BLINK_APART)
    while at < end - OPENING - 0.1:
        since = draw.seconds - at
        blink = torch.where(since < 0, 1 + since / CLOSING, 1 - (since - 0.03) / OPENING)
        curve = torch.maximum(curve, blink.clamp(0, 1))
        waited = -math.log(1 - 0.98 * draw.share())
        at += BLINK_APART + (BLINK_EVERY - BLINK_APART) * waited
    return curve


def _loudness(
    sound: Audio | None, frames: int, rate: float
) -> tuple[Float[Tensor, " f"], Float[Tensor, " f"]]:
    """How loud it is at each frame, 0 to 1 of its loudest, for a moment and over a while."""
    if sound is None:
        return torch.zeros(frames), torch.zeros(frames)
    samples = sound.samples.mean(dim=0).float().cpu()
    hop = round(sound.sample_rate / rate)
    samples = F.pad(samples, (0, max(0, frames * hop - len(samples))))[: frames * hop]
    level = samples.reshape(frames, hop).square().mean(dim=1).sqrt()
    level = level / level.quantile(0.95).clamp(min=1e-3)
    quick, slow = (_averaged(level, seconds * rate) for seconds in (LOUD_QUICKLY, LOUD_SLOWLY))
    return quick.clamp(max=1), slow.clamp(max=1)


def _averaged(curve: Float[Tensor, " f"], width: float) -> Float[Tensor, " f"]:
    reach = max(1, round(2 * width))
    bell = torch.exp(-0.5 * (torch.arange(-reach, reach + 1) / width) ** 2)
    padded = F.pad(curve[None, None], (reach, reach), mode="replicate")
    return F.conv1d(padded, (bell / bell.sum())[None, None])[0, 0]


class Moved(NamedTuple):
    """A clip, and where in each frame whoever was moved is, of 255, if their matte is known."""

    pixels: Float[Tensor, "f 3 y x"]
    shares: UInt8[Tensor, "f 1 y x"] | None


def gesturing(
    pixels: Float[Tensor, "f 3 y x"],
    body: Body,
    player: Player,
    animator: Animator,
    matting: nn.Module | None = None,
    scale: int = 1,
) -> Moved:
    """The clip with somebody of its first picture moved, into the same memory; where no gesture is,
    nothing changes. The body moves where its matte is known.

    With `matting`, or where their matte is known, what is behind them stays where it is, and all
    that is shown of them is the picture's; without, it bends a little with them, and what a turn
    brings to light is invented. `scale` is how many times larger than made the pixels are.
    """
    face, matte, behind = player.face, player.matte, player.behind
    moving = body.gestures.ne(0).any(dim=1).nonzero()[:, 0]
    shares = None if matte is None else in_bytes(matte).repeat(len(pixels), 1, 1, 1)
    if not len(moving):
        return Moved(pixels, shares)
    height, width = pixels.shape[2:]
    around = FaceWindow(face, side=EYES_SIDE, below=0, height=height, width=width)
    below = (0.5 - BUST_EYES[1]) * SIDE
    bust = FaceWindow(face, side=SIDE, below=below, height=height, width=width)
    first, taper = pixels[0].clone(), bust.taper().to(pixels)
    eyes, whole = around.seen(first), bust.seen(first)
    behind = None if behind is None else bust.cut(behind)
    if matte is not None:
        matte, known = bust.cut(matte), bust.seen(matte)
    elif matting is not None:
        known = matting(whole[None])[0]
        matte = bust.of_picture(known[None])[0]
    if matte is not None:  # a busy place would bend the head
        whole = torch.lerp(torch.full_like(whole, GROUND), whole, known.to(whole).expand_as(whole))
        share = going_with(matte, reach=scale * REACH, is_behind_known=behind is not None)
    turning, looks = body.gestures.to(pixels.device).split([len(TURNS), len(LOOKS)], dim=1)
    looks = blinking(animator.eyes, eyes, looks)
    for some in moving.split(FRAMES_AT_ONCE // scale**2):
        frames = pixels[some]
        around.paste(frames, *looking(animator.eyes, eyes, around.cut(first), looks[some]))
        told = animator.head(whole, turning[some])
        come_from = bust.of_picture(evened(told.come_from, EVENED)).to(pixels)
        come_from = come_from * taper * (bust.side / SIDE)
        if player.matte is not None:
            about = bust.cut(body.some(some).seen_at(face, height, width))
            come_from = come_from + about.to(come_from) * taper
        window = bust.cut(frames)
        person = moved(window, come_from, is_sharp=True)
        if matte is None:
            new, invented = (bust.of_picture(x).to(pixels) for x in (told.new, told.invented))
            person = torch.lerp(person, new, taper * invented)
        else:
            person = layered(window, person, share, come_from, behind)
            if shares is not None:
                there = shares[some]
                bust.paste(there, in_bytes(moved(matte.expand(len(some), -1, -1, -1), come_from)))
                shares[some] = there
        bust.paste(frames, person)
        pixels[some] = frames
    return Moved(pixels, shares)
