"""The README's picture: `python tools/first_light.py [docs/images/first-light.jpg]`.

Two photographs in the public domain that packages carry (scikit-image's astronaut, matplotlib's
Grace Hopper), and three moments of a clip that nano makes from each.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from einops import rearrange
from matplotlib import cbook
from PIL import Image
from skimage import data

from retrat.media.video import decode_video
from retrat.train.pictures import bytes_of

CLIPS = (
    ("astronaut", 'A woman in a city at night says: "We are going home tonight."', 11),
    ("hopper", 'A woman in a library says: "It is better to ask for forgiveness."', 5),
)
MOMENTS = (0.3, 0.5, 0.72)
SIDE = 256


def photos(folder: Path) -> Iterator[Path]:
    """The photographs as files."""
    pictures = (data.astronaut(), np.asarray(Image.open(cbook.get_sample_data("grace_hopper.jpg"))))
    for (name, _, _), picture in zip(CLIPS, pictures, strict=True):
        path = folder / f"{name}.png"
        Image.fromarray(picture).save(path)
        yield path


def row(photo: Path, prompt: str, seed: int, folder: Path) -> np.ndarray:
    """The photograph and three moments of the clip."""
    clip = folder / f"{photo.stem}.mp4"
    order = ["generate", prompt, "--reference", photo, "--consent", "self", "--seed", seed]
    subprocess.run(
        ["retrat", *map(str, order), "-o", str(clip)],
        env={**os.environ, "RETRAT_HOME": str(folder / "home")},
        check=True,
    )
    frames = bytes_of(rearrange(decode_video(clip).pixels, "f c y x -> c f y x"))
    whole = Image.open(photo)
    whole = whole.crop((0, 0, min(whole.size), min(whole.size))).resize((SIDE, SIDE))
    shown = [frames[round(moment * (len(frames) - 1))] for moment in MOMENTS]
    return np.concatenate([np.asarray(whole), *shown], axis=1)


def main() -> None:
    out = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/images/first-light.jpg")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = [
            row(photo, prompt, seed, folder)
            for photo, (_, prompt, seed) in zip(photos(folder), CLIPS, strict=True)
        ]
    Image.fromarray(np.concatenate(rows)).save(out, quality=88)


if __name__ == "__main__":
    main()
