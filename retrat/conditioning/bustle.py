"""What a prompt says of what passes: an empty street, a busy one, a car that is parked.

What is said of a shot counts before what is said of all.
"""

import re
from collections.abc import Sequence

from retrat.conditioning.words import plain, word

USUAL, BUSY, EMPTY = 1.0, 3.0, 0.0
_PLACES = (
    r"(?:streets?|roads?|squares?|plazas?|markets?|parks?|gardens?|beach(?:es)?|shores?|stations?|platforms?"
    r"|halls?|museums?|galler(?:y|ies)|shops?|stores?|supermarkets?|malls?|libraries|library|caf(?:e|\u00e9)s?"
    r"|restaurants?|offices?|hospitals?|corridors?|hallways?|harbou?rs?|docks?|piers?|quays?|cit(?:y|ies)"
    r"|towns?|villages?|lanes?|alleys?|airports?|terminals?|bars?|pubs?|rooms?|places?|pavements?|sidewalks?|boulevards?|avenues?|promenades?)"
)
_SOME = r"(?:(?!(?:in|on|at|by|of|with|and|a|an|the) )[\w-]+ ){0,2}?"  # words of the same thing
_NOT_COUNTED = r"(?<!two )(?<!three )(?<!four )(?<!\b[234] )(?<!these )(?<!both )"
_EMPTY = word(
    rf"(?:empty|deserted|abandoned|lonely|desolate|quiet) {_SOME}{_PLACES}"
    r"|(?:all )?alone|by (?:himself|herself|themselves)|nobody(?: else)?|no one(?: else)?"
    r"|no (?:other )?people|without (?:other )?people|(?:is|are) (?:empty|deserted)"
)
_BUSY = word(
    rf"(?:busy|crowded|bustling|lively|packed|teeming) {_SOME}{_PLACES}"
    r"|(?:is|are) (?:busy|crowded|bustling|packed)|rush hour|crowds?"
    r"|passers-?by|pedestrians?|commuters|shoppers|tourists|strollers"
    rf"|{_NOT_COUNTED}people (?:walk|pass|stroll|rush|hurry)(?:ing)?"
    rf"|{_NOT_COUNTED}people (?:go|going|run|running) by|people around"
    r"|(?:many|lots of) people"
)
_CROWD = (
    r"(?:people|passers-?by|pedestrians|commuters|shoppers|tourists|strollers"
    r"|crowds?(?: of people)?)"
)
_GO = r"(?:walk|stroll|pass|rush|hurry|hurri|go|run|mill|wander|cross)(?:s|es|ing|ed)?"
_MANY = r"(?:many|other|some|lots of|several|the|busy)"
_PASSERS = re.compile(
    rf"{_NOT_COUNTED}\b(?:(?:with|where|while|as|and) )?(?:{_MANY} ){{0,2}}"
    rf"{_CROWD} (?:who |that )?(?:are )?{_GO}\b(?: (?:by|past|around|about)\b)?"
    r"|\b(?:with )?(?:many|lots of|other) (?:other )?people(?: around| in the background)?\b"
    r"(?! (?:say|ask|talk|speak|and)\w*)",
    re.IGNORECASE,
)
_VEHICLE = r"(?:cars?|taxis?|cabs?|vans?|trains?|carriages?|vehicles?)"
_NOISE = r"(?:(?:background|ambient|other) )?(?:noises?|sounds?)"
_NO_MUSIC = word(r"(?:no|without(?: any)?) (?:(?:background|other) )?music")
_HUSHED = word(rf"(?:in|of|total|complete|perfect) silence|(?:no|without(?: any)?) {_NOISE}")
_STANDS = word(
    rf"(?:parked|stationary|stopped|standing|waiting|broken[- ]down) {_SOME}{_VEHICLE}"
    rf"|{_VEHICLE} (?:that |which )?(?:is |has )?(?:parked|stopped|stands?|standing|waits?|waiting)"
    r"|traffic jams?|stuck in traffic|in a jam|parking lot|car park"
)


def bustle_of(told: Sequence[str]) -> float:
    """How many times as many people as usual; quotes should be left out."""
    for text in told:
        words = plain(text)
        if _EMPTY.search(words):
            return EMPTY
        if _BUSY.search(words):
            return BUSY
    return USUAL


def is_hushed(told: Sequence[str]) -> bool:
    """Whether nothing but those who speak is to be heard."""
    return any(_HUSHED.search(plain(text)) for text in told)


def is_without_music(told: Sequence[str]) -> bool:
    """Whether places where music plays have none."""
    return any(_NO_MUSIC.search(plain(text)) for text in told)


def without_passers(prompt: str) -> str:
    """A prompt, as long as it is, without what it says of people who merely walk by: nobody of
    them is to be cast, and what they do is shown.
    """
    return _PASSERS.sub(lambda said: " " * len(said.group()), prompt)


def drives(told: Sequence[str]) -> bool:
    """Whether a car or a train in which somebody is goes anywhere."""
    return not any(_STANDS.search(plain(text)) for text in told)
