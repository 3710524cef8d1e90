"""What marks survive and when they cry wolf: an attack suite over clips, anybody's clips.

An attack turns the frames of a marked clip into what somebody else would have. A mark counts as
read only when the whole payload is right. `retrat evaluate trust` writes the table.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
import torch
import torch.nn.functional as F
from einops import rearrange
from jaxtyping import UInt8

from retrat.media.recompress import recompress_frames
from retrat.provenance.payload import Payload
from retrat.provenance.picture_mark import SHORT_SIDE, mark_picture, read_crops, read_picture
from retrat.types import Clip, FrameRate

Frames = UInt8[np.ndarray, "f y x 3"]
Attack = Callable[[Frames], Frames]
_READ_EVERY = 3
_CROP_STEP = 4  # the grid on which a square is weighed as its picture is


@dataclass(frozen=True, kw_only=True, slots=True)
class Survival:
    """One attack over many clips: how often the whole payload was read, the scores, and the names
    of those that were not read.
    """

    attack: str
    clips: int
    read: int
    scores: tuple[float, ...]
    unread: tuple[str, ...] = ()

    @property
    def share(self) -> float:
        return self.read / max(self.clips, 1)


@dataclass(frozen=True, kw_only=True, slots=True)
class FalseAlarms:
    """Scores of unmarked pictures, and what their tail says about higher scores.

    The tail over the threshold is taken as Gumbel's, fitted by mean and spread: right for the
    highest of many alike tries, which such a score is.
    """

    tries: int
    alarms: int
    mean: float
    deviation: float
    highest: float

    def chance_at(self, score: float) -> float:
        beta = self.deviation * math.sqrt(6) / math.pi
        place = self.mean - 0.5772156649 * beta
        return -math.expm1(-math.exp(-(score - place) / beta))


def attacks() -> Mapping[str, Attack]:
    """Name -> what is done to the frames. Rates are 24 frames a second."""
    return {
        "none": lambda frames: frames,
        "H.264 CRF 23": lambda frames: recompress_frames(frames, quality=23),
        "H.264 CRF 28": lambda frames: recompress_frames(frames, quality=28),
        "H.264 CRF 35": lambda frames: recompress_frames(frames, quality=35),
        "H.265 CRF 28": lambda frames: recompress_frames(frames, codec="libx265", quality=28),
        "AV1 CRF 35": lambda frames: recompress_frames(frames, codec="libsvtav1", quality=35),
        "resize x0.5, CRF 23": lambda frames: recompress_frames(_resized(frames, 0.5)),
        "resize x2, CRF 23": lambda frames: recompress_frames(_resized(frames, 2.0)),
        "crop to 80 %, CRF 23": lambda frames: recompress_frames(_cropped(frames, 0.8)),
        "brightness x1.3, CRF 23": lambda frames: recompress_frames(_levels(frames, 1.3, 0.0)),
        "brightness x0.6, CRF 23": lambda frames: recompress_frames(_levels(frames, 0.6, 0.0)),
        "contrast x0.6, CRF 23": lambda frames: recompress_frames(_levels(frames, 0.6, 51.0)),
        "hue turned, CRF 23": lambda frames: recompress_frames(_turned_hue(frames, 0.2)),
        "mirror, CRF 23": lambda frames: recompress_frames(frames[:, :, ::-1]),
        "1.5 s from the middle, CRF 23": lambda frames: recompress_frames(_middle(frames, 36)),
        "10 % of frames dropped, CRF 23": lambda frames: recompress_frames(_dropped(frames, 10)),
        "24 to 30 frames a second, CRF 23": lambda frames: recompress_frames(_faster(frames, 1.25)),
        "phone: x0.7, text, CRF 30": lambda frames: recompress_frames(
            _overlaid(_resized(frames, 0.7)), quality=30
        ),
        "8 single frames, CRF 23": lambda frames: _stills(frames, 8),
    }


def measure(
    clips: Mapping[str, Frames], chosen: Sequence[str] | None = None
) -> tuple[Survival, ...]:
    """Mark every clip with a payload of its own, attack it, read it."""
    table = {name: attack for name, attack in attacks().items() if chosen is None or name in chosen}
    scores: dict[str, list[float]] = {name: [] for name in table}
    unread: dict[str, list[str]] = {name: [] for name in table}
    for clip, frames in clips.items():
        payload = payload_of(clip)
        marked = as_frames(mark_picture(as_clip(frames), payload))
        for name, attack in table.items():
            reading = read_picture(attack(marked)[::_READ_EVERY])
            scores[name].append(round(reading.score, 2))
            if reading.payload != payload:
                unread[name].append(clip)
    return tuple(
        Survival(
            attack=name,
            clips=len(clips),
            read=len(clips) - len(unread[name]),
            scores=tuple(scores[name]),
            unread=tuple(unread[name]),
        )
        for name in table
    )


def payload_of(name: str) -> Payload:
    """The same for the same clip, so that whoever measures again reads the same."""
    return Payload(file_id=int.from_bytes(sha256(name.encode()).digest()[:7]), is_test=True)


def false_alarms(pictures: Iterable[Frames], *, is_thorough: bool = False) -> FalseAlarms:
    """Read unmarked pictures; every score counts, no alarm may."""
    readings = (read_picture(frames, is_thorough=is_thorough) for frames in pictures)
    return counted((reading.score, reading.payload is not None) for reading in readings)


def crop_alarms(pictures: Sequence[Frames], tries: int, *, seed: int = 0) -> FalseAlarms:
    """Read squares from anywhere in unmarked pictures, turned and mirrored in all eight ways.

    One frame of each clip, the small ones enlarged. Squares overlap, but the mark's patterns fall
    elsewhere on each.
    """
    rng = np.random.default_rng(seed)
    views = [
        np.ascontiguousarray(np.rot90(flipped, turns))
        for still in map(_roomy, pictures)
        for flipped in (still, still[:, ::-1])
        for turns in range(4)
    ]
    each = -(-tries // max(len(views), 1))
    readings = (
        reading for view in views for reading in read_crops(view, _corners(view.shape, each, rng))
    )
    return counted((reading.score, reading.payload is not None) for reading in readings)


def counted(tries: Iterable[tuple[float, bool]]) -> FalseAlarms:
    """Scores of unmarked things, and whether each was taken for a mark."""
    told = list(tries)
    scores = np.array([score for score, _ in told] or [0.0])
    return FalseAlarms(
        tries=len(told),
        alarms=sum(is_alarm for _, is_alarm in told),
        mean=float(scores.mean()),
        deviation=float(scores.std()),
        highest=float(scores.max()),
    )


def _roomy(frames: Frames) -> UInt8[np.ndarray, "y x 3"]:
    """The first frame, large enough to hold many squares."""
    factor = 2 * SHORT_SIDE / min(frames.shape[1:3])
    still: UInt8[np.ndarray, "y x 3"] = frames[0]
    if factor > 1:
        still = _resized(frames[:1], factor)[0]
    return still


def _corners(shape: tuple[int, ...], count: int, rng: np.random.Generator) -> list[tuple[int, int]]:
    """Upper left corners of squares inside; where fewer exist, all of them once."""
    down, across = ((side // 8 * 8 - SHORT_SIDE) // _CROP_STEP + 1 for side in shape[:2])
    places = rng.permutation(down * across)[:count]
    return [(int(p // across) * _CROP_STEP, int(p % across) * _CROP_STEP) for p in places]


def as_table(rows: Sequence[Survival]) -> str:
    """Markdown, as docs/safety.md has it."""
    lines = ["| attack | read whole | lowest score | not read |", "|---|---|---|---|"]
    lines += [
        f"| {r.attack} | {r.read} of {r.clips} | {min(r.scores):.1f} | {', '.join(r.unread)} |"
        for r in rows
    ]
    return "\n".join(lines)


def as_clip(frames: Frames) -> Clip:
    """Levels as the mark takes them, 24 frames a second."""
    levels = torch.from_numpy(np.ascontiguousarray(frames))
    pixels = rearrange(levels, "f y x c -> f c y x").float() / 127.5 - 1
    return Clip(pixels=pixels, frame_rate=FrameRate(numerator=24))


def as_frames(clip: Clip) -> Frames:
    """Levels as a coder gets them."""
    levels = ((clip.pixels + 1) * 127.5).round().clamp(0, 255).to(torch.uint8)
    return rearrange(levels, "f c y x -> f y x c").numpy()


def _resized(frames: Frames, factor: float) -> Frames:
    rows, columns = (2 * round(side * factor / 2) for side in frames.shape[1:3])
    pixels = rearrange(torch.from_numpy(np.ascontiguousarray(frames)), "f y x c -> f c y x").float()
    scaled = F.interpolate(pixels, (rows, columns), mode="bicubic", antialias=True)
    levels = scaled.round().clamp(0, 255).to(torch.uint8)
    return rearrange(levels, "f c y x -> f y x c").numpy()


def _cropped(frames: Frames, share: float) -> Frames:
    """Off the middle, as people crop."""
    rows, columns = (2 * round(side * share / 2) for side in frames.shape[1:3])
    top = (frames.shape[1] - rows) // 3
    left = (frames.shape[2] - columns) * 2 // 3
    return frames[:, top : top + rows, left : left + columns]


def _levels(frames: Frames, factor: float, offset: float) -> Frames:
    return np.clip(frames * factor + offset, 0, 255).astype(np.uint8)


def _turned_hue(frames: Frames, radians: float) -> Frames:
    """Turned about the grey axis, so that light stays nearly the same."""
    axis = np.ones(3) / math.sqrt(3)
    cross = np.array([[0, -axis[2], axis[1]], [axis[2], 0, -axis[0]], [-axis[1], axis[0], 0]])
    turn = (
        np.eye(3) * math.cos(radians)
        + (1 - math.cos(radians)) * np.outer(axis, axis)
        + math.sin(radians) * cross
    )
    return np.clip(frames @ turn.T, 0, 255).astype(np.uint8)


def _middle(frames: Frames, count: int) -> Frames:
    start = max((len(frames) - count) // 2, 0)
    return frames[start : start + count]


def _dropped(frames: Frames, every: int) -> Frames:
    return frames[[index for index in range(len(frames)) if index % every != every // 2]]


def _faster(frames: Frames, factor: float) -> Frames:
    return frames[(np.arange(int(len(frames) * factor)) / factor).astype(int)]


def _overlaid(frames: Frames) -> Frames:
    """A bar with marks like letters across the lower fifth."""
    covered = frames.copy()
    rows, columns = frames.shape[1:3]
    top = rows * 4 // 5
    covered[:, top : top + rows // 8] = 0
    for left in range(columns // 10, columns * 9 // 10, 8):
        covered[:, top + 4 : top + rows // 8 - 4, left : left + 4] = 255
    return covered


def _stills(frames: Frames, count: int) -> Frames:
    """Screenshots: single frames, each coded alone."""
    places = np.linspace(0, len(frames) - 1, count).astype(int)
    stills = [recompress_frames(frames[place : place + 1], quality=23) for place in places]
    return np.repeat(np.concatenate(stills), _READ_EVERY, axis=0)
