"""An exam: people and voices never trained on, what to ask, and what the real thing looks like.

A folder with `exam.json` and, for each case, a folder of files. Anybody's model can sit it: make
one clip a case, named `NAME.mp4`, and have the clips scored.

    exam.json            {"format": 1, "seed": ..., "world": ..., "cases": [{...}, ...]}
    NAME/reference-1.png  pictures of the person, from another take
    NAME/voice.wav        the person's voice, other words
    NAME/real.mp4         a render of exactly what is asked: the ceiling
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from retrat.errors import RequestError

FORMAT = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """One question. `labels` are the truth for the classifiers: scene, action, garment, ..."""

    name: str
    person: int
    speaker: int
    prompt: str
    words: str
    seconds: float
    references: tuple[Path, ...]
    voice: Path
    real: Path
    labels: Mapping[str, str]
    mouth_open: tuple[float, ...]
    """The renderer's own labels of the real clip, one a frame."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Exam:
    """Cases in a fixed order; every case shows another person with another voice."""

    folder: Path
    seed: int
    world: str
    cases: tuple[Case, ...]


def read_exam(folder: Path, *, people: int | None = None) -> Exam:
    """The exam in a folder, or its first `people` cases."""
    path = folder / "exam.json"
    if not path.is_file():
        raise RequestError(
            f"{folder} holds no exam: exam.json is not there. Write one first with "
            f"`python -m retrat.train.data.exam --out {folder}`.",
            field="exam",
        )
    told = json.loads(path.read_text())
    if told.get("format") != FORMAT:
        raise RequestError(
            f"{path} has format {told.get('format')}; this version reads {FORMAT}. Write it again.",
            field="exam",
        )
    cases = tuple(_case(folder, each) for each in told["cases"])
    if people is not None and people > len(cases):
        raise RequestError(
            f"people={people}, but the exam in {folder} has {len(cases)} cases. Ask for at most "
            "that many or write a longer exam.",
            field="people",
        )
    return Exam(folder=folder, seed=told["seed"], world=told["world"], cases=cases[:people])


def _case(folder: Path, told: Mapping[str, object]) -> Case:
    own = folder / str(told["name"])
    values = dict(told)
    values["references"] = tuple(own / name for name in told["references"])  # type: ignore[attr-defined]
    values["voice"], values["real"] = own / str(told["voice"]), own / str(told["real"])
    values["mouth_open"] = tuple(told["mouth_open"])  # type: ignore[arg-type]
    return Case(**values)  # type: ignore[arg-type]
