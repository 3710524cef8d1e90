"""The places that people stand in where a prompt names one: sites drawn by Blender's path tracer.

python -m recipes.made_places --folder places --release RELEASE [--sheet sheet.png]

Drawing all takes about an hour on two cores; what the folder has is not drawn again.
`RETRAT_BLENDER` names a Python that has bpy (`retrat/train/data/places/drawing.py`).
"""

from __future__ import annotations

import argparse
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import numpy as np
import torch
from jaxtyping import UInt8
from PIL import Image

from retrat.models.made_places import MadePlaces
from retrat.train.checkpoint import current_commit
from retrat.train.data.places.catalogue import MOMENTS, site_of
from retrat.train.data.places.drawing import draw
from retrat.train.pictures import write_sheet
from retrat.weights.releases import publish_part

EACH = 6  # pictures of a place, shared evenly among its moments
QUALITY, MOTION_QUALITY = 52, 60  # of AVIF, of WebP
STILL = 24  # of 255: where nothing moves more than that, nothing is kept of it
# Seeds whose pictures were looked at and left out.
LEFT_OUT: Mapping[str, Sequence[int]] = {}


@dataclass(frozen=True, kw_only=True, slots=True)
class View:
    """A picture that is to be drawn of a place."""

    place: str
    moment: str
    seed: int

    def within(self, folder: Path) -> tuple[Path, Path]:
        """The files of its picture, and of what in it moves."""
        name = f"{self.place}-{self.moment.replace(' ', '_') or 'always'}-{self.seed}"
        return folder / f"{name}.png", folder / f"{name}.motion.png"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", type=Path, required=True, help="drawn pictures")
    parser.add_argument("--release", type=Path, help="put them into this release")
    parser.add_argument("--place", action="append", choices=sorted(MOMENTS), help="these alone")
    parser.add_argument("--sheet", type=Path, help="a picture of them all, to look at")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    views = [view for place in given.place or MOMENTS for view in views_of(place)]
    for number, view in enumerate(views, start=1):
        picture, motion = view.within(given.folder)
        if not picture.exists() or not motion.exists():
            draw(site_of(view.place, view.seed, view.moment), picture, motion=motion)
            print(f"{number} of {len(views)}: {picture.name}", flush=True)
    pictures = [[_pixels(path) for path in view.within(given.folder)] for view in views]
    if given.sheet:
        rows = range(0, len(views), EACH)
        drawn = [picture for picture, _ in pictures]
        write_sheet(given.sheet, [(views[at].place, drawn[at : at + EACH]) for at in rows])
    if given.release:
        places = table(views, pictures)
        metadata = {"commit": current_commit(), "recipe": "made_places"}
        publish_part(given.release, "made_places", places, metadata=metadata)
        print(f"{len(views)} places, {places.config.picture_bytes:,} bytes of pictures")


def views_of(place: str) -> Iterator[View]:
    """EACH pictures of it, of as many seeds, at each of its moments as many."""
    moments = MOMENTS[place]
    seeds = (seed for seed in count() if seed not in LEFT_OUT.get(place, ()))
    for moment in moments:
        for _ in range(EACH // len(moments)):
            yield View(place=place, moment=moment, seed=next(seeds))


def table(
    views: Sequence[View], pictures: Sequence[Sequence[UInt8[np.ndarray, "y x 3"]]]
) -> MadePlaces:
    """Everything that is kept of them: of each a picture, and one of what in it moves."""
    files = [_file(picture, QUALITY) for picture, _ in pictures]
    motions = [
        _file(motion, MOTION_QUALITY, "WEBP") if int(motion.max()) > STILL else b""
        for _, motion in pictures
    ]
    labels = json.dumps([[view.place, view.moment] for view in views]).encode()
    places = MadePlaces(
        MadePlaces.Config(
            places=len(views),
            picture_bytes=sum(map(len, files)),
            motion_bytes=sum(map(len, motions)),
            label_bytes=len(labels),
        )
    )
    kept = {"pictures": b"".join(files), "motions": b"".join(motions), "written_labels": labels}
    state = {
        name: torch.from_numpy(np.frombuffer(each, np.uint8).copy()) for name, each in kept.items()
    }
    for name, each in (("picture_ends", files), ("motion_ends", motions)):
        state[name] = torch.tensor([len(file) for file in each]).cumsum(0)
    places.load_state_dict(state)
    return places


def _pixels(path: Path) -> UInt8[np.ndarray, "y x 3"]:
    return np.asarray(Image.open(path).convert("RGB"))


def _file(picture: UInt8[np.ndarray, "y x 3"], quality: int, kind: str = "AVIF") -> bytes:
    file = io.BytesIO()
    effort = {"speed": 2} if kind == "AVIF" else {"method": 6}
    Image.fromarray(picture).save(file, kind, quality=quality, **effort)
    return file.getvalue()


if __name__ == "__main__":
    main()
