"""How well the gate knows people again: false accepts and false rejects of faces and voices.

The people are anybody's: several photos or recordings of each. Some of them enrol a person, others
ask; everybody asks as everybody.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TypeVar

import numpy as np
from jaxtyping import Float

Thing = TypeVar("Thing")
Vectors = Float[np.ndarray, "n d"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Likeness:
    """Cosines between what people enrolled and what was asked with, `given` files each time."""

    people: int
    given: int
    same: tuple[float, ...]
    different: tuple[float, ...]

    def false_accepts(self, threshold: float) -> int:
        """Strangers let in."""
        return sum(similarity >= threshold for similarity in self.different)

    def false_rejects(self, threshold: float) -> int:
        """People not known again."""
        return sum(similarity < threshold for similarity in self.same)


def measure_likeness(
    people: Mapping[str, Sequence[Thing]],
    embed: Callable[[Sequence[Thing]], Vectors],
    *,
    given: int = 1,
) -> Likeness:
    """Every `given` files of a person enrol them once and ask once; nobody meets the same files."""
    known = [
        (name, index, vectors)
        for name, files in people.items()
        for index in range(0, len(files) - given + 1, given)
        if len(vectors := embed(files[index : index + given]))
    ]
    same: list[float] = []
    different: list[float] = []
    for (one, place, enrolled), (other, its_place, asked) in product(known, known):
        if one == other and place == its_place:
            continue
        similarity = float(np.max(enrolled @ asked.T))
        (same if one == other else different).append(similarity)
    return Likeness(
        people=len({name for name, *_ in known}),
        given=given,
        same=tuple(same),
        different=tuple(different),
    )


def within_class_whitening(
    people: Iterable[Vectors], *, shrinkage: float
) -> Float[np.ndarray, "d d"]:
    """What makes vectors of one person differ alike in all directions: they are multiplied by it.

    The inverse root of the covariance within people, shrunk towards a multiple of the identity, and
    scaled so that it makes vectors about as long as they were (Hatch et al., 2006: within-class
    covariance normalization).
    """
    apart = [vectors - vectors.mean(axis=0) for vectors in people]
    freedom = sum(len(each) - 1 for each in apart)
    within = sum(each.T @ each for each in apart) / freedom
    size = len(within)
    plain = np.trace(within) / size * np.eye(size)
    values, axes = np.linalg.eigh((1 - shrinkage) * within + shrinkage * plain)
    whitening: np.ndarray = axes * values**-0.5 @ axes.T
    return whitening * (size / np.trace(whitening))


def as_likeness_table(rows: Sequence[tuple[str, Likeness, float]]) -> str:
    """Markdown, as docs/safety.md has it: what, how it was measured, the threshold."""
    lines = [
        "| whose | people | files each time | strangers let in | not known again | from |",
        "|---|---|---|---|---|---|",
    ]
    for name, row, threshold in rows:
        accepts, rejects = row.false_accepts(threshold), row.false_rejects(threshold)
        let_in = _share(accepts, len(row.different))
        lines.append(
            f"| {name} | {row.people} | {row.given} | {let_in} "
            f"| {_share(rejects, len(row.same))} | {threshold:g} |"
        )
    return "\n".join(lines)


def _share(count: int, of: int) -> str:
    return f"{count} of {of:,} ({count / of:.2%})" if of else "none tried"
