"""Writes an exam: test people with test voices, one question each, and the real answer.

    python -m retrat.train.data.exam --out DIR --people 20 --seconds 4

What a contestant may see is a prompt, two pictures and a voice sample; what judges compare with is
a render of the very same take. The format is described where exams are read, in
`retrat/evaluate/exam.py`. Needs flite, the world pack and a renderer; the same seed gives the same
exam. An exam that was interrupted goes on where it stopped.
"""

import argparse
import json
import logging
import random
import shutil
import wave
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import torch
from einops import rearrange
from jaxtyping import Float, Float32
from numpy.random import Generator
from PIL import Image

from retrat.media.video import encode_clip
from retrat.train.data.assets import PACK_VERSION, load_pack
from retrat.train.data.clips import ClipRequest, sample_from_seed
from retrat.train.data.people import Person
from retrat.train.data.render import Renderer
from retrat.train.data.sample import SAMPLE_RATE, Sample
from retrat.train.data.speech import (
    Utterance,
    speaker_from_seed,
    speaker_seeds,
    utterance,
)
from retrat.train.data.texts import TOPICS, sentence
from retrat.types import Audio, Clip, FrameRate

FORMAT = 1
LABELS = ("scene", "action", "expression", "garment", "garment_colour", "gender", "framing")
VOICE_SECONDS = 5.0
TEST_SPEAKERS = 1_000
DEEP_HERTZ = 155.0
log = logging.getLogger(__name__)


class ExamVoices:
    """A speaker of the test split for one person, saying sentences that mean something."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(f"exam {seed}")
        self._speakers = list(test_speakers())
        self._random.shuffle(self._speakers)

    def speaker_of(self, person: Person) -> int:
        """The person's speaker: a high voice for women, a low one for men."""
        return next(
            seed
            for seed in self._speakers
            if (speaker_from_seed(seed).pitch_hertz < DEEP_HERTZ) == (person.gender == "man")
        )

    def of(
        self,
        person: Person,
        seconds: float,
        rng: Generator,  # noqa: ARG002 - the texts are the exam's, not the sample's
    ) -> tuple[Utterance, Float32[np.ndarray, "v"]]:
        """What the person says within `seconds`, and their voice saying something else."""
        speaker = speaker_from_seed(self.speaker_of(person))
        said = utterance(self._sentence(), speaker)
        while not 1.2 <= said.seconds <= seconds - 0.2:
            said = utterance(self._sentence(), speaker)
        sample = utterance(f"{self._sentence()} {self._sentence()}", speaker).samples
        return said, sample[: int(VOICE_SECONDS * SAMPLE_RATE)]

    def _sentence(self) -> str:
        return sentence(self._random, topic=self._random.choice(tuple(TOPICS)))


@cache
def test_speakers() -> tuple[int, ...]:
    return tuple(speaker_seeds("test", TEST_SPEAKERS))


@dataclass(frozen=True, kw_only=True, slots=True)
class ExamRequest:
    """How many people, how long, from which seed."""

    people: int = 20
    seconds: float = 4.0
    seed: int = 1
    frame_rate: float = 24.0

    @property
    def frames(self) -> int:
        """A whole number of latents and the first frame: 4k + 1."""
        return 4 * round(self.seconds * self.frame_rate / 4) + 1


def write_exam(out: Path, request: ExamRequest) -> Path:
    """Write the cases that are missing, then exam.json."""
    out.mkdir(parents=True, exist_ok=True)
    renderer = Renderer(load_pack())
    clip = ClipRequest(split="test", frames=request.frames, frame_rate=request.frame_rate)
    cases: list[dict[str, Any]] = []
    seen: set[tuple[str, int]] = set()  # nobody, and no voice, comes twice
    seed = request.seed * 100_000
    while len(cases) < request.people:
        case = _case(out, seed, clip, renderer)
        who = {(kind, case[kind]) for kind in ("person", "speaker")} if case else seen
        if case is not None and not who & seen:
            seen |= who
            cases.append(case)
            log.info("%d of %d: %s", len(cases), request.people, case["prompt"])
        seed += 1
    told = {"format": FORMAT, "seed": request.seed, "world": str(PACK_VERSION), "cases": cases}
    path = out / "exam.json"
    path.write_text(json.dumps(told, indent=1) + "\n")
    return path


def _case(out: Path, seed: int, clip: ClipRequest, renderer: Renderer) -> dict[str, Any] | None:
    """One case's files and its entry; None if nobody says a whole sentence in this sample."""
    folder = out / f"case-{seed}"
    kept = folder / "case.json"
    if kept.exists():
        told: dict[str, Any] | None = json.loads(kept.read_text())
        return told
    sample = sample_from_seed(seed, clip, renderer, ExamVoices(seed))  # type: ignore[arg-type]
    case = write_case(folder, sample) if sample.labels.words else None
    folder.mkdir(exist_ok=True)
    kept.write_text(json.dumps(case, indent=1) + "\n")
    return case


def write_case(folder: Path, sample: Sample) -> dict[str, Any]:
    """The files of one case; its entry in exam.json."""
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    labels = sample.labels
    names = [f"reference-{index}.png" for index in range(1, len(sample.references) + 1)]
    for name, picture in zip(names, sample.references, strict=True):
        Image.fromarray(picture).save(folder / name)
    write_wave(folder / "voice.wav", sample.voice.astype(np.float32))
    encode_clip(clip_of(sample), folder / "real.mp4")
    return {
        "name": folder.name,
        "person": labels.person_seed,
        "speaker": labels.speaker_seed,
        "prompt": labels.caption,
        "words": labels.words,
        "seconds": len(sample.frames) / labels.frame_rate,
        "references": names,
        "voice": "voice.wav",
        "real": "real.mp4",
        "labels": {name: str(getattr(labels, name)) for name in LABELS},
        "mouth_open": [round(float(value), 4) for value in sample.mouth_open],
    }


def clip_of(sample: Sample) -> Clip:
    levels = torch.from_numpy(sample.frames)
    sound = torch.from_numpy(sample.sound.astype(np.float32))[None]
    return Clip(
        pixels=rearrange(levels, "f y x c -> f c y x").float() / 127.5 - 1,
        frame_rate=FrameRate(numerator=round(sample.labels.frame_rate)),
        audio=Audio(samples=sound, sample_rate=SAMPLE_RATE),
    )


def write_wave(path: Path, samples: Float[np.ndarray, "z"]) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="retrat.train.data.exam", description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    request = ExamRequest(people=given.people, seconds=given.seconds, seed=given.seed)
    write_exam(given.out, request)


if __name__ == "__main__":
    main()
