"""Who may speak to the server, and how much they may say: asked before any route.

A server that only this machine reaches needs no token, but a web page in its browser could still
send requests there: so the name it is called by must be a known one (else a page could have its
own name lead here), and a request from another page's origin changes and reads nothing. Nor may
other accounts of this machine use it. A server that other machines reach wants its token with every
request, as a header or in a cookie.
"""

import hashlib
import hmac
from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect, cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from retrat.server.answers import Refusal, answer
from retrat.server.neighbours import is_own
from retrat.server.options import Options

COOKIE = "retrat_session"
_LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
_SAFE = ("GET", "HEAD", "OPTIONS")
# What anybody may ask: is it there, who am I, pages, and addresses that carry their own secret.
_OPEN = ("/health", "/v1/health", "/v1/session", "/v1/shared/", "/files/", "/r/", "/oss")
_GUARDED = ("/v1/", "/api/", "/openapi.json")
MEBI = 2**20
# The most bytes of a request's body, by how its path begins; the first that fits counts.
BODIES = (
    ("/v1/assets", 310 * MEBI),
    ("/v1/verify", 1024 * MEBI),
    ("/v1/restore", 310 * MEBI),
    ("/v1/videos", 620 * MEBI),
    ("/v1/files", 310 * MEBI),
    ("/oss", 310 * MEBI),
    ("/api/", 100 * MEBI),
    ("/", 2 * MEBI),
)
HEADERS = {
    "content-security-policy": (
        "default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; "
        "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(self), microphone=(self), geolocation=()",
}


def session_of(token: str) -> str:
    """What the cookie holds: proves the token without being it."""
    return hmac.new(token.encode(), b"retrat session", hashlib.sha256).hexdigest()


def is_allowed(headers: Mapping[str, str], token: str | None) -> bool:
    """Whether these headers show the token."""
    if token is None:
        return True
    kind, _, shown = headers.get("authorization", "").partition(" ")
    cookie = cookie_parser(headers.get("cookie", "")).get(COOKIE, "")
    return (kind.lower() == "bearer" and _same(shown.strip(), token)) or _same(
        cookie, session_of(token)
    )


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())


class Door:
    """Lets a request in, or says in one sentence why not; puts safe headers on every answer."""

    def __init__(self, app: ASGIApp, options: Options) -> None:
        self._app, self._options = app, options

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        send = _with_headers(send)
        refusal = self._refusal(scope, headers) or _too_long(scope, headers)
        if refusal is not None:
            await answer(scope["path"], refusal)(scope, receive, send)
            return
        await _Measured(self._app, _most_bytes(scope["path"]))(scope, receive, send)

    def _refusal(self, scope: Scope, headers: Headers) -> Refusal | None:
        host, path = headers.get("host", ""), scope["path"]
        if not self._knows(host):
            text = f"This server is not called {host!r}. Name it with --allow-host."
            return Refusal(status=421, code="unknown_host", message=text)
        if self._is_foreign(scope, headers):
            text = "Pages of other sites may not use this server. Open its own studio."
            return Refusal(status=403, code="foreign_origin", message=text)
        if _needs_token(path) and not is_allowed(headers, self._options.token):
            text = "The token is missing or wrong. Send `Authorization: Bearer TOKEN`."
            return Refusal(status=401, code="token_missing", message=text)
        if _needs_token(path) and self._is_private and not is_own(scope["client"], scope["server"]):
            text = "This server is another account's, and it has no token."
            text = f"{text} Start your own, or have that one started with --token auto."
            return Refusal(status=403, code="foreign_account", message=text)
        return None

    @property
    def _is_private(self) -> bool:
        """Whether only who runs it may use it: nobody has a token, no proxy passes requests on."""
        given = self._options
        return given.token is None and given.public_url is None and not given.hosts

    def _knows(self, host: str) -> bool:
        """Whether this name is ours; with a token any name is, since the token decides."""
        if self._options.token is not None:
            return True
        public = urlsplit(self._options.public_url or "").netloc
        names = (*_LOOPBACK, *self._options.hosts, self._options.host)
        return bool(host) and (host == public or _without_port(host) in names)

    def _is_foreign(self, scope: Scope, headers: Headers) -> bool:
        """Whether a page of another origin asks, for anything but to be shown one of ours."""
        site = headers.get("sec-fetch-site")
        if site in ("cross-site", "same-site") and scope["path"].startswith(_GUARDED):
            return not scope["path"].startswith(_OPEN) or scope["method"] not in _SAFE
        origin = headers.get("origin")
        if origin is None or (scope["method"] in _SAFE and origin != "null"):
            return False
        ours = (f"{scope['scheme']}://{headers.get('host', '')}", self._options.public_url)
        return origin.rstrip("/") not in [(url or "").rstrip("/") for url in ours]


class _Measured:
    """Counts the body as it comes, for requests that don't say how long it is."""

    def __init__(self, app: ASGIApp, most: int) -> None:
        self._app, self._most = app, most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        got, has_refused = 0, False

        async def counted() -> Message:
            nonlocal got
            message = await receive()
            got += len(message.get("body", b""))
            return message if got <= self._most else {"type": "http.disconnect"}

        async def watched(message: Message) -> None:
            """Whatever a route says of a body that was cut off, the reason is its length."""
            nonlocal has_refused
            if got <= self._most:
                await send(message)
            elif not has_refused:
                has_refused = True
                await answer(scope["path"], _longer_than(self._most))(scope, receive, send)

        try:
            await self._app(scope, counted, watched)
        except ClientDisconnect:
            await watched({"type": "http.response.start"})


def _too_long(scope: Scope, headers: Headers) -> Refusal | None:
    said = headers.get("content-length", "0")
    most = _most_bytes(scope["path"])
    return _longer_than(most) if not said.isdigit() or int(said) > most else None


def _longer_than(most: int) -> Refusal:
    text = f"The request is longer than {most // MEBI} MiB. Send less, or smaller files."
    return Refusal(status=413, code="too_large", message=text)


def _most_bytes(path: str) -> int:
    return next(most for start, most in BODIES if path.startswith(start))


def _needs_token(path: str) -> bool:
    return path.startswith(_GUARDED) and not path.startswith(_OPEN)


def _without_port(host: str) -> str:
    return host.rsplit(":", 1)[0] if not host.endswith("]") else host


def _with_headers(send: Send) -> Send:
    async def told(message: Message) -> None:
        if message["type"] == "http.response.start":
            present = {name for name, _ in message["headers"]}
            extra = [(k.encode(), v.encode()) for k, v in HEADERS.items()]
            added = [pair for pair in extra if pair[0] not in present]
            message = {**message, "headers": [*message["headers"], *added]}
        await send(message)

    return told
