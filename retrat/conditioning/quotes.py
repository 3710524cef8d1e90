"""Which parts of a prompt are said, and how it names who says them."""

import re

# A straight mark right after a number is inches and opens nothing, but for that of `character1`.
_STRAIGHT = r'(?:(?<!\d)|(?<=character\d)|(?<=character \d))"'
QUOTED = re.compile(
    rf'{_STRAIGHT}[^"]*"|\u201c[^\u201d]*\u201d|\u201e[^\u201c\u201d]*[\u201c\u201d]'
    r"|\u00ab[^\u00bb]*\u00bb|\u300c[^\u300d]*\u300d"
    # Single marks are apostrophes, too: they count after a colon, up to one that ends a word.
    r"|(?<=:\s)'[^'\"\n]*(?:'(?=\w)[^'\"\n]*)*'(?!\w)"
    r"|(?<=:\s)\u2018[^\u2018\n]*?\u2019(?!\w)",
    re.IGNORECASE,
)
"""Words and the quotes around them, one mark at each end."""
OPENING = re.compile(rf"{_STRAIGHT}|[\u201c\u201e\u00ab\u300c]", re.IGNORECASE)
"""A mark that opens a quote."""
TAGGED = re.compile(r"character\s*(\d{1,3})", re.IGNORECASE)
"""A person, by number."""
