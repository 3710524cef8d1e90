"""What a request gives, as conditions that join the stream; and the streams of a conversation."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Protocol, runtime_checkable

import torch

from retrat.conditioning.casting import Casting
from retrat.conditioning.expressions import with_expression
from retrat.conditioning.first_frame import FirstFrame
from retrat.conditioning.identity import Identity
from retrat.conditioning.lines import SpokenLines, turns_of
from retrat.conditioning.parts import Parts
from retrat.conditioning.references import ReferencePictures, ReferenceVoice
from retrat.conditioning.sound import GivenSound
from retrat.conditioning.voice import Voice
from retrat.pipeline.keeping import CutOut
from retrat.pipeline.players import Group
from retrat.pipeline.request import GenerateRequest, Reference
from retrat.pipeline.stages import Conversation
from retrat.pipeline.standing import Standing
from retrat.types import AVStream


@runtime_checkable
class Condition(Protocol):
    """Something given that joins the stream as tokens."""

    def join(self, stream: AVStream, parts: Parts) -> AVStream: ...


def with_faces(request: GenerateRequest, parts: Parts) -> GenerateRequest:
    """The request with photos in which people make the faces that its prompt wants."""
    people = len(request.references)
    references = []
    for number, each in enumerate(request.references, start=1):
        busts = tuple(
            with_expression(bust, request.prompt, parts, person=number, people=people)
            for bust in each.busts
        )
        references.append(replace(each, busts=busts))
    return replace(request, references=tuple(references))


def with_conditions(stream: AVStream, conditions: Iterable[Condition], parts: Parts) -> AVStream:
    """The stream with everything that is given."""
    for condition in conditions:
        stream = condition.join(stream, parts)
    return stream


def conversation_of(blank: AVStream, request: GenerateRequest, parts: Parts) -> Conversation | None:
    """A stream for each of several people who speak; None where fewer do."""
    speakers = speakers_of(request)
    if len(speakers) < 2 or blank.audio is None:
        return None
    turns = turns_of(request.lines, parts, blank.audio.target_tokens)
    return Conversation(
        streams=[with_conditions(blank, heard_of(request, each), parts) for each in speakers],
        turns=torch.tensor([speakers.index(int(each)) for each in turns]),
    )


def speakers_of(request: GenerateRequest) -> list[int]:
    """Who is heard in a clip of several people, each of them in a stream of their own; nobody
    where there is one person at most.
    """
    if len(request.references) < 2:
        return []
    return sorted({line.person for line in request.lines}) or [1]


def conditions_of(
    request: GenerateRequest,
    group: Group | None = None,
    speaker: int | None = None,
    person: CutOut | None = None,
) -> Iterator[Condition]:
    """What the request gives, in the order in which it joins; lines follow the voices they use.

    People of a `group` join as one picture, `person` is whoever stands in a given place, and where
    `speaker` is given nobody else is heard.
    """
    shown = [each for each in request.references if each.busts]
    if request.image is not None:
        yield FirstFrame(picture=request.image)
    if request.place is not None:
        yield Standing(place=request.place, person=person)
    if request.image is None and not shown:
        has_voice = bool(request.references)
        yield Casting(
            prompt=request.casting_prompt,
            seed=request.seed,
            has_voice=has_voice,
            seen_prompt=request.prompt,
            is_seen=group is None,
        )
    if group is not None:
        picture = group.together.picture
        yield ReferencePictures(person=1, pictures=[picture], is_cut_out=True)
    if speaker is None:
        for number, reference in enumerate(request.references, start=1):
            if group is None:
                yield from _seen(number, reference)
            yield from _heard(number, reference)
    elif group is None and shown:
        yield from _seen(1, shown[0])
    if request.audio is not None:
        yield GivenSound(samples=request.audio.mono)
    if speaker is not None:
        yield from heard_of(request, speaker)
    elif request.lines:
        yield SpokenLines(lines=request.lines)


def heard_of(request: GenerateRequest, speaker: int) -> Iterator[Condition]:
    """The voice and the lines of one among several people, as of the only one."""
    yield from _heard(1, request.references[speaker - 1])
    if request.lines:
        yield SpokenLines(lines=request.lines, heard=speaker)


def _seen(person: int, reference: Reference) -> Iterator[Condition]:
    if reference.busts:
        yield ReferencePictures(person=person, pictures=reference.busts)
        yield Identity(person=person, faces=reference.faces)


def _heard(person: int, reference: Reference) -> Iterator[Condition]:
    if reference.voice is not None:
        samples = reference.voice.mono
        yield Voice(person=person, samples=samples)
        yield ReferenceVoice(person=person, samples=samples)
