from retrat.conditioning.tables import table, words


def test_pairs() -> None:
    assert table("a=b, c d=e f") == {"a": "b", "c d": "e f"}


def test_sets() -> None:
    assert words("a b c a") == {"a", "b", "c"}
