"""A prompt without what is said aloud, letter by letter where it was: of whom something in it is
told, and whether only after their words.
"""

from dataclasses import dataclass

from retrat.conditioning.lines import QUOTED, TAGGED

_ENDS = ".!?;"


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
        begins = max(self.text.rfind(mark, 0, at) for mark in _ENDS)
        return int(tags[-1].group(1)) if tags and tags[-1].start() > begins else None

    def is_late(self, at: int) -> bool:
        """Whether it is told after all that is said."""
        return self.last_quote is not None and self.last_quote < at
