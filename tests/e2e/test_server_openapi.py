"""Everything that the OpenAPI document allows, and much that it does not, asked of the server."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from retrat.provenance.home import Home
from retrat.server.app import create_app, create_service
from retrat.server.options import Options

schemathesis = pytest.importorskip("schemathesis")
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::DeprecationWarning")]


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory):
    home: Path = tmp_path_factory.mktemp("home")
    options = Options(hosts=("testserver",), model="tiny-random")
    service = create_service(Home(root=home), options, devices=())
    return schemathesis.openapi.from_asgi("/openapi.json", create_app(service))


# Streams without an end are left out.
asked = schemathesis.pytest.from_fixture("document").exclude(path_regex=r"/events$")


@asked.parametrize()
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_request_breaks_the_server(case) -> None:
    response = case.call()
    assert response.status_code < 500 or response.status_code == 503, response.text
