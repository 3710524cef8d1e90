"""What signs manifests: a certificate of this installation, made at first use, or the user's own.

The local one is a leaf under a root whose key is forgotten at once, so that nothing else can ever
be issued under it. It lasts 25 years: without a time-stamping service, which would need a network,
a signature is only good while its certificate is. Strangers see "valid, signer unknown".
"""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from retrat.errors import ProvenanceError, RequestError
from retrat.provenance.home import Home, write_private
from retrat.provenance.log import utc_now

_YEARS = timedelta(days=365 * 25)
_LOCAL, _OWN = ("c2pa-chain.pem", "c2pa-key.pem"), ("own-chain.pem", "own-key.pem")


@dataclass(frozen=True, kw_only=True, slots=True)
class Certificate:
    """A chain, leaf first, the leaf's key, and C2PA's name for the kind of key."""

    chain: bytes
    key: bytes
    algorithm: str

    @property
    def leaf(self) -> x509.Certificate:
        """What names the signer."""
        return x509.load_pem_x509_certificates(self.chain)[0]

    @property
    def anchor(self) -> str:
        """The last certificate of the chain: who trusts it trusts what it signs."""
        return _last(self.chain)


def signing_certificate(home: Home) -> Certificate:
    """The user's own if one was given, else this installation's, made now if there is none."""
    chain, key = (home.keys / name for name in (_OWN if has_own(home) else _LOCAL))
    if not chain.exists() and not key.exists():
        _make(chain, key)
    try:
        return _checked(chain.read_bytes(), key.read_bytes())
    except (OSError, ValueError) as error:
        raise _unusable(chain, error) from None


def anchors(home: Home) -> str:
    """What this machine trusts when it reads: the user's own certificate and its local one, so
    that files stay known after a change.
    """
    known = [path for name in (_OWN[0], _LOCAL[0]) if (path := home.keys / name).exists()]
    if not known:
        return signing_certificate(home).anchor
    found = []
    for chain in known:
        try:
            found.append(_last(chain.read_bytes()))
        except (OSError, ValueError) as error:
            raise _unusable(chain, error) from None
    return "".join(found)


def read_certificate(chain: Path, key: Path) -> Certificate:
    """The user's own, as it lies in two files, if it can sign at all."""
    try:
        return _checked(chain.read_bytes(), key.read_bytes())
    except OSError as error:
        text = f"{error.filename} can't be read: {(error.strerror or 'no file').lower()}"
        raise RequestError(f"{text}. Name another file.", field="certificate") from None
    except ValueError as error:
        raise RequestError(
            f"{chain} with {key} cannot sign: {error}. Give a PEM chain, leaf first, and its "
            "unencrypted PEM key.",
            field="certificate",
        ) from None


def use_certificate(home: Home, certificate: Certificate) -> None:
    """From now on, sign with the user's own certificate."""
    write_private(home.keys / _OWN[0], certificate.chain)
    write_private(home.keys / _OWN[1], certificate.key)


def forget_own(home: Home) -> None:
    """From now on, sign with this installation's certificate again."""
    for name in _OWN:
        (home.keys / name).unlink(missing_ok=True)


def has_own(home: Home) -> bool:
    """Whether the user gave a certificate."""
    return (home.keys / _OWN[0]).exists()


def _unusable(chain: Path, error: Exception) -> ProvenanceError:
    text = f"The certificate {chain} cannot be used: {error}. Put it and its key back from a"
    return ProvenanceError(
        f"{text} backup, give another, or remove both to sign with one made here."
    )


def _last(chain: bytes) -> str:
    return x509.load_pem_x509_certificates(chain)[-1].public_bytes(Encoding.PEM).decode()


def _checked(chain: bytes, key: bytes) -> Certificate:
    try:
        leaf = x509.load_pem_x509_certificates(chain)[0]
        public = leaf.public_key()
    except (ValueError, UnsupportedAlgorithm):
        raise ValueError("the first holds no certificate in PEM") from None
    try:
        private = load_pem_private_key(key, password=None)
    except TypeError:
        raise ValueError("the key asks for a password") from None
    except (ValueError, UnsupportedAlgorithm):
        raise ValueError("the second holds no private key in PEM") from None
    form = (Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    if public.public_bytes(*form) != private.public_key().public_bytes(*form):
        raise ValueError("the key is another certificate's")
    if leaf.not_valid_before_utc > utc_now():
        raise ValueError(f"it begins on {leaf.not_valid_before_utc.date()}")
    if leaf.not_valid_after_utc < utc_now():
        raise ValueError(f"it ended on {leaf.not_valid_after_utc.date()}")
    if isinstance(private, ec.EllipticCurvePrivateKey):
        algorithm = {"secp256r1": "es256", "secp384r1": "es384"}.get(private.curve.name)
    elif isinstance(private, ed25519.Ed25519PrivateKey):
        algorithm = "ed25519"
    else:
        algorithm = "ps256" if isinstance(private, rsa.RSAPrivateKey) else None
    if algorithm is None:
        raise ValueError("its kind of key is none that C2PA signs with")
    return Certificate(chain=chain, key=key, algorithm=algorithm)


def _make(chain: Path, key: Path) -> None:
    root_key, leaf_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    root_name = _name("Retrat installation root")
    root = (
        _builder(root_name, root_name, root_key.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(
            x509.SubjectKeyIdentifier.from_public_key(root_key.public_key()), critical=False
        )
        .sign(root_key, SHA256())
    )
    leaf = (
        _builder(_name("Retrat installation"), root_name, leaf_key.public_key())
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False
        )
        .add_extension(
            x509.SubjectKeyIdentifier.from_public_key(leaf_key.public_key()), critical=False
        )
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key()),
            critical=False,
        )
        .sign(root_key, SHA256())
    )
    pem = leaf_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    write_private(key, pem)
    write_private(chain, leaf.public_bytes(Encoding.PEM) + root.public_bytes(Encoding.PEM))


def _name(common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, common),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Retrat local"),
        ]
    )


def _builder(
    subject: x509.Name, issuer: x509.Name, public: ec.EllipticCurvePublicKey
) -> x509.CertificateBuilder:
    now = utc_now()
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + _YEARS)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )
