"""How words are delivered: a melody and a colour of voice on the clock of the phones.

Four numbers, PHONE_RATE times a second; all 0 is how the voice speaks of itself.

    pitch    octaves added
    range    log2 of a factor on how far pitch moves about its mean
    effort   -1 soft and dark, 1 a shout
    breath   0 voiced, 1 a whisper
"""

from typing import NamedTuple

CHANNELS = ("pitch", "range", "effort", "breath")
PITCH, RANGE, EFFORT, BREATH = range(len(CHANNELS))
MOST = (0.5, 0.8, 1.0, 1.0)  # of each: beyond, a voice breaks
LEAST = (-0.4, -1.3, -1.0, 0.0)


class Delivery(NamedTuple):
    """What holds for all of a line, in the order of CHANNELS."""

    pitch: float = 0.0
    range: float = 0.0
    effort: float = 0.0
    breath: float = 0.0

    def times(self, share: float) -> "Delivery":
        """As much of it."""
        return Delivery(*(share * each for each in self))

    def plus(self, other: "Delivery") -> "Delivery":
        """Both at once, within what a voice can do."""
        limits = zip(self, other, LEAST, MOST, strict=True)
        return Delivery(*(min(max(a + b, least), most) for a, b, least, most in limits))


PLAIN = Delivery()
