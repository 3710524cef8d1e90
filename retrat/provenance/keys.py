"""The key of this installation: made at first use, kept where only its owner reads it.

Ed25519 signs consent records, revocations and the log. Secrets derived from it tag embeddings, so
that they cannot be exchanged unseen. Whoever can read the key can sign as this installation.
"""

from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from filelock import FileLock

from retrat.errors import ProvenanceError
from retrat.provenance.home import Home, write_private

KEY_FILE = "installation.pem"


@dataclass(frozen=True, kw_only=True, slots=True)
class InstallationKey:
    """Signs for this installation; `public` is its name to others, in hexadecimal."""

    private: Ed25519PrivateKey

    @property
    def public(self) -> str:
        raw = self.private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return raw.hex()

    def sign(self, content: bytes) -> str:
        return self.private.sign(content).hex()

    def secret(self, purpose: str) -> bytes:
        """32 bytes that only this installation can derive, another for every purpose."""
        raw = self.private.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
        return HKDF(SHA256(), 32, salt=None, info=f"retrat {purpose}".encode()).derive(raw)


def installation_key(home: Home) -> InstallationKey:
    """This installation's key; made now if nothing was ever signed here."""
    path = home.keys / KEY_FILE
    if not path.exists():
        with FileLock(home.keys / f".{KEY_FILE}.lock"):
            if not path.exists():  # no other process was faster
                _make(home)
    if path.stat().st_mode & 0o077:
        path.chmod(0o600)
    try:
        private = load_pem_private_key(path.read_bytes(), password=None)
    except ValueError:
        private = None
    if not isinstance(private, Ed25519PrivateKey):
        raise ProvenanceError(
            f"The installation key {path} is damaged. Put it back from a backup, or move the "
            f"folder {home.root} away and enrol again."
        )
    return InstallationKey(private=private)


def _make(home: Home) -> None:
    path = home.keys / KEY_FILE
    if home.log.exists() and home.log.stat().st_size:
        raise ProvenanceError(
            f"The installation key {path} is missing, but the log beside it was signed with it. "
            f"Put the key back from a backup, or move the folder {home.root} away and enrol again."
        )
    pem = Ed25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    write_private(path, pem)


def is_signed(content: bytes, *, signature: str, public: str) -> bool:
    """Whether the holder of this public key signed exactly this."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
        key.verify(bytes.fromhex(signature), content)
    except (ValueError, InvalidSignature):
        return False
    return True
