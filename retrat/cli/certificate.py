"""`retrat certificate`: what signs the manifests of the files that are made here."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from retrat.provenance.home import Home

EPILOG = """\
Without a certificate of your own one is made at first use, and elsewhere readers say "valid, signer
unknown". Files that were signed before a change stay known here."""


def add_parser(commands: Any) -> None:
    """The options of `retrat certificate ...`."""
    parser = commands.add_parser(
        "certificate", help="what signs the files that are made here", epilog=EPILOG
    )
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    show = actions.add_parser("show", help="who signs, and until when")
    show.set_defaults(run=run_show)
    use = actions.add_parser("use", help="sign with your own from now on")
    use.set_defaults(run=run_use)
    use.add_argument("chain", type=Path, metavar="CHAIN", help="certificates in PEM, leaf first")
    use.add_argument("key", type=Path, metavar="KEY", help="the leaf's key in PEM, unencrypted")
    forget = actions.add_parser("forget", help="remove your own; sign with the one made here")
    forget.set_defaults(run=run_forget)


def run_show(_: argparse.Namespace) -> int:
    """One sentence."""
    from retrat.provenance.home import Home

    _tell(Home.default())
    return 0


def run_use(options: argparse.Namespace) -> int:
    """Try it, keep it, say what holds."""
    from retrat.provenance.certificate import read_certificate, use_certificate
    from retrat.provenance.home import Home
    from retrat.provenance.manifest import require_signing

    certificate = read_certificate(options.chain, options.key)
    require_signing(certificate)
    use_certificate(Home.default(), certificate)
    _tell(Home.default())
    return 0


def run_forget(_: argparse.Namespace) -> int:
    """Back to the one of this installation."""
    from retrat.provenance.certificate import forget_own
    from retrat.provenance.home import Home

    forget_own(Home.default())
    _tell(Home.default())
    return 0


def _tell(home: "Home") -> None:
    from retrat.provenance.certificate import has_own, signing_certificate

    certificate = signing_certificate(home)
    leaf, whose = certificate.leaf, "yours" if has_own(home) else "made here"
    who, by = leaf.subject.rfc4514_string(), leaf.issuer.rfc4514_string()
    until = leaf.not_valid_after_utc.date()
    print(f"{who}, issued by {by}, signs until {until} ({certificate.algorithm}, {whose}).")
