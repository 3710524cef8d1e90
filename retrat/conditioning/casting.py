"""Who plays in a clip for which nobody's photo was given: one of the release's made people.

The prompt's own words choose: first how somebody is to look, then what the whole prompt means; the
seed chooses among those who fit alike. The person joins like a reference, so the towers need to
know nothing about it. A prompt that speaks of nobody gets nobody.
"""

import re
from dataclasses import dataclass, replace

import torch
from jaxtyping import Float
from torch import Tensor

from retrat.conditioning.expressions import with_expression
from retrat.conditioning.lines import QUOTED
from retrat.conditioning.looks import PEOPLE, agreement, looks_of
from retrat.conditioning.parts import Parts
from retrat.conditioning.references import ReferencePictures, voice_tokens
from retrat.conditioning.stream import append
from retrat.conditioning.text import context_of
from retrat.media.images import from_bytes
from retrat.media.pieces import decoded_picture
from retrat.models.made_people import described
from retrat.types import AVStream

PERSON = re.compile(rf"\b(?:{PEOPLE}|he|she|they|portrait|face)s?\d?\b", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Casting:
    """The first person of a clip, from the prompt; `has_voice` where theirs is given already, and
    `is_seen` where their picture joins here, with the face that `seen_prompt` wants.
    """

    prompt: str
    seed: int
    has_voice: bool
    is_seen: bool = True
    seen_prompt: str = ""

    def join(self, stream: AVStream, parts: Parts) -> AVStream:
        row = cast_row(self.prompt, self.seed, parts)
        if row is None:
            return stream
        if self.is_seen:
            photo = ReferencePictures(person=1, pictures=[picture_of(row, self.seen_prompt, parts)])
            stream = photo.join(stream, parts)
        return stream if self.has_voice else _heard(stream, parts, row)


def cast_row(prompt: str, seed: int, parts: Parts) -> int | None:
    """Which of the release's made people plays; None where nobody does."""
    people = parts.made_people
    if people is None or not speaks_of_a_person(prompt):
        return None
    told = QUOTED.sub("", prompt)
    context = context_of(told, parts)
    mask = None if context.text_mask is None else context.text_mask.float()
    asked = looks_of(told)
    agreed = torch.tensor([agreement(asked, looks) for looks in people.looks()])
    return int(people.choose(described(context.text, mask)[0], seed, agreed))


def picture_of(row: int, prompt: str, parts: Parts) -> Float[Tensor, "3 y x"]:
    """A made person's photo in [-1, 1], the place behind them included, with the face that a prompt
    wants.
    """
    people = parts.made_people
    assert people is not None, "nobody was cast"
    photo = from_bytes(decoded_picture(people.photo(row))).to(people.voices.device)
    return with_expression(photo, prompt, parts)


def speaks_of_a_person(prompt: str) -> bool:
    """Whether somebody is named, or says something."""
    return bool(PERSON.search(QUOTED.sub("", prompt)) or QUOTED.search(prompt))


def _heard(stream: AVStream, parts: Parts, row: int) -> AVStream:
    if stream.audio is None:
        return stream
    people = parts.made_people
    assert people is not None, "nobody was cast"
    latents, voice = people.voice_latents[row][None], people.voices[row][None]
    ones = torch.ones(1, latents.shape[-1], dtype=torch.long, device=latents.device)
    tokens = voice_tokens(latents, ones, rate=parts.audio_rate)
    context = replace(stream.context, voice=voice, voice_groups=ones[:, : voice.shape[1]])
    return replace(stream, audio=append(stream.audio, tokens), context=context)
