"""Starting the server: the socket, the certificate, what is said at the start, and a quiet end."""

import errno
import socket
import ssl
import webbrowser
from collections.abc import Callable, Sequence
from typing import Any

import uvicorn

from retrat.errors import RequestError
from retrat.provenance.home import Home
from retrat.server.app import create_app, create_service
from retrat.server.certificate import server_certificate
from retrat.server.options import Options

_GRACE_SECONDS = 5


def serve(
    options: Options,
    *,
    jobs_place: str | None = None,
    devices: Sequence[str] = ("auto",),
    opens_browser: bool = False,
    say: Callable[[str], None],
) -> None:
    """Serve until stopped."""
    home = Home.default()
    options.validate()
    listener = _listener(options)
    try:
        service = create_service(home, options, jobs_place=jobs_place, devices=devices)
        server = uvicorn.Server(_config(create_app(service), options, home))
        _welcome(options, say)
        if opens_browser:
            webbrowser.open(options.url)
        server.run(sockets=[listener])
    finally:
        listener.close()


def _config(app: Any, options: Options, home: Home) -> uvicorn.Config:
    """No access log, since addresses of links are secrets; no names of versions in headers."""
    certificate: dict[str, Any] = {}
    if options.is_https:
        found = server_certificate(home, options)
        certificate = {"ssl_certfile": str(found), "ssl_keyfile": str(found)}
        certificate["ssl_version"] = ssl.PROTOCOL_TLS_SERVER
    return uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=options.public_url is not None,
        timeout_graceful_shutdown=_GRACE_SECONDS,
        **certificate,
    )


def _listener(options: Options) -> socket.socket:
    """The open socket; a port that is taken is refused in a sentence."""
    family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((options.host, options.port))
    except OSError as error:
        listener.close()
        taken = error.errno == errno.EADDRINUSE
        why = "is taken by another program" if taken else f"can't be used ({error.strerror})"
        text = f"{options.host}:{options.port} {why}. Choose another with --host and --port."
        raise RequestError(text, field="port") from None
    return listener


def _welcome(options: Options, say: Callable[[str], None]) -> None:
    say(f"Studio and API: {options.url}")
    if options.token is not None:
        say(f"Token: {options.token}")
    say("DashScope clients: base_http_api_url = " + options.url + "/api/v1")
    say("OpenAI clients: base_url = " + options.url + "/v1")
    say("Stop with Ctrl-C; work in progress goes on at the next start.")
