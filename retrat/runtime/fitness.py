"""Whether a photo or a recording is good enough, in numbers that a studio can show while recording.

What decides is what refuses later: the same checks of faces and voices as before a clip.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from jaxtyping import UInt8

from retrat.errors import RequestError
from retrat.media import as_bytes, decode_audio, decode_image
from retrat.runtime.assets import Asset
from retrat.runtime.faces import Face, find_faces, portrait, require_nobody
from retrat.runtime.voices import LONGEST_SECONDS, analyse, require_sound, voice_sample

Box = tuple[int, int, int, int]
_SHARP = 60.0  # variance of the Laplacian of a face of 112 pixels that shows eyelashes


@dataclass(frozen=True, kw_only=True, slots=True)
class Fitness:
    """What was measured, and the sentence that refuses it, if any."""

    problem: str | None = None
    faces: tuple[Box, ...] = ()
    sharpness: float | None = None
    light: float | None = None
    level_db: float | None = None
    noise_db: float | None = None
    speech_seconds: float | None = None


def fitness_of(
    path: Path, asset: Asset, use: Literal["photo", "voice", "image", "place", "audio"]
) -> Fitness:
    """A file looked at for one use."""
    try:
        if use == "place":
            require_nobody(as_bytes(decode_image(path, field=use)), name=asset.name, field=use)
            return Fitness()
        if use in ("photo", "image"):
            return _picture(path, asset.name, needs_face=use == "photo")
        return _sound(path, asset.name, needs_speech=use == "voice")
    except RequestError as error:
        return Fitness(problem=error.message)


def _picture(path: Path, name: str, *, needs_face: bool) -> Fitness:
    levels = as_bytes(decode_image(path, field="photo"))
    faces = find_faces(levels)
    problem, sharpness, light = None, None, None
    try:
        found = portrait(levels, name=name, field="photo")
        sharpness, light = _sharpness(found.aligned), float(found.aligned.mean()) / 255
    except RequestError as error:
        problem = error.message if needs_face else None
    return Fitness(
        problem=problem,
        faces=tuple(_whole(face) for face in faces),
        sharpness=sharpness,
        light=light,
    )


def _whole(face: Face) -> Box:
    left, top, right, bottom = face.box
    return max(0, left), max(0, top), max(0, right), max(0, bottom)


def _sharpness(face: UInt8[np.ndarray, "y x 3"]) -> float:
    """How much fine detail the lined-up face has; 1 is enough."""
    grey = face.astype(np.float64).mean(axis=2)
    inner = 4 * grey[1:-1, 1:-1]
    around = grey[:-2, 1:-1] + grey[2:, 1:-1] + grey[1:-1, :-2] + grey[1:-1, 2:]
    return round(float((inner - around).var()) / _SHARP, 3)


def _sound(path: Path, name: str, *, needs_speech: bool) -> Fitness:
    heard = decode_audio(path, longest_seconds=LONGEST_SECONDS, field="voice")
    require_sound(heard, name=name, field="voice")
    frames = analyse(heard)
    problem = None
    if needs_speech:
        try:
            voice_sample(heard, name=name)
        except RequestError as error:
            problem = error.message
    levels = frames.level_db
    return Fitness(
        problem=problem,
        level_db=round(float(levels[frames.is_active].mean()), 1),
        noise_db=round(float(levels.quantile(0.1)), 1),
        speech_seconds=round(frames.seconds(frames.is_voiced), 2),
    )
