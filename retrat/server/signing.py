"""Addresses that carry their own permission: good for one thing, until a time, from this server."""

import hashlib
import hmac
import time
from urllib.parse import urlencode

from retrat.server.missing import BadSignature


def signed_path(path: str, secret: bytes, *, seconds: float, now: float | None = None) -> str:
    """The path with an end and a signature."""
    expires = int((time.time() if now is None else now) + seconds)
    values = {"expires": expires, "signature": signature(secret, path, str(expires))}
    return f"{path}?{urlencode(values)}"


def require_signature(
    path: str, secret: bytes, *, expires: str, given: str, now: float | None = None
) -> None:
    """Refuse a path whose signature is not ours or whose time has come."""
    is_ours = hmac.compare_digest(signature(secret, path, expires).encode(), given.encode())
    if not is_ours or not expires.isdigit():
        raise BadSignature
    if int(expires) <= (time.time() if now is None else now):
        raise BadSignature


def signature(secret: bytes, *parts: str) -> str:
    """An HMAC of parts that can't run into one another."""
    text = "\n".join(f"{len(part)} {part}" for part in parts)
    return hmac.new(secret, text.encode(), hashlib.sha256).hexdigest()
