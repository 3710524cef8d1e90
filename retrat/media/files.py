"""A file is either there whole or not there at all."""

import errno
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from retrat.errors import RequestError

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@contextmanager
def written_whole(path: Path, *, field: str = "output") -> Iterator[Path]:
    """A path of the same name in a hidden folder beside `path`.

    What is written there is moved into place when the block ends well; the folder is removed
    however it ends.
    """
    folder = path.with_name(f".retrat-{secrets.token_hex(4)}")
    try:
        folder.mkdir()
        part = folder / path.name
        yield part
        part.replace(path)
    except OSError as error:
        raise _refusal(path, error, field) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _refusal(path: Path, error: OSError, field: str) -> Exception:
    """What a user can do about a file that could not be written."""
    if error.errno in _NO_ROOM:
        free = _free_megabytes(path.parent)
        text = f"{path} could not be written: the disk is full ({free} MB free). Free some space"
        return RequestError(f"{text} or choose another folder.", field=field)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOENT, errno.ENOTDIR):
        reason = os.strerror(error.errno).lower()
        text = f"{path} could not be written: {reason}. Choose a folder you may write to."
        return RequestError(text, field=field)
    return error


def _free_megabytes(folder: Path) -> int:
    try:
        status = os.statvfs(folder)
    except OSError:
        return 0
    return status.f_bavail * status.f_frsize // 1_000_000
