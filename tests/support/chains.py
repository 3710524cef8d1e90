"""Certificates as an authority issues them: a root, one between, a leaf that signs."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

YEAR = timedelta(days=365)


def write_chain(
    folder: Path,
    *,
    begins: timedelta = -YEAR,
    ends: timedelta = YEAR,
    is_for_signing: bool = True,
    password: bytes | None = None,
) -> tuple[Path, Path]:
    """chain.pem, leaf first, and key.pem; times are counted from now."""
    folder.mkdir(parents=True, exist_ok=True)
    keys = [ec.generate_private_key(ec.SECP256R1()) for _ in range(3)]
    names = [_name(f"Test {what}") for what in ("leaf", "between", "root")]
    certificates = []
    for place, (key, name) in enumerate(zip(keys, names, strict=True)):
        above = min(place + 1, 2)
        builder = _builder(name, names[above], is_leaf=place == 0)
        now = datetime.now(UTC)
        builder = builder.not_valid_before(now + begins).not_valid_after(now + ends)
        if place == 0 and is_for_signing:
            uses = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION])
            builder = builder.add_extension(uses, critical=False)
        issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(keys[above].public_key())
        builder = builder.add_extension(issuer, critical=False).public_key(key.public_key())
        certificates.append(builder.sign(keys[above], SHA256()))
    chain, key_file = folder / "chain.pem", folder / "key.pem"
    chain.write_bytes(b"".join(each.public_bytes(Encoding.PEM) for each in certificates))
    hidden = NoEncryption() if password is None else BestAvailableEncryption(password)
    key_file.write_bytes(keys[0].private_bytes(Encoding.PEM, PrivateFormat.PKCS8, hidden))
    return chain, key_file


def _builder(subject: x509.Name, issuer: x509.Name, *, is_leaf: bool) -> x509.CertificateBuilder:
    usage = x509.KeyUsage(
        digital_signature=is_leaf,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=not is_leaf,
        crl_sign=not is_leaf,
        encipher_only=False,
        decipher_only=False,
    )
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .serial_number(x509.random_serial_number())
        .add_extension(x509.BasicConstraints(ca=not is_leaf, path_length=None), critical=True)
        .add_extension(usage, critical=True)
    )


def _name(common: str) -> x509.Name:
    pairs = ((NameOID.COMMON_NAME, common), (NameOID.ORGANIZATION_NAME, "Test"))
    return x509.Name([x509.NameAttribute(*pair) for pair in pairs])
