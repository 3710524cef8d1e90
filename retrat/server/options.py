"""How one server runs: where it listens, who may speak to it, what it may fetch."""

import ipaddress
import secrets
from dataclasses import dataclass
from typing import Literal

from retrat.errors import RequestError
from retrat.runtime.retention import UNUSED_DAYS, check_days

PORT = 8750
VideoUrls = Literal["link", "data"]
_SHORTEST_TOKEN = 16


@dataclass(frozen=True, kw_only=True, slots=True)
class Options:
    """What `retrat serve` was told.

    `token` is what clients must show; `hosts` are names beside the loopback ones by which the
    server may be called; `video_urls` says what DashScope clients get in `video_url`: a link, or
    the whole file (for clients that refuse private addresses). `model` is what clients get who
    ask for another vendor's model. `keep_uploads_days` is how long files stay that no job uses.
    """

    host: str = "127.0.0.1"
    port: int = PORT
    token: str | None = None
    public_url: str | None = None
    hosts: tuple[str, ...] = ()
    is_https: bool = False
    allows_private_urls: bool = False
    video_urls: VideoUrls = "link"
    model: str = "nano"
    keep_uploads_days: float = UNUSED_DAYS

    def validate(self) -> None:
        """Refuse to listen to the network without a token, and to forget too soon."""
        check_days(self.keep_uploads_days)
        if not is_loopback(self.host) and self.token is None:
            text = f"host={self.host} can be reached from other machines, so a token is needed."
            raise RequestError(f"{text} Add --token auto, or listen on 127.0.0.1.", field="token")
        if self.token is not None and len(self.token) < _SHORTEST_TOKEN:
            text = f"The token has {len(self.token)} characters; at least {_SHORTEST_TOKEN} are"
            raise RequestError(f"{text} needed. Use --token auto.", field="token")

    @property
    def url(self) -> str:
        """Where a browser on this machine finds the server."""
        scheme = "https" if self.is_https else "http"
        host = "127.0.0.1" if self.host in ("0.0.0.0", "::", "") else self.host
        return f"{scheme}://{f'[{host}]' if ':' in host else host}:{self.port}"


def new_token() -> str:
    """A token nobody guesses."""
    return secrets.token_urlsafe(24)


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches a server that listens there."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
