"""Whom a prompt speaks of, and who of them says its lines.

    A man meets his daughter. He says: "Hello." The girl answers: "Dad!"

Plain words become tags, `character1` and `character2`, before lines are read.
"""

import re
from dataclasses import dataclass

from retrat.conditioning.bustle import without_passers
from retrat.conditioning.lines import QUOTED, TAGGED
from retrat.conditioning.looks import PEOPLE, looks_of
from retrat.conditioning.slots import MOST_PEOPLE
from retrat.conditioning.words import word

_SAYS = (
    r"(?:sa(?:y|id)|speak|spoke|tell|told|ask|answer|repl|respond|talk|explain|add|announc|remark"
    r"|whisper|murmur|mutter|shout|call|cr(?:y|ies|ied)|yell|sing|continu|begin|greet|laugh"
    r"|exclaim|wonder|agree|disagree|joke|insist|argue)\w*"
)
_TOGETHER = (
    r"(?:talk|speak|chat|argu|whisper|danc|sit|stand|walk|laugh|discuss|play|wait|debat|pitch"
    r"|explain|present|listen)\w*"
    r"(?: \w+)? (?:with|to|beside|by|opposite|next to)|meets|hugs|interviews|greets"
)
_ABSENT = word(r"phone|telephone|letter|message|video call|camera|about|photos?|pictures? of")
_GAP = (
    r"(?:[\s,-]+(?!(?:an?|the|with|without|in|on|of|at|to|by|for|from|and|or|his|her|their|is|has"
    rf"|who|{PEOPLE})\b)[\w-]+){{0,4}}?[\s-]+"
)
_WORN = (
    "costume|outfit|hat|cap|uniform|suit|mask|jacket|coat|helmet|jet|ship|make-?up|style|room"
    "|office|chair|desk|seat|school|shop|club|convention|conference"
)
_NOUN = rf"(?!(?:baby|infant|toddler|character)\b)(?:{PEOPLE})\b(?!['\u2019]s|\s(?:{_WORN})\b)"
_DOES = rf",?\s+(?:\w+ly\s+)?(?:is|has|wears|with|in|smil|nod|laugh|frown|look|listen|{_SAYS})"
_ORDINALS = {"first": 0, "one": 0, "second": 1, "other": 1, "another": 1, "third": 2, "fourth": 3}
_NUMBERS = {"two": 2, "2": 2, "three": 3, "3": 3, "four": 4, "4": 4}
_MENTION = re.compile(
    rf"\b(?P<many>{'|'.join(_NUMBERS)}){_GAP}(?P<nouns>(?:{PEOPLE})s?)\b"
    r"|\ban?\s+(?:\w+\s+){0,2}(?P<couple>couple)\b(?!\s+of)"
    rf"|\b(?:the\s+(?P<ordinal>first|second|third|fourth|other)(?:\s+(?:one|{_NOUN}))?"
    rf"|(?P<some>one|another)(?: of them)?)(?={_DOES})"
    rf"|(?<!\bas )(?<!\blike )\b(?P<article>an?|another|his|her|their|the){_GAP}(?P<noun>{_NOUN})"
    rf"|(?:^\W*|(?<=\band\s))(?P<bare>{_NOUN})"
    r"|\b(?P<pronoun>s?he)\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?;\n\0]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Roles:
    """Whom a prompt speaks of: a description of each, and the prompt with a tag on every line whose
    speaker it names in other words.
    """

    prompt: str
    people: tuple[str, ...]
    is_tagged: bool = False


@dataclass(kw_only=True, slots=True)
class _Role:
    """One of them while a prompt is read."""

    noun: str = ""
    gender: str = ""
    words: str = ""
    is_met: bool = True
    """Whether they were spoken of alone, not as one of "two women"."""


def roles_of(prompt: str) -> Roles:
    """Who is to be seen. Tags count where there are any; else several people are those that a plain
    sentence puts together or lets speak: "two women", "a man and his daughter", "he ... she".
    """
    told = QUOTED.sub(lambda quoted: "\0" * len(quoted.group()), without_passers(prompt))
    if TAGGED.search(told):
        return Roles(prompt=prompt, people=_tagged(told), is_tagged=True)
    reading = _Reading(told)
    people = tuple(role.words for role in reading.roles)
    if len(people) < 2:
        return Roles(prompt=prompt, people=people)
    for place, tag in sorted(reading.tags(), reverse=True):
        prompt = prompt[:place] + tag + prompt[place:]
    return Roles(prompt=prompt, people=people)


def _tagged(told: str) -> tuple[str, ...]:
    """What is said of everybody up to the highest tag: in the words after their tags, and in those
    right before, "a man (character1)".
    """
    tags = list(TAGGED.finditer(told))
    words = [""] * max(int(tag[1]) for tag in tags)
    for number, tag in enumerate(tags):
        before = tags[number - 1].end() if number else 0
        after = tags[number + 1].start() if number + 1 < len(tags) else len(told)
        begins = max(
            [before, *(end.end() for end in _SENTENCE_END.finditer(told, before, tag.start()))]
        )
        own = re.search(rf"[^,(]*\b(?:{PEOPLE})[\s,]*$|[^(]*\([\s,]*$", told[begins : tag.start()])
        ends = _SENTENCE_END.search(told, tag.end(), after)
        said = told[tag.end() : ends.start() if ends else after]
        if int(tag[1]) > 0:
            words[int(tag[1]) - 1] += f"{own.group() if own else ''}{said} . "
    if any(looks_of(each) for each in words):
        return tuple(words)
    plain = [role.words for role in _Reading(TAGGED.sub("", told)).roles]
    return tuple(plain if len(plain) == len(words) else words)


class _Reading:
    """A prompt, its quotes blanked, read from mention to mention of somebody."""

    def __init__(self, told: str) -> None:
        self.told = told
        self.roles: list[_Role] = []
        self.mentions: list[tuple[int, int, int | None]] = []
        """Where each begins and ends, and of whom it is, if of one of the roles."""
        found = list(_MENTION.finditer(told))
        for number, mention in enumerate(found):
            whose = self._whose(mention)
            after = found[number + 1].start() if number + 1 < len(found) else len(told)
            words = told[mention.start() : min(after, self._sentence_end(mention.end()))]
            several = self.roles if mention["many"] or mention["couple"] else []
            for role in [self.roles[whose]] if whose is not None else several:
                role.words += f"{words} . "
            self.mentions.append((mention.start(), mention.end(), whose))

    def tags(self) -> list[tuple[int, str]]:
        """Where in the prompt to put which tag."""
        quotes = list(re.finditer(r"\0+", self.told))
        speakers = [self._speaker(quote) for quote in quotes]
        if len(quotes) > 1 and all(each is None for each in speakers):
            speakers = [number % len(self.roles) for number in range(len(quotes))]
        tags = [
            (quote.start(), f"character{speaker + 1}: ")
            for quote, speaker in zip(quotes, speakers, strict=True)
            if speaker is not None
        ]
        for start, end, whose in self.mentions:
            begins, ends = self._sentence_start(start), self._sentence_end(end)
            same = {each for at, _, each in self.mentions if begins <= at < ends}
            is_first = not any(begins <= at < start for at, _, _ in self.mentions)
            is_told = ends < len(self.told) and self.told[ends] == "\0"
            if whose is not None and same == {whose} and is_first and not is_told:
                tags.append((end, f" (character{whose + 1})"))
        return tags

    def _whose(self, mention: re.Match[str]) -> int | None:
        """Which role is mentioned, new or known; None where it is none, or several."""
        if mention["many"] or mention["couple"]:
            if not self.roles:
                count = _NUMBERS.get((mention["many"] or "two").lower(), 2)
                gender = _gender_of(mention["nouns"] or "")
                self.roles = [_Role(gender=gender, is_met=False) for _ in range(count)]
            return None
        ordinal = (mention["ordinal"] or mention["some"] or "").lower()
        if ordinal:
            place = _ORDINALS[ordinal]
            return self._met(place) if 1 < len(self.roles) > place else None
        noun = (mention["noun"] or mention["bare"] or "").lower()
        pronoun = (mention["pronoun"] or "").lower()
        gender = {"he": "man", "she": "woman"}.get(pronoun) or _gender_of(noun)
        article = (mention["article"] or "the").lower()
        known: int | None = None
        if article == "the" and not mention["bare"]:
            known = self._known(noun, gender)
        elif article in ("his", "her", "their"):
            known = next((at for at, role in enumerate(self.roles) if role.noun == noun), None)
        elif self._is_apposition(mention, gender):
            known = self.mentions[-1][2]
        if known is None:
            known = self._unmet(gender)
        if known is not None:
            return self._met(known, noun, gender)
        if len(self.roles) < MOST_PEOPLE and self._is_new(mention, gender):
            self.roles.append(_Role(noun=noun, gender=gender))
            return len(self.roles) - 1
        return None

    def _met(self, place: int, noun: str = "", gender: str = "") -> int:
        role = self.roles[place]
        role.is_met = True
        role.noun, role.gender = role.noun or noun, role.gender or gender
        return place

    def _known(self, noun: str, gender: str) -> int | None:
        """Of whom "the teacher" or "she" is said: whoever was mentioned last, if there are two."""
        lately = [whose for _, _, whose in reversed(self.mentions) if whose is not None]
        for fits in (
            lambda role: noun and role.noun == noun,
            lambda role: gender and role.gender == gender,
            lambda role: not role.gender and (gender or len(self.roles) == 1),
        ):
            found = [place for place, role in enumerate(self.roles) if fits(role)]
            if found:
                return next((each for each in lately if each in found), found[0])
        return None

    def _unmet(self, gender: str) -> int | None:
        """Whom of "two people" a new mention is of."""
        for place, role in enumerate(self.roles):
            if not role.is_met and gender in ("", role.gender or gender):
                return place
        return None

    def _is_apposition(self, mention: re.Match[str], gender: str) -> bool:
        """As in "a woman, a doctor, says": nobody else."""
        if not self.mentions or self.mentions[-1][2] is None:
            return False
        known = self.roles[self.mentions[-1][2]].gender
        between = self.told[self.mentions[-1][1] : mention.start()].strip()
        goes_on = re.match(r",(?!\s*(?:an?|and)\b)", self.told[mention.end() :])
        return between == "," and bool(goes_on) and gender in ("", known or gender)

    def _is_new(self, mention: re.Match[str], gender: str) -> bool:
        """Whether a mention of somebody unknown brings them into the picture."""
        if not self.roles:
            return bool(mention["noun"] or mention["bare"]) or self._speaks(mention)
        begins = self._sentence_start(mention.start())
        before = max([begins, *(end for _, end, _ in self.mentions)])
        between = self.told[before : mention.start()].lower()
        if _ABSENT.search(self.told[begins : self._sentence_end(mention.end())].lower()):
            return self._speaks(mention)
        last = self.roles[-1].gender
        if mention["bare"]:
            differs = last != gender or not re.search(r"\b(?:an?|the)\b", self.told[begins:before])
            return between.strip() == "and" and bool(last and gender) and differs
        is_beside = bool(re.search(rf"(?:\band|{_TOGETHER})\s*$|^\s*with\s*$", between))
        is_listed = between.strip() == "," and bool(last and gender) and last != gender
        is_met_here = before > begins
        article = (mention["article"] or "the").lower()
        return self._speaks(mention) or (
            article != "the" and is_met_here and (is_beside or is_listed)
        )

    def _speaks(self, mention: re.Match[str]) -> bool:
        return self._says(mention.start(), mention.end())

    def _says(self, start: int, end: int) -> bool:
        """Whether a quote follows that whoever is mentioned there says, or is theirs before."""
        says = re.compile(
            rf"(?:(?![.!?;\0]|\band\b).){{0,60}}?\b{_SAYS}\b[^.!?;\0]*\0", re.IGNORECASE
        )
        said = re.search(rf"\0[\s,]*{_SAYS}\s+$", self.told[:start], re.IGNORECASE)
        return bool(says.match(self.told, end) or said)

    def _speaker(self, quote: re.Match[str]) -> int | None:
        """Who says a quote, if the words around it name them."""
        for start, _, whose in self.mentions:
            between = self.told[quote.end() : start] if start >= quote.end() else None
            if between is not None and re.fullmatch(rf"[\s,]*{_SAYS}\s+", between, re.IGNORECASE):
                return whose
        begins = self._sentence_start(quote.start())
        here = [each for each in self.mentions if begins <= each[0] < quote.start()]
        here = [
            each
            for each in here
            if not re.fullmatch(rf"[\s,]*{_SAYS}\s+", self.told[begins : each[0]], re.IGNORECASE)
        ]
        saying = [whose for start, end, whose in here if self._says(start, end)]
        return (saying[-1:] or [whose for _, _, whose in here if whose is not None] or [None])[0]

    def _sentence_start(self, place: int) -> int:
        ends = [end.end() for end in _SENTENCE_END.finditer(self.told, 0, place)]
        return ends[-1] if ends else 0

    def _sentence_end(self, place: int) -> int:
        end = _SENTENCE_END.search(self.told, place)
        return end.start() if end else len(self.told)


def _gender_of(noun: str) -> str:
    said = looks_of(noun.lower()).get("gender", frozenset())
    return next(iter(said), "")
