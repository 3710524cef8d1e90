"""Clips on which marks are tried where nobody gives their own: ten that no model made.

Photographs that scikit-image carries (panned over, zoomed into, held still, with a part that
moves), drawings, noise and text that scrolls. 24 frames a second, in any size: in the usual one by
default; what moves and what is drawn grows with it, noise does not.
"""

from collections.abc import Callable, Iterator

import numpy as np
from jaxtyping import UInt8
from PIL import Image, ImageDraw, ImageFont

SIDE = 512
UNIT = 256  # pixels a side for which distances are written down
Frames = UInt8[np.ndarray, "f y x 3"]
Drawn = Callable[[int, int], Frames]
"""So many frames of so many pixels a side."""
_TEXT = (
    "Every clip that leaves carries a label that anyone can read. It says that a model made it, "
    "and which file it is. It says nothing of who made it, or why. "
)


def standard_clips(frames: int = 96, side: int = SIDE) -> Iterator[tuple[str, Frames]]:
    """Each clip's name and pixels; the same every time."""
    for name, drawn in _CLIPS.items():
        yield name, drawn(frames, side)


def _photo(name: str) -> Image.Image:
    from skimage import data

    return Image.fromarray(np.ascontiguousarray(getattr(data, name)()[..., :3]))


def _window(
    picture: Image.Image, left: float, top: float, part: float, side: int
) -> UInt8[np.ndarray, "y x 3"]:
    """A square part of a picture, in another size."""
    box = (left, top, left + part, top + part)
    return np.asarray(picture.resize((side, side), Image.Resampling.BICUBIC, box=box))


def _panned(name: str) -> Drawn:
    """Over a photograph, by half a hundredth of the side a frame."""

    def drawn(frames: int, side: int) -> Frames:
        picture, scale = _photo(name), side / UNIT
        height = round(400 * scale)
        picture = picture.resize((round(picture.width * height / picture.height), height))
        room = picture.width - side
        lefts = np.linspace(0, min(room, 1.2 * scale * frames), frames)
        tops = 60 * scale + 0.2 * lefts
        return np.stack(
            [_window(picture, left, top, side, side) for left, top in zip(lefts, tops, strict=True)]
        )

    return drawn


def _zoomed(name: str) -> Drawn:
    def drawn(frames: int, side: int) -> Frames:
        picture = _photo(name)
        least = min(picture.size)
        parts = np.linspace(least, 0.7 * least, frames)
        return np.stack(
            [_window(picture, (least - s) / 2, (least - s) / 2, s, side) for s in parts]
        )

    return drawn


def _still(name: str) -> Drawn:
    def drawn(frames: int, side: int) -> Frames:
        picture = _photo(name)
        return np.repeat(_window(picture, 0, 0, min(picture.size), side)[None], frames, axis=0)

    return drawn


def _moving_head(frames: int, side: int) -> Frames:
    """A face that sways before its own still background."""
    scale = side / UNIT
    picture = np.asarray(_photo("astronaut").resize((side, side), Image.Resampling.LANCZOS))
    rows, columns = np.mgrid[:side, :side].astype(np.float32)
    near = np.exp(-(((columns / scale - 112) / 46) ** 2) - ((rows / scale - 62) / 52) ** 2)
    from scipy.ndimage import map_coordinates

    shown = []
    for index in range(frames):
        across = 6.0 * scale * np.sin(index / 9.0) * near
        down = 2.5 * scale * np.sin(index / 5.0) * near
        places = (rows + down, columns + across)
        channels = [map_coordinates(picture[..., c], places, order=1) for c in range(3)]
        shown.append(np.stack(channels, axis=-1))
    return np.stack(shown).astype(np.uint8)


def _cartoon(seed: int) -> Drawn:
    """Flat shapes with outlines that drift over a flat ground."""

    def drawn(frames: int, side: int) -> Frames:
        scale = side / UNIT
        rng = np.random.default_rng(seed)
        ground = tuple(int(v) for v in rng.integers(120, 240, 3))
        shapes = [
            (rng.uniform(20, 230, 2), rng.uniform(-0.8, 0.8, 2), rng.uniform(14, 52),
             tuple(int(v) for v in rng.integers(20, 250, 3)), bool(rng.random() < 0.5))
            for _ in range(9)
        ]  # fmt: skip
        shown = []
        for index in range(frames):
            large = Image.new("RGB", (2 * side, 2 * side), ground)
            draw = ImageDraw.Draw(large)
            for at, speed, radius, colour, is_round in shapes:
                x, y = 2 * scale * (at + speed * index)
                reach = 2 * scale * radius
                box = (x - reach, y - reach, x + reach, y + reach)
                shape = draw.ellipse if is_round else draw.rectangle
                shape(box, fill=colour, outline=(20, 20, 20), width=round(5 * scale))
            shown.append(np.asarray(large.resize((side, side), Image.Resampling.BOX)))
        return np.stack(shown)

    return drawn


def _moving_noise(frames: int, side: int) -> Frames:
    """Soft noise of every size that drifts."""
    from scipy.ndimage import gaussian_filter

    rng = np.random.default_rng(3)
    speed = 2 * side // UNIT
    size = side + speed * frames
    field = sum(
        gaussian_filter(rng.standard_normal((side, size, 3)), (s, s, 0)) * s for s in (1, 2, 5, 12)
    )
    field = np.clip(128 + 44 * field / field.std(), 0, 255).astype(np.uint8)
    return np.stack([field[:, speed * index : speed * index + side] for index in range(frames)])


def _scrolling_text(frames: int, side: int) -> Frames:
    scale = side // UNIT
    font = ImageFont.load_default(14 * scale)
    words, lines = (_TEXT * 6).split(), [""]
    for word in words:
        if len(lines[-1]) + len(word) > 34:
            lines.append("")
        lines[-1] += word + " "
    page = Image.new("RGB", (side, 20 * scale * len(lines) + side), (250, 250, 246))
    draw = ImageDraw.Draw(page)
    for number, line in enumerate(lines):
        draw.text((8 * scale, (10 + 20 * number) * scale), line, fill=(25, 25, 30), font=font)
    pixels = np.asarray(page)
    return np.stack([pixels[scale * index :][:side] for index in range(frames)])


_CLIPS: dict[str, Drawn] = {
    "rocket (panned)": _panned("rocket"), "cat (panned)": _panned("chelsea"),
    "cup (panned)": _panned("coffee"), "astronaut (zoomed)": _zoomed("astronaut"),
    "astronaut (moving head)": _moving_head, "cat (still)": _still("chelsea"),
    "cartoon A": _cartoon(1), "cartoon B": _cartoon(2), "moving noise": _moving_noise,
    "scrolling text": _scrolling_text,
}  # fmt: skip
