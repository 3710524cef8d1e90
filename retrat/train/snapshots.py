"""Busts as somebody's snapshots show them: before anything, in any light, in any clothes.

A network that cuts people out learns here what of a photo may be anything and what is somebody
nevertheless. What is behind them is a place, a pattern, their own colours, or another person; what
they wear has any colour, and hats, hoods, collars and suits that no made person has are drawn on
them. Then all is moved, and changed in colour, sharpness and grain, as cameras do.

Pictures are (b, 3, 256, 256) in [-1, 1], framed as `media.crops.crop_bust` frames, mattes
(b, 1, 256, 256) in [0, 1]. One generator decides everything, so the same numbers give the same
pictures.
"""

from collections.abc import Callable, Sequence

import numpy as np
import torch
from einops import repeat
from jaxtyping import Bool, Float
from torch import Tensor
from torch.nn import functional as F

SIZE = 256
EYES, CHIN = 92, 160  # rows of a bust
GREY = 0.15  # of the pictures
HALO = 0.15  # of them have a shadow on what is behind
ALIKE = 0.3  # of them are before a colour of their own
DYED, DRESSED, ACCOMPANIED = 0.3, 0.5, 0.15
SOFT, SHARPENED = 0.3, 0.3

Batch = tuple[Float[Tensor, "b 3 y x"], Float[Tensor, "b 1 y x"]]
Picture = Float[Tensor, "3 y x"]
Matte = Float[Tensor, "1 y x"]
_ROWS, _COLUMNS = torch.meshgrid(
    torch.arange(SIZE).float() + 0.5, torch.arange(SIZE).float() + 0.5, indexing="ij"
)


def dressed_in_anything(people: Batch, rng: np.random.Generator) -> Batch:
    """People in another light, in clothes of any colour and shape."""
    pictures, mattes = [], []
    for picture, matte in zip(*people, strict=True):
        shown, seen = _toned(picture, rng), matte
        if rng.random() < DYED:
            shown = _dyed(shown, seen, rng)
        if rng.random() < DRESSED:
            shown, seen = _dressed(shown, seen, rng)
        pictures.append(shown)
        mattes.append(seen)
    return torch.stack(pictures), torch.stack(mattes)


def before_anything(
    people: Batch, others: Batch, places: Float[Tensor, "n 3 v u"], rng: np.random.Generator
) -> Batch:
    """People before places, patterns, and `others` who stand farther back."""
    whole = []
    for shown, seen, other, its in zip(*people, *others, strict=True):
        behind = _behind(other, its, places, rng)
        if rng.random() < ALIKE:
            behind = _alike(behind, shown, seen, rng)
        if rng.random() < ACCOMPANIED:
            behind = _accompanied(behind, _toned(other, rng), its, rng)
        if rng.random() < HALO:
            behind = _shaded(behind, seen, rng)
        whole.append(shown * seen + behind * (1 - seen))
    return torch.stack(whole), people[1]


def moved(pictures: Batch, rng: np.random.Generator, *, is_open: bool = False) -> Batch:
    """Turned, scaled, shifted, mirrored a little: faces are never found exactly. Beyond a picture
    its edge goes on; if it `is_open`, nobody is above it.
    """
    both = torch.cat(pictures, dim=1)
    count = len(both)
    angle = rng.normal(0, 0.1, count)
    scale = np.exp(rng.normal(0, 0.14, count))
    turn = np.zeros((count, 2, 3), np.float32)
    mirror = np.where(rng.random(count) < 0.5, -1.0, 1.0)
    turn[:, 0, 0], turn[:, 0, 1] = mirror * scale * np.cos(angle), -scale * np.sin(angle)
    turn[:, 1, 0], turn[:, 1, 1] = mirror * scale * np.sin(angle), scale * np.cos(angle)
    turn[:, :, 2] = rng.normal(0, 0.08, (count, 2))
    grid = F.affine_grid(torch.from_numpy(turn), list(both.shape), align_corners=False)
    changed = F.grid_sample(both, grid, padding_mode="border", align_corners=False)
    shown, seen = changed[:, :3], changed[:, 3:]
    if is_open:
        below = ((grid[..., 1] + 1) * SIZE / 2 + 0.5).clamp(0, 1)
        seen = seen * below[:, None]
    return shown, seen


def photographed(
    pictures: Float[Tensor, "b 3 y x"], rng: np.random.Generator
) -> Float[Tensor, "b 3 y x"]:
    """Exposure, contrast, grey, softness and grain of the whole picture; some are sharpened, as
    cameras do.
    """
    count = len(pictures)

    def each(low: float, high: float) -> Tensor:
        return _numbers(rng, low, high, (count, 1, 1, 1))

    def some(share: float) -> Tensor:
        return torch.from_numpy(rng.random((count, 1, 1, 1)) < share)

    x = pictures * each(0.6, 1.5) + each(-0.25, 0.25)
    x = torch.where(some(GREY), repeat(x.mean(dim=1), "b y x -> b c y x", c=3), x)
    cell = int(rng.choice([2, 2, 3]))
    coarse = F.interpolate(x, size=(SIZE // cell,) * 2, mode="area")
    soft = F.interpolate(coarse, size=(SIZE, SIZE), mode="bilinear", align_corners=False)
    x = torch.where(some(SOFT), soft, x.clamp(-1, 1))
    around = F.avg_pool2d(x, 5, stride=1, padding=2, count_include_pad=False)
    x = torch.where(some(SHARPENED), x + each(0.3, 1.5) * (x - around), x)
    grain = torch.randn(x.shape, generator=_torch_rng(rng)) * each(0.0, 0.08)
    return (x + grain).clamp(-1, 1)


def _torch_rng(rng: np.random.Generator) -> torch.Generator:
    return torch.Generator().manual_seed(int(rng.integers(2**31)))


def _numbers(rng: np.random.Generator, low: float, high: float, shape: Sequence[int]) -> Tensor:
    return torch.from_numpy(rng.uniform(low, high, shape).astype(np.float32))


def _colour(rng: np.random.Generator) -> Float[Tensor, "3 1 1"]:
    """Any; half of them hardly coloured, white and black among them."""
    if rng.random() < 0.5:
        return (_numbers(rng, -1, 1, (1, 1, 1)) + _numbers(rng, -0.1, 0.1, (3, 1, 1))).clamp(-1, 1)
    return _numbers(rng, -1, 1, (3, 1, 1))


def _toned(picture: Picture, rng: np.random.Generator) -> Picture:
    """In light of its own: other gains of the colours, another gamma."""
    light = ((picture + 1) / 2).clamp(1e-4, 1) ** float(rng.uniform(0.7, 1.5))
    return (light * _numbers(rng, 0.75, 1.3, (3, 1, 1))).clamp(0, 1) * 2 - 1


# What is behind somebody.


def _behind(
    other: Picture, matte: Matte, places: Float[Tensor, "n 3 v u"], rng: np.random.Generator
) -> Picture:
    """A place, or a pattern."""
    kind = rng.random()
    if kind < 0.35 and len(places):
        return _place(places[int(rng.integers(len(places)))], rng)
    if kind < 0.55:
        filled = other * (1 - matte) + _colour(rng) * matte
        return filled.flip(-2) if rng.random() < 0.5 else filled.flip(-1)
    patterns = (_clouds, _shapes, _stripes, _slope)
    return patterns[int(rng.integers(len(patterns)))](rng)


def _place(place: Float[Tensor, "3 v u"], rng: np.random.Generator) -> Picture:
    """A part of a picture of a place, mirrored or not, out of focus or not."""
    side = int(rng.integers(place.shape[-1] // 2, place.shape[-1] + 1))
    top, left = (int(rng.integers(place.shape[-1] - side + 1)) for _ in "yx")
    part = place[None, :, top : top + side, left : left + side]
    blur = int(rng.choice([1, 1, 2, 4, 8]))
    part = F.interpolate(part, size=(SIZE // blur,) * 2, mode="bilinear", antialias=True)
    part = F.interpolate(part, size=(SIZE, SIZE), mode="bilinear")[0]
    return _toned(part.flip(-1) if rng.random() < 0.5 else part, rng)


def _clouds(rng: np.random.Generator) -> Picture:
    """Noise of several scales, in colour."""
    whole, source = torch.zeros(1, 3, SIZE, SIZE), _torch_rng(rng)
    for scale in (2, 4, 8, 16, 32, 64, 128):
        size = max(2, SIZE // scale)
        noise = torch.randn(1, 3, size, size, generator=source)
        share = float(rng.random() ** 2) * scale**0.3 * 0.3
        whole += share * F.interpolate(noise, size=(SIZE, SIZE), mode="bilinear")
    return (whole[0] + _colour(rng)).clamp(-1, 1)


def _shapes(rng: np.random.Generator) -> Picture:
    """Overlapping boxes and discs, as furniture, windows and lamps are."""
    whole = _colour(rng).expand(3, SIZE, SIZE).clone()
    for _ in range(int(rng.integers(4, 24))):
        y, x = rng.integers(SIZE, size=2)
        high, wide = rng.integers(4, 120, size=2)
        rows, columns = slice(max(0, y - high), y + high), slice(max(0, x - wide), x + wide)
        if rng.random() < 0.4:
            near = _oval(x, y, wide, high)[rows, columns] < 1
            whole[:, rows, columns] = torch.where(near, _colour(rng), whole[:, rows, columns])
        else:
            whole[:, rows, columns] = _colour(rng)
    return whole


def _stripes(rng: np.random.Generator) -> Picture:
    """Two or three colours in turn, straight or in folds, as flags, blinds and shelves are."""
    colours = torch.stack([_colour(rng) for _ in range(int(rng.integers(2, 4)))])
    angle, period = rng.uniform(0, np.pi), rng.uniform(8, 60)
    bend, length, start = rng.uniform(0, 14), rng.uniform(30, 120), rng.uniform(0, 60)
    across = _COLUMNS * np.cos(angle) + _ROWS * np.sin(angle)
    along = _ROWS * np.cos(angle) - _COLUMNS * np.sin(angle)
    number = ((across + bend * torch.sin(along / length * 6) + start) / period).floor().long()
    painted = colours[number % len(colours), :, 0, 0].permute(2, 0, 1)
    return (painted + 0.3 * rng.random() * torch.sin(along / length * 6 + start)).clamp(-1, 1)


def _slope(rng: np.random.Generator) -> Picture:
    """One colour, lighter at one side: a wall, a sky, a photographer's backdrop."""
    angle, steep = rng.uniform(0, 2 * np.pi), rng.uniform(0, 0.6)
    slope = (_COLUMNS * np.cos(angle) + _ROWS * np.sin(angle)) / SIZE - 0.5
    spot = torch.exp(-_oval(rng.uniform(0, SIZE), rng.uniform(0, SIZE), 120, 120))
    return (_colour(rng) + steep * slope + rng.uniform(-0.4, 0.6) * spot).clamp(-1, 1)


def _alike(behind: Picture, shown: Picture, seen: Matte, rng: np.random.Generator) -> Picture:
    """Behind somebody it is nearly as their hair or their clothes are."""
    is_hair = rng.random() < 0.6
    part = (seen[0] > 0.9) & ((_ROWS < EYES - 25) if is_hair else (_ROWS > CHIN + 30))
    if not part.any():
        return behind
    pixels = shown[:, part]
    colour = pixels[:, int(rng.integers(pixels.shape[1]))][:, None, None]
    colour = colour + _numbers(rng, -0.25, 0.25, (1, 1, 1))
    return torch.lerp(behind, colour.clamp(-1, 1), float(rng.uniform(0.4, 0.95)))


def _accompanied(
    behind: Picture, other: Picture, matte: Matte, rng: np.random.Generator
) -> Picture:
    """Somebody else stands at one side, farther back: not who is meant."""
    scale = float(rng.uniform(0.9, 2.2))
    aside = float(rng.choice([-1, 1]) * rng.uniform(0.55, 1.1)) * scale
    down = float(rng.uniform(-0.2, 0.5)) * scale
    turn = torch.tensor([[[scale, 0, aside], [0, scale, down]]])
    both = torch.cat([other, matte])[None]
    grid = F.affine_grid(turn, list(both.shape), align_corners=False)
    there = F.grid_sample(both, grid, padding_mode="zeros", align_corners=False)[0]
    return behind * (1 - there[3:]) + there[:3] * there[3:]


def _shaded(behind: Picture, seen: Matte, rng: np.random.Generator) -> Picture:
    """Their shadow lies on a wall close behind."""
    wide = int(rng.choice([5, 11, 21]))
    shade = F.avg_pool2d(seen[None], wide, stride=1, padding=wide // 2)[0]
    shade = torch.roll(shade, tuple(int(n) for n in rng.integers(-14, 15, 2)), dims=(1, 2))
    return (behind + 1) * (1 - float(rng.uniform(0.2, 0.7)) * shade) - 1


# What they wear.


def _oval(x: float, y: float, wide: float, high: float) -> Float[Tensor, "y x"]:
    """1 on an ellipse with these half axes, less inside."""
    return ((_COLUMNS - x) / wide) ** 2 + ((_ROWS - y) / high) ** 2


def _dyed(shown: Picture, seen: Matte, rng: np.random.Generator) -> Picture:
    """Parts of somebody have any colour or pattern, as light and dark in detail as they are."""
    for _ in range(int(rng.integers(1, 4))):
        part = _part(rng) & (_oval(SIZE / 2, EYES + 25, 36, 52) > 1)
        paint = _clouds(rng) if rng.random() < 0.3 else _colour(rng).expand(3, SIZE, SIZE)
        if rng.random() < 0.25:
            paint = _stripes(rng)
        detail = shown.mean(dim=0, keepdim=True) - _even(shown.mean(dim=0, keepdim=True), 15)
        dyed = (paint + float(rng.uniform(0.3, 1.2)) * detail).clamp(-1, 1)
        shown = torch.where(part & (seen > 0.02), dyed, shown)
    return shown


def _part(rng: np.random.Generator) -> Bool[Tensor, "y x"]:
    """Half of a picture, a band of it, an oval."""
    kind = int(rng.integers(3))
    if kind == 0:
        row = float(rng.choice([rng.uniform(20, EYES - 20), rng.uniform(CHIN, 230)]))
        return row > _ROWS if row < EYES else row < _ROWS
    if kind == 1:
        angle, start = rng.uniform(0, np.pi), rng.uniform(-60, 200)
        across = _COLUMNS * np.cos(angle) + _ROWS * np.sin(angle) - start
        return (across > 0) & (across < rng.uniform(8, 70))
    x, y = rng.uniform(0, SIZE), rng.uniform(0, SIZE)
    return _oval(x, y, rng.uniform(10, 80), rng.uniform(10, 60)) < 1


def _even(values: Float[Tensor, "c y x"], wide: int) -> Float[Tensor, "c y x"]:
    return F.avg_pool2d(values[None], wide, 1, wide // 2, count_include_pad=False)[0]


def _dressed(shown: Picture, seen: Matte, rng: np.random.Generator) -> tuple[Picture, Matte]:
    """With a hat, a hood, a stiff collar, a thick suit: shapes that are theirs, of any colour."""
    kinds: tuple[Callable[..., tuple[Picture, Matte]], ...] = (_hat, _hat, _hood, _collar, _suit)
    return kinds[int(rng.integers(len(kinds)))](shown, seen, rng)


def _cloth(rng: np.random.Generator) -> Picture:
    """A colour with folds, one that shines, a pattern."""
    kind = int(rng.integers(3))
    if kind == 0:
        return (0.4 * _clouds(rng) + 0.7 * _colour(rng)).clamp(-1, 1)
    return _slope(rng) if kind == 1 else _stripes(rng)


def _put(
    shown: Picture, seen: Matte, shape: Float[Tensor, "y x"], paint: Picture
) -> tuple[Picture, Matte]:
    """A shape before all: 0 to 1, its border as soft as a picture's is."""
    return torch.lerp(shown, paint, shape), torch.maximum(seen, shape[None])


def _inside(oval: Float[Tensor, "y x"], wide: float) -> Float[Tensor, "y x"]:
    """1 within an ellipse that is about as wide, soft over two pixels."""
    return ((1 - oval.clamp(min=1e-6).sqrt()) * wide / 2 + 0.5).clamp(0, 1)


def _hat(shown: Picture, seen: Matte, rng: np.random.Generator) -> tuple[Picture, Matte]:
    """A crown; a front, a band of another colour, a brim or not."""
    x, brow = SIZE / 2 + rng.normal(0, 4), rng.uniform(44, 74)
    wide, high = rng.uniform(42, 70), rng.uniform(25, 72)
    crown = _inside(_oval(x, brow, wide, high), wide) * (brow > _ROWS)
    flat = brow - high * rng.uniform(0.6, 1.2)
    shown, seen = _put(shown, seen, crown * (flat < _ROWS), _cloth(rng))
    if rng.random() < 0.4:
        front = _inside(_oval(x, brow - 0.4 * high, 0.5 * wide, 0.6 * high), wide / 2)
        shown, seen = _put(shown, seen, front * (brow > _ROWS), _cloth(rng))
    if rng.random() < 0.5:
        band = crown * (brow - rng.uniform(0.2, 0.6) * high < _ROWS)
        shown, seen = _put(shown, seen, band, _cloth(rng))
    if rng.random() < 0.6:
        reach = wide * rng.uniform(0.9, 1.7)
        brim = _inside(_oval(x, brow, reach, rng.uniform(4, 16)), reach)
        shown, seen = _put(shown, seen, brim, _cloth(rng))
    return shown, seen


def _hood(shown: Picture, seen: Matte, rng: np.random.Generator) -> tuple[Picture, Matte]:
    """Around the head, the face is free: a hood, a scarf, a helmet, headphones, wide hair."""
    x, y = SIZE / 2 + rng.normal(0, 4), rng.uniform(95, 115)
    wide, high = rng.uniform(56, 92), rng.uniform(70, 105)
    outer = _inside(_oval(x, y, wide, high), wide)
    inner = _inside(_oval(x, y + 4, rng.uniform(36, 50), rng.uniform(52, 64)), 40)
    paint = _cloth(rng) * (1 - inner) + inner * (0.2 * _colour(rng) - 0.7)
    ends = y + rng.uniform(0, 100) if rng.random() < 0.4 else SIZE
    whole = outer * (ends > _ROWS)
    shown, _ = _put(shown, seen, whole * (1 - inner * seen[0]), paint)
    return shown, torch.maximum(seen, whole[None])  # what lies between face and hood is theirs


def _collar(shown: Picture, seen: Matte, rng: np.random.Generator) -> tuple[Picture, Matte]:
    """A ring around the neck, filled behind it: a ruff, a fur, a suit's neck, a life jacket."""
    x, y = SIZE / 2 + rng.normal(0, 10), rng.uniform(172, 222)
    wide, high, thick = rng.uniform(50, 110), rng.uniform(20, 52), rng.uniform(5, 26)
    outer = _inside(_oval(x, y, wide, high), wide)
    hole = _inside(_oval(x, y - thick * 0.2, wide - thick, max(4.0, high - thick)), wide - thick)
    head = _inside(_oval(SIZE / 2, EYES + 20, 44, 62), 44) * seen[0]
    neck = _inside(_oval(SIZE / 2, CHIN + 10, 30, 40), 30) * seen[0]
    filling = hole * (1 - torch.maximum(head, neck))
    shown, seen = _put(shown, seen, filling, _cloth(rng) * 0.6 - 0.3)
    ring = outer * (1 - hole) * (1 - torch.maximum(head, neck) * (y > _ROWS))
    return _put(shown, seen, ring * (1 - head), _cloth(rng))


def _suit(shown: Picture, seen: Matte, rng: np.random.Generator) -> tuple[Picture, Matte]:
    """Shoulders wider than anybody's: padded coats, capes, spacesuits."""
    y, wide, high = rng.uniform(255, 300), rng.uniform(90, 170), rng.uniform(60, 110)
    body = _inside(_oval(SIZE / 2 + rng.normal(0, 12), y, wide, high), wide)
    neck = _inside(_oval(SIZE / 2, CHIN + 10, rng.uniform(20, 40), rng.uniform(30, 60)), 30)
    head = _inside(_oval(SIZE / 2, EYES + 15, 46, 74), 46)
    body = body * (1 - torch.maximum(neck, head))
    if rng.random() < 0.5:
        return _put(shown, seen, body * (1 - seen[0]), _cloth(rng))
    return _put(shown, seen, body, _cloth(rng))
