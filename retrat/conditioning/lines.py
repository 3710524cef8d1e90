"""The words in quotes: who says them, in which phones, when.

`character2 answers: "No."` is said by the second person; a line without such a tag is said by
whoever spoke last, at first by the first person. Lines are said one after the other.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import torch
import torch.nn.functional as F
from einops import repeat
from jaxtyping import Float, Int
from torch import Tensor

from retrat.conditioning.delivery import CHANNELS
from retrat.conditioning.manners import USUAL, Manner, manner_in, manner_of_mood
from retrat.conditioning.melody import Melody, contour, melody_of
from retrat.conditioning.moods import expression_in, mood_in
from retrat.conditioning.parts import Parts
from retrat.conditioning.phones import (
    PAUSE,
    PHONE_IDS,
    VOWELS,
    TimedPhone,
    spoken,
    spoken_to_phones,
    text_to_phones,
)
from retrat.conditioning.quotes import OPENING
from retrat.conditioning.quotes import QUOTED as QUOTED
from retrat.conditioning.quotes import TAGGED as TAGGED
from retrat.conditioning.slots import slot_code
from retrat.conditioning.speech import PHONE_RATE, phone_frames, phone_seconds
from retrat.errors import RequestError
from retrat.types import AVStream, TokenStream

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
FRAMES_PER_LATENT = 4
LEAD_SECONDS = 0.3  # before the first word and after the last, where there is room
TURN_SECONDS = 0.25  # before somebody else answers
END_SECONDS, INNER_SECONDS = 0.45, 0.2  # of the pauses after a sentence and within, at least
FASTEST = 0.75  # the share of the usual time in which words can still be understood

# Mean seconds of careful speech, for a first estimate before any network is there.
_PAUSE_SECONDS = 0.15
_LONG_VOWELS = ("aw", "ay", "er", "ey", "ow", "oy", "iy", "uw", "ao", "aa", "ae")
_SHORT_CONSONANTS = ("b", "d", "dh", "g", "hh", "l", "n", "r", "t", "v", "w", "y")


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """Words, who says them, and how."""

    words: str
    person: int
    manner: Manner = USUAL


@dataclass(frozen=True, kw_only=True, slots=True)
class SpokenLines:
    """What is said in the clip.

    `heard` is the person whom the stream hears, as its only one: the lines of others are silence
    that takes their time. None is for towers that tell people apart in one stream.
    """

    lines: tuple[Line, ...]
    heard: int | None = None

    def join(self, stream: AVStream, parts: Parts) -> AVStream:
        audio = stream.audio
        if audio is None or parts.speech_encoder is None:
            return stream
        device = audio.latents.device
        frames = audio.target_tokens * FRAMES_PER_LATENT
        if self.heard is not None:
            ids, speakers, *_ = said(self.lines, parts, frames)
            ids = torch.where(speakers == self.heard, ids, PHONE_IDS[PAUSE])
            features = parts.speech_encoder(ids[None].to(device))
            return replace(stream, audio=_with_features(audio, features))
        seconds = [_paced(line, _seconds_of(line, stream, parts)) for line in self.lines]
        ids, speakers, *_ = plan(self.lines, seconds, frames)
        features = parts.speech_encoder(ids[None].to(device))
        spoken_by = speakers[::FRAMES_PER_LATENT].to(device)
        for person in sorted({line.person for line in self.lines}):
            code = slot_code(person, features.shape[-1]).to(device)
            features = features + repeat(spoken_by == person, "a -> 1 a 1") * code
        return replace(stream, audio=_with_features(audio, features))


def turns_of(lines: Sequence[Line], parts: Parts, latents: int) -> Int[Tensor, " a"]:
    """Who speaks at each latent of the sound; between two people whoever is nearer in time."""
    speakers = said(lines, parts, latents * FRAMES_PER_LATENT).speakers
    spoken = speakers.nonzero()[:, 0]
    here = torch.arange(latents) * FRAMES_PER_LATENT + FRAMES_PER_LATENT // 2
    nearest = (here[:, None] - spoken).abs().argmin(dim=1)
    return speakers[spoken[nearest]]


def loudness_of(lines: Sequence[Line], parts: Parts, seconds: float) -> Float[Tensor, " f"]:
    """How loud it is to be while each line is said, PHONE_RATE times a second; what is between
    lines is as loud as the one before.
    """
    frames = round(seconds * PHONE_RATE)
    louder = [line.manner.louder for line in lines]
    if len(set(louder)) < 2:
        return torch.full((frames,), louder[0] if louder else 1.0)
    numbered = [replace(line, person=number) for number, line in enumerate(lines, start=1)]
    spoken = said(numbered, parts, frames).speakers
    before = spoken.cummax(dim=0).values.clamp(min=1) - 1
    return torch.tensor(louder)[before]


class Sentence(NamedTuple):
    """From which second to which a sentence of a line is said; lines are counted from 0."""

    line: int
    start: float
    end: float


class Plan(NamedTuple):
    """What is said, by whom (0 is nobody) and how (`delivery`), PHONE_RATE times a second; and when
    each sentence is.
    """

    phone_ids: Int[Tensor, " f"]
    speakers: Int[Tensor, " f"]
    delivery: Float[Tensor, "f 4"]
    sentences: tuple[Sentence, ...] = ()

    def during(self, here: slice) -> "Plan":
        """Some of its frames, without sentences."""
        return Plan(self.phone_ids[here], self.speakers[here], self.delivery[here])


def said(lines: Sequence[Line], parts: Parts, frames: int) -> Plan:
    """A conversation, at the pace of nobody in particular: the same plan
    for everyone who takes part.
    """
    predict = parts.duration_predictor
    pace = usual_seconds if predict is None else phone_seconds(predict, None)
    return plan(
        lines, [_paced(line, pace(line_phones(line.words).phones)) for line in lines], frames
    )


class _Phones(NamedTuple):
    """What is said, and how long a pause each phone is at least; 0 where it is none."""

    phones: tuple[str, ...]
    least: tuple[float, ...]
    sentences: tuple[tuple[int, int, Melody], ...]
    """First phone, the one after the last, and melody."""


@lru_cache(maxsize=64)
def line_phones(words: str) -> _Phones:
    """Of a line: sentences are farther apart than what commas part."""
    phones, least = [PAUSE], [0.0]
    sentences: list[tuple[int, int, Melody]] = []
    for sentence in _SENTENCE_END.split(spoken(words)):
        said = spoken_to_phones(sentence)[1:]  # each begins and ends with a pause
        if said:
            least[-1] = END_SECONDS if len(phones) > 1 else 0.0
            sentences.append((len(phones), len(phones) + len(said), melody_of(sentence)))
            phones += said
            least += [INNER_SECONDS if phone == PAUSE else 0.0 for phone in said]
            least[-1] = 0.0
    return _Phones(tuple(phones), tuple(least), tuple(sentences))


def _paced(line: Line, seconds: Sequence[float]) -> list[float]:
    """Said as slowly as is asked; pauses, too."""
    return [line.manner.longer * each for each in seconds]


def _with_features(audio: TokenStream, features: Float[Tensor, "1 a e"]) -> TokenStream:
    rest = audio.latents.shape[1] - audio.target_tokens
    return replace(audio, features=F.pad(features, (0, 0, 0, rest)))


def lines_of(prompt: str) -> tuple[Line, ...]:
    """The quoted words of a prompt, in order."""
    lines: list[Line] = []
    person, end = 1, 0
    people = len({int(number) for number in TAGGED.findall(QUOTED.sub("", prompt))})
    for found in QUOTED.finditer(prompt):
        words = found.group()[1:-1].strip()
        before = prompt[end : found.start()]
        tags = TAGGED.findall(before)
        person = int(tags[-1]) if tags else person
        end = found.end()
        if re.search(r"\w", words):
            sentences = _SENTENCE_END.split(before.strip())
            mood = mood_in(sentences[-1])
            mood = expression_in(prompt, person, people) if mood is None else mood
            manner = manner_in(before).and_(manner_of_mood(mood))
            lines.append(Line(words=words, person=person, manner=manner))
    return tuple(lines)


def shortened(text: str) -> str:
    """Something wrong, short enough for a sentence."""
    return text if len(text) <= 40 else f"{text[:40]}..."


def check_quotes(prompt: str) -> None:
    """Refuse a quote that nothing closes: it would be seen, not heard."""
    opened = OPENING.search(QUOTED.sub(lambda quoted: " " * len(quoted.group()), prompt))
    if opened is not None:
        begins = shortened(prompt[opened.start() :])
        raise RequestError(
            f"The quote that begins {begins!r} in the prompt is not closed. Put a mark at the end "
            "of the words, too, and write inches as a word.",
            field="prompt",
        )


def check_speakable(prompt: str) -> None:
    """Refuse words in quotes of which nobody knows the sounds."""
    for found in QUOTED.finditer(prompt):
        words = found.group()[1:-1].strip()
        if words and set(text_to_phones(words)) == {PAUSE}:
            raise RequestError(
                f"The words {shortened(words)!r} can't be spoken: only English ones in Latin "
                "letters can. Write them so, or take the quotes away.",
                field="prompt",
            )


def check_fit(lines: Sequence[Line], seconds: float, *, of: int | None = None) -> None:
    """Refuse words that nobody could say in that time; `of` is a shot's number."""
    needed = needed_seconds(lines)
    if needed * FASTEST > seconds:
        raise RequestError(
            f"The words in quotes take about {needed:.1f} seconds to say, but "
            f"{'the clip' if of is None else f'shot {of}'} lasts {seconds:.3g}. Ask for at "
            f"least {needed * FASTEST:.1f} seconds or say less.",
            field="seconds",
        )


def spoken_seconds(lines: Sequence[Line]) -> float:
    """How long it takes to say them all, one after the other, with time to breathe."""
    return needed_seconds(lines) + sum(sum(_waits(line, _usually(line))) for line in lines)


def needed_seconds(lines: Sequence[Line]) -> float:
    """How long it takes without any time to breathe."""
    return sum(sum(_usually(line)) for line in lines) + sum(_breaks(lines))


def _usually(line: Line) -> list[float]:
    return _paced(line, usual_seconds(line_phones(line.words).phones))


def _waits(line: Line, lengths: Sequence[float]) -> list[float]:
    """How much longer each pause of a line ought to be."""
    least = line_phones(line.words).least
    return [max(0.0, long - length) for long, length in zip(least, lengths, strict=True)]


def usual_seconds(phones: Sequence[str]) -> list[float]:
    """How long each phone usually is."""
    return [_usual(phone) for phone in phones]


def plan(lines: Sequence[Line], seconds: Sequence[Sequence[float]], frames: int) -> Plan:
    """Every frame, from the seconds of every phone.

    Where there is room the first word waits a moment and sentences are apart; where there is too
    little, all is said faster.
    """
    breaks = _breaks(lines)
    waits = [_waits(line, lengths) for line, lengths in zip(lines, seconds, strict=True)]
    total, room = sum(map(sum, seconds)) + sum(breaks), frames / PHONE_RATE
    faster = min(1.0, room / max(total, 1e-6))
    longer = sum(map(sum, waits))
    patience = max(0.0, min(1.0, (room - 2 * LEAD_SECONDS - total) / max(longer, 1e-6)))
    total += patience * longer
    start = min(LEAD_SECONDS, max(0.0, (room - total) / 2))
    timed: list[TimedPhone] = []
    speakers = torch.zeros(frames, dtype=torch.long)
    delivery = torch.zeros(frames, len(CHANNELS))
    sentences: list[Sentence] = []
    turns = zip(lines, seconds, waits, [0.0, *breaks], strict=True)
    for number, (line, lengths, more, turn) in enumerate(turns):
        start += turn * faster
        began = start
        spoken_phones, first = line_phones(line.words), len(timed)
        for phone, length, wait in zip(spoken_phones.phones, lengths, more, strict=True):
            timed.append(TimedPhone(phone, start, start + length * faster + patience * wait))
            start = timed[-1].end
        here = slice(round(began * PHONE_RATE), round(start * PHONE_RATE))
        speakers[here] = line.person
        delivery[here] = torch.tensor(line.manner.delivery)
        for begins, ends, melody in spoken_phones.sentences:
            sentence = timed[first + begins : first + ends]
            delivery += contour(melody, sentence, frames, PHONE_RATE)
            sentences.append(Sentence(number, sentence[0].start, sentence[-1].end))
    return Plan(phone_frames(timed, frames), speakers, delivery, tuple(sentences))


def _seconds_of(line: Line, stream: AVStream, parts: Parts) -> Sequence[float]:
    """How long the person who says the line makes each of its phones."""
    phones = line_phones(line.words).phones
    if parts.duration_predictor is None:
        return usual_seconds(phones)
    context, voice = stream.context, None
    if context.voice is not None and context.voice_groups is not None:
        own = context.voice[:, context.voice_groups[0] == line.person]
        if own.shape[1]:
            voice = own - slot_code(line.person, own.shape[-1]).to(own.device)
    return phone_seconds(parts.duration_predictor, voice)(phones)


def _breaks(lines: Sequence[Line]) -> list[float]:
    """Seconds before every line but the first."""
    return [TURN_SECONDS * (line.person != before.person) for before, line in pairwise(lines)]


def _usual(phone: str) -> float:
    if phone == PAUSE:
        return _PAUSE_SECONDS
    if phone in VOWELS:
        return 0.12 if phone in _LONG_VOWELS else 0.07
    return 0.06 if phone in _SHORT_CONSONANTS else 0.09
