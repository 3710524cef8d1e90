"""Which releases can be used now; a file that was hashed once is not hashed again."""

import functools
from dataclasses import dataclass

from retrat.errors import ReleaseError
from retrat.runtime.checks import most_people
from retrat.runtime.models import TINY, release_named, require_files
from retrat.runtime.settings import Settings
from retrat.weights import Release, releases

Stamp = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Offer:
    """A release that may be asked for; `problem` says why it can't be used, if it can't."""

    name: str
    version: str
    licence: str
    summary: str
    bytes_: int
    frames_per_second: float
    steps: int | None
    most_people: int
    problem: str | None


def offers(settings: Settings) -> dict[str, Offer]:
    """Every release that may be named, the tiny one last."""
    known = {**releases(settings.models), TINY: release_named(TINY)}
    return {name: _offer(release) for name, release in known.items()}


def _offer(release: Release) -> Offer:
    return Offer(
        name=release.name,
        version=release.version,
        licence=release.licence,
        summary=release.summary,
        bytes_=release.bytes_,
        frames_per_second=float(release.settings["frames_per_second"]),
        steps=release.settings.get("steps"),
        most_people=most_people(release),
        problem=problem_of(release),
    )


def problem_of(release: Release) -> str | None:
    """Why a release can't be used, in a sentence; None when it can."""
    return _problem(_Hashable(release), _stamp(release))


class _Hashable:
    """A release as a key: by where it lies."""

    def __init__(self, release: Release) -> None:
        self.release = release
        self._key = (release.name, release.version, str(release.folder))

    def __hash__(self) -> int:
        return hash(self._key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Hashable) and self._key == other._key


@functools.lru_cache(maxsize=64)
def _problem(key: _Hashable, stamp: Stamp) -> str | None:
    del stamp  # a changed file is another question
    try:
        require_files(key.release)
    except ReleaseError as error:
        return str(error)
    return None


def _stamp(release: Release) -> Stamp:
    """Size and time of every file; what is missing has none."""
    found = []
    for file in release.files.values():
        path = release.folder / file.name
        status = path.stat() if path.is_file() else None
        size, time = (status.st_size, status.st_mtime_ns) if status else (-1, 0)
        found.append((file.name, size, time))
    return tuple(found)
