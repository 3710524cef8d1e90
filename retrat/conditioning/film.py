"""How a prompt wants a clip to look as a film: black and white, sepia, vintage, warm or cold.

"A black-and-white film of a woman in a bar"   no colour, more contrast, grain
"A woman in a black and white dress"           nothing
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields

from retrat.conditioning.lines import QUOTED
from retrat.conditioning.unheeded import is_denied
from retrat.conditioning.words import plain, word


@dataclass(frozen=True, kw_only=True, slots=True)
class Film:
    """What is done to colours, as differences from nothing: of saturation and of contrast; towards
    brown; redder and less blue; blacks that are lifted, of white; light lost in the corners and
    everywhere; grain, of white; whether it is a tape.
    """

    colour: float = 0.0
    contrast: float = 0.0
    sepia: float = 0.0
    warmth: float = 0.0
    fade: float = 0.0
    corners: float = 0.0
    dark: float = 0.0
    grain: float = 0.0
    tape: float = 0.0

    def with_(self, other: "Film") -> "Film":
        """Both, each of them no more than whole."""
        names = [each.name for each in fields(self)]
        added = {name: getattr(self, name) + getattr(other, name) for name in names}
        return Film(**{name: max(-1.0, min(1.0, value)) for name, value in added.items()})


_FILM = (
    r"(?:films?|movies?|videos?|footage|photo(?:graph)?s?|shots?|clips?|images?|pictures?"
    r"|portraits?|style|look|aesthetic|cinema|scene|tones?|feel|camera|grain|effect|filter)"
)
_ENDS = r"(?=[,.;:!?]|$| and (?:white|grainy)| with )"
_TONES = r"(?:tones?|colou?rs?|(?:colou?r )?(?:palette|grad(?:e|ing)))"
# What a clip looks like -> what asks for it.
STYLES: Mapping[str, str] = {
    "black and white": rf"black[- ](?:and|&|n)[- ]white (?:\w+ )?{_FILM}"
    r"|(?<!dressed )(?<!dress )(?<!clothes )(?<!suit )(?<!clad )(?<!outfit )(?<!wearing )"
    rf"(?:shot |filmed |all )?in black[- ](?:and|&)[- ]white{_ENDS}"
    rf"|(?<![a-z] )black[- ]and[- ]white{_ENDS}|monochrom(?:e|atic)(?! (?:dress|outfit|suit|shirt))"
    r"|gr[ae]yscale|film noir|noir (?:film|style|movie|look|scene|lighting)",
    "sepia": r"sepia(?:[- ]toned?|[- ]tinted)?",
    "vintage": r"(?:vintage|retro|old[- ]fashioned|analog(?:ue)?|(?:19)?[5-8]0'?s) "
    rf"(?:[\w-]+ ){{0,2}}?{_FILM}"
    rf"|(?:old|aged) (?:(?:black[- ]and[- ]white|silent|home|family|colou?r) )?{_FILM}"
    rf"|(?:super[- ]?8|8 ?mm|16 ?mm|35 ?mm)(?: {_FILM})?|silent (?:film|movie)|film grain|grainy",
    "tape": rf"vhs(?: {_FILM})?|camcorder(?: {_FILM})?|home video",
    "warm": rf"warm (?:\w+ )?{_TONES}|warm (?:golden )?light(?:ing)?|golden (?:light|glow)",
    "cold": rf"(?:cold|cool|icy|blue) {_TONES}|(?:cold|cool) (?:blue )?light(?:ing)?"
    r"|teal and orange",
    "vivid": rf"(?:vivid|vibrant|saturated|bright|bold) (?:\w+ )?{_TONES}|vibrant look",
    "pale": rf"(?:pastel|muted|desaturated|faded|soft|washed[- ]out) (?:\w+ )?{_TONES}|desaturated",
    "dark": r"low[- ]key(?: light(?:ing)?)?|moody (?:light(?:ing)?|atmosphere|look|scene)"
    r"|dark and moody|dramatic light(?:ing)?|dim(?:ly)?[- ]lit|chiaroscuro|horror (?:film|movie)",
    "cinematic": r"cinematic(?! (?:\w+ )?(?:camera|music|score|soundtrack))|movie[- ]like"
    rf"|like a movie|cinema[- ]{_FILM}|blockbuster",
}
FILMS: Mapping[str, Film] = {
    "black and white": Film(colour=-1.0, contrast=0.15, corners=0.2, grain=0.014),
    "sepia": Film(colour=-1.0, sepia=1.0, fade=0.05, corners=0.25, grain=0.012),
    "vintage": Film(colour=-0.3, contrast=-0.08, warmth=0.08, fade=0.07, corners=0.3, grain=0.02),
    "tape": Film(colour=-0.15, contrast=-0.05, fade=0.04, grain=0.016, tape=1.0),
    "warm": Film(colour=0.06, warmth=0.11),
    "cold": Film(colour=-0.15, warmth=-0.16),
    "vivid": Film(colour=0.35, contrast=0.06),
    "pale": Film(colour=-0.28, contrast=-0.15, fade=0.1, dark=-0.25),
    "dark": Film(colour=-0.1, contrast=0.16, corners=0.5, dark=0.38),
    "cinematic": Film(colour=-0.06, contrast=0.1, corners=0.22, grain=0.008),
}
_DRAWN = (
    r"anime|manga|cartoons?(?! (?:network|shirt|print))|pixar|disney|studio ghibli|claymation"
    r"|stop[- ]motion|(?:oil|watercolou?r|acrylic) paintings?|watercolou?r (?:style|look)"
    r"|(?:pencil|charcoal) (?:sketch|drawing)|comic[- ]book style|pixel art|low[- ]poly"
    r"|3d (?:render|animation)"
    r"|in the style of (?:\w+ ){0,2}\w+|hand[- ]drawn|puppet animation|lego|vector art|line art"
)


def film_in(prompt: str) -> Film | None:
    """What all that is said of it comes to; None where nothing is."""
    text = plain(QUOTED.sub(" . ", prompt))
    found = None
    for name, words in STYLES.items():
        if any(not is_denied(text[: said.start()].split()) for said in _said(words, text)):
            found = FILMS[name] if found is None else found.with_(FILMS[name])
    return found


def drawn_in(prompt: str) -> str | None:
    """A drawn style that is asked for, which no clip has."""
    text = plain(QUOTED.sub(" . ", prompt))
    for said in word(_DRAWN).finditer(text):
        before = text[: said.start()].split()
        if not is_denied(before) and before[-1:] not in (["watches"], ["about"], ["loves"]):
            return said.group()
    return None


def _said(words: str, text: str) -> list[re.Match[str]]:
    return list(re.finditer(rf"\b(?:{words})(?!\w)", text))
