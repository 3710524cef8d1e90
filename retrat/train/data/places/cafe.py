"""A counter with an espresso machine and shelves, or a bench below large windows; small tables."""

from retrat.train.data.places.site import (
    BLACK,
    BRASS,
    DAY,
    STEEL,
    Matter,
    Site,
    Sky,
    View,
    glowing,
    plaster,
    wood,
)
from retrat.train.data.places.things import (
    Glazing,
    chair,
    cup,
    cushion,
    pendant,
    picture,
    plant,
    shelf,
    table,
    vase,
    window,
)

PLASTERS = (
    (0.32, 0.2, 0.15), (0.12, 0.2, 0.18), (0.5, 0.45, 0.38), (0.16, 0.17, 0.2), (0.42, 0.3, 0.22),
)  # fmt: skip


def build(site: Site, moment: str) -> None:
    is_day = moment == "by day"
    wall = plaster(site.pick(*PLASTERS))
    dark = wood(site.pick((0.1, 0.05, 0.03), (0.2, 0.1, 0.05), (0.05, 0.08, 0.08)))
    oak = wood((0.4, 0.22, 0.1))
    pale = plaster((0.75, 0.7, 0.62))
    ceiling = BLACK if site.chance(0.5) else pale
    site.room(
        (3.3, 6.0, 3.2), wall=wall, side=pale, floor=wood((0.22, 0.12, 0.06)), ceiling=ceiling
    )
    aside = 1 if site.chance(0.5) else -1
    has_counter = site.chance(0.55)
    if has_counter:
        _counter(site, -0.5 * aside, dark, oak)
        site.lane((-2.6, 5.52, 0), (2.6, 5.52, 0), often=7)
        for level in (1.55, 1.97, 2.39):
            shelf(site, (0.5 * aside, 5.8, level), site.between(2.4, 3.2))
    else:
        _bench(site, aside, dark, is_day)
        site.lane((-2.55, 5.12, 0), (2.55, 5.12, 0), often=4)
    for number in range(4 + int(site.chance(0.5))):
        x = -2.4 + 1.15 * number + site.between(-0.15, 0.15)
        at = (x, site.between(3.4, 4.3), site.between(2.05, 2.3))
        pendant(site, at, ceiling=3.2, watts=20, shade=BLACK if site.chance(0.7) else BRASS)
    for x, y in ((1.6, 2.9), (-1.9, 2.6), (2.2, 4.5), (-2.5, 4.2)):
        _table(site, x * aside + site.between(-0.15, 0.15), y, oak, dark)
    for x in (-2.8, 2.8):
        if site.chance(0.7):
            plant(site, (x, site.between(4.7, 5.2), 0), height=site.between(0.9, 1.5))
    if is_day:
        site.panel((3.2 * aside, 2.6, 1.7), (0, 3.4, 1.1), (4.5, 2), watts=230)
    else:
        lamp = (1.2 * aside, 0.2, 2.8)
        site.panel(lamp, (0, 3, 1), (1.5, 1.5), watts=25, colour=(1.0, 0.75, 0.5))
    strength = 0.9 if is_day else 0.12
    site.sky = Sky(zenith=(0.5, 0.6, 0.8), horizon=(0.7, 0.8, 0.9), strength=strength)
    lighter = 1.0 if has_counter else 0.3
    site.view = View(exposure=lighter if is_day else 1.3)


def _bench(site: Site, aside: int, dark: Matter, is_day: bool) -> None:
    """Along the back wall, with cushions, below windows to the street or pictures."""
    site.box((0, 5.6, 0), (6.2, 0.6, 0.45), dark)
    site.box((0, 5.85, 0.45), (6.2, 0.1, 0.45), dark)
    for number in range(9):
        if site.chance(0.65):
            colour = site.pick(
                (0.5, 0.2, 0.08), (0.1, 0.25, 0.22), (0.6, 0.5, 0.35), (0.3, 0.05, 0.05)
            )
            cushion(site, (-2.7 + 0.68 * number, 5.65, 0.45), colour, turn=site.between(-0.2, 0.2))
    outside, strength, watts = (DAY, 1.6, 90.0) if is_day else ((0.02, 0.03, 0.09), 0.6, 4.0)
    for x in (-1.9 * aside, 0.2 * aside):
        window(
            site,
            (x, 5.96, 1.15),
            (1.7, 1.5),
            Glazing(frame=BLACK, panes=(3, 2), outside=outside, strength=strength, watts=watts),
        )
    for _ in range(0 if is_day else 26):
        lamp = glowing(site.pick((1.0, 0.6, 0.25), (1.0, 0.85, 0.6), (1.0, 0.2, 0.1)), 9)
        middle = -1.9 if site.chance(0.5) else 0.2
        at = (aside * (middle + site.between(-0.75, 0.75)), 5.93, site.between(1.25, 2.5))
        site.ball(at, site.between(0.02, 0.045), lamp)
    for x, z in ((1.75, 1.35), (2.5, 1.6)):
        colour = site.pick((0.5, 0.3, 0.15), (0.2, 0.35, 0.4), (0.45, 0.15, 0.1))
        picture(site, (x * aside, 5.97, z), (0.55, 0.7), colour)


def _counter(site: Site, x: float, dark: Matter, oak: Matter) -> None:
    site.box((x, 5.0, 0), (3.4, 0.7, 1.05), dark)
    for number in range(7):
        site.box((x - 1.5 + 0.5 * number, 4.63, 0.1), (0.42, 0.03, 0.85), dark, bevel=0.012)
    site.box((x, 4.95, 1.05), (3.6, 0.85, 0.05), oak)
    machine = x + site.between(-1.0, 0.4)
    site.box((machine, 5.0, 1.1), (0.8, 0.5, 0.12), STEEL)
    site.box((machine, 5.1, 1.22), (0.8, 0.3, 0.22), BLACK)
    site.box((machine, 5.0, 1.44), (0.84, 0.52, 0.12), STEEL, bevel=0.03)
    for offset in (-0.2, 0.2):
        site.rod((machine + offset, 4.8, 1.36), (machine + offset, 4.65, 1.34), 0.02, BLACK)
        site.lathe(
            (machine + offset, 4.86, 1.22),
            [(0.03, 0), (0.042, 0.08)],
            Matter(colour=(0.8, 0.78, 0.74)),
        )
    for number in range(6):
        cup(site, (machine - 0.3 + 0.12 * number, 5.05, 1.56))
    vase(
        site,
        (machine + 0.9, 4.85, 1.1),
        flowers=site.pick((0.7, 0.2, 0.25), (0.8, 0.6, 0.2), (0.6, 0.3, 0.6)),
    )


def _table(site: Site, x: float, y: float, oak: Matter, dark: Matter) -> None:
    table(site, (x, y, 0), oak)
    cup(site, (x + site.between(-0.15, 0.15), y - 0.08, 0.74))
    if site.chance(0.5):
        vase(site, (x + 0.1, y + 0.12, 0.74), flowers=site.pick((0.8, 0.7, 0.5), (0.7, 0.15, 0.15)))
    for offset, turn in ((-0.66, 1.57), (0.66, -1.57)):
        chair(site, (x + offset, y + 0.05, 0), dark, turn=turn + site.between(-0.3, 0.3))
