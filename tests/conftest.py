"""What every test shares: checked shapes, quiet thread pools, and skips that say why."""

import os

os.environ.setdefault("GOMP_SPINCOUNT", "100000")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
os.environ["HF_HUB_OFFLINE"] = "1"

from jaxtyping import install_import_hook

# Signatures carry shapes; here, and only here, they are checked (STYLE: inert in production).
install_import_hook(
    [
        "retrat.types",
        "retrat.models",
        "retrat.flow",
        "retrat.conditioning",
        "retrat.pipeline",
        "retrat.media",
    ],
    "shapes.checked",
)

import ctypes.util
import hashlib
import shutil
from collections.abc import Iterator

import numpy as np
import pytest

from retrat.runtime import likeness
from retrat.runtime.faces import Face


@pytest.fixture(scope="session", autouse=True)
def _each_face_once() -> Iterator[None]:
    """Whose face it is takes six looks of a large network; many tests show it the same photos."""
    look, known = likeness._plain, {}

    def seen(picture: np.ndarray, face: Face) -> np.ndarray:
        key = hashlib.sha256(picture.tobytes()).digest(), picture.shape, face.box
        if key not in known:
            known[key] = look(picture, face)
        return known[key].copy()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(likeness, "_plain", seen)
        yield


@pytest.fixture(scope="session")
def flite() -> str:
    """The path of the speech synthesiser that the training world uses."""
    path = shutil.which("flite")
    if path is None:
        pytest.skip("flite is not installed (Debian: flite); only the training world needs it")
    return path


@pytest.fixture(scope="session")
def egl() -> None:
    """A renderer without a screen."""
    if ctypes.util.find_library("EGL") is None:
        pytest.skip("libEGL is not installed (Debian: libegl1, libgl1-mesa-dri)")
