"""Codes that are read aloud with a statement, so that a recording of it is known to be fresh."""

import secrets
import threading
import time
from collections.abc import Callable

from retrat.errors import RequestError

LIFE_SECONDS = 900.0
_MOST = 1000
# Short words that recognisers and people tell apart.
WORDS = (
    *("amber", "apple", "arrow", "basket", "candle", "carpet", "castle", "cherry", "copper"),
    *("cotton", "dragon", "feather", "forest", "garden", "ginger", "hammer", "island", "jacket"),
    *("kitchen", "ladder", "lemon", "marble", "meadow", "mirror", "monkey", "orange", "paper"),
    *("pepper", "pocket", "rabbit", "river", "rocket", "saddle", "silver", "summer", "table"),
    *("thunder", "tiger", "velvet", "window", "winter", "yellow"),
)
_LENGTH = 3


class Codes:
    """Codes that were given out and not used; each is good once."""

    def __init__(self, *, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._until: dict[str, float] = {}
        self._lock = threading.Lock()

    def issue(self) -> tuple[str, float]:
        """A new code, and when it ends."""
        code, now = " ".join(secrets.choice(WORDS) for _ in range(_LENGTH)), self._clock()
        with self._lock:
            self._until = {known: end for known, end in self._until.items() if end > now}
            if len(self._until) >= _MOST:
                text = "Too many statements were asked for. Wait a few minutes."
                raise RequestError(text, field="code")
            self._until[code] = now + LIFE_SECONDS
        return code, now + LIFE_SECONDS

    def take(self, code: str) -> None:
        """Use a code up; refuses one that was never given, was used, or has ended."""
        with self._lock:
            end = self._until.pop(code, 0.0)
        if end <= self._clock():
            text = "This code was not given out here, was used before, or has ended."
            raise RequestError(f"{text} Ask for a new statement.", field="code")
