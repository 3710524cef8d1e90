"""What a prompt says of the weather: rain, snow or fog, thunder, and leaves, petals or confetti
that fall.

    "A woman in a park in heavy rain says ..."     rain, much of it
    "A woman in a raincoat remembers the rain"     nothing

What is said of a shot counts before what is said of all; other shots have their own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from retrat.conditioning.named_places import NamedPlace
from retrat.conditioning.tables import words
from retrat.conditioning.unheeded import is_denied
from retrat.conditioning.words import plain, word

USUAL, LITTLE, MUCH = 1.0, 0.5, 1.7
OPEN_PLACES = words(
    "balcony beach boat city_day city_night desert farm field forest garden harbour jungle lake "
    "market mountains old_town park rooftop snow stadium swimming_pool"
)
_NO_RAIN = (
    r"(?![- ](?:forests?|coats?|boots?|jackets?|hats?|checks?|gauge|barrel|drops?|dance|clouds?"
    r"|water|man|of|streak\w*)\b)"
)
# What falls -> what says so.
_RAIN = (
    rf"(?:rain(?:s|ing|y|fall)?{_NO_RAIN}|drizzl(?:es?|ing|y)|downpours?|cloudbursts?"
    r"|(?:is|it'?s) pouring(?: down)?|(?<!sand)(?<!dust )(?<!snow )(?<!sand )storm(?:y|s)?(?! of\b)"
    r"|thunder ?storms?)"
)
_SNOW = (
    r"(?:falling snow|snow (?:is |gently |softly |slowly |still )*fall(?:s|ing)?"
    r"|it (?:is )?snow(?:s|ing)|snowing|snow ?(?:fall|storm)|blizzard|snow ?flakes)"
)
_FOG = r"(?:fog(?:s|gy)?(?! (?:machine|horn))|mist(?:y|s)?(?![- ]eyed)|haz[ey])"
_THUNDER = (
    r"(?:thunder(?:s|ing|y)?(?! of\b)|thunder ?storms?|lightning(?![- ](?:fast|quick|bolt|speed))"
    r"|(?<!sand)(?<!dust )(?<!snow )(?<!sand )storm(?:y)?(?! of\b))"
)
_DOWN = r"(?:fall|drift|flutter|swirl|float|rain|blow|dance)"
_LEAVES = (
    rf"(?:(?:fall|drift|flutter|swirl|float|blow)ing (?:\w+ )?leaves"
    rf"|leaves (?:are |slowly |gently |softly )*{_DOWN}(?:ing)?)"
)
_PETALS = (
    r"(?:(?:fall|drift|flutter|swirl|float|blow)ing (?:\w+ )?(?:\w+ )?(?:petals|blossoms)"
    rf"|(?:petals|blossoms) (?:are |slowly |gently |softly )*{_DOWN}(?:ing)?)"
)
_CONFETTI = r"(?:(?:showers?|rain|cloud|lots?) of )?confetti"
_LESS = word(
    r"(?:light(?:ly)?|soft(?:ly)?|gentl[ey]|fine|slight(?:ly)?|a little|some|thin|faint|morning"
    r"|drizzl\w+|haz[ey])"
)
_MORE = word(
    r"(?:heav(?:y|ily)|hard|pouring|torrential|dense|thick(?:ly)?|very|downpours?|cloudbursts?"
    r"|storms?|stormy|thunder ?storms?|blizzard|snow ?storm|a lot of|lots of)"
)
_NEAR = 2  # words before and after in which is said how much of it there is
# What falls only in what is told, stands on things, or is over.
_SPOKEN_OF = words("after before about like remembers without loves of hates")
_BEHIND_GLASS = word(r"windows?|outside|indoors|inside|window ?panes?")


@dataclass(frozen=True, kw_only=True, slots=True)
class Weather:
    """How much of each there is: 0 for none, 1 as usual."""

    rain: float = 0.0
    snow: float = 0.0
    fog: float = 0.0
    leaves: float = 0.0
    petals: float = 0.0
    confetti: float = 0.0
    thunders: bool = False
    is_night: bool = False

    @property
    def is_any(self) -> bool:
        return self != CLEAR


CLEAR = Weather()
_KINDS: Mapping[str, str] = {
    "rain": _RAIN,
    "snow": _SNOW,
    "fog": _FOG,
    "leaves": _LEAVES,
    "petals": _PETALS,
    "confetti": _CONFETTI,
}
INDOORS = ("confetti", "petals")
NIGHT = frozenset(("at night", "in the evening"))


def weather_of(told: Sequence[str], place: NamedPlace | None) -> Weather:
    """The weather of a place that is known, or of one that is given (None), of which words alone
    say whether it is under the sky; quotes should be left out of `told`.
    """
    for text in map(plain, told):
        if place is not None:
            is_open = place.name in OPEN_PLACES
        else:
            is_open = _BEHIND_GLASS.search(text) is None
        found = {
            kind: much
            for kind, pattern in _KINDS.items()
            if (is_open or kind in INDOORS) and (much := _how_much(pattern, text))
        }
        thunders = _can_thunder(place) and bool(_how_much(_THUNDER, text))
        if thunders and is_open:  # under a sky of which it comes
            found = {"rain": LITTLE, **found}
        if found or thunders:
            is_night = place is not None and bool(NIGHT & place.moments)
            return Weather(**found, thunders=thunders, is_night=is_night)
    return CLEAR


def _can_thunder(place: NamedPlace | None) -> bool:
    """Whether a storm can be over a place."""
    return place is None or place.name not in ("space", "spaceship", "aeroplane", "cave")


def is_rained_on(told: Sequence[str]) -> bool:
    """Whether it rains, wherever somebody is: indoors it is heard."""
    return any(_how_much(_RAIN, plain(text)) for text in told)


def without_weather(prompt: str) -> str:
    """A prompt, as long as it is, without its words for weather and what leads to them: nobody is
    in a place by being "in the rain".
    """
    kinds = "|".join((*_KINDS.values(), _THUNDER))
    led = word(
        r"(?:(?:in|through|under|amid|during|at|on|with|as) )?(?:(?:an?|the|some) )?"
        rf"(?:(?:\w+ly|heavy|light|pouring|thick|dense|torrential|morning) )?(?:{kinds})"
        r"(?: (?:day|weather|morning|afternoon|night|evening|down))?"
    )
    return led.sub(lambda said: " " * len(said.group()), prompt.lower())


def _how_much(pattern: str, text: str) -> float:
    """0 where it is not said of now and here."""
    for said in word(pattern).finditer(text):
        before = text[: said.start()].replace(",", " , ").split()
        near = [each for each in before[-3:] if each not in ("a", "an", "the", "some")]
        if is_denied(before) or any(each in _SPOKEN_OF for each in near[-1:]):
            continue
        after = text[said.end() :].split()
        around = " ".join((*before[-_NEAR:], said.group(), *after[:_NEAR]))
        if _MORE.search(around):
            return MUCH
        return LITTLE if _LESS.search(around) else USUAL
    return 0.0
