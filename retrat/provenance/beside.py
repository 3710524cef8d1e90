"""What lies beside the log and cannot be there without an entry of it: consents, tombstones, files.

Each is written after its line, so none is ever seen before its line can be.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from retrat.provenance.home import Home
from retrat.provenance.keys import is_signed


@dataclass(frozen=True, kw_only=True, slots=True)
class Trace:
    """Something that was done here, and the kinds of entries of which one must tell of its id."""

    path: Path
    kinds: tuple[str, ...]
    id: str


def traces(home: Home, public: str) -> Iterator[Trace]:
    """Everything of an installation with this key; records of others count once accepted."""
    for path in sorted(home.outputs.glob("*.json")):
        yield Trace(path=path, kinds=("generation",), id=path.stem)
    for folder in sorted(path for path in home.cast.iterdir() if path.is_dir()):
        tombstone, record = folder / "revoked.json", folder / "record.json"
        if tombstone.exists():
            yield Trace(path=tombstone, kinds=("revocation", "erasure"), id=folder.name)
        if record.exists() and _is_ours(folder, public):
            yield Trace(path=record, kinds=("consent", "import"), id=folder.name)


def _is_ours(folder: Path, public: str) -> bool:
    """Whether this installation signed the record or took it from another one."""
    try:
        if json.loads((folder / "record.json").read_bytes())["public_key"] == public:
            return True
        accepted = json.loads((folder / "accepted.json").read_bytes())
        body, signature = str(accepted["body"]).encode(), str(accepted["signature"])
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return is_signed(body, signature=signature, public=public)
