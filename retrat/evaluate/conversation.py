"""`retrat evaluate conversation`: two people of the exam in one clip, each with a line.

Who sits where, who is heard when, and whose lips move: every person is judged in their half of the
picture and their part of the sound, against all people of the exam.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import fmean

import numpy as np
from jaxtyping import Bool, Float, UInt8

from retrat.conditioning.lines import turns_of
from retrat.errors import RetratError
from retrat.evaluate.clip_score import References, read_references
from retrat.evaluate.contestant import SIZE, Contestant
from retrat.evaluate.exam import Case, read_exam
from retrat.evaluate.identity import clip_faces, score_identity
from retrat.evaluate.sync import mouth_openings
from retrat.evaluate.voice import hear, score_voice
from retrat.evaluate.words import word_error_rate
from retrat.media import as_bytes, decode_video
from retrat.pipeline.generate import geometry_of
from retrat.pipeline.players import turns_in_frames
from retrat.pipeline.request import GenerateRequest
from retrat.runtime.order import Order, Person
from retrat.types import Clip

PAGE, KEPT = "conversation.md", "conversation.json"
SCENES = ("in a park", "in a library", "on a beach", "in a kitchen", "in a city at night")


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """How one of two people came out. `own` and `other` say how much their mouth moves from frame
    to frame while they and while the other one speaks, in distances of the eyes.
    """

    clip: str
    is_right_face: bool
    distance: float
    is_right_voice: bool
    similarity: float
    word_errors: float
    own: float
    other: float


def run(exam: Path, *, out: Path, people: int | None = None, model: str = "nano") -> Path:
    """Make a clip of every two people, judge both, write the page and name it."""
    cases = read_exam(exam, people=people).cases
    out.mkdir(parents=True, exist_ok=True)
    parts: list[Part] = []
    failures: list[str] = []
    references = read_references(cases)
    with Contestant.of(model) as ours:
        for first in range(0, len(cases) - 1, 2):
            pair = cases[first : first + 2]
            try:
                parts += _pair(ours, pair, first, references, out)
            except RetratError as error:
                failures.append(f"{pair[0].name} and {pair[1].name}: {error}")
    (out / KEPT).write_text(json.dumps([asdict(part) for part in parts], indent=1) + "\n")
    page = out / PAGE
    page.write_text(as_page(parts, failures), encoding="utf-8")
    return page


def prompt_of(pair: Sequence[Case], number: int) -> str:
    """Both lines of two cases, one after the other."""
    one, other = (case.words.replace('"', "") for case in pair)
    where = SCENES[number % len(SCENES)]
    return f'Two people talk {where}. character1 says: "{one}" character2 answers: "{other}"'


def as_page(parts: Sequence[Part], failures: Sequence[str]) -> str:
    """A table of means, and what could not be made."""
    lines = ["# Two people in one clip", "", f"{len(parts)} people in {len(parts) // 2} clips.", ""]
    if parts:
        rows = {
            "right person, in their half": fmean(part.is_right_face for part in parts),
            "distance of the face": fmean(part.distance for part in parts),
            "right voice, in their turn": fmean(part.is_right_voice for part in parts),
            "similarity of the voice": fmean(part.similarity for part in parts),
            "word error rate": fmean(part.word_errors for part in parts),
            "mouth moves while they speak": fmean(part.own for part in parts),
            "mouth moves while the other speaks": fmean(part.other for part in parts),
        }
        lines += ["| number | nano |", "|---|---:|"]
        lines += [f"| {name} | {value:.3f} |" for name, value in rows.items()]
    lines += [f"- not made: {failure}" for failure in failures]
    return "\n".join(lines) + "\n"


def _pair(
    ours: Contestant, pair: Sequence[Case], first: int, references: References, out: Path
) -> Iterator[Part]:
    prompt, path = prompt_of(pair, first // 2), out / f"{pair[0].name}-{pair[1].name}.mp4"
    if not path.exists():
        people = tuple(Person(references=case.references[:1], voice=case.voice) for case in pair)
        for case, person in zip(pair, people, strict=True):
            ours.enrol(person, name=case.name)
        order = Order(prompt=prompt, others=people, size=SIZE, seed=first)
        ours.make(order, path, name=path.stem)
    clip = decode_video(path)
    frames = np.stack([as_bytes(frame) for frame in clip.pixels])
    turns = _turns(ours, prompt, clip)
    for side in (0, 1):
        yield _part(clip, frames, turns[:, side], side, pair[side], (first + side, references))


def _turns(ours: Contestant, prompt: str, clip: Clip) -> Bool[np.ndarray, "f 2"]:
    """Whether each of them speaks in a frame, as the clip was planned."""
    request = GenerateRequest(prompt=prompt, seconds=clip.seconds)
    geometry = geometry_of(request, ours.components)
    speakers = turns_of(request.lines, ours.components, geometry.audio_latents)
    rate = geometry.audio_rate / geometry.frame_rate.value
    return turns_in_frames(speakers, 2, len(clip.pixels), rate).numpy() > 0


def _part(
    clip: Clip,
    frames: UInt8[np.ndarray, "f y x 3"],
    turn: Bool[np.ndarray, "f"],
    side: int,
    case: Case,
    judged: tuple[int, References],
) -> Part:
    right, references = judged
    middle = frames.shape[2] // 2
    half = frames[:, :, :middle] if side == 0 else frames[:, :, middle:]
    fps = clip.frame_rate.value
    face = score_identity(clip_faces(half, fps=fps), references.faces, right)
    assert clip.audio is not None, "two people who talk are heard"
    rate = clip.audio.sample_rate
    start, end = np.flatnonzero(turn)[[0, -1]] / fps
    said = clip.audio.between(float(start), float(end) + 1 / fps).mono.numpy()
    voice = score_voice(hear(said, rate=rate), references.voices, right)
    moves = np.abs(np.diff(mouth_openings(half), prepend=np.nan))
    return Part(
        clip=case.name,
        is_right_face=face.is_nearest,
        distance=face.distance,
        is_right_voice=voice.is_nearest,
        similarity=voice.similarity,
        word_errors=word_error_rate(said, rate=rate, text=case.words),
        own=_mean(moves[turn]),
        other=_mean(moves[~turn]),
    )


def _mean(values: Float[np.ndarray, "n"]) -> float:
    return float(np.nanmean(values)) if np.isfinite(values).any() else 0.0
