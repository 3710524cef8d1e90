"""A clip that goes on: one file of two, marked once, with the permissions of both."""

from dataclasses import replace
from pathlib import Path

import pytest
import torch
from files import write_photo
from people import astronaut, babble

from retrat.errors import ConsentError, ProvenanceError, RequestError
from retrat.media import decode_video, encode_clip, probe
from retrat.pipeline.request import GenerateRequest
from retrat.provenance import cast
from retrat.provenance.consent import Grant
from retrat.provenance.home import Home
from retrat.provenance.record import recall
from retrat.provenance.seal import Origin
from retrat.provenance.verify import verify
from retrat.runtime import joining
from retrat.runtime.deliver import deliver
from retrat.runtime.engine import Engine
from retrat.runtime.joining import carried, joined, made_here, require_joinable, whole
from retrat.runtime.label import labelled
from retrat.runtime.order import FORMAT_OF_JOINED, Order, order_from
from retrat.runtime.settings import Settings
from retrat.types import Audio, Clip, FrameRate

RAIN = Order(prompt="Rain", model="tiny-random", seconds=1, steps=2, seed=1)
RATE = FrameRate(numerator=24)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(root=tmp_path / "home")


def photograph(frames: int, *, has_sound: bool = True) -> Clip:
    """A photograph that is moved, and somebody who talks."""
    picture = torch.from_numpy(astronaut()).permute(2, 0, 1).float() / 127.5 - 1
    pixels = torch.stack([picture[:, at : at + 256, 90 : 90 + 256] for at in range(frames)])
    sound = babble(frames / RATE.value) if has_sound else None
    return Clip(pixels=pixels, frame_rate=RATE, audio=sound)


def delivered(clip: Clip, path: Path, home: Home, *grants: Grant, **settings) -> Path:
    origin = Origin(
        home=home,
        version="0",
        model="x",
        weights_sha256="0" * 64,
        mode="text",
        settings={},
        grants=grants,
    )
    deliver(clip, path, settings=settings, origin=origin)
    return path


def test_pictures_and_sounds_at_the_seam() -> None:
    ramp = torch.arange(5.0).view(5, 1, 1, 1).expand(5, 3, 2, 2)
    ones, twos = (
        Audio(samples=torch.full((1, 5000), level), sample_rate=24_000) for level in (1.0, 2.0)
    )
    before = Clip(pixels=ramp, frame_rate=RATE, audio=ones)
    after = Clip(pixels=ramp + 4, frame_rate=RATE, audio=twos)
    both = joined(before, after)
    assert both.pixels[:, 0, 0, 0].tolist() == list(range(9)), "the shared frame is shown once"
    assert both.audio is not None
    sound = both.audio.samples[0]
    assert len(sound) == 9000
    assert (sound[:4000] == 1).all()
    assert (sound[5000:] == 2).all()
    assert (sound[4000:5000].diff() > 0).all(), "one sound glides into the other"
    silent = joined(replace(before, audio=None), after)
    assert silent.audio is not None
    assert (silent.audio.samples[0, :4000] == 0).all()
    assert joined(replace(before, audio=None), replace(after, audio=None)).audio is None


def test_both_parts_carry_the_new_mark(home: Home, tmp_path: Path) -> None:
    """The old mark is still in the frames that are marked again: it must not be read any more."""
    old = delivered(photograph(72), tmp_path / "old.mp4", home)
    both = joined(decode_video(old), photograph(72))
    new = delivered(both, tmp_path / "new.mp4", home)
    name = verify(new, home=home).file_id
    assert name is not None
    assert recall(home, name) == made_here(new, home)
    found = decode_video(new)
    for part, frames in (("old", found.pixels[:72]), ("new", found.pixels[72:])):
        sound = (
            found.audio.samples[:, :72_000] if part == "old" else found.audio.samples[:, 72_000:]
        )
        clip = Clip(pixels=frames, frame_rate=RATE, audio=replace(found.audio, samples=sound))
        encode_clip(clip, tmp_path / f"{part}-part.mp4")
        read = verify(tmp_path / f"{part}-part.mp4", home=home, writes_log=False)
        assert read.picture.payload.name == name, part
        assert read.sound.name is not None, part
        assert name.startswith(read.sound.name), part


def test_only_what_was_made_here_and_is_whole(home: Home, tmp_path: Path) -> None:
    clip = delivered(photograph(8, has_sound=False), tmp_path / "a.mp4", home)
    assert made_here(clip, home) is not None
    assert made_here(clip, Home(root=tmp_path / "other")) is None
    changed = tmp_path / "changed.mp4"
    changed.write_bytes(clip.read_bytes() + b"\0")
    encode_clip(photograph(8), tmp_path / "foreign.mp4")
    for path in (changed, tmp_path / "foreign.mp4"):
        with pytest.raises(RequestError, match="was not made here, or was changed"):
            joining.require_made_here(path, home)


def test_whoever_is_in_it_must_agree_still(home: Home, tmp_path: Path) -> None:
    record = cast.enrol(home, cast.Enrolment(name="Ana", photos=[write_photo(tmp_path / "a.png")]))
    use = cast.ReferenceUse(kind="face", field="reference", sha256=record.photos[0])
    grants = cast.require_consent(home, [use], cast.Use(mode="reference"))
    clip = delivered(photograph(8, has_sound=False), tmp_path / "a.mp4", home, *grants)
    (also,) = carried(clip, home, (), cast.Use(mode="image"))
    assert (also.consent_id, also.record_sha256) == (record.consent_id, record.sha256)
    assert carried(clip, home, grants, cast.Use(mode="image")) == (), "nobody is named twice"
    cast.revoke_all(home, "Ana")
    with pytest.raises(ConsentError, match="withdrawn"):
        carried(clip, home, (), cast.Use(mode="image"))


@pytest.mark.parametrize(
    ("size", "seconds", "rate", "match"),
    [
        ((320, 192), 2.0, 24.0, "Ask for 256x256"),
        ((256, 256), 2.0, 16.0, "Choose the model that made it"),
        ((256, 256), 29.9, 24.0, "at most 30 can be joined"),
    ],
)
def test_what_cannot_be_one_clip(
    tmp_path: Path, size: tuple[int, int], seconds: float, rate: float, match: str
) -> None:
    encode_clip(photograph(24), tmp_path / "a.mp4")
    request = GenerateRequest(prompt="Rain", seed=1, size=size, seconds=seconds)
    with pytest.raises(RequestError, match=match):
        require_joinable(tmp_path / "a.mp4", request, rate)
    with pytest.raises(RequestError, match="Leave the image out"):
        replace(RAIN, continues=tmp_path / "a.mp4", image=tmp_path / "a.png").validate()


def test_a_label_is_drawn_once_everywhere(tmp_path: Path) -> None:
    plain = photograph(4)
    for earlier, asked, rest in (("ca", "en", None), (None, "en", "en"), (None, None, None)):
        shown = plain if earlier is None else labelled(plain, earlier)
        encode_clip(shown, tmp_path / "a.mp4", settings={"label": earlier})
        order = replace(RAIN, continues=tmp_path / "a.mp4", label=asked)
        clip, label = whole(plain, order)
        assert label == rest
        new = clip.pixels[-1]
        wanted = plain.pixels[-1] if earlier is None else labelled(plain, earlier).pixels[-1]
        assert torch.equal(new, wanted)
    assert whole(plain, replace(RAIN, label="en")) == (plain, "en")


def test_an_order_that_goes_on(home: Home, tmp_path: Path) -> None:
    engine = Engine(Settings(), home=home)
    first = engine.make(RAIN, tmp_path / "a.mp4")
    order = replace(RAIN, prompt="Snow", continues=first.path, seed=2)
    made = engine.make(order, tmp_path / "b.mp4")
    old, new = decode_video(first.path), decode_video(made.path)
    assert len(new.pixels) == 2 * len(old.pixels) - 1
    apart = (new.pixels[: len(old.pixels)] - old.pixels).abs().mean()
    assert apart < 0.06, "the old clip's own frames, but for marks and coding"
    assert made.settings["format"] == FORMAT_OF_JOINED
    held = made.planned_memory_bytes - first.planned_memory_bytes
    assert held == pytest.approx(old.pixels.numel() * 4 * 2), "its frames are in the plan"
    found = verify(made.path, home=home)
    assert (found.verdict, found.file_id) == ("intact", made.file_id)
    again = order_from(probe(made.path).settings, folders=(tmp_path,), home=home)
    assert (again.continues, again.prompt) == (first.path, "Snow")
    with pytest.raises(ConsentError, match="was not made here"):
        encode_clip(old, tmp_path / "c.mp4")
        engine.make(replace(order, continues=tmp_path / "c.mp4"), tmp_path / "d.mp4")


def test_whoever_is_in_it_must_have_agreed_to_how_it_goes_on(home: Home, tmp_path: Path) -> None:
    scope = replace(cast.default_scope(), modes=("reference",))
    photo = write_photo(tmp_path / "a.png")
    record = cast.enrol(home, cast.Enrolment(name="Ana", photos=[photo], scope=scope))
    use = cast.ReferenceUse(kind="face", field="reference", sha256=record.photos[0])
    grants = cast.require_consent(home, [use], cast.Use(mode="reference"))
    clip = delivered(photograph(8, has_sound=False), tmp_path / "a.mp4", home, *grants)
    assert carried(clip, home, (), cast.Use(mode="reference", purpose="family"))
    for mode in ("image", "audio"):
        with pytest.raises(ConsentError, match=f"Ana agreed to reference, not to mode '{mode}'"):
            carried(clip, home, (), cast.Use(mode=mode))
    with pytest.raises(ConsentError, match="not to purpose 'publish'"):
        carried(clip, home, (), cast.Use(mode="reference", purpose="publish"))


def test_a_record_without_its_people_is_not_believed(home: Home, tmp_path: Path) -> None:
    photo = write_photo(tmp_path / "a.png")
    record = cast.enrol(home, cast.Enrolment(name="Ana", photos=[photo]))
    use = cast.ReferenceUse(kind="face", field="reference", sha256=record.photos[0])
    grants = cast.require_consent(home, [use], cast.Use(mode="reference"))
    clip = delivered(photograph(8, has_sound=False), tmp_path / "a.mp4", home, *grants)
    again = delivered(photograph(8, has_sound=False), tmp_path / "b.mp4", home)
    assert made_here(clip, home).consent_ids == (record.consent_id,), "made again without her"
    assert made_here(again, home).consent_ids == ()
    (kept,) = home.outputs.glob("*.json")
    kept.write_text(kept.read_text().replace('"mode":"text"', '"mode":"image"'))
    with pytest.raises(ProvenanceError, match="not the one that the log tells of"):
        joining.require_made_here(clip, home)
