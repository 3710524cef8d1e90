"""What the user reads on standard error: one line a stage, renewed in place on a terminal."""

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from retrat.runtime.progress import Moment

_WIDTH = 24


class Terminal:
    """Shows progress; on anything but a terminal only what has ended.

    `title` is said when the stage `titled_from` begins: an order that is refused has none.
    """

    def __init__(self, *, is_quiet: bool = False, title: str = "", titled_from: str = "") -> None:
        self.is_quiet = is_quiet
        self.is_live = sys.stderr.isatty()
        self.title = title
        self.titled_from = titled_from

    def __call__(self, moment: "Moment") -> None:
        if self.is_quiet:
            return
        if self.title and moment.stage == self.titled_from:
            self.say(self.title)
            self.title = ""
        if moment.is_end:
            self._line(f"  {moment.stage:<{_WIDTH}} {moment.seconds:6.1f} s", end="\n")
        elif self.is_live:
            self._line(self._running(moment), end="")

    def say(self, text: str) -> None:
        """A sentence beside the progress."""
        if not self.is_quiet:
            self._line(text, end="\n")

    def _running(self, moment: "Moment") -> str:
        text = f"  {moment.stage:<{_WIDTH}}"
        if moment.total > 1:
            text += f" {moment.done}/{moment.total}"
        if moment.seconds_left is not None:
            text += f", about {moment.seconds_left:.0f} s left"
        return text

    def _line(self, text: str, *, end: str) -> None:
        clear = "\r\x1b[K" if self.is_live else ""
        print(f"{clear}{text}", end=end, file=sys.stderr, flush=True)
