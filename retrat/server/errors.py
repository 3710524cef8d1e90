"""Every error of a route as the answer that its clients expect; nothing inner is told."""

import logging

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.exceptions import HTTPException

from retrat.errors import RetratError
from retrat.server.answers import Refusal, answer, refusal_of
from retrat.server.pages import NOTHING, static_file

_log = logging.getLogger(__name__)
_CODES = {404: "not_found", 405: "method_not_allowed", 413: "too_large", 416: "bad_range"}


def add_handlers(app: FastAPI) -> None:
    """One answer for each kind of error."""
    app.add_exception_handler(RetratError, _ours)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(ValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unexpected)


def _ours(request: Request, error: Exception) -> Response:
    assert isinstance(error, RetratError)
    return answer(request.url.path, refusal_of(error))


def _invalid(request: Request, error: Exception) -> Response:
    """The first thing that is wrong with the input, in a sentence."""
    assert isinstance(error, RequestValidationError | ValidationError)
    first = error.errors()[0]
    place = [str(part) for part in first["loc"] if part not in ("body", "query", "path")]
    field = ".".join(place) or None
    text = f"{field or 'The request'}: {str(first['msg']).rstrip('.')}."
    text += " See /openapi.json for what is allowed."
    return answer(request.url.path, Refusal(status=422, code="invalid", message=text, field=field))


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    status, detail = error.status_code, error.detail
    if status == 405 and request.scope.get("endpoint") is static_file:  # which takes every path
        status, detail = 404, NOTHING
    code = _CODES.get(status, "bad_request")
    text = f"{request.method} {request.url.path}: {detail}. See /openapi.json for the routes."
    return answer(request.url.path, Refusal(status=status, code=code, message=text))


def _unexpected(request: Request, error: Exception) -> Response:
    _log.error("%s %s", request.method, request.url.path, exc_info=error)
    text = "Something broke in the server; its log says what. Try again, or report it."
    return answer(request.url.path, Refusal(status=500, code="internal", message=text))
