"""What independent judges say of one finished clip: its faces, its voice, its words, its lips.

    python -m retrat.evaluate.quality < question.json > answer.json

The question names files, so it is read rather than given as arguments: `clip`, `prompt`,
`is_recorded`, `start` and `people`, a list of `photos`, `voice` and `face` in the order of
`character1`, `character2`. In a process of its own, with little priority: judges take a few seconds
of a core and some memory that a server would keep.
"""

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from math import isfinite
from pathlib import Path

import numpy as np
from jaxtyping import Float, UInt8

from retrat.conditioning.lines import Line, lines_of
from retrat.errors import RequestError
from retrat.evaluate.clip_score import eight_bit, mono
from retrat.evaluate.identity import FRAMES_JUDGED, described, find_boxes
from retrat.evaluate.sync import SyncScore, mouth_openings, score_sync
from retrat.evaluate.voice import hear
from retrat.evaluate.words import transcribe, word_errors, words_of
from retrat.media import as_bytes
from retrat.media.images import decode_image
from retrat.media.sound import decode_audio
from retrat.media.video import decode_video
from retrat.runtime.faces import portrait

LEAST_CORRELATION = 0.2  # at the best lag: what doesn't go together is not early or late
SEARCHED = 6  # frames; a head stays where it is for a quarter of a second
PRIORITY = 10  # behind whatever makes the next clip


@dataclass(frozen=True, kw_only=True, slots=True)
class Given:
    """One person as they were given: pictures, and a recording that they were to sound like."""

    photos: tuple[Path, ...] = ()
    voice: Path | None = None
    face: int | None = None
    """Which one of a photo's faces, from the left, from 1."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Quality:
    """What was found; None where there is nothing to compare.

    `face_distances` are dlib's, one for each person that was given: .6 and more is somebody else to
    it, and None is a person without a photo, or whose photo or clip shows no face. `faces_found` is
    the share of frames that show as many faces as there are people with photos.
    `voice_similarity` is a cosine; it and lips are of clips in which one person speaks.
    """

    face_distances: tuple[float | None, ...] = ()
    faces_found: float | None = None
    voice_similarity: float | None = None
    words_asked: tuple[str, ...] = ()
    words_heard: tuple[str, ...] = ()
    word_error_rate: float | None = None
    mouth_correlation: float | None = None
    lag_milliseconds: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """A clip, and what it should show and say."""

    clip: Path
    prompt: str
    people: tuple[Given, ...] = field(default=())
    is_recorded: bool = False
    """Whether a recording is the sound: somebody speaks, though no words are known."""
    start: float = 0.0
    """The second from which on the prompt is shown, in a clip that goes on from another one."""

    @classmethod
    def read(cls, text: str) -> "Question":
        told = json.loads(text)
        people = tuple(
            Given(
                photos=tuple(map(Path, person["photos"])),
                voice=None if person["voice"] is None else Path(person["voice"]),
                face=person["face"],
            )
            for person in told["people"]
        )
        return cls(
            clip=Path(told["clip"]),
            prompt=told["prompt"],
            people=people,
            is_recorded=told["is_recorded"],
            start=float(told["start"]),
        )

    @property
    def lines(self) -> Sequence[Line]:
        """What is said; of a recording nobody knows."""
        return () if self.is_recorded else lines_of(self.prompt)

    @property
    def is_of_one(self) -> bool:
        """Whether one person speaks."""
        speakers = {line.person for line in self.lines}
        return len(self.people) < 2 and (self.is_recorded or len(speakers) == 1)


def judged(question: Question) -> Quality:
    """Ask every judge that has something to compare."""
    clip = decode_video(question.clip)
    fps = clip.frame_rate.value
    frames = eight_bit(clip)[round(question.start * fps) :]
    samples = mono(clip)
    distances, found = _faces(frames, question.people)
    asked = [word for line in question.lines for word in words_of(line.words)]
    if samples is None or clip.audio is None:
        return Quality(face_distances=distances, faces_found=found)
    rate = clip.audio.sample_rate
    samples = samples[round(question.start * rate) :]
    heard = transcribe(samples, rate=rate) if asked else []
    sync = voice = None
    if question.is_of_one:
        voice = _voice(samples, rate, question.people)
        openings = mouth_openings(frames, searched=SEARCHED)
        sync = score_sync(openings, samples, rate=rate, fps=fps)
    return Quality(
        face_distances=distances,
        faces_found=found,
        voice_similarity=voice,
        words_asked=tuple(asked),
        words_heard=tuple(heard),
        word_error_rate=min(1.0, word_errors(asked, heard) / len(asked)) if asked else None,
        mouth_correlation=None if sync is None else _finite(sync.correlation),
        lag_milliseconds=_lag(sync),
    )


def _faces(
    frames: UInt8[np.ndarray, "f y x 3"], people: Sequence[Given]
) -> tuple[tuple[float | None, ...], float | None]:
    """For each person the mean distance of the nearest face of a frame, whoever stands where."""
    shown = sum(bool(person.photos) for person in people)
    if not shown:
        return (None,) * len(people), None
    picked = np.unique(np.linspace(0, len(frames) - 1, FRAMES_JUDGED).round().astype(int))
    in_frames = [_descriptors(frames[index]) for index in picked]
    seen = [np.stack(faces) for faces in in_frames if faces]
    distances = tuple(_distance(person, seen) for person in people)
    return distances, float(np.mean([len(faces) >= shown for faces in in_frames]))


def _descriptors(frame: UInt8[np.ndarray, "y x 3"]) -> list[Float[np.ndarray, "128"]]:
    return [described(frame, box).descriptor for box in find_boxes(frame)]


def _distance(person: Given, seen: Sequence[Float[np.ndarray, "n 128"]]) -> float | None:
    own = _described_in(person)
    if own is None or not seen:
        return None
    return float(np.mean([np.linalg.norm(faces - own, axis=1).min() for faces in seen]))


def _described_in(person: Given) -> Float[np.ndarray, "128"] | None:
    """By the faces that the clip was made from; a fold that looks like one is not compared."""
    found = []
    for path in person.photos:
        try:
            picture = as_bytes(decode_image(path))
            box = portrait(picture, name=path.name, field="photos", face=person.face).face.box
        except RequestError:
            continue
        found.append(described(picture, box).descriptor)
    return np.mean(found, axis=0) if found else None


def _voice(samples: Float[np.ndarray, "z"], rate: int, people: Sequence[Given]) -> float | None:
    if len(people) != 1 or people[0].voice is None:
        return None
    recording = decode_audio(people[0].voice)
    own = hear(recording.mono.numpy(), rate=recording.sample_rate).embedding
    heard = hear(samples, rate=rate).embedding
    return None if own is None or heard is None else float(own @ heard)


def _lag(sync: SyncScore | None) -> float | None:
    if sync is None or not sync.best_correlation >= LEAST_CORRELATION:  # nan: nothing to compare
        return None
    return sync.lag_milliseconds


def _finite(value: float) -> float | None:
    return value if isfinite(value) else None


def main() -> None:
    os.nice(PRIORITY)
    answer = judged(Question.read(sys.stdin.read()))
    sys.stdout.write(json.dumps(asdict(answer)) + "\n")


if __name__ == "__main__":
    main()
