"""What a mark carries: 63 bits, 4 of version, 3 of flags and 56 of a random file id.

The id means nothing in itself: only the installation that made the file knows what stands behind
it. Sound carries the first 40 bits of the id.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

VERSION = 1
PICTURE_BITS = 63
SOUND_BITS = 40
_ID_BITS = 56


@dataclass(frozen=True, kw_only=True, slots=True)
class Payload:
    """Version, flags and id of one file."""

    file_id: int
    shows_person: bool = False
    is_test: bool = False
    version: int = VERSION

    @property
    def name(self) -> str:
        """The id as people and records write it: 14 hexadecimal digits."""
        return f"{self.file_id:014x}"

    @property
    def picture_bits(self) -> tuple[int, ...]:
        flags = 4 | (2 if self.shows_person else 0) | (1 if self.is_test else 0)
        return _bits(self.version << 59 | flags << 56 | self.file_id, PICTURE_BITS)

    @property
    def sound_bits(self) -> tuple[int, ...]:
        """The upper 40 bits of the id."""
        return _bits(self.file_id >> (_ID_BITS - SOUND_BITS), SOUND_BITS)

    @classmethod
    def from_picture(cls, bits: Sequence[int]) -> "Payload | None":
        """None when the version or the flags are not ones that were ever written."""
        word = _word(bits)
        version, flags = word >> 59, (word >> 56) & 7
        if version != VERSION or not flags & 4:
            return None
        file_id = word & (2**_ID_BITS - 1)
        return cls(
            file_id=file_id, shows_person=bool(flags & 2), is_test=bool(flags & 1), version=version
        )


def new_payload(*, shows_person: bool, is_test: bool = False) -> Payload:
    """An id that no other file has."""
    return Payload(
        file_id=secrets.randbelow(2**_ID_BITS - 1) + 1, shows_person=shows_person, is_test=is_test
    )


def name_from_sound(bits: Sequence[int]) -> str:
    """The first ten digits of the file's name."""
    return f"{_word(bits):010x}"


def _bits(word: int, count: int) -> tuple[int, ...]:
    return tuple(word >> (count - 1 - index) & 1 for index in range(count))


def _word(bits: Sequence[int]) -> int:
    word = 0
    for bit in bits:
        word = word << 1 | int(bit)
    return word
