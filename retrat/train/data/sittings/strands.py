"""Which strands somebody who sits for a photo has: hair, stubble, beard, brows, lashes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from jaxtyping import Bool, Float
from scipy.spatial import cKDTree

from retrat.train.data.sittings.afros import Curly, curled
from retrat.train.data.sittings.brows import brows
from retrat.train.data.sittings.cuts import Head, groomed
from retrat.train.data.sittings.fields import noise, step
from retrat.train.data.sittings.hair import (
    COMBS,
    SHORT,
    Grown,
    Lock,
    Surface,
    along,
    beard,
    curls,
    grown,
    grown_over,
    locks,
    lying,
    rising,
    scalp,
)
from retrat.train.data.sittings.styles import cut_of

if TYPE_CHECKING:
    from numpy import ndarray
    from numpy.random import Generator

    from retrat.train.data.figure import Part
    from retrat.train.data.people import HairCut, Outfit, Person
    from retrat.train.data.sittings.skin import SkinMap

LINES, STRANDS = 5200, 12  # along a mesh of hair, and about each line
OVER = (0.006, 0.009)  # metres that they begin before it, and end beyond it
LOCK = Lock(strands=STRANDS, apart=0.0013, out=(0.0, 0.0040), wavering=0.0012, shorter=0.35)
CURLS = 26_000
LASHES = 320  # of both sides
COVERING = 30_000  # places on hair's mesh that skin is measured from
BRIM, CAPPED = 0.795, 0.012  # of the template: how high brims are; metres under a cap
BRIMS = 0.3  # of a hat's vertices, the lowest, are its brim
PALE = ("grey", "white", "platinum blond", "blond")
CROWN = (0.0, 0.850, 0.01)  # of the template: where hair turns about


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Hairy:
    """Somebody's skin, and what says where hair grows on it."""

    person: Person
    outfit: Outfit
    skin: Surface
    masks: Float[ndarray, "n 4"]  # lips, lids, ears, inside of the mouth


def covered(hair: Surface | None, canon: Float[ndarray, "n 3"]) -> Float[ndarray, " n"]:
    """Where hair's mesh lies on a head, from 0 to 1: hair grows there whatever line it has."""
    if hair is None:
        return np.zeros(len(canon))
    rng = np.random.default_rng(len(hair.canon))
    rows, shares = hair.roots(np.ones(len(hair.triangles)), COVERING, rng)
    away, _ = cKDTree(hair.at(hair.canon, rows, shares)).query(canon, distance_upper_bound=0.02)
    ragged = 0.006 * (noise(canon * 220) - 0.5)
    close = step(0.012, 0.005, np.minimum(away, 0.02) + ragged)
    return close * step(0.086, 0.078, np.abs(canon[:, 0]))  # not on ears


def shaded(person: Person, found: SkinMap, hair: Surface | None = None) -> Float[ndarray, " n"]:
    """How much of the skin at a map's places lies in the shade of hair (its mesh is given where it
    lies close to the head).
    """
    canon, bare = found.canon, 1 - step(0.05, 0.35, found.masks[:, 2])
    jaw, upper, chin, sides = beard(canon)
    kind = person.beard
    # Pale stubble is seen by its hairs, not as a shade.
    stubble = 0.12 if person.hair_name in PALE else 0.45
    cover = np.maximum(jaw, upper) * kind.stubble * stubble
    cover = np.maximum(cover, np.maximum(upper * kind.moustache, jaw * kind.jaw) * 0.55)
    cover = np.maximum(cover, np.maximum(chin, sides) * kind.chin * 0.55)
    share = 0.95 if person.hair_cut.mesh else 0.75
    cover = np.maximum(cover, bare * scalp(canon, person) * person.hair_cut.scalp * share)
    cover = np.maximum(cover, 0.9 * bare * covered(hair, canon))
    return np.clip(cover * (1 - step(0.05, 0.4, found.masks[:, 0])), 0, 0.95)


def is_close(cut: HairCut) -> bool:
    """Whether hair lies on the head, because it is tied back."""
    return cut.mesh in COMBS and COMBS[cut.mesh].tied is not None


def strands(
    hairy: Hairy, meshes: dict[str, tuple[Surface, Part]], rng: Generator
) -> dict[str, Float[ndarray, "k p 3"]]:
    """Lines from root to tip, by kind."""
    found = {
        "brow": brows(hairy.skin, hairy.person, rng),
        "lash": _lashes(*meshes["lash"], rng),
    }
    cut, worn = hairy.person.hair_cut, cut_of(hairy.person, hairy.outfit)
    if isinstance(worn, Curly):
        found["hair"] = curled(head_of(hairy, meshes), worn, rng)
    elif worn is not None:
        found["hair"] = groomed(head_of(hairy, meshes), worn, LINES, rng)
    elif "hair" in meshes:
        shape = meshes["hair"][0]
        if "afro" in cut.name:
            inside = _on(shape, meshes["hair"][1])
            found["hair"] = curls(shape, inside, CURLS, (0.0016, 0.016), rng)
        else:
            comb = COMBS[str(cut.mesh)]
            lines = along(shape, lying(shape, comb), LINES, comb.length, rng)
            lock = replace(
                LOCK, out=(0.0, comb.loose * LOCK.out[1]), wavering=comb.loose * LOCK.wavering
            )
            found["hair"] = locks(grown_over(lines, OVER, rng), shape, lock, rng)
    if hairy.outfit.hat not in ("", "knitted cap") and {"hair", "hat"} <= {*found, *meshes}:
        found["hair"] = below_brim(found["hair"], meshes["hat"][0])
    if cut.scalp:
        found["scalp"] = _cropped(hairy, found.get("hair"), meshes, rng)
    if hairy.person.beard.name != "none":
        found["beard"] = _beard(hairy, rng)
    return {name: lines for name, lines in found.items() if len(lines)}


def head_of(hairy: Hairy, meshes: dict[str, tuple[Surface, Part]]) -> Head:
    """Where hair grows that one sees: not under a hat."""
    grows = scalp(hairy.skin.canon, hairy.person) * (1 - step(0.05, 0.35, hairy.masks[:, 2]))
    cloth = meshes["cloth"][0] if "cloth" in meshes else None
    return Head(skin=hairy.skin, grows=grows * ~_under_hat(hairy, meshes), cloth=cloth)


def _under_hat(hairy: Hairy, meshes: dict[str, tuple[Surface, Part]]) -> Bool[ndarray, " n"]:
    skin = hairy.skin
    if not hairy.outfit.hat or "hat" not in meshes:
        return np.zeros(len(skin.canon), bool)
    if hairy.outfit.hat != "knitted cap":
        return skin.canon[:, 1] > BRIM
    away, _ = cKDTree(meshes["hat"][0].positions).query(skin.positions)
    found: ndarray = away < CAPPED
    return found


def below_brim(lines: Float[ndarray, "k p 3"], hat: Surface) -> Float[ndarray, "m p 3"]:
    """Lines no part of which is above a hat's brim, taken as a plane."""
    brim = hat.positions[hat.canon[:, 1] <= np.quantile(hat.canon[:, 1], BRIMS)]
    flat = np.column_stack([brim[:, [0, 2]], np.ones(len(brim))])
    plane, *_ = np.linalg.lstsq(flat, brim[:, 1], rcond=None)
    above = lines[..., 1] - (lines[..., [0, 2]] @ plane[:2] + plane[2])
    return lines[(above < 0).all(axis=1)]


def _cropped(
    hairy: Hairy,
    hair: Float[ndarray, "k p 3"] | None,
    meshes: dict[str, tuple[Surface, Part]],
    rng: Generator,
) -> Float[ndarray, "k p 3"]:
    """Hair that is short all over, or what grows between the roots of longer hair."""
    skin, cut = hairy.skin, hairy.person.hair_cut
    weights = scalp(skin.canon, hairy.person) * (1 - step(0.05, 0.35, hairy.masks[:, 2]))
    weights = weights * ~_under_hat(hairy, meshes)
    crown = skin.positions[np.linalg.norm(skin.canon - CROWN, axis=1).argmin()]
    towards = skin.positions - crown
    towards /= np.maximum(np.linalg.norm(towards, axis=1, keepdims=True), 1e-9)
    if hair is not None:
        middles, ways = hair[:, 2], hair[:, 5] - hair[:, 1]
        ways = ways / np.maximum(np.linalg.norm(ways, axis=1, keepdims=True), 1e-9)
        _, nearest = cKDTree(middles).query(skin.positions, k=8)
        towards = ways[nearest].mean(axis=1)
        kind = Grown(count=9000, length=(0.006, 0.016), stands=0.12, differs=0.30)
        if is_close(cut) and cut_of(hairy.person, hairy.outfit) is None:
            bare = 1 - step(0.05, 0.35, hairy.masks[:, 2])
            weights = np.maximum(weights, bare * covered(meshes["hair"][0], skin.canon))
            kind = Grown(count=60_000, length=(0.008, 0.018), stands=0.0, differs=0.08)
        if "afro" in cut.name:
            kind = Grown(count=9000, length=(0.004, 0.010), stands=0.8, differs=0.8)
    elif cut.name == "buzz":
        kind = Grown(count=55_000, length=(0.0045, 0.0075), stands=0.45, differs=0.22)
    elif cut.mesh:  # what a hat leaves of a cut
        kind = Grown(count=20_000, length=(0.006, 0.014), stands=0.15, differs=0.25)
    else:
        kind = Grown(count=36_000, length=(0.0014, 0.0024), stands=0.7, differs=0.25)
    return grown(skin, weights, towards, kind, rng)


def _beard(hairy: Hairy, rng: Generator) -> Float[ndarray, "k p 3"]:
    skin, kind = hairy.skin, hairy.person.beard
    jaw, upper, chin, sides = beard(skin.canon) * (1 - step(0.1, 0.4, hairy.masks[:, 0]))
    side = np.sign(skin.canon[:, :1])
    down = np.array([[0.15, -1.0, 0.25]]) * np.concatenate([side, 1 + 0 * side, 1 + 0 * side], 1)
    apart = np.array([[0.9, -0.55, 0.1]]) * np.concatenate([side, 1 + 0 * side, 1 + 0 * side], 1)
    found = []
    if kind.stubble:
        short = Grown(count=20_000, length=(0.0008, 0.0020), stands=0.6, differs=0.35)
        found.append(grown(skin, np.maximum(jaw, upper), down, short, rng))
    if kind.moustache:
        brush = Grown(count=9000, length=(0.005, 0.0095), stands=0.26, differs=0.22)
        found.append(grown(skin, upper * kind.moustache, apart, brush, rng))
    if kind.chin:
        goatee = Grown(count=9000, length=(0.006, 0.013), stands=0.38, differs=0.32)
        found.append(grown(skin, np.maximum(chin, sides), down, goatee, rng))
    if kind.jaw:
        long = 0.012 if kind.jaw == 1.0 else 0.0065
        full = Grown(count=40_000, length=(0.5 * long, long), stands=0.40, differs=0.34)
        longer = 0.45 + 0.55 * step(0.058, 0.022, np.abs(skin.canon[:, 0]))
        found.append(grown(skin, jaw * longer, down, full, rng))
    return np.concatenate(found)


def _lashes(shape: Surface, part: Part, rng: Generator) -> Float[ndarray, "k p 3"]:
    """From the lids outward, as their mesh is bent."""
    lines = along(shape, rising(shape, _on(shape, part)), LASHES, (1.0, 1.0), rng)
    ends = rng.uniform(0.6, 1.0, (len(lines), 1, 1))
    start = lines[:, :1]
    picked = lines[:, np.linspace(0, lines.shape[1] - 1, SHORT).round().astype(int)]
    drawn: ndarray = start + ends * (picked - start)
    return drawn


def _on(shape: Surface, part: Part) -> Float[ndarray, " n"]:
    """What is painted first on a part, at the vertices of its surface."""
    values = np.zeros(len(shape.positions))
    values[part.corner] = part.paint[:, 0]
    return values
