from retrat.conditioning.tables import table


def test_pairs() -> None:
    assert table("a=b, c d=e f") == {"a": "b", "c d": "e f"}
