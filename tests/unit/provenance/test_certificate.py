from pathlib import Path

import pytest
from cryptography import x509

from retrat.errors import ProvenanceError, RequestError
from retrat.provenance.certificate import signing_certificate, use_certificate
from retrat.provenance.home import Home


def test_made_once_private_and_long_lived(home: Home) -> None:
    made = signing_certificate(home)
    assert signing_certificate(home) == made
    leaf, root = x509.load_pem_x509_certificates(made.chain)
    assert leaf.not_valid_after_utc.year - leaf.not_valid_before_utc.year >= 24
    leaf.verify_directly_issued_by(root)
    for path in home.keys.iterdir():
        assert path.stat().st_mode & 0o777 == 0o600
    assert made.algorithm == "es256"


def test_the_users_own(home: Home, tmp_path: Path) -> None:
    other = signing_certificate(Home(root=tmp_path / "other"))
    chain, key = tmp_path / "chain.pem", tmp_path / "key.pem"
    chain.write_bytes(other.chain)
    key.write_bytes(other.key)
    assert use_certificate(home, chain=chain, key=key) == other
    assert signing_certificate(home) == other
    key.write_bytes(signing_certificate(Home(root=tmp_path / "third")).key)
    with pytest.raises(RequestError, match="another certificate's"):
        use_certificate(home, chain=chain, key=key)


def test_a_damaged_certificate(home: Home) -> None:
    signing_certificate(home)
    (home.keys / "c2pa-chain.pem").write_bytes(b"garbage")
    with pytest.raises(ProvenanceError, match="cannot be used"):
        signing_certificate(home)
    (home.keys / "c2pa-chain.pem").unlink()
    with pytest.raises(ProvenanceError, match="cannot be used"):
        signing_certificate(home)
