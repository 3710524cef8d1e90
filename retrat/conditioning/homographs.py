"""Words that are written alike and said in two ways: which one the words around them ask for.

Most are a noun (or adjective) and a verb, as `record` is. `is_verb` looks at the word before, past
adverbs, then at the word after, and does not know for every sentence: then the usual one counts.
Words with rules of their own, as `read`, `live` and `close`, are at the end.
"""

import re
from collections.abc import Callable, Sequence
from functools import cache

from retrat.conditioning.dictionary import Reading, dictionary, phones_of, with_s
from retrat.conditioning.tables import table

_Phones = tuple[str, ...]


class Place:
    """A word and what is near it in its sentence. Where nothing is, there is an empty word.

    Words are in small letters; punctuation marks stand among them.
    """

    def __init__(self, words: Sequence[str], at: int) -> None:
        begin, end = at, at + 1
        while begin > 0 and words[begin - 1] not in _ENDS:
            begin -= 1
        while end < len(words) and words[end] not in _ENDS:
            end += 1
        self.word = words[at]
        self.sentence = words[begin:end]
        front = list(words[begin:at])
        self.nearest = front[-1] if front else ""
        while front and (front[-1] in _ADVERBS or _is_adverb(front[-1])):
            front.pop()
        self.begins = not front or front[-1] == ","
        self.before = "" if self.begins else front[-1]
        self.earlier = front[-2] if len(front) > 1 and not self.begins else ""
        self.after, self.later = (*words[at + 1 : end], "", "")[:2]

    def has(self, words: str) -> bool:
        """Whether the sentence has one of them."""
        return not _set(words).isdisjoint(self.sentence)


def homograph_phones(words: Sequence[str], at: int) -> _Phones | None:
    """Phones of the word at that place; None if it is said in one way only."""
    word = words[at]
    if word in _OWN_RULES:
        return tuple(_OWN_RULES[word](Place(words, at)).split())
    pair = _pairs().get(word)
    if pair is None:
        return None
    verb = is_verb(Place(words, at))
    return pair[word in _USUALLY_VERBS if verb is None else verb]


def is_verb(here: Place) -> bool | None:
    """Whether the words around ask for a verb, or for a noun or adjective; None if for neither."""
    before, after = here.before, here.after
    if here.word in _S_FORMS:
        if before in _THIRD_PERSON:
            return True
        return bool(before) and not _is_before_noun(before) and after in _AFTER_VERBS
    if before == "to":
        return here.earlier not in _TO_NOUNS
    if before in _PERSONS or before == "who" or _asks_for_verb(before):
        return True
    if before == "that" and _is_plural(here.earlier):
        return True  # people that use it
    if here.earlier in _HELPERS and before in _SUBJECTS | _OBJECTS:
        return True
    if _is_before_noun(before) or before in _BE or re.search(r"'(?:s|re|m)$", before):
        return False
    if after == "of" or after in _BE or after in ("has", "had", "will", "can"):
        return False
    if after in _PARTICLES and here.word in _WITH_PARTICLES:
        return True
    if after in _AFTER_VERBS and (here.begins or before in ("and", "or", "then", "but")):
        return True
    return True if _is_plural(before) or after in _THINGS else None


def _asks_for_verb(word: str) -> bool:
    return word in _BEFORE_VERBS or re.search(r"(?:n't|'ll|'d)$", word) is not None


def _is_adverb(word: str) -> bool:
    return word.endswith("ly") and word not in ("family", "july", "italy", "reply", "early")


def _is_before_noun(word: str) -> bool:
    return word in _BEFORE_NOUNS or (word.endswith("'s") and word[:-2] not in _THIRD_PERSON)


def _is_plural(word: str) -> bool:
    return word in _PLURALS or (
        re.search("[^siu]s$", word) is not None and word not in _NO_PLURALS and len(word) > 3
    )


@cache
def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


@cache
def _pairs() -> dict[str, tuple[_Phones, _Phones]]:
    """Word -> its phones as a noun or adjective, and as a verb; also with an s."""
    pairs: dict[str, tuple[_Phones, _Phones]] = {}
    for words, is_noun in (_BY_STRESS, _BY_ATE, _BY_VOICE):
        for word in words:
            readings = dictionary()[word]
            nouns = [phones_of(each) for each in readings if is_noun(each)]
            verbs = [phones_of(each) for each in readings if not is_noun(each)]
            pairs[word] = (nouns or verbs)[0], (verbs or nouns)[0]
    for word, both in _WRITTEN_OUT.items():
        written = [tuple(phones.split()) for phones in both.split("|")]
        pairs[word] = written[0], written[1]
    for word, (noun, verb) in list(pairs.items()):
        pairs[f"{word}s"] = with_s(noun), with_s(verb)
    pairs["houses"] = with_s(pairs["house"][1]), with_s(pairs["house"][1])
    return pairs


def _stressed_first(reading: Reading) -> bool:
    """A record, but to record."""
    return next(sound for sound in reading if sound[-1].isdigit()).endswith("1")


def _has_schwa(reading: Reading) -> bool:
    """An estimate, but to estimate."""
    return reading[-2] in ("AH0", "IH0")


def _is_voiceless(reading: Reading) -> bool:
    """A use, but to use."""
    return reading[-1] == "S"


def _read(here: Place) -> str:
    present, past = "r iy d", "r eh d"
    before, after = here.before, here.after
    if after in ("only", "write") or here.begins:
        return present
    if before in _HAVE | _BE or re.search(r"'(?:ve|s|re)$", before):
        return past
    if here.earlier in _HAVE and before in _SUBJECTS:
        return past  # have you read it?
    if here.earlier in _HELPERS and before in _SUBJECTS | _OBJECTS:
        return present
    if before == "to" or _asks_for_verb(before):
        return present
    if before not in ("that", "who") and (_is_before_noun(before) or _is_plural(before)):
        return past if here.has(_LONG_AGO) and _is_plural(before) else present
    if before in ("and", "or", "then", "but", ""):
        return past if here.has(_LONG_AGO + " " + _PAST_VERBS) else present
    if before == "who" and here.earlier in ("those", "people", "all"):
        return present
    if before not in _PERSONS:
        return past  # she read it; Ann read it: of one person it would be `reads`
    if here.has(_HABITS):
        return present
    told = after in _set("the your his her a an that about somewhere it this their my in")
    return past if here.has(_LONG_AGO) or (before in ("i", "we") and told) else present


def _live(here: Place) -> str:
    lasting, at_once = "l ih v", "l ay v"
    if here.after in _LIVE_THINGS or here.nearest in _set("a the this our your more any stay"):
        return at_once
    if here.before in (*_BE, *_set("go goes going went gone be broadcast streaming streamed")):
        return at_once
    is_so = re.search(r"'(?:re|m|s)$", here.before) and here.before != "let's"
    if is_so and here.after not in _set("in at with near"):
        return at_once
    if here.before in (*_PERSONS, "to") or _asks_for_verb(here.before):
        return lasting
    if here.after == "from" or here.has(_PERFORMING):
        return at_once
    return lasting


def _lives(here: Place) -> str:
    dwells, plural = "l ih v z", "l ay v z"
    if here.before in _THIRD_PERSON:
        return dwells
    if _is_before_noun(here.before) or here.before in _set("save saved saving saves lost lose"):
        return plural
    return dwells if here.before and here.after in _DWELLING else plural


def _lead(here: Place) -> str:
    metal = here.after in _LEAD_THINGS or (here.begins and here.after in ("is", "was", "melts"))
    metal |= here.before in _set("of contain contains like as") and here.nearest == here.before
    metal &= here.after not in ("singer", "actor", "role", "guitar")
    return "l eh d" if metal else "l iy d"


def _close(here: Place) -> str:
    shut, near = "k l ow z", "k l ow s"
    if here.nearest in ("so", "too", "very", "really", "pretty", "how", "that", "as", "up"):
        return near
    if here.begins and here.after == "up" and here.later not in _THINGS:
        return near
    if here.nearest in _COMING and here.after not in _AFTER_VERBS:
        return near
    if here.after in _set("friend friends call enough together behind range family relationship"):
        return near
    if here.after in _set("relative relatives encounter race game shave quarters ties eye"):
        return near
    if here.before in ("the", "a") and here.after in ("", "of", "and"):
        return shut
    verb = is_verb(here)
    if verb and (here.before or here.after not in ("to", "by")):
        return shut
    return shut if here.begins and verb is None and here.after not in ("to", "by") else near


def _bow(here: Place) -> str:
    bends = here.has("take takes took taking deep final") or here.after == "of"
    if bends and _is_before_noun(here.before):
        return "b aw"
    return "b aw" if is_verb(here) else "b ow"


def _row(here: Place) -> str:
    quarrel = here.has("had have having big terrible") and here.after in (
        "",
        "with",
        "about",
        "over",
    )
    return "r aw" if quarrel and here.nearest in ("a", "big", "terrible") else "r ow"


def _wound(here: Place) -> str:
    injury = _is_before_noun(here.before) or here.before == "to" or _asks_for_verb(here.before)
    injury |= here.earlier in _HELPERS
    turned = here.before in _SUBJECTS | _BE or here.after in _PARTICLES
    return "w aw n d" if turned and not injury else "w uw n d"


def _minute(here: Place) -> str:
    tiny = here.after in _set("detail details amount amounts quantity quantities particles traces")
    tiny |= here.after in ("differences", "fraction") or here.nearest == "very"
    return "m ay n uw t" if tiny else "m ih n ax t"


def _content(here: Place) -> str:
    pleased = here.before in _set("feel feels felt feeling seem seemed") or (
        here.before in _BE or re.search(r"'(?:m|re)$", here.before) or here.after == "with"
    )
    return "k ax n t eh n t" if pleased or is_verb(here) else "k aa n t eh n t"


def _dove(here: Place) -> str:
    dived = here.before in _SUBJECTS or here.after in ("into", "in", "off", "for")
    return "d ow v" if dived and not _is_before_noun(here.before) else "d ah v"


def _bass(here: Place) -> str:
    fish = here.has("fish fishing caught catch largemouth striped river lake grilled pond sea bait")
    return "b ae s" if fish else "b ey s"


def _used(here: Place) -> str:
    once = here.after == "to" and here.before not in ("is", "are", "was", "were", "be", "being")
    return "y uw s t" if once or here.nearest in ("get", "got", "getting") else "y uw z d"


def _resume(here: Place) -> str:
    return "r eh z ax m ey" if is_verb(here) is False else "r ih z uw m"


def _august(here: Place) -> str:
    return "ao g ah s t" if here.before == "an" else "ao g ax s t"


_OWN_RULES: dict[str, Callable[[Place], str]] = {
    "august": _august,
    "bass": _bass,
    "bow": _bow,
    "close": _close,
    "content": _content,
    "dove": _dove,
    "lead": _lead,
    "live": _live,
    "lives": _lives,
    "minute": _minute,
    "read": _read,
    "resume": _resume,
    "row": _row,
    "used": _used,
    "wound": _wound,
}
_BY_STRESS = (
    _set(
        "address addict ally annex attribute combine commune compact compound compress concert "
        "conduct conflict console construct contest contract contrast converse convert convict "
        "defect desert detail digest discount escort exploit extract object present produce "
        "progress project protest rebel record refund reject subject supplement survey suspect"
    ),
    _stressed_first,
)
_BY_ATE = (
    _set(
        "advocate alternate approximate appropriate articulate associate coordinate delegate "
        "deliberate duplicate estimate graduate intimate moderate separate animate elaborate "
        "subordinate"
    ),
    _has_schwa,
)
_BY_VOICE = (_set("abuse excuse misuse use"), _is_voiceless)
_WRITTEN_OUT = table(
    "bow=b ow|b aw, house=hh aw s|hh aw z, perfect=p er f ih k t|p er f eh k t, "
    "refuse=r eh f y uw z|r ih f y uw z, sow=s aw|s ow, tear=t ih r|t eh r, wind=w ih n d|w ay n d"
)
_USUALLY_VERBS = _set(
    "address associate combine compress construct converse convert discount excuse exploit extract "
    "produce refund refuse reject sow suspect use"
)
_S_FORMS = frozenset(
    f"{word}s" for word in (*_BY_STRESS[0], *_BY_ATE[0], *_BY_VOICE[0], *_WRITTEN_OUT)
)
_WITH_PARTICLES = _set("bow tear wind")
_ENDS = _set(". ; : ! ?")
_PERSONS = _set("i we you they")
_THIRD_PERSON = _set("he she it who that which everyone everybody someone somebody nobody")
_OBJECTS = _set("me him her us them you it")
_SUBJECTS = _PERSONS | _THIRD_PERSON
_BE = _set("am is are was were be been being isn't aren't wasn't weren't")
_HAVE = _set("have has had having haven't hasn't hadn't get got getting")
_HELPERS = _set(
    "let help hear heard watch did do does can could will would should shall may might must "
    "didn't don't doesn't can't couldn't won't wouldn't"
)
_BEFORE_VERBS = _set(
    "can cannot could will would shall should must may might do does did not please let's lets "
    "gonna wanna gotta helps help go come"
)
_TO_NOUNS = _set("due thanks close next according compared access reaction addicted belongs")
_BEFORE_NOUNS = _set(
    "a an the my your his her its our their this that these those no some any every each of in on "
    "at by for from with without into under about after before as another other new old first "
    "second last next best good great bad big small long little much more most own personal fresh "
    "local organic many few several both one two three four five six seven eight nine ten hundred "
    "thousand million strong cold high low police world what whose such deep nice only free very "
    "so too quite between through north south east west"
)
_AFTER_VERBS = _set(
    "the a an my your his her its our their this that these those it me him us them you everything "
    "everyone anything something nothing all every each up down off out over away back what how "
    "whether against through around along across apart one two three"
)
_THINGS = _set("the a an my your his her its our their this these those it me him us them")
_PARTICLES = _set(
    "up down back off out apart through around along across over to before away the it"
)
_ADVERBS = _set(
    "always never often sometimes usually still just also even ever really only now then already "
    "not soon once please ll both all"
)
_PLURALS = _set("people men women children kids police")
_NO_PLURALS = _set("sports sales news arts games customs savings always does this whereas")
_HABITS = (
    "every always often usually sometimes each daily never seldom rarely mornings evenings nights"
)
_LONG_AGO = "yesterday ago last once earlier already before when then recently"
_PAST_VERBS = "was were had sat took went came got said told found opened picked bought stayed saw"
_LIVE_THINGS = _set(
    "music show shows concert concerts band bands tv television stream streams streaming broadcast "
    "audience audiences performance performances event events update updates wire wires chat "
    "coverage report feed recording recordings album demo animals bait ammunition session "
    "sessions shot footage video sports theater entertainment"
)
_PERFORMING = (
    "broadcasting streaming coming reporting recorded filmed performed performing playing played "
    "perform watch watching watched concert stage air tv sing singing sang"
)
_COMING = _set("come came comes coming get gets got stay stand sit move moved draw lean keep hold")
_DWELLING = _set(
    "in on at with here there near alone next by under for across around inside outside above "
    "below among down up and"
)
_LEAD_THINGS = _set(
    "pipe pipes paint poisoning pencil pencils bullet bullets weight weights shot acid free glass "
    "solder batteries"
)
