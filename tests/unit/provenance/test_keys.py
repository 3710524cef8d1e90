import pytest

from retrat.errors import ProvenanceError
from retrat.provenance import log
from retrat.provenance.home import Home
from retrat.provenance.keys import KEY_FILE, installation_key, is_signed


def test_made_once_and_private(home: Home) -> None:
    key = installation_key(home)
    assert installation_key(home).public == key.public
    path = home.keys / KEY_FILE
    assert path.stat().st_mode & 0o777 == 0o600
    path.chmod(0o644)
    installation_key(home)
    assert path.stat().st_mode & 0o777 == 0o600


def test_signatures(home: Home) -> None:
    key = installation_key(home)
    signature = key.sign(b"yes")
    assert is_signed(b"yes", signature=signature, public=key.public)
    assert not is_signed(b"no", signature=signature, public=key.public)
    assert not is_signed(b"yes", signature="zz", public=key.public)
    assert not is_signed(b"yes", signature=signature, public="")
    assert key.secret("a") != key.secret("b")
    assert key.secret("a") == installation_key(home).secret("a")


def test_a_missing_key_is_not_replaced(home: Home) -> None:
    log.append(home, "consent", {})
    (home.keys / KEY_FILE).unlink()
    with pytest.raises(ProvenanceError, match="is missing, but the log"):
        installation_key(home)


@pytest.mark.parametrize("content", [b"", b"garbage"])
def test_a_damaged_key(home: Home, content: bytes) -> None:
    (home.keys / KEY_FILE).write_bytes(content)
    with pytest.raises(ProvenanceError, match="damaged"):
        installation_key(home)
