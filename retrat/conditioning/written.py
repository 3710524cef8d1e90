"""What is written -> what is said: lower-case words and punctuation, nothing else.

Addresses, abbreviations, numbers and capitals each have their turn, as long as they can be told by
their capitals and full stops. What comes out is said the same way when it is read once more.
"""

import re
import unicodedata
from collections.abc import Callable

from retrat.conditioning.capitals import capitals_to_words, spelled
from retrat.conditioning.numerals import (
    MONTHS,
    closing,
    digits_to_words,
    number_to_words,
    numerals_to_words,
)
from retrat.conditioning.tables import table

_Match = re.Match[str]


def spoken(text: str) -> str:
    """The text as it is said: lower-case words and punctuation, nothing else.

    >>> spoken("I paid $5 for 21 eggs at 3:30.")
    'i paid five dollars for twenty one eggs at three thirty.'
    """
    text = _plain_characters(text)
    for pattern, said in _ADDRESSES + _ABBREVIATIONS:
        text = pattern.sub(said, text)
    text = numerals_to_words(text)  # takes 5 p.m. before what follows can
    for pattern, said in _INITIALS:
        text = pattern.sub(said, text)
    text = capitals_to_words(text)
    for pattern, said in _RESPELLED:
        text = pattern.sub(said, text)
    text = text.lower()
    for symbol, name in _SYMBOLS.items():
        text = text.replace(symbol, name)
    text = re.sub(r"[\u2013\u2014()\[\]\"]", ", ", text)
    text = re.sub(r"[^a-z'.,;:!? ]", " ", text)
    text = re.sub(r"(?<![a-z])'|'(?![a-z])", " ", text)
    text = re.sub(r"\s+([.,;:!?])", r"\1", text)
    text = re.sub(r"([.,;:!?])[.,;:!?]+", r"\1", text)
    return re.sub(r"\s+", " ", text).strip(" ,;:")


def _plain_characters(text: str) -> str:
    """Without accents and ligatures, and with one kind of each mark."""
    for mark, plain in _MARKS.items():
        text = text.replace(mark, plain)
    text = re.sub(r"(?<=\d)(?=[\u00bc-\u00be\u2150-\u215e])", " ", text)  # 2½ is two and a half
    text = unicodedata.normalize("NFKD", text)
    text = "".join(character for character in text if not unicodedata.combining(character))
    text = re.sub(r"(?<=\d)\u2013(?=[$\u20ac\u00a3]?\d)", "-", text)
    return re.sub(r"(?<=\d) \u2013 (?=\d)", " - ", text)


def _address(found: _Match) -> str:
    address = re.sub(r"^[a-z]+://", "", found[0], flags=re.IGNORECASE)
    whole, address = address, address.rstrip("/.,;:!?'")
    rest = whole[len(address) :].lstrip("/")
    words = []
    for piece in re.findall(r"[A-Za-z]+|\d+|[^A-Za-z\d]", address):
        if piece.isdigit():
            words.append(digits_to_words(piece) if len(piece) > 2 else number_to_words(piece))
        elif piece.lower() in _SPELLED_DOMAINS:
            words.append(spelled(piece))
        else:
            words.append(_IN_ADDRESSES.get(piece, piece))
    return " ".join(words) + rest


def _doctor(found: _Match) -> str:
    return f"drive{closing(found)}" if _after_name(found) and not _before_name(found) else "doctor"


def _saint(found: _Match) -> str:
    before, after = found.string[: found.start()], found.string[found.end() - 1 :]
    begins = re.match(rf"\.\s+{_STARTERS}", after)
    named = _after_name(found) and (begins or not _before_name(found))
    if named or re.search(rf"{_STREETS}\s+$", before):
        return f"street{closing(found)}"
    return "saint" if found[0].endswith(".") or _before_name(found) else found[0]


def _after_name(found: _Match) -> bool:
    """Elm Dr., 5th St., but not: Hello Dr."""
    before = re.search(r"([A-Z][a-z]+|\d(?:st|nd|rd|th))\s+$", found.string[: found.start()])
    return before is not None and before[1] not in _NO_NAMES


def _before_name(found: _Match) -> bool:
    return re.match(r"\s+[A-Z]", found.string[found.end() :]) is not None


def _initials(found: _Match) -> str:
    """The full stop of U.S. ends a sentence where the text ends or a new one is sure to begin."""
    ends = re.match(rf"[\"')]*(?:\s*$|\s+{_STARTERS})", found.string[found.end() :])
    return spelled(found[1].replace(".", "")) + ("." if ends else "")


def _polish(found: _Match) -> str:
    """The table is polished, the people are Polish."""
    begins = re.search(r"(?:^|[.!?]\s+)[\"']?$", found.string[: found.start()])
    verb = re.match(
        r"\s+(?:the|it|your|my|this|that|them|his|her|up)\b", found.string[found.end() :]
    )
    return found[0] if begins and verb else "Poelish"


def _in_full(name: str) -> Callable[[_Match], str]:
    return lambda found: name + closing(found)


def _name_of(names: dict[str, str], *, ends: bool = False) -> Callable[[_Match], str]:
    return lambda found: names[found[1].lower()] + (closing(found) if ends else "")


_MARKS = {
    "\u2019": "'",
    "\u2018": "'",
    "\u201c": '"',
    "\u201d": '"',
    "\u2010": "-",
    "\u2011": "-",
    "\u2212": "-",
    "\u00b2": " squared",
    "\u00b3": " cubed",
    "\u2122": "",
    "\u00ae": "",
    "\u00a9": "",
    "\u2026": "...",
    "r\u00e9sum\u00e9": "resumay",
    "resum\u00e9": "resumay",
}
_SYMBOLS = {
    "%": " percent ",
    "&": " and ",
    "+": " plus ",
    "=": " equals ",
    "@": " at ",
    "-": " ",
    "/": " ",
}
_IN_ADDRESSES = {
    ".": "dot",
    "@": "at",
    "/": "slash",
    "-": "dash",
    "_": "underscore",
    ":": "colon",
    "?": "question mark",
    "=": "equals",
    "&": "and",
    "#": "hash",
    "~": "tilde",
    "+": "plus",
    "%": "percent",
    "www": "w w w",
}
_SPELLED_DOMAINS = frozenset("io ai uk eu de fr ch es tv edu js py html pdf".split())  # noqa: SIM905
_STARTERS = (
    r"(?:He|She|It|The|They|We|You|I|This|That|There|But|And|So|Then|Now|What|When|My|His|Her)\b"
)
_STREETS = r"\b(?:Wall|Main|High|Elm|Oak|Bond|Fleet|Market|Church|Broad|\d(?:st|nd|rd|th))"
_NO_NAMES = frozenset(
    "Hi Hello Hey Dear Yes No Thanks Oh The A Is Was And But So Ask Tell Call With To From".split()  # noqa: SIM905
)
_DOMAINS = "com|org|net|io|ai|dev|app|edu|gov|info|tv|co|uk|de|eu|ch|fr"
_FILES = "py|js|pdf|txt|html|css|mp3|mp4|wav|png|jpg|zip|exe|csv|json|md"
_TITLES = table(
    "prof=professor, sgt=sergeant, lt=lieutenant, capt=captain, gen=general, col=colonel, "
    "rev=reverend, gov=governor, sen=senator, rep=representative, pres=president, mt=mount, "
    "ft=fort"
)
_AFTER_NAMES = table(
    "ave=avenue, blvd=boulevard, rd=road, ln=lane, hwy=highway, inc=incorporated, ltd=limited, "
    "corp=corporation, co=company, jr=junior, sr=senior, bros=brothers, univ=university"
)
_DOTTED = table(
    "approx=approximately, dept=department, apt=apartment, min=minimum, max=maximum, "
    "est=established, govt=government, misc=miscellaneous, tel=telephone, incl=including, "
    "excl=excluding, ext=extension"
)
_NUMBERED = table(
    "no=number, nos=numbers, p=page, pp=pages, vol=volume, fig=figure, ch=chapter, nr=number"
)
_MONTHS = {month[:3].lower(): month for month in MONTHS if month != "May"} | {"sept": "September"}
_DAYS = table(
    "mon=Monday, tue=Tuesday, tues=Tuesday, wed=Wednesday, thu=Thursday, thur=Thursday, "
    "thurs=Thursday, fri=Friday, sat=Saturday, sun=Sunday"
)


def _one_of(names: dict[str, str]) -> str:
    """The names as they begin with a capital."""
    return f"({'|'.join(name.capitalize() for name in names)})"


_Steps = tuple[tuple[re.Pattern[str], str | Callable[[_Match], str]], ...]
_ADDRESSES: _Steps = (
    (re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), _address),
    (re.compile(r"\b(?:https?://|www\.)[^\s\"<>)]+", re.IGNORECASE), _address),
    (
        re.compile(
            rf"\b(?:[A-Za-z][A-Za-z\d-]*\.){{1,6}}(?:{_DOMAINS}|{_FILES})\b(?:/[^\s\"<>)]*)?(?!\w)",
        ),
        _address,
    ),
    (re.compile(r"(?<![\w&])@(?=\w)"), "at "),
    (re.compile(r"(?<![\w&])#(?=[A-Za-z])"), "hashtag "),
    (re.compile(r"\b([CF])#(?!\w)"), r"\1 sharp"),
)
_ABBREVIATIONS: _Steps = (
    (re.compile(r"\be\.\s?g\.,?", re.IGNORECASE), "for example"),
    (re.compile(r"\bi\.\s?e\.,?", re.IGNORECASE), "that is"),
    (re.compile(r"\b(?:v\.(?=\s[A-Z])|(?:vs|VS|Vs)\b\.?)"), "versus"),
    (re.compile(r"\betc\b\.?", re.IGNORECASE), _in_full("et cetera")),
    (re.compile(r"\bapprox\b\.?", re.IGNORECASE), "approximately"),
    (re.compile(r"\b(?:[Mm]r\b\.|Mr\b|MR\b\.?)"), "mister"),
    (re.compile(r"\b(?:[Mm]rs\b\.|Mrs\b|MRS\b\.?)"), "missus"),
    (re.compile(r"\b(?:[Mm]s\b\.|Ms\b)"), "miz"),
    (re.compile(r"\b(?:[Dd]r\b\.|Dr\b)"), _doctor),
    (re.compile(r"\b(?:[Ss]t\b\.|St\b)"), _saint),
    (re.compile(rf"\b{_one_of(_TITLES)}\b\.?(?=\s+[A-Z][a-z])"), _name_of(_TITLES)),
    (
        re.compile(rf"(?<=[A-Za-z,&] ){_one_of(_AFTER_NAMES)}\b\.?"),
        _name_of(_AFTER_NAMES, ends=True),
    ),
    (re.compile(rf"\b({'|'.join(_DOTTED)}|Dept|Apt|Tel|Ext)\."), _name_of(_DOTTED, ends=True)),
    (
        re.compile(r"\b([Nn]os?|Nr|[Vv]ol|[Ff]ig|[Cc]h|pp?)\.\s?(?=\d)"),
        _name_of(_NUMBERED),
    ),
    (re.compile(r"\u2116|\bN\u00ba(?=\s?\d)"), "number "),
    (re.compile(rf"\b{_one_of(_MONTHS)}\b\.?(?= \d)"), _name_of(_MONTHS)),
    (re.compile(rf"(?<=\d ){_one_of(_MONTHS)}\b\.?"), _name_of(_MONTHS, ends=True)),
    (re.compile(r"\b(Jan|Feb|Apr|Aug|Sept|Oct|Nov|Dec)\."), _name_of(_MONTHS, ends=True)),
    (
        re.compile(rf"\b{_one_of(_DAYS)}-{_one_of(_DAYS)}\b\.?"),
        lambda found: f"{_DAYS[found[1].lower()]} to {_DAYS[found[2].lower()]}{closing(found)}",
    ),
    (re.compile(r"\b(Mon|Tue|Tues|Wed|Thu|Thur|Thurs|Fri)\.(?!\w)"), _name_of(_DAYS, ends=True)),
    (
        re.compile(rf"\b{_one_of(_DAYS)}\b\.?(?=,? (?:\d|at \d|{'|'.join(MONTHS)}))"),
        _name_of(_DAYS),
    ),
    (re.compile(r"\bPh\.?\s?D\b\.?"), _in_full("p h d")),
    (re.compile(r"\bA(?=[-/\d])"), "ay "),
    (re.compile(r"(?<=\b[Tt]he )WHO\b"), "w h o"),
    (re.compile(r"\bw/o\b"), "without"),
    (re.compile(r"\bw/(?=\s)"), "with"),
)
_INITIALS: _Steps = (
    (re.compile(r"(?<![A-Za-z])((?:[A-Za-z]\.){2,})(?![A-Za-z])"), _initials),
    (re.compile(rf"\b([A-HJ-Z])\.(?= (?!{_STARTERS})[A-Z][a-z.])"), r"\1"),
)
# Words whose capitals and apostrophes tell how they are said.
_RESPELLED: _Steps = (
    (re.compile(r"\bPolish\b"), _polish),
    (re.compile(r"(?<!\w)'em\b", re.IGNORECASE), "um"),
    (re.compile(r"(?<!\w)'(?:cause|cuz)\b", re.IGNORECASE), "cuz"),
    (re.compile(r"(?<!\w)'til\b", re.IGNORECASE), "till"),
    (re.compile(r"(?<=\w) (?:'n'|'n|n') (?=\w)", re.IGNORECASE), " and "),
)
