"""A prompt without what is said aloud, letter by letter where it was: of whom something in it is
told, and whether only after their words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from retrat.conditioning.lines import QUOTED, TAGGED

_ENDS = ".!?;"
What = TypeVar("What")


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """`text` is as long as the prompt; the last of the words in quotes begins at `last_quote`, or
    nothing is said.
    """

    text: str
    last_quote: int | None

    @classmethod
    def of(cls, prompt: str) -> "Told":
        quotes = [quote.start() for quote in QUOTED.finditer(prompt)]
        text = QUOTED.sub(lambda quote: ".".ljust(len(quote.group())), prompt)
        return cls(text=text, last_quote=max(quotes, default=None))

    def who(self, at: int) -> int | None:
        """The number of whom that place speaks, if its sentence has said so."""
        tags = [tag for tag in TAGGED.finditer(self.text) if tag.start() < at]
        return int(tags[-1].group(1)) if tags and tags[-1].start() >= self.begins(at) else None

    def begins(self, at: int) -> int:
        """Where the sentence of a place begins."""
        return 1 + max(self.text.rfind(mark, 0, at) for mark in _ENDS)

    def is_late(self, at: int) -> bool:
        """Whether it is told after all that is said."""
        return self.last_quote is not None and self.last_quote < at


@dataclass(frozen=True, kw_only=True, slots=True)
class About(Generic[What]):
    """What is said from one place of a prompt to another, and the number of whom, if it says so."""

    what: What
    start: int
    end: int
    who: int | None


def first_about(said: Sequence[About[What]], person: int, people: int) -> What | None:
    """The first that is said of a person (counted from 1) of so many."""
    return next((each.what for each in said if people == 1 or each.who in (None, person)), None)


def without(prompt: str, said: Sequence[About[What]]) -> str:
    """The prompt, as long as it is, without the first that is said of each person."""
    told, heeded = prompt, set[int | None]()
    for each in said:
        if each.who not in heeded and None not in heeded:
            told = told[: each.start] + " " * (each.end - each.start) + told[each.end :]
        heeded.add(each.who)
    return told
