"""Small surroundings for tests: walkers who are plain blocks, and strips of poles."""

import io
import json
from collections.abc import Mapping, Sequence

import numpy as np
import torch
from PIL import Image

from retrat.models.made_places import PHASES, SIDES, MadePlaces
from retrat.pipeline.surroundings import Surroundings

Colour = tuple[int, int, int]
LENS, SIDE = 1.0, 128
LEVEL = ((1.0, 0.0, 0.0), (0.0, 0.0, 1.0), (0.0, 1.0, 0.0))  # a camera that looks along the way


def block(colour: Colour) -> bytes:
    """The middle third of each phase, darker behind than before: they walk to the right."""
    cells = np.zeros((64, 40 * PHASES, 4), np.uint8)
    for phase in range(PHASES):
        cells[4:, 40 * phase + 13 : 40 * phase + 27] = (*colour, 255)
        cells[4:, 40 * phase + 13 : 40 * phase + 17, :3] //= 3
    return png(cells)


def png(pixels: np.ndarray) -> bytes:
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    return file.getvalue()


def strip(columns: Mapping[int, Colour], rows: int = 88) -> bytes:
    """Nothing but poles, some pixels wide, from the ground up."""
    pixels = np.zeros((rows, 1024, 4), np.uint8)
    for column, colour in columns.items():
        pixels[:, column : column + 12] = (*colour, 255)
    return png(pixels)


def places(
    ways: Sequence[object], walkers: Sequence[Colour] = (), near: Mapping[int, Colour] | None = None
) -> MadePlaces:
    """One place in which things pass."""
    files = {
        "walker": [block(colour) for colour in walkers for _ in SIDES],
        "strip": [strip(near or {}), strip({})],
    }
    told = json.dumps([ways]).encode()
    made = MadePlaces(
        MadePlaces.Config(
            places=1,
            picture_bytes=0,
            motion_bytes=0,
            label_bytes=0,
            way_bytes=len(told),
            walkers=len(walkers),
            walker_bytes=sum(map(len, files["walker"])),
            strides=(1.3,) * len(walkers),
            strip_bytes=sum(map(len, files["strip"])),
        )
    )
    made.written_ways = torch.tensor(list(told), dtype=torch.uint8)
    for name, each in files.items():
        setattr(made, f"{name}s", torch.tensor(list(b"".join(each)), dtype=torch.uint8))
        setattr(made, f"{name}_ends", torch.tensor([len(file) for file in each]).cumsum(0))
    return made


def surroundings(made: MadePlaces, screens: torch.Tensor | None = None) -> Surroundings:
    ways = made.ways(0)
    assert ways is not None
    return Surroundings(
        ways=ways,
        screens=torch.zeros(0, SIDE, SIDE) if screens is None else screens,
        places=made,
        side=SIDE,
        corner=(0, 0),
        is_mirrored=False,
        bustle=1.0,
        drives=True,
    )
