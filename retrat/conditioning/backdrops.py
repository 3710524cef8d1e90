"""Plain walls that a prompt names, and prompts that name no place at all.

"A woman in front of a red wall" has a wall; "A man in a red sweater waves" has nothing.
"""

import re
from collections.abc import Mapping

from retrat.conditioning.words import plain, word

Colour = tuple[float, float, float]
# Of light, 1 is white; muted, as walls are.
COLOURS: Mapping[str, Colour] = {
    "red": (0.66, 0.2, 0.19), "orange": (0.85, 0.5, 0.24), "yellow": (0.88, 0.76, 0.33),
    "green": (0.33, 0.56, 0.38), "blue": (0.28, 0.43, 0.68), "purple": (0.46, 0.33, 0.6),
    "violet": (0.46, 0.33, 0.6), "pink": (0.87, 0.6, 0.67), "brown": (0.47, 0.34, 0.26),
    "beige": (0.83, 0.76, 0.65), "cream": (0.9, 0.86, 0.76), "white": (0.9, 0.9, 0.89),
    "grey": (0.56, 0.57, 0.58), "gray": (0.56, 0.57, 0.58), "black": (0.1, 0.1, 0.11),
    "turquoise": (0.3, 0.65, 0.66), "teal": (0.16, 0.45, 0.47), "navy": (0.13, 0.19, 0.36),
}  # fmt: skip
SHADES: Mapping[str, float] = {"dark": 0.6, "deep": 0.75, "light": 1.25, "pale": 1.3, "bright": 1.1}
_NAMES = "|".join(COLOURS)
_WALL = word(
    rf"(?:(?P<shade>{'|'.join(SHADES)}) )?(?P<colour>{_NAMES})"
    r"(?:,? (?:studio|plain|solid|seamless|paper|blurred|blurry|painted|simple|clean|empty))* "
    r"(?:backdrops?|background|walls?(?! street)|screen)"
)
_AT = (
    r"(?:in front of|next to|close to|in|inside|into|on|onto|at|by|near|among|between|beside|behind"
    r"|around|through|along|across|outside|under|over|above|before|against)"
)
_NO_PLACES = (
    r"(?:t-?shirts?|shirts?|sweaters?|jumpers?|coats?|jackets?|dress(?:es)?|suits?|gowns?"
    r"|hoodies?|blouses?|skirts?|uniforms?|costumes?|robes?|clothes|outfits?|scar(?:f|ves)|hijabs?|hats?|caps?"
    r"|glasses|ties?|jeans|trousers|armou?r|boots|shoes|pyjamas|overalls|vests?|aprons?"
    rf"|{_NAMES}|colou?rs?|cameras?|viewers?|audience|lens|us|you|me|him|her|them|it|each other"
    r"|one another|face|head|shoulders?|arms?|hands?|eyes|hair|lips|cheeks?|knees|voice|tone"
    r"|whisper|mood|way|manner|tears|surprise|awe|thought|silence|anger|rage|joy|disbelief|disgust|horror"
    r"|sorrow|despair|fear|excitement|amazement|love|pain|shock|panic|delight|peace|public|person"
    r"|english|french|spanish|german|time|once|first|last|least|all|end|beginning|moment|seconds?"
    r"|close-?ups?|shots?|portraits?|detail|style|focus|frames?|videos?|clips?|pictures?|photos?"
    r"|images?|microphones?|mics?|(?:smart)?phones?|front|general|fact|case|character ?\d|his|her"
    r"|their|twenties|thirties|forties"
    r"|fifties|sixties|seventies|eighties|nineties|age|mid|early|late|\d+s?)"
)
_OTHERWISE = word(rf"{_AT} (?:[\w'-]+[ ,]+){{0,3}}?{_NO_PLACES}")
_AROUND = word(r"(?:behind|around|before|above|beside) (?:him|her|them)")
_SOMEWHERE = word(rf"{_AT}|outdoors|indoors|underwater|sunset|sunrise|night|background|scene|place")
# The words of a place, up to what is said next.
_NEXT = (
    r"(?:and|with|who|while|is|are|at|in|on|by|near|of|as|to|\w+ing|(?:say|ask|speak|talk|tell"
    r"|smile|laugh|nod|look|sing|walk|run|dance|play|wave|hold|lift|point|read|eat|drink|stand|sit"
    r"|wait|work|jump|jog|hug|kiss|cook|climb|sleep|swim|write|explain|whisper|shout|gesture|clap"
    r"|shrug|bow|lean|turn|show|raise|pick|paint|drive|ride|cheer|cough|sneeze|yawn|shiver)s"
    r"|(?:teach|watch|search|catch|reach)es|cries)"
)
_PHRASE = re.compile(rf"\b{_AT} (?:(?!{_NEXT}\b)[\w'-]+ ?){{1,4}}(?<! )(?<! the)(?<! a)")


def wall_in(prompt: str) -> Colour | None:
    """The colour of a plain wall or backdrop that a prompt names; quotes should be left out."""
    found = _WALL.search(plain(prompt))
    if not found:
        return None
    shade = SHADES.get(found["shade"] or "", 1.0)
    red, green, blue = (min(1.0, shade * each) for each in COLOURS[found["colour"]])
    return red, green, blue


def is_nowhere(prompt: str) -> bool:
    """Whether a prompt says nothing of where it plays; quotes should be left out."""
    return _somewhere(prompt) is None


def somewhere_in(prompt: str) -> str | None:
    """The words that say where, "in a gym"; None where none do, or not in words of their own."""
    found = _somewhere(prompt)
    if found is None:
        return None
    words = _PHRASE.match(found.string, found.start())
    return None if words is None else words[0]


def _somewhere(prompt: str) -> re.Match[str] | None:
    told = re.sub(r"[.;:!?]", " . ", plain(prompt))
    return _SOMEWHERE.search(_OTHERWISE.sub(" ", _AROUND.sub(" place ", told)))
