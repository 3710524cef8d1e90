"""Writes the photo and the voice that the demonstration gives: a made person of the test split.

python tools/make_demo_files.py 41000931 --speech DIR       examples/person.jpg and person.ogg
python tools/make_demo_files.py 41000931                    the photo alone
python tools/make_demo_files.py 41000000 --sheet sheet.png  people from there on, to choose from
"""

import argparse
from itertools import count, islice
from pathlib import Path

import numpy as np
import soundfile
from PIL import Image

from retrat.train.data.assets import load_pack
from retrat.train.data.headshots import dressed, headshot
from retrat.train.data.render import Renderer
from retrat.train.data.sittings.photo import portrayed
from retrat.train.data.splits import split
from retrat.train.data.voices import Voices

EXAMPLES = Path(__file__).parents[1] / "examples"
SIDE, SAMPLES = 768, 32  # of the photo, which Blender draws (`train/data/tracing.py`)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("seed", type=int)
    parser.add_argument("--speech", type=Path)
    parser.add_argument("--sheet", type=Path)
    given = parser.parse_args()
    pack = load_pack()
    if given.sheet is not None:
        renderer = Renderer(pack)
        seeds = islice((seed for seed in count(given.seed) if split(seed) == "test"), 12)
        busts = [headshot(seed, renderer).bust[..., :3] for seed in seeds]
        rows = [np.concatenate(busts[i : i + 4], axis=1) for i in range(0, 12, 4)]
        Image.fromarray(np.concatenate(rows)).save(given.sheet)
        return
    if split(given.seed) != "test":
        parser.error(f"nano may have seen {given.seed}: not of the test split. Take another.")
    picture = portrayed(given.seed, pack, size=SIDE, samples=SAMPLES)
    picture.save(EXAMPLES / "person.jpg", quality=86)
    if given.speech is not None:
        rng = np.random.default_rng(given.seed)
        person, _ = dressed(given.seed, pack)
        _, voice = Voices(given.speech, "test").of(person, 4.0, rng)
        soundfile.write(EXAMPLES / "person.ogg", voice, 24_000, subtype="VORBIS")


if __name__ == "__main__":
    main()
