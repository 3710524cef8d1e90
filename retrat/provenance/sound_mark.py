"""The mark in the sound: swells and dips in narrow bands, in a keyed order, that spell 40 bits.

Between 350 and 3550 Hz the sound is cut into cells of 160 Hz and 48 ms. A cell is made louder or
softer by a few decibels; 54 x 20 cells make a tile of 2.6 s, which repeats. Most cells carry the
bits of a BCH(255, 45) word (40 of the id, 5 that check them); the rest, the pilot, say where a
tile begins. Nothing is added, only what is there is weighed, so silence stays silent.

The embedder knows the sound it writes on and gives most to the bits that the sound itself
contradicts. The extractor compares every cell with its neighbours, trusts it by how far it stands
over the background, adds up tiles and reads soft bits; a sound that was played faster or higher
is found by trying. Neither needs trained weights. The key is public (docs/safety.md).
"""

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from einops import rearrange
from jaxtyping import Float, Int
from torch import Tensor

from retrat.media.sound import resample
from retrat.provenance.bch import LENGTH, decode, encode
from retrat.provenance.payload import Payload, name_from_sound
from retrat.types import Audio

RATE = 8000  # what the mark is read at, whatever the sound's own rate
STRENGTH_DB = 4.5  # root mean square of a cell's swell or dip
# Believed from a score that unmarked sound reaches once in ten million tries, or from a lower one
# where the pilot stands out as well, which it does once in a thousand: docs/safety.md.
READ_SCORE, PILOTED_SCORE, PILOT_SIGMAS = 8.7, 7.8, 5.6
SHORTEST_SECONDS = 0.5
_WINDOW, _HOP, _FFT = 160, 64, 320  # 20 ms, every 8 ms
_CELL_FRAMES, _CELLS = 6, 54
_BANDS, _LOWEST_HZ, _BAND_HZ = 20, 350.0, 160.0
_TILE_FRAMES = _CELLS * _CELL_FRAMES
_CHECK_BITS = 5
_PILOT_SHARE, _PILOT_WANTED = 0.22, 1.3
_ROUNDS, _MOST = 2, 2.5
_RESPONSE = 0.6  # of a swell, what is left after comparing with the neighbours
_CLIP_DB = 6.0
_TRUST, _SILENCE = 0.4, 1e-8  # how much less quiet cells are believed, and what is silent
_KEY = 20_261_124
_SEARCHED_SECONDS = 7.0

Cells = Float[np.ndarray, "frames bands"]
Tile = Float[np.ndarray, "cells bands"]


@dataclass(frozen=True, kw_only=True, slots=True)
class SoundReading:
    """What a sound says; `name` holds the first ten digits of a file's id when beyond doubt."""

    score: float
    name: str | None
    speed: float = 1.0
    pitch: float = 1.0
    seconds: float = 0.0


@dataclass(frozen=True, kw_only=True, slots=True)
class _Warp:
    """How many times faster and higher the sound may have been made."""

    speed: float = 1.0
    pitch: float = 1.0


@dataclass(frozen=True, kw_only=True, slots=True)
class _Place:
    """Where the pilot stands out: by how many sigmas, under which warp, and the tile there."""

    sigmas: float
    warp: _Warp
    tile: Tile


def mark_sound(audio: Audio, payload: Payload) -> Audio:
    """The sound with the first 40 bits of the id in its loudness."""
    if audio.seconds < SHORTEST_SECONDS or not bool(audio.samples.abs().max() > 0):
        return audio
    signs = _signs(payload.sound_bits)
    frames = _frames_of(audio)
    tiles = -(-frames // _TILE_FRAMES)
    amounts = np.ones((tiles, LENGTH + 1))
    marked = audio
    for turn in range(_ROUNDS):
        seen = _standing(marked, signs, tiles)
        if turn:
            seen = seen - _RESPONSE * STRENGTH_DB * amounts
        amounts = np.stack([_filled(one / (_RESPONSE * STRENGTH_DB)) for one in seen])
        swells = np.concatenate([signs * one[_owners()] for one in amounts]) * STRENGTH_DB
        marked = _weighed(audio, swells)
    return marked


def read_sound(audio: Audio, *, is_thorough: bool = True) -> SoundReading:
    """Read an id: as it was made, then as if played faster, slower, higher or lower."""
    heard = _spectrum(audio)
    best = SoundReading(score=0.0, name=None, seconds=audio.seconds)
    if heard is None:
        return best
    for place in _places(heard, is_thorough=is_thorough):
        word = decode(_soft(place.tile), message_bits=_word_bits())
        bits = word.bits[:-_CHECK_BITS]
        needed = PILOTED_SCORE if place.sigmas >= PILOT_SIGMAS else READ_SCORE
        is_sure = word.score >= needed and word.bits == _checked(bits)
        if is_sure or word.score > best.score:
            best = SoundReading(
                score=word.score,
                name=name_from_sound(bits) if is_sure else None,
                speed=place.warp.speed,
                pitch=place.warp.pitch,
                seconds=audio.seconds,
            )
        if is_sure:
            break
    return best


def _places(heard: Float[np.ndarray, "frames k"], *, is_thorough: bool) -> Iterator[_Place]:
    """Likely beginnings of tiles: a dozen as it is, then the best of all warps."""
    yield from _pilot_places(_cells(heard, _Warp()), _Warp(), most=12)
    if not is_thorough:
        return
    part = heard[: round(_SEARCHED_SECONDS * RATE / _HOP)]
    found = [
        place
        for pitch, speeds in _warps()
        for cells in [_cells(part, _Warp(pitch=pitch))]
        for speed in speeds
        for place in _pilot_places(cells, _Warp(pitch=pitch, speed=speed), most=1)
    ]
    found.sort(key=lambda place: -place.sigmas)
    yield from found[:8]


def _warps() -> Iterator[tuple[float, Sequence[float]]]:
    """Pitch, and the speeds to try with it: alone, or both together as on a tape."""
    steps = np.exp(np.arange(-30, 31) * 0.01)
    yield 1.0, [float(step) for step in steps if step != 1.0]
    for step in steps[20:41]:
        if step != 1.0:
            yield float(step), [1.0, float(step)]


def _pilot_places(cells: Cells, warp: _Warp, *, most: int) -> list[_Place]:
    """The offsets at which the pilot fits best, apart from one another."""
    folded = _folded(_sped(cells, warp.speed))
    likeness = np.fft.irfft((np.fft.rfft(folded, axis=0) * _pilot_waves()).sum(1), n=_TILE_FRAMES)
    places = []
    for _ in range(most):
        offset = int(np.argmax(likeness))
        turned = np.roll(folded, -offset, axis=0)
        tile = rearrange(turned, "(c f) b -> c f b", f=_CELL_FRAMES).sum(1)
        sigma = float(np.sqrt(np.sum(tile**2) * _PILOT_SHARE)) + 1e-9
        sigmas = float(likeness[offset]) / sigma
        places.append(_Place(sigmas=sigmas, warp=warp, tile=tile))
        likeness[np.arange(offset - 3, offset + 4) % _TILE_FRAMES] = -np.inf
    return places


def _sped(cells: Cells, speed: float) -> Cells:
    """The cells as they were before the sound was made that many times faster."""
    if speed == 1.0 or len(cells) < 2:
        return cells
    at = np.arange(int(len(cells) * speed)) / speed
    before = np.minimum(at.astype(int), len(cells) - 2)
    share = (at - before)[:, None]
    slowed: Cells = cells[before] * (1 - share) + cells[before + 1] * share
    return slowed


def _folded(cells: Cells) -> Cells:
    """Every tile of the sound added up."""
    padded = np.pad(cells, ((0, -len(cells) % _TILE_FRAMES), (0, 0)))
    return rearrange(padded, "(n f) b -> n f b", f=_TILE_FRAMES).sum(0)


def _soft(tile: Tile) -> Float[np.ndarray, " n"]:
    """One value for each bit of the word, positive for 1."""
    keyed = (tile * _key_signs()).ravel()
    return np.bincount(_owners().ravel(), keyed, minlength=LENGTH + 1)[:LENGTH]


def _standing(audio: Audio, signs: Tile, tiles: int) -> Float[np.ndarray, "tiles n"]:
    """How far every bit of every tile already is where it should be, in decibels."""
    heard = _spectrum(audio)
    assert heard is not None
    cells = _cells(heard, _Warp())[: tiles * _TILE_FRAMES]
    padded = np.pad(cells, ((0, tiles * _TILE_FRAMES - len(cells)), (0, 0)))
    by_tile = rearrange(padded, "(n c f) b -> n c f b", n=tiles, f=_CELL_FRAMES).mean(2) * signs
    owners = _owners().ravel()
    sizes = np.bincount(owners, minlength=LENGTH + 1)
    return np.stack(
        [np.bincount(owners, one.ravel(), minlength=LENGTH + 1) / sizes for one in by_tile]
    )


def _filled(standing: Float[np.ndarray, " n"]) -> Float[np.ndarray, " n"]:
    """Amounts of mean square one that lift every standing to the highest common level."""
    wanted = np.append(np.ones(LENGTH), _PILOT_WANTED)
    low, high = -20.0, 20.0
    for _ in range(30):
        level = (low + high) / 2
        amounts = np.clip(level * wanted - standing, 0.0, _MOST)
        low, high = (low, level) if np.mean(amounts**2) > 1 else (level, high)
    return amounts


def _weighed(audio: Audio, swells: Float[np.ndarray, "cells bands"]) -> Audio:
    """The sound with every cell louder or softer by so many decibels."""
    hop = round(0.008 * audio.sample_rate)
    size = 4 * hop
    window = torch.hann_window(size).sqrt()
    spectrum = torch.stft(
        audio.samples.float(), size, hop, window=window, return_complex=True, pad_mode="constant"
    )
    gains = _gains(swells, spectrum.shape[1:], audio.sample_rate, hop)
    samples = torch.istft(
        spectrum * gains, size, hop, window=window, length=audio.samples.shape[-1]
    )
    peak = max(float(samples.abs().max()), 1.0)
    return Audio(samples=samples / peak, sample_rate=audio.sample_rate)


def _gains(
    swells: Float[np.ndarray, "cells bands"], shape: Sequence[int], rate: int, hop: int
) -> Float[Tensor, "k frames"]:
    """Factors for a spectrum of so many frequencies and frames, gliding from cell to cell."""
    frequencies = np.arange(shape[0]) * rate / (4 * hop)
    centres = _LOWEST_HZ + _BAND_HZ * (np.arange(_BANDS + 2) - 0.5)
    silent = np.pad(swells, ((0, 1), (1, 1)))
    across = np.stack([np.interp(frequencies, centres, row) for row in silent])
    steps = np.repeat(across, _CELL_FRAMES, axis=0)
    smooth = _blurred(steps, 1.2, axis=0)
    at = np.minimum(np.arange(shape[1]) * hop / rate / (_HOP / RATE), len(smooth) - 1.001)
    before = at.astype(int)
    share = (at - before)[:, None]
    decibels = smooth[before] * (1 - share) + smooth[before + 1] * share
    return torch.from_numpy(10 ** (decibels / 20)).float().T


def _cells(heard: Float[np.ndarray, "frames k"], warp: _Warp) -> Cells:
    """Every cell against its neighbours in decibels, times how much it can be trusted."""
    edges = np.arange(_BANDS)[:, None] + np.array([1 / 6, 1 / 2, 5 / 6])
    at = (_LOWEST_HZ + _BAND_HZ * edges) * warp.pitch * _FFT / RATE
    before = np.minimum(at.astype(int), _FFT // 2 - 1)
    share = at - before
    level = (heard[:, before] * (1 - share) + heard[:, before + 1] * share).mean(-1)
    decibels = 40 * np.log10(level + 1e-7)
    apart = decibels - _blurred(decibels, 1.2, axis=1)
    apart -= _blurred(apart, 2.0 * _CELL_FRAMES, axis=0)
    power = level**4
    background = _blurred(np.quantile(power, 0.15, axis=0)[None], 2.0, axis=1)
    stands_out = power / (power + 3 * background + power.max() * _SILENCE + 1e-20)
    cells: Cells = np.clip(apart, -_CLIP_DB, _CLIP_DB) * stands_out**_TRUST
    return cells


def _spectrum(audio: Audio) -> Float[np.ndarray, "frames k"] | None:
    """Square roots of magnitudes, every 8 ms; None where nothing is heard."""
    if audio.seconds < SHORTEST_SECONDS:
        return None
    mono = Audio(samples=audio.samples.mean(0, keepdim=True), sample_rate=audio.sample_rate)
    samples = resample(mono, RATE).samples[0].float()
    if float(samples.abs().max()) < 1e-5:
        return None
    padded = F.pad(samples, (_WINDOW // 2, _WINDOW))
    frames = padded.unfold(0, _WINDOW, _HOP) * torch.hann_window(_WINDOW)
    heard: np.ndarray = torch.fft.rfft(frames, n=_FFT).abs().sqrt().numpy()
    return heard


def _frames_of(audio: Audio) -> int:
    return int(audio.seconds * RATE / _HOP) + 1


def _blurred(values: np.ndarray, sigma: float, *, axis: int) -> np.ndarray:
    """A Gaussian mean along an axis, the edge repeated."""
    half = round(4 * sigma)
    weights = np.exp(-0.5 * (np.arange(-half, half + 1) / sigma) ** 2)
    kernel = torch.from_numpy(weights / weights.sum()).float()[None, None]
    moved = torch.from_numpy(np.ascontiguousarray(np.moveaxis(values, axis, -1))).float()
    flat = F.pad(moved.reshape(-1, 1, moved.shape[-1]), (half, half), mode="replicate")
    blurred = F.conv1d(flat, kernel).reshape(moved.shape).numpy()
    return np.moveaxis(blurred, -1, axis)


def _signs(bits: Sequence[int]) -> Tile:
    """Swell or dip for every cell of the tile that spells these bits."""
    word = np.append(encode(_checked(tuple(bits))) * 2.0 - 1.0, 1.0)
    return _key_signs() * word[_owners()]


def _checked(bits: tuple[int, ...]) -> tuple[int, ...]:
    """The bits and five that depend on all of them."""
    number = int("".join(map(str, bits)), 2)
    check = (number * 0x9E3779B97F4A7C15 + 0x2545F491) >> 59 & 31
    return (*bits, *(check >> place & 1 for place in range(_CHECK_BITS - 1, -1, -1)))


def _word_bits() -> int:
    return 40 + _CHECK_BITS


@functools.cache
def _owners() -> Int[np.ndarray, "cells bands"]:
    """Which bit of the word a cell carries; the pilot's cells say LENGTH. From the public key."""
    count = _CELLS * _BANDS
    order = np.random.Generator(np.random.PCG64(_KEY)).permutation(count)
    pilots = round(count * _PILOT_SHARE)
    owners = np.full(count, LENGTH)
    owners[order[pilots:]] = np.arange(count - pilots) % LENGTH
    return owners.reshape(_CELLS, _BANDS)


@functools.cache
def _key_signs() -> Tile:
    random = np.random.Generator(np.random.PCG64(_KEY + 1))
    return random.choice([-1.0, 1.0], (_CELLS, _BANDS))


@functools.cache
def _pilot_waves() -> np.ndarray:
    """The pilot's pattern over time, transformed, ready for comparing."""
    pilot = np.where(_owners() == LENGTH, _key_signs(), 0.0)
    return np.fft.rfft(np.repeat(pilot, _CELL_FRAMES, axis=0), axis=0).conj()
