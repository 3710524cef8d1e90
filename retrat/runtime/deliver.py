"""The one exit: every generated file leaves through here, whole or not at all."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from retrat import __version__
from retrat.media import encode_clip, written_whole
from retrat.types import Clip


@dataclass(frozen=True, kw_only=True, slots=True)
class Delivery:
    """A file that left, and what it says about itself."""

    path: Path
    settings: Mapping[str, Any]


def deliver(clip: Clip, output: Path, *, settings: Mapping[str, Any]) -> Delivery:
    """Encode with the settings inside, and move the whole file into place."""
    told = {"retrat": __version__, **settings}
    with written_whole(output) as part:
        encode_clip(clip, part, settings=told)
    return Delivery(path=output, settings=told)
