"""Files that people give, kept once each under the hash of their bytes."""

import hashlib
import json
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from filelock import FileLock

from retrat.errors import RequestError
from retrat.media.sniff import MediaKind, sniff
from retrat.provenance.home import private_folder, write_private

MEBI = 2**20
# The most bytes of one file, by what it is.
MOST_BYTES: dict[MediaKind, int] = {"image": 30 * MEBI, "audio": 60 * MEBI, "video": 300 * MEBI}
MOST_TOGETHER = 20 * 1024 * MEBI
MOST_FILES = 20_000
_CHUNK = MEBI


class UnknownAsset(RequestError):
    """No file of this hash is here."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Asset:
    """What is known about a kept file; `id` is its SHA-256."""

    id: str
    kind: MediaKind
    media_type: str
    suffix: str
    name: str
    bytes_: int
    width: int | None
    height: int | None
    seconds: float | None
    created: float


class AssetStore:
    """A folder of files by hash, each with a note of what it is."""

    def __init__(
        self, folder: Path, *, most_together: int = MOST_TOGETHER, most_files: int = MOST_FILES
    ) -> None:
        self._folder = private_folder(folder)
        self._most_together, self._most_files = most_together, most_files
        self._lock = FileLock(self._folder / ".lock")

    @property
    def most_bytes(self) -> int:
        return self._most_together

    def keep(self, source: IO[bytes], *, name: str, field: str = "file") -> Asset:
        """Take a file in; the same bytes again are the same asset."""
        name = Path(name.replace("\\", "/")).name[:200] or "file"
        with tempfile.TemporaryDirectory(dir=self._folder, prefix=".incoming-") as folder:
            part = Path(folder) / "part"
            digest, size = _copied(source, part, name, field)
            known = self.find(digest)
            if known is None:
                return self._take(part, digest, size, name, field)
            self._note(digest).touch()
            return known

    def find(self, asset_id: str) -> Asset | None:
        """The note of a file that is here."""
        if not _is_hash(asset_id):
            return None
        try:
            fields = json.loads(self._note(asset_id).read_bytes())
        except (OSError, ValueError):
            return None
        asset = Asset(**fields)
        return asset if self._path(asset).is_file() else None

    def get(self, asset_id: str, *, field: str = "asset") -> Asset:
        asset = self.find(asset_id)
        if asset is None:
            text = f"There is no file {asset_id[:12]!r} here. Upload it first."
            raise UnknownAsset(text, field=field)
        return asset

    def path(self, asset_id: str, *, field: str = "asset") -> Path:
        """Where the file lies."""
        return self._path(self.get(asset_id, field=field))

    def given(self, asset_id: str) -> float:
        """When a file was given for the last time."""
        return self._note(asset_id).stat().st_mtime

    def all(self) -> list[Asset]:
        """Everything that is here, the newest first."""
        notes = (self.find(path.stem) for path in self._folder.glob("*/*.json"))
        return sorted((note for note in notes if note), key=lambda note: -note.created)

    def delete(self, asset_id: str) -> None:
        asset = self.get(asset_id)
        self._path(asset).unlink(missing_ok=True)
        self._note(asset_id).unlink(missing_ok=True)

    def _take(self, part: Path, digest: str, size: int, name: str, field: str) -> Asset:
        found = sniff(part, name=name, field=field)
        if size > MOST_BYTES[found.kind]:
            most = MOST_BYTES[found.kind] // MEBI
            text = f"{name} has {size / MEBI:.0f} MiB; an {found.kind} file may have {most} MiB"
            raise RequestError(f"{text}. Give a smaller one.", field=field)
        asset = Asset(
            id=digest,
            kind=found.kind,
            media_type=found.media_type,
            suffix=found.suffix,
            name=name,
            bytes_=size,
            width=found.width,
            height=found.height,
            seconds=found.seconds,
            created=time.time(),
        )
        with self._lock:
            self._require_room(size, field)
            private_folder(self._note(digest).parent)
            part.chmod(0o600)
            part.replace(self._path(asset))
            write_private(self._note(digest), json.dumps(asdict(asset)).encode())
        return asset

    def _require_room(self, size: int, field: str) -> None:
        kept = self.all()
        if len(kept) >= self._most_files:
            text = f"{len(kept)} files are kept here, which is the most. Delete some first."
            raise RequestError(text, field=field)
        used = sum(asset.bytes_ for asset in kept)
        if used + size > self._most_together:
            most = self._most_together / 1e9
            text = f"The files kept here may have {most:.1f} GB together. Delete some first."
            raise RequestError(text, field=field)

    def _path(self, asset: Asset) -> Path:
        return self._folder / asset.id[:2] / f"{asset.id}{asset.suffix}"

    def _note(self, asset_id: str) -> Path:
        return self._folder / asset_id[:2] / f"{asset_id}.json"


def _copied(source: IO[bytes], part: Path, name: str, field: str) -> tuple[str, int]:
    """The bytes on disk, their hash and their number; stops at the most that any kind may have."""
    digest, size = hashlib.sha256(), 0
    with part.open("wb") as file:
        while chunk := source.read(_CHUNK):
            size += len(chunk)
            if size > max(MOST_BYTES.values()):
                most = max(MOST_BYTES.values()) // MEBI
                text = f"{name} has more than {most} MiB. Give a smaller file."
                raise RequestError(text, field=field)
            digest.update(chunk)
            file.write(chunk)
    return digest.hexdigest(), size


def _is_hash(text: str) -> bool:
    return len(text) == 64 and set(text) <= set("0123456789abcdef")
