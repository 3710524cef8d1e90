"""Who walks by: made people of all sorts in clothes that nobody looks at twice."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from retrat.train.data.headshots import dressed

if TYPE_CHECKING:
    from retrat.train.data.assets import Pack
    from retrat.train.data.people import Colour, Outfit, Person

NAVY: Colour = (0.1, 0.13, 0.22)
BLACK: Colour = (0.08, 0.08, 0.09)
GREY: Colour = (0.36, 0.37, 0.39)
CAMEL: Colour = (0.62, 0.5, 0.36)
JEANS: Colour = (0.2, 0.26, 0.38)
KHAKI: Colour = (0.46, 0.41, 0.31)
WINE: Colour = (0.36, 0.1, 0.13)
CREAM: Colour = (0.66, 0.62, 0.54)
OLIVE: Colour = (0.27, 0.29, 0.2)
PINE: Colour = (0.1, 0.2, 0.17)
SKY: Colour = (0.5, 0.62, 0.74)
RUST: Colour = (0.6, 0.28, 0.15)
# Whom a seed makes, and the colours of the first two pieces of what they wear.
WALKERS: tuple[tuple[int, Colour, Colour], ...] = (
    (33, CAMEL, JEANS), (29, GREY, GREY), (8, BLACK, RUST), (9, NAVY, KHAKI), (3, WINE, BLACK),
    (6, OLIVE, OLIVE), (10, SKY, NAVY), (35, CREAM, JEANS), (38, BLACK, JEANS), (16, GREY, BLACK),
    (1, PINE, GREY), (32, NAVY, NAVY),
)  # fmt: skip
TALL = {"woman": 1.66, "man": 1.78}  # metres
DIFFER = 0.025  # between one and the next


def walkers(pack: Pack) -> list[tuple[Person, Outfit]]:
    """Without hats and glasses: from afar those are spots."""
    found = []
    for seed, first, second in WALKERS:
        person, outfit = dressed(seed, pack)
        colours = (first, second, *outfit.colours[2:])
        found.append((person, replace(outfit, colours=colours, hat="", glasses="")))
    return found


def height_of(person: Person) -> float:
    """Metres: as tall as people are, however large their body was made."""
    return TALL[person.gender] * (1 + DIFFER * (person.seed % 5 - 2) / 2)
