"""Who is it? dlib's face ResNet, trained on photographs of real people, compares faces.

A clip's face is the mean of its frames' descriptors (128 numbers, Euclidean distance; dlib calls
two faces the same person below .6). A frame without a face has no descriptor and is never guessed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from jaxtyping import Float, Int, UInt8

from retrat.evaluate.judges import packaged_file

FRAMES_JUDGED = 12


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Face:
    """One face in one frame: its box (left, top, right, bottom), 68 landmarks and descriptor."""

    box: tuple[int, int, int, int]
    landmarks: Int[np.ndarray, "68 2"]
    descriptor: Float[np.ndarray, "128"]


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class ClipFaces:
    """The descriptors of the frames of a clip in which a face was found, and their times."""

    seconds: Float[np.ndarray, "n"]
    descriptors: Float[np.ndarray, "n 128"]
    frames_judged: int

    @property
    def found(self) -> float:
        """The share of judged frames in which there was a face."""
        return len(self.seconds) / self.frames_judged

    @property
    def mean(self) -> Float[np.ndarray, "128"] | None:
        return self.descriptors.mean(axis=0) if len(self.seconds) else None


@dataclass(frozen=True, kw_only=True, slots=True)
class IdentityScore:
    """A clip against the reference of the person it should show. Distances; lower is nearer.

    `others_nearer` counts the other people whose reference is at least as near; 0 is a hit.
    """

    others_nearer: int
    distance: float
    worst_distance: float
    drift_per_second: float
    found: float
    distances: tuple[float, ...]
    seconds: tuple[float, ...]

    @property
    def is_nearest(self) -> bool:
        return self.others_nearer == 0


@cache
def _networks() -> tuple[object, object, object]:
    import dlib

    def weights(name: str) -> str:
        return str(packaged_file("face_recognition_models", f"models/{name}"))

    return (
        dlib.get_frontal_face_detector(),
        dlib.shape_predictor(weights("shape_predictor_68_face_landmarks.dat")),
        dlib.face_recognition_model_v1(weights("dlib_face_recognition_resnet_model_v1.dat")),
    )


def find_box(frame: UInt8[np.ndarray, "y x 3"]) -> tuple[int, int, int, int] | None:
    """The largest face's box. Small frames are searched again at twice the size."""
    boxes = find_boxes(frame)
    return max(boxes, key=lambda box: (box[2] - box[0]) * (box[3] - box[1])) if boxes else None


def find_boxes(frame: UInt8[np.ndarray, "y x 3"]) -> list[tuple[int, int, int, int]]:
    """Every face's box, from left to right."""
    detector = _networks()[0]
    for upsample in (0, 1) if max(frame.shape[:2]) <= 640 else (0,):
        boxes = detector(np.ascontiguousarray(frame), upsample)  # type: ignore[operator]
        if boxes:
            return sorted((box.left(), box.top(), box.right(), box.bottom()) for box in boxes)
    return []


def find_landmarks(
    frame: UInt8[np.ndarray, "y x 3"], box: tuple[int, int, int, int]
) -> Int[np.ndarray, "68 2"]:
    import dlib

    shape = _networks()[1](np.ascontiguousarray(frame), dlib.rectangle(*box))  # type: ignore[operator]
    return np.array([(point.x, point.y) for point in shape.parts()], dtype=np.int64)


def find_face(frame: UInt8[np.ndarray, "y x 3"]) -> Face | None:
    """The largest face of a frame, described; None where there is none."""
    box = find_box(frame)
    return None if box is None else described(frame, box)


def described(frame: UInt8[np.ndarray, "y x 3"], box: tuple[int, int, int, int]) -> Face:
    """The face in a box."""
    import dlib

    image = np.ascontiguousarray(frame)
    shape = _networks()[1](image, dlib.rectangle(*box))  # type: ignore[operator]
    descriptor = _networks()[2].compute_face_descriptor(image, shape)  # type: ignore[attr-defined]
    landmarks = np.array([(point.x, point.y) for point in shape.parts()], dtype=np.int64)
    return Face(box=box, landmarks=landmarks, descriptor=np.array(descriptor, dtype=np.float64))


def clip_faces(
    frames: UInt8[np.ndarray, "f y x 3"], *, fps: float, judged: int = FRAMES_JUDGED
) -> ClipFaces:
    """The faces of evenly spaced frames, first and last included."""
    picked = np.unique(np.linspace(0, len(frames) - 1, judged).round().astype(int))
    found = [(index / fps, find_face(frames[index])) for index in picked]
    faces = [(seconds, face.descriptor) for seconds, face in found if face is not None]
    return ClipFaces(
        seconds=np.array([seconds for seconds, _ in faces], dtype=np.float64),
        descriptors=np.array([each for _, each in faces], dtype=np.float64).reshape(-1, 128),
        frames_judged=len(picked),
    )


def reference_descriptor(
    pictures: Sequence[UInt8[np.ndarray, "y x 3"]],
) -> Float[np.ndarray, "128"] | None:
    """The mean descriptor of a person's reference pictures; None if none shows a face."""
    faces = [face.descriptor for face in map(find_face, pictures) if face is not None]
    return np.mean(faces, axis=0) if faces else None


def score_identity(
    clip: ClipFaces, references: Sequence[Float[np.ndarray, "128"]], right: int
) -> IdentityScore:
    """The clip against all references; `right` is the index of the person it should show.

    A clip without a face is nobody: not nearest, infinitely far.
    """
    mean = clip.mean
    if mean is None:
        return nobody(len(references))
    to_each = np.linalg.norm(np.stack(list(references)) - mean, axis=1)
    by_frame = np.linalg.norm(clip.descriptors - references[right], axis=1)
    slope = float(np.polyfit(clip.seconds, by_frame, 1)[0]) if len(by_frame) >= 3 else 0.0
    return IdentityScore(
        others_nearer=int((to_each <= to_each[right]).sum()) - 1,
        distance=float(to_each[right]),
        worst_distance=float(by_frame.max()),
        drift_per_second=slope,
        found=clip.found,
        distances=tuple(by_frame.round(4).tolist()),
        seconds=tuple(clip.seconds.round(3).tolist()),
    )


def nobody(people: int) -> IdentityScore:
    """The score of a clip in which no face is found."""
    return IdentityScore(
        others_nearer=people - 1,
        distance=float("inf"),
        worst_distance=float("inf"),
        drift_per_second=0.0,
        found=0.0,
        distances=(),
        seconds=(),
    )
