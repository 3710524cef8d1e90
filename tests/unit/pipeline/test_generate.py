"""From a request to a clip, with real models of tiny size."""

import copy
from dataclasses import replace

import pytest
import torch

from retrat.errors import Cancelled, RequestError
from retrat.pipeline.components import Components, tiny_components
from retrat.pipeline.face_windows import FacePlace
from retrat.pipeline.generate import generate
from retrat.pipeline.given import conditions_of
from retrat.pipeline.request import GenerateRequest, Guidance, Reference
from retrat.runtime.models import multiplying_in, on_device
from retrat.types import Audio, Clip


@pytest.fixture(scope="module")
def parts() -> Components:
    """Every part awake: what starts at zero would change nothing."""
    parts = tiny_components(0)
    rng = torch.Generator().manual_seed(1)
    for name, parameter in parts.transformer.named_parameters():
        if not bool(parameter.any()):
            shape = parameter.shape
            parameter.data = 0.2 * torch.randn(shape, generator=rng)
            assert name
    return parts


def noise(seed: int, *shape: int) -> torch.Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed)).clamp(-1, 1)


def person(seed: int) -> Reference:
    return Reference(
        busts=(noise(seed, 3, 256, 256),),
        faces=(noise(seed + 1, 3, 112, 112),),
        voice=Audio(samples=0.1 * noise(seed + 2, 1, 30_000), sample_rate=24_000),
    )


WORDS = GenerateRequest(prompt='A woman says: "Hello."', seconds=1.0, steps=1)


def equal(one: Clip, other: Clip) -> bool:
    assert one.audio is not None
    assert other.audio is not None
    return torch.equal(one.pixels, other.pixels) and torch.equal(
        one.audio.samples, other.audio.samples
    )


def test_a_clip_has_the_length_and_size_asked_for(parts: Components) -> None:
    clip = generate(parts, replace(WORDS, size=(320, 192), seconds=1.3))
    assert clip.pixels.shape == (31, 3, 192, 320)
    assert clip.frame_rate.value == 24
    assert float(clip.pixels.abs().max()) <= 1
    assert clip.audio is not None
    assert clip.audio.samples.shape == (1, 31 * 1000)
    assert float(clip.audio.samples.abs().max()) <= 1


@pytest.fixture(scope="module")
def alone(parts: Components) -> Clip:
    """Of words, with nobody given."""
    return generate(parts, WORDS)


@pytest.fixture(scope="module")
def one(parts: Components) -> Clip:
    """Of the same words, with a person given."""
    return generate(parts, replace(WORDS, references=(person(10),)))


def test_the_same_request_gives_the_same_clip(parts: Components, alone: Clip) -> None:
    first = alone
    assert equal(first, generate(parts, WORDS))
    assert not equal(first, generate(parts, replace(WORDS, seed=1)))
    assert not equal(first, generate(parts, replace(WORDS, prompt='A man says: "Hello."')))
    assert not equal(first, generate(parts, replace(WORDS, prompt='A woman says: "Bye."')))
    assert equal(first, generate(tiny_like(parts), WORDS))


def tiny_like(parts: Components) -> Components:
    """The same weights in another object: nothing hides in the models."""
    twin = tiny_components(5)
    for name in ("transformer", "video_vae", "audio_vae", "text_encoder", "speech_encoder"):
        getattr(twin, name).load_state_dict(getattr(parts, name).state_dict())
    twin.duration_predictor.load_state_dict(parts.duration_predictor.state_dict())
    return twin


def test_references_matter_and_several_people_join(
    parts: Components, alone: Clip, one: Clip
) -> None:
    other = generate(parts, replace(WORDS, references=(person(20),)))
    both = generate(parts, replace(WORDS, references=(person(10), person(20))))
    clips = [alone, one, other, both]
    assert not any(equal(a, b) for i, a in enumerate(clips) for b in clips[:i])
    voice_alone = Reference(voice=person(10).voice)
    assert not equal(generate(parts, replace(WORDS, references=(voice_alone,))), alone)


def test_the_first_frame_is_kept(parts: Components) -> None:
    image = noise(3, 3, 256, 256)
    clip = generate(parts, replace(WORDS, image=image))
    assert torch.equal(clip.pixels[0], image)
    other = generate(parts, replace(WORDS, image=-image))
    assert not torch.equal(clip.pixels[1:], other.pixels[1:])  # and what follows knows it


def test_a_recording_becomes_the_sound_track(parts: Components) -> None:
    recording = Audio(samples=0.3 * noise(4, 2, 20_000), sample_rate=24_000)
    clip = generate(parts, replace(WORDS, audio=recording))
    assert clip.audio is not None
    assert clip.audio.samples.shape == (1, 24_000)
    assert torch.equal(clip.audio.samples[0, :20_000], recording.samples.mean(dim=0))
    assert float(clip.audio.samples[0, 20_000:].abs().max()) == 0
    silence = Audio(samples=torch.zeros(1, 24_000), sample_rate=24_000)
    assert not torch.equal(
        clip.pixels, generate(parts, replace(WORDS, audio=silence)).pixels
    )  # lips follow it


def test_a_clip_without_sound(parts: Components) -> None:
    assert generate(parts, replace(WORDS, has_sound=False)).audio is None


def test_guidance_changes_the_clip_and_one_is_off(parts: Components, one: Clip) -> None:
    request = replace(WORDS, references=(person(10),))
    off = generate(parts, replace(request, guidance=Guidance(text=1, people=1, bridge=1)))
    assert equal(off, one)  # what the tiny release recommends
    for scales in ((3, 1, 1), (1, 3, 1), (1, 1, 3)):
        guidance = Guidance(text=scales[0], people=scales[1], bridge=scales[2])
        assert not equal(generate(parts, replace(request, guidance=guidance)), off), scales


def test_progress_and_cancelling(parts: Components) -> None:
    told: list[tuple[int, int]] = []

    def on_step(done: int, total: int) -> None:
        told.append((done, total))
        if done == 1:
            raise Cancelled("stopped")

    with pytest.raises(Cancelled):
        generate(parts, replace(WORDS, steps=3), on_step=on_step)
    assert told == [(0, 3), (1, 3)]


def test_conditions_come_in_the_order_they_need() -> None:
    request = replace(WORDS, references=(person(1),), image=noise(3, 3, 256, 256))
    names = [type(condition).__name__ for condition in conditions_of(request)]
    assert names == [
        "FirstFrame",
        "ReferencePictures",
        "Identity",
        "Voice",
        "ReferenceVoice",
        "SpokenLines",
    ]


def test_bfloat16_makes_nearly_the_same_clip(parts: Components) -> None:
    """As on processors and GPUs that are fast in it: every part must bear mixed numbers."""

    def face(picture: torch.Tensor) -> list[FacePlace]:
        return [FacePlace(x=picture.shape[-1] / 2, y=90.0, scale=1.0)]

    request = replace(WORDS, references=(person(10),))
    exact = generate(parts, request, find_faces=face)
    fast = multiplying_in(copy.deepcopy(parts), torch.bfloat16)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        near = generate(fast, request, find_faces=face)
    assert near.pixels.dtype == torch.float32
    assert float((near.pixels - exact.pixels).abs().mean()) < 0.05
    assert near.audio is not None
    assert near.audio.samples.dtype == torch.float32
    assert near.audio.samples.shape == exact.audio.samples.shape


@pytest.mark.gpu
@pytest.mark.skipif(not torch.cuda.is_available(), reason="no GPU here")
def test_a_gpu_makes_nearly_the_same_clip(parts: Components) -> None:
    """Everything that is given is moved there, and the clip comes back."""
    request = replace(WORDS, references=(person(10),))
    exact = generate(parts, request)
    near = generate(on_device(copy.deepcopy(parts), "cuda"), request)
    assert near.pixels.device.type == "cpu"
    assert float((near.pixels - exact.pixels).abs().mean()) < 0.05


@pytest.mark.parametrize("change", [{"seconds": 0.2}, {"prompt": ""}, {"size": (64, 64)}])
def test_what_cannot_be_made_is_refused_before_anything_is_computed(
    parts: Components, change: dict[str, object]
) -> None:
    with pytest.raises(RequestError):
        generate(parts, replace(GenerateRequest(prompt="Rain"), **change), solve=_never)


def _never(*_: object) -> None:
    pytest.fail("it was begun")
