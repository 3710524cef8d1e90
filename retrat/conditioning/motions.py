"""What a prompt asks somebody's whole body to do, as far as their bust shows it.

    "A man walks along a beach and says ..."       he walks, and the camera before him
    "She shrugs and says ..."                      her shoulders rise, at first
    "... He takes a bow."                          in the end

Verbs are read as `unheeded.py` reads them; what is not said of these motions is left to it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from retrat.conditioning.bustle import without_passers
from retrat.conditioning.told import Told
from retrat.conditioning.unheeded import is_denied, sentences_in, verbs_in
from retrat.conditioning.words import word


class Motion(StrEnum):
    """What a body does: the first four for a whole shot, the others for a moment."""

    WALK = "walk"
    RUN = "run"
    DANCE = "dance"
    SWAY = "sway"
    SHRUG = "shrug"
    LEAN = "lean in"
    BOW = "bow"
    BREATH = "deep breath"
    LOOK_LEFT = "look left"  # in the picture
    LOOK_RIGHT = "look right"
    LOOK_ASIDE = "look aside"  # to either side
    LOOK_UP = "look up"
    LOOK_DOWN = "look down"
    EYES = "eyes closed"


HEADS = frozenset(
    (
        *(Motion.LOOK_LEFT, Motion.LOOK_RIGHT, Motion.LOOK_ASIDE, Motion.LOOK_UP),
        *(Motion.LOOK_DOWN, Motion.EYES),
    )
)
"""What a head does, also in a first frame that is given."""
LASTING = frozenset((Motion.WALK, Motion.RUN, Motion.DANCE, Motion.SWAY))

# Name of what is done, and forms of its verbs -> the motion.
_VERBS: Mapping[str, tuple[str, Motion]] = {
    "walking": (r"walk|stroll|march|wander|hik(?:e|ing)|strid(?:e|ing)", Motion.WALK),
    "running": (r"run|jog|sprint", Motion.RUN),
    "dancing": ("danc|waltz", Motion.DANCE),
    "swaying": ("sway", Motion.SWAY),
    "shrugging": ("shrug", Motion.SHRUG),
    "leaning": ("lean", Motion.LEAN),
    "bowing": ("bow", Motion.BOW),
    "closing the eyes": ("clos|shut", Motion.EYES),
}
# Where one goes and is seen no more, or comes from.
_GONE = re.compile(
    r"(?: \w+ly)?(?: (?:right|straight))? (?:away|off|out|past|from|back|behind|up|upstairs"
    r"|downstairs|in(?= and\b|$| from)|into (?:the )?(?:frame|shot|view|picture|room|scene)\b"
    r"|(?:over )?to (?:the|a|his|her|their) (?:door|window|desk|table|car|exit))\b",
    re.IGNORECASE,
)
_LEANT_BACK = re.compile(r" (?:back|over)", re.IGNORECASE)
_WHOSE = r"(?:his|her|their|my|our)"
_LOOKS = r"(?:(?:look|peer)(?:s|ing)|(?:glanc|gaz|star)(?:es|ing))(?: \w+ly)?"
_FACE = rf"{_WHOSE} (?:head|face|eyes|gaze)"
_TO_SIDE = rf"(?:{_LOOKS}|turn(?:s|ing) {_FACE})(?: over)?(?: to)?(?: the| {_WHOSE})?"
_NOT_AT_US = r"(?! (?:to|at) (?:him|her|them|us|the camera))"
_SKY = r"(?:sky|stars?|ceiling|clouds?|moon|heavens?|rain|snow|treetops)"
# What is said in other words than the verb.
_PHRASES: Mapping[Motion, str] = {
    Motion.WALK: r"(?:(?:on|for)|tak(?:es|ing)) an? (?:\w+ )?(?:walk|stroll|hike)",
    Motion.RUN: r"(?:on|for) an? (?:\w+ )?(?:run|jog)",
    Motion.DANCE: rf"(?:mov|groov|bop)(?:es|ing|s|ps|ping) (?:{_WHOSE} body )?"
    r"to the (?:music|beat|rhythm)",
    Motion.SWAY: rf"rock(?:s|ing) (?:back and forth|from side to side|{_WHOSE} body)",
    Motion.SHRUG: rf"with a shrug|(?:rais|lift|hunch)(?:es|s|ing) {_WHOSE} shoulders",
    Motion.BOW: r"tak(?:es|ing) a (?:\w+ )?bow",
    Motion.BREATH: r"(?:tak|draw)(?:es|ing|s) (?:a )?(?:\w+,? )?(?:deep|long|big|slow) breaths?"
    r"|(?:breath(?:es|ing)) (?:deeply|heavily|in)|inhal(?:es|ing)|sigh(?:s|ing)"
    r"|with a (?:deep |long |heavy )?sigh|catch(?:es|ing) (?:his|her|their) breath",
    Motion.LOOK_LEFT: rf"{_TO_SIDE} left",
    Motion.LOOK_RIGHT: rf"{_TO_SIDE} right(?! (?:at|into|in the (?:eyes?|face)|down|up|past))",
    Motion.LOOK_ASIDE: rf"{_TO_SIDE} (?:away|aside|sideways|side)"
    rf"|{_LOOKS} (?:(?:in)?to the distance|over {_WHOSE} shoulder)"
    rf"|{_LOOKS} out (?:of )?(?:the|a|{_WHOSE}) (?:\w+ )?windows?"
    rf"|turn(?:s|ing) {_WHOSE} head(?! (?:\w+ )?(?:to|left|right|up|down|around|towards?|away))",
    Motion.LOOK_UP: rf"(?:{_LOOKS}|turn(?:s|ing) {_FACE}) (?:up(?:wards?)?{_NOT_AT_US}"
    rf"|(?:up )?(?:to|at|into) the {_SKY})|(?:lift|rais)(?:s|es|ing) {_FACE}",
    Motion.LOOK_DOWN: rf"(?:{_LOOKS}|(?:turn|cast)(?:s|ing) {_FACE}) (?:down(?:wards?)?{_NOT_AT_US}"
    rf"|at (?:the (?:ground|floor)|{_WHOSE} (?:feet|shoes|hands)))|lower(?:s|ing) {_FACE}",
    Motion.EYES: rf"(?:with )?(?:{_WHOSE} )?eyes (?:are )?(?:closed|shut)"
    r"|with (?:closed|shut) eyes",
}
_SOMEBODY = re.compile(r"\b(?:his|her|their)\b", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """A motion that is asked for from one place of a prompt to another; of whom, if it says so, and
    whether it comes in the end rather than at first.
    """

    motion: Motion
    start: int
    end: int
    who: int | None = None
    in_the_end: bool = False


def motions_in(prompt: str, person: int = 1, people: int = 1) -> tuple[Asked, ...]:
    """What a person (counted from 1) does with their body; of what lasts, the first."""
    return tuple(asked for asked in _heeded(prompt) if people == 1 or asked.who in (None, person))


def without_motions(prompt: str, *, is_cut_out: bool = True) -> str:
    """The prompt, as long as it is, without what is shown of motions: of people who are not cut out
    only what heads do.
    """
    told = prompt
    for asked in _heeded(prompt):
        if not is_cut_out and asked.motion not in HEADS:
            continue
        told = told[: asked.start] + " " * (asked.end - asked.start) + told[asked.end :]
    return told


def _heeded(prompt: str) -> Iterator[Asked]:
    """The first of each motion that is asked of somebody, and of what lasts the first alone."""
    told = Told.of(without_passers(prompt))
    done: set[tuple[int | None, Motion | bool]] = set()
    for start, end, motion in sorted(_places(told.text)):
        who = told.who(start)
        kind = True if motion in LASTING else motion
        if any((each, kind) in done for each in (who, None)):
            continue
        done.add((who, kind))
        late = told.is_late(start) and motion not in LASTING
        yield Asked(motion=motion, start=start, end=end, who=who, in_the_end=late)


def _places(told: str) -> Iterator[tuple[int, int, Motion]]:
    """From where to where which motion is asked for."""
    for offset, sentence, is_peopled in sentences_in(told):
        for at, verb in verbs_in(sentence, is_peopled):
            known = _VERBS.get(verb.name)
            said = re.match(r"\w+", sentence[at:])
            if known is None or said is None or not re.match(known[0], said.group().lower()):
                continue
            end = at + said.end()
            if known[1] in LASTING and _GONE.match(sentence[end:]):
                continue
            if known[1] is Motion.LEAN and _LEANT_BACK.match(sentence[end:]):
                continue
            yield offset + at, offset + end, known[1]
        if not is_peopled and not _SOMEBODY.search(sentence):
            continue
        for motion, phrase in _PHRASES.items():
            for said in word(phrase).finditer(sentence.lower()):
                if not is_denied(re.findall(r"[\w'\u2019-]+|,", sentence[: said.start()])):
                    yield offset + said.start(), offset + said.end(), motion
