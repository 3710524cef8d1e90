"""Writes the photo and the voice that the demonstration gives: a made person of the test split.

python tools/make_demo_files.py SEED --speech DIR    examples/person.jpg and person.ogg
python tools/make_demo_files.py 0 --sheet sheet.png  twelve people, to choose from
"""

import argparse
from pathlib import Path

import numpy as np
import soundfile
from PIL import Image

from retrat.train.data.assets import load_pack
from retrat.train.data.clips import ClipRequest, random_take
from retrat.train.data.render import Renderer
from retrat.train.data.voices import Voices

EXAMPLES = Path(__file__).parents[1] / "examples"
PHOTO = ClipRequest(
    split="test", frames=1, size=(512, 512), action="stand", framing="head and shoulders"
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("seed", type=int)
    parser.add_argument("--speech", type=Path)
    parser.add_argument("--sheet", type=Path)
    given = parser.parse_args()
    renderer = Renderer(load_pack())
    if given.sheet is not None:
        takes = [random_take(given.seed + i, PHOTO, renderer.pack) for i in range(12)]
        frames = [renderer.render(take).frames[0] for take in takes]
        rows = [np.concatenate(frames[i : i + 4], axis=1) for i in range(0, 12, 4)]
        Image.fromarray(np.concatenate(rows)).resize((1024, 768)).save(given.sheet)
        return
    take = random_take(given.seed, PHOTO, renderer.pack)
    picture = Image.fromarray(renderer.render(take).frames[0])
    picture.save(EXAMPLES / "person.jpg", quality=88)
    if given.speech is not None:
        rng = np.random.default_rng(given.seed)
        _, voice = Voices(given.speech, "test").of(take.person, 4.0, rng)
        soundfile.write(EXAMPLES / "person.ogg", voice, 24_000, subtype="VORBIS")


if __name__ == "__main__":
    main()
