"""Given files as they were when the work began: private copies, which nobody exchanges.

Between the question whose face a file shows and the clip, the file is read several times: hashed,
looked at, decoded, enrolled. If it changed in between, somebody would be shown who was not asked.
So all of that reads copies, which are removed when the work ends; those that a killed process left
are removed when the next work begins.

home/held/<random>/<number>/<name>     a copy
         /<random>.lock                held as long as its process works
"""

import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from filelock import FileLock, Timeout

from retrat.errors import RequestError, RetratError
from retrat.media.opening import require_file
from retrat.provenance.home import Home, private_folder
from retrat.runtime.order import Order, Person


@contextmanager
def held(order: Order, home: Home) -> Iterator[Order]:
    """The order, with copies in place of its files."""
    given: dict[Path, str] = {}
    for person in order.people:
        given |= dict.fromkeys(person.references, "reference")
        given |= {} if person.voice is None else {person.voice: "voice"}
    for name in ("image", "place", "audio", "continues"):
        path = getattr(order, name)
        given |= {} if path is None else {path: name}
    with copied(home, given) as own:
        yield replace(
            order,
            references=tuple(own[path] for path in order.references),
            voice=order.voice and own[order.voice],
            image=order.image and own[order.image],
            place=order.place and own[order.place],
            audio=order.audio and own[order.audio],
            continues=order.continues and own[order.continues],
            others=tuple(_with_copies(person, own) for person in order.others),
        )


@contextmanager
def copied(home: Home, given: Mapping[Path, str]) -> Iterator[Mapping[Path, Path]]:
    """Copies of files, by the paths that were given, each with the field that names it.

    Refusals name what was given, not the copy.
    """
    for path, field in given.items():
        require_file(path, field=field)
    if not given:
        yield {}
        return
    lock = _begun(home)
    folder = Path(lock.lock_file).with_suffix("")
    copies: dict[Path, Path] = {}
    try:
        for number, (path, field) in enumerate(given.items()):
            copies[path] = _copy(path, private_folder(folder / str(number)), field)
        yield copies
    except RetratError as error:
        _name_given(error, copies)
        raise
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        lock.release()
        Path(lock.lock_file).unlink(missing_ok=True)


def _with_copies(person: Person, own: Mapping[Path, Path]) -> Person:
    references = tuple(own[path] for path in person.references)
    return replace(person, references=references, voice=person.voice and own[person.voice])


def sweep(home: Home) -> None:
    """Remove what killed processes left."""
    root = private_folder(home.root / "held")
    with FileLock(root / ".lock"):
        _sweep(root)


def _begun(home: Home) -> FileLock:
    """The lock of a new folder; whoever sweeps waits until it is held."""
    root = private_folder(home.root / "held")
    with FileLock(root / ".lock"):
        _sweep(root)
        lock = FileLock(root / f"{secrets.token_hex(8)}.lock")
        lock.acquire()
    return lock


def _sweep(root: Path) -> None:
    for path in root.glob("?*.lock"):
        left = FileLock(path)
        try:
            left.acquire(timeout=0)
        except Timeout:
            continue  # at work
        shutil.rmtree(path.with_suffix(""), ignore_errors=True)
        left.release()
        path.unlink(missing_ok=True)


def _copy(path: Path, folder: Path, field: str) -> Path:
    copy = folder / path.name
    try:
        shutil.copyfile(path, copy)
    except OSError as error:
        reason = os.strerror(error.errno or 0).lower()
        text = f"{path} can't be copied to {folder.parent.parent}, where it is looked at: {reason}."
        text = f"{text} Make room there, or let RETRAT_HOME name another folder."
        raise RequestError(text, field=field) from None
    copy.chmod(0o600)
    return copy


def _name_given(error: RetratError, copies: Mapping[Path, Path]) -> None:
    text = str(error)
    for path, copy in copies.items():
        text = text.replace(str(copy), str(path))
    error.args = (text,)
    if isinstance(error, RequestError):
        error.message = text
