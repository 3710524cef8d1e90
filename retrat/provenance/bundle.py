"""A consent as one file, to take to another machine."""

import io
import json
import zipfile
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from retrat.errors import ProvenanceError, RequestError
from retrat.media.sniff import CONTAINERS, PICTURES
from retrat.provenance import log
from retrat.provenance.consent import ConsentRecord, parse_record
from retrat.provenance.home import Home, canonical, write_private
from retrat.provenance.keys import installation_key
from retrat.provenance.store import FOLDERS, files, load_cast, logged, sha256_of, write_member

BUNDLE_LIMIT = 256 * 2**20
SUFFIXES = {suffix for _, suffix in PICTURES.values()} | {
    suffix for _, video, _, audio in CONTAINERS.values() for suffix in (video, audio)
}


def export(home: Home, who: str, path: Path) -> Path:
    """The record and its files as one bundle, to take to another machine."""
    record = load_cast(home).find(who).record
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as bundle:
        bundle.writestr("record.json", canonical(asdict(record)))
        for kind, folder in FOLDERS.items():
            for file in files(home, record, kind):
                bundle.writestr(f"{folder}/{file.name}", file.read_bytes())
    write_private(path, buffer.getvalue())
    return path


def import_bundle(
    home: Home, path: Path, *, accept_key: str | None = None, now: datetime | None = None
) -> ConsentRecord:
    """Take a consent from another machine, if the user accepts the key that signed it."""
    record, content = _read_bundle(path)
    now = now or log.utc_now()
    log.require_ready(home, now)
    if not record.is_intact:
        raise ProvenanceError(
            f"The consent in {path.name} was changed after it was signed. Ask for it again."
        )
    if record.is_expired(now):
        raise ProvenanceError(
            f"The consent in {path.name} ended on {record.expires[:10]}. Ask for a new one."
        )
    folder = home.cast / record.consent_id
    if (folder / "revoked.json").exists():
        raise ProvenanceError(f"The consent in {path.name} was withdrawn on this machine.")
    key = installation_key(home)
    if record.public_key != key.public and accept_key != record.public_key:
        raise RequestError(
            f"The consent in {path.name} was signed by another installation, "
            f"{record.public_key[:16]}. If that is the person's machine (compare the key with "
            f"them), import it with --accept-key {record.public_key}.",
            field="accept_key",
        )
    log.append(home, "import", logged(record), now=now)
    write_member(home, record, content)
    body = canonical({"sha256": record.sha256, "accepted": log.spell_time(now)})
    accepted = {"body": body.decode(), "signature": key.sign(body)}
    write_private(folder / "accepted.json", canonical(accepted))
    log.touch(home)
    return record


def _known(suffix: str) -> str:
    """How files of a kind that is used here end; anything else could start as it is named."""
    lower = suffix.lower()
    same = {".jpeg": ".jpg", ".tif": ".tiff"}.get(lower, lower)
    return same if same in SUFFIXES else ".bin"


def _read_bundle(
    path: Path,
) -> tuple[ConsentRecord, dict[str, dict[str, tuple[bytes, str]]]]:
    try:
        with zipfile.ZipFile(path) as bundle:
            if sum(info.file_size for info in bundle.infolist()) > BUNDLE_LIMIT:
                raise ProvenanceError(f"{path.name} is larger than a consent bundle may be.")
            record = parse_record(json.loads(bundle.read("record.json")))
            listed = {"photos": record.photos, "voices": record.voices}
            content: dict[str, dict[str, tuple[bytes, str]]] = {name: {} for name in listed}
            for info in bundle.infolist():
                folder, _, name = info.filename.partition("/")
                stem, suffix = Path(name).stem, Path(name).suffix
                if folder in listed and stem in listed[folder]:
                    content[folder][stem] = (bundle.read(info), _known(suffix))
    except (OSError, ValueError, KeyError, zipfile.BadZipFile):
        raise ProvenanceError(
            f"{path.name} is not a consent bundle. Make one with `retrat cast export`."
        ) from None
    for name, hashes in listed.items():
        for sha256 in hashes:
            if sha256 not in content[name] or sha256_of(content[name][sha256][0]) != sha256:
                raise ProvenanceError(
                    f"A file in {path.name} is missing or was changed. Ask for it again."
                )
    return record, content
