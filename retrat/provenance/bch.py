"""BCH codes of length 255 over GF(2), and soft decoding by ordered statistics.

BCH(255, 63) has distance 61: it mends any 30 wrong bits, and with soft values, read here through
its generator matrix, usually 40 and more. `decode` always finds some word; `score` says how
well it fits, and what is not a mark scores low (the thresholds are measured, docs/safety.md).
"""

import functools
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int, UInt8

LENGTH = 255
_FIELD_POLYNOMIAL = 0x11D  # x^8 + x^4 + x^3 + x^2 + 1, primitive


@dataclass(frozen=True, kw_only=True, slots=True)
class Word:
    """The nearest code word: its message bits and its correlation with what was read, in sigmas."""

    bits: tuple[int, ...]
    score: float


def encode(bits: tuple[int, ...]) -> UInt8[np.ndarray, "n"]:
    """Message bits first, parity after."""
    word = np.array(bits, dtype=np.int64) @ generator(len(bits))
    return (word % 2).astype(np.uint8)


def decode(soft: Float[np.ndarray, " n"], *, message_bits: int) -> Word:
    """The code word that correlates best among those near the most reliable bits.

    `soft` is positive for 1. Ordered statistics: a basis of the most reliable positions is made
    systematic, then none, each and every two of its bits are flipped.
    """
    ranked = np.argsort(-np.abs(soft), kind="stable")
    matrix, basis = _systematic(generator(message_bits)[:, ranked])
    values, hard = soft[ranked].astype(np.float64), (soft[ranked] > 0).astype(np.uint8)
    first = (hard[basis].astype(np.int64) @ matrix % 2).astype(np.uint8)
    flip, best = _best_flip(matrix, values * (2.0 * first - 1.0))
    found = np.empty(soft.shape[0], dtype=np.uint8)
    found[ranked] = np.bitwise_xor(first, flip)
    scale = float(np.sqrt(np.mean(soft**2))) or 1.0
    score = best / (scale * np.sqrt(soft.shape[0]))
    return Word(bits=tuple(int(bit) for bit in found[:message_bits]), score=score)


@functools.cache
def generator(message_bits: int) -> UInt8[np.ndarray, "k n"]:
    """Systematic generator matrix of BCH(255, message_bits)."""
    polynomial = _generator_polynomial(LENGTH - message_bits)
    degree = polynomial.bit_length() - 1
    if degree != LENGTH - message_bits:
        raise ValueError(f"there is no BCH code of length 255 with {message_bits} message bits")
    rows = []
    for index in range(message_bits):
        power = 1 << (LENGTH - 1 - index)
        word = power ^ _remainder(power, polynomial)
        rows.append([word >> (LENGTH - 1 - place) & 1 for place in range(LENGTH)])
    return np.array(rows, dtype=np.uint8)


def _generator_polynomial(degree: int) -> int:
    """Minimal polynomials of alpha, alpha^3, ... multiplied until the degree is reached."""
    powers = _powers()
    product, done, root = 1, set(), 1
    while product.bit_length() - 1 < degree:
        if root not in done:
            conjugates = {root * 2**i % 255 for i in range(8)}
            done |= conjugates
            product = _times(product, _minimal(conjugates, powers))
        root += 2
    return product


def _minimal(exponents: set[int], powers: list[int]) -> int:
    """The product of (x - alpha^e), which has coefficients 0 and 1."""
    logs = {value: index for index, value in enumerate(powers)}
    coefficients = [1]
    for exponent in exponents:
        shifted = [0, *coefficients]
        scaled = [
            powers[(logs[value] + exponent) % 255] if value else 0 for value in coefficients
        ] + [0]
        coefficients = [a ^ b for a, b in zip(shifted, scaled, strict=True)]
    return sum(bit << place for place, bit in enumerate(coefficients))


def _powers() -> list[int]:
    values, value = [], 1
    for _ in range(255):
        values.append(value)
        value <<= 1
        if value & 0x100:
            value ^= _FIELD_POLYNOMIAL
    return values


def _times(a: int, b: int) -> int:
    product = 0
    while b:
        if b & 1:
            product ^= a
        a, b = a << 1, b >> 1
    return product


def _remainder(value: int, divisor: int) -> int:
    size = divisor.bit_length()
    while value.bit_length() >= size:
        value ^= divisor << (value.bit_length() - size)
    return value


def _systematic(
    matrix: UInt8[np.ndarray, "k n"],
) -> tuple[UInt8[np.ndarray, "k n"], Int[np.ndarray, " k"]]:
    """Gauss-Jordan from the left, so that the basis is made of the earliest columns possible.

    Rows are whole numbers while it works: adding two is one step then.
    """
    count, length = matrix.shape
    packed = np.packbits(matrix, axis=1)
    size = packed.shape[1]
    rows = [int.from_bytes(row.tobytes()) for row in packed]
    basis: list[int] = []
    for column in range(length):
        bit, done = 1 << (8 * size - 1 - column), len(basis)
        pivot = next((index for index in range(done, count) if rows[index] & bit), None)
        if pivot is None:
            continue
        row = rows[pivot]
        rows[pivot] = rows[done]
        rows = [other ^ row if other & bit else other for other in rows]
        rows[done] = row
        basis.append(column)
        if len(basis) == count:
            break
    joined = b"".join(row.to_bytes(size) for row in rows)
    reduced = np.unpackbits(np.frombuffer(joined, np.uint8).reshape(count, size), axis=1)
    return reduced[:, :length], np.array(basis)


def _best_flip(
    matrix: UInt8[np.ndarray, "k n"], agreement: Float[np.ndarray, " n"]
) -> tuple[UInt8[np.ndarray, " n"], float]:
    """What to add, of no row, one and the sum of two, so that most agrees; and how much then."""
    signs = 1.0 - 2.0 * matrix  # the sign of a sum of rows is the product of their signs
    one, two = signs @ agreement, (signs * agreement) @ signs.T
    single, pair = int(one.argmax()), int(two.argmax())
    if one[single] > two.flat[pair]:
        return matrix[single], float(one[single])
    left, right = divmod(pair, len(matrix))  # a row with itself is none
    return matrix[left] ^ matrix[right], float(two.flat[pair])
