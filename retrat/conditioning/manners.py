"""How words are to be said, from what stands before their quote: slowly, quickly, in a whisper,
in a shout, and in the mood that somebody is in.

    A man walks fast through a park and whispers slowly: "Look there."
    A very sad woman says: "It broke."

Only what belongs to saying counts: he walks fast, and speaks slowly.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from retrat.conditioning.delivery import PLAIN, Delivery
from retrat.conditioning.moods import MOST, USUAL_MOOD
from retrat.conditioning.words import plain, word

_SAYS = (
    r"(?:sa(?:y|id)|speak|spoke|tell|told|ask|answer|repl|talk|explain|add|read|announc|remark|whisper"
    r"|murmur|mutter|shout|call|cr|yell|sing|continu|begin|describ|present|recit|counts?)\w*"
)
_SLOWLY = r"(?:slowly|deliberately|haltingly|sleepily|solemnly|drowsily|calmly and slowly)"
_QUICKLY = r"(?:quickly|fast|rapidly|hurriedly|hastily|breathlessly|in a hurry|in a rush)"
_PATTERNS = {
    "slow": word(
        rf"{_SAYS}(?: [\w']+){{0,5}}? {_SLOWLY}|{_SLOWLY},? {_SAYS}|in a slow voice|drawls"
    ),
    "quick": word(
        rf"{_SAYS}(?: [\w']+){{0,5}}? {_QUICKLY}|{_QUICKLY},? {_SAYS}|in a (?:fast|quick) voice"
    ),
    "whispered": word(r"whisper\w*|under (?:his|her|their) breath|in a whisper"),
    "soft": word(
        r"(?:murmur|mutter)\w*|hushed|in a (?:low|soft|quiet|gentle|small) voice"
        rf"|{_SAYS}(?: \w+){{0,4}}? (?:softly|quietly)|(?:softly|quietly),? {_SAYS}"
    ),
    "loud": word(
        r"(?:shout|yell|scream|bellow|roar|holler)(?:s|ed|ing)?|(?:calls|cries) out|exclaim\w*"
        rf"|in a (?:loud|booming) voice|{_SAYS}(?: \w+){{0,4}}? loudly|loudly,? {_SAYS}"
    ),
    "deep": word(r"(?:in|with) an? (?:very )?(?:deep|dark|gravelly) voice"),
    "high": word(r"(?:in|with) an? (?:very )?(?:high|high-pitched|squeaky|shrill) voice"),
    "level": word(
        r"(?:in|with) a (?:monotone|flat voice|robotic voice|monotonous voice)|robotically"
    ),
}
_NOT = re.compile(r"\b(?:not|without|doesn't|never|stops)(?: \w+)? $")
_SENTENCE = re.compile(r"[.!?;\n]")
SLOW, QUICK = 1.3, 0.82  # of the usual time
SOFT, WHISPERED, LOUD = 0.45, 0.4, 1.5  # of the usual amplitude


class Manner(NamedTuple):
    """How much longer and louder than usual, and in which voice."""

    longer: float = 1.0
    louder: float = 1.0
    delivery: Delivery = PLAIN

    def and_(self, other: "Manner") -> "Manner":
        """Both at once."""
        return Manner(
            longer=self.longer * other.longer,
            louder=self.louder * other.louder,
            delivery=self.delivery.plus(other.delivery),
        )


USUAL = Manner()
_MANNERS: Mapping[str, Manner] = {
    "slow": Manner(longer=SLOW),
    "quick": Manner(longer=QUICK),
    "whispered": Manner(louder=WHISPERED, delivery=Delivery(breath=1.0)),
    "soft": Manner(louder=SOFT, delivery=Delivery(range=-0.3, effort=-0.7, breath=0.35)),
    "loud": Manner(louder=LOUD, delivery=Delivery(pitch=0.35, range=0.4, effort=1.0)),
    "deep": Manner(delivery=Delivery(pitch=-0.33)),
    "high": Manner(delivery=Delivery(pitch=0.33)),
    "level": Manner(delivery=Delivery(range=-1.3)),
}
MOODS: Mapping[str, Manner] = {
    "grin": Manner(longer=0.95, delivery=Delivery(pitch=0.2, range=0.6, effort=0.3)),
    "smile": Manner(delivery=Delivery(pitch=0.1, range=0.35, effort=0.1)),
    "sad": Manner(longer=1.15, louder=0.8, delivery=Delivery(-0.12, -0.8, -0.5, 0.25)),
    "angry": Manner(longer=0.95, louder=1.2, delivery=Delivery(pitch=0.12, range=0.4, effort=0.8)),
    "surprised": Manner(delivery=Delivery(pitch=0.25, range=0.55, effort=0.2)),
    "worried": Manner(longer=0.95, delivery=Delivery(0.15, -0.2, -0.2, 0.3)),
    "sceptical": Manner(longer=1.05, delivery=Delivery(pitch=-0.05, range=0.3)),
    "disgusted": Manner(longer=1.08, delivery=Delivery(pitch=-0.1, range=0.2, effort=0.3)),
    "thoughtful": Manner(longer=1.12, delivery=Delivery(-0.05, -0.4, -0.35, 0.15)),
}
"""How each mood speaks, where it is as strong as usual."""
CALM = Manner(delivery=Delivery(range=-0.35))
LEAST_MOOD, MOST_MOOD = 0.5, 1.3


def manner_in(before: str) -> Manner:
    """The manner that is asked for right before a quote."""
    told = plain(_SENTENCE.split(before.rstrip())[-1])

    def asked(name: str) -> bool:
        found = _PATTERNS[name].search(told)
        return found is not None and not _NOT.search(told[: found.start()])

    manner = USUAL
    for name in ("slow", "quick"), ("whispered", "soft", "loud"), ("deep", "high"), ("level",):
        first = next((each for each in name if asked(each)), None)
        manner = manner if first is None else manner.and_(_MANNERS[first])
    return manner


def manner_of_mood(mood: Mapping[str, float] | None) -> Manner:
    """How somebody in a mood (`moods.mood_in`) speaks; usually where none is told."""
    if mood is None:
        return USUAL
    manner = USUAL if mood else CALM
    for name, strength in mood.items():
        share = strength / min(USUAL_MOOD, MOST.get(name, USUAL_MOOD))
        share = min(max(share, LEAST_MOOD), MOST_MOOD)
        whole = MOODS[name]
        manner = manner.and_(
            Manner(whole.longer**share, whole.louder**share, whole.delivery.times(share))
        )
    return manner
