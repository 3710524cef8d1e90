"""Prompts as plain words, for those who read them."""

import re
from functools import cache


def plain(text: str) -> str:
    """Lower case, with one space between words."""
    return re.sub(r"\s+", " ", text.lower())


@cache
def word(pattern: str) -> re.Pattern[str]:
    """A pattern that begins and ends where words do."""
    return re.compile(rf"\b(?:{pattern})\b")
