"""The whole way from a request to a clip. A new condition is a new file in `conditioning`; a new
way of predicting wraps `predict` in `stages`; neither changes `generate`."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Protocol

import torch
import torch.nn.functional as F
from einops import rearrange
from jaxtyping import Float
from torch import Tensor

from retrat.conditioning.casting import Casting
from retrat.conditioning.first_frame import FirstFrame
from retrat.conditioning.identity import Identity
from retrat.conditioning.lines import SpokenLines
from retrat.conditioning.parts import Parts
from retrat.conditioning.references import ReferencePictures, ReferenceVoice
from retrat.conditioning.sound import GivenSound
from retrat.conditioning.stream import (
    Geometry,
    blank_stream,
    target_latents,
    unpatchify,
)
from retrat.conditioning.text import context_of
from retrat.conditioning.voice import Voice
from retrat.flow.solver import OnStep, Solve, ignore, solve_euler
from retrat.models.lip_sync import STEPS
from retrat.pipeline.components import Components
from retrat.pipeline.face_windows import FacePlace, FindFace, nobody
from retrat.pipeline.gestures import gestures_of, gesturing
from retrat.pipeline.keeping import detailed, given_person, keeping
from retrat.pipeline.lips import speaking
from retrat.pipeline.request import GenerateRequest, Guidance, Recommended, Reference
from retrat.pipeline.seams import without_seams
from retrat.pipeline.stages import Plan, solved
from retrat.types import Audio, AVStream, Clip, ClipShape, LatentShape

TEMPORAL, SPATIAL = 4, 16


class Condition(Protocol):
    """Something given that joins the stream as tokens."""

    def join(self, stream: AVStream, parts: Parts) -> AVStream: ...


@torch.inference_mode()
def generate(
    parts: Components,
    request: GenerateRequest,
    *,
    solve: Solve = solve_euler,
    on_step: OnStep = ignore,
    find_face: FindFace = nobody,
) -> Clip:
    """A clip; the same request and weights give the same one. `on_step` may raise `Cancelled`.

    `find_face` says where in the first picture is the face that speaks and moves.
    """
    windows = parts.recommended.windows
    if windows is not None and not isinstance(request.steps, Recommended):
        windows = replace(windows, still_steps=0)
    if windows is not None and not isinstance(request.guidance, Recommended):
        windows = replace(windows, sound_guidance=())
    request = request.resolved(parts.recommended).on(parts.device)
    steps, guidance = request.steps, request.guidance
    assert isinstance(steps, int)
    assert isinstance(guidance, Guidance)
    rng = torch.Generator().manual_seed(request.seed)
    geometry = geometry_of(request, parts)
    stream = blank_stream(geometry, context_of(request.prompt, parts), rng, request.has_sound)
    for condition in conditions_of(request):
        stream = condition.join(stream, parts)
    plan = Plan(
        geometry=geometry,
        steps=steps,
        shift=parts.recommended.shift,
        guidance=guidance,
        no_text=context_of("", parts),
        windows=windows,
    )
    stream = solved(parts.transformer, stream, plan, solve, on_step)
    return decoded(stream, geometry, request, parts, find_face)


def geometry_of(request: GenerateRequest, parts: Components) -> Geometry:
    """The tokens of the clip that was asked for."""
    width, height = request.size
    frames = parts.frame_rate.frames_in(request.seconds)
    clip = ClipShape(frames=frames, height=height, width=width)
    config = parts.transformer.config
    patch = config.patch
    assert config.audio is not None, "these weights have no sound"
    return Geometry(
        shape=LatentShape.of(clip, temporal=TEMPORAL, spatial=SPATIAL),
        channels=config.video.token_channels // patch**2,
        patch=patch,
        frame_rate=parts.frame_rate,
        audio_channels=config.audio.token_channels,
        audio_latents=-int(-frames / parts.frame_rate.value * parts.audio_rate // 1),
        audio_rate=parts.audio_rate,
    )


def conditions_of(request: GenerateRequest) -> Iterator[Condition]:
    """What the request gives, in the order in which it joins; lines follow the voices they use."""
    if request.image is not None:
        yield FirstFrame(picture=request.image)
    if request.image is None and not any(each.busts for each in request.references):
        has_voice = bool(request.references)
        yield Casting(prompt=request.prompt, seed=request.seed, has_voice=has_voice)
    for person, reference in enumerate(request.references, start=1):
        yield from _of_person(person, reference)
    if request.audio is not None:
        yield GivenSound(samples=mono(request.audio))
    if request.lines:
        yield SpokenLines(lines=request.lines)


def _of_person(person: int, reference: Reference) -> Iterator[Condition]:
    if reference.busts:
        yield ReferencePictures(person=person, pictures=reference.busts)
        yield Identity(person=person, faces=reference.faces)
    if reference.voice is not None:
        samples = mono(reference.voice)
        yield Voice(person=person, samples=samples)
        yield ReferenceVoice(person=person, samples=samples)


def decoded(
    stream: AVStream,
    geometry: Geometry,
    request: GenerateRequest,
    parts: Components,
    find_face: FindFace = nobody,
) -> Clip:
    """The targets as pixels and sound, cut to the length that was asked for.

    What was given comes back as it was given: the first frame and the recording, not the codecs'
    idea of them. Sound, seams and what moves pixels are computed in float32 wherever it runs: a
    wave's phase and a tenth of a pixel are lost in bfloat16.
    """
    latents = unpatchify(target_latents(stream.video), geometry.shape, geometry.patch)
    frames = parts.frame_rate.frames_in(request.seconds)
    pixels = rearrange(parts.video_vae.decode(latents), "1 c f y x -> f c y x")[:frames].float()
    person, audio = given_person(request, parts), None
    with torch.autocast(pixels.device.type, enabled=False):
        if parts.recommended.seamed:
            pixels = without_seams(pixels, parts.recommended.seamed)
        pixels = pixels.clamp(-1, 1)
        if person is not None:
            pixels = keeping(pixels, *person)
        if request.image is not None:
            pixels = detailed(pixels, request.image)
        if stream.audio is not None:
            audio = _sound(stream, request, parts, frames / parts.frame_rate.value)
        face = find_face(pixels[0].cpu()) if parts.lip_sync or parts.animator else None
        if face is not None:
            pixels = _spoken(pixels, stream, geometry, request, parts, face)
            pixels = _gesturing(pixels, audio, request, parts, face)
    if audio is not None:
        audio = audio.on(torch.device("cpu"))
    return Clip(pixels=pixels.cpu(), frame_rate=parts.frame_rate, audio=audio)


def _spoken(
    pixels: Float[Tensor, "f 3 y x"],
    stream: AVStream,
    geometry: Geometry,
    request: GenerateRequest,
    parts: Components,
    face: FacePlace,
) -> Float[Tensor, "f 3 y x"]:
    """The pictures with a mouth that follows the sound, where somebody speaks."""
    if parts.lip_sync is None or stream.audio is None or not request.speaks:
        return pixels
    return speaking(
        pixels,
        rearrange(target_latents(stream.audio).float(), "b a c -> b c a"),
        face,
        parts.lip_sync,
        steps_per_frame=STEPS * geometry.audio_rate / geometry.frame_rate.value,
    )


def _gesturing(
    pixels: Float[Tensor, "f 3 y x"],
    audio: Audio | None,
    request: GenerateRequest,
    parts: Components,
    face: FacePlace,
) -> Float[Tensor, "f 3 y x"]:
    """The pictures with a head and eyes that are never quite still."""
    if parts.animator is None:
        return pixels
    gestures = gestures_of(
        frames=len(pixels),
        rate=parts.frame_rate.value,
        seed=request.seed,
        prompt=request.prompt,
        sound=audio if request.speaks else None,
    )
    return gesturing(pixels, gestures, face, parts.animator, parts.matting)


def _sound(stream: AVStream, request: GenerateRequest, parts: Components, seconds: float) -> Audio:
    assert stream.audio is not None, "asked for sound of a silent clip"
    rate = round(parts.audio_rate * parts.audio_hop)
    if request.audio is not None:
        samples = mono(request.audio)
    else:
        tokens = target_latents(stream.audio).float()
        samples = parts.audio_vae.decode(rearrange(tokens, "b a c -> b c a"))[0]
    count = round(seconds * rate)
    samples = F.pad(samples[:count], (0, max(0, count - len(samples)))).clamp(-1, 1)
    return Audio(samples=samples[None], sample_rate=rate)


def mono(audio: Audio) -> Float[Tensor, " z"]:
    """One channel, the mean of all."""
    return audio.samples.mean(dim=0)
