from pathlib import Path

import pytest
import torch

from retrat.media import encode_clip
from retrat.provenance import manifest
from retrat.provenance.home import Home
from retrat.provenance.record import recall
from retrat.provenance.seal import Origin, mark, payload_for, seal
from retrat.types import Clip, FrameRate


@pytest.fixture
def origin(home: Home) -> Origin:
    return Origin(
        home=home, version="0.1.0", model="tiny", weights_sha256="", mode="text", settings={}
    )


def test_signed_and_remembered(origin: Origin, tmp_path: Path) -> None:
    clip = Clip(pixels=torch.zeros(4, 3, 32, 32), frame_rate=FrameRate(numerator=24))
    payload = payload_for(origin)
    assert not payload.shows_person
    marked = mark(clip, payload)
    assert marked.pixels.any()
    encode_clip(marked, tmp_path / "plain.mp4")
    record = seal(
        tmp_path / "plain.mp4", tmp_path / "out.mp4", origin, payload=payload, seconds=1 / 6
    )
    assert recall(origin.home, payload.name) == record
    told = manifest.read(tmp_path / "out.mp4", origin.home)
    assert (told.state, told.file_name) == ("trusted", payload.name)
    # A copy that lost its manifest is still told by the one kept here, as changed.
    kept = (origin.home.outputs / f"{payload.name}.c2pa").read_bytes()
    assert manifest.read(tmp_path / "plain.mp4", origin.home, manifest=kept).state == "invalid"
