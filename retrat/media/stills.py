"""Small pictures beside a clip: a still of a finished file, and what can be seen on the way."""

from pathlib import Path

import numpy as np
from jaxtyping import UInt8
from PIL import Image

from retrat.media.files import written_whole
from retrat.media.probe import probe
from retrat.media.sampling import sample_frames

THUMBNAIL_SIDE = 320
SHEET_CELLS, SHEET_COLUMNS = 10, 5
_CELL_SIDE = 160
_QUALITY = 70


def write_thumbnail(video: Path, path: Path) -> None:
    """A frame from a little after the start of a file that was delivered, marks and all."""
    frames = list(sample_frames(video, every=6, most=2))
    picture = Image.fromarray(np.ascontiguousarray(frames[-1]))
    picture.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE), Image.Resampling.LANCZOS)
    with written_whole(path) as part:
        picture.save(part, "WEBP", quality=_QUALITY)


def write_spritesheet(video: Path, path: Path) -> None:
    """Ten moments of a delivered file in two rows, from its first frame on."""
    found = probe(video).video
    assert found is not None, "what was delivered has a picture"
    every = max(1, found.frames // SHEET_CELLS)
    frames = list(sample_frames(video, every=every, most=SHEET_CELLS))
    cells = [Image.fromarray(np.ascontiguousarray(frame)) for frame in frames]
    for cell in cells:
        cell.thumbnail((_CELL_SIDE, _CELL_SIDE), Image.Resampling.LANCZOS)
    width, height = cells[0].size
    sheet = Image.new("RGB", (SHEET_COLUMNS * width, SHEET_CELLS // SHEET_COLUMNS * height))
    for place, cell in enumerate(cells):
        row, column = divmod(place, SHEET_COLUMNS)
        sheet.paste(cell, (column * width, row * height))
    with written_whole(path) as part:
        sheet.save(part, "WEBP", quality=_QUALITY)


def write_animation(
    path: Path, frames: UInt8[np.ndarray, "f y x 3"], *, side: int, milliseconds: int
) -> None:
    """Frames as one moving picture, at most `side` pixels wide and high."""
    pictures = [Image.fromarray(np.ascontiguousarray(frame)) for frame in frames]
    for picture in pictures:
        picture.thumbnail((side, side), Image.Resampling.BILINEAR)
    first, rest = pictures[0], pictures[1:]
    with written_whole(path) as part:
        first.save(
            part,
            "WEBP",
            save_all=bool(rest),
            append_images=rest,
            duration=milliseconds,
            loop=0,
            quality=_QUALITY,
            method=0,
        )
