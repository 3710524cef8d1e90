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
import shutil

import pytest


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
