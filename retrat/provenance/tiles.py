"""What a mark in a picture is made of: a tile of waves, patterns in it, and how they are heard.

The light, scaled to 256 rows (or columns, the shorter side), is covered with one tile of 128 x 128,
repeated. A tile is a sum of orthogonal patterns, each a mixture of all its waves. Whoever listens
weighs every frequency of every place by how little the picture itself has there, adds up the
tiles, and then makes all waves about equally loud, so that a few which the picture is full of
drown nothing.
"""

import functools

import numpy as np
import torch
import torch.nn.functional as F
from einops import rearrange
from jaxtyping import Float
from torch import Tensor

from retrat.provenance.bch import LENGTH

SHORT_SIDE, TILE = 256, 128
_BAND = (4, 24)  # waves in a tile
_NOISE = 4.0  # what coding leaves in a coefficient
_EVENED, _LEAST = 0.35, 0.01  # the power of a wave's loudness that is taken away; silence
_KEY = 20_261_122

Light = Float[np.ndarray, "y x"]
Tile = Float[np.ndarray, "128 128"]


@functools.cache
def patterns() -> Float[np.ndarray, "n d"]:
    """Orthonormal patterns, 255 for bits and the pilot last, from the public key."""
    count = 2 * len(_band()[0])
    drawn = np.random.Generator(np.random.PCG64(_KEY)).standard_normal((count, LENGTH + 1))
    return np.ascontiguousarray(np.linalg.qr(drawn)[0].T, dtype=np.float32)


def heard(tile: Tile) -> Float[np.ndarray, " d"]:
    """A tile's waves as coordinates, each divided by nearly how loud those around it are."""
    found = _coordinates(tile)
    power = np.square(found).reshape(2, -1).sum(0)
    around = _around(power) / _neighbours()
    loud = (around + _LEAST * power.mean() + 1e-12) ** _EVENED
    return found / np.tile(loud, 2)


def _around(values: Float[np.ndarray, " w"]) -> Float[np.ndarray, " w"]:
    """The sum of every wave and those beside it."""
    rows, columns = _band()
    plane = np.zeros((TILE, columns.max() + 3), values.dtype)
    plane[rows, columns + 1] = values
    for axis in (0, 1):
        plane = plane + np.roll(plane, 1, axis) + np.roll(plane, -1, axis)
    return plane[rows, columns + 1]


@functools.cache
def _neighbours() -> Float[np.ndarray, " w"]:
    """Of how many waves `_around` is the sum."""
    return _around(np.ones(len(_band()[0]), np.float32))


def _coordinates(tile: Tile) -> Float[np.ndarray, " d"]:
    """A tile's waves inside the band as orthonormal coordinates."""
    waves = np.fft.rfft2(tile)[_band()] * (np.sqrt(2.0) / TILE)
    return np.concatenate([waves.real, waves.imag]).astype(np.float32)


def tile_of(coordinates: Float[np.ndarray, " d"]) -> Tile:
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


def canonical(light: Float[Tensor, "y x"]) -> Light:
    """Scaled to the short side, then filled up to whole blocks of 8 by repeating the edge."""
    rows, columns = light.shape
    scale = SHORT_SIDE / min(rows, columns)
    size = (round(rows * scale), round(columns * scale))
    if size != (rows, columns):
        light = F.interpolate(light[None, None], size, mode="bilinear", antialias=True)[0, 0]
    filling = (0, -size[1] % 8, 0, -size[0] % 8)
    found: Light = F.pad(light[None, None], filling, mode="replicate")[0, 0].numpy()
    return found.astype(np.float32)


def scaled(light: Light, factor: float) -> Light:
    """So many times as large."""
    rows, columns = light.shape
    size = (round(rows * factor), round(columns * factor))
    given = torch.from_numpy(np.ascontiguousarray(light))[None, None]
    found: Light = F.interpolate(given, size, mode="bilinear", antialias=True)[0, 0].numpy()
    return found


def folded(light: Light) -> Tile:
    """Every tile of the picture added up."""
    rows, columns = light.shape
    padded = np.pad(light, ((0, -rows % TILE), (0, -columns % TILE)))
    return rearrange(padded, "(h p) (w q) -> p q h w", p=TILE, q=TILE).sum((2, 3))


def covering(coordinates: Float[np.ndarray, " d"], shape: tuple[int, ...]) -> Light:
    """A tile repeated over the whole picture."""
    rows, columns = -(-shape[0] // TILE), -(-shape[1] // TILE)
    return np.tile(tile_of(coordinates), (rows, columns))[: shape[0], : shape[1]]


def weighed(light: Light) -> Light:
    """The light with every local frequency divided by how much of it there is.

    Blocks of 8 x 8 lie in rows of 64, so that everything linear is a product of matrices.
    """
    rows, columns = light.shape[0] // 8, light.shape[1] // 8
    down, across = _thirds(rows), _thirds(columns)
    to_waves, mixing = _cosines_of_blocks(), _mixing()
    picture = torch.from_numpy(np.ascontiguousarray(light))
    total = torch.zeros_like(picture)
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
        total += back.reshape(light.shape).roll((shift, shift), (0, 1))
    found: Light = total.numpy()
    return found


def box(values: Light, width: int) -> Light:
    """Mean over a square, the edge repeated."""
    rows, columns = values.shape
    picture = torch.from_numpy(np.ascontiguousarray(values))
    mean: Light = (_means(rows, width) @ picture @ _means(columns, width).T).numpy()
    return mean


@functools.cache
def _means(size: int, width: int) -> Float[Tensor, "n n"]:
    """Gives every value the mean of those around it, the ends repeated."""
    matrix = np.zeros((size, size), np.float32)
    for step in range(-(width // 2), width // 2 + 1):
        matrix[np.arange(size), np.clip(np.arange(size) + step, 0, size - 1)] += 1 / width
    return torch.from_numpy(matrix)


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


@functools.cache
def _cosines() -> Float[np.ndarray, "8 8"]:
    """The orthonormal cosine transform of eight values."""
    place, wave = np.arange(8)[None], np.arange(8)[:, None]
    matrix = np.cos((place + 0.5) * wave * np.pi / 8) * np.sqrt(2 / 8)
    matrix[0] /= np.sqrt(2.0)
    return matrix.astype(np.float32)
