"""How a prompt wants the camera to move, and how briskly.

    "The camera slowly pushes in, then pans to the left."

Words are read, part of a sentence after part, as `looks.py` reads them: a part has to speak of the
camera, by its name or by a word that only cameras are told, or to go on from one that did. A frying
pan is no pan, and what somebody says moves nothing. Moves that follow one another share the time.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from retrat.conditioning.lines import QUOTED
from retrat.conditioning.words import plain, word


class Move(StrEnum):
    """What a camera does; left, right, up and down are where it turns to."""

    PUSH_IN = "push in"
    PULL_OUT = "pull out"
    PAN_LEFT = "pan left"
    PAN_RIGHT = "pan right"
    TILT_UP = "tilt up"
    TILT_DOWN = "tilt down"
    ORBIT = "orbit"
    HANDHELD = "handheld"


@dataclass(frozen=True, kw_only=True, slots=True)
class CameraMove:
    """A move, and how far it goes against what is usual: less if slowly, more if briskly."""

    move: Move
    pace: float


SLOW, BRISK = 0.65, 1.8
MOST_MOVES = 3

_PARTS = re.compile(r"[.;!?,:\n()\[\]]|\bthen\b|\band\b|\bbefore\b|\bwhile\b|\bas\b")
# Words that name it and do not mean that it moves: who looks at a camera, a close-up of somebody.
_NO_CAMERA = word(
    r"(?:at|to|from|into|onto|towards?|with|before|facing|faces|for|in front of|by|of|holds?|on"
    r"|holding) (?:an?|the|his|her|their|our) (?:\w+ )?cameras?|(?:extreme )?close[- ]?ups?"
    r"|cameras?[- ](?:wom[ae]n|m[ae]n|crew)"
)
_VERBS = (
    r"(?:mov|drift|glid|float|creep|inch|travel|slid|track|truck|pan|zoom|push|pull|doll|sweep|tilt"
    r"|cran|clos|tighten|widen|swing|pivot|advanc|approach|fl(?:y|ie)|orbit|circl|rotat|revolv|arc"
    r"|ris|descend|lower|sink|turn|com|go|shak|retreat|return)\w*"
)
_CAMERA = word(
    r"cameras?|lens|(?:the|our) (?:view|shot|frame|picture)"
    rf" (?:(?:is|starts|begins|then|to|now|very|\w+ly) ){{0,3}}{_VERBS}"
)
_WAYS = r"(?:in|out|back|left|right|up|down)"
_HOW = r"(?:slow|gentle|smooth|quick|subtle|dramatic|crash|whip|fast|steady|slight)(?:ly)?"
# What only a camera is told to do, whether it is named or not.
_TERMS = word(
    rf"(?:push|pull|zoom|dolly|pan|tilt|crane|truck)-{_WAYS}"
    rf"|{_HOW},? (?:\w+ )?(?:push|pull|zoom|dolly|pan|tilt|orbit|arc)(?: {_WAYS})?"
    r"|(?:zoom|dolly) (?:in|out|back|zoom)"
    r"|(?:pan|truck) (?:left|right|to the (?:left|right)|across)|(?:tilt|crane) (?:up|down)"
    r"|(?:tracking|trucking|panning|dolly|crane|orbit(?:ing)?|arc|360(?: degrees?|°)?) shot|panning"
    r"|hand[ -]?held|shaky cam|vlog[ -]style|we (?:slowly )?(?:move|push|zoom|pull) (?:in|out|back)"
)
_ALONE = re.compile(rf"^\s*(?:push|pull|zoom|pan|tilt|dolly) {_WAYS}(?: \w+ly)?\s*$")
_GOES_ON = re.compile(
    r"^\s*(?:\w+ly |back |again )*(?:zoom|push|pull|pan|tilt|track|truck|doll|orbit|circl|mov|com"
    r"|go|drift|glid|slid|ris|descend|return|out|in|left|right|up|down|to the (?:left|right)"
    r"|closer|away)(?:\w*)\b"
)
_NOT = word(r"no|not|never|without|doesn't|isn't|nor|don't")
_STILL = word(
    r"static|still|fixed|motionless|locked(?:[ -]off)?|tripod|steady|stable|stationary|unmoving"
)
_AROUND = word(
    r"(?:orbit|circl|arc|revolv)\w*"
    r"|(?:rotat|swing|spin|mov|turn|go|fl|travel)\w* (?:\w+ly )?a?round|360(?: degrees?|°)?"
)
_HANDHELD = word(r"hand[ -]?held|shak(?:y|es|ing)(?: cam)?|vlog[ -]style")
_SIDE = re.compile(
    r"\b(?:from (?:the )?)?(left|right)(?: side)?(?:wards?)?(?: to (?:the )?(left|right))?\b"
)
_UP = word(r"up(?:wards?)?|rises?|rising")
_DOWN = word(r"down(?:wards?)?|descend\w*|lowers|sinks?")
_OUT = word(r"out(?:wards?)?|back(?:wards?)?|away|widens?|reveal(?:s|ing)?|pull\w*|retreat\w*")
_IN = word(
    r"in(?:to|wards?)?|closer|nearer|forwards?|towards?|zoom\w*|doll(?:y|ies|ying)|push\w*|tighten\w*"
    r"|clos(?:es|ing)|approach\w*|advanc\w*"
)
_MOVES = word(_VERBS)
_PAN = word(
    r"pan(?:s|ning)?|track(?:s|ing)?|truck(?:s|ing)?|sweep(?:s|ing)?|(?:slid|glid)(?:es|ing)"
)
_BRISKLY = word(r"quick(?:ly)?|fast|rapid(?:ly)?|swift(?:ly)?|sudden(?:ly)?|crash|whip|dramatic\w*")
_SLOWLY = word(
    r"slow(?:ly)?|gent(?:le|ly)|subt(?:le|ly)|slight(?:ly)?|gradual(?:ly)?|a (?:little|bit)"
)


def camera_moves(prompt: str) -> tuple[CameraMove, ...]:
    """The moves of a prompt in their order; none where it asks for none, or for a still camera."""
    told = _NO_CAMERA.sub(" ", plain(QUOTED.sub(" . ", prompt)))
    moves: list[CameraMove] = []
    goes_on = False
    for part in _PARTS.split(told):
        speaks = any(each.search(part) for each in (_CAMERA, _TERMS, _ALONE))
        speaks = speaks or (goes_on and bool(_GOES_ON.match(part)))
        if part.strip():
            goes_on = speaks
        if not speaks or _NOT.search(part) or _STILL.search(part):
            continue
        move = _move_of(part)
        if move and not (moves and moves[-1].move is move):
            moves.append(CameraMove(move=move, pace=_pace(part)))
    return tuple(moves[:MOST_MOVES])


def before_a_picture(prompt: str) -> tuple[CameraMove, ...]:
    """What a camera does before a picture in which nobody is, where no move is asked for: it comes
    slowly nearer, unless something is to be still.
    """
    if _STILL.search(plain(QUOTED.sub(" . ", prompt))):
        return ()
    return (CameraMove(move=Move.PUSH_IN, pace=SLOW),)


def _move_of(part: str) -> Move | None:
    """What a part of a sentence that speaks of the camera tells it to do."""
    if _HANDHELD.search(part):
        return Move.HANDHELD
    if _AROUND.search(part):
        return Move.ORBIT
    if not any(each.search(part) for each in (_MOVES, _TERMS, _GOES_ON)):
        return None
    if side := _SIDE.search(part):
        first, last = side.groups()
        if last is None and "from" in side.group(0):
            last = "left" if first == "right" else "right"
        return Move.PAN_LEFT if (last or first) == "left" else Move.PAN_RIGHT
    for pattern, move in (
        (_UP, Move.TILT_UP), (_DOWN, Move.TILT_DOWN), (_OUT, Move.PULL_OUT),
        (_IN, Move.PUSH_IN), (_PAN, Move.PAN_RIGHT),
    ):  # fmt: skip
        if pattern.search(part):
            return move
    return None


def _pace(part: str) -> float:
    if _BRISKLY.search(part):
        return BRISK
    return SLOW if _SLOWLY.search(part) else 1.0
