"""Sites become pictures: `python -m retrat.train.data.places.drawing PICTURE.png --place cafe`.

`tracing.py` says what that needs.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path

import numpy as np

from retrat.train.data.places.catalogue import MOMENTS, site_of
from retrat.train.data.places.site import Matter, Site
from retrat.train.data.tracing import traced

PIXELS, SAMPLES = 384, 14


def saved(site: Site, path: Path) -> Path:
    """A site's file, which `blender.py` reads."""
    matters: list[Matter] = []
    numbers: dict[Matter, int] = {}
    arrays: dict[str, np.ndarray] = {}
    shapes = []
    for number, shape in enumerate(site.shapes):
        if shape.matter not in numbers:
            numbers[shape.matter] = len(matters)
            matters.append(shape.matter)
        arrays[f"vertices{number}"], arrays[f"corners{number}"] = shape.vertices, shape.corners
        shapes.append(
            {"matter": numbers[shape.matter], "is_smooth": shape.is_smooth, "bevel": shape.bevel}
        )
    told = {
        "matters": [asdict(each) for each in matters],
        "shapes": shapes,
        "lights": [asdict(each) for each in site.lights],
        "seed": site.seed,
        "sky": asdict(site.sky),
        "view": asdict(site.view),
        "screens": site.screens,
    }
    with path.open("wb") as file:
        np.savez(file, told=np.array(json.dumps(told)), **arrays)  # type: ignore[arg-type]
    return path


def draw(
    site: Site,
    picture: Path,
    *,
    pixels: int = PIXELS,
    samples: int = SAMPLES,
    motion: Path | None = None,
) -> None:
    """A picture of the site, and one of what in it can be moved; beside that one (`screen_of`) how
    much is seen of each screen. No samples: only of the screens.
    """
    picture = picture.resolve()  # Blender's own folder is another
    told = saved(site, picture.with_suffix(".npz"))
    script = Path(__file__).with_name("blender.py")
    try:
        traced(script, told, picture, pixels, samples, *([motion.resolve()] if motion else []))
    finally:
        told.unlink()


def screen_of(motion: Path, number: int) -> Path:
    """Where that screen is drawn."""
    return motion.with_suffix(f".{number}.png")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("picture", type=Path)
    parser.add_argument("--place", choices=sorted(MOMENTS), required=True)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--moment", default=None)
    parser.add_argument("--pixels", type=int, default=PIXELS)
    parser.add_argument("--samples", type=int, default=SAMPLES)
    parser.add_argument("--motion", type=Path)
    given = parser.parse_args()
    moment = MOMENTS[given.place][0] if given.moment is None else given.moment
    site = site_of(given.place, given.seed, moment)
    draw(site, given.picture, pixels=given.pixels, samples=given.samples, motion=given.motion)


if __name__ == "__main__":
    main()
