"""Which music a prompt asks for, to be heard under a clip.

"A woman in a park, soft piano music plays"       calm
"A music teacher who loves jazz"                  none
"""

import re
from collections.abc import Mapping

from retrat.conditioning.lines import QUOTED
from retrat.conditioning.unheeded import is_denied
from retrat.conditioning.words import plain, word

_NOT_OF = (
    r"(?! (?:teachers?|studios?|shops?|stores?|rooms?|videos?|festivals?|stands?|box(?:es)?"
    r"|schools?|industry|lessons?|theory|class|lovers?|critics?|producers?|players?|sheets?|app|fans?)\b)"
)
_MUSIC = (
    r"(?:music|soundtrack|tune|melody|(?:film|musical|orchestral|epic|dramatic|cinematic|background)"
    rf" score|(?:lo-?fi|hip[- ]hop|chill|electronic|techno|drum|trap|house) beats?){_NOT_OF}"
)
_BEHIND = r"(?:plays?|(?:is |are )?playing|in the background|swells?|underneath|builds?)(?! by\b)"
_HEARD = (
    rf"(?:with|to|set to|and|over) (?:an? |some |the )?(?:[\w-]+,? ){{0,3}}?{_MUSIC}"
    rf"|(?:[\w-]+ ){{0,2}}?(?:{_MUSIC}|(?:piano|guitar|orchestra|strings|violins?) {_BEHIND})"
)
# Mood -> words that say so; the first that is found counts.
_MOODS: Mapping[str, str] = {
    "suspense": r"suspense(?:ful)?|tense|scary|eerie|spooky|horror|mysterious|ominous|dark|creepy",
    "electronic": r"electronic|techno|edm|house|dance|synth(?:wave|esi[sz]er)?|trance|dubstep|club",
    "chill": r"lo-?fi|chill(?:ed)?|jazz(?:y)?|hip[- ]?hop|smooth|lounge|bossa(?: nova)?|funk\w*",
    "epic": r"epic|dramatic|orchestral|orchestra|cinematic|heroic|trailer|triumphant|powerful"
    r"|majestic",
    "sad": r"sad|melanchol\w*|emotional|sombre|somber|sorrowful|slow|mournful|minor|moving",
    "folk": r"acoustic|folk|country|guitar|celtic|flute",
    "upbeat": r"upbeat|happy|cheerful|energetic|pop|lively|ukulele|fun|bright|corporate|catchy"
    r"|motivational|uplifting|inspiring|joyful|festive|playful|christmas|party",
    "calm": r"calm(?:ing)?|soft|gentle|peaceful|relax\w*|ambient|quiet|meditat\w*|piano|soothing"
    r"|romantic|dreamy|classical|strings",
}
USUAL = "upbeat"
_SPOKEN_OF = re.compile(
    r"\b(?:about|of|for|loves?|likes?|hates?|studies|teaches|makes?|writes?|composes?|records?|plays?"
    r"|listens? to|dances? to|practi[cs]es|sheet|performs?|hears?|reads?|sells?|holds?|holding"
    r"|playing|behind|at|near|beside|by) (?:an? |the |some |her |his |their )?(?:[\w-]+ )?$"
)
_NEAR = 40  # letters before and after in which its mood is said


def music_in(prompt: str) -> str | None:
    """The mood of what is to be heard; None where no music is asked for."""
    text = plain(QUOTED.sub(" . ", prompt))
    for said in word(_HEARD).finditer(text):
        before = text[: said.start()]
        if is_denied(before.split()) or re.search(r"\b(?:no|without)\b", said.group()):
            continue
        if _SPOKEN_OF.search(before) or _SPOKEN_OF.search(_up_to_music(text, said)):
            continue
        end = re.search(r"[.;!?]|$", text[said.end() :])
        assert end is not None
        near = re.split(r"[.;!?]", before[-_NEAR:])[-1].split(",")[-1] + said.group()
        near += text[said.end() : said.end() + min(end.start(), _NEAR)]
        return next((mood for mood, words in _MOODS.items() if word(words).search(near)), USUAL)
    return None


def _up_to_music(text: str, said: re.Match[str]) -> str:
    """The words before "music" itself."""
    found = re.search(rf"{_MUSIC}|piano|guitar|orchestra|strings|violin", said.group())
    assert found is not None
    return text[: said.start() + found.start()]
