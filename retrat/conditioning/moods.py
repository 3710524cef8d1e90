"""Which mood a prompt wants somebody to be in: their face shows it, their voice carries it.

    character1 says sadly: "It broke." character2 smiles.

Words are read, as `looks.py` reads them: a sad story makes nobody sad, and what somebody says
changes no mood. A sentence that names one person is about that one, any other about everybody.
"""

import re
from collections.abc import Mapping

from retrat.conditioning.quotes import QUOTED, TAGGED
from retrat.conditioning.words import plain, word

_THINGS = (
    "story|stories|tale|song|songs|music|soundtrack|drums|beats|piano|guitar|strings|tune|movie|film|news|ending|memory|memories|day|days"
    "|birthday|new year|christmas|easter|holidays?|place|hour|dogs?|cats?|puppy|sea|crowd|poem"
    "|books?|letter|letters|clown|emoji|meal|weather|sky|colou?rs|question|questions|things"
)
_NO_THING = rf"(?! (?:\w+ )?(?:{_THINGS})\b)"
_FACE = r"(?:face|expression|eyes|look|mouth|brows?|eyebrows?)"
# Expression -> what names it; of several the first in the text counts.
_NAMES: Mapping[str, str] = {
    "grin": r"(?:big|broad|wide|huge|bright|toothy) (?:smile|grin)"
    r"|smil\w+ (?:broadly|widely|brightly)|grin(?:s|ning)?|beam(?:s|ing)|giggl\w+|chuckl\w+"
    r"|laugh(?:s|ing|ter)?(?! track)|overjoyed|ecstatic|thrilled|delighted(?:ly)?|excited(?:ly)?"
    rf"|excitement|enthusias\w+|joy(?:ful|fully|ously)?{_NO_THING}|cheer(?:s|ing)",
    "smile": rf"smil(?:es?|ing)(?! (?:sun|moon|{_THINGS}))|happ(?:y|ily|iness){_NO_THING}"
    rf"|cheerful(?:ly)?{_NO_THING}|friendly{_NO_THING}|kindly|warmly|pleased|amused|lovingly"
    rf"|proud(?:ly)?{_NO_THING}|content(?:ed|edly)(?! creator)|in a good mood|glad(?:ly)?"
    rf"{_NO_THING}",
    "sad": rf"sad(?:ly|ness)?{_NO_THING}|unhapp(?:y|ily){_NO_THING}|sorrow(?:ful|fully)?"
    r"|tear(?:s|ful|fully)(?! (?:the|a|up))|cr(?:ies|ying)(?! out)"
    r"|weep(?:s|ing)|sob(?:s|bing)|mourn\w*"
    rf"|melanchol\w+{_NO_THING}|disappoint(?:ed|edly|ment)|heartbroken|gloom(?:y|ily){_NO_THING}"
    rf"|depressed|downcast|miserabl[ey]{_NO_THING}|griev\w+|lonely{_NO_THING}",
    "angry": rf"ang(?:ry|rily|er){_NO_THING}|furious(?:ly)?|annoyed|irritat(?:ed|edly)|enraged"
    r"|rag(?:e|ing)(?! (?:sea|storm|fire|river))|glar(?:es|ing)(?! (?:sun|light))|scowl(?:s|ing)?"
    r"|frown(?:s|ing)?|stern(?:ly)?|grumpy|outraged|crossly|mad at|fierce(?:ly)?",
    "surprised": r"surpris(?:ed|edly)|in surprise|amaze(?:d|ment)|astonish(?:ed|ment)|astounded"
    r"|shock(?:ed)?|startled|stunned|in awe|wide[- ]eyed|wide eyes|gasp(?:s|ing)?|raised eyebrows",
    "worried": r"worri(?:ed|edly)|worry(?:ing)?|anxious(?:ly)?|nervous(?:ly)?|afraid|scared"
    r"|fear(?:ful|fully)?|frightened|terrified|concerned|uneas(?:y|ily)|panic(?:s|king|ked)?"
    r"|apologetic(?:ally)?|pleading(?:ly)?|desperate(?:ly)?|raised,? worried brows",
    "sceptical": r"s[ck]eptical(?:ly)?|doubtful(?:ly)?|suspicious(?:ly)?|unconvinced|in disbelief"
    r"|(?:one|an|his|her|their|a) (?:raised )?(?:eye)?brow(?: is)? raised|ironic(?:ally)?"
    r"|rais\w+ (?:an?|one|his|her|their) (?:eye)?brow|(?:a|one) raised (?:eye)?brow|smirk\w*",
    "disgusted": r"disgust(?:ed|edly)?|revolted|grossed out|repulsed|grimac(?:es|ing)"
    r"|wrinkl\w+ (?:his|her|their) nose|sneer(?:s|ing)?",
    "thoughtful": r"thoughtful(?:ly)?|pensive(?:ly)?|ponder(?:s|ing)?|contemplat\w+"
    r"|(?:deep|lost) in thought|wondering(?:ly)?|thinking hard",
    "calm": rf"(?:neutral|blank|serious|straight|poker|calm|relaxed|stony|emotionless) {_FACE}"
    r"|serious(?:ly)?(?! (?:about|injur|ill|question|matter|business|problem))|looking calm"
    r"|without (?:any |an? )?(?:expression|emotion|smil\w+)|stops smiling|deadpan|solemn(?:ly)?"
    r"|expressionless",
}
_PATTERNS = {name: word(pattern) for name, pattern in _NAMES.items()}
_NOT = re.compile(
    r"\b(?:not|no|never|without|doesn't|isn't|don't|nor|less|hides?|than)(?: \w+){0,2} $"
)
_FAINTLY = re.compile(
    r"\b(?:slight(?:ly)?|a (?:little|bit|touch|hint)(?: of)?|faint(?:ly)?|subtle|somewhat|gentle"
    r"|gently|soft|softly|small|tiny|half) (?:\w+ )?$"
)
_STRONGLY = re.compile(r"\b(?:very|extremely|so|deeply|really|utterly|completely|absolutely) $")
FAINT, USUAL_MOOD, STRONG = 0.8, 1.4, 1.8  # 1 is what the world's people show, and hardly seen
MOST = {"smile": 1.1, "grin": 1.1}  # what bends more than it learned tears lips
_SENTENCES = re.compile(r"[.!?;\n]")


def expression_in(prompt: str, person: int = 1, people: int = 1) -> dict[str, float] | None:
    """How much of each expression a person (counted from 1) shows, as a prompt says; empty where
    it wants a calm face, None where it says nothing of it.
    """
    of_all: dict[str, float] | None = None
    # What follows a quote is a sentence of its own: `"Oh." character2 smiles.`
    for sentence in _SENTENCES.split(QUOTED.sub(" . ", prompt)):
        found = mood_in(sentence)
        named = {int(number) for number in TAGGED.findall(sentence)} if people > 1 else set()
        if found is not None and person in named:
            return found
        if found is not None and not named and of_all is None:
            of_all = found
    return of_all


def mood_in(sentence: str) -> dict[str, float] | None:
    """The mood that a sentence names first; None where it names none."""
    told = plain(sentence)
    found = [
        (match.start(), -match.end(), name)
        for name, pattern in _PATTERNS.items()
        for match in pattern.finditer(told)
        if not _NOT.search(told[: match.start()])
    ]
    if not found:
        return None
    start, _, name = min(found)
    if name == "calm":
        return {}
    before = told[:start]
    strength = STRONG if _STRONGLY.search(before) else USUAL_MOOD
    strength = FAINT if _FAINTLY.search(before) else strength
    return {name: min(strength, MOST.get(name, STRONG))}
