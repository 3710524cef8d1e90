"""Files that a client names by address: fetched from public addresses alone, and never too much.

A name is resolved once, every address it leads to is looked at, and the connection goes to the
very address that was looked at, so that a name which changes its mind in between gains nothing.
Redirections are looked at in the same way.
"""

import http.client
import ipaddress
import socket
import ssl
import tempfile
from dataclasses import dataclass
from typing import IO
from urllib.parse import SplitResult, urljoin, urlsplit

from retrat.errors import RequestError

_TIMEOUT_SECONDS = 20.0
_MOST_REDIRECTS = 3
_CHUNK = 1 << 20
_PORTS = {"http": 80, "https": 443}
# Addresses of IPv6 behind which others may stand, or that were once a site's own.
_TRANSLATED = tuple(
    ipaddress.ip_network(text)
    for text in ("64:ff9b::/96", "64:ff9b:1::/48", "::/96", "::ffff:0:0:0/96", "fec0::/10")
)
_MOVED = (301, 302, 303, 307, 308)
AGENT = "retrat"


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """An address that may be spoken to: what was named, and where exactly it leads."""

    url: SplitResult
    host: str
    port: int
    address: str


def fetch(url: str, *, most_bytes: int, field: str, allows_private: bool = False) -> IO[bytes]:
    """The bytes behind an address, in a file that vanishes when it is closed."""
    for _ in range(_MOST_REDIRECTS + 1):
        target = target_of(url, field=field, allows_private=allows_private)
        try:
            connection = connect(target)
        except Unreachable:
            raise _unreachable(url, field, "nobody answers there") from None
        try:
            answer = _asked(connection, url, field)
            if answer.status in _MOVED:
                url = urljoin(url, answer.getheader("location") or "")
                continue
            if answer.status != 200:
                raise _unreachable(url, field, f"it answered with {answer.status}")
            return _copied(answer, url, most_bytes, field)
        finally:
            connection.close()
    raise _unreachable(url, field, "it leads on too often")


def target_of(url: str, *, field: str, allows_private: bool = False) -> Target:
    """Where an address leads; refuses everything but public HTTP and HTTPS."""
    try:
        parts = urlsplit(url)
    except ValueError:
        raise RequestError(f"{_shown(url)} is no address. Check it.", field=field) from None
    if parts.scheme not in _PORTS or not parts.hostname:
        text = f"{_shown(url)} is no http:// or https:// address. Give one, or upload the file."
        raise RequestError(text, field=field)
    if parts.username is not None or parts.password is not None:
        raise RequestError("Addresses with a user's name in them are not used.", field=field)
    try:
        port = parts.port or _PORTS[parts.scheme]
        found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    except (OSError, ValueError, UnicodeError):
        raise _unreachable(url, field, "its name leads nowhere") from None
    addresses = [str(entry[4][0]).split("%")[0] for entry in found]
    if not allows_private and not all(is_public(address) for address in addresses):
        text = f"{_shown(url)} leads to this machine or its network, which clients may not name."
        raise RequestError(f"{text} Upload the file, or see --allow-private-urls.", field=field)
    return Target(url=parts, host=parts.hostname, port=port, address=addresses[0])


def is_public(address: str) -> bool:
    """Whether an address belongs to the internet at large."""
    ip = ipaddress.ip_address(address)
    if any(ip in network for network in _TRANSLATED if network.version == ip.version):
        return False
    inner = getattr(ip, "ipv4_mapped", None) or getattr(ip, "sixtofour", None)
    return ip.is_global and not ip.is_multicast and (inner is None or inner.is_global)


def connect(target: Target) -> http.client.HTTPConnection:
    """A connection to the address that was looked at, under the name that was given."""
    if target.url.scheme == "http":
        connection = http.client.HTTPConnection(target.host, target.port, timeout=_TIMEOUT_SECONDS)
        wrap = None
    else:
        context = ssl.create_default_context()
        connection = http.client.HTTPSConnection(
            target.host, target.port, timeout=_TIMEOUT_SECONDS, context=context
        )
        wrap = context
    try:
        plain = socket.create_connection((target.address, target.port), _TIMEOUT_SECONDS)
        connection.sock = (
            plain if wrap is None else wrap.wrap_socket(plain, server_hostname=target.host)
        )
    except OSError as error:
        raise Unreachable(str(error)) from None
    return connection


class Unreachable(OSError):
    """Nobody answers there."""


def path_of(parts: SplitResult) -> str:
    """What follows the host in an address."""
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _asked(
    connection: http.client.HTTPConnection, url: str, field: str
) -> http.client.HTTPResponse:
    try:
        connection.request("GET", path_of(urlsplit(url)), headers={"user-agent": AGENT})
        return connection.getresponse()
    except (OSError, http.client.HTTPException):
        raise _unreachable(url, field, "nobody answers there") from None
    except ValueError:  # letters beyond ASCII, or control characters
        raise _unreachable(url, field, "its path has letters that are not escaped") from None


def _copied(answer: http.client.HTTPResponse, url: str, most_bytes: int, field: str) -> IO[bytes]:
    file = tempfile.TemporaryFile()  # noqa: SIM115  (the caller closes it)
    size = 0
    try:
        while chunk := answer.read(_CHUNK):
            size += len(chunk)
            if size > most_bytes:
                most = most_bytes >> 20
                text = f"{_shown(url)} has more than {most} MiB. Give a smaller file."
                raise RequestError(text, field=field)
            file.write(chunk)
    except (OSError, http.client.HTTPException):
        file.close()
        raise _unreachable(url, field, "the connection broke") from None
    except RequestError:
        file.close()
        raise
    file.seek(0)
    return file


def _unreachable(url: str, field: str, why: str) -> RequestError:
    text = f"{_shown(url)} can't be fetched: {why}. Check the address, or upload the file."
    return RequestError(text, field=field)


def _shown(url: str) -> str:
    """An address without what may be secret in it."""
    return repr(url.split("?", 1)[0][:80])
