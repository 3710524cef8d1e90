"""Clips on which marks are tried where nobody gives their own: ten that no model made.

Photographs that scikit-image carries (panned over, zoomed into, held still, with a part that
moves), drawings, noise and text that scrolls. 256 x 256, 24 frames a second.
"""

from collections.abc import Callable, Iterator

import numpy as np
from jaxtyping import UInt8
from PIL import Image, ImageDraw, ImageFont

SIDE = 256
Frames = UInt8[np.ndarray, "f y x 3"]
_TEXT = (
    "Every clip that leaves carries a label that anyone can read. It says that a model made it, "
    "and which file it is. It says nothing of who made it, or why. "
)


def standard_clips(frames: int = 96) -> Iterator[tuple[str, Frames]]:
    """Each clip's name and pixels; the same every time."""
    for name, drawn in _CLIPS.items():
        yield name, drawn(frames)


def _photo(name: str) -> Image.Image:
    from skimage import data

    return Image.fromarray(np.ascontiguousarray(getattr(data, name)()[..., :3]))


def _window(picture: Image.Image, left: float, top: float, side: float) -> np.ndarray:
    box = (left, top, left + side, top + side)
    return np.asarray(picture.resize((SIDE, SIDE), Image.Resampling.BICUBIC, box=box))


def _panned(name: str) -> Callable[[int], Frames]:
    """Over a photograph, a little more than a pixel a frame."""

    def drawn(frames: int) -> Frames:
        picture = _photo(name)
        picture = picture.resize((round(picture.width * 400 / picture.height), 400))
        room = picture.width - SIDE
        lefts = np.linspace(0, min(room, 1.2 * frames), frames)
        return np.stack([_window(picture, left, 60 + 0.2 * left, SIDE) for left in lefts])

    return drawn


def _zoomed(name: str) -> Callable[[int], Frames]:
    def drawn(frames: int) -> Frames:
        picture = _photo(name)
        least = min(picture.size)
        sides = np.linspace(least, 0.7 * least, frames)
        return np.stack([_window(picture, (least - s) / 2, (least - s) / 2, s) for s in sides])

    return drawn


def _still(name: str) -> Callable[[int], Frames]:
    def drawn(frames: int) -> Frames:
        picture = _photo(name)
        return np.repeat(_window(picture, 0, 0, min(picture.size))[None], frames, axis=0)

    return drawn


def _moving_head(frames: int) -> Frames:
    """A face that sways before its own still background."""
    picture = np.asarray(_photo("astronaut").resize((SIDE, SIDE), Image.Resampling.LANCZOS))
    rows, columns = np.mgrid[:SIDE, :SIDE].astype(np.float32)
    near = np.exp(-(((columns - 112) / 46) ** 2) - ((rows - 62) / 52) ** 2)
    from scipy.ndimage import map_coordinates

    shown = []
    for index in range(frames):
        across = 6.0 * np.sin(index / 9.0) * near
        down = 2.5 * np.sin(index / 5.0) * near
        places = (rows + down, columns + across)
        channels = [map_coordinates(picture[..., c], places, order=1) for c in range(3)]
        shown.append(np.stack(channels, axis=-1))
    return np.stack(shown).astype(np.uint8)


def _cartoon(seed: int) -> Callable[[int], Frames]:
    """Flat shapes with outlines that drift over a flat ground."""

    def drawn(frames: int) -> Frames:
        rng = np.random.default_rng(seed)
        ground = tuple(int(v) for v in rng.integers(120, 240, 3))
        shapes = [
            (rng.uniform(20, 230, 2), rng.uniform(-0.8, 0.8, 2), rng.uniform(14, 52),
             tuple(int(v) for v in rng.integers(20, 250, 3)), bool(rng.random() < 0.5))
            for _ in range(9)
        ]  # fmt: skip
        shown = []
        for index in range(frames):
            large = Image.new("RGB", (2 * SIDE, 2 * SIDE), ground)
            draw = ImageDraw.Draw(large)
            for at, speed, radius, colour, is_round in shapes:
                x, y = 2 * (at + speed * index)
                box = (x - 2 * radius, y - 2 * radius, x + 2 * radius, y + 2 * radius)
                shape = draw.ellipse if is_round else draw.rectangle
                shape(box, fill=colour, outline=(20, 20, 20), width=5)
            shown.append(np.asarray(large.resize((SIDE, SIDE), Image.Resampling.BOX)))
        return np.stack(shown)

    return drawn


def _moving_noise(frames: int) -> Frames:
    """Soft noise of every size that drifts."""
    from scipy.ndimage import gaussian_filter

    rng = np.random.default_rng(3)
    size = SIDE + 2 * frames
    field = sum(
        gaussian_filter(rng.standard_normal((SIDE, size, 3)), (s, s, 0)) * s for s in (1, 2, 5, 12)
    )
    field = np.clip(128 + 44 * field / field.std(), 0, 255).astype(np.uint8)
    return np.stack([field[:, 2 * index : 2 * index + SIDE] for index in range(frames)])


def _scrolling_text(frames: int) -> Frames:
    font = ImageFont.load_default(14)
    words, lines = (_TEXT * 6).split(), [""]
    for word in words:
        if len(lines[-1]) + len(word) > 34:
            lines.append("")
        lines[-1] += word + " "
    page = Image.new("RGB", (SIDE, 20 * len(lines) + SIDE), (250, 250, 246))
    draw = ImageDraw.Draw(page)
    for number, line in enumerate(lines):
        draw.text((8, 10 + 20 * number), line, fill=(25, 25, 30), font=font)
    pixels = np.asarray(page)
    return np.stack([pixels[index : index + SIDE] for index in range(frames)])


_CLIPS: dict[str, Callable[[int], Frames]] = {
    "rocket (panned)": _panned("rocket"), "cat (panned)": _panned("chelsea"),
    "cup (panned)": _panned("coffee"), "astronaut (zoomed)": _zoomed("astronaut"),
    "astronaut (moving head)": _moving_head, "cat (still)": _still("chelsea"),
    "cartoon A": _cartoon(1), "cartoon B": _cartoon(2), "moving noise": _moving_noise,
    "scrolling text": _scrolling_text,
}  # fmt: skip
