"""The made world in tests: labels alone for what needs no meshes, the real pack for what does."""

import numpy as np
import pytest

from retrat.train.data.assets import Pack, load_pack, pack_path


@pytest.fixture(scope="session")
def label_pack() -> Pack:
    """A pack without meshes: enough to invent people."""
    names = ["chin-width-incr", "chin-width-decr", "l-ear-scale-incr", "l-ear-scale-decr",
             "r-ear-scale-incr", "r-ear-scale-decr", "head-age-incr", "head-age-decr"]  # fmt: skip
    return Pack(arrays={"nothing": np.zeros(1)}, labels={"local_change": names})


@pytest.fixture(scope="session")
def pack() -> Pack:
    """The real world pack, where it was built."""
    if not pack_path().exists():
        pytest.skip(f"no world pack at {pack_path()}: python -m retrat.train.data.assets builds it")
    return load_pack()


@pytest.fixture(scope="session")
def renderer(egl: None, pack: Pack):
    from retrat.train.data.render import Renderer

    return Renderer(pack)
