"""Refusals in the words of the client's own dialect: native, DashScope's or OpenAI's."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from fastapi.responses import JSONResponse

from retrat.errors import ProvenanceError, RequestError, RetratError, code_of
from retrat.runtime.assets import UnknownAsset
from retrat.runtime.job_links import UnknownLink
from retrat.runtime.job_values import KeyReused, UnknownJob, WrongState
from retrat.server.missing import (
    BadSignature,
    JudgesBusy,
    JudgesMissing,
    NameTaken,
    ResultGone,
    UnknownMember,
    UnknownModel,
    UnknownVideo,
)

# HTTP status and code of an error; the first kind that fits counts.
_KINDS: tuple[tuple[type[RetratError], int, str], ...] = (
    (UnknownJob, 404, "not_found"),
    (UnknownVideo, 404, "not_found"),
    (UnknownLink, 404, "not_found"),
    (UnknownAsset, 404, "asset_missing"),
    (UnknownModel, 404, "model_missing"),
    (UnknownMember, 404, "not_found"),
    (ResultGone, 410, "result_gone"),
    (BadSignature, 403, "bad_signature"),
    (NameTaken, 409, "name_taken"),
    (WrongState, 409, "wrong_state"),
    (KeyReused, 409, "key_reused"),
    (JudgesMissing, 501, "judges_missing"),
    (JudgesBusy, 503, "judges_busy"),
)
_STATUSES = {
    "consent_missing": 403,
    "bad_request": 400,
    "model_unavailable": 503,
    "memory": 400,
    "cancelled": 409,
    "provenance": 409,
    "internal": 500,
}
_DASHSCOPE = {
    400: "InvalidParameter",
    401: "InvalidApiKey",
    403: "AccessDenied",
    404: "InvalidParameter",
    409: "InvalidParameter",
    413: "InvalidParameter",
    422: "InvalidParameter",
    429: "Throttling.RateQuota",
    503: "ServiceUnavailable",
}
_DASHSCOPE_CODES = {
    "consent_missing": "DataInspectionFailed",
    "model_missing": "Model.NotExist",
}
_OPENAI = {
    401: "authentication_error",
    403: "permission_error",
    404: "not_found_error",
    429: "rate_limit_error",
}
_AGAIN_SECONDS = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Refusal:
    """One refusal, before it is put into a dialect's words."""

    status: int
    code: str
    message: str
    field: str | None = None


def refusal_of(error: RetratError) -> Refusal:
    """An error of ours as HTTP says it."""
    field = error.field if isinstance(error, RequestError) else None
    found = next(((s, c) for kind, s, c in _KINDS if isinstance(error, kind)), None)
    code = found[1] if found else code_of(error)
    status = found[0] if found else _STATUSES[code]
    text = str(error)
    if isinstance(error, ProvenanceError) and status == 500:
        text = "A record of this installation is missing or broken. Run `retrat audit`."
    return Refusal(status=status, code=code, message=text, field=field)


def answer(path: str, refusal: Refusal) -> JSONResponse:
    """The refusal as the clients of this path expect it."""
    status = refusal.status
    body: Mapping[str, object]
    if path.startswith("/api/"):
        status = 400 if status in (409, 422) else status  # their clients repeat a 409
        body = {
            "request_id": str(uuid.uuid4()),
            "code": dashscope_code(refusal),
            "message": refusal.message,
        }
    elif path.startswith(("/v1/videos", "/v1/files")):
        status = 400 if status in (409, 422) else status
        body = {"error": openai_error(refusal)}
    else:
        told = {"code": refusal.code, "message": refusal.message, "field": refusal.field}
        body = {"error": told}
    headers = {"retry-after": str(_AGAIN_SECONDS)} if status in (429, 503) else {}
    if status in (400, 401, 403, 404):
        headers["x-should-retry"] = "false"
    return JSONResponse(body, status_code=status, headers=headers)


def dashscope_code(refusal: Refusal) -> str:
    """Their codes; a missing consent is what their clients call a refused content."""
    if refusal.code in _DASHSCOPE_CODES:
        return _DASHSCOPE_CODES[refusal.code]
    return _DASHSCOPE.get(refusal.status, "InternalError")


def openai_error(refusal: Refusal) -> dict[str, object]:
    kind = _OPENAI.get(refusal.status, "invalid_request_error" if refusal.status < 500 else "")
    return {
        "message": refusal.message,
        "type": kind or "server_error",
        "param": refusal.field,
        "code": refusal.code,
    }
