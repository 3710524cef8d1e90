"""Photographs and recordings as people have them."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from files import CODECS, write_cutout, write_phone_photo, write_photo, write_sound, write_webcam
from outlines import ASTRONAUT, HOPPER
from people import astronaut, babble, grace_hopper
from PIL import Image, ImageDraw

from retrat.cli import main
from retrat.conditioning.cut_out import cut_out_of
from retrat.conditioning.mattes import matte_of
from retrat.conditioning.sizes import LARGER
from retrat.media import as_bytes, decode_audio, decode_image, encode_clip, from_bytes, probe
from retrat.media.busts import BUST_SIZE
from retrat.models.matting import Matting
from retrat.runtime.faces import portrait
from retrat.runtime.voices import KEPT_SECONDS, voice_sample
from retrat.types import Clip, FrameRate
from retrat.weights.releases import find_release, load_part

PHOTOS: dict[str, Callable[[Path], Path]] = {
    "astronaut": lambda d: write_photo(d / "astronaut.jpg"),
    "grace hopper": lambda d: write_photo(d / "hopper.jpg", grace_hopper()),
    "phone": lambda d: write_phone_photo(d / "phone.jpg"),
    "cut out": lambda d: write_cutout(d / "cutout.png"),
    "webcam": lambda d: write_webcam(d / "webcam.jpg"),
}


@pytest.mark.parametrize("name", PHOTOS)
def test_photographs(name: str, tmp_path: Path) -> None:
    path = PHOTOS[name](tmp_path)
    picture = as_bytes(decode_image(path))
    found = portrait(picture, name=path.name, field="reference")
    again = portrait(found.bust, name="bust", field="reference")
    eyes = again.face.points[:2]
    assert eyes[0, 1] == pytest.approx(eyes[1, 1], abs=30), "upright"
    np.testing.assert_allclose(eyes.mean(axis=0) / len(found.bust), [0.5, 0.36], atol=0.04)
    if name == "cut out":
        assert (found.bust[:20, :20] > 250).all(), "what was transparent is white"


def outlined(outline: Sequence[tuple[int, int]], side: int) -> np.ndarray:
    """What lies within a line around somebody."""
    drawn = Image.new("1", (side, side))
    scale = side / BUST_SIZE
    ImageDraw.Draw(drawn).polygon([(x * scale, y * scale) for x, y in outline], fill=1)
    return np.asarray(drawn)


@pytest.mark.weights
@pytest.mark.parametrize("is_grey", [False, True])
@pytest.mark.parametrize(("who", "outline"), [(astronaut, ASTRONAUT), (grace_hopper, HOPPER)])
def test_photographs_are_cut_out(
    who: Callable[[], np.ndarray], outline: Sequence[tuple[int, int]], is_grey: bool
) -> None:
    picture = who()
    if is_grey:
        picture = picture.mean(axis=2, keepdims=True).astype(np.uint8).repeat(3, axis=2)
    bust = from_bytes(portrait(picture, name="photo", field="reference").bust)
    net = load_part(find_release("nano"), "matting", Matting)
    found = cut_out_of(bust, matte_of(bust, net, LARGER)).matte[0].detach().numpy() > 0.5
    true = outlined(outline, len(found))
    assert (found & true).sum() / (found | true).sum() > 0.962


@pytest.mark.parametrize("container", CODECS)
@pytest.mark.parametrize(("rate", "channels"), [(48_000, 2), (16_000, 1)])
def test_recordings(container: str, rate: int, channels: int, tmp_path: Path) -> None:
    path = write_sound(
        tmp_path / f"a.{container}", babble(2.5, sample_rate=rate), channels=channels
    )
    sample = voice_sample(decode_audio(path), name=path.name)
    assert sample.sample_rate == 24_000
    assert 2 < sample.seconds < 2.7


@pytest.mark.parametrize("seconds", [1.1, 60.0, 75.0])
def test_short_and_long_recordings(seconds: float, tmp_path: Path) -> None:
    path = write_sound(tmp_path / "a.flac", babble(seconds, sample_rate=8_000))
    sample = voice_sample(decode_audio(path), name="a.flac")
    assert min(seconds, KEPT_SECONDS) - 0.4 < sample.seconds <= KEPT_SECONDS + 0.1


def test_photo_and_video_sound_to_a_clip(tmp_path: Path) -> None:
    """A phone's photo for the face, a video for the voice."""
    photo = write_phone_photo(tmp_path / "phone.jpg")
    film = tmp_path / "film.mp4"
    grey = from_bytes(np.full((64, 64, 3), 128, np.uint8)).expand(48, 3, 64, 64)
    encode_clip(Clip(pixels=grey, frame_rate=FrameRate(numerator=24), audio=babble(2.0)), film)
    output = tmp_path / "out.mp4"
    given = ["--reference", photo, "--voice", film, "--consent", "self", "-o", output]
    options = ["--model", "tiny-random", "--seconds", "1", "--steps", "1", "--quiet"]
    assert main(["generate", 'She says: "Hello."', *map(str, given), *options]) == 0
    assert probe(output).audio is not None
