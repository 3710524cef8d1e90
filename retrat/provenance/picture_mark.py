"""The mark in the picture: keyed patterns in the light of every frame that spell 63 bits.

The frame's luma, scaled to 256 rows (or columns, the shorter side), is covered with one tile of
128 x 128, repeated. The tile is a sum of 256 orthogonal patterns: 255 for the bits of BCH(255, 63)
and one, the pilot, that says where the tile begins when a clip was cropped or mirrored. The
embedder knows the picture it writes on, so it only adds what each pattern lacks; what it adds is
scaled to 42.3 dB and glides from one key frame to the next, so nothing flickers.

The extractor weighs every frequency of every place by how little the picture itself has there,
adds up frames and tiles, and reads soft bits. Neither needs trained weights. The key is public:
this is a label that anyone can read, not a lock (docs/safety.md).
"""

import functools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import torch
import torch.nn.functional as F
from einops import rearrange
from jaxtyping import Float, UInt8
from torch import Tensor

from retrat.provenance.bch import LENGTH, Word, decode, encode
from retrat.provenance.payload import PICTURE_BITS, Payload
from retrat.types import Clip

SHORT_SIDE, TILE = 256, 128
DECIBELS = 42.3
KEY_FRAME_EVERY = 8
ROUNDS = 3
READ_SCORE = 9.9  # what a picture without a mark reaches once in two million: docs/safety.md
SEARCHED_SCORE = 10.0  # for places that were searched for: more tries, more luck
_BAND = (4, 24)  # waves in a tile
_PLAIN = 0.5  # of the most: how much is added where the light is smooth, in a clip of 256 rows
_ROUGHEST = 12.0  # levels: light that differs by so much around a pixel hides the most
_NOISE = 6.0  # what coding leaves in a coefficient
_PILOT = 4.0  # as many times a bit's strength
_KEY = 20_261_122
_CROPS = np.arange(1.0, 0.58, -0.008)
_LUMA = (0.2126, 0.7152, 0.0722)

Light = Float[np.ndarray, "y x"]
Tile = Float[np.ndarray, "128 128"]


@dataclass(frozen=True, kw_only=True, slots=True)
class PictureReading:
    """What a clip's frames say; `payload` only when the score is beyond doubt."""

    score: float
    payload: Payload | None
    is_mirrored: bool = False
    crop: float = 1.0
    frames: int = 0


def mark_picture(clip: Clip, payload: Payload) -> Clip:
    """The clip with the payload in its light."""
    rows, columns = clip.pixels.shape[2:]
    weights = torch.tensor(_LUMA)
    signs = np.append(encode(payload.picture_bits) * 2.0 - 1.0, 1.0)
    starts = range(0, len(clip.pixels), KEY_FRAME_EVERY)
    # Twice as large a mark is read twice as well, so less of it is put where it could be seen.
    plain = _PLAIN * SHORT_SIDE / min(max(min(rows, columns), SHORT_SIDE), 2 * SHORT_SIDE)
    residuals = []
    for start in starts:
        pixels = clip.pixels[start : start + KEY_FRAME_EVERY].float()
        light = torch.einsum("f c y x, c -> y x", pixels, weights) / len(pixels)
        addition = _addition(_canonical((light + 1) * 127.5), signs, plain)
        residuals.append(_fitted(addition, rows, columns))
    moments = np.array([start + (KEY_FRAME_EVERY - 1) / 2 for start in starts])
    marked = torch.empty_like(clip.pixels)
    for index, frame in enumerate(clip.pixels):
        marked[index] = (frame + _between(residuals, moments, index).to(frame)).clamp(-1, 1)
    return Clip(pixels=marked, frame_rate=clip.frame_rate, audio=clip.audio)


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
        seen = _weighed(_canonical(light))
        first = seen if first is None else first
        total = seen if total is None else total + seen
        count += 1
    if total is None or first is None:
        return PictureReading(score=0.0, payload=None)
    best = PictureReading(score=-1.0, payload=None)
    standing = (total, first) if count > 1 else (total,)
    tries = chain(_as_they_stand(standing), _searched(total) if is_thorough else ())
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
    weighed = _weighed(light[: light.shape[0] // 8 * 8, : light.shape[1] // 8 * 8])
    for top, left in corners:
        word = _word(_folded(weighed[top : top + SHORT_SIDE, left : left + SHORT_SIDE]))
        payload = Payload.from_picture(word.bits) if word.score >= READ_SCORE else None
        yield PictureReading(score=word.score, payload=payload, frames=1)


def _as_they_stand(lights: Iterable[Light]) -> Iterator[tuple[float, bool, Tile]]:
    """Neither scaled nor moved, and mirrored."""
    for light in lights:
        yield 1.0, False, _folded(light)
        yield 1.0, True, _folded(light[:, ::-1])


def _searched(total: Light) -> Iterator[tuple[float, bool, Tile]]:
    """Ways the clip may have been cropped, likeliest first."""
    found = []
    for crop in _CROPS:
        scaled = _scaled(total, float(crop))
        for is_mirrored in (False, True):
            tile = _folded(scaled[:, ::-1] if is_mirrored else scaled)
            found.append((*_pilot_place(tile), float(crop), is_mirrored))
    found.sort(key=lambda one: -one[0])
    for _, shift, crop, is_mirrored in found[:4]:
        for nudge in (0.0, -0.003, 0.003):
            scaled = _scaled(total, crop + nudge)
            tile = _folded(scaled[:, ::-1] if is_mirrored else scaled)
            _, shift = _pilot_place(tile)
            yield crop + nudge, is_mirrored, np.roll(tile, (-shift[0], -shift[1]), (0, 1))


def _word(tile: Tile) -> Word:
    return decode(_patterns()[:-1] @ _coordinates(tile), message_bits=PICTURE_BITS)


def _pilot_place(tile: Tile) -> tuple[float, tuple[int, int]]:
    """Where the pilot stands out most, and by how many sigmas."""
    pilot = np.fft.rfft2(_tile(_patterns()[-1]))
    seen = np.fft.rfft2(tile)
    likeness = np.fft.irfft2(seen * pilot.conj(), s=(TILE, TILE))
    place = int(np.argmax(likeness))
    return float(likeness.flat[place] / (likeness.std() + 1e-9)), divmod(place, TILE)


def _addition(light: Light, signs: Float[np.ndarray, " n"], plain: float) -> Light:
    """What to add to a key frame: for every pattern just what it lacks, in a few rounds."""
    energy = 255.0**2 / 10 ** (DECIBELS / 10)
    patterns, shape = _patterns(), light.shape
    strength = _strength(light, plain)
    wanted = np.append(np.ones(LENGTH), _PILOT)
    probe = np.where(np.arange(LENGTH + 1) % 2, 1.0, -1.0) * 2.0
    at_rest = patterns @ _coordinates(_folded(_weighed(light)))
    probing = _covering(probe @ patterns, shape) * strength
    heard = patterns @ _coordinates(_folded(_weighed(light + probing))) - at_rest
    gain = max(float(heard @ probe / (probe @ probe)), 1e-6)
    cost = float(np.mean(probing**2) / (probe @ probe))
    seen, given = at_rest, np.zeros(LENGTH + 1)
    for turn in range(ROUNDS):
        lacking = (seen * signs) / gain - given
        given = _filled(wanted, lacking, energy / cost)
        added = _covering((given * signs) @ patterns, shape) * strength
        if turn < ROUNDS - 1:
            seen = patterns @ _coordinates(_folded(_weighed(light + added)))
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
    """1 where there is texture to hide in, down to `plain` where the light is smooth."""
    mean = _box(light, 7)
    deviation = np.sqrt(np.maximum(_box(light * light, 7) - mean * mean, 0.0))
    return plain + (1.0 - plain) * np.minimum(deviation, _ROUGHEST) / _ROUGHEST


def _weighed(light: Light) -> Light:
    """The light with every local frequency divided by how much of it there is.

    Blocks of 8 x 8 lie in rows of 64, so that everything linear is a product of matrices.
    """
    rows, columns = light.shape[0] // 8, light.shape[1] // 8
    down, across = _thirds(rows), _thirds(columns)
    to_waves, mixing = _cosines_of_blocks(), _mixing()
    picture = torch.from_numpy(np.ascontiguousarray(light))
    weighed = torch.zeros_like(picture)
    for shift in (0, 4):
        moved = picture.roll((-shift, -shift), (0, 1))
        blocks = moved.view(rows, 8, columns, 8).transpose(1, 2).reshape(-1, 64)
        waves = blocks @ to_waves
        levels = waves[:, 0].reshape(rows, columns)
        waves[:, 0] = (levels - down @ levels @ across).reshape(-1)
        power = (waves * waves) @ mixing
        power = (down @ power.view(rows, -1)).view(rows, columns, 64)
        power = (across @ power).view(-1, 64)
        waves *= _NOISE / (power + _NOISE**2)
        back = (waves @ to_waves.T).view(rows, columns, 8, 8).transpose(1, 2)
        weighed += back.reshape(light.shape).roll((shift, shift), (0, 1))
    found: Light = weighed.numpy()
    return found


@functools.cache
def _thirds(size: int) -> Float[Tensor, "n n"]:
    """Gives every value the mean of itself and its two neighbours; symmetric, the ends repeat."""
    near = torch.ones(size - 1)
    matrix = torch.eye(size) + torch.diag(near, 1) + torch.diag(near, -1)
    matrix[0, 0] += 1.0
    matrix[-1, -1] += 1.0
    return matrix / 3.0


@functools.cache
def _mixing() -> Float[Tensor, "64 64"]:
    """`_thirds` along both frequencies of a block."""
    return torch.kron(_thirds(8), _thirds(8))


@functools.cache
def _cosines_of_blocks() -> Float[Tensor, "64 64"]:
    """From the 64 values of a block to its cosine waves; its transpose goes back."""
    cosines = torch.from_numpy(_cosines())
    return torch.kron(cosines, cosines).T.contiguous()


def _box(values: Light, width: int) -> Light:
    """Mean over a square, the edge repeated."""
    half = width // 2
    padded = torch.from_numpy(np.ascontiguousarray(values))[None, None]
    padded = F.pad(padded, (half, half, half, half), mode="replicate")
    mean: Light = F.avg_pool2d(padded, width, stride=1)[0, 0].numpy()
    return mean


def _canonical(light: Float[Tensor, "y x"]) -> Light:
    """Scaled to the short side, then filled up to whole blocks of 8 by repeating the edge."""
    rows, columns = light.shape
    scale = SHORT_SIDE / min(rows, columns)
    size = (round(rows * scale), round(columns * scale))
    if size != (rows, columns):
        light = F.interpolate(light[None, None], size, mode="bilinear", antialias=True)[0, 0]
    filling = (0, -size[1] % 8, 0, -size[0] % 8)
    found: Light = F.pad(light[None, None], filling, mode="replicate")[0, 0].numpy()
    return found.astype(np.float32)


def _scaled(light: Light, factor: float) -> Light:
    rows, columns = light.shape
    size = (round(rows * factor), round(columns * factor))
    given = torch.from_numpy(np.ascontiguousarray(light))[None, None]
    scaled: Light = F.interpolate(given, size, mode="bilinear", antialias=True)[0, 0].numpy()
    return scaled


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


def _folded(light: Light) -> Tile:
    """Every tile of the picture added up."""
    rows, columns = light.shape
    padded = np.pad(light, ((0, -rows % TILE), (0, -columns % TILE)))
    return rearrange(padded, "(h p) (w q) -> p q h w", p=TILE, q=TILE).sum((2, 3))


def _covering(coordinates: Float[np.ndarray, " d"], shape: tuple[int, ...]) -> Light:
    """A tile repeated over the whole picture."""
    rows, columns = -(-shape[0] // TILE), -(-shape[1] // TILE)
    return np.tile(_tile(coordinates), (rows, columns))[: shape[0], : shape[1]]


def _coordinates(tile: Tile) -> Float[np.ndarray, " d"]:
    """A tile's waves inside the band as orthonormal coordinates."""
    waves = np.fft.rfft2(tile)[_band()] * (np.sqrt(2.0) / TILE)
    return np.concatenate([waves.real, waves.imag]).astype(np.float32)


def _tile(coordinates: Float[np.ndarray, " d"]) -> Tile:
    """The tile that has these coordinates."""
    half = len(coordinates) // 2
    rows, columns = _band()
    waves = np.zeros((TILE, TILE // 2 + 1), dtype=np.complex64)
    waves[rows, columns] = (coordinates[:half] + 1j * coordinates[half:]) * (TILE / np.sqrt(2.0))
    upright = columns == 0
    waves[-rows[upright] % TILE, 0] = waves[rows[upright], 0].conj()
    return np.fft.irfft2(waves, s=(TILE, TILE)).astype(np.float32)


@functools.cache
def _band() -> tuple[np.ndarray, np.ndarray]:
    """Places of the waves that are used, one of each conjugate pair."""
    down = np.fft.fftfreq(TILE, 1 / TILE)[:, None]
    across = np.fft.rfftfreq(TILE, 1 / TILE)[None]
    length = np.hypot(down, across)
    inside = (length >= _BAND[0]) & (length <= _BAND[1]) & ((across > 0) | (down > 0))
    rows, columns = np.nonzero(inside & (across < TILE // 2))
    return rows, columns


@functools.cache
def _patterns() -> Float[np.ndarray, "n d"]:
    """Orthonormal patterns, 255 for bits and the pilot last, from the public key."""
    count = 2 * len(_band()[0])
    drawn = np.random.Generator(np.random.PCG64(_KEY)).standard_normal((count, LENGTH + 1))
    patterns: np.ndarray = np.linalg.qr(drawn)[0].T
    return np.ascontiguousarray(patterns, dtype=np.float32)


@functools.cache
def _cosines() -> Float[np.ndarray, "8 8"]:
    """The orthonormal cosine transform of eight values."""
    place, wave = np.arange(8)[None], np.arange(8)[:, None]
    matrix = np.cos((place + 0.5) * wave * np.pi / 8) * np.sqrt(2 / 8)
    matrix[0] /= np.sqrt(2.0)
    return matrix.astype(np.float32)
