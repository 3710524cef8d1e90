"""One tree, and requests name their field."""

import inspect

from retrat import errors


def test_everything_is_a_retrat_error() -> None:
    kinds = [kind for _, kind in inspect.getmembers(errors, inspect.isclass)]
    assert len(kinds) == 7
    assert all(issubclass(kind, errors.RetratError) for kind in kinds)


def test_a_request_error_names_its_field() -> None:
    error = errors.RequestError("seconds=12 is too long. Use 10 or less.", field="seconds")
    assert (error.field, str(error)) == ("seconds", "seconds=12 is too long. Use 10 or less.")


def test_codes_tell_errors_apart() -> None:
    refused = errors.ConsentError("Nobody agreed. Enrol them.", field="reference")
    assert errors.code_of(refused) == "consent_missing"
    assert errors.code_of(errors.RequestError("No.", field="x")) == "bad_request"
    assert errors.code_of(errors.Cancelled("Stopped.")) == "cancelled"
