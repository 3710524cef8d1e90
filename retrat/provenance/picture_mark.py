"""The mark in the picture: keyed patterns in the light of every frame that spell 63 bits.

255 patterns (`tiles.py`) are the bits of BCH(255, 63), and one, the pilot, says where the tile
begins when a clip was cropped or mirrored. The embedder hears the picture it writes on as the
reader will, so it only adds what each pattern lacks; how much that may be in all, `faintness.py`
says. What it adds glides from one key frame to the next, so nothing flickers. The first frame has
more of it: a coder spends most on that one, and carries its mark along.

The reader adds up frames and tiles and reads soft bits. Neither needs trained weights. The key is
public: this is a label that anyone can read, not a lock (docs/safety.md).
"""

import functools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import torch
import torch.nn.functional as F
from jaxtyping import Float, Int, UInt8
from torch import Tensor

from retrat.provenance.bch import LENGTH, Word, decode, encode
from retrat.provenance.faintness import DECIBELS, share_allowed
from retrat.provenance.payload import PICTURE_BITS, Payload
from retrat.provenance.tiles import (
    SHORT_SIDE,
    TILE,
    Light,
    Tile,
    box,
    canonical,
    covering,
    folded,
    heard,
    patterns,
    scaled,
    tile_of,
    weighed,
)
from retrat.types import Clip

KEY_FRAME_EVERY = 8
ROUNDS = 3
READ_SCORE = 9.9  # what a picture without a mark reaches once in two million: docs/safety.md
SEARCHED_SCORE = 10.1  # for places that were searched for: more tries, more luck
_FIRST = 1.4  # times as much is added to the first frame
_PLAIN = 0.5  # of the most: how much is added where the light is smooth, in a clip of 256 rows
_ROUGHEST = 12.0  # levels: light that differs by so much around a pixel hides the most
_DARK, _DARKEST = 30.0, 0.3  # levels below which less is added, and the least share of it
_PILOT = 6.0  # as many times a bit's strength
_CROPS = np.arange(1.0, 0.58, -0.008)
_PLACES, _NUDGES = 8, (0.0, -0.004, 0.004)  # how many likeliest crops are read, and how exactly
_SAME_CROP, _SAME_PLACE = 0.02, 4
_LUMA = (0.2126, 0.7152, 0.0722)


@dataclass(frozen=True, kw_only=True, slots=True)
class PictureReading:
    """What a clip's frames say; `payload` only when the score is beyond doubt."""

    score: float
    payload: Payload | None
    is_mirrored: bool = False
    crop: float = 1.0
    frames: int = 0


@dataclass(frozen=True, slots=True)
class _Crop:
    """How much of a clip may be left, where its tile then begins, and how much speaks for it."""

    height: float
    left: float
    place: tuple[int, int]
    is_mirrored: bool

    def is_like(self, other: "_Crop") -> bool:
        """Whether they differ by no more than a step or two."""
        is_near = _apart(other.place)[self.place] <= _SAME_PLACE
        is_alike = self.is_mirrored == other.is_mirrored
        return bool(is_near) and is_alike and abs(self.left - other.left) < _SAME_CROP


@torch.inference_mode()
def mark_picture(clip: Clip, payload: Payload) -> Clip:
    """The clip with the payload in its light, into the same memory: a long clip is large."""
    rows, columns = clip.pixels.shape[2:]
    weights = torch.tensor(_LUMA)
    signs = np.append(encode(payload.picture_bits) * 2.0 - 1.0, 1.0)
    # Twice as large a mark is read twice as well, so less of it is put where it could be seen.
    plain = _PLAIN * SHORT_SIDE / min(max(min(rows, columns), SHORT_SIDE), 2 * SHORT_SIDE)
    starts = range(0, len(clip.pixels), KEY_FRAME_EVERY)
    residuals = []
    for start in starts:
        pixels = clip.pixels[start : start + (KEY_FRAME_EVERY if start else 1)].float()
        light = torch.einsum("f c y x, c -> y x", pixels, weights) / len(pixels)
        addition = _addition(canonical((light + 1) * 127.5), signs, plain)
        residuals.append(_fitted(addition if start else _FIRST * addition, rows, columns))
    if residuals:
        share = share_allowed(clip.pixels[::KEY_FRAME_EVERY], torch.stack(residuals))
        residuals = [share * residual for residual in residuals]
    moments = np.array([start + (KEY_FRAME_EVERY - 1) / 2 if start else 0.0 for start in starts])
    for index, frame in enumerate(clip.pixels):
        frame.add_(_between(residuals, moments, index).to(frame)).clamp_(-1, 1)
    return clip


def read_picture(
    frames: Iterable[UInt8[np.ndarray, "y x 3"]], *, is_thorough: bool = True
) -> PictureReading:
    """Read a payload out of frames: as they are, mirrored, then cropped.

    All frames together say most, but where the picture moves and was coded strongly, the first
    says more alone: a coder spends most on it, and drags its mark along with what moves.
    """
    total, first, count = None, None, 0
    for frame in frames:
        light = torch.from_numpy(np.ascontiguousarray(frame)).float() @ torch.tensor(_LUMA)
        seen = weighed(canonical(light))
        first = seen if first is None else first
        total = seen if total is None else total + seen
        count += 1
    if total is None or first is None:
        return PictureReading(score=0.0, payload=None)
    best = PictureReading(score=-1.0, payload=None)
    standing = (total, first) if count > 1 else (total,)
    tries = chain(_as_they_stand(standing), _searched(standing) if is_thorough else ())
    for turn, (crop, is_mirrored, tile) in enumerate(tries):
        word = _word(tile)
        needed = READ_SCORE if turn < 2 * len(standing) else SEARCHED_SCORE
        payload = Payload.from_picture(word.bits) if word.score >= needed else None
        reading = PictureReading(
            score=word.score, payload=payload, is_mirrored=is_mirrored, crop=crop, frames=count
        )
        if payload is not None:
            return reading
        best = max(best, reading, key=lambda one: one.score)
    return best


def read_crops(
    frame: UInt8[np.ndarray, "y x 3"], corners: Iterable[tuple[int, int]]
) -> Iterator[PictureReading]:
    """What squares of 256 at these corners say, as they stand: many cheap tries of one picture.

    The picture is weighed once, not each square, which differs a little at the square's edges.
    """
    light = (torch.from_numpy(np.ascontiguousarray(frame)).float() @ torch.tensor(_LUMA)).numpy()
    seen = weighed(light[: light.shape[0] // 8 * 8, : light.shape[1] // 8 * 8])
    for top, left in corners:
        word = _word(folded(seen[top : top + SHORT_SIDE, left : left + SHORT_SIDE]))
        payload = Payload.from_picture(word.bits) if word.score >= READ_SCORE else None
        yield PictureReading(score=word.score, payload=payload, frames=1)


def _as_they_stand(lights: Iterable[Light]) -> Iterator[tuple[float, bool, Tile]]:
    """Neither scaled nor moved, and mirrored."""
    for light in lights:
        for is_mirrored in (False, True):
            yield 1.0, is_mirrored, _turned(light, is_mirrored)


def _searched(lights: Iterable[Light]) -> Iterator[tuple[float, bool, Tile]]:
    """Ways the clip may have been cropped, likeliest first."""
    for light in lights:
        for crop in _likely_crops(light):
            for nudge in _NUDGES:
                tile = _turned(scaled(light, crop.left + nudge), crop.is_mirrored)
                _, (down, across) = _pilot_place(tile, near=crop.place)
                yield crop.left + nudge, crop.is_mirrored, np.roll(tile, (-down, -across), (0, 1))


def _likely_crops(light: Light) -> list[_Crop]:
    """Where the pilot stands out most, those apart that are not the same."""
    found = []
    for left in _CROPS:
        whole = scaled(light, float(left))
        for is_mirrored in (False, True):
            height, place = _pilot_place(_turned(whole, is_mirrored))
            found.append(_Crop(height, float(left), place, is_mirrored))
    found.sort(key=lambda crop: -crop.height)
    kept: list[_Crop] = []
    for crop in found:
        if len(kept) < _PLACES and not any(map(crop.is_like, kept)):
            kept.append(crop)
    return kept


def _turned(light: Light, is_mirrored: bool) -> Tile:
    """The tile of a picture, or of its mirror image."""
    return folded(light[:, ::-1] if is_mirrored else light)


def _word(tile: Tile) -> Word:
    return decode(patterns()[:-1] @ heard(tile), message_bits=PICTURE_BITS)


def _pilot_place(tile: Tile, near: tuple[int, int] | None = None) -> tuple[float, tuple[int, int]]:
    """Where the pilot stands out most, and by how many sigmas; only around a place if given."""
    seen = np.fft.rfft2(tile_of(heard(tile)))
    likeness = np.fft.irfft2(seen * _pilot_waves(), s=(TILE, TILE))
    sigma = likeness.std() + 1e-9
    if near is not None:
        likeness = np.where(_apart(near) <= _SAME_PLACE, likeness, -np.inf)
    place = int(np.argmax(likeness))
    return float(likeness.flat[place] / sigma), divmod(place, TILE)


@functools.cache
def _pilot_waves() -> np.ndarray:
    """The pilot, transformed, ready for comparing."""
    return np.fft.rfft2(tile_of(patterns()[-1])).conj()


def _apart(place: tuple[int, int]) -> Int[np.ndarray, "128 128"]:
    """How many rows or columns, whichever are more, from a place to all; tiles repeat."""
    down, across = (np.abs((np.arange(TILE) - at + TILE // 2) % TILE - TILE // 2) for at in place)
    return np.maximum(down[:, None], across[None])


def _addition(light: Light, signs: Float[np.ndarray, " n"], plain: float) -> Light:
    """What to add to a key frame: for every pattern just what it lacks, in a few rounds."""
    energy = 255.0**2 / 10 ** (DECIBELS / 10)
    mixed, shape = patterns(), light.shape
    strength = _strength(light, plain)

    def seen_with(added: Light | float) -> Float[np.ndarray, " n"]:
        return mixed @ heard(folded(weighed(light + added)))

    wanted = np.append(np.ones(LENGTH), _PILOT)
    probe = np.where(np.arange(LENGTH + 1) % 2, 1.0, -1.0) * 2.0
    at_rest = seen_with(0.0)
    probing = covering(probe @ mixed, shape) * strength
    gain = max(float((seen_with(probing) - at_rest) @ probe / (probe @ probe)), 1e-6)
    cost = max(float(np.mean(probing**2) / (probe @ probe)), 1e-9)
    seen, given = at_rest, np.zeros(LENGTH + 1)
    for turn in range(ROUNDS):
        lacking = (seen * signs) / gain - given
        given = _filled(wanted, lacking, energy / cost)
        added = covering((given * signs) @ mixed, shape) * strength
        if turn < ROUNDS - 1:
            seen = seen_with(added)
    return added * np.sqrt(energy / max(float(np.mean(added**2)), 1e-9))


def _filled(
    wanted: Float[np.ndarray, " n"], standing: Float[np.ndarray, " n"], budget: float
) -> Float[np.ndarray, " n"]:
    """Amounts that lift every standing to the highest common level the budget pays for."""
    low, high = 0.0, 1e4
    for _ in range(30):
        level = (low + high) / 2
        amounts = np.maximum(0.0, level * wanted - standing)
        low, high = (low, level) if amounts @ amounts > budget else (level, high)
    return np.maximum(0.0, low * wanted - standing)


def _strength(light: Light, plain: float) -> Light:
    """1 where there is texture to hide in, down to `plain` where the light is smooth, and less
    of both in the dark.
    """
    mean = box(light, 7)
    deviation = np.sqrt(np.maximum(box(light * light, 7) - mean * mean, 0.0))
    strength = plain + (1.0 - plain) * np.minimum(deviation, _ROUGHEST) / _ROUGHEST
    return strength * np.clip(mean / _DARK, _DARKEST, 1.0)


def _fitted(addition: Light, rows: int, columns: int) -> Float[Tensor, "1 y x"]:
    """Back from the canonical size to the clip's, in units of pixels in [-1, 1]."""
    scale = SHORT_SIDE / min(rows, columns)
    inside = addition[: round(rows * scale), : round(columns * scale)] / 127.5
    residual = torch.from_numpy(np.ascontiguousarray(inside))[None].float()
    if residual.shape[1:] != (rows, columns):
        residual = F.interpolate(residual[None], (rows, columns), mode="bicubic")[0]
    return residual


def _between(residuals: Sequence[Tensor], moments: Float[np.ndarray, " k"], index: int) -> Tensor:
    """The residual at a frame, gliding from key frame to key frame."""
    after = int(np.searchsorted(moments, index))
    if after in (0, len(moments)):
        return residuals[min(after, len(moments) - 1)]
    share = (index - moments[after - 1]) / (moments[after] - moments[after - 1])
    return torch.lerp(residuals[after - 1], residuals[after], float(share))
