"""What a prompt says of how somebody looks, in a few groups of words.

Whoever is cast for a prompt should be what it asks for before they are what it sounds like: a
sentence encoder finds a red-haired woman near any woman at a beach. So words are read: whether a
woman or a man is meant, how old, with which hair, beard, glasses, hat, skin and clothes. Where two
people are described, the first is meant. Of origins only those are read that by custom say how
somebody looks, and few of them.
"""

import re
from collections.abc import Callable, Mapping

from retrat.conditioning.words import plain, word

_Reader = Callable[[str], tuple[str, ...]]
_Table = Mapping[str, tuple[str, ...]]
Looks = Mapping[str, frozenset[str]]
"""Group to what is asked in it, any of which will do; what nothing is said of is absent."""

WEIGHTS: Mapping[str, float] = {
    "gender": 8.0, "hair colour": 4.0, "skin": 4.0, "features": 4.0, "beard": 3.0, "hair": 3.0,
    "age": 3.0, "glasses": 3.0, "hat": 2.0, "youth": 2.0, "texture": 2.0, "bangs": 1.5,
    "clothes colour": 1.5, "clothes": 1.0,
}  # fmt: skip
NONE = "none"
RARELY = "rarely"
"""What is said under this of somebody is a group: they are cast only where that is asked for."""
# What is cast only where it is asked for.
UNUSUAL: Mapping[str, frozenset[str]] = {
    "hair colour": frozenset({"pink", "blue", "green", "purple"}),
    "hat": frozenset({"fedora", "knitted cap"}),
}
# What those do not show who are cast where nothing is asked of it, if there are others.
SPECIAL: Mapping[str, frozenset[str]] = {
    "age": frozenset({"old"}), "glasses": frozenset({"glasses"}), "beard": frozenset({"goatee"}),
}  # fmt: skip
SLIGHTLY = 0.5  # less than any word of the prompt weighs

_WOMAN = (
    "woman|women|lady|ladies|girls?|schoolgirls?|girlfriends?|female|mothers?|moms?|mums?"
    "|grandmothers?|grandmas?|granny|aunts?|sisters?|(?:grand)?daughters?|wife|wives|actress|princess"
    "|queen(?!-| size)|waitress|hostess|(?:business|sales|police|spokes|chair|camera)wom[ae]n"
    "|niece|widow|housewife|ballerina|stewardess|saleslady|heroine|cowgirl|bride|nuns?|witch|redhead|brunette|mrs|ms"
    "|blonde(?=[,.:;]| (?:and|in|with|at|on|who|is|says|speaks|laughs|smiles))"
)
_MAN = (
    "man(?!-| made| sized)|men|gentleman|gentlemen|guys?|boys?|schoolboys?|boyfriends?|male"
    "|fathers?|dads?|grandfathers?|grandpas?|grandad|granddad|uncles?|brothers?|(?:grand)?sons?|husbands?"
    "|king(?!-| size|'s)|prince|waiter|(?:business|sales|police|fisher|fire|post|camera|chair"
    "|spokes|crafts|weather|sports)m[ae]n|nephew|daddy|papa|widower|butler|lumberjack|cowboy|groom|monks?|priests?|wizard|bloke|lad|mr"
)
_ANYBODY = (
    "person|people|someone|somebody|adult|parent|grandparent|sibling|cousin|relative"
    "|twin(?! (?:tower|bed|peak|engine)s?)"
    "|teenager|child|kid|toddler|baby|infant|pensioner|veteran|neighbou?r|friend|roommate"
    "|colleague|co-?worker|couple(?! of)|guest|visitor|tourist|travell?er|backpacker|passenger"
    "|commuter|pedestrian|customer|client|shopper|teacher|student|pupil|graduate|intern|professor"
    "|scholar|lecturer|tutor|instructor|trainer|coach(?! (?:ride|trip|station|tour))|scientist"
    "|researcher|biologist|chemist|physicist|astronomer|historian|arch(?:a)?eologist|engineer"
    "|technician|architect|designer|developer|programmer|coder|hacker|doctor|nurse|surgeon|dentist"
    "|pharmacist|paramedic|vet|therapist|psychologist|counsell?or|nanny|babysitter|carer|caregiver"
    "|ceo|manager|boss|executive|director|founder|entrepreneur|investor|banker|accountant|analyst"
    "|consultant|advis[eo]r|lawyer|judge|detective|officer|cop|ranger|soldier|firefighter"
    "|guard(?! (?:rail|dog|tower|house)s?)"
    "|politician|president|mayor|senator|ambassador|activist|volunteer|employee|worker|clerk"
    "|secretary|receptionist|librarian|cashier|assistant|salesperson|seller|vendor|merchant"
    "|marketer|influencer|blogger|vlogger|youtuber|streamer|gamer|podcaster|content creator"
    "|presenter|reporter|journalist|host|(?:news )?anchor(?= (?:says?|reads?|reports?|smiles?|in|at"
    "|with|who|and)\\b)|newscaster|newsreader|narrator|commentator|speaker(?! (?:box|system))"
    "|tour guide|guide(?= (?:says?|explains?|smiles?|shows?|points?|waves?)\\b)|chef|cook|baker"
    "|barista|bartender|butcher|grocer|florist|gardener|farmer|hunter|driver|pilot|astronaut"
    "|sailor|captain|explorer|adventurer|carpenter|builder|plumber|electrician|mechanic|welder"
    "|tailor|barber|hairdresser|stylist|photographer|filmmaker|film-maker|producer|editor|artist"
    "|painter|sculptor|potter|poet|writer|author|novelist|actor|comedian|magician|clown|juggler"
    "|acrobat|singer|rapper|dj|musician|drummer|guitarist|pianist|violinist|cellist|composer"
    "|conductor|dancer|model(?= (?:in|with|on|at|says?|walks?|smiles?|poses?|wears?|wearing|who|and"
    "|holds?|holding)\\b)|athlete|runner|jogger|swimmer|cyclist|skater|skier|surfer|climber|hiker"
    "|boxer|wrestler|fighter(?! (?:jet|plane|aircraft)s?)|gymnast"
    "|(?:\\w+ball|soccer|tennis|hockey|chess|poker|golf|rugby) player"
    "|knight|warrior|samurai|ninja|pirate(?! (?:ship|flag))|viking(?! (?:ship|boat))|gladiator|elf"
    "|vampire|zombie|superhero|hero(?! (?:shot|image|banner)s?)|villain|sorcerer|character"
    r"|patient(?=[,.:;]| (?:and|in|on|at|who|is|says|asks|answers)\b)"
)
PEOPLE = f"{_WOMAN}|{_MAN}|{_ANYBODY}"
"""A pattern, in lower case and without word boundaries, of nouns for people."""

_COLOUR = (
    "red|ginger|auburn|copper|platinum|blonde?|golden?|brown|chestnut|dark|black|gr[ae]y|silver"
    "|white|pink|blue|green|purple|violet|orange|yellow|olive|teal|turquoise|navy|beige|cream"
)
_SMALL = (
    "an?|the|with|without|in|on|of|at|to|by|for|from|under|over|behind|beside|before|her|his"
    "|their|is|has|who|where"
)
_THINGS = (
    "and|or|skin|skinned|eyes?|eyed|lips?|hair|haired|beard|bearded|shirt|suit|dress|coat|jacket"
    "|sweater|hat|cap|tie|jeans|trousers"
)


def _words(most: int, never: str) -> str:
    """At most so many words between two that belong together, none of them these."""
    return rf"(?:[\s,-]+(?!(?:{never})\b)[\w-]+){{0,{most}}}?[\s-]+"


_TWO = _words(2, _SMALL)
_CUT = _words(3, f"{_SMALL}|{_THINGS}")
_THREE = _words(3, f"{_SMALL}|{_THINGS}|{_COLOUR}")
_HAIR = (
    "hair|haired|bob|afro|braids?|ponytail|pigtails|buzz cut|curls|beard|bearded|mou?stache"
    "|goatee|stubble"
)
_HAIR_COLOURS: _Table = {
    "dark brown": ("dark brown",), "light brown": ("brown", "chestnut"),
    "dark blonde?": ("dark blond",), "red|ginger|auburn|copper": ("ginger", "auburn"),
    "platinum(?: blonde?)?": ("platinum blond",),
    "blonde?|golden|fair": ("blond", "dark blond", "platinum blond"),
    "brown|brunette": ("brown", "dark brown", "chestnut"), "chestnut": ("chestnut",),
    "dark": ("black", "dark brown"), "black": ("black",), "gr[ae]y|silver": ("grey",),
    "white": ("white",), "pink": ("pink",), "blue": ("blue",), "green": ("green",),
    "purple|violet": ("purple",),
}  # fmt: skip
_HEADS: _Table = {
    "redhead": ("ginger", "auburn"), "blonde?s?": ("blond", "dark blond", "platinum blond"),
    "brunette": ("brown", "dark brown", "chestnut"),
}  # fmt: skip
_CLOTHES: Mapping[str, str] = {
    "sweater": "sweater|jumper|pullover|sweatshirt|hoodie|cardigan|turtleneck",
    "work suit": r"work suit|overalls|dungarees|apron|uniform(?! \w)|scrubs",
    "sports top": "sports top|tracksuit", "T-shirt": "t-shirt|tee|tshirt|tank top",
    "shirt": "(?:dress |polo )?shirt|blouse|polo",
    "suit": "suit|jacket|blazer|(?:rain)?coat(?! of)", "dress": "dress(?! code)|gown|skirt",
    "top": "(?<!on )(?<!the )top(?! of| hat)",
}  # fmt: skip
_CLOTHES_COLOURS: _Table = {
    "white": ("white",), "black": ("black",), "gr[ae]y": ("grey",),
    "dark red|maroon|burgundy": ("dark red",), "red": ("red", "dark red"),
    "orange": ("orange",), "yellow": ("yellow",), "olive": ("olive",),
    "green": ("green", "olive"), "teal|turquoise": ("teal",), "light[ -]blue": ("light blue",),
    "dark blue": ("navy", "blue"), "navy(?: blue)?": ("navy",),
    "blue": ("blue", "light blue", "navy"), "purple|violet": ("purple",), "pink": ("pink",),
    "brown": ("brown",), "beige|cream": ("beige",),
}  # fmt: skip
_LIKE = (
    r"(?:\s+(?:young|old|older|elderly|middle-aged|tall|american|british|smiling|bald|male|female"
    r"|teenage))*"
)
_FROM = rf"(?:{_TWO}(?:{PEOPLE})|[\s-](?:looking|descent|features|looks))"
_SKIN: _Table = {
    r"(?:dark|black|brown)[\s-]skin(?:ned)?": ("dark",),
    rf"(?:african(?:[\s-]american)?|nigerian|kenyan|ghanaian|ethiopian|senegalese|ugandan|somali"
    rf"|congolese|tanzanian|jamaican|haitian){_FROM}": ("dark",),
    rf"black{_LIKE}\s+(?:{PEOPLE})": ("dark",),
    r"(?:light|fair|pale|white)[\s-]skin(?:ned)?": ("light",),
    rf"pale{_TWO}(?:{PEOPLE})": ("light",),
    rf"(?:caucasian|european|scandinavian|swedish|norwegian|danish|finnish|icelandic|irish"
    rf"|scottish){_FROM}": ("light",),
    rf"white{_LIKE}\s+(?:{PEOPLE})": ("light",),
    r"(?:medium|tanned|olive)[\s-]skin(?:ned)?|latin[ao]|hispanic": ("medium",),
    rf"(?:arab|indian|pakistani|bangladeshi|egyptian|moroccan|iranian|mexican|peruvian"
    rf"|middle[\s-]eastern|tanned){_FROM}": ("medium",),
}  # fmt: skip
_EASTERN = "asian|chinese|japanese|korean|vietnamese|thai|taiwanese|mongolian"
_FEATURES: _Table = {rf"(?:{_EASTERN}){_FROM}|(?:is|are) (?:{_EASTERN})": ("asian",)}
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = (
    "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen",
    "eighteen", "nineteen",
)  # fmt: skip
_NUMBERS: Mapping[str, int] = {
    **{word_: number for number, word_ in enumerate((*_ONES, *_TEENS), start=1)},
    **{ten: 10 * number for number, ten in enumerate(_TENS, start=2)},
}
_NUMBER = (
    rf"(?:\d{{1,3}}|(?:{'|'.join(_TENS)})(?:[\s-](?:{'|'.join(_ONES)}))?"
    rf"|{'|'.join((*_TEENS, *_ONES))})"
)
_NUMBERED = (
    rf"(?P<age>{_NUMBER})[\s-]years?[\s-]old",
    rf"(?:wom[ae]n|m[ae]n|boys?|girls?|lady|gentleman|child|kid|person|teenager|guy|some(?:one|body))"
    rf" of (?P<age>[1-9]\d|{_NUMBER}(?= (?:with|in|on|at|who|and|is|says?|s?he)\b|\s*[,.:;]|$))",
    rf"(?:aged?|ages) (?P<age>{_NUMBER})", r"(?<=, )(?P<age>[1-9]\d)(?=,)",
    r"in (?:her|his|their) (?:early |mid[\s-]|late )?"
    rf"(?P<decade>teens|{'|'.join(ten[:-1] + 'ies' for ten in _TENS)}|[1-9]0s)",
    r"(?P<decade>[2-9]0s)(?= (?:wom[ae]n|m[ae]n))",
)  # fmt: skip
_CHILD, _TEEN, _YOUNG, _OLD = 13, 20, 30, 60  # years at which the next age begins
_AGES: _Table = {
    r"middle[\s-]aged": ("middle-aged",),
    r"(?:school)?(?:girls?|boys?)|child|children|kids?|toddlers?|infants?"
    r"|bab(?:y|ies)(?! (?:blue|pink|steps?))": ("child",),
    rf"teen(?:ager)?s?|teenaged?{_TWO}(?:{PEOPLE})|adolescents?": ("teenager",),
    rf"(?:young|youthful){_TWO}(?:{PEOPLE})": ("young",),
    r"(?<!year-)(?<!years-)(?<!year )(?<!years )(?:old(?! friends?\b)|elderly|aged|older|senior"
    rf"|retired){_TWO}(?:{PEOPLE})|grand(?:mother|father|ma|pa|ad|dad|parent)s?|granny|pensioners?"
    r"|veterans?|(?:the|is|an) elderly|senior citizens?": ("old",),
}  # fmt: skip
_CUTS: _Table = {
    r"bald(?! eagle)|balding|hairless|no hair": ("bald",),
    r"shaved(?:[\s-]head(?:ed)?| (?:\w+ ){0,2}hair)": ("shaved", "bald", "buzz cut"),
    r"buzz[\s-]cut": ("buzz cut", "shaved"), rf"short{_CUT}(?:hair|haired)": ("short",),
    r"shoulder[\s-]length": ("shoulder-length",),
    rf"long{_CUT}(?:hair|haired)": ("long", "shoulder-length"), "afro": ("afro",),
    r"an?(?: (?!named|called)[\w-]+){0,3} bob|bob (?:cut|hair)|bobbed": ("bob",),
    r"braids?|braided hair|pigtails": ("braid",), r"pony[\s-]?tail": ("ponytail",),
    r"pulled back|in a bun|hair up": ("pulled back",),
}  # fmt: skip
_TEXTURES: _Table = {
    r"curly|curls|curled hair": ("curly",),
    rf"wavy{_CUT}(?:{_HAIR})": ("wavy",), rf"straight{_CUT}(?:{_HAIR})": ("straight",),
}  # fmt: skip
_BANGS: _Table = {
    r"(?:with|and|has|have|her|his|their)(?: [\w-]+){0,2} bangs(?! (?:an?|the|on|at|into|against))"
    r"|with (?:a |an )?(?:[\w-]+ )?fringe(?! of)|and (?:a )?fringe(?! of)": ("bangs",),
}
_BEARDS: _Table = {
    r"clean[\s-]shaven|no beard|without (?:a )?beard|beardless": (NONE,),
    r"goatee": ("goatee",), r"mou?stache": ("moustache",), r"stubble": ("stubble",),
    r"short beard": ("short beard",), r"(?:full|big|long) beard": ("full beard",),
    r"beard(?:ed)?": ("short beard", "full beard"),
}  # fmt: skip
_NOT = (
    r"(?:no|without|without an?|not wearing|not wearing an?|(?:lost|takes off) (?:her|his|their))"
)
_HATS: _Table = {
    rf"{_NOT} (?:hat|cap|fedora|beanie)": (NONE,),
    r"knitted cap|beanie|woollen hat|cap(?! of)": ("knitted cap",), r"fedora|hat": ("fedora",),
}  # fmt: skip
_GLASSES: _Table = {
    rf"{_NOT} (?:eye)?glasses": (NONE,),
    r"(?<!two )(?<!three )(?<!wine )(?<!champagne )(?:sun|eye)?glasses(?! of)|spectacles"
    r"|bespectacled": ("glasses",),
}  # fmt: skip


_OF_THE_YOUNG = frozenset(
    ("black", "dark brown", "brown", "chestnut", "blond", "dark blond", "ginger", "auburn")
)


def looks_of(prompt: str) -> Looks:
    """What a prompt asks for; what it says in quotes should be left out before."""
    text = _of_the_first(plain(prompt))
    found = {group: read(text) for group, read in _READERS.items()}
    return {group: frozenset(said) for group, said in found.items() if said}


def meant(asked: Looks) -> Looks:
    """What is asked and what goes with it unsaid: grey hair with old age; with childhood, of which
    nobody here is, the youngest faces without a beard or pale hair, and for children a high voice.
    """
    (age,) = asked.get("age", frozenset({NONE}))
    unsaid: dict[str, frozenset[str]] = {}
    if age == "old" and "hair colour" not in asked and "bald" not in asked.get("hair", ()):
        unsaid["hair colour"] = frozenset({"grey", "white"})
    if age in ("child", "teenager"):
        young = {"age": "young", "youth": "youngest", "beard": NONE}
        unsaid = {group: frozenset({said}) for group, said in young.items()}
        if "hair colour" not in asked:
            unsaid["hair colour"] = _OF_THE_YOUNG
    if age == "child":
        unsaid["voice"] = frozenset({"high"})
    return {**asked, **unsaid}


def agreement(asked: Looks, shown: Mapping[str, str]) -> float:
    """How much of what is asked somebody shows (one word a group, absent where there is nothing),
    weighed. Who shows something unusual unasked comes after everybody who does not; who shows
    something special, after those who fit as well.
    """
    given = sum(
        WEIGHTS[group]
        for group, words in asked.items()
        if group in WEIGHTS and shown.get(group, NONE) in words
    )
    strange = int(shown.get(RARELY, NONE) not in (NONE, *asked))
    strange += _unasked(UNUSUAL, asked, shown)
    special = SLIGHTLY / len(SPECIAL) * _unasked(SPECIAL, asked, shown)
    return given - special - strange * sum(WEIGHTS.values())


def _unasked(table: Mapping[str, frozenset[str]], asked: Looks, shown: Mapping[str, str]) -> int:
    """How many things of a table somebody shows of which nothing is asked."""
    return sum(shown.get(group) in words for group, words in table.items() if group not in asked)


def _of_the_first(text: str) -> str:
    """Up to where a second person is described."""
    first = word(f"(?P<woman>{_WOMAN})|(?P<man>{_MAN})").search(text)
    if not first:
        return text
    same, other = (_WOMAN, _MAN) if first["woman"] else (_MAN, _WOMAN)
    between = r"(?:[\s,-]+(?!(?:with|in|on|of|at|and|is|to|by)\b)[\w-]+){0,4}?[\s-]+"
    second = word(
        f"(?:an?|the|his|her|their|another){between}(?:{other})"
        f"|(?<!, )(?:an?|another|his|her|their){between}(?:{same})"
    ).search(text, first.end())
    return text[: second.start()] if second else text


def _gender(text: str) -> tuple[str, ...]:
    """Of whoever is named first; where nobody is, of the first pronoun or of what is worn."""
    for woman, man in ((_WOMAN, _MAN), ("she|her", "he|his|him"), ("hijabi?|headscarf", "(?!)")):
        first = word(f"(?P<woman>{woman})|(?P<man>{man})").search(text)
        if first:
            return ("woman",) if first["woman"] else ("man",)
    return ()


def _age(text: str) -> tuple[str, ...]:
    """By a number where there is one, else by the first word for it."""
    found = [said for pattern in _NUMBERED if (said := word(pattern).search(text))]
    if not found:
        return _any_of(_AGES)(text)
    first = min(found, key=lambda each: each.start()).groupdict()
    years = _years(first["age"]) if "age" in first else _decade(first["decade"])
    bands = ((_CHILD, "child"), (_TEEN, "teenager"), (_YOUNG, "young"), (_OLD, "middle-aged"))
    return (next((name for end, name in bands if years < end), "old"),)


def _years(number: str) -> int:
    if number.isdigit():
        return int(number)
    return sum(_NUMBERS[each] for each in re.split(r"[\s-]", number))


def _decade(name: str) -> int:
    if name == "teens":
        return _CHILD
    return int(name[:-1]) if name[0].isdigit() else _NUMBERS[name.removesuffix("ies") + "y"]


def _any_of(table: _Table, before: str = "") -> _Reader:
    """What the row of a table means whose words, `before` something, come first in the text; of two
    that begin at the same place, the upper one.
    """

    def read(text: str) -> tuple[str, ...]:
        found = [
            (said.start(), row, meant)
            for row, (words, meant) in enumerate(table.items())
            if (said := word(f"(?:{words}){before}").search(text))
        ]
        return min(found)[2] if found else ()

    return read


def _hair_colour(text: str) -> tuple[str, ...]:
    said = _any_of(_HAIR_COLOURS, f"{_THREE}(?:{_HAIR})")(text)
    return said or _any_of(_HEADS)(text)


_READERS: Mapping[str, _Reader] = {
    "gender": _gender, "age": _age, "hair colour": _hair_colour, "hair": _any_of(_CUTS),
    "texture": _any_of(_TEXTURES), "bangs": _any_of(_BANGS),
    "beard": _any_of(_BEARDS), "glasses": _any_of(_GLASSES), "hat": _any_of(_HATS),
    "skin": _any_of(_SKIN), "features": _any_of(_FEATURES),
    "clothes": _any_of({words: (name,) for name, words in _CLOTHES.items()}),
    "clothes colour": _any_of(_CLOTHES_COLOURS, f"{_THREE}(?:{'|'.join(_CLOTHES.values())})"),
}  # fmt: skip
