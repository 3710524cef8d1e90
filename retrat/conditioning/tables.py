"""Small tables, written as one string: what is written on the left, what it stands for."""


def table(text: str) -> dict[str, str]:
    """'a=b, c=d' as a dictionary."""
    return dict(pair.strip().split("=") for pair in text.split(","))


def words(text: str) -> frozenset[str]:
    """'a b c' as a set."""
    return frozenset(text.split())
