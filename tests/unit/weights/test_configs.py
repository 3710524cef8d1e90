import json
from dataclasses import dataclass
from typing import Literal

import pytest

from retrat.errors import ReleaseError
from retrat.weights import config_from_json, config_to_json


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    width: int
    rate: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Whole:
    one: Part
    other: Part | None
    sizes: tuple[int, ...]
    pair: tuple[int, float]
    kind: Literal["a", "b"]
    is_on: bool


WHOLE = Whole(
    one=Part(width=3, rate=0.5), other=None, sizes=(1, 2, 3), pair=(1, 2.0), kind="b", is_on=True
)


def test_there_and_back() -> None:
    assert config_from_json(Whole, config_to_json(WHOLE)) == WHOLE


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"extra": 1}, r"unknown settings \['extra'\]"),
        ({"is_on": None}, "is_on"),
        ({"is_on": 1}, "is_on"),
        ({"kind": "c"}, "kind"),
        ({"sizes": 3}, "should be a list"),
        ({"pair": [1]}, "1 values, not 2"),
        ({"one": {"width": 3}}, r"missing settings \['rate'\]"),
        ({"one": {"width": "3", "rate": 1}}, "width"),
        ({"other": {"width": 3}}, "other"),
        ({"one": 3}, "table"),
    ],
)
def test_a_setting_that_is_not_known_is_refused(change: dict[str, object], message: str) -> None:
    values = json.loads(config_to_json(WHOLE)) | change
    with pytest.raises(ReleaseError, match=message):
        config_from_json(Whole, json.dumps(values))


def test_what_is_no_json() -> None:
    with pytest.raises(ReleaseError, match="not JSON"):
        config_from_json(Whole, "")
