"""What a prompt gives somebody to hold: a cup, a telephone, a microphone, a book, flowers.

    'A woman holding a cup of tea says: "Well."'      a cup in her hand, all the time
    'She says: "For you." She holds up a gift.'       a parcel comes up in the end, and stays

What is not among these things, and what else is done with them, is left to `unheeded.py`.
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from retrat.conditioning.backdrops import COLOURS, SHADES, Colour
from retrat.conditioning.hands import Hand
from retrat.conditioning.told import About, Told, first_about, without
from retrat.conditioning.unheeded import is_denied, sentences_in
from retrat.conditioning.words import word

_IT = r"(?:an?|the|his|her|their|my|our|some|one|two|its|this|these)"
_LIKE = r"(?:(?!of\b|with\b|and\b|in\b|to\b|for\b|at\b|on\b|from\b|that\b|who\b)[\w'-]+,? ){0,3}?"
_ONES = r"(?:his|her|their|my|our|one|a|each|both|the|its)"
_OF = r"(?: of (?:(?:hot|cold|red|white|steaming|fresh|wild|sparkling|his|her|the) )?\w+)?"
_OF_A_PRODUCT = r"(?:photo|picture|shot|demo|launch|line|name|page|review|video|manager|team)"
# Of a prop's names, none is a part of another thing's name.
NAMES: Mapping[str, str] = {
    "cup": rf"(?:cups?|mugs?)(?!cake|board){_OF}"
    r"|(?:coffees?|tea|espresso|cappuccino|latte|cocoa|hot chocolate)"
    r"(?! (?:pot|bag|beans?|table|machine|leaves|shop|party|towel|plant))",
    "phone": r"(?:smart|cell|mobile |tele)?-?phones?(?! (?:calls?|numbers?|booth|case|conversation"
    r"|line))|iphones?|mobile(?! \w)",
    "microphone": r"microphones?(?! stand)|mic(?! stand)|mike(?! stand)",
    "book": r"(?:text|note|guide|sketch|cook)?books?(?! (?:club|shop|shelf|case|fair))|novels?"
    r"|diary|bible|paperback|manual",
    "flowers": rf"flowers?(?! (?:pot|shop|market|bed|girl|crown|basket))|(?:bouquet|bunch){_OF}"
    r"|roses?|tulips?|sunflowers?|dais(?:y|ies)|lil(?:y|ies)|posy",
    "bottle": rf"bottles?(?! opener){_OF}|beers?(?! (?:glass|garden|mug|belly))",
    "glass": rf"(?:wine[- ])?glass(?! (?:bottle|jar|door|ball|eye|of water|of milk|of juice)){_OF}"
    r"|(?:red |white )?wine(?! bottle)|champagne",
    "paper": r"(?:sheet|piece) of paper|letter|documents?|(?:blank |paper )?sign(?! (?:of|that))"
    r"|poster|flyer|leaflet|certificate|contract|postcard"
    r"|paper(?! (?:cups?|bags?|planes?|towels?|boat))",
    "box": rf"(?:gift|present|parcel|package)s?(?! cards?)|products?(?! {_OF_A_PRODUCT})"
    r"|box(?:es)?(?! (?:office|set))(?: of (?:\w+ )?\w+)?",
}
"""Prop -> what it is called."""
_HELD = (
    r"(?:hold|grip)(?:s|ing|ping)?(?! up)|carr(?:y|ies|ying)|clutch(?:es|ing)?|clasp(?:s|ing)?"
    r"|cradl(?:es|ing)"
)
_LIFTED = (
    r"(?:hold|lift|pick)(?:s|ing)? up|(?:rais|reveal|lift|grab|show|present)"
    r"(?:s|es|e|bs|ing|bing)?(?: (?:us|off|up|out|me|you|everyone))?|pulls? out"
    r"|tak(?:es|ing)(?: out| up)?|bring(?:s|ing)? out"
)
_IN_HAND = rf"(?: in (?:{_ONES} )?(?:(?:left|right|other) )?hands?)"
_READS = r"read(?:s|ing)?(?: from)?"
_LOOKS = (
    r"(?:(?:look|glanc|star|gaz|smil|frown)(?:s|es|ing)?(?: down)? at"
    r"|scroll(?:s|ing)? (?:on|through)|check(?:s|ing)?|text(?:s|ing)? on|typ(?:es|ing) on"
    r"|us(?:es|ing))"
)
_SPEAKS = r"(?:speak|talk|sing|shout|rap|report|whisper|say)(?:s|p|ing|ping)? (?:\w+ )?into"


_DRINKS = (
    r"(?:drink(?:s|ing)?|sip(?:s|ping)?|tak(?:es|ing) an? (?:\w+ )?(?:sip|drink|swig) (?:of|from))"
    r"(?: from| on)?"
)
_AND_DRINKS = (
    r"(?:,? (?:and|then) (?:then )?(?:tak(?:es|ing) an? (?:\w+ )?(?:sip|drink|swig)"
    r"|sip(?:s|ping)|drink(?:s|ing))(?: (?:of |from |on )?it)?)?"
)
_SIPS = re.compile(r"\b(?:drink|sip|swig)")


class _Way(NamedTuple):
    """Words before a prop's name, or around it, and whether it comes up only then."""

    before: str
    after: str
    props: frozenset[str]
    is_lifted: bool = False


_ALL = frozenset(NAMES)
_DRUNK = frozenset({"cup", "bottle", "glass"})
_WAYS = (
    _Way(rf"(?:{_LIFTED}) (?:{_IT} )?{_LIKE}", r"(?: up)?", _ALL, is_lifted=True),
    _Way(rf"(?:{_HELD}) (?:on to |onto |out )?(?:{_IT} )?{_LIKE}", _IN_HAND + "?", _ALL),
    _Way(rf"(?:with )?{_IT} {_LIKE}", _IN_HAND, _ALL),
    _Way(rf"{_DRINKS} (?:{_IT} )?{_LIKE}", "", _DRUNK),
    _Way(rf"with {_IT} {_LIKE}", "", frozenset({"microphone"})),
    _Way(rf"(?:{_SPEAKS}) {_IT} {_LIKE}", "", frozenset({"microphone"})),
    _Way(rf"{_READS} {_IT} {_LIKE}", "", frozenset({"book", "paper"})),
    _Way(rf"{_LOOKS} {_IT} {_LIKE}", "", frozenset({"phone"})),
)
_TOASTS = r"(?:rais|propos|mak|giv)(?:e|es|ing) a toast|toast(?:s|ing) (?:with|to)\b"
_SEVERAL = re.compile(r"\b(?:they|both|people|friends|all|everybody|everyone)\b", re.IGNORECASE)
_SOMEBODY = re.compile(r"\b(?:his|her|their|he|she|my|i|character\d)\b", re.IGNORECASE)


COLOURED = frozenset({"cup", "phone", "book", "flowers", "bottle", "paper", "box"})
"""Props that are of any colour that is asked for."""
_COLOURS: Mapping[str, Colour] = {
    **COLOURS, "gold": (0.82, 0.63, 0.27), "golden": (0.82, 0.63, 0.27),
    "silver": (0.74, 0.75, 0.78),
}  # fmt: skip
_COLOUR = word(
    rf"(?:({'|'.join(SHADES)}) )?({'|'.join(_COLOURS)})"
    r"(?! (?:hot )?(?:tea|coffee|wine|beer|milk|juice|water|lemonade)\b)(?!-|\w)"
)


def prop_in(prompt: str, person: int = 1, people: int = 1) -> Hand | None:
    """What a person (counted from 1) holds: the first thing that is said of it. Of several people
    the first one does, where nothing else is said.
    """
    return first_about(_asked(prompt), person, people)


def without_props(prompt: str) -> str:
    """The prompt without what is shown of things that are held: the first of each person."""
    return without(prompt, _asked(prompt))


def _asked(prompt: str) -> list[About[Hand]]:
    """Everything that is held, in its order."""
    told = Told.of(prompt)
    found = []
    for start, end, prop, is_lifted in sorted(_places(told.text)):
        hand = Hand(
            pose=prop,
            stays=True,
            is_there=not is_lifted,
            in_the_end=is_lifted and told.is_late(start),
            colour=_colour_in(told.text, start, end) if prop in COLOURED else None,
            sips=prop in _DRUNK and bool(_SIPS.search(told.text[start:end].lower())),
        )
        who = told.who(start)
        if who is None and not _SEVERAL.search(told.text[told.begins(start) : end]):
            who = 1
        found.append(About(what=hand, start=start, end=end, who=who))
    return found


def _colour_in(told: str, start: int, end: int) -> Colour | None:
    """The colour of what is held, not of what is in it."""
    found = _COLOUR.search(told.lower(), start)
    if found is None or found.start() >= end:
        return None
    shade = SHADES.get(found[1] or "", 1.0)
    red, green, blue = (min(1.0, shade * each) for each in _COLOURS[found[2]])
    return red, green, blue


def _places(told: str) -> Iterator[tuple[int, int, str, bool]]:
    """From where to where something is held, what, and whether it is lifted; where two are told by
    the same words, the one that begins first.
    """
    for offset, sentence, is_peopled in sentences_in(told):
        if not is_peopled and not _SOMEBODY.search(sentence):
            continue
        small, taken = sentence.lower(), 0
        found = sorted(_matches(small))
        for start, end, prop, is_lifted in found:
            is_said = start >= taken
            if is_said and not is_denied(re.findall(r"[\w'\u2019-]+|,", sentence[:start])):
                taken = end
                yield offset + start, offset + end, prop, is_lifted


def _matches(sentence: str) -> Iterator[tuple[int, int, str, bool]]:
    for way in _WAYS:
        for prop in way.props:
            after = way.after + (_AND_DRINKS if prop in _DRUNK else "")
            for said in word(f"(?:{way.before})(?:{NAMES[prop]}){after}").finditer(sentence):
                yield said.start(), said.end(), prop, way.is_lifted
    for said in word(_TOASTS).finditer(sentence):
        yield said.start(), said.end(), "glass", True
