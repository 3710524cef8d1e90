"""What stands in a place, and the light there: plain data, which `blender.py` draws.

World in metres: x right, y away from the camera, z up, the floor at z = 0. The camera looks along
+y; whoever is put before the picture stands about 1.3 m from it, in its middle, and hides most of
what is there. Colours are linear RGB in [0, 1]; turns are radians around z.

    site = Site(seed)
    oak = wood((0.4, 0.22, 0.1))
    site.box((0, 3, 0), (1.2, 0.8, 0.75), oak)
    site.lamp((0, 3, 2), watts=60)
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from jaxtyping import Bool, Float, Int

Colour = tuple[float, float, float]
Point = tuple[float, float, float]

WARM: Colour = (1.0, 0.78, 0.5)
DAY: Colour = (0.86, 0.93, 1.0)
BEVEL = 0.006  # metres
BODY, STEP = (0.2, 1.7), 0.35  # metres: half as wide, as high; what feet get over
TALL = 2.3  # metres: nobody who walks by is taller
MOVES = ("water", "leaves", "lights")  # what of a picture can be moved, by name


@dataclass(frozen=True, kw_only=True, slots=True)
class Matter:
    """What something is made of. `vary` in [0, 1] is how much lighter and darker it gets in spots,
    `bump` in [0, 1] how uneven it is, each so many times a metre; `stretch` squeezes both along
    x, y, z. `glow` makes light. `pattern` "bricks" or "checks" has `second` as its other colour.
    """

    colour: Colour
    rough: float = 0.6
    metal: float = 0.0
    glass: float = 0.0
    sheen: float = 0.0
    thin: float = 0.0  # how much light goes through it, as through leaves and curtains
    glow: float = 0.0
    vary: float = 0.0
    vary_scale: float = 3.0
    bump: float = 0.0
    bump_scale: float = 30.0
    stretch: Point = (1.0, 1.0, 1.0)
    pattern: str = ""
    second: Colour = (0.5, 0.5, 0.5)
    pattern_scale: float = 4.0
    moves: str = ""  # one of MOVES

    def but(self, **changes: object) -> Matter:
        return replace(self, **changes)  # type: ignore[arg-type]

    def far(self, air: Colour, share: float) -> Matter:
        """As seen through so much air, in [0, 1]."""
        return self.but(colour=mixed(self.colour, air, share), vary=self.vary * (1 - share))


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Shape:
    """A mesh. `corners` are of faces of `sides` corners each."""

    vertices: Float[np.ndarray, "v 3"]
    corners: Int[np.ndarray, "f sides"]
    matter: Matter
    is_smooth: bool = False
    bevel: float = 0.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Light:
    """A lamp: "point", "area" (`size` is its width and height) or "sun" (`size` its angle)."""

    kind: str
    at: Point
    to: Point
    watts: float
    colour: Colour
    size: tuple[float, float]


@dataclass(frozen=True, kw_only=True, slots=True)
class Sky:
    """What is seen where nothing stands. `cover` in [0, 1] of clouds, `stars` in [0, 1]. With an
    `elevation` in degrees it is the sky of a sun that stands so high, `azimuth` degrees to the
    right of the view.
    """

    zenith: Colour = (0.1, 0.25, 0.6)
    horizon: Colour = (0.6, 0.75, 0.9)
    strength: float = 1.0
    cover: float = 0.0
    cloud: Colour = (1.0, 1.0, 1.0)
    cloud_scale: float = 3.0
    stars: float = 0.0
    elevation: float | None = None
    azimuth: float = 40.0
    dust: float = 1.0


@dataclass(frozen=True, kw_only=True, slots=True)
class View:
    """A camera with a lens of so many millimetres on a sensor 36 mm wide; focused on the person,
    so a small `stop` blurs what is behind. `exposure` in stops. With a `wide` it sees so many
    metres, near and far alike, and no sky.
    """

    at: Point = (0.0, 0.0, 1.5)
    to: Point = (0.0, 4.0, 1.45)
    lens: float = 42.0
    stop: float = 2.0
    focus: float = 1.4
    exposure: float = 0.0
    wide: float = 0.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Lane:
    """A line on the ground that people walk along, either way; `often` is how many of them begin
    in a minute. What stands before a lane that has a screen hides them.
    """

    start: Point
    end: Point
    often: float
    screen: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Outside:
    """What goes by outside of something that drives along y: so many metres a second, `height`
    metres below the camera is the ground there; `screen` is where it is seen.
    """

    speed: float
    height: float
    is_night: bool
    screen: int


Quad = tuple[Point, Point, Point, Point]


@dataclass(kw_only=True, slots=True)
class Site:
    """A place while it is built; the same seed builds the same."""

    seed: int
    rng: np.random.Generator = field(init=False)
    shapes: list[Shape] = field(default_factory=list)
    lights: list[Light] = field(default_factory=list)
    sky: Sky = field(default_factory=Sky)
    view: View = field(default_factory=View)
    lanes: list[Lane] = field(default_factory=list)
    # Upright sheets of which is drawn how much of them is seen: their corners. None: the sky.
    screens: list[list[Quad]] = field(default_factory=list)
    outside: Outside | None = None
    clouds: int | None = None  # which screen is the sky that clouds drift over

    def __post_init__(self) -> None:
        self.rng = np.random.default_rng([0x51E7, self.seed])

    def between(self, low: float, high: float) -> float:
        return float(self.rng.uniform(low, high))

    def pick(self, *choices: Colour) -> Colour:
        return choices[int(self.rng.integers(len(choices)))]

    def chance(self, share: float) -> bool:
        return bool(self.rng.random() < share)

    def mesh(
        self,
        vertices: Iterable[Sequence[float]] | np.ndarray,
        corners: Iterable[Sequence[int]] | np.ndarray,
        matter: Matter,
        *,
        is_smooth: bool = False,
        bevel: float = 0.0,
    ) -> None:
        points = np.asarray([*vertices] if not isinstance(vertices, np.ndarray) else vertices, "f4")
        faces = np.asarray([*corners] if not isinstance(corners, np.ndarray) else corners, "i4")
        self.shapes.append(
            Shape(vertices=points, corners=faces, matter=matter, is_smooth=is_smooth, bevel=bevel)
        )

    def box(
        self, at: Point, size: Point, matter: Matter, *, turn: float = 0.0, bevel: float = BEVEL
    ) -> None:
        """`at` is the middle of its bottom, `size` its width, depth and height."""
        x, y = size[0] / 2, size[1] / 2
        flat = np.array([(-x, -y), (x, -y), (x, y), (-x, y)])
        points = [(*each, height) for height in (0.0, size[2]) for each in flat]
        faces = [
            (0, 3, 2, 1), (4, 5, 6, 7), (0, 1, 5, 4), (1, 2, 6, 5), (2, 3, 7, 6), (3, 0, 4, 7),
        ]  # fmt: skip
        self.mesh(
            placed(np.array(points), at, turn), faces, matter, bevel=min(bevel, min(size) / 3)
        )

    def lathe(
        self, at: Point, profile: Sequence[tuple[float, float]], matter: Matter, *, sides: int = 28
    ) -> None:
        """Turned on a lathe: (radius, height) from the bottom to the top."""
        around = np.linspace(0, 2 * math.pi, sides, endpoint=False)
        rings = [
            np.stack([r * np.cos(around), r * np.sin(around), np.full(sides, h)], axis=1)
            for r, h in profile
        ]
        points = np.concatenate([*rings, [[0, 0, profile[0][1]], [0, 0, profile[-1][1]]]])
        low, high = len(profile) * sides, len(profile) * sides + 1
        faces = []
        for side in range(sides):
            after = (side + 1) % sides
            faces.append((low, after, side, side))
            last = (len(profile) - 1) * sides
            faces.append((high, last + side, last + after, last + after))
            for ring in range(len(profile) - 1):
                a, b = ring * sides, (ring + 1) * sides
                faces.append((a + side, a + after, b + after, b + side))
        self.mesh(placed(points, at), faces, matter, is_smooth=True)

    def ball(self, at: Point, radius: float, matter: Matter) -> None:
        self.lathe(at, ball_profile(radius), matter)

    def rod(self, start: Point, end: Point, radius: float, matter: Matter, sides: int = 10) -> None:
        """A round bar from one point to another."""
        a, b = np.asarray(start, float), np.asarray(end, float)
        along = (b - a) / max(1e-9, float(np.linalg.norm(b - a)))
        aside = np.cross(along, (0, 0, 1) if abs(along[2]) < 0.9 else (1, 0, 0))
        aside /= np.linalg.norm(aside)
        other = np.cross(along, aside)
        around = np.linspace(0, 2 * math.pi, sides, endpoint=False)[:, None]
        ring = radius * (np.cos(around) * aside + np.sin(around) * other)
        points = np.concatenate([a + ring, b + ring])
        faces = [(i, (i + 1) % sides, sides + (i + 1) % sides, sides + i) for i in range(sides)]
        self.mesh(points, faces, matter, is_smooth=True)

    def plane(
        self, at: Point, size: tuple[float, float], matter: Matter, turn: float = 0.0
    ) -> None:
        """A flat, level sheet."""
        x, y = size[0] / 2, size[1] / 2
        points = np.array([(-x, -y, 0), (x, -y, 0), (x, y, 0), (-x, y, 0)], float)
        self.mesh(placed(points, at, turn), [(0, 1, 2, 3)], matter)

    def sheet(self, corners: Sequence[Point], matter: Matter) -> None:
        """A flat sheet of four corners, in order."""
        self.mesh(list(corners), [(0, 1, 2, 3)], matter)

    def ground(
        self,
        heights: Float[np.ndarray, "y x"],
        at: tuple[float, float],
        size: tuple[float, float],
        matter: Matter,
    ) -> None:
        """Hilly ground: heights over a grid, its first row nearest; `at` is the middle of its near
        edge.
        """
        rows, columns = heights.shape
        y, x = np.meshgrid(
            np.linspace(0, size[1], rows), np.linspace(-0.5, 0.5, columns) * size[0], indexing="ij"
        )
        points = np.stack([x + at[0], y + at[1], heights], axis=-1).reshape(-1, 3)
        first = (np.arange(rows - 1)[:, None] * columns + np.arange(columns - 1)).ravel()
        faces = np.stack([first, first + 1, first + columns + 1, first + columns], axis=1)
        self.mesh(points, faces, matter, is_smooth=True)

    def leaves(
        self,
        middle: Point,
        reach: Point,
        matter: Matter,
        *,
        count: int = 400,
        size: float = 0.08,
        hollow: float = 0.5,
    ) -> None:
        """A cloud of leaves in an ellipsoid: of what is within `hollow` of its radius there are
        fewer.
        """
        towards = self.rng.normal(size=(count, 3))
        towards /= np.linalg.norm(towards, axis=1, keepdims=True)
        radius = hollow + (1 - hollow) * self.rng.random((count, 1)) ** 0.5
        centre = np.asarray(middle) + towards * radius * np.asarray(reach)
        along = self.rng.normal(size=(count, 3))
        along /= np.linalg.norm(along, axis=1, keepdims=True)
        aside = np.cross(along, self.rng.normal(size=(count, 3)))
        aside /= np.linalg.norm(aside, axis=1, keepdims=True)
        long = size * self.rng.uniform(0.6, 1.4, (count, 1))
        wide = 0.45 * long
        points = np.stack(
            [
                centre - along * long,
                centre + aside * wide,
                centre + along * long,
                centre - aside * wide,
            ],
            axis=1,
        )
        self.mesh(points.reshape(-1, 3), np.arange(4 * count).reshape(count, 4), matter)

    def lamp(self, at: Point, *, watts: float, colour: Colour = WARM, radius: float = 0.06) -> None:
        """A bulb: light, and nothing to see of it."""
        self.lights.append(
            Light(kind="point", at=at, to=at, watts=watts, colour=colour, size=(radius, radius))
        )

    def panel(
        self, at: Point, to: Point, size: tuple[float, float], *, watts: float, colour: Colour = DAY
    ) -> None:
        """A lit area that shines towards a point: a window, a softbox."""
        self.lights.append(Light(kind="area", at=at, to=to, watts=watts, colour=colour, size=size))

    def sun(
        self,
        elevation: float,
        azimuth: float,
        *,
        watts: float = 4.0,
        colour: Colour = (1.0, 0.94, 0.86),
        angle: float = 0.01,
    ) -> None:
        """The sun, degrees high and degrees to the right of the view (180 is behind the camera)."""
        up, aside = math.radians(elevation), math.radians(azimuth)
        at = (math.cos(up) * math.sin(aside), math.cos(up) * math.cos(aside), math.sin(up))
        self.lights.append(
            Light(kind="sun", at=at, to=(0, 0, 0), watts=watts, colour=colour, size=(angle, angle))
        )

    def lane(self, start: Point, end: Point, *, often: float, is_free: bool = False) -> None:
        """`is_free` where nothing stands between it and the camera, as where it leads away."""
        screen = None
        if not is_free:
            screen = len(self.screens)
            (a, b, z), (c, d, w) = start, end
            self.screens.append([((a, b, z), (c, d, w), (c, d, w + TALL), (a, b, z + TALL))])
        self.lanes.append(Lane(start=start, end=end, often=often, screen=screen))

    def free_lane(
        self, ways: Sequence[tuple[Point, Point]], *, often: float, is_free: bool = False
    ) -> None:
        """A lane along whichever of some lines touches least of what stands already."""
        points = np.concatenate([shape.vertices[np.unique(shape.corners)] for shape in self.shapes])
        start, end = min(ways, key=lambda ends: int(touched(points, *ends).sum()))
        self.lane(start, end, often=often, is_free=is_free)

    def drifts(self) -> None:
        """Clouds go over the sky, where it has any."""
        if self.sky.cover:
            self.clouds = len(self.screens)
            self.screens.append([])

    def drives(
        self, windows: Sequence[Quad], *, speed: float, height: float, is_night: bool = False
    ) -> None:
        """What is seen through windows goes by; they are sheets right outside of them."""
        screen = len(self.screens)
        self.screens.append([*windows])
        self.outside = Outside(speed=speed, height=height, is_night=is_night, screen=screen)

    def room(
        self,
        size: Point,
        *,
        wall: Matter,
        floor: Matter,
        ceiling: Matter,
        side: Matter | None = None,
    ) -> None:
        """A floor, a ceiling, a back wall and side walls; open behind the camera. `size` is half
        its width, how far away its back wall is, and its height.
        """
        half_width, depth, height = size
        side = side or wall
        long, wide = depth + 3, 2 * half_width
        middle = depth - long / 2
        self.plane((0, middle, 0), (wide, long), floor)
        self.box((0, middle, height), (wide, long, 0.1), ceiling, bevel=0)
        self.box((0, depth + 0.05, 0), (wide, 0.1, height), wall, bevel=0)
        for x in (-half_width - 0.05, half_width + 0.05):
            self.box((x, middle, 0), (0.1, long, height), side, bevel=0)


def touched(points: Float[np.ndarray, "n 3"], start: Point, end: Point) -> Bool[np.ndarray, " n"]:
    """Which points somebody touches who walks along a lane, but with their feet."""
    way = np.asarray(end, float) - start
    long, aside, high = float(np.linalg.norm(way)), *BODY
    up = points[:, 2] - start[2]
    found: np.ndarray = (up > STEP) & (up < high)
    for axis in (0, 1):
        low, most = sorted((start[axis], end[axis]))
        found &= (points[:, axis] > low - aside) & (points[:, axis] < most + aside)
    near = points[found] - start
    along = near @ way / long
    away = np.linalg.norm((near - np.outer(along / long, way))[:, :2], axis=1)
    found[found] = (along > 0) & (along < long) & (away < aside)
    return found


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    r, g, b = ((1 - share) * a + share * c for a, c in zip(one, other, strict=True))
    return r, g, b


def placed(points: np.ndarray, at: Sequence[float], turn: float = 0.0) -> np.ndarray:
    """Points turned around z, then put there."""
    c, s = math.cos(turn), math.sin(turn)
    return points @ np.array([[c, s, 0], [-s, c, 0], [0, 0, 1.0]]) + np.asarray(at, float)


def ball_profile(radius: float, rings: int = 12) -> list[tuple[float, float]]:
    angles = [math.pi * ring / rings for ring in range(rings + 1)]
    return [(max(1e-4, radius * math.sin(a)), -radius * math.cos(a)) for a in angles]


def hills(
    rng: np.random.Generator, shape: tuple[int, int], octaves: int = 6, rough: float = 0.5
) -> Float[np.ndarray, "y x"]:
    """Fractal noise in about [-1, 1], its first octave two bumps wide."""
    rows, columns = shape
    total, height = np.zeros(shape), 1.0
    for octave in range(octaves):
        cells = 2 ** (octave + 1)
        lattice = rng.uniform(-1, 1, (cells + 3, cells + 3))
        total += height * (_between(rows, cells) @ lattice @ _between(columns, cells).T)
        height *= rough
    return total


def _between(points: int, cells: int) -> Float[np.ndarray, "points cells+3"]:
    """How much of each point of a lattice every point on a line over its cells has, softly."""
    place = np.linspace(0, cells, points)
    before = place.astype(int)
    share = place - before
    share = share * share * (3 - 2 * share)
    weights = np.zeros((points, cells + 3))
    weights[np.arange(points), before] = 1 - share
    weights[np.arange(points), before + 1] = share
    return weights


# What much is made of.
def wood(colour: Colour, rough: float = 0.45) -> Matter:
    return Matter(
        colour=colour,
        rough=rough,
        vary=0.35,
        vary_scale=4,
        bump=0.15,
        bump_scale=12,
        stretch=(1, 12, 12),
    )


def plaster(colour: Colour) -> Matter:
    return Matter(colour=colour, rough=0.9, vary=0.05, vary_scale=1.5, bump=0.08, bump_scale=20)


def cloth(colour: Colour) -> Matter:
    return Matter(colour=colour, rough=0.95, sheen=0.4, bump=0.3, bump_scale=90, vary=0.06)


def leaf(colour: Colour, moves: str = "leaves") -> Matter:
    """Of a plant in the wind; indoors nothing `moves` them."""
    return Matter(colour=colour, rough=0.5, thin=0.35, vary=0.35, vary_scale=9, moves=moves)


def glowing(colour: Colour, strength: float) -> Matter:
    return Matter(colour=colour, glow=strength, moves="lights")


STEEL = Matter(colour=(0.6, 0.6, 0.62), rough=0.28, metal=1.0)
BRASS = Matter(colour=(0.75, 0.5, 0.2), rough=0.3, metal=1.0)
BLACK = Matter(colour=(0.015, 0.015, 0.017), rough=0.5)
WHITE = Matter(colour=(0.8, 0.79, 0.76), rough=0.5)
GLASS = Matter(colour=(0.95, 0.98, 0.97), rough=0.02, glass=1.0)
