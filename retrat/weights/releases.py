"""A release: a named, hashed, licensed set of weight files in one folder with a release.toml."""

import hashlib
import os
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import torch
from torch import nn

from retrat.errors import ReleaseError, RequestError
from retrat.media.files import written_whole
from retrat.weights.modules import load_module, save_module

SHIPPED = Path(__file__).parent / "releases"
CARD = "release.toml"
M = TypeVar("M", bound=nn.Module)


@dataclass(frozen=True, kw_only=True, slots=True)
class ReleaseFile:
    """One part's file: its name in the release's folder, its size and its hash."""

    name: str
    bytes_: int
    sha256: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Release:
    """What a release.toml says. `settings` are properties of the weights: steps, sizes, rates."""

    name: str
    version: str
    licence: str
    summary: str
    folder: Path
    settings: Mapping[str, Any]
    files: Mapping[str, ReleaseFile]

    @property
    def bytes_(self) -> int:
        return sum(file.bytes_ for file in self.files.values())

    def verify(self) -> None:
        """Refuse, naming the first file that is missing or damaged and what to do about it."""
        for part in self.files:
            self.path(part)

    def path(self, part: str) -> Path:
        """The file of a part, whole."""
        if part not in self.files:
            text = f"Release {self.name} has no {part}; it has {sorted(self.files)}."
            raise ReleaseError(f"{text} Update retrat or choose another model.")
        file = self.files[part]
        path = self.folder / file.name
        if not path.is_file():
            raise ReleaseError(f"{path} is missing. {self.remedy(file)}")
        size = path.stat().st_size
        if size != file.bytes_:
            text = f"{path} is damaged: {size} bytes instead of {file.bytes_}."
            raise ReleaseError(f"{text} {self.remedy(file)}")
        if sha256_of_file(path) != file.sha256:
            text = f"{path} is damaged: its SHA-256 is not {file.sha256[:12]}..."
            raise ReleaseError(f"{text} {self.remedy(file)}")
        return path

    def remedy(self, file: ReleaseFile) -> str:
        """How to get a file back."""
        if self.folder.is_relative_to(SHIPPED):
            place = f"retrat/weights/releases/{self.name}/{file.name}"
            return f"It comes with retrat: `git checkout -- {place}`, or install retrat again."
        return f"Put {file.name} of {self.name} {self.version}, whole, into {self.folder}."


def read_release(folder: Path) -> Release:
    """The card of one folder, strictly."""
    card = folder / CARD
    try:
        with card.open("rb") as file:
            table = tomllib.load(file)
        files = {part: _file(values) for part, values in table.pop("files").items()}
        settings = table.pop("settings")
        release = Release(**table, settings=settings, files=files, folder=folder)
    except FileNotFoundError:
        raise ReleaseError(f"{card} is missing. {_card_remedy(folder)}") from None
    except OSError as error:
        reason = os.strerror(error.errno or 0).lower()
        raise ReleaseError(f"{card} can't be read: {reason}. {_card_remedy(folder)}") from None
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise ReleaseError(f"{card} is damaged. {_card_remedy(folder)}") from None
    return release


def _card_remedy(folder: Path) -> str:
    if folder.is_relative_to(SHIPPED):
        return "Install retrat again."
    return "Put the card that came with the model there, or name another folder."


def releases(folders: Sequence[Path] = ()) -> dict[str, Release]:
    """Every release at hand by name: those shipped, then those in `folders`."""
    found: dict[str, Release] = {}
    for place in (SHIPPED, *folders):
        for card in sorted(place.glob(f"*/{CARD}")):
            release = read_release(card.parent)
            found.setdefault(release.name, release)
    return found


def find_release(name: str, folders: Sequence[Path] = ()) -> Release:
    """A release by name, or by the path of its folder."""
    try:
        has_card = (Path(name) / CARD).is_file()
    except OSError:  # a name too long for a path, a folder that may not be looked into
        has_card = False
    if has_card:
        return read_release(Path(name))
    known = releases(folders)
    if name not in known:
        shown = name if len(name) <= 60 else f"{name[:60]}..."
        text = f"model={shown!r} is not known; there are {', '.join(sorted(known)) or 'none'}."
        raise RequestError(f"{text} See `retrat models`.", field="model")
    return known[name]


def load_part(
    release: Release, part: str, kind: type[M], *, dtype: torch.dtype = torch.float32
) -> M:
    """One module of a release, checked against its hash."""
    return load_module(kind, release.path(part), dtype=dtype)


def publish_part(
    folder: Path, part: str, module: nn.Module, *, metadata: Mapping[str, str]
) -> ReleaseFile:
    """Save a module into a release's folder and write its size and hash into the card."""
    path = folder / f"{part}.safetensors"
    save_module(module, path, metadata=metadata)
    entry = ReleaseFile(name=path.name, bytes_=path.stat().st_size, sha256=sha256_of_file(path))
    release = read_release(folder)
    write_release(folder, release, {**release.files, part: entry})
    return entry


def write_release(folder: Path, release: Release, files: Mapping[str, ReleaseFile]) -> None:
    """Write the card anew with these files; the settings stay as they are."""
    head = {
        "name": release.name,
        "version": release.version,
        "licence": release.licence,
        "summary": release.summary,
    }
    lines = [f"{key} = {_toml(value)}" for key, value in head.items()]
    lines += ["", "[settings]", *(f"{k} = {_toml(v)}" for k, v in release.settings.items())]
    if not files:
        lines += ["", "[files]"]
    for part, file in sorted(files.items()):
        lines += ["", f"[files.{part}]", f"name = {_toml(file.name)}"]
        lines += [f"bytes = {file.bytes_}", f"sha256 = {_toml(file.sha256)}"]
    with written_whole(folder / CARD) as card:
        card.write_text("\n".join(lines) + "\n")


def sha256_of_file(path: Path) -> str:
    """The hash of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _file(values: Mapping[str, Any]) -> ReleaseFile:
    entries = dict(values)
    return ReleaseFile(bytes_=entries.pop("bytes"), **entries)


def _toml(value: Any) -> str:
    """A value of a card in TOML's spelling."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        return f'"{escaped}"'
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{k} = {_toml(v)}" for k, v in value.items()) + " }"
    return "[" + ", ".join(_toml(item) for item in value) + "]"
