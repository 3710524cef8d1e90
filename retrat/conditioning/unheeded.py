"""What a prompt asks for that no clip shows: what bodies do, and from where they are seen.

    "A woman on a beach waves and says hello"     waving
    "Gentle waves behind a woman in a dress"      nothing

Words are read, as `looks.py` reads them. A verb counts where somebody does it, and neither where it
is a noun nor where it is denied or spoken of; in doubt nothing is asked for.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from retrat.conditioning.lines import QUOTED
from retrat.conditioning.looks import PEOPLE
from retrat.conditioning.tables import words
from retrat.conditioning.words import plain, word

_IT = r"(?:an?|the|his|her|their|its|some|another|each|one|two|both|this)\b"
_WHERE = r"(?:to|towards?|into|in|out|over|up|down|away|back|through|across|along|past|around|off)"
_WHERE_OR_END = rf"(?:{_WHERE}|on|by|{_IT})\b|$"
_INSTRUMENTS = (
    r"(?:guitar|piano|violin|cello|drums?|flute|trumpet|sax(?:ophone)?|ukulele|harp|keyboards?"
    r"|accordion|banjo|bass|instruments?|football|soccer|\w+ball|cricket|tennis|golf|hockey|rugby"
    r"|badminton|ping[- ]pong|chess|cards|poker|darts|games?|toys?|frisbee)\b"
)
_HELD = (
    rf"(?!still|on\b|back|together|(?:{_IT}|eye) (?:\w+ )?(?:breath|gaze|tongue|pose|smile|tears?"
    r"|laughter|look|stare|contact|degree|speech|meeting|note|record|grudge|position|expression"
    r"|conversation|lecture|chin|head))"
)
_LED = (
    rf"(?!{_IT} (?:\w+ )?(?:business|bakery|shop|store|company|caf\u00e9|cafe|restaurant|farm"
    r"|school|hotel|bar|team|country|city|show|tests?|channel|blog|firm)\b|late|out of|low\b)"
)
_NO_SEA = (
    r"(?!crash|break|roll|lap|splash|behind|in the (?!air)|on the|of\b|are\b|hit|rush|com[ei]"
    r"|glisten|glitter|under|below|foam|ris[ei]|wash|mov[ei])"
)
# What is done, by which verbs (+ doubles their last letter), before what (~ for what "is doing"
# needs no object for).
_DONE = (
    ("waving", "wave", _NO_SEA),
    ("walking", "walk stroll march wander hike stride tiptoe limp stumble", ""),
    ("walking", "enter exit approach", rf"{_IT}|us\b|him\b"),
    ("walking", "step", rf"(?:{_WHERE}|forwards?|backwards?|onto|aside|closer)\b"),
    (
        "walking",
        "come go",
        r"(?:in|into|out|closer|towards?|through|away|over to|down the|up to)\b",
    ),
    ("running", "run+ jog+ sprint flee", _LED),
    ("jumping", "jump hop+ leap skip+", r"(?!to conclusions)"),
    ("dancing", "dance waltz", ""),
    ("swaying", "sway", ""),
    ("spinning", "spin+", _WHERE_OR_END),
    ("spinning", "twirl", ""),
    ("swimming", "swim+ dive", ""),
    ("climbing", "climb crawl", ""),
    ("clapping", "clap+ applaud", ""),
    ("hugging", "hug+ embrace cuddle", ""),
    ("kissing", "kiss", ""),
    ("pointing", "point", r"(?:at|to|towards?|up|down|out (?!that)|his|her|into|forward|with)\b"),
    ("gesturing", "gesture gesticulate salute beckon", ""),
    ("shrugging", "shrug+", ""),
    (
        "bowing",
        "bow",
        r"(?:deeply|low|down|to|before|slightly|politely|his|her|their|on|at|and|then"
        r"|in (?!(?:his|her|their)\b))\b|$",
    ),
    ("kneeling", "kneel crouch squat+", ""),
    ("holding something", "hold", _HELD),
    ("holding something", "carry grab+ juggle", ""),
    (
        "holding something",
        "lift",
        rf"(?:{_IT} (?!(?:\w+ )?(?:\w*brows?|chin|voice|head)\b)|weights)",
    ),
    ("holding something", "hand", rf"(?:him|her|them|over|out|{_IT}) "),
    (
        "holding something",
        "pick put",
        r"(?:up|down|on|away|(?:the|a|his|her) (?:\w+ ){1,2}?down)\b",
    ),
    ("throwing", "throw toss kick punch", rf"(?!{_IT} (?:\w+ )?(?:glance|look|party|smile)\b)"),
    ("throwing", "catch", rf"{_IT} (?!(?:breath|eye|attention|glimpse)\b)"),
    ("fighting", "fight wrestle", ""),
    ("pushing and pulling", "push pull drag+", rf"~{_IT}|him\b|them\b"),
    ("playing", "play", rf"(?:with {_IT}|(?:[\w-]+ ){{0,4}}?{_INSTRUMENTS})"),
    ("playing", "strum+", ""),
    ("cooking", "cook chop+ slice stir+ bake knead peel", ""),
    ("pouring", "pour", rf"~{_IT}|water|coffee|tea|wine|milk"),
    ("eating", "eat chew", ""),
    ("drinking", "drink", rf"(?:from\b|{_IT}|water|coffee|tea|juice|wine|beer|milk)|$"),
    ("drinking", "sip+", ""),
    (
        "reading",
        "read",
        rf"(?:from )?{_IT} (?:[\w-]+ ){{0,2}}?(?:book|newspaper|paper|magazine|map)",
    ),
    ("writing", "write type", rf"~(?:{_IT}|on|at|in|away|something)"),
    ("writing", "scribble", ""),
    ("painting", "paint sketch", rf"~(?:{_IT}|on|at|in)"),
    ("painting", "draw", rf"~(?:{_IT}|on|with|something)(?! (?:deep |sharp )?breath)"),
    ("driving", "drive", rf"~(?:{_IT}|{_WHERE}|fast|slowly)(?! crazy)"),
    ("riding", "ride cycle skate ski surf", _WHERE_OR_END),
    ("opening and closing things", "open close unlock", rf"{_IT} (?!(?:\w+ )?(?:eyes?|mouth)\b)"),
    ("closing the eyes", "close shut", r"(?:his|her|their|both|one) (?:\w+ )?eyes?\b"),
    ("cleaning", "clean wash wipe sweep brush comb", rf"~{_IT}|dishes|up\b"),
    (
        "falling",
        "fall",
        rf"(?:down|over|to (?:{_IT} (?:ground|floor|knees))|backwards?|off|onto)\b",
    ),
    ("sleeping", "sleep", ""),
    ("turning around", "turn", r"(?:around|away|round|(?:his|her|their) (?:head|back|body))\b"),
    ("stretching", "stretch", r"(?:his|her|their|and yawns)\b|$"),
    ("leaning", "lean", r"(?:forwards?|back(?:wards?)?|in|over|towards?|closer)\b"),
    ("yawning", "yawn", ""),
    ("winking", "wink", ""),
    ("flying", "fly", rf"(?:{_WHERE}|above)\b"),
    ("working with the hands", "dig+ sew knit+ weld cut+ fold build assemble iron shuffle", ""),
    ("working with the hands", "tie feed fix repair use pass adjust squeeze spread", rf"~{_IT}"),
    ("working with the hands", "do", r"(?:the )?(?:laundry|dishes|gymnastics|aerobics|homework)\b"),
)
_LIMB = r"(?:hands?|arms?|fingers?|fists?|legs?|foot|feet|thumbs?|shoulders?|hips?|knees?)"
_PHRASES: Mapping[str, str] = {
    "sitting down or getting up": r"sits? down|sitting down|stands? up|standing up|gets? up"
    r"|getting up|rises? from|takes? a seat|jumps? up|sits? up",
    "lying down": r"lies (?:down|on (?:the|a|his|her)|in (?:bed|the grass|a))|(?:is|are|and|woman"
    r"|man|girl|boy|person|people|while|,) (?:\w+ly )?lying (?:down|on|in)",
    "what hands and arms do": rf"(?:rais|lift|mov|cross|fold|spread|swing|flap|throw|clasp|rub"
    r"|clench|stretch|open|put|plac|tap|snap|shak|wring|point|clap|wav)(?:s|es|ing|e|ping|ging)"
    r" (?:up |out )?"
    rf"(?:both |one |an? |each )?(?:of )?(?:his |her |their |the )?(?:\w+ )?{_LIMB}"
    r"|thumbs[- ]up|peace sign|arms (?:crossed|folded|raised|outstretched|wide open|in the air)"
    r"|(?:crossed|folded|raised|outstretched) arms|hands? (?:on|in) (?:his|her|their) (?:\w+)"
    r"|hand in hand|arm in arm|high[- ]fives?|face in (?:his|her) hands|shakes? hands"
    r"|takes? (?:her|his|their) hands?|touch(?:es|ing) (?:his|her|their|the)|hands? behind",
    "holding something": r"(?:in|with) (?:his|her|their|one|both|each) hands?|in hand"
    r"|tak(?:es|ing) an? (?:\w+ )?(?:selfie|sip|bite|photo|picture)"
    r"|on (?:the|his|her|a) (?:\w+ )?(?:tele|cell |mobile |smart)?phone",
    "walking": r"tak(?:es|ing) (?:an? |\w+ )?(?:\w+ )?(?:steps?|walk|run)"
    r"|leav(?:es|ing) (?:the|a|his|her) (?:\w+ )?(?:room|house|building|stage|office|shop|kitchen)",
    "exercising": r"work(?:s|ing) out|do(?:es|ing) (?:yoga|push-?ups|sit-?ups|exercises|pilates)"
    r"|exercis(?:es|ing)|cartwheels?|somersaults?|backflips?",
    "sticking out the tongue": r"stick(?:s|ing) (?:out )?(?:his|her|their) tongue",
}
# From where people are seen -> what asks for it.
_VIEWS: Mapping[str, str] = {
    "from behind": r"(?<!light )(?<!lit )(?<!sun )from behind(?! (?:an?|the|his|her|their|\w+s)\b)"
    r"|(?:view|seen|filmed|shot) from the back|back view"
    r"|(?:his|her|their) backs? (?:turned )?to (?:us|the (?:camera|viewer|audience))"
    r"|fac(?:es|ing) away|over[- ]the[- ]shoulder",
    "from the side": r"in (?:side |full )?profile|profile (?:view|shot|portrait)"
    r"|side[- ](?:view|profile|on)|(?:seen|viewed|filmed|shot|view) from the (?:left |right )?side",
    "from above or below": r"bird'?s[- ]eye|aerial|drone (?:shot|view|footage)|top[- ]down"
    r"|overhead (?:shot|view)|(?:low|high)[- ]angle|worm'?s[- ]eye"
    r"|(?:seen|viewed|filmed|shot|view) from (?:high )?(?:above|below)",
    "down to the feet": r"full[- ](?:body|length|figure)|(?:whole|entire) (?:body|figure)"
    r"|(?:head|top) to (?:toe|foot)|from the (?:knees|waist) (?:up|down)|cowboy shot"
    r"|(?:his|her|their|bare|showing) (?:\w+ )?(?:legs|feet)",
}
# After these a word that may be a verb is a noun, or what is done is no deed of somebody's.
_NOUN_AFTER = words(
    "a an the of in on at by to with for from like as near before behind between beside under over "
    "his her their its our my your this that these those some any many few several no every each "
    "two three four five more less gentle big huge small little high low large loose soft long "
    "short crashing rolling ocean sound radio light heat blue white tall giant wild calm warm "
    "evening morning daily early nice good great old new slow brisk about which whose"
)
_THINGS = words(
    "camera water rain snow wind river stream waterfall tap fire flame flames smoke steam leaf "
    "leaves tree trees branch branches grass light lights shadow shadows curtain curtains flag "
    "flags cloud clouds sun sunlight star stars snowflake snowflakes sea dog dogs cat "
    "cats horse horses bird birds seagull seagulls butterfly butterflies fish animal animals car "
    "cars train trains bus traffic boat boats ship plane planes drone drones kite kites balloon "
    "balloons hair time clock music song story film video shot scene view road path street bridge "
    "book books petals blossoms dust sand fog mist robot toy nose mouth smile tear tears voice "
    "lens spotlight beam beams line phone engine it that"
)
_AT = words("in on at under by near beside with from before behind through over")
_SPOKEN_OF = words(
    "about of for from without than stops stop stopped likes loves enjoys hates avoids after "
    "imagines remembers against like prefers quits finishes finished by no not never"
)
_GEAR = word(
    r"(?:walking|running|hiking|dancing|riding|climbing|skiing|cycling|jogging|cooking|fishing)[- ]"
    r"(?:sticks?|shoes?|boots?|track|gear|machine|trails?|paths?|clothes|costume|jacket|school"
    r"|plants?|roses?|wall|shop|outfit|suit|club|tour|distance|water|late|joke|show|pots?|class)"
    r"|swimming (?:pool|trunks|costume|goggles|cap|lessons?)|drinking (?:glass|water|fountain)"
    r"|reading (?:glasses|lamp|room|corner)|writing (?:desk|table|paper)|sewing machine"
    r"|sleeping (?:bag|beauty|cat|dog|baby)|driving (?:rain|licen[cs]e|force|wind)|playing cards"
    r"|falling (?:snow|leaves|rain|asleep|petals)|flying saucers?|spinning (?:wheel|top)"
)
_PERSON = re.compile(
    rf"(?:{PEOPLE})s?\d*|s?he|they|him|them|we|you|i|who|every(?:one|body)|both|crowd|family|baby|character\d*",
    re.IGNORECASE,
)
_PLURAL = re.compile(
    rf"they|we|you|i|both|people|m?en|(?:{PEOPLE})s|\w*wom[e]n|children", re.IGNORECASE
)
_NOT = words("not never neither nor cannot without no instead refuses stops")
_WORDS = re.compile(r"[\w'\u2019-]+|,")
_SENTENCE_END = re.compile(r"[.!?;:()\n\u2013\u2014]")
_MAY = words("begins starts continues begin start continue proceeds about")
_REACH = 5  # words that a denial reaches
_NEAR = 3  # words before a thing among which a preposition makes a place of it


class Verb(NamedTuple):
    """A form of a verb: what is done, in which form, before what, if not alone after "is"."""

    name: str
    form: str
    follows: re.Pattern[str]
    is_often_alone: bool


def actions_in(prompt: str) -> tuple[str, ...]:
    """What bodies are to do beyond what is shown of them, as nouns, in the order of the prompt."""
    found: dict[str, None] = {}
    told = QUOTED.sub(" . ", prompt)
    for _, sentence, is_peopled in sentences_in(told):
        text = plain(sentence)
        at = [(place, verb.name) for place, verb in verbs_in(sentence, is_peopled)]
        if is_peopled:
            for name, phrase in _PHRASES.items():
                at += [(said.start(), name) for said in _asked(phrase, text)]
        found |= dict.fromkeys(name for _, name in sorted(at))
    return tuple(found)


def sentences_in(told: str) -> Iterator[tuple[int, str, bool]]:
    """Where each sentence of a prompt without quotes begins, what it is, and whether anybody is
    spoken of in the prompt.
    """
    is_peopled, start = bool(word(_PERSON.pattern).search(plain(told))), 0
    for sentence in _SENTENCE_END.split(told):
        yield start, sentence, is_peopled
        start += len(sentence) + 1


def views_in(prompt: str) -> tuple[str, ...]:
    """From where somebody is to be seen, where that is not from the front and from near."""
    text = plain(QUOTED.sub(" . ", prompt))
    return tuple(name for name, phrase in _VIEWS.items() if any(_asked(phrase, text)))


def _asked(phrase: str, text: str) -> Iterator[re.Match[str]]:
    """Where a phrase stands and is not denied."""
    for said in word(phrase).finditer(text):
        before = _WORDS.findall(text[: said.start()])
        if not is_denied(before):
            yield said


def verbs_in(sentence: str, is_peopled: bool) -> Iterator[tuple[int, Verb]]:
    """What somebody does in a sentence, and where it says so. Where nobody is spoken of only a name
    can do anything.
    """
    text = re.sub(r"\s", " ", sentence)
    gear = [each.span() for each in _GEAR.finditer(text.lower())]
    said = list(_WORDS.finditer(text))
    for at, found in enumerate(said):
        before = [each.group() for each in said[:at]]
        after = text[found.end() :].strip().lower()
        is_gear = any(start <= found.start() < end for start, end in gear)
        for verb in () if is_gear else _verbs().get(found.group().lower(), ()):
            does = _DOES[verb.form]
            if (
                (is_peopled or does is _does_it)
                and does(before, after)
                and verb.follows.match(after)
            ):
                yield found.start(), verb
                break


def _does_it(before: Sequence[str], after: str) -> bool:
    """Of "she waves": whether somebody is there to do it, and no noun meant."""
    del after
    while before and before[-1].lower().endswith("ly"):
        before = before[:-1]
    small = [each.lower() for each in before]
    if not small or small[-1] in _NOUN_AFTER or is_denied(small):
        return False
    if small[-1] in ("and", ","):  # of the sea and waves
        is_thing = any(each in _THINGS for each in small[-2:-1])
    else:
        is_thing = _is_thing(small)
    return not is_thing and (before[-1][0].isupper() or any(map(_PERSON.fullmatch, small)))


def _is_doing_it(before: Sequence[str], after: str) -> bool:
    """Of "waving": whether it is no quality of a thing, and is done, not spoken of."""
    small = [each.lower() for each in before]
    following = _WORDS.findall(after)[:2]
    if is_denied(small) or any(each in _THINGS for each in following[:1]):
        return False
    if not small:
        return True
    if small[-1] in _NOUN_AFTER:
        return any(map(_PERSON.fullmatch, following))
    return small[-1] not in _SPOKEN_OF and not _is_thing(small)


def _do_it(before: Sequence[str], after: str) -> bool:
    """Of "wave": whether several do, or somebody begins to."""
    del after
    small = [each.lower() for each in before][-_REACH:]
    if not small or is_denied(small):
        return False
    if small[-1] == "to":
        return any(each in _MAY for each in small[-3:-1])
    if small[-1] in ("will", "both") or _PLURAL.fullmatch(small[-1]):
        return True
    if small[-1] == "and" and _PLURAL.fullmatch(before[0].lower()):  # they sit and wave
        return True
    made = small[-2:-1] in (["makes"], ["make"], ["lets"], ["let"], ["watches"], ["watch"])
    if small[-1] in ("him", "her", "them"):
        return made
    return "and" in small and bool(_PERSON.fullmatch(small[-1]))


_DOES = {"waves": _does_it, "waving": _is_doing_it, "wave": _do_it}


def _is_thing(before: Sequence[str]) -> bool:
    """Whether a thing stands there that may do it itself; at a thing may be somebody."""
    if not before or before[-1] not in _THINGS:
        return False
    return not any(each in _AT for each in before[-1 - _NEAR : -1])


def is_denied(before: Sequence[str]) -> bool:
    """Whether what follows these words is denied, up to a comma or "but"."""
    near = [each.lower() for each in before[-_REACH:]]
    for breaks in (",", "but", "then"):
        if breaks in near:
            near = near[len(near) - near[::-1].index(breaks) :]
    return any(each in _NOT or each.replace("\u2019", "'").endswith("n't") for each in near)


@cache
def _verbs() -> Mapping[str, tuple[Verb, ...]]:
    """Every form of every verb."""
    found: dict[str, tuple[Verb, ...]] = {}
    for name, verbs, follows in _DONE:
        pattern, is_often_alone = re.compile(follows.removeprefix("~")), follows[:1] == "~"
        for verb in verbs.split():
            for form, spelt in zip(_DOES, _forms(verb), strict=True):
                found[spelt] = (*found.get(spelt, ()), Verb(name, form, pattern, is_often_alone))
    return found


def _forms(verb: str) -> tuple[str, str, str]:
    """waves, waving and wave of "wave"; + says that the last letter is doubled."""
    base = verb.removesuffix("+")
    stem = base[:-1] if base.endswith("e") and not base.endswith("ee") else base
    doubled = base[-1] if verb.endswith("+") else ""
    ending = "es" if re.search(r"(?:s|sh|ch|x|o)$", base) else "s"
    third = f"{base[:-1]}ies" if re.search(r"[^aeiou]y$", base) else base + ending
    return third, f"{stem}{doubled}ing", base
