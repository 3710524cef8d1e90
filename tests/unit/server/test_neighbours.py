"""A server without a token answers the account that runs it, and nobody else on the machine."""

import os
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn

from retrat.provenance.home import Home
from retrat.server.app import create_app, create_service
from retrat.server.neighbours import Connection, connections, is_own
from retrat.server.options import Options
from retrat.server.security import Door
from retrat.server.service import Service

SERVER, CLIENT = ("127.0.0.1", 8750), ("127.0.0.1", 40000)
ME, OTHER, ROOT, NOBODY = 1000, 1001, 0, 65534
ESTABLISHED, TIME_WAIT = 0x01, 0x06
HEADING = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid"
linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells")


def written(place: tuple[str, int]) -> str:
    (word,) = struct.unpack("=I", socket.inet_aton(place[0]))
    return f"{word:08X}:{place[1]:04X}"


def table_in(folder: Path, *ends: Connection) -> Path:
    rows = [
        f"   {number}: {written(end.here)} {written(end.there)} {end.state:02X} "
        f"00000000:00000000 00:00000000 00000000  {end.account}        0 1234 1 0 20 4 0 10 -1"
        for number, end in enumerate(ends)
    ]
    table = folder / "tcp"
    table.write_text("\n".join([HEADING, *rows]) + "\n")
    return table


LISTENS = Connection(SERVER, ("0.0.0.0", 0), 0x0A, ME)


@pytest.mark.parametrize(
    ("account", "state", "runs", "is_let_in"),
    [
        (ME, ESTABLISHED, ME, True),
        (OTHER, ESTABLISHED, ME, False),
        (ROOT, ESTABLISHED, ME, True),
        (ROOT, TIME_WAIT, ME, False),  # anybody's who closed it at once
        (ROOT, ESTABLISHED, ROOT, True),
        (ROOT, TIME_WAIT, ROOT, False),
        (OTHER, ESTABLISHED, ROOT, False),
    ],
)
def test_who_is_let_in(
    account: int, state: int, runs: int, is_let_in: bool, tmp_path: Path
) -> None:
    theirs = Connection(CLIENT, SERVER, state, account)
    ours = Connection(SERVER, CLIENT, ESTABLISHED, runs)
    table = table_in(tmp_path, LISTENS, ours, theirs)
    assert is_own(CLIENT, SERVER, account=runs, tables=[table]) == is_let_in


def test_who_is_not_listed_is_not_let_in(tmp_path: Path) -> None:
    table = table_in(tmp_path, LISTENS)
    assert not is_own(CLIENT, SERVER, account=ME, tables=[table])
    elsewhere = Connection(CLIENT, ("127.0.0.1", 9999), ESTABLISHED, ME)
    table = table_in(tmp_path, LISTENS, elsewhere)
    assert not is_own(CLIENT, SERVER, account=ME, tables=[table])


def test_where_nobody_tells_all_are_let_in(tmp_path: Path) -> None:
    assert is_own(CLIENT, SERVER, account=ME, tables=[tmp_path / "none"])
    assert is_own(CLIENT, SERVER, account=ME, tables=[table_in(tmp_path)])
    table = table_in(tmp_path, LISTENS)
    assert is_own(("192.0.2.7", 40000), SERVER, account=ME, tables=[table])
    assert is_own(("testclient", 50000), SERVER, account=ME, tables=[table])
    assert is_own(None, SERVER, account=ME, tables=[table])


def test_addresses_of_both_families_are_read(tmp_path: Path) -> None:
    row = "   0: {}:9C40 {}:222E 01 00000000:00000000 00:00000000 00000000  1000        0 1"
    mapped = "0000000000000000FFFF00000100007F"
    loopback = "00000000000000000000000001000000"
    table = tmp_path / "tcp6"
    rows = [row.format(mapped, mapped), row.format(loopback, loopback)]
    table.write_text("\n".join([HEADING, *rows]))
    if sys.byteorder == "little":
        found = [each.here for each in connections(table)]
        assert found == [("127.0.0.1", 40000), ("::1", 40000)]


@pytest.fixture(params=["127.0.0.1", "::1"])
def pair(request: pytest.FixtureRequest) -> Iterator[tuple[socket.socket, socket.socket]]:
    family = socket.AF_INET6 if ":" in request.param else socket.AF_INET
    with socket.socket(family) as listener:
        try:
            listener.bind((request.param, 0))
        except OSError:
            pytest.skip(f"this machine has no {request.param}")
        listener.listen()
        with socket.create_connection(listener.getsockname()[:2]) as client:
            server, _ = listener.accept()
            with server:
                yield client, server


@linux
def test_a_real_connection_is_found(pair: tuple[socket.socket, socket.socket]) -> None:
    client, server = (each.getsockname()[:2] for each in pair)
    assert is_own(client, server)
    assert os.getuid() == ROOT or not is_own(client, server, account=os.getuid() + 1)


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    opened = create_service(Home(root=tmp_path), Options(model="tiny-random"), devices=())
    yield opened
    opened.store.close()


ASKS = """
import encodings.idna, os, socket, sys  # an account may not read where Python lies
account, port = int(sys.argv[1]), int(sys.argv[2])
os.setgroups([])
os.setuid(account)
with socket.create_connection(("127.0.0.1", port)) as connection:
    lines = ["GET /v1/jobs HTTP/1.1", f"Host: 127.0.0.1:{port}", "Connection: close", "", ""]
    connection.sendall("\\r\\n".join(lines).encode())
    while part := connection.recv(65536):
        sys.stdout.buffer.write(part)
"""


def asked_by(account: int, port: int) -> bytes:
    """What the server answers a program of another account."""
    command = [sys.executable, "-c", ASKS, str(account), str(port)]
    return subprocess.run(command, check=True, capture_output=True, timeout=60).stdout


@linux
@pytest.mark.skipif(
    not hasattr(os, "getuid") or os.getuid() != ROOT, reason="only root can be somebody else"
)
def test_another_account_is_refused_by_a_real_server(service: Service) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        server = uvicorn.Server(uvicorn.Config(create_app(service), log_level="error"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            own, other = asked_by(ROOT, port), asked_by(NOBODY, port)
        finally:
            server.should_exit = True
            thread.join()
    assert own.startswith(b"HTTP/1.1 200")
    assert other.startswith(b"HTTP/1.1 403")
    assert b"foreign_account" in other
    assert b"--token auto" in other


@pytest.mark.parametrize(
    ("options", "is_private"),
    [
        (Options(), True),
        (Options(token="t" * 24), False),
        (Options(public_url="https://example.org"), False),
        (Options(hosts=("studio.example",)), False),
    ],
)
def test_a_token_or_a_proxy_opens_it(options: Options, is_private: bool) -> None:
    async def app(*_: object) -> None:
        """Never asked."""

    assert Door(app, options)._is_private == is_private
