"""A certificate made here, so that phones on the network may use camera and microphone.

Browsers ask for a page's microphone only over HTTPS. Nobody vouches for this certificate, so a
browser warns once; after that nobody on the network can read along.
"""

import ipaddress
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from retrat.provenance.home import Home, write_private
from retrat.server.options import Options

_LIFE = timedelta(days=397)  # the longest that phones accept
_EARLY = timedelta(days=1)  # clocks of phones are not exact


def server_certificate(home: Home, options: Options) -> Path:
    """The key and the certificate in one file, made anew when names changed or it ends soon."""
    path = home.keys / "server.pem"
    names = _names(options)
    if not path.exists() or not _holds(path, names):
        write_private(path, _made(names))
    return path


def _names(options: Options) -> tuple[str, ...]:
    """Every name and address by which this machine may be called."""
    host = socket.gethostname()
    found = {"localhost", "127.0.0.1", "::1", host, f"{host}.local", *options.hosts}
    found |= {options.host} - {"0.0.0.0", "::"}
    return tuple(sorted(found | _addresses()))


def _addresses() -> set[str]:
    """This machine's addresses on its networks; the one that leads out at least."""
    found: set[str] = set()
    for family, target in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            try:
                probe.connect((target, 9))  # sends nothing: only chooses a way out
                found.add(probe.getsockname()[0])
            except OSError:
                continue
    return found


def _holds(path: Path, names: tuple[str, ...]) -> bool:
    try:
        certificate = x509.load_pem_x509_certificate(path.read_bytes())
        alternatives = certificate.extensions.get_extension_for_class(
            x509.SubjectAlternativeName
        ).value
    except (ValueError, x509.ExtensionNotFound):
        return False
    known = {str(name.value) for name in alternatives}
    return set(names) <= known and certificate.not_valid_after_utc > datetime.now(UTC) + _EARLY


def _made(names: tuple[str, ...]) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Retrat on this machine")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _EARLY)
        .not_valid_after(now + _LIFE - _EARLY)
        .add_extension(x509.SubjectAlternativeName([_general(n) for n in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(key, SHA256())
    )
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return pem + certificate.public_bytes(Encoding.PEM)


def _general(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)
