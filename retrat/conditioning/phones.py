"""Text -> phones: the sounds a sentence is made of, in the order they are said.

Words come from the CMU pronouncing dictionary; a word it does not know is spelled out by the
letter-to-sound rules below. Numbers, abbreviations and capitals are first written as words
(`written.spoken`), and of words said in two ways the neighbours choose one (`homographs`). Stress
is dropped, except that an unstressed AH becomes its own phone `ax`, as in the voices our speech
world is made with.
"""

import re
from functools import cache
from typing import NamedTuple

from retrat.conditioning.dictionary import dictionary, phones_of, with_s
from retrat.conditioning.homographs import homograph_phones
from retrat.conditioning.numerals import number_to_words as number_to_words
from retrat.conditioning.numerals import ordinal_to_words as ordinal_to_words
from retrat.conditioning.tables import table
from retrat.conditioning.written import spoken as spoken

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
    return spoken_to_phones(spoken(text))


def spoken_to_phones(text: str) -> list[str]:
    """The same of a text, or a part of one, that is written as it is said."""
    phones = [PAUSE]
    words = re.findall(r"[a-z']+|[.,;:!?]", text)
    for index, word in enumerate(words):
        if not word[0].isalpha() and word[0] != "'":
            if phones[-1] != PAUSE:
                phones.append(PAUSE)
            continue
        following = words[index + 1] if index + 1 < len(words) else ""
        said = homograph_phones(words, index) or word_to_phones(word)
        phones.extend(_in_context(word, said, following))
    if phones[-1] != PAUSE:
        phones.append(PAUSE)
    return phones if len(phones) > 1 else [PAUSE]


def word_to_phones(word: str) -> tuple[str, ...]:
    """Phones of one lower-case word of letters and apostrophes."""
    if word in _OUR_WORDS:
        return _OUR_WORDS[word]
    known = _known(word)
    if known is not None:
        return known
    for ending in ("'s", "s"):
        stem = _known(word.removesuffix(ending)) if word.endswith(ending) else None
        if stem is not None and (ending == "'s" or stem[-1] not in _SIBILANTS):
            return with_s(stem)
    for ending, sounds in _ENDINGS.items():
        stem = _known(word.removesuffix(ending)) if word.endswith(ending) else None
        if stem is not None:
            weak = ending == "'d" and stem[-1] not in ("t", "d")
            return (*stem, *(sounds[1:] if weak else sounds))
    running = _known(f"{word}g") if word.endswith("in") else None  # runnin'
    if running is not None:
        return (*running[:-1], "n")
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


def _in_context(word: str, phones: tuple[str, ...], following: str) -> tuple[str, ...]:
    if word == "the" and following and following[0].isalpha():
        return ("dh", "iy") if word_to_phones(following)[0] in VOWELS else phones
    return phones


def _known(word: str) -> tuple[str, ...] | None:
    readings = dictionary().get(word)
    return _OUR_WORDS.get(word) or (phones_of(readings[0]) if readings else None)


@cache
def _letter_rules() -> list[tuple[re.Pattern[str], list[str]]]:
    rules = [rule.rsplit("=", 1) for rule in _LETTER_TO_SOUND.split()]
    ordered = sorted(rules, key=lambda rule: (-_letters_used(rule[0]), -len(rule[0])))
    return [
        (re.compile(pattern), [p for p in sounds.split("-") if p]) for pattern, sounds in ordered
    ]


def _letters_used(pattern: str) -> int:
    return len(re.sub(r"\(\?.*?\)|\$", "", pattern))


# What the dictionary lacks, or has in another sense first.
_OUR_WORDS = {
    word: tuple(phones.split())
    for word, phones in table(
        "a=ax, the=dh ax, to=t ax, an=ae n, i=ay, here=hh ih r, want=w aa n t, "
        "retrat=r eh t r aa t, poelish=p ow l ih sh, resumay=r eh z ax m ey, "
        "putting=p uh t ih ng, buffet=b ax f ey, "
        "invalid=ih n v ae l ih d, beloved=b ih l ah v ax d, hertz=hh er t s, "
        "gigahertz=g ih g ax hh er t s, kilohertz=k ih l ax hh er t s, covid=k ow v ih d, "
        "emoji=ih m ow jh iy, url=y uw aa r eh l, uber=uw b er, co=k ow, "
        "gonna=g ah n ax, outta=aw t ax, sorta=s ao r t ax, cuz=k ax z, cause=k ao z, "
        "shoulda=sh uh d ax, woulda=w uh d ax, coulda=k uh d ax, musta=m ah s t ax, "
        "oughta=ao t ax, whatcha=w ah ch ax, gotcha=g aa ch ax, betcha=b eh ch ax, "
        "y'all=y ao l, wanna=w aa n ax, kinda=k ay n d ax, lemme=l eh m iy, gimme=g ih m iy, "
        "gotta=g aa t ax, haha=hh aa hh aa, woohoo=w uw hh uw, hmm=hh ah m, mhm=ax m hh ah m"
    ).items()
}
_SIBILANTS = frozenset(("s", "z", "sh", "zh", "ch", "jh"))
_ENDINGS = {"'ll": ("ax", "l"), "'ve": ("ax", "v"), "'re": ("er",), "'d": ("ax", "d")}
_LETTER_NAMES = table(
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
