"""Everything that the OpenAPI document allows, and much that it does not, asked of the server."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from retrat.provenance.home import Home
from retrat.server.app import create_app, create_service
from retrat.server.options import Options

schemathesis = pytest.importorskip("schemathesis")
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::DeprecationWarning")]


def test_no_request_breaks_the_server(tmp_path: Path) -> None:
    options = Options(hosts=("testserver",), model="tiny-random")
    service = create_service(Home(root=tmp_path), options, devices=())
    document = schemathesis.openapi.from_asgi("/openapi.json", create_app(service))
    for found in document.get_all_operations():
        operation = found.ok()
        if operation.path.endswith("/events"):
            continue  # streams without an end

        @settings(
            max_examples=4, deadline=None, database=None, suppress_health_check=list(HealthCheck)
        )
        @given(case=operation.as_strategy())
        def ask(case) -> None:
            response = case.call()
            assert response.status_code < 500 or response.status_code == 503, response.text

        ask()
    service.store.close()
