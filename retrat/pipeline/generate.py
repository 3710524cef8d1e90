"""The whole way from a request to a clip. A new condition is a new file in `conditioning`; a new
way of predicting wraps `predict` in `stages`; neither changes `generate`."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import torch

from retrat.conditioning.lines import QUOTED
from retrat.conditioning.shots import seconds_of_shots
from retrat.conditioning.sizes import trimmed
from retrat.conditioning.stream import Geometry, blank_stream
from retrat.conditioning.text import context_of
from retrat.flow.solver import OnStep, Solve, ignore, solve_euler
from retrat.pipeline.components import Components
from retrat.pipeline.decoding import decoded, sound_of
from retrat.pipeline.face_windows import FindFaces, nobody
from retrat.pipeline.given import (
    conditions_of,
    conversation_of,
    speakers_of,
    with_conditions,
    with_people,
)
from retrat.pipeline.keeping import given_person
from retrat.pipeline.players import group_of
from retrat.pipeline.prepared import Prepared, Sight
from retrat.pipeline.request import GenerateRequest, Guidance, Recommended
from retrat.pipeline.scenery import in_scenery
from retrat.pipeline.score import accompanied
from retrat.pipeline.shots import FADING_SECONDS, Counted, joined
from retrat.pipeline.stages import Plan, solved
from retrat.types import Audio, Clip, ClipShape, LatentShape

TEMPORAL, SPATIAL = 4, 16


@torch.inference_mode()
def generate(
    parts: Components,
    request: GenerateRequest,
    *,
    solve: Solve = solve_euler,
    on_step: OnStep = ignore,
    find_faces: FindFaces = nobody,
) -> Clip:
    """A clip; the same request and weights give the same one. `on_step` may raise `Cancelled`.

    `find_faces` says where in a picture are the faces that speak and move.
    """
    request.validate()
    return accompanied(_made(parts, request, solve, on_step, find_faces), request)


def _made(
    parts: Components,
    request: GenerateRequest,
    solve: Solve,
    on_step: OnStep,
    find_faces: FindFaces,
) -> Clip:
    """A clip, or a shot of one, which may be shorter than clips that can be asked for."""
    shots = request.shots
    if len(shots) > 1:
        clips = _shots(parts, request, solve, on_step, find_faces)
        return joined(list(clips), fading=FADING_SECONDS if request.audio is None else 0.0)
    made = prepared(parts, request)
    stream = solved(parts.transformer, made.stream, made.plan, solve, on_step, made.conversation)
    clip = decoded(stream, made, parts, find_faces)
    return replace(clip, pixels=trimmed(clip.pixels, request.size))


def prepared(parts: Components, request: GenerateRequest) -> Prepared:
    """Everything that is given, joined; nothing is made yet."""
    windows = parts.recommended.windows
    if windows is not None and not isinstance(request.steps, Recommended):
        windows = replace(windows, still_steps=0)
    if windows is not None and not isinstance(request.guidance, Recommended):
        windows = replace(windows, sound_guidance=())
    request = request.resolved(parts.recommended).as_drawn()
    asked = with_people(request.on(parts.device), parts)
    asked, living = in_scenery(asked, parts)
    request = asked.as_made()
    steps, guidance = request.steps, request.guidance
    assert isinstance(steps, int)
    assert isinstance(guidance, Guidance)
    rng = torch.Generator().manual_seed(request.seed)
    geometry = geometry_of(request, parts)
    blank = blank_stream(geometry, context_of(request.prompt, parts), rng, request.has_sound)
    made = _sight_of(request, parts)
    group, person = made.group, made.person
    speakers = speakers_of(request) if windows is not None else []
    conditions = conditions_of(request, group, speakers[0] if speakers else None, person)
    plan = Plan(
        geometry=geometry,
        steps=steps,
        shift=parts.recommended.shift,
        guidance=guidance,
        no_text=context_of("", parts),
        windows=windows,
        # What somebody says is no place to be: of "the book on the shelf" nothing is to be seen.
        seen_text=context_of(QUOTED.sub("", request.prompt), parts),
        # What a small tower imagines to move in a picture that is given is a haze.
        moves=request.place is None and (request.image is None or windows is None),
    )
    return Prepared(
        made=made,
        shown=made if asked.scale == 1 else _sight_of(asked, parts),
        stream=with_conditions(blank, conditions, parts),
        plan=plan,
        conversation=None if windows is None else conversation_of(blank, request, parts),
        living=living,
    )


def _sight_of(request: GenerateRequest, parts: Components) -> Sight:
    """What is seen in the size of a request."""
    group = group_of(request, parts)
    return Sight(request=request, group=group, person=given_person(request, parts, group))


@torch.inference_mode()
def sound_alone(parts: Components, request: GenerateRequest) -> Audio:
    """What would be said in a clip of one shot, without its picture and what is heard around it;
    for weights that make the sound first.
    """
    assert parts.recommended.windows is not None, "the sound is not made first"
    made = prepared(parts, request)
    seen = made.stream.video
    seen = replace(seen, noise_mask=torch.zeros_like(seen.noise_mask))
    plan = replace(made.plan, moves=False)
    stream = replace(made.stream, video=seen)
    stream = solved(parts.transformer, stream, plan, solve_euler, ignore, made.conversation)
    return sound_of(stream, made.made.request, parts)


def _shots(
    parts: Components,
    request: GenerateRequest,
    solve: Solve,
    on_step: OnStep,
    find_faces: FindFaces,
) -> Iterator[Clip]:
    """One clip a shot, of whole frames; what is given is given to each of them."""
    rate, shots = parts.frame_rate, request.shots
    lasting = seconds_of_shots(shots, request.seconds)
    borders = [round(sum(lasting[:number]) * rate.value) for number in range(len(shots))]
    borders.append(rate.frames_in(request.seconds))
    counted = Counted(on_step, borders)
    for shot, (start, end) in zip(shots, pairwise(borders), strict=True):
        audio = request.audio
        if audio is not None:
            audio = audio.between(start / rate.value, end / rate.value)
        asked = replace(
            request,
            prompt=shot.prompt,
            seconds=(end - start) / rate.value,
            audio=audio,
            story=request.casting_prompt,
        )
        yield _made(parts, asked, solve, counted.next(), find_faces)


def geometry_of(request: GenerateRequest, parts: Components) -> Geometry:
    """The tokens of the clip that was asked for, in the size in which it is made."""
    width, height = (side // request.scale for side in request.size)
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
