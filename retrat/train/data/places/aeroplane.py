"""The cabin of an airliner, towards its tail: rows of seats, oval windows, lockers overhead; from
the aisle or from a seat.
"""

import math
from dataclasses import dataclass

import numpy as np

from retrat.train.data.places.site import (
    BLACK,
    STEEL,
    Colour,
    Matter,
    Point,
    Site,
    Sky,
    View,
    cloth,
    glowing,
    mixed,
    wood,
)
from retrat.train.data.places.streets import Box, boxes, discs
from retrat.train.data.places.things import curtain
from retrat.train.data.places.vessels import padded, surface

SILL = 1.12  # metres over the floor: the middle of a window
HALF = 1.85  # half the width of a large cabin
LIP, LOCKER, TOP = 1.6, 2.04, 2.24  # the lockers' lower and upper edges, the ceiling
AISLE = 0.27  # half its width
EVERY = 0.53  # from window to window
HOLE = (0.15, 0.2)  # half a window's width and height
WALL = [
    (1.58, 0.0), (1.7, 0.3), (1.79, 0.6), (1.84, 0.85), (1.85, 1.05), (1.83, 1.25), (1.78, 1.45),
    (1.7, 1.62),
]  # fmt: skip
FABRICS: tuple[tuple[Colour, Colour], ...] = (
    ((0.02, 0.05, 0.16), (0.6, 0.6, 0.58)), ((0.05, 0.055, 0.065), (0.35, 0.03, 0.03)),
    ((0.2, 0.21, 0.22), (0.02, 0.14, 0.24)), ((0.12, 0.02, 0.035), (0.62, 0.58, 0.5)),
    ((0.02, 0.1, 0.11), (0.55, 0.5, 0.4)), ((0.3, 0.24, 0.17), (0.1, 0.05, 0.03)),
    ((0.07, 0.03, 0.12), (0.6, 0.58, 0.6)), ((0.03, 0.09, 0.2), (0.7, 0.3, 0.05)),
)  # fmt: skip
# Seats on a side, how wide they are, half the cabin's width.
KINDS: tuple[tuple[int, float, float], ...] = (
    (3, 0.475, HALF), (2, 0.66, HALF - 0.06), (2, 0.475, 1.42),
)  # fmt: skip
MOODS: tuple[Colour, ...] = (
    (0.22, 0.3, 1.0), (0.45, 0.22, 1.0), (0.1, 0.5, 0.95), (1.0, 0.5, 0.2), (0.75, 0.25, 0.75),
)  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Cabin:
    """`middle` is the x of its aisle, `floor` the height of its floor; `seats` of `wide` metres
    are on each side of it, in rows `pitch` apart from `first` to the `end`; the windows are `half`
    the cabin's width away.
    """

    middle: float
    floor: float
    first: float
    pitch: float
    end: float
    seats: int
    wide: float
    half: float
    lining: Matter
    seat: Matter
    cover: Matter
    shell: Matter

    def there(self, x: float, y: float, z: float) -> Point:
        return self.middle + x, y, self.floor + z

    def out(self, x: np.ndarray) -> np.ndarray:
        """Where something of its shell is that is at x in a large cabin."""
        less = HALF - self.half
        knots = np.array([0, 0.77, 1.6, 20])
        place: np.ndarray = np.interp(x, knots, knots - (0, 0.45 * less, less, less))
        return place

    def beside(self, hand: int, x: float, y: float, z: float) -> Point:
        return self.there(hand * float(self.out(np.array(x))), y, z)


def build(site: Site, moment: str) -> None:
    is_night = moment == "at night"
    side = 1 if site.chance(0.5) else -1
    is_sitting = site.chance(0.5)
    seats, wide, half = KINDS[int(site.rng.choice(3, p=(0.4, 0.25, 0.35)))]
    yaw = side * (site.between(0.1, 0.2) if is_sitting else site.between(0.03, 0.1))
    middle = site.between(-0.1, 0.1) - 1.2 * math.tan(yaw)
    if is_sitting:
        number = seats - 1 if site.chance(0.7) else 0
        middle = 1.5 * math.tan(yaw) - side * (AISLE + wide * (number + 0.5))
    pitch = site.between(0.8, 0.9) if wide < 0.5 else site.between(1.0, 1.15)
    first = 1.61 if is_sitting else 1.78
    tone, other = FABRICS[int(site.rng.integers(len(FABRICS)))]
    is_leather = site.chance(0.5)
    seat = (
        Matter(colour=tone, rough=0.4, bump=0.1, bump_scale=70, vary=0.05)
        if is_leather
        else cloth(tone).but(vary=0.22, vary_scale=70)
    )
    pale = site.pick((0.66, 0.65, 0.62), (0.68, 0.65, 0.59), (0.62, 0.64, 0.66))
    cabin = Cabin(
        middle=middle, floor=0.36 if is_sitting else 0.0, first=first, pitch=pitch,
        end=first + pitch * (13 if wide < 0.5 else 9) + 0.5, seats=seats, wide=wide, half=half,
        lining=Matter(colour=pale, rough=0.5, vary=0.03, vary_scale=1.0), seat=seat,
        cover=Matter(colour=other, rough=0.85, bump=0.15, bump_scale=80),
        shell=Matter(colour=mixed(tone, (0.25, 0.25, 0.26), 0.75), rough=0.45),
    )  # fmt: skip
    light: Colour = site.pick(*MOODS) if is_night else site.pick((1, 0.96, 0.9), (0.9, 0.95, 1.0))
    _walls(site, cabin, is_night)
    _lockers(site, cabin, light, is_night)
    _ceiling(site, cabin, light, is_night)
    _floor(site, cabin, light)
    _rows(site, cabin)
    _end(site, cabin, is_night)
    if is_night:
        _night(site, cabin, light)
    else:
        _day(site, cabin, side)
    site.view = View(
        to=(4 * math.tan(yaw), 4, 1.5 if is_sitting else 1.48), stop=site.between(2.0, 2.8),
        exposure=0.9 if is_night else 0.45,
    )  # fmt: skip


def _line(points: list[tuple[float, float]], count: int) -> np.ndarray:
    """So many points on a smooth line through some, evenly."""
    given = np.array(points)
    long = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(given, axis=0).T))])
    at = np.linspace(0, long[-1], count)
    line = np.stack([np.interp(at, long, given[:, k]) for k in (0, 1)], axis=1)
    for _ in range(2):
        line[1:-1] = 0.25 * line[:-2] + 0.5 * line[1:-1] + 0.25 * line[2:]
    return line


def _skin(site: Site, cabin: Cabin, line: np.ndarray, y: np.ndarray, matter: Matter) -> None:
    """What a line makes that is drawn along the cabin, on both sides."""
    for hand in (-1, 1):
        grid = np.stack(
            np.broadcast_arrays(
                cabin.middle + hand * cabin.out(line[None, :, 0]),
                y[:, None],
                cabin.floor + line[None, :, 1],
            ),
            axis=-1,
        )
        surface(site, grid, matter)


def _walls(site: Site, cabin: Cabin, is_night: bool) -> None:
    """Curved panels with a window in each, some with its blind half down."""
    line = _line(WALL, 90)
    y = np.arange(-0.8, cabin.end + 0.02, 0.02)
    start = site.between(0.0, EVERY)
    at, high = 0.5 * (y[1:] + y[:-1]), 0.5 * (line[1:, 1] + line[:-1, 1])
    along = np.mod(at - start, EVERY) - EVERY / 2
    beside = np.abs(along)[:, None] / (HOLE[0] + 0.03)
    inside = beside**2.6 + (np.abs(high - SILL)[None] / (HOLE[1] + 0.03)) ** 2.6 < 1
    seam = (np.abs(along) > EVERY / 2 - 0.011)[:, None] & (np.arange(len(at)) // 1 >= 0)[:, None]
    low = high[None] < 0.42
    kick = cabin.lining.but(colour=mixed(cabin.lining.colour, (0.12, 0.12, 0.13), 0.75))
    dim = cabin.lining.but(colour=mixed(cabin.lining.colour, (0.2, 0.2, 0.2), 0.35))
    middles = np.arange(start + EVERY / 2 - 2 * EVERY, cabin.end - 0.2, EVERY)
    for hand in (-1, 1):
        grid = np.stack(
            np.broadcast_arrays(
                cabin.middle + hand * cabin.out(line[None, :, 0]),
                y[:, None],
                cabin.floor + line[None, :, 1],
            ),
            axis=-1,
        )
        surface(site, grid, cabin.lining, ~inside & ~low & ~seam)
        surface(site, grid, dim, ~inside & ~low & seam)
        surface(site, grid, kick, ~inside & low)
        _frames(site, cabin, hand, middles)
        _blinds(site, cabin, hand, middles, 0.35 if is_night else 0.25)


def _frames(site: Site, cabin: Cabin, hand: int, middles: np.ndarray) -> None:
    """The rims of windows: a soft edge, then a funnel to the pane."""
    around = np.linspace(0, 2 * math.pi, 41)
    power = 2 / 2.6
    across = np.sign(np.cos(around)) * np.abs(np.cos(around)) ** power
    up = np.sign(np.sin(around)) * np.abs(np.sin(around)) ** power
    rings = ((0.045, 0.0), (0.038, -0.006), (0.02, -0.007), (0.004, 0.0), (0.0, 0.012))
    rim = cabin.lining.but(colour=mixed(cabin.lining.colour, (1, 1, 1), 0.15), rough=0.4)
    for middle in middles:
        points = [
            np.stack([
                cabin.middle + hand * cabin.out(_wide_at(SILL + (HOLE[1] + more) * up) + out),
                middle + (HOLE[0] + more) * across,
                cabin.floor + SILL + (HOLE[1] + more) * up,
            ], axis=-1)
            for more, out in rings
        ]  # fmt: skip
        surface(site, np.stack(points), rim)


def _wide_at(z: np.ndarray) -> np.ndarray:
    """Half the cabin's width at heights over its floor."""
    knots = np.array(WALL)
    wide: np.ndarray = np.interp(z, knots[:, 1], knots[:, 0])
    return wide


def _blinds(site: Site, cabin: Cabin, hand: int, middles: np.ndarray, share: float) -> None:
    down: list[Box] = []
    for middle in middles:
        if site.chance(share):
            tall = 2 * HOLE[1] * (1.0 if site.chance(0.4) else site.between(0.2, 0.7))
            at = cabin.beside(hand, 1.9, float(middle), SILL + HOLE[1] - tall)
            down.append((at, (0.012, 0.38, tall + 0.03)))
    boxes(site, down, Matter(colour=(0.6, 0.58, 0.54), rough=0.7, thin=0.25), bevel=0)


def _lockers(site: Site, cabin: Cabin, light: Colour, is_night: bool) -> None:
    """Doors along both sides, what is under them, and a strip of light above the windows."""
    under = _line([(1.7, 1.62), (1.62, LIP), (1.0, LIP), (0.86, LIP + 0.02)], 16)
    face = _line(
        [(0.86, LIP + 0.02), (0.79, LIP + 0.06), (0.77, LIP + 0.13), (0.8, 1.85), (0.88, 1.98),
         (0.98, LOCKER)], 22,
    )  # fmt: skip
    back = face + np.array([0.016, -0.003])
    ends = np.array([-0.8, cabin.end])
    below = cabin.lining.but(colour=mixed(cabin.lining.colour, (0.3, 0.3, 0.3), 0.3))
    _skin(site, cabin, under, ends, below)
    _skin(site, cabin, back, ends, Matter(colour=(0.05, 0.05, 0.05), rough=0.9))
    door = cabin.lining.but(rough=0.35)
    long, y = site.between(0.95, 1.15), site.between(-0.8, -0.2)
    latches: list[Box] = []
    while y < cabin.end:
        last = min(y + long - 0.009, cabin.end)
        _skin(site, cabin, face, np.array([y, last]), door)
        for hand in (-1, 1):
            latches.append((cabin.beside(hand, 0.785, (y + last) / 2, LIP + 0.055),
                            (0.02, 0.16, 0.028)))  # fmt: skip
        y += long
    boxes(site, latches, Matter(colour=(0.22, 0.22, 0.23), rough=0.35))
    lit = Matter(colour=light, glow=2.2 if is_night else 1.6)
    strip: list[Box] = [
        (cabin.beside(hand, 1.66, cabin.end / 2, LIP + 0.002), (0.05, cabin.end + 1.5, 0.01))
        for hand in (-1, 1)
    ]
    boxes(site, strip, lit, bevel=0)
    _overhead(site, cabin)
    if site.chance(0.4):
        _monitors(site, cabin)


def _overhead(site: Site, cabin: Cabin) -> None:
    """Over every row: air nozzles, lamps, a small sign."""
    plate: list[Box] = []
    dark: list[Box] = []
    signs: list[Box] = []
    y = cabin.first - cabin.pitch - 0.15
    while y < cabin.end - 0.6:
        for hand in (-1, 1):
            plate.append((cabin.beside(hand, 1.16, y, LIP - 0.02), (0.46, 0.2, 0.03)))
            signs.append((cabin.beside(hand, 0.96, y - 0.1, LIP - 0.018), (0.03, 0.005, 0.014)))
            for number in range(cabin.seats):
                x = 1.04 + 0.1 * number
                dark.append((cabin.beside(hand, x, y - 0.04, LIP - 0.028), (0.05, 0.05, 0.02)))
                dark.append((cabin.beside(hand, x, y + 0.05, LIP - 0.026), (0.035, 0.035, 0.02)))
        y += cabin.pitch
    boxes(site, plate, cabin.lining.but(rough=0.4), bevel=0.01)
    boxes(site, dark, Matter(colour=(0.12, 0.12, 0.125), rough=0.4), bevel=0.008)
    boxes(site, signs, glowing((1.0, 0.55, 0.15), 1.5).but(moves=""), bevel=0)


def _monitors(site: Site, cabin: Cabin) -> None:
    """Small screens that hang from the lockers, with a map on them."""
    frames: list[Box] = []
    seas: list[Box] = []
    lands: list[Box] = []
    for y in np.arange(cabin.first + 0.6 * cabin.pitch, cabin.end - 1, 3 * cabin.pitch).tolist():
        for hand in (-1, 1):
            x, y0, z = cabin.beside(hand, 1.2, y, LIP - 0.17)
            frames.append(((x, y0, z), (0.26, 0.03, 0.16)))
            seas.append(((x, y0 - 0.016, z + 0.012), (0.235, 0.004, 0.135)))
            for _ in range(4):
                at = (x + site.between(-0.08, 0.08), y0 - 0.018, z + site.between(0.02, 0.1))
                lands.append((at, (site.between(0.02, 0.07), 0.003, site.between(0.015, 0.04))))
    boxes(site, frames, BLACK)
    boxes(site, seas, glowing((0.05, 0.22, 0.5), 1.6).but(moves=""), bevel=0)
    boxes(site, lands, glowing((0.3, 0.5, 0.2), 1.6).but(moves=""), bevel=0)


def _ceiling(site: Site, cabin: Cabin, light: Colour, is_night: bool) -> None:
    """A vault with a cove of light above the lockers on both sides."""
    ends = np.array([-0.8, cabin.end])
    cove = _line([(0.98, LOCKER), (1.12, LOCKER + 0.02), (1.12, 2.14), (0.9, 2.19)], 14)
    vault = _line([(0.82, 2.16), (0.7, 2.19), (0.35, TOP - 0.01), (0.0, TOP)], 16)
    _skin(site, cabin, cove, ends, cabin.lining)
    _skin(site, cabin, vault, ends, cabin.lining)
    edge: list[Box] = [
        (cabin.beside(hand, 0.86, cabin.end / 2, 2.15), (0.1, cabin.end + 1.6, 0.03))
        for hand in (-1, 1)
    ]
    boxes(site, edge, cabin.lining, bevel=0.01)
    lit = Matter(colour=light, glow=3.2 if is_night else 3.0)
    strips: list[Box] = [
        (cabin.beside(hand, 1.06, cabin.end / 2, LOCKER + 0.025), (0.07, cabin.end + 1.5, 0.012))
        for hand in (-1, 1)
    ]
    boxes(site, strips, lit, bevel=0)
    seams: list[Box] = [
        (cabin.there(0, float(y), TOP - 0.012), (1.1, 0.006, 0.012))
        for y in np.arange(0.7, cabin.end, 1.1)
    ]
    boxes(site, seams, Matter(colour=(0.3, 0.3, 0.3), rough=0.8), bevel=0)


def _floor(site: Site, cabin: Cabin, light: Colour) -> None:
    carpet = cloth(mixed(cabin.seat.colour, (0.09, 0.09, 0.1), 0.7)).but(vary=0.25, vary_scale=50)
    site.plane(cabin.there(0, cabin.end / 2, 0), (3.6, cabin.end + 3), carpet)
    lines: list[Box] = [
        (cabin.there(hand * (AISLE - 0.01), cabin.end / 2, 0.002), (0.02, cabin.end + 2, 0.004))
        for hand in (-1, 1)
    ]
    boxes(site, lines, Matter(colour=mixed((0.6, 0.6, 0.5), light, 0.3), rough=0.6), bevel=0)


def _rows(site: Site, cabin: Cabin) -> None:
    """Seats that face the camera, some leaning back a little, and what is between them."""
    has_covers = site.chance(0.75)
    kinds = [_seat(cabin, lean, has_covers) for lean in (0.15, 0.19, 0.27)]
    places: list[list[Point]] = [[] for _ in kinds]
    arms: list[Point] = []
    for y in np.arange(cabin.first, cabin.end - 0.9, cabin.pitch).tolist():
        for hand in (-1, 1):
            for number in range(cabin.seats):
                at = cabin.there(hand * (AISLE + cabin.wide * (number + 0.5)), y, 0)
                is_first = y == cabin.first
                kind = 0 if is_first else int(site.rng.choice(3, p=(0.5, 0.35, 0.15)))
                places[kind].append(at)
                if site.chance(0.12):
                    soft = cloth(site.pick((0.6, 0.58, 0.54), cabin.cover.colour))
                    padded(site, (at[0], y + 0.12, at[2] + 0.47), (0.38, 0.14, 0.28), soft,
                           lean=0.3)  # fmt: skip
            arms += [
                cabin.there(hand * (AISLE + cabin.wide * number), y, 0)
                for number in range(cabin.seats + 1)
            ]
    for made, some in zip(kinds, places, strict=True):
        _copied(site, made, some)
    _copied(site, _arm(cabin), arms)


def _copied(site: Site, made: Site, places: list[Point]) -> None:
    """Puts something that was made at the origin in many places, as a mesh of each matter."""
    offsets = np.array(places)
    for shape in made.shapes:
        points = (shape.vertices[None] + offsets[:, None]).reshape(-1, 3)
        corners = shape.corners[None] + len(shape.vertices) * np.arange(len(places))[:, None, None]
        site.mesh(
            points, corners.reshape(-1, corners.shape[-1]), shape.matter,
            is_smooth=shape.is_smooth, bevel=shape.bevel,
        )  # fmt: skip


def _seat(cabin: Cabin, lean: float, has_cover: bool) -> Site:
    """One with its belt, at the origin."""
    made = Site(seed=0)
    wide = min(cabin.wide - 0.02, 0.52)
    tilt = math.tan(lean)
    padded(made, (0, -0.02, 0.33), (wide, 0.5, 0.15), cabin.seat)
    padded(made, (0, 0.25, 0.4), (wide, 0.13, 0.46), cabin.seat, lean=lean)
    upper = 0.25 + 0.38 * tilt
    padded(made, (0, upper, 0.77), (wide - 0.01, 0.125, 0.36), cabin.seat, lean=lean)
    head = 0.235 + 0.5 * tilt
    padded(made, (0, head, 0.9), (0.76 * wide, 0.13, 0.24), cabin.seat, lean=lean)
    if has_cover:
        cover = (0.6 * wide, 0.14, 0.185)
        padded(made, (0, head - 0.004, 0.97), cover, cabin.cover, lean=lean)
    padded(made, (0, 0.3, 0.36), (wide + 0.005, 0.11, 0.76), cabin.shell, lean=lean)
    made.box((0, 0, 0), (0.62 * wide, 0.42, 0.34), BLACK)
    belt = Matter(colour=(0.04, 0.045, 0.06), rough=0.9)
    made.box((0, 0.1, 0.478), (wide - 0.06, 0.045, 0.006), belt, bevel=0)
    made.box((0, 0.1, 0.482), (0.06, 0.05, 0.012), STEEL)
    return made


def _arm(cabin: Cabin) -> Site:
    """What is between two seats to rest an arm on."""
    made = Site(seed=0)
    wide = 0.055 if cabin.wide < 0.5 else 0.12
    padded(made, (0, 0.03, 0.58), (wide, 0.46, 0.06), cabin.shell)
    padded(made, (0, 0.16, 0.36), (0.04, 0.16, 0.26), cabin.shell)
    return made


def _end(site: Site, cabin: Cabin, is_night: bool) -> None:
    """A wall on both sides of a passage with a curtain, a lit galley behind."""
    half = 0.36
    panel = wood((0.34, 0.2, 0.1), rough=0.4) if site.chance(0.4) else cabin.lining
    walls: list[Box] = [
        (cabin.there(hand * (half + 0.75), cabin.end, 0), (1.5, 0.05, TOP)) for hand in (-1, 1)
    ]
    walls.append((cabin.there(0, cabin.end, 1.98), (1.0, 0.05, TOP - 1.96)))
    boxes(site, walls, panel, bevel=0)
    tone = mixed(cabin.seat.colour, (0.2, 0.2, 0.22), 0.4)
    for hand, wide in ((-1, site.between(0.15, 0.3)), (1, site.between(0.15, 0.3))):
        at = cabin.there(hand * (half - wide / 2), cabin.end - 0.06, 0.02)
        curtain(site, at, (wide, 1.94), cloth(tone), fold=0.025)
    site.box(cabin.there(0, cabin.end + 1.6, 0), (2.4, 0.05, TOP),
             Matter(colour=(0.5, 0.5, 0.49), rough=0.5), bevel=0)  # fmt: skip
    ovens: list[Box] = [
        (cabin.there(x, cabin.end + 1.55, z), (0.34, 0.05, 0.36))
        for x in (-0.38, 0.0, 0.38) for z in (0.1, 1.0, 1.42)
    ]  # fmt: skip
    boxes(site, ovens, STEEL)
    warm = (1.0, 0.86, 0.66)
    site.lamp(cabin.there(0, cabin.end + 0.8, 2.0), watts=10 if is_night else 40, colour=warm)
    sign = glowing((0.12, 0.6, 0.25), 1.6).but(moves="")
    site.box(cabin.there(0, cabin.end - 0.06, 2.05), (0.3, 0.03, 0.09), sign)


def _day(site: Site, cabin: Cabin, side: int) -> None:
    """Above the clouds, the sun on one side."""
    site.sky = Sky(
        zenith=(0.03, 0.11, 0.45), horizon=(0.16, 0.38, 0.8), strength=1.0,
    )  # fmt: skip
    clouds = Matter(colour=(0.8, 0.85, 0.92), rough=1.0, vary=0.35, vary_scale=0.012, glow=0.1)
    site.plane((0, 0, -60), (9000, 9000), clouds)
    hand = side if site.chance(0.6) else -side
    site.sun(
        site.between(16, 30), hand * site.between(95, 135), watts=9.0,
        colour=site.pick((1.0, 0.9, 0.74), (1.0, 0.8, 0.58)), angle=0.02,
    )  # fmt: skip
    _wing(site, cabin)
    for y in (0.5, 2.6, 4.8, 7.0, 9.4):
        for turn in (-1, 1):
            at = cabin.beside(turn, 0.9, y, TOP - 0.11)
            site.panel(at, cabin.beside(turn, 0.6, y, 0), (0.25, 1.6), watts=6,
                       colour=(1.0, 0.96, 0.9))  # fmt: skip
            at = cabin.beside(turn, 1.78, y, SILL + 0.05)
            watts = 9 if turn == hand else 3
            site.panel(at, cabin.there(0, y, 0.8), (1.8, 0.36), watts=watts, colour=(0.9, 0.95, 1))
            site.panel(cabin.beside(turn, 0.9, y, LOCKER + 0.06), cabin.there(0, y, TOP),
                       (0.08, 1.8), watts=2.5, colour=(1.0, 0.97, 0.93))  # fmt: skip


def _wing(site: Site, cabin: Cabin) -> None:
    """What of the wings is seen through the windows."""
    pale = Matter(colour=(0.6, 0.61, 0.62), rough=0.4)
    for hand in (-1, 1):
        low, high = cabin.floor + 0.1, cabin.floor + 1.1
        root, tip = cabin.middle + hand * 1.95, cabin.middle + hand * 16
        points = [(root, 4.0, low), (root, 10.5, low), (tip, 13.5, high), (tip, 11.8, high)]
        site.sheet(points, pale)


def _night(site: Site, cabin: Cabin, light: Colour) -> None:
    """The lights are low; some people read."""
    site.sky = Sky(
        zenith=(0.004, 0.007, 0.02), horizon=site.pick((0.02, 0.03, 0.07), (0.06, 0.035, 0.05)),
        strength=1.0, stars=0.4,
    )  # fmt: skip
    site.plane((0, 0, -60), (9000, 9000), Matter(colour=(0.02, 0.022, 0.04), rough=1.0, glow=0.5))
    for y in (0.5, 2.6, 4.8, 7.0, 9.4):
        for hand in (-1, 1):
            at = cabin.beside(hand, 0.95, y, TOP - 0.11)
            site.panel(at, cabin.there(-hand * 0.1, y, 1.9), (0.2, 1.6), watts=3.5, colour=light)
            at = cabin.beside(hand, 1.62, y, LIP - 0.03)
            site.panel(at, cabin.beside(hand, 1.7, y, 0.8), (0.1, 1.8), watts=1.6, colour=light)
    warm: Colour = (1.0, 0.8, 0.55)
    spots: list[tuple[Point, float]] = []
    for row in range(9):
        for hand in (-1, 1):
            for number in range(cabin.seats):
                if not site.chance(0.3 if row else 0.6):
                    continue
                y = cabin.first + cabin.pitch * row - 0.1
                at = cabin.beside(hand, 1.04 + 0.1 * number, y, LIP - 0.05)
                x = hand * (AISLE + cabin.wide * (number + 0.5))
                site.panel(at, cabin.there(x, y + 0.1, 0.5), (0.05, 0.05), watts=2.2, colour=warm)
                spots.append(((at[0], at[1] - 0.03, at[2] + 0.012), 0.02))
    discs(site, spots, glowing(warm, 14))
    site.panel((0.3, -0.4, 2.0), (0, 2.5, 1.1), (1.0, 0.6), watts=3, colour=(1.0, 0.85, 0.68))
