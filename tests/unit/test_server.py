"""Who may speak to the server, what it fetches, signs and tells; and that its document is true."""

import http.server
import runpy
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509
from fastapi.testclient import TestClient
from serving import free_port
from standardwebhooks.webhooks import Webhook

from retrat.errors import RequestError
from retrat.provenance.home import Home
from retrat.runtime.job_values import Submission
from retrat.server import pages
from retrat.server.app import create_app, create_service
from retrat.server.certificate import server_certificate
from retrat.server.fetch import fetch, is_public, target_of
from retrat.server.media import file_name
from retrat.server.options import Options
from retrat.server.service import Service
from retrat.server.signing import BadSignature, require_signature, signed_path
from retrat.server.views import fraction_of
from retrat.server.webhooks import Sender

ROOT = Path(__file__).parents[2]
TOKEN = "a-token-of-some-length"
HOST = "http://127.0.0.1:8750"


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    opened = create_service(
        Home(root=tmp_path), Options(allows_private_urls=True, model="tiny-random"), devices=()
    )
    yield opened
    opened.store.close()


def client_of(service: Service, options: Options | None = None, url: str = HOST) -> TestClient:
    app = create_app(service, options)
    return TestClient(app, base_url=url, raise_server_exceptions=False)


def test_the_openapi_document_is_true() -> None:
    tool = runpy.run_path(str(ROOT / "tools" / "write_openapi.py"))
    assert tool["PLACE"].read_text() == tool["document"](), "python tools/write_openapi.py"


def test_other_names_and_other_pages_are_refused(service: Service) -> None:
    client = client_of(service)
    assert client.get("/v1/jobs").status_code == 200
    assert client.get("/v1/jobs", headers={"host": "evil.example"}).status_code == 421
    for headers in (
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
    ):
        answer = client.post("/v1/queue/pause", headers=headers)
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "foreign_origin")
    assert client.get("/v1/jobs", headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert client.post("/v1/queue/resume", headers={"origin": HOST}).status_code == 200
    assert "access-control-allow-origin" not in client.get("/health").headers


def test_a_server_on_the_network_wants_its_token(service: Service) -> None:
    with pytest.raises(RequestError, match="token"):
        Options(host="0.0.0.0").validate()
    options = Options(host="0.0.0.0", token=TOKEN)
    client = client_of(service, options, "http://box.local:8750")
    assert client.get("/health").status_code == 200
    for path in ("/v1/jobs", "/v1/cast", "/openapi.json"):
        answer = client.get(path)
        assert (answer.status_code, answer.json()["error"]["code"]) == (401, "token_missing")
    assert client.get("/api/v1/tasks").json()["code"] == "InvalidApiKey"
    assert client.get("/v1/videos").json()["error"]["type"] == "authentication_error"
    assert client.get("/v1/jobs", headers={"authorization": f"Bearer {TOKEN}"}).status_code == 200
    assert client.get("/v1/jobs", headers={"authorization": "Bearer wrong"}).status_code == 401


def test_bodies_too_long_are_refused_said_or_unsaid(service: Service) -> None:
    client = client_of(service)
    assert client.post("/v1/jobs", content=b"x" * (3 << 20)).status_code == 413
    unsaid = client.post("/v1/jobs", content=iter([b"x" * (1 << 20)] * 3))
    assert (unsaid.status_code, unsaid.json()["error"]["code"]) == (413, "too_large")


def test_pages_have_a_strict_policy_and_stay_in_their_folder(service: Service) -> None:
    client = client_of(service)
    page = client.get("/")
    assert page.status_code == 200
    assert "default-src 'self'" in page.headers["content-security-policy"]
    assert "unsafe" not in page.headers["content-security-policy"]
    for path in ("/../app.py", "/%2e%2e/app.py", "/.hidden", "/nothing", "/..%2fapp.py"):
        assert client.get(path).status_code == 404, path
    assert "make studio" in pages._MISSING


def test_only_public_addresses_are_fetched() -> None:
    for url in (
        "http://127.0.0.1/x",
        "http://localhost:8750/v1/jobs",
        "http://[::1]/",
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data",
        "http://[::ffff:127.0.0.1]/",
        "http://0.0.0.0/",
        "http://2130706433/",
    ):
        with pytest.raises(RequestError, match=r"network|nowhere"):
            target_of(url, field="url")
    for url in (
        "file:///etc/passwd",
        "ftp://example.com/",
        "http://me:pw@example.com/",
        "http://[",
    ):
        with pytest.raises(RequestError):
            target_of(url, field="url")
    assert is_public("93.184.216.34")
    assert not is_public("100.64.0.1")
    for behind in (
        "64:ff9b::a00:1",
        "::10.0.0.1",
        "::ffff:0:10.0.0.1",
        "fec0::1",
        "::ffff:10.0.0.1",
    ):
        assert not is_public(behind)
    assert is_public("2606:2800:220:1:248:1893:25c8:1946")


class _Receiver(http.server.BaseHTTPRequestHandler):
    got: list[tuple[dict[str, str], bytes]]

    def do_GET(self) -> None:
        if self.path == "/moved":
            self.send_response(302)
            self.send_header("location", "http://10.0.0.1/")
            self.end_headers()
            return
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"x" * 1000)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.got.append((dict(self.headers), body))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *words: object) -> None:
        pass


@pytest.fixture
def receiver() -> Iterator[str]:
    _Receiver.got = []
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Receiver) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_fetched_files_have_a_most_size(receiver: str) -> None:
    with fetch(f"{receiver}/a", most_bytes=1000, field="url", allows_private=True) as file:
        assert file.read() == b"x" * 1000
    with pytest.raises(RequestError, match="more than"):
        fetch(f"{receiver}/a", most_bytes=999, field="url", allows_private=True)


def test_a_redirection_is_looked_at_too(receiver: str, monkeypatch: pytest.MonkeyPatch) -> None:
    real = socket.getaddrinfo

    def told(host: str, *rest: object, **more: object) -> object:
        return real("127.0.0.1" if host == "public.example" else host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", told)
    monkeypatch.setattr("retrat.server.fetch.is_public", lambda address: address == "127.0.0.1")
    port = receiver.rsplit(":", 1)[1]
    with pytest.raises(RequestError, match="network"):
        fetch(f"http://public.example:{port}/moved", most_bytes=9, field="url")


def test_webhooks_are_signed_and_delivered_once(service: Service, receiver: str) -> None:
    request = {"prompt": "Rain", "webhook_url": f"{receiver}/hook"}
    job = service.store.submit(Submission(request=request))
    sender = Sender(service)
    assert sender.send_due() == 0
    service.store.cancel(job.id)
    assert sender.send_due() == 1
    assert sender.send_due() == 0
    ((headers, body),) = _Receiver.got
    lowered = {name.lower(): value for name, value in headers.items()}
    told = Webhook(service.webhook_secret).verify(body, lowered)
    assert (told["type"], told["data"]["id"]) == ("job.cancelled", job.id)
    with pytest.raises(Exception, match="signature"):
        Webhook(service.webhook_secret).verify(body + b" ", lowered)


def test_webhooks_that_fail_are_tried_again_later(service: Service) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}/"
        job = service.store.submit(Submission(request={"prompt": "x", "webhook_url": url}))
        service.store.cancel(job.id)
        assert Sender(service).send_due() == 1
    (waiting,) = _outbox(service)
    assert waiting["attempts"] == 1
    assert waiting["next_at"] > time.time()


def _outbox(service: Service) -> list[dict]:
    import sqlalchemy as sa

    from retrat.runtime.job_tables import outbox

    with service.store._database.reading() as connection:
        return [dict(row._mapping) for row in connection.execute(sa.select(outbox))]


def test_signed_addresses_end_and_cannot_be_changed() -> None:
    path = signed_path("/files/a.mp4", b"secret", seconds=60, now=1000)
    values = dict(pair.split("=") for pair in path.split("?")[1].split("&"))
    good = {"expires": values["expires"], "given": values["signature"]}
    require_signature("/files/a.mp4", b"secret", **good, now=1059)
    for other, change in (
        ("/files/b.mp4", {}),
        ("/files/a.mp4", {"expires": "9999"}),
        ("/files/a.mp4", {"given": "0" * 64}),
    ):
        with pytest.raises(BadSignature):
            require_signature(other, b"secret", **{**good, **change}, now=1000)
    with pytest.raises(BadSignature):
        require_signature("/files/a.mp4", b"secret", **good, now=1061)


def test_the_certificate_names_this_machine_and_is_kept(tmp_path: Path) -> None:
    home, options = Home(root=tmp_path), Options(hosts=("box.example",))
    path = server_certificate(home, options)
    first = path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0
    found = x509.load_pem_x509_certificate(first)
    names = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert {"localhost", "127.0.0.1", "box.example"} <= {str(name.value) for name in names}
    assert server_certificate(home, options).read_bytes() == first
    assert server_certificate(home, Options(hosts=("other",))).read_bytes() != first


def test_progress_is_of_the_whole_job(service: Service) -> None:
    moments = [("check", 0, 1), ("check", 1, 1), ("generate", 1, 4), ("generate", 4, 4)]
    told = [fraction_of(*moment) for moment in [*moments, ("sign", 1, 1)]]
    assert told == sorted(told)
    assert (told[0], told[-1], fraction_of(None, 0, 0)) == (0.0, 0.99, 0.0)
    job = service.store.submit(Submission(request={"prompt": "¡Hola! It's / a \\ test"}))
    assert file_name(job) == "retrat-hola-it-s-a-test.mp4"


def test_dead_addresses_and_odd_paths_are_refused_in_a_sentence(receiver: str) -> None:
    dead = f"http://127.0.0.1:{free_port()}/a"
    with pytest.raises(RequestError, match="nobody answers there"):
        fetch(dead, most_bytes=9, field="url", allows_private=True)
    with pytest.raises(RequestError, match="not escaped"):
        fetch(f"{receiver}/\u00e9", most_bytes=9, field="url", allows_private=True)
