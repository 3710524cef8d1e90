"""An exam of two people whose pictures come with open packages, with flite's voices."""

import json
import subprocess
from pathlib import Path

import numpy as np
import pytest

FPS = 8
WORDS = {"ada": "Hello from the sea.", "grace": "The kitchen is warm."}
VOICES = {"ada": "slt", "grace": "rms"}


def _square(image: np.ndarray, left: int, top: int, side: int) -> np.ndarray:
    from PIL import Image

    cut = Image.fromarray(image).crop((left, top, left + side, top + side))
    return np.asarray(cut.resize((192, 192)))


@pytest.fixture(scope="session")
def photographs() -> dict[str, np.ndarray]:
    """Two photographs of people, and where the face is."""
    pytest.importorskip("matplotlib")
    pytest.importorskip("skimage")
    from matplotlib.cbook import get_sample_data
    from PIL import Image
    from skimage import data

    with get_sample_data("grace_hopper.jpg") as file:
        grace = np.asarray(Image.open(file).convert("RGB"))
    return {"ada": data.astronaut(), "grace": grace}


def _frames(name: str, image: np.ndarray) -> np.ndarray:
    side, left, top = (280, 90, 0) if name == "ada" else (420, 80, 30)
    return np.stack([_square(image, left + 2 * n, top + n, side) for n in range(8)])


@pytest.fixture(scope="session")
def exam_folder(
    photographs: dict[str, np.ndarray], flite: str, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The exam's files, as the writer of exams leaves them."""
    pytest.importorskip("dlib")
    pytest.importorskip("pocketsphinx")
    pytest.importorskip("pyworld")
    import torch
    from PIL import Image

    from retrat.media.sound import decode_audio
    from retrat.media.video import encode_clip
    from retrat.types import Clip, FrameRate

    folder = tmp_path_factory.mktemp("exam")
    cases = []
    for person, (name, image) in enumerate(photographs.items()):
        own = folder / name
        own.mkdir()
        frames = _frames(name, image)
        Image.fromarray(_square(image, 100 if name == "ada" else 90, 10, 300)).save(own / "r.png")
        for words, file in ((WORDS[name], "said.wav"), ("A quiet morning again.", "voice.wav")):
            command = [flite, "-voice", VOICES[name], "-t", words, "-o", str(own / file)]
            subprocess.run(command, check=True)
        clip = Clip(
            pixels=torch.from_numpy(frames).permute(0, 3, 1, 2).float() / 127.5 - 1,
            frame_rate=FrameRate(numerator=FPS),
            audio=decode_audio(own / "said.wav"),
        )
        frames_of_speech = int(clip.audio.seconds * FPS) + 1
        longer = clip.pixels.repeat(3, 1, 1, 1)[: max(8, frames_of_speech)]
        longer_clip = Clip(pixels=longer, frame_rate=clip.frame_rate, audio=clip.audio)
        encode_clip(longer_clip, own / "c.mp4")
        cases.append(
            {
                "name": name,
                "person": person,
                "speaker": person,
                "prompt": f'Somebody says: "{WORDS[name]}"',
                "words": WORDS[name],
                "seconds": len(longer) / FPS,
                "references": ["r.png"],
                "voice": "voice.wav",
                "real": "c.mp4",
                "labels": {"scene": "studio"},
                "mouth_open": [0.0] * len(longer),
            }
        )
    told = {"format": 1, "seed": 7, "world": "photographs", "cases": cases}
    (folder / "exam.json").write_text(json.dumps(told))
    return folder
