"""Where a prompt says that something happens, and when, among the places that nano knows.

Words are read, as `looks.py` reads them: "in a cosy kitchen" names a kitchen, "a kitchen knife"
does not. Of several places the one counts that somebody is in, at or before; a place that is not
known is none.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from retrat.conditioning.words import plain, word

_AT = (
    "in|inside|into|on|onto|at|by|near|before|in front of|among|between|beside|next to|behind"
    "|around|through|along|across|against|outside|under|visits?|enters?"
)
_MORE = (
    r"(?:[\s-]+(?!(?:with|and|who|while|is|says?|asks?|talks?|speaks?|dreams?|of|about|from|to)\b)"
    r"[\w'-]+){0,4}?[\s-]+"
)
# What is spoken of, or where somebody or something comes from, is not where they are.
_ABOUT = ("about", "of", "from", "to", "like", "called", "named", "for", "with")
_ONLY = "".join(rf"(?<!\b{word} )(?<!\b{word} a )(?<!\b{word} the )" for word in _ABOUT)
_EVENING = r"evening(?! (?:dress|gown|wear|suit|class))"
_NIGHT = rf"night(?:time)?(?! (?:dress|gown))|midnight|after dark|neon|{_EVENING}"
_RAIN = r"rain(?:y|ing|s|-streaked|drops)?"
_STREET = r"city(?! park)|street|downtown|pavement|sidewalk|avenue|boulevard|town(?! hall|'s)"

# Place -> what names it; a thing that is called after a place is none.
_NAMES: Mapping[str, str] = {
    "rain_window": rf"{_RAIN}(?:\s+[\w-]+){{0,3}}?\s+windows?"
    rf"|windows?\b[^.;]{{0,40}}?\b{_RAIN}",
    "living_room": r"living[\s-]rooms?|lounge(?! chair)|sofa|couch|fireplace|sitting room",
    "classroom": r"classrooms?|blackboard|chalkboard|school(?! (?:bus|uniform|bag|teacher))"
    r"|lecture (?:hall|theatre|room)",
    "library": r"(?:shelves of an? )?library(?! card)|libraries|bookshel(?:f|ves)"
    r"|book ?(?:shop|store)",
    "office": r"offices?(?! (?:worker|chair|building|clerk|manager|lady))|workplace|meeting room"
    r"|conference room",
    "kitchen": r"kitchens?(?! (?:knife|towel|chair|apron))",
    "stage": r"(?<!early )(?<!late )(?<!first )stage(?! (?:door|of|name|coach))|auditorium"
    r"|theat(?:re|er)|spotlights?|red curtains?",
    "studio": r"(?<!recording )(?<!yoga )(?<!dance )studios?|(?:plain|grey|white|coloured|colored)"
    r" (?:backdrop|background)|backdrop",
    "space": r"(?:outer )?space(?!s|[\s-]?(?:suit|ship|station|craft|bar))"
    r"|among (?:the )?stars|planets?(?! earth)|orbit|galaxy|cosmos|universe",
    "snow": r"snow(?:y|ing|fall|storm)?(?![\s-](?:white|globe|boots|jacket|suit))|winter landscape"
    r"|winter (?:forest|wood|woods|wonderland)|fir trees",
    "forest": r"(?<!rain )(?:forests?|woods|woodlands?)(?! fire)|tall trees",
    "park": r"(?<!car )(?<!theme )(?<!amusement )(?<!skate )parks?(?! (?:ranger|lane))|lawn|meadow"
    r"|gardens?",
    "beach": r"beach(?:es)?(?! (?:ball|towel|hat|bag))|sea[\s-]?(?:side|shore)|shore|coast|ocean"
    r"|(?:by|at|near|before|along|into|beside) the sea(?! of)",
    "city_night": r"city lights|skyline|neon",
    "city_day": _STREET,
}
_MOMENTS: Mapping[str, str] = {
    "at sunset": r"sun(?:set|down)|dusk|golden hour|twilight|" + _EVENING,
    "in the morning": r"mornings?|sunrise|dawn",
    "at noon": r"noon|midday|sunny|sunshine|summer",
    "in autumn": r"autumn(?:al)?|(?:in|during) (?:the )?fall|in october|in november",
    "in spring": r"(?:in|during) (?:the )?(?:early |late )?spring|springtime|spring day|blossoms?"
    r"|in april|in may",
    "in summer": r"summer|sunny",
    "on a sunny day": r"sunny|sunshine|blue sky|summer",
    "on a grey day": r"gr[ae]y (?:day|sky|weather|light|morning|afternoon)|cloudy|overcast",
    "on a clear winter day": r"clear|sunny|blue sky",
    "in falling snow": r"falling|falls|snowing|snowfall|snowstorm|blizzard|flakes",
    "at night": _NIGHT,
    "in the evening": _NIGHT,
    "by day": r"by day|day(?:time|light)?|morning|noon|afternoon|sunny",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class NamedPlace:
    """A place that is known, and the moments of it (of the renderer's) that the prompt allows."""

    name: str
    moments: frozenset[str]


def place_in(prompt: str) -> NamedPlace | None:
    """Where a prompt plays; what it says in quotes should be left out before."""
    text = plain(prompt)
    found = [
        (not is_at, said.start(), row, name)
        for row, (name, words) in enumerate(_NAMES.items())
        for is_at in (True, False)
        if (said := word(_at(words) if is_at else f"{_ONLY}(?:{words})").search(text))
    ]
    if not found:
        return None
    name = min(found)[-1]
    if name == "city_day" and word(_NIGHT).search(text):
        name = "city_night"
    moments = frozenset(moment for moment, words in _MOMENTS.items() if word(words).search(text))
    return NamedPlace(name=name, moments=moments)


def _at(words: str) -> str:
    return rf"(?:{_AT}){_MORE}(?:{words})"
