"""The page, from scores made by hand."""

import json
import math

import pytest

pytest.importorskip("dlib")
pytest.importorskip("pyworld")
pytest.importorskip("skimage")

from retrat.evaluate.report import Column, _plain, table
from retrat.evaluate.summary import Number


def column(name: str, scores: tuple[float, ...]) -> Column:
    return Column(name=name, cases=(), clips=(), scores=scores)  # type: ignore[arg-type]


ROW = Number(
    name="hits",
    of=lambda scores: sum(scores) / len(scores),
    asked="half the ceiling",
    is_met=lambda ours, ceiling: ours >= ceiling / 2,
)


def test_a_row_stands_beside_its_ceiling_and_is_judged() -> None:
    columns = [column("generated", (0.2, 0.6)), column("ceiling", (0.9,))]
    assert "| hits | 0.40 | 0.90 | half the ceiling | not met |" in table(columns, [ROW])


def test_without_a_ceiling_there_is_no_verdict_and_a_failed_column_is_a_dash() -> None:
    columns = [column("generated", ()), column("ceiling", (0.9,))]
    assert "| hits | - | 0.90 | half the ceiling |  |" in table(columns, [ROW])


def test_rows_that_nobody_has_are_left_out() -> None:
    nothing = Number(name="nothing", of=lambda scores: math.nan)
    assert "nothing" not in table([column("ceiling", (1.0,))], [nothing])


def test_json_has_no_nan() -> None:
    told = json.dumps(_plain({"a": [math.nan, math.inf, 1.0], "b": (2,)}), allow_nan=False)
    assert json.loads(told) == {"a": [None, None, 1.0], "b": [2]}
