from pathlib import Path

import pytest
import torch

from retrat import __version__
from retrat.errors import RequestError
from retrat.media import probe
from retrat.runtime.deliver import deliver
from retrat.types import Clip, FrameRate

CLIP = Clip(pixels=torch.zeros(24, 3, 64, 64), frame_rate=FrameRate(numerator=24))


def test_the_file_says_how_it_was_made(tmp_path: Path) -> None:
    delivery = deliver(CLIP, tmp_path / "a.mp4", settings={"seed": 3})
    assert delivery.settings == {"retrat": __version__, "seed": 3}
    assert probe(tmp_path / "a.mp4").settings == delivery.settings


def test_a_folder_that_went_away(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="no such file or directory"):
        deliver(CLIP, tmp_path / "gone" / "a.mp4", settings={})
