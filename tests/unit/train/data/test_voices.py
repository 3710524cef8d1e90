"""A corpus without a usable speaker is refused."""

from pathlib import Path

import pytest

from retrat.errors import RequestError
from retrat.train.data.voices import Voices


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="two utterances"):
        Voices(tmp_path, "train")
