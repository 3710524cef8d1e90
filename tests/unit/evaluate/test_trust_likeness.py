import numpy as np
import pytest

from retrat.evaluate.trust_likeness import (
    as_likeness_table,
    measure_likeness,
    within_class_whitening,
)

# What is "heard" of three people: directions, Ana's second file a little off, Bo's far.
PEOPLE = {
    "Ana": [[1.0, 0.0], [0.96, 0.28]],
    "Bo": [[0.0, 1.0], [0.8, 0.6]],
    "nobody": [[0.0, 0.0]],
}


def embed(files: list[list[float]]) -> np.ndarray:
    found = np.array([file for file in files if any(file)])
    return found.reshape(-1, 2)


def test_every_pair_once_each_way_and_no_file_with_itself() -> None:
    found = measure_likeness(PEOPLE, embed)
    assert found.people == 2
    assert len(found.same) == 4
    assert len(found.different) == 8
    assert found.false_accepts(0.9) == 2  # Bo's far file is near Ana's second, both ways
    assert found.false_rejects(0.9) == 2  # and Bo's own two are not near
    assert found.false_accepts(0.99) == 0


def test_several_files_each_time_meet_once() -> None:
    found = measure_likeness(PEOPLE, embed, given=2)
    assert found.same == ()
    assert found.different == pytest.approx((0.936, 0.936))


def test_what_one_person_differs_in_counts_less() -> None:
    rng = np.random.default_rng(0)
    spread = np.array([3.0, 1.0, 1.0])
    people = [rng.normal(size=3) + rng.normal(size=(400, 3)) * spread for _ in range(5)]
    whitening = within_class_whitening([*people, np.ones((1, 3))], shrinkage=0.0)
    assert np.trace(whitening) == pytest.approx(3)
    whitened = np.concatenate([(each - each.mean(axis=0)) @ whitening for each in people])
    assert whitened.std(axis=0) == pytest.approx(np.full(3, whitened[:, 0].std()), rel=0.05)
    half = np.diag(within_class_whitening(people, shrinkage=0.5))
    assert np.diag(whitening)[0] < half[0] < half[1] < np.diag(whitening)[1]
    assert within_class_whitening(people, shrinkage=1.0) == pytest.approx(np.eye(3), abs=1e-9)


def test_the_table_says_both_errors() -> None:
    row = measure_likeness(PEOPLE, embed)
    table = as_likeness_table([("voices", row, 0.9)])
    assert "| voices | 2 | 1 | 2 of 8 (25.00%) | 2 of 4 (50.00%) | 0.9 |" in table
    none = measure_likeness({"Ana": PEOPLE["Ana"]}, embed)
    assert "none tried" in as_likeness_table([("faces", none, 0.9)])
