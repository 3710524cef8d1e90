"""Where this installation keeps its keys, its cast, its log and the records of what it made.

One folder, readable by its owner only: RETRAT_HOME, or the place the operating system gives to
applications. Files are written beside their place and moved there, so that a crash leaves the old
file or the new one, never half of one.
"""

import errno
import json
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import platformdirs

from retrat.errors import ProvenanceError


@dataclass(frozen=True, kw_only=True, slots=True)
class Home:
    """The folder of one installation."""

    root: Path

    @classmethod
    def default(cls) -> "Home":
        given = os.environ.get("RETRAT_HOME")
        root = Path(given) if given else platformdirs.user_data_path("retrat", appauthor=False)
        return cls(root=root)

    @property
    def keys(self) -> Path:
        return private_folder(self.root / "keys")

    @property
    def cast(self) -> Path:
        return private_folder(self.root / "cast")

    @property
    def log(self) -> Path:
        return private_folder(self.root) / "log.jsonl"

    @property
    def outputs(self) -> Path:
        return private_folder(self.root / "outputs")


def require_writable(home: Home) -> None:
    """Refuse a home in which nothing can be kept, before work whose end is to be kept there."""
    for folder in (private_folder(home.root), home.keys, home.outputs):
        with _explained(folder):
            if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


def private_folder(path: Path) -> Path:
    """This folder, made if it is missing, open to its owner only."""
    with _explained(path):
        for folder in (*reversed(path.parents), path):
            if not folder.exists():
                folder.mkdir(mode=0o700, exist_ok=True)
        if not path.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
        if path.stat().st_mode & 0o077:
            path.chmod(0o700)
    return path


def write_private(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, readable by its owner only."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with _explained(path):
        try:
            descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(path)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """What the operating system refuses, as one sentence that names the place."""
    try:
        yield
    except OSError as error:
        reason = os.strerror(error.errno or 0).lower()
        text = f"{path}, where retrat keeps its keys and its log, can't be written: {reason}."
        text = f"{text} Let RETRAT_HOME name a folder that you may write to, with space"
        raise ProvenanceError(f"{text} on its disk.") from error


def canonical(value: Mapping[str, Any]) -> bytes:
    """The one spelling of a JSON value: what is hashed and what is signed."""
    spelt = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return spelt.encode()
