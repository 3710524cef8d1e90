"""What a prompt asks hands to do: a hand that waves, a thumb held up, a raised finger.

    'She waves and says: "Hello."'                 an open hand that waves, at first
    'He says: "Goodbye." He gives a thumbs up.'    a thumb held up, in the end

Verbs are read as `unheeded.py` reads them; what is not said of hands here is left to it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from retrat.conditioning.backdrops import Colour
from retrat.conditioning.told import About, Told, first_about, without
from retrat.conditioning.unheeded import is_denied, sentences_in, verbs_in
from retrat.conditioning.words import word

_ONE = r"(?:an?|the|one|his|her|their|my|our|both)(?: of (?:his|her|their|my|our))?"
_UP = r"(?:(?:rais|lift|show)(?:s|es|ing|e)?(?: up)?|(?:hold|put|stick)(?:s|ing|ting)? up)"
_HANDS = r"(?:\w+ )?(?:hands?|arms?|palms?)"
# Pose -> what asks for it.
SHOWN: Mapping[str, str] = {
    "thumb": r"(?:two |both )?thumbs?[- ]up",
    "victory": rf"(?:peace|victory|v)[- ](?:sign|gesture)|{_UP} two fingers",
    "ring": r"(?:ok|okay)[- ](?:sign|gesture)",
    "finger": rf"{_UP} {_ONE} (?:warning |index |pointing |fore)?finger"
    r"|point(?:s|ing)? (?:(?:his|her|their|a) finger )?(?:up(?:wards?)?|at the (?:sky|ceiling))",
    "fist": rf"(?:{_UP}|clench(?:es|ing)?|pump(?:s|ing)?|shak(?:es|ing)) {_ONE} (?:\w+ )?fists?",
    "open": rf"{_UP} {_ONE} {_HANDS}(?! to (?:his|her|their|the) \w+)"
    rf"|(?:hold|put|throw)(?:s|ing|ting)? {_ONE} {_HANDS} (?:up|in the air)"
    rf"|with (?:an? |both )?(?:raised|lifted) {_HANDS}",
    "talking": r"(?:(?:gestur|gesticulat)(?:es|ing)|(?:i|they|we) (?:gesture|gesticulate))"
    rf"(?: \w+ly)?(?: with {_ONE} {_HANDS})?"
    r"|(?:talk|speak|explain)(?:s|ing)? with (?:his|her|their|my|our|both) hands"
    r"|(?:hand|expressive|lively|animated) gestures",
    "clap": rf"clap(?:s|ping)(?: {_ONE} hands)?(?: together)?|applaud(?:s|ing)"
    r"|(?:i|they|we) (?:clap|applaud)|in applause",
    "heart": rf"(?:put|plac|lay|hold|press)(?:s|es|ing|ting)? {_ONE} {_HANDS} "
    rf"(?:on|over|to|against) {_ONE} (?:heart|chest)"
    rf"|(?:with )?(?:{_ONE} )?(?:\w+ )?hand (?:on|over) {_ONE} (?:heart|chest)",
}
TALKING, CLAP, HEART = "talking", "clap", "heart"
_THING = re.compile(r" (?:an?|the|his|her|their) (?!(?:\w+ )?(?:hands?|arms?)\b)")  # waves a flag
_WAVED = re.compile(rf" (?:with )?{_ONE} {_HANDS}")
_SOMEBODY = re.compile(r"\b(?:his|her|their|my|our)\b", re.IGNORECASE)
_FAREWELL = re.compile(r"\b(?:good)?bye\b|\bfarewell\b", re.IGNORECASE)
_BOTH = re.compile(r"\b(?:both|two thumbs|hands|arms|palms|fists)\b", re.IGNORECASE)
_SINGLE = re.compile(r"\b(?:an?|one|his|her|their|my) (?:\w+ )?(?:hand|arm)\b", re.IGNORECASE)
_REACH = 40  # characters after a verb that tell when it is done


@dataclass(frozen=True, kw_only=True, slots=True)
class Hand:
    """A hand that is raised: its pose, whether it waves, whether both are, whether that comes in
    the end rather than at first, whether it stays up, and whether it is up from the beginning.
    One that is TALKING is up while they speak. What `sips` goes to the mouth once. What is held
    has `colour`, if one is asked for.
    """

    pose: str
    waves: bool = False
    both: bool = False
    in_the_end: bool = False
    stays: bool = False
    is_there: bool = False
    sips: bool = False
    colour: Colour | None = None


def hand_in(prompt: str, person: int = 1, people: int = 1) -> Hand | None:
    """What a person (counted from 1) does with a hand: the first thing that is said of it."""
    return first_about(_asked(prompt), person, people)


def without_hands(prompt: str) -> str:
    """The prompt without what is shown of hands: the first thing of each person."""
    return without(prompt, _asked(prompt))


def _asked(prompt: str) -> list[About[Hand]]:
    """Everything that is said of hands, in its order."""
    told = Told.of(prompt)
    found = []
    for start, end, pose, waves in sorted(_places(told.text)):
        after = told.text[start : end + _REACH].split(".")[0]
        hand = Hand(
            pose=pose,
            waves=waves,
            both=_are_both(pose, told.text[start:end]),
            in_the_end=told.is_late(start) or (waves and bool(_FAREWELL.search(after))),
        )
        found.append(About(what=hand, start=start, end=end, who=told.who(start)))
    return found


def _are_both(pose: str, said: str) -> bool:
    """Whoever claps does so with both hands, and who talks with them, but where one is told of."""
    is_single = pose == HEART or (pose == TALKING and bool(_SINGLE.search(said)))
    return pose == CLAP or (not is_single and (pose == TALKING or bool(_BOTH.search(said))))


def _places(told: str) -> Iterator[tuple[int, int, str, bool]]:
    """From where to where which pose is asked for, and whether it waves."""
    for offset, sentence, is_peopled in sentences_in(told):
        for at, verb in verbs_in(sentence, is_peopled):
            end = at + len(re.match(r"\w*", sentence[at:]).group())  # type: ignore[union-attr]
            if verb.name != "waving" or _THING.match(sentence[end:]):
                continue
            if more := _WAVED.match(sentence[end:]):
                end += more.end()
            yield offset + at, offset + end, "open", True
        if not is_peopled and not _SOMEBODY.search(sentence):
            continue
        for pose, phrase in SHOWN.items():
            for said in word(phrase).finditer(sentence.lower()):
                if not is_denied(re.findall(r"[\w'\u2019-]+|,", sentence[: said.start()])):
                    yield offset + said.start(), offset + said.end(), pose, False
