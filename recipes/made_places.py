"""The places that people stand in where a prompt names one: sites drawn by Blender's path tracer.

python -m recipes.made_places --folder places --walkers people.npz --release RELEASE

Drawing all takes hours on two cores; what the folder has is not drawn again. Who walks by
there is made from a whole world pack (`retrat/train/data/assets.py --whole`). `RETRAT_BLENDER`
names a Python that has bpy (`retrat/train/data/places/drawing.py`).
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

from retrat.models.made_places import FAR, NEAR, SIDES, STRIPS, MadePlaces
from retrat.train.checkpoint import current_commit
from retrat.train.data.assets import load_pack
from retrat.train.data.passers_by.drawing import drawn
from retrat.train.data.passers_by.people import height_of, walkers
from retrat.train.data.passers_by.walking import walk
from retrat.train.data.places.catalogue import MOMENTS, site_of
from retrat.train.data.places.drawing import SAMPLES, draw, screen_of
from retrat.train.data.places.ways import ways_of
from retrat.train.data.places.wayside import far, near, strip_of
from retrat.train.pictures import write_sheet
from retrat.weights.releases import publish_part

EACH = 6  # pictures of a place, shared evenly among its moments
QUALITY, MOTION_QUALITY = 46, 60  # of AVIF, of WebP
WALKER_QUALITY, SCREEN_QUALITY, STRIP_QUALITY = 28, 40, 40  # of AVIF
STRIP_SAMPLES = 12
SCREENS = 3  # of a place at most: the colours of one picture
STILL = 24  # of 255: where nothing moves more than that, nothing is kept of it
# Seeds whose pictures were looked at and left out.
LEFT_OUT: Mapping[str, Sequence[int]] = {}


@dataclass(frozen=True, kw_only=True, slots=True)
class View:
    """A picture that is to be drawn of a place."""

    place: str
    moment: str
    seed: int

    @property
    def name(self) -> str:
        return f"{self.place}-{self.moment.replace(' ', '_') or 'always'}-{self.seed}"

    def within(self, folder: Path) -> tuple[Path, Path]:
        """The files of its picture, and of what in it moves."""
        return folder / f"{self.name}.png", folder / f"{self.name}.motion.png"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", type=Path, required=True, help="drawn pictures")
    parser.add_argument("--walkers", type=Path, help="the pack of who walks by")
    parser.add_argument("--release", type=Path, help="put them into this release")
    parser.add_argument("--place", action="append", choices=sorted(MOMENTS), help="these alone")
    parser.add_argument("--sheet", type=Path, help="a picture of them all, to look at")
    given = parser.parse_args()
    if given.release and not given.walkers:
        parser.error("--release needs --walkers: without them nobody would walk by any more")
    given.folder.mkdir(parents=True, exist_ok=True)
    views = [view for place in given.place or MOMENTS for view in views_of(place)]
    for number, view in enumerate(views, start=1):
        if draw_missing(view, given.folder):
            print(f"{number} of {len(views)}: {view.name}", flush=True)
    pictures = [[_pixels(path) for path in view.within(given.folder)] for view in views]
    if given.sheet:
        rows = range(0, len(views), EACH)
        shown = [picture for picture, _ in pictures]
        write_sheet(given.sheet, [(views[at].place, shown[at : at + EACH]) for at in rows])
    people = passers_by(given.walkers, given.folder / "walkers") if given.walkers else []
    if given.release:
        places = table(views, pictures, people, given.folder)
        metadata = {"commit": current_commit(), "recipe": "made_places"}
        publish_part(given.release, "made_places", places, metadata=metadata)
        config = places.config
        print(
            f"{len(views)} places, {config.picture_bytes:,} bytes of pictures, "
            f"{config.screen_bytes:,} of screens, {config.walker_bytes:,} of walkers, "
            f"{config.strip_bytes:,} of strips"
        )


def draw_missing(view: View, folder: Path) -> bool:
    """Draws what the folder has not: the picture with what in it moves, or its screens alone."""
    picture, motion = view.within(folder)
    site = site_of(view.place, view.seed, view.moment)
    has_picture = picture.exists() and motion.exists()
    screens = [screen_of(motion, number) for number in range(len(site.screens))]
    if has_picture and all(path.exists() for path in screens):
        return False
    draw(site, picture, motion=motion, samples=0 if has_picture else SAMPLES)
    return True


@dataclass(frozen=True, kw_only=True, slots=True)
class PasserBy:
    """What is drawn of somebody who walks by: to each of SIDES."""

    stride: float
    files: Sequence[bytes]


def waysides(folder: Path) -> list[bytes]:
    """What goes by outside of windows: STRIPS; what the folder has is not drawn again."""
    files = []
    for strip, build in ((NEAR, near), (FAR, far)):
        path = folder / f"wayside-{strip.name}.png"
        if not path.exists():
            draw(build(0), path, pixels=strip.columns, samples=STRIP_SAMPLES)
        drawn = np.asarray(Image.open(path).convert("RGBA"))
        files.append(_file(strip_of(drawn, strip), STRIP_QUALITY))
    return files


def passers_by(pack: Path, folder: Path) -> list[PasserBy]:
    """All of them; what the folder has is not drawn again."""
    folder.mkdir(parents=True, exist_ok=True)
    people, found = load_pack(pack), []
    for number, (person, outfit) in enumerate(walkers(people)):
        steps = walk(person, outfit, people, height_of(person))
        files = []
        for side in SIDES:
            path = folder / f"{number}-{side}.png"
            if not path.exists():
                Image.fromarray(drawn(steps, side)).save(path)
                print(path.name, flush=True)
            files.append(_file(np.asarray(Image.open(path)), WALKER_QUALITY))
        found.append(PasserBy(stride=round(steps.stride, 3), files=files))
    return found


def views_of(place: str) -> Iterator[View]:
    """EACH pictures of it, of as many seeds, at each of its moments as many."""
    moments = MOMENTS[place]
    seeds = (seed for seed in count() if seed not in LEFT_OUT.get(place, ()))
    for moment in moments:
        for _ in range(EACH // len(moments)):
            yield View(place=place, moment=moment, seed=next(seeds))


def table(
    views: Sequence[View],
    pictures: Sequence[Sequence[UInt8[np.ndarray, "y x 3"]]],
    people: Sequence[PasserBy] = (),
    folder: Path | None = None,
) -> MadePlaces:
    """Everything that is kept of them: of each a picture, and one of what in it moves; and of who
    walks by there, whose screens are in the folder.
    """
    motions = [
        _file(motion, MOTION_QUALITY, "WEBP") if int(motion.max()) > STILL else b""
        for _, motion in pictures
    ]
    files = {
        "picture": [_file(picture, QUALITY) for picture, _ in pictures],
        "motion": motions,
        "screen": [_screens(view, folder) if people and folder else b"" for view in views],
        "walker": [file for each in people for file in each.files],
        "strip": waysides(folder) if people and folder else [b""] * len(STRIPS),
    }
    labels = json.dumps([[view.place, view.moment] for view in views]).encode()
    sites = [site_of(view.place, view.seed, view.moment) for view in views] if people else []
    ways = json.dumps([ways_of(site) for site in sites]).encode() if people else b""
    sizes = {f"{name}_bytes": sum(map(len, each)) for name, each in files.items()}
    places = MadePlaces(
        MadePlaces.Config(
            places=len(views),
            label_bytes=len(labels),
            way_bytes=len(ways),
            walkers=len(people),
            strides=tuple(each.stride for each in people),
            **sizes,
        )
    )
    kept = {f"{name}s": b"".join(each) for name, each in files.items()}
    kept |= {"written_labels": labels, "written_ways": ways}
    state = {
        name: torch.from_numpy(np.frombuffer(each, np.uint8).copy()) for name, each in kept.items()
    }
    for name, each in files.items():
        lengths = torch.tensor([len(file) for file in each], dtype=torch.long)
        state[f"{name}_ends"] = lengths.cumsum(0)
    places.load_state_dict(state)
    return places


def _screens(view: View, folder: Path) -> bytes:
    """All of a view's screens as the colours of one file; no bytes where there are none."""
    motion = view.within(folder)[1]
    paths = [path for number in range(SCREENS) if (path := screen_of(motion, number)).exists()]
    if not paths:
        return b""
    seen = [np.asarray(Image.open(path).convert("L")) for path in paths]
    blank = np.zeros_like(seen[0])
    return _file(np.dstack([*seen, *[blank] * (SCREENS - len(seen))]), SCREEN_QUALITY)


def _pixels(path: Path) -> UInt8[np.ndarray, "y x 3"]:
    return np.asarray(Image.open(path).convert("RGB"))


def _file(picture: UInt8[np.ndarray, "y x 3"], quality: int, kind: str = "AVIF") -> bytes:
    file = io.BytesIO()
    effort = {"speed": 2} if kind == "AVIF" else {"method": 6}
    Image.fromarray(picture).save(file, kind, quality=quality, **effort)
    return file.getvalue()


if __name__ == "__main__":
    main()
