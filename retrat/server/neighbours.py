"""Whose program it is that speaks to the server over this machine's loopback address.

Linux lists every TCP connection with the account that opened it (proc_pid_net(5), and
Documentation/networking/proc_net_tcp.rst in its sources). So a server without a token can keep to
the account that runs it, and no client has to know. Other systems don't tell.
"""

import ipaddress
import os
import struct
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

TABLES = (Path("/proc/net/tcp"), Path("/proc/net/tcp6"))
ROOT = 0
_ESTABLISHED = 0x01

Place = tuple[str, int]


class Connection(NamedTuple):
    """One end of it; `account` is a user's number."""

    here: Place
    there: Place
    state: int
    account: int

    def belongs_to(self, account: int) -> bool:
        """Whether this account opened it, or root. A connection that its program has closed is
        listed as root's, whoever's it was.
        """
        is_roots = self.account == ROOT and self.state == _ESTABLISHED
        return is_roots or self.account == account != ROOT


def is_own(
    client: Place | None,
    server: Place | None,
    *,
    account: int | None = None,
    tables: Sequence[Path] = TABLES,
) -> bool:
    """Whether who speaks from `client` to `server` is the account that runs this program, or root.

    Also where that can't be known: from another machine, on another system than Linux.
    """
    if client is None or server is None or not _is_loopback(client[0]):
        return True
    ends = [each for table in tables for each in connections(table)]
    if not any(end.here[1] == server[1] for end in ends):
        return True  # a table that does not even have us
    account = os.getuid() if account is None else account
    theirs = [end for end in ends if end.here == client and end.there[1] == server[1]]
    return any(end.belongs_to(account) for end in theirs)


def connections(table: Path) -> Iterator[Connection]:
    """Every end of a connection that a table lists; none where there is no table."""
    try:
        lines = table.read_text().splitlines()[1:]
    except OSError:
        return
    for line in lines:
        _, here, there, state, _, _, _, account, *_ = line.split()
        yield Connection(_place(here), _place(there), int(state, 16), int(account))


def _place(written: str) -> Place:
    """An address in hexadecimal, each 32 bits of it as this processor has them in memory."""
    address, port = written.split(":")
    words = [int(address[at : at + 8], 16) for at in range(0, len(address), 8)]
    found = ipaddress.ip_address(struct.pack(f"={len(words)}I", *words))
    mapped = getattr(found, "ipv4_mapped", None)
    return str(mapped or found), int(port, 16)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
