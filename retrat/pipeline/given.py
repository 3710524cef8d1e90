"""What a request gives, as conditions that join the stream; and the streams of a conversation."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Protocol, runtime_checkable

import torch

from retrat.conditioning.casting import (
    Casting,
    MadeVoice,
    cast_rows,
    key_of,
    matte_of_row,
    own_voice,
    picture_of,
    voice_row,
)
from retrat.conditioning.cut_out import CutOut
from retrat.conditioning.expressions import with_expression
from retrat.conditioning.first_frame import FirstFrame
from retrat.conditioning.identity import Identity
from retrat.conditioning.lines import QUOTED, SpokenLines, turns_of
from retrat.conditioning.looks import looks_of, meant
from retrat.conditioning.parts import Parts
from retrat.conditioning.references import ReferencePictures, ReferenceVoice
from retrat.conditioning.roles import roles_of
from retrat.conditioning.sizes import shrunk
from retrat.conditioning.sound import GivenSound
from retrat.conditioning.voice import Voice
from retrat.errors import RequestError
from retrat.pipeline.players import Group
from retrat.pipeline.request import GenerateRequest, Reference
from retrat.pipeline.stages import Conversation
from retrat.pipeline.standing import Standing
from retrat.types import AVStream


@runtime_checkable
class Condition(Protocol):
    """Something given that joins the stream as tokens."""

    def join(self, stream: AVStream, parts: Parts) -> AVStream: ...


def with_people(request: GenerateRequest, parts: Parts) -> GenerateRequest:
    """The request with everybody who plays, each in a voice, and photos in which they make the
    faces that its prompt wants.
    """
    request = _voiced(_cast(request, parts), parts)
    people = len(request.references)
    references = []
    for number, each in enumerate(request.references, start=1):
        busts = tuple(
            with_expression(bust, request.prompt, parts, person=number, people=people)
            for bust in each.busts
        )
        references.append(replace(each, busts=busts))
    return replace(request, references=tuple(references))


def _cast(request: GenerateRequest, parts: Parts) -> GenerateRequest:
    """With made people as references where several are asked for and nobody's photo is given.

    One alone joins as `Casting` instead. In a story of shots those are cast whom the whole of it
    tags or describes, if it describes as many as the shot does.
    """
    given = request.references
    if any(each.busts for each in given):
        return request
    here, story = roles_of(request.prompt), roles_of(request.casting_prompt)
    told = story.people if story.is_tagged or len(story.people) == len(here.people) else here.people
    count = max(len(told), len(given))
    if count < 2 or (request.image is not None and not story.is_tagged):
        return request
    if parts.made_people is None:
        last = max((line.person for line in request.lines), default=1)
        if last <= max(1, len(given)):
            return request
        raise RequestError(
            f"character{last} speaks in the prompt, and this model has nobody to play them. Give a "
            "photo of everyone.",
            field="references",
        )
    words = [*told, *[""] * (count - len(told))]
    rows = cast_rows(request.casting_prompt, words, request.seed, parts)
    references: list[Reference] = []
    for number, row in enumerate(rows):
        own = given[number] if number < len(given) else Reference()
        if request.image is None:
            known = matte_of_row(row, parts)
            mattes = () if known is None else (known,)
            own = replace(own, busts=(picture_of(row, "", parts),), mattes=mattes)
        if own.voice is None:
            taken = {each.made_voice for each in references if each.made_voice is not None}
            own = replace(own, made_voice=own_voice(row, words[number], parts, taken))
        references.append(own)
    return replace(request, prompt=here.prompt, references=tuple(references))


def _voiced(request: GenerateRequest, parts: Parts) -> GenerateRequest:
    """With a made person's voice for everyone of whom there is a photo, or a first frame, alone."""
    if parts.made_people is None or request.audio is not None or not request.has_sound:
        return request
    given = request.references
    if not given and request.image is not None:
        given = (Reference(),)
    told = _told_of(request.casting_prompt, len(given))
    voiced: list[Reference] = []
    for words, each in zip(told, given, strict=True):
        picture, voice = each.busts[0] if each.busts else request.image, each.made_voice
        if picture is not None and not each.busts:  # larger or not, it is the same picture
            picture = shrunk(picture, request.scale)
        if each.voice is None and voice is None and picture is not None:
            taken = {one.made_voice for one in voiced if one.made_voice is not None}
            voice = voice_row(meant(looks_of(words)), key_of(picture), parts, taken)
        voiced.append(replace(each, made_voice=voice))
    return replace(request, references=tuple(voiced))


def _told_of(prompt: str, people: int) -> list[str]:
    """What a prompt says of each of so many people; nothing where it seems to mean others."""
    if people == 1:
        return [QUOTED.sub("", prompt)]
    roles = roles_of(prompt)
    told = roles.people if roles.is_tagged or len(roles.people) == people else ()
    return [told[number] if number < len(told) else "" for number in range(people)]


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
    if reference.faces:
        yield Identity(person=person, faces=reference.faces)


def _heard(person: int, reference: Reference) -> Iterator[Condition]:
    if reference.voice is not None:
        samples = reference.voice.mono
        yield Voice(person=person, samples=samples)
        yield ReferenceVoice(person=person, samples=samples)
    elif reference.made_voice is not None:
        yield MadeVoice(person=person, row=reference.made_voice)
