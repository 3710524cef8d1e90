from dataclasses import replace
from pathlib import Path

import pytest
import torch

from retrat.errors import RequestError
from retrat.media import decode_video
from retrat.provenance.home import Home
from retrat.provenance.seal import Origin
from retrat.provenance.verify import verify
from retrat.runtime.deliver import deliver
from retrat.runtime.label import LANGUAGES, labelled
from retrat.runtime.order import Order, order_from, settings_of
from retrat.types import Clip, FrameRate


def clip(light: float | None, *, height: int = 128, width: int = 160, frames: int = 2) -> Clip:
    """A plain picture, or noise for None."""
    pixels = torch.rand(frames, 3, height, width, generator=torch.Generator().manual_seed(0))
    pixels = pixels * 2 - 1 if light is None else torch.full_like(pixels, light)
    return Clip(pixels=pixels, frame_rate=FrameRate(numerator=24))


def luminance(pixels: torch.Tensor) -> torch.Tensor:
    """Relative luminance as WCAG defines it."""
    level = (pixels + 1) / 2
    linear = torch.where(level <= 0.04045, level / 12.92, ((level + 0.055) / 1.055) ** 2.4)
    red, green, blue = linear.unbind(-3)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("light", [-1.0, 0.0, 1.0, None])
@pytest.mark.parametrize("language", LANGUAGES)
def test_legible_on_anything(language: str, light: float | None) -> None:
    size = {"height": 256, "width": 256}
    on_black = labelled(clip(-1.0, **size), language).pixels[0, 0]
    letters, plate = on_black > 0.9, (on_black > -0.95) & (on_black < -0.8)
    assert letters.sum() > 40
    found = luminance(labelled(clip(light, **size), language).pixels[0])
    contrast = (found[letters].min() + 0.05) / (found[plate].max() + 0.05)
    assert contrast > 4.5  # WCAG AA for text of any size


def test_only_the_corner_and_every_frame_alike() -> None:
    before, after = clip(None, frames=3), labelled(clip(None, frames=3), "en")
    changed = (before.pixels != after.pixels).any(dim=1)
    assert (changed[0] == changed[1]).all()
    rows, columns = changed[0].nonzero().T
    assert rows.min() > 128 * 0.8
    assert 4 <= 160 - columns.max() <= 8
    assert rows.max() - rows.min() > 128 / 20


@pytest.mark.parametrize("size", [(720, 1280), (1280, 720), (64, 40), (16, 16)])
def test_every_size_has_room_for_it(size: tuple[int, int]) -> None:
    height, width = size
    shown = labelled(clip(0.0, height=height, width=width, frames=1), "en").pixels
    assert shown.shape[-2:] == size
    assert (shown < -0.2).any()


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(RequestError, match="label='fr': give en, ca, es or zh") as refused:
        Order(prompt="x", label="fr").validate()
    assert refused.value.field == "label"


def test_the_settings_in_a_file_tell_of_it(tmp_path: Path) -> None:
    told = settings_of(Order(prompt="x", label="zh"))
    again = order_from(told, folders=(), home=Home(root=tmp_path))
    assert again.label == "zh"
    del told["label"]  # files from before there was a label
    assert order_from(told, folders=(), home=Home(root=tmp_path)).label is None


def test_the_delivered_file_shows_it_and_stays_marked(tmp_path: Path) -> None:
    home = Home(root=tmp_path / "home")
    origin = Origin(
        home=home, version="0", model="x", weights_sha256="0" * 64, mode="text", settings={}
    )
    made = clip(None, height=64, width=64, frames=24)
    made = replace(made, pixels=made.pixels * 0.2)
    for name, label in (("plain.mp4", None), ("label.mp4", "en")):
        fresh = replace(made, pixels=made.pixels.clone())
        deliver(fresh, tmp_path / name, settings={}, origin=origin, label=label)
    plain, shown = (decode_video(tmp_path / name).pixels[12] for name in ("plain.mp4", "label.mp4"))
    assert float((shown - plain)[:, -10:, -40:].abs().max()) > 0.5
    assert verify(tmp_path / "label.mp4", home=home).exit_code == 0
