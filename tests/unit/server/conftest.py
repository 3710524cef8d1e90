"""A server without workers, in this process, with a home of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from retrat.provenance.home import Home
from retrat.server.app import create_app, create_service
from retrat.server.options import Options
from retrat.server.service import Service

HOST = "http://127.0.0.1:8750"


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    opened = create_service(Home(root=tmp_path / "home"), Options(model="tiny-random"), devices=())
    yield opened
    opened.store.close()


@pytest.fixture
def client(service: Service) -> TestClient:
    return TestClient(create_app(service), base_url=HOST, raise_server_exceptions=False)
