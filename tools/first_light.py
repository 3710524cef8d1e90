"""The README's picture: `python tools/first_light.py [docs/images/first-light.jpg]`.

Photographs in the public domain that packages carry (scikit-image's astronaut and rocket,
matplotlib's Grace Hopper), and three moments each of clips that nano makes: of the one before the
rocket, of the other, and of both. Below, moments of clips of people whom nano casts.
"""

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from einops import rearrange
from matplotlib import cbook
from PIL import Image
from skimage import data

from retrat.media.video import decode_video
from retrat.train.pictures import bytes_of

SIDE = 384
ROCKET = slice(0, 427)  # columns of the photograph that leave its rocket beside a person


@dataclass(frozen=True, kw_only=True)
class Row:
    """Who is seen, where, what is asked, and the moments that are shown, as shares of the clip."""

    people: tuple[str, ...]
    place: str | None = None
    prompt: str
    seed: int
    moments: tuple[float, ...]


ROWS = (
    Row(
        people=("astronaut",),
        place="rocket",
        prompt='Wide shot: a woman at a launch pad at night says: "We are going home tonight."',
        seed=11,
        moments=(0.3, 0.5, 0.62),
    ),
    Row(
        people=("hopper",),
        prompt='A woman in a library holds a book and says: "It is better to ask for forgiveness."',
        seed=5,
        moments=(0.3, 0.5, 0.72),
    ),
    Row(
        people=("astronaut", "hopper"),
        prompt='Two women talk in a forest. character1 asks: "Where did you find that book?" '
        'character2 answers: "It was on the top shelf."',
        seed=3,
        moments=(0.3, 0.55, 0.65),
    ),
)
CAST = (  # a prompt, a seed
    ('A man with a full beard on a rooftop at sunset says: "What a view."', 3),
    ('An old woman with a grey bob at a market holds yellow roses and says: "Ten for five."', 1),
    ('A young man on a street in heavy rain says: "I will be home in ten minutes."', 5),
    ('A woman with red hair and bangs in the snow waves and says: "It is cold today."', 3),
)
CAST_MOMENT = 0.4  # of each clip


def photos(folder: Path) -> dict[str, Path]:
    """The photographs as files."""
    pictures = {
        "astronaut": data.astronaut(),
        "hopper": np.asarray(Image.open(cbook.get_sample_data("grace_hopper.jpg"))),
        "rocket": data.rocket()[:, ROCKET],
    }
    paths = {}
    for name, picture in pictures.items():
        paths[name] = folder / f"{name}.png"
        Image.fromarray(picture).save(paths[name])
    return paths


def retrat(*words: object, home: Path) -> None:
    environment = {**os.environ, "RETRAT_HOME": str(home)}
    subprocess.run(["retrat", *map(str, words)], env=environment, check=True)


def drawn(row: Row, paths: dict[str, Path], folder: Path) -> np.ndarray:
    """The photographs and some moments of the clip."""
    clip = folder / f"{'-'.join(row.people)}.mp4"
    people = [word for name in row.people for word in ("--person", name)]
    place = [] if row.place is None else ["--place", paths[row.place]]
    order = ["generate", row.prompt, *people, *place, "--seed", row.seed, "-o", clip]
    retrat(*order, home=folder / "home")
    frames = bytes_of(rearrange(decode_video(clip).pixels, "f c y x -> c f y x"))
    names = [*row.people, *([row.place] if row.place else [])]
    given = [shown(Image.open(paths[name]), SIDE // len(names)) for name in names]
    seen = [frames[round(moment * (len(frames) - 1))] for moment in row.moments]
    moments = [shown(Image.fromarray(frame), SIDE) for frame in seen]
    return np.concatenate([*given, *moments], axis=1)


def cast(folder: Path) -> np.ndarray:
    """A moment each of clips without photos."""
    moments = []
    for number, (prompt, seed) in enumerate(CAST):
        clip = folder / f"cast{number}.mp4"
        order = ["generate", prompt, "--seconds", 3, "--seed", seed, "-o", clip]
        retrat(*order, home=folder / "home")
        frames = bytes_of(rearrange(decode_video(clip).pixels, "f c y x -> c f y x"))
        moment = frames[round(CAST_MOMENT * (len(frames) - 1))]
        moments.append(shown(Image.fromarray(moment), SIDE))
    return np.concatenate(moments, axis=1)


def shown(photo: Image.Image, width: int) -> np.ndarray:
    """The upper square of a photo, or the middle of it, SIDE pixels high."""
    square = photo.crop((0, 0, min(photo.size), min(photo.size)))
    square = square.resize((SIDE, SIDE), Image.Resampling.LANCZOS)
    left = (SIDE - width) // 2
    return np.asarray(square)[:, left : left + width]


def main() -> None:
    out = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/images/first-light.jpg")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = photos(folder)
        for person in ("astronaut", "hopper"):
            given = ["--photo", paths[person], "--yes"]
            retrat("cast", "add", person, *given, home=folder / "home")
        rows = [*(drawn(row, paths, folder) for row in ROWS), cast(folder)]
    Image.fromarray(np.concatenate(rows)).save(out, quality=88)


if __name__ == "__main__":
    main()
