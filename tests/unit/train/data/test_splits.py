from collections import Counter

from retrat.train.data.splits import split


def test_shares_and_that_a_seed_never_moves() -> None:
    counts = Counter(split(seed) for seed in range(2000))
    assert 1740 < counts["train"] < 1860
    assert 80 < counts["test"] < 160
    assert [split(seed) for seed in (0, 1, 2, 3)] == [split(seed) for seed in (0, 1, 2, 3)]
    assert {split(seed) for seed in (2_000_000, 2_000_017)} <= {"train", "validation", "test"}
