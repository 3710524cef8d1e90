"""The whole exam: make a clip for each case, let all judges score it, and write the page.

Three columns, never mixed: what the model generated; what its codecs make of the real clip; and
the real clip itself, the ceiling. Every score is kept beside its clip, so an interrupted run goes
on where it stopped, and `python -m retrat.evaluate.suite --exam DIR --out DIR --clips DIR` scores
anybody's clips.
"""

import argparse
import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from retrat.errors import RetratError
from retrat.evaluate.clip_score import (
    ClipScore,
    Fidelity,
    References,
    read_references,
    score_clip,
    score_fidelity,
)
from retrat.evaluate.exam import Case, Exam, read_exam
from retrat.evaluate.identity import IdentityScore
from retrat.evaluate.motion import MotionScore
from retrat.evaluate.report import Column, write_report
from retrat.evaluate.sync import SyncScore
from retrat.evaluate.voice import VoiceScore
from retrat.media.video import decode_video
from retrat.types import Clip

log = logging.getLogger(__name__)

Maker = Callable[[Case, Path], None]
"""Writes a clip for a case to a path."""
Copier = Callable[[Clip], Clip]
"""What codecs make of a clip."""
OnClip = Callable[[str, int, int], None]
"""Told the column, how many cases are done, and of how many."""


def nobody(column: str, done: int, total: int) -> None:
    """Nobody watches."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Evaluation:
    """What an exam found: the page, and every score by column and case."""

    page: Path
    columns: tuple[Column, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One column of the page before it is scored: what to judge, and the file to look at."""

    name: str
    clip_of: Callable[[Case], tuple[Clip, Path | None]]
    is_copy: bool = False


def run(
    exam: Path,
    *,
    out: Path,
    people: int | None = None,
    model: str = "nano",
    on_clip: OnClip = nobody,
) -> Evaluation:
    """Sit the exam in a folder; write `out/index.md` with its pictures and `out/scores.json`."""
    from retrat.evaluate.contestant import Contestant

    questions = read_exam(exam, people=people)
    with Contestant.of(model) as ours:
        entries = (made_by(ours.generate, out / "generated"), copied_by(ours.copy), REAL)
        return sit(questions, entries, out=out, on_clip=on_clip)


def score_folder(exam: Path, clips: Path, *, out: Path, people: int | None = None) -> Evaluation:
    """Score clips that are already there, one NAME.mp4 for each case, beside the ceiling."""
    questions = read_exam(exam, people=people)
    return sit(questions, (found_in(clips), REAL), out=out)


def sit(
    exam: Exam,
    entries: Sequence[Entry],
    *,
    out: Path,
    on_clip: OnClip = nobody,
) -> Evaluation:
    """Score every entry on every case and write the page."""
    out.mkdir(parents=True, exist_ok=True)
    references = read_references(exam.cases)
    columns = tuple(_column(entry, exam, references, out, on_clip) for entry in entries)
    return Evaluation(page=write_report(exam, columns, out), columns=columns)


def made_by(make: Maker, folder: Path, name: str = "generated") -> Entry:
    """Clips that a model makes now, unless they are there already."""

    def clip_of(case: Case) -> tuple[Clip, Path]:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{case.name}.mp4"
        if not path.exists():
            make(case, path)
        return decode_video(path), path

    return Entry(name=name, clip_of=clip_of)


def found_in(folder: Path) -> Entry:
    def clip_of(case: Case) -> tuple[Clip, Path]:
        path = folder / f"{case.name}.mp4"
        return decode_video(path, field="clips"), path

    return Entry(name="generated", clip_of=clip_of)


def copied_by(copy: Copier) -> Entry:
    """What codecs make of the real clips, scored from memory: no video compression in between."""
    return Entry(
        name="codecs", clip_of=lambda case: (copy(decode_video(case.real)), None), is_copy=True
    )


REAL = Entry(name="ceiling", clip_of=lambda case: (decode_video(case.real), case.real))


def _column(entry: Entry, exam: Exam, references: References, out: Path, on_clip: OnClip) -> Column:
    """The scores of one entry. A case whose clip cannot be made is told and counted as failed."""
    cases, clips, scores, failures = [], [], [], []
    for right, case in enumerate(exam.cases):
        kept = out / entry.name / f"{case.name}.json"
        try:
            clip, score = _scored(entry, case, right, references, kept)
        except RetratError as error:
            log.warning("%s %s: %s", entry.name, case.name, error)
            failures.append(f"{case.name}: {error}")
            continue
        cases.append(case)
        clips.append(clip)
        scores.append(score)
        on_clip(entry.name, right + 1, len(exam.cases))
    return Column(
        name=entry.name,
        cases=tuple(cases),
        clips=tuple(clips),
        scores=tuple(scores),
        failures=tuple(failures),
    )


def _scored(
    entry: Entry, case: Case, right: int, references: References, kept: Path
) -> tuple[Path | None, ClipScore]:
    """A score kept by an earlier run against as many people, or a new one."""
    if kept.exists():
        told = json.loads(kept.read_text())
        if told["people"] == len(references.faces):
            return Path(told["clip"]) if told["clip"] else None, _score_from(told["score"])
    clip, path = entry.clip_of(case)
    score = score_clip(clip, case, right, references)
    if entry.is_copy:
        score = replace(score, fidelity=score_fidelity(decode_video(case.real), clip))
    kept.parent.mkdir(parents=True, exist_ok=True)
    told = {
        "people": len(references.faces),
        "clip": None if path is None else str(path),
        "score": asdict(score),
    }
    kept.write_text(json.dumps(told, indent=1) + "\n")
    return path, score


PARTS: dict[str, type[Any]] = {
    "identity": IdentityScore,
    "motion": MotionScore,
    "voice": VoiceScore,
    "sync": SyncScore,
    "fidelity": Fidelity,
}


def _score_from(told: dict[str, Any]) -> ClipScore:
    values = dict(told)
    for name, kind in PARTS.items():
        if values[name] is not None:
            fields = values[name].items()
            values[name] = kind(**{k: tuple(v) if isinstance(v, list) else v for k, v in fields})
    return ClipScore(**values)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m retrat.evaluate.suite", description=__doc__)
    parser.add_argument("--exam", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("out/evaluation"))
    parser.add_argument("--people", type=int)
    parser.add_argument("--clips", type=Path, help="score these files, one NAME.mp4 for each case")
    given = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    if given.clips:
        done = score_folder(given.exam, given.clips, out=given.out, people=given.people)
    else:
        done = run(given.exam, out=given.out, people=given.people)
    log.info("%s", done.page)


if __name__ == "__main__":
    main()
