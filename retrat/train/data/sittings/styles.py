"""Who of those who sit for a photo wears which cut."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from retrat.train.data.sittings.afros import Curly
from retrat.train.data.sittings.cuts import Cut

if TYPE_CHECKING:
    from retrat.train.data.people import Outfit, Person

BANGS = 0.4  # of those with longer hair
WAVES, TIGHT = (0.0, 0.002, 0.005), 0.006  # metres aside
PRESSED, PRESSED_LIFT, PRESSED_CURLS = 0.010, 0.15, 0.040  # under a hat: metres, a share, metres
_SHORT = {
    "short01": Cut(way="forward", top=0.040, side=0.013, nape=0.011, fringe=0.034, tufted=0.7,
                   thick=(0.017, 0.004), lift=0.55),
    "short02": Cut(way="aside", top=0.065, side=0.016, nape=0.012, fringe=0.060,
                   thick=(0.021, 0.005), lift=0.65),
    "short03": Cut(way="aside", top=0.100, side=0.040, nape=0.032, fringe=0.105, wave=0.002,
                   thick=(0.022, 0.010), lift=0.6, parting=0.022),
    "short04": Cut(way="back", top=0.080, side=0.015, nape=0.012, fringe=0.075,
                   thick=(0.025, 0.005), lift=0.55),
}  # fmt: skip
_PIXIE = Cut(way="aside", top=0.080, side=0.045, nape=0.034, fringe=0.090, tufted=0.6,
             thick=(0.020, 0.008), parting=0.034)  # fmt: skip
_LONG = {
    "bob01": Cut(way="down", top=0.30, side=0.24, nape=0.16, fringe=0.30, ends=0.622,
                 thick=(0.016, 0.020), lift=0.33, tufted=0.35),
    "bob02": Cut(way="down", top=0.32, side=0.26, nape=0.18, fringe=0.32, ends=0.600,
                 thick=(0.017, 0.022), lift=0.33, tufted=0.35, parting=0.0),
    "shoulder length": Cut(way="down", top=0.40, side=0.34, nape=0.26, fringe=0.40, ends=0.545,
                           thick=(0.018, 0.024), lift=0.33, tufted=0.4, parting=0.012,
                           drawn=0.08),
    "long": Cut(way="down", top=0.52, side=0.46, nape=0.40, fringe=0.50, ends=0.43, drawn=0.08,
                thick=(0.018, 0.024), lift=0.33, tufted=0.4, parting=0.0),
}  # fmt: skip
_TIED = Cut(way="tied", top=0, side=0, nape=0, fringe=0, thick=(0.005, 0.004), lift=0.06,
            tufted=0.25, falls=0.0, loose=0.3)  # fmt: skip
_CURLY = {"afro": Curly(out=0.045), "big afro": Curly(out=0.085)}


def cut_of(person: Person, outfit: Outfit) -> Cut | Curly | None:
    """How somebody's hair is worn; None where it follows a mesh, or is as short as stubble."""
    worn = _worn(person)
    if not outfit.hat or worn is None:
        return worn
    # A hat presses what it leaves.
    if isinstance(worn, Curly):
        return replace(worn, out=min(worn.out, PRESSED_CURLS))
    thick = (min(worn.thick[0], PRESSED), min(worn.thick[1], PRESSED))
    return replace(worn, thick=thick, lift=min(worn.lift, PRESSED_LIFT), has_bangs=False)


def _worn(person: Person) -> Cut | Curly | None:
    name, rng = person.hair_cut.name, np.random.default_rng([person.seed, 61])
    if name in _CURLY:
        return replace(_CURLY[name], out=_CURLY[name].out * float(rng.uniform(0.8, 1.15)))
    if name in ("pulled back", "ponytail"):
        return _TIED
    if name in _SHORT:
        cut = _PIXIE if person.gender == "woman" else _SHORT[name]
    elif name in _LONG:
        cut = _LONG[name]
    else:
        return None
    tight = float(np.clip(person.phenotypes["african"] + rng.normal(0, 0.25), 0, 1))
    if name in _LONG:
        cut = replace(cut, wave=float(rng.choice(WAVES)))
        if tight > 0.6:
            cut = replace(cut, wave=TIGHT, waves=38.0)
    side = float(rng.choice([-1, 1]))
    has_bangs = name in _LONG and bool(rng.random() < BANGS)
    return replace(cut, parting=side * cut.parting, has_bangs=has_bangs)


def texture(cut: Cut | Curly | None) -> str:
    """What one says of how such hair falls, where that can be said."""
    if isinstance(cut, Curly):
        return "curly"
    if cut is None or cut.way != "down" or cut.wave == WAVES[1]:
        return ""
    return "straight" if not cut.wave else "curly" if cut.wave >= TIGHT else "wavy"
