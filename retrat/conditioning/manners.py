"""How words are to be said, from what stands before their quote: slowly, quickly, under one's
breath.

    A man walks fast through a park and whispers slowly: "Look there."

Only what belongs to saying counts: he walks fast, and speaks slowly.
"""

import re
from typing import NamedTuple

from retrat.conditioning.words import plain, word

_SAYS = (
    r"(?:sa(?:y|id)|speak|spoke|tell|told|ask|answer|repl|talk|explain|add|read|announc|remark|whisper"
    r"|murmur|mutter|shout|call|cr|yell|sing|continu|begin|describ|present|recit|counts?)\w*"
)
_SLOWLY = r"(?:slowly|deliberately|haltingly|sleepily|solemnly|drowsily|calmly and slowly)"
_QUICKLY = r"(?:quickly|fast|rapidly|hurriedly|hastily|breathlessly|in a hurry|in a rush)"
_SOFTLY = (
    r"(?:whisper|murmur|mutter)\w*|hushed|in a (?:low|soft|quiet) voice"
    rf"|under (?:his|her|their) breath|{_SAYS}(?: \w+){{0,4}}? (?:softly|quietly)"
    rf"|(?:softly|quietly),? {_SAYS}"
)
_PATTERNS = {
    "slow": word(
        rf"{_SAYS}(?: [\w']+){{0,5}}? {_SLOWLY}|{_SLOWLY},? {_SAYS}|in a slow voice|drawls"
    ),
    "quick": word(
        rf"{_SAYS}(?: [\w']+){{0,5}}? {_QUICKLY}|{_QUICKLY},? {_SAYS}|in a (?:fast|quick) voice"
    ),
    "soft": word(_SOFTLY),
}
_NOT = re.compile(r"\b(?:not|without|doesn't|never|stops)(?: \w+)? $")
_SENTENCE = re.compile(r"[.!?;\n]")
SLOW, QUICK = 1.3, 0.82  # of the usual time
SOFT = 0.4  # of the usual amplitude


class Manner(NamedTuple):
    """How much longer and louder than usual."""

    longer: float = 1.0
    louder: float = 1.0


USUAL = Manner()


def manner_in(before: str) -> Manner:
    """The manner that is asked for right before a quote."""
    told = plain(_SENTENCE.split(before.rstrip())[-1])

    def asked(name: str) -> bool:
        found = _PATTERNS[name].search(told)
        return found is not None and not _NOT.search(told[: found.start()])

    longer = SLOW if asked("slow") else QUICK if asked("quick") else 1.0
    return Manner(longer=longer, louder=SOFT if asked("soft") else 1.0)
