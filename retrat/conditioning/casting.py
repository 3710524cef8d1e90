"""Who plays in a clip: the release's made people where nobody's photo was given, with their voices,
and their voices for photos without one.

The prompt's own words choose: first how somebody is to look, then what the whole prompt means; the
seed chooses among those who fit alike. The person joins like a reference, so the towers need to
know nothing about it. A prompt that speaks of nobody gets nobody. Of several people each is chosen
by the words that are about them.

A voice for a photo is chosen by the photo, not by the seed: whoever is shown again sounds the same.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

import torch
from jaxtyping import Float
from torch import Tensor

from retrat.conditioning.bustle import without_passers
from retrat.conditioning.expressions import with_expression
from retrat.conditioning.lines import QUOTED
from retrat.conditioning.looks import (
    PEOPLE,
    WEIGHTS,
    Looks,
    agreement,
    looks_of,
    meant,
)
from retrat.conditioning.mattes import person_of
from retrat.conditioning.parts import Parts
from retrat.conditioning.references import ReferencePictures, voice_tokens
from retrat.conditioning.sizes import resized
from retrat.conditioning.slots import slot_code
from retrat.conditioning.stream import append
from retrat.conditioning.text import context_of
from retrat.media.busts import BUST_SIZE
from retrat.media.images import from_bytes
from retrat.media.pieces import decoded_matte, decoded_picture
from retrat.models.made_people import described
from retrat.types import AVStream

PERSON = re.compile(rf"\b(?:{PEOPLE}|he|she|they|portrait|face)s?\d?\b", re.IGNORECASE)
HEARD = ("gender", "age")  # what of somebody's looks can be heard
VOICE = "voice"


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
            picture = resized(picture_of(row, self.seen_prompt, parts), BUST_SIZE, BUST_SIZE)
            known, is_cut_out = matte_of_row(row, parts), False
            if parts.matting is not None and known is not None:
                picture = person_of(picture, known, parts.matting).before_grey
                is_cut_out = True
            seen = ReferencePictures(person=1, pictures=[picture], is_cut_out=is_cut_out)
            stream = seen.join(stream, parts)
        if self.has_voice:
            return stream
        voice = own_voice(row, QUOTED.sub("", self.prompt), parts)
        return MadeVoice(person=1, row=voice).join(stream, parts)


@dataclass(frozen=True, kw_only=True, slots=True)
class MadeVoice:
    """A made person's voice as somebody's: tokens and latents, as `Voice` and `ReferenceVoice`."""

    person: int
    row: int

    def join(self, stream: AVStream, parts: Parts) -> AVStream:
        if stream.audio is None:
            return stream
        people = parts.made_people
        assert people is not None, "nobody was cast"
        latents, voice = people.voice(self.row)[None], people.voices[self.row][None]
        whose = torch.full(
            (1, latents.shape[-1]), self.person, dtype=torch.long, device=latents.device
        )
        tokens = voice_tokens(latents, whose, rate=parts.audio_rate)
        voice = voice + slot_code(self.person, voice.shape[-1]).to(voice)
        groups, context = whose[:, :1].repeat(1, voice.shape[1]), stream.context
        if context.voice is not None:
            assert context.voice_groups is not None, "voice tokens need their groups"
            voice = torch.cat([context.voice, voice], dim=1)
            groups = torch.cat([context.voice_groups, groups], dim=1)
        context = replace(context, voice=voice, voice_groups=groups)
        return replace(stream, audio=append(stream.audio, tokens), context=context)


def cast_row(prompt: str, seed: int, parts: Parts) -> int | None:
    """Which of the release's made people plays; None where nobody does."""
    if parts.made_people is None or not speaks_of_a_person(prompt):
        return None
    (row,) = cast_rows(prompt, [QUOTED.sub("", prompt)], seed, parts)
    return row


def cast_rows(prompt: str, people: Sequence[str], seed: int, parts: Parts) -> list[int]:
    """Who plays each of the people whom a prompt describes so; nobody plays two of them."""
    made = parts.made_people
    assert made is not None, "the release has nobody"
    context = context_of(QUOTED.sub("", prompt), parts)
    mask = None if context.text_mask is None else context.text_mask.float()
    description, told = described(context.text, mask)[0], made.looks()
    rows: list[int] = []
    for number, words in enumerate(people):
        asked = meant(looks_of(words))
        agreed = torch.tensor([agreement(asked, looks) for looks in told])
        agreed[rows] = -torch.inf
        rows.append(int(made.choose(description, seed + number, agreed)))
    return rows


def own_voice(row: int, words: str, parts: Parts, taken: Collection[int] = ()) -> int:
    """Whose voice somebody who is cast has: their own, but for children, for there are none."""
    people = parts.made_people
    assert people is not None, "nobody was cast"
    asked = meant(looks_of(words))
    if VOICE not in asked or people.looks()[row].get(VOICE) in asked[VOICE]:
        return row
    return voice_row(asked, str(row).encode(), parts, taken)


def voice_row(asked: Looks, key: bytes, parts: Parts, taken: Collection[int] = ()) -> int:
    """The made person whose voice agrees with how somebody is said to look; among several always
    the same one for the same key, and nobody who is `taken`.
    """
    people = parts.made_people
    assert people is not None, "the release has nobody"
    # Boys have the voices of women: no man here speaks as high.
    groups = {"age", VOICE} if VOICE in asked else HEARD
    heard = {group: words for group, words in asked.items() if group in groups}

    def fits(row: int, looks: dict[str, str]) -> tuple[float, bytes]:
        agreed = sum(
            WEIGHTS.get(group, max(WEIGHTS.values()))
            for group, words in heard.items()
            if looks.get(group) in words
        )
        return agreed, sha256(key + str(row).encode()).digest()

    free = {row: looks for row, looks in enumerate(people.looks()) if row not in taken}
    return max(free, key=lambda row: fits(row, free[row]))


def key_of(picture: Float[Tensor, "3 y x"]) -> bytes:
    """A picture in [-1, 1], for `voice_row`."""
    pixels = ((picture.float().cpu() + 1) * 127.5).round().clamp(0, 255).byte()
    return sha256(pixels.contiguous().numpy().tobytes()).digest()


def picture_of(row: int, prompt: str, parts: Parts) -> Float[Tensor, "3 y x"]:
    """A made person's photo in [-1, 1], the place behind them included, with the face that a prompt
    wants.
    """
    people = parts.made_people
    assert people is not None, "nobody was cast"
    photo = from_bytes(decoded_picture(people.photo(row))).to(people.voices.device)
    return with_expression(photo, prompt, parts)


def matte_of_row(row: int, parts: Parts) -> Float[Tensor, "1 y x"] | None:
    """What of a made person's photo they are, in [0, 1], where the release knows it."""
    people = parts.made_people
    assert people is not None, "nobody was cast"
    share = decoded_matte(people.photo(row))
    if share is None:
        return None
    return torch.from_numpy(share.copy())[None].to(people.voices.device).float() / 255


def speaks_of_a_person(prompt: str) -> bool:
    """Whether somebody is named, or says something."""
    told = without_passers(QUOTED.sub("", prompt))
    return bool(PERSON.search(told) or QUOTED.search(prompt))
