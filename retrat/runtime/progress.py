"""What is being done, how far it is and how long it will take; and where the time went."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol


class Observer(Protocol):
    """Whoever watches: a terminal, a server's event stream, nobody."""

    def __call__(self, moment: "Moment") -> None:
        """Called when a stage begins, after each of its steps and when it ends."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Moment:
    """One piece of news. `seconds_left` is for this stage; None while it can't be known."""

    stage: str
    done: int
    total: int
    seconds: float
    seconds_left: float | None

    @property
    def is_end(self) -> bool:
        return self.done >= self.total


def nobody(moment: Moment) -> None:
    """An observer that does not watch."""


@dataclass(kw_only=True, slots=True)
class Stopwatch:
    """Times stages one after the other and tells an observer."""

    observer: Observer = nobody
    clock: Callable[[], float] = time.perf_counter
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str, *, steps: int = 1) -> Iterator[Callable[[int, int], None]]:
        """A stage's time; the value is an `on_step(done, total)` for what happens inside.

        `steps` is what is expected; a stage that turns out to have more ends with as many.
        """
        start = self.clock()
        counted = steps
        self._tell(name, start, 0, steps)

        def on_step(done: int, total: int) -> None:
            nonlocal counted
            counted = total
            if done < total:  # the end is told when the stage has really ended
                self._tell(name, start, done, total)

        yield on_step
        self.seconds[name] = self.seconds.get(name, 0.0) + self.clock() - start
        self._tell(name, start, counted, counted)

    def _tell(self, name: str, start: float, done: int, total: int) -> None:
        spent = self.clock() - start
        left = spent / done * (total - done) if done else None
        self.observer(Moment(stage=name, done=done, total=total, seconds=spent, seconds_left=left))
