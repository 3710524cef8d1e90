"""Somebody was erased: what the server kept of them outside the cast goes, too.

Uploads under the hashes of their photos, recordings and spoken statement, characters made of those,
copies that a killed process left, and what was left of work that showed them and was not finished.
Finished clips stay, with the marks and the record of who agreed to them, until they are deleted.
"""

import json
from collections.abc import Iterable
from pathlib import Path

from retrat.provenance.consent import ConsentRecord
from retrat.provenance.home import Home
from retrat.runtime.assets import AssetStore
from retrat.runtime.holding import sweep
from retrat.runtime.places import Places


def forget(home: Home, record: ConsentRecord, *, stopped: Iterable[str] = ()) -> int:
    """How many files were removed; `stopped` are the jobs that their withdrawal cancelled."""
    sweep(home)
    if not (home.root / "server").is_dir():  # there never was one
        return 0
    places = Places.of(home)
    theirs = {*record.photos, *record.voices}
    if record.evidence_sha256 is not None:
        theirs.add(record.evidence_sha256)
    assets = AssetStore(places.assets)
    gone = 0
    for sha256 in theirs:
        if assets.find(sha256) is not None:
            assets.delete(sha256)
            gone += 1
    paths = [path for path in places.characters.glob("char_*.json") if _shows(path, theirs)]
    paths += [path for job in stopped for path in (places.checkpoint(job), places.preview(job))]
    for path in paths:
        gone += path.exists()
        path.unlink(missing_ok=True)
    return gone


def _shows(character: Path, theirs: set[str]) -> bool:
    try:
        told = json.loads(character.read_bytes())
    except (OSError, ValueError):
        return False
    return bool(theirs & {told.get("photo"), told.get("voice")})
