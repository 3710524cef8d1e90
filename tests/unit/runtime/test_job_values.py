import pytest

from retrat.errors import RequestError
from retrat.runtime.job_values import Submission, check_priority, request_text


def test_a_request_has_one_spelling() -> None:
    assert request_text({"b": 1, "a": "ñ"}) == '{"a": "ñ", "b": 1}'
    first, second = Submission(request={"a": 1, "b": 2}), Submission(request={"b": 2, "a": 1})
    assert first.digest == second.digest != Submission(request={"a": 1}).digest


@pytest.mark.parametrize("value", [float("nan"), object(), b"bytes"])
def test_what_json_cannot_say_is_refused(value: object) -> None:
    with pytest.raises(RequestError) as refusal:
        Submission(request={"value": value}).validate()
    assert refusal.value.field == "request"


@pytest.mark.parametrize(
    ("submission", "field"),
    [
        (Submission(request={}, priority=101), "priority"),
        (Submission(request={}, idempotency_key=""), "idempotency_key"),
        (Submission(request={}, idempotency_key="k" * 256), "idempotency_key"),
        (Submission(request={}, most_attempts=0), "most_attempts"),
        (Submission(request={"prompt": "a\0b"}), "request"),
    ],
)
def test_values_out_of_range_are_refused(submission: Submission, field: str) -> None:
    with pytest.raises(RequestError) as refusal:
        submission.validate()
    assert refusal.value.field == field


def test_a_text_about_a_nul_is_a_text() -> None:
    Submission(request={"prompt": r"what \u0000 means"}).validate()


def test_the_range_of_priorities() -> None:
    check_priority(100)
    check_priority(-100)
    with pytest.raises(RequestError, match="-100 to 100"):
        check_priority(-101)
