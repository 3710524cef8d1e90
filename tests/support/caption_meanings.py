"""The tables of `train/data/caption_words.py` read backwards: what a caption says."""

import re
from collections.abc import Mapping, Sequence
from functools import cache


@cache
def _pattern(phrase: str) -> re.Pattern[str]:
    words = re.escape(phrase.lower()).replace(r"\{their\}", "(?:his|her|their)")
    return re.compile(rf"\b{words}\b")


def meanings(text: str, table: Mapping[str, Sequence[str] | Sequence[tuple[str, str]]]) -> set[str]:
    """The keys of a table whose phrases stand in a text; what is quoted is not searched.

    Of phrases that overlap, only the longest counts: "in the city at night" is not "in the city".
    """
    spoken = re.sub(r'"[^"]*"', " ", text).lower()
    found: list[tuple[int, int, str]] = []
    for key, phrases in table.items():
        for phrase in phrases:
            for form in (phrase,) if isinstance(phrase, str) else phrase:
                if form:
                    hits = _pattern(form).finditer(spoken)
                    found += [(hit.start(), hit.end(), key) for hit in hits]

    def is_within_another(start: int, end: int) -> bool:
        return any(a <= start and end <= b and b - a > end - start for a, b, _ in found)

    return {key for start, end, key in found if not is_within_another(start, end)}
