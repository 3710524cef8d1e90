from datetime import timedelta
from pathlib import Path

import pytest
from chains import write_chain
from cryptography import x509

from retrat.errors import ProvenanceError, RequestError
from retrat.provenance.certificate import (
    Certificate,
    anchors,
    forget_own,
    read_certificate,
    signing_certificate,
    use_certificate,
)
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
    own = read_certificate(*write_chain(tmp_path / "own"))
    local = signing_certificate(home)
    use_certificate(home, own)
    assert signing_certificate(home) == own
    assert anchors(home) == own.anchor + local.anchor, "both are known"
    assert [path.stat().st_mode & 0o777 for path in home.keys.iterdir()] == [0o600] * 4
    forget_own(home)
    assert signing_certificate(home) == local
    assert anchors(home) == local.anchor


def test_one_that_ended_still_reads(home: Home, tmp_path: Path) -> None:
    chain, _ = write_chain(tmp_path / "own", ends=timedelta(days=-1))
    use_certificate(home, Certificate(chain=chain.read_bytes(), key=b"", algorithm="es256"))
    assert "BEGIN CERTIFICATE" in anchors(home)
    with pytest.raises(ProvenanceError, match="cannot be used"):
        signing_certificate(home)


def test_what_cannot_sign(tmp_path: Path) -> None:
    chain, key = write_chain(tmp_path / "own")
    for given, why in (
        ((chain, write_chain(tmp_path / "other")[1]), "the key is another certificate's"),
        ((key, key), "the first holds no certificate"),
        ((chain, chain), "the second holds no private key"),
        (write_chain(tmp_path / "old", ends=timedelta(days=-1)), "it ended on"),
        (write_chain(tmp_path / "new", begins=timedelta(days=1)), "it begins on"),
        (write_chain(tmp_path / "locked", password=b"x"), "the key asks for a password"),
        ((tmp_path / "nowhere.pem", key), "nowhere.pem can't be read: no such file"),
        ((tmp_path, key), "can't be read: is a directory"),
    ):
        with pytest.raises(RequestError, match=why):
            read_certificate(*given)


def test_a_damaged_certificate(home: Home) -> None:
    signing_certificate(home)
    (home.keys / "c2pa-chain.pem").write_bytes(b"garbage")
    with pytest.raises(ProvenanceError, match="cannot be used"):
        signing_certificate(home)
    (home.keys / "c2pa-chain.pem").unlink()
    with pytest.raises(ProvenanceError, match="cannot be used"):
        signing_certificate(home)
