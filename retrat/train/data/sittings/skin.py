"""Skin of people who sit for a photo, painted on their texture: colour, relief and gloss.

What `shaders/skin_paint.frag` paints, in numpy and finer, but without brows, beards and hair: those
are strands of their own here. Places are those of the template: eyes at (+-0.031, 0.728, 0.135),
mouth at (0, 0.660, 0.155), chin at y 0.618, top of the head at y 0.85.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from jaxtyping import Float, Int, UInt8
from scipy.ndimage import distance_transform_edt

from retrat.train.data.sittings.ageing import age_of, lined, spots
from retrat.train.data.sittings.fields import ball, noise, step

if TYPE_CHECKING:
    from numpy import ndarray

    from retrat.train.data.assets import Pack
    from retrat.train.data.people import Colour, Person

SIZE = 2048  # pixels of the texture
ALBEDO = 0.80  # of a skin's colour: lamps here are as bright as photographers' are
LOWEST, WIDEST = 0.40, 0.24  # of the template: what of it a bust may show
FULLER = 0.08  # by how much that colour is farther from grey
NATURAL = 0.45  # of lips without make-up is as skin is, a little darker
_PACKS: dict[int, Pack] = {}


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class SkinMap:
    """Which triangle of the pack's skin each pixel of its texture shows (-1: none), the shares of
    its corners, and what is true there.
    """

    triangle: Int[ndarray, "v u"]
    shares: Float[ndarray, "v u 3"]
    canon: Float[ndarray, "n 3"]  # of the pixels that show some
    masks: Float[ndarray, "n 4"]  # lips, lids, ears, inside of the mouth


def skin_map(pack: Pack) -> SkinMap:
    _PACKS[id(pack)] = pack
    return _skin_map(id(pack))


@lru_cache(maxsize=1)
def _skin_map(key: int) -> SkinMap:
    pack = _PACKS[key]
    kinds, faces = pack["face_part"], pack["faces"].astype(int)
    middle = pack["template"][faces].mean(axis=1)
    near = (middle[:, 1] > LOWEST) & (np.abs(middle[:, 0]) < WIDEST)
    rows = np.flatnonzero((kinds == 0) & near)
    corners = pack["uv"][pack["face_uv"][rows].astype(int)].astype(np.float64) / 65535 * SIZE
    triangle = np.full((SIZE, SIZE), -1, np.int32)
    shares = np.zeros((SIZE, SIZE, 3), np.float32)
    for row, (a, b, c) in zip(rows, corners, strict=True):
        low = np.floor(np.minimum(np.minimum(a, b), c) - 0.5).astype(int).clip(0, SIZE - 1)
        high = np.ceil(np.maximum(np.maximum(a, b), c) + 0.5).astype(int).clip(0, SIZE - 1)
        area = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
        if abs(area) < 1e-9:
            continue
        x = np.arange(low[0], high[0] + 1)[None] + 0.5
        y = np.arange(low[1], high[1] + 1)[:, None] + 0.5
        second = ((x - a[0]) * (c[1] - a[1]) - (y - a[1]) * (c[0] - a[0])) / area
        third = ((b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0])) / area
        is_in = (second > -1e-6) & (third > -1e-6) & (second + third < 1 + 1e-6)
        place = slice(low[1], high[1] + 1), slice(low[0], high[0] + 1)
        triangle[place][is_in] = row
        shares[place][is_in] = np.stack([1 - second - third, second, third], axis=-1)[is_in]
    seen = triangle >= 0
    three, weights = faces[triangle[seen]], shares[seen][..., None]
    masks = pack["masks"][:, [0, 1, 3, 4]].astype(np.float32) / 255
    return SkinMap(
        triangle=triangle,
        shares=shares,
        canon=(pack["template"][three] * weights).sum(axis=1).astype(np.float32),
        masks=(masks[three] * weights).sum(axis=1),
    )


def linear(colour: Colour | tuple[float, ...]) -> Float[ndarray, " 3"]:
    values: ndarray = np.asarray(colour, np.float32) ** 2.2
    return values


def hair_colour(person: Person, colour: Colour) -> Float[ndarray, " 3"]:
    """Linear; grey and white hair without the tinge that strands would make lilac."""
    found = linear(colour)
    if person.hair_name in ("grey", "white"):
        found = found.mean() * np.array([1.03, 1.0, 0.94])
    return found


def painted(
    person: Person, pack: Pack, hairy: Float[ndarray, " n"]
) -> tuple[UInt8[ndarray, "v u 3"], UInt8[ndarray, "v u 3"]]:
    """Colour (sRGB), and relief, roughness and how little light goes under it (lips' insides);
    `hairy` is how much of the skin lies in the shade of hair at each of the map's places.
    """
    found = skin_map(pack)
    colour = _under_hair(_colours(person, found), hair_colour(person, person.hair), hairy[:, None])
    relief = _relief(person, found)
    seen = found.triangle >= 0
    nearest = distance_transform_edt(~seen, return_distances=False, return_indices=True)
    pictures = []
    for values in (colour ** (1 / 2.2), relief):
        picture = np.zeros((*seen.shape, 3), np.uint8)
        picture[seen] = (np.clip(values, 0, 1) * 255).round()
        pictures.append(picture[nearest[0], nearest[1]])
    return pictures[0], pictures[1]


def _under_hair(
    skin: Float[ndarray, "n 3"], hair: Float[ndarray, " 3"], share: Float[ndarray, "n 1"]
) -> Float[ndarray, "n 3"]:
    """Skin in the shade of hair: dark where hair is, and pale where it lets light through."""
    light = 0.4 + 0.4 * min(1.0, float(hair.sum()) / 0.6)
    return skin * (1 - share) + share * (0.2 * skin + light * hair)


def _colours(person: Person, found: SkinMap) -> Float[ndarray, "n 3"]:
    canon, (lips, lids, ears, inside) = found.canon, found.masks.T
    place = canon + (person.seed % 97) * 0.37
    base, tone = ALBEDO * linear(person.skin) ** _deeper(person.skin_tone), person.skin_tone
    base = (1 + FULLER) * base - FULLER * base.mean()
    mottle = 0.4 * noise(place * 45) + 0.3 * noise(place * 130) + 0.3 * noise(place * 380)
    colour = base * (0.72 + 0.56 * mottle)[:, None] ** [0.75, 1.0, 1.05]
    red = np.array([1.02, 0.70 + 0.15 * tone, 0.69 + 0.15 * tone])
    # Blood shows in cheeks, nose, chin and ears, in patches and not as powder does.
    blush = (
        0.75 * ball(canon, (0.042, 0.690, 0.128), 0.046) * (0.35 + 1.1 * noise(place * 70))
        + 0.9 * ball(canon, (0.0, 0.697, 0.172), 0.026)
        + 0.35 * ball(canon, (0.0, 0.632, 0.150), 0.026)
        + 0.9 * ears
        + 0.35 * lids
        + 0.5 * ball(canon, (0.012, 0.688, 0.158), 0.016)
    )
    blush = np.clip(blush * (0.35 + 0.65 * person.redness), 0, 1)[:, None]
    colour = colour * (1 - blush) + blush * colour * red
    rouge = ball(canon, (0.052, 0.700, 0.115), 0.040) * person.make_up * 0.3
    colour *= 1 - rouge[:, None] * [0.02, 0.30, 0.24]
    colour *= 1 - (0.12 * (canon[:, 1] < 0.61))[:, None] * [0.2, 0.5, 0.6]
    age = age_of(person.age_years)
    under = (0.20 + 0.15 * age) * ball(canon, (0.029, 0.7125, 0.140), 0.016)
    colour *= 1 - under[:, None] * [0.75, 0.95, 0.80]
    colour = _spotted(colour, person, canon, place)
    if age:
        spotted = 0.35 * age * spots(canon, person.seed)[:, None]
        creased = 0.40 * age * lined(canon, person.seed)[1][:, None]
        colour = colour * (1 - spotted * [0.55, 0.8, 0.95]) * (1 - creased * [0.75, 0.95, 1.0])
    lid = 0.30 * lids * person.make_up
    colour = colour * (1 - lid[:, None]) + lid[:, None] * 0.5 * linear(person.lid)
    return _lips(colour, person, found, place) * (1 - step(0.4, 0.7, inside * (lips < 0.3)))[
        :, None
    ] ** [0.7, 1.6, 1.6]


def _deeper(tone: float) -> float:
    """The power that keeps the lightest skins from being white in lamps' light."""
    return 1 + 0.5 * float(np.clip((0.4 - tone) / 0.4, 0, 1))


def _spotted(
    colour: Float[ndarray, "n 3"],
    person: Person,
    canon: Float[ndarray, "n 3"],
    place: Float[ndarray, "n 3"],
) -> Float[ndarray, "n 3"]:
    """With freckles, moles, and the small marks that every skin has."""
    front = step(0.07, 0.12, canon[:, 2]) * step(0.79, 0.75, canon[:, 1]) + 0.5 * (
        canon[:, 1] < 0.60
    )
    small = step(0.70, 0.86, noise(place * 380)) * step(0.25, 0.6, noise(place * 33))
    large = step(0.74, 0.86, noise(place * 190)) * step(0.3, 0.7, noise(place * 21 + 7))
    amount = (person.freckles * small * front + 0.30 * (small + large) * 0.5)[:, None]
    colour = colour * (1 - 0.45 * amount * [0.5, 0.85, 1.0])
    for number in range(person.moles):
        at = np.random.default_rng([person.seed, 77, number]).random(2) - 0.5
        away = np.linalg.norm(canon[:, :2] - [0.11 * at[0], 0.695 + 0.13 * at[1]], axis=1)
        mole = 0.7 * step(0.0017, 0.0009, away) * (canon[:, 2] > 0.09)
        colour = colour * (1 - mole[:, None] * [0.75, 0.9, 1.0])
    return colour


def _lips(
    colour: Float[ndarray, "n 3"], person: Person, found: SkinMap, place: Float[ndarray, "n 3"]
) -> Float[ndarray, "n 3"]:
    """Lips whose border is soft where there is no lipstick."""
    soft = 1 - person.make_up
    cover = step(0.30 - 0.18 * soft, 0.70 + 0.25 * soft, found.masks[:, 0])
    cover = (cover * (0.80 + 0.12 * person.make_up))[:, None]
    share = max(NATURAL * soft, 0.5 * age_of(person.age_years))  # paler with the years
    own = (1 - share) * 0.85 * linear(person.lips) + share * 0.78 * linear(person.skin)
    lip = (
        ALBEDO
        * own
        * (0.80 + 0.3 * noise(place * [700, 90, 90]) + 0.1 * noise(place * 300))[:, None]
    )
    return colour * (1 - cover) + cover * lip


def _relief(person: Person, found: SkinMap) -> Float[ndarray, "n 3"]:
    """Lines of age and of lips, roughness (less on the nose, the forehead and lips), and lips."""
    canon, lips = found.canon, step(0.2, 0.8, found.masks[:, 0])
    place = canon + (person.seed % 97) * 0.37
    creases = lips * noise(place * [950, 60, 60])
    age = age_of(person.age_years)
    height = 0.6 - 0.18 * creases
    if age:
        height = height + age * lined(canon, person.seed)[0]
    oily = (
        0.8 * ball(canon, (0.0, 0.700, 0.172), 0.030)
        + 0.5 * ball(canon, (0.0, 0.765, 0.140), 0.045)
        + 0.35 * ball(canon, (0.044, 0.708, 0.130), 0.022)
    )
    rough = 0.56 - 0.14 * np.clip(oily, 0, 1) + 0.10 * (noise(place * 160) - 0.5)
    rough = rough * (1 - lips) + lips * (0.40 - 0.10 * person.make_up)
    return np.stack([height, rough, step(0.4, 0.7, found.masks[:, 3])], axis=1)
