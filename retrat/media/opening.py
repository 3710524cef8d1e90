"""Files that people give, opened as what they are: media, never a script that leads elsewhere.

The library underneath takes `12:30.wav` for an address and follows a playlist to other files,
whose hash is then not the one that consent was asked for; and it waits for ever at a pipe.
"""

import os
import stat
from pathlib import Path

import av

from retrat.errors import RequestError

# Formats that hold nothing but media: no playlist, no script, no row of numbered pictures.
_FORMATS = (
    "aac,ac3,aiff,amr,asf,au,avi,caf,eac3,flac,flv,gif,h264,hevc,ivf,loas,m4v,matroska,mov,mp3,"
    "mpeg,mpegts,mpegvideo,mxf,obu,ogg,w64,wav,wv,yuv4mpegpipe,"
    "bmp_pipe,jpeg_pipe,png_pipe,tiff_pipe,webp_pipe"
)
_OPTIONS = {"format_whitelist": _FORMATS, "protocol_whitelist": "file"}


def require_file(path: Path, *, field: str) -> None:
    """Refuse, without opening it, what is no file or can't be reached."""
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        raise RequestError(f"{path} is not there. Check the path.", field=field) from None
    except PermissionError:
        text = f"{path} is in a folder that you may not look into. Give a file that you may read."
        raise RequestError(text, field=field) from None
    except (OSError, ValueError):  # a name that is too long, a link to itself
        text = f"{str(path)[:100]!r} can't be a file's path. Check the path."
        raise RequestError(text, field=field) from None
    if stat.S_ISDIR(mode):
        raise RequestError(f"{path} is a folder. Name a file in it.", field=field)
    if not stat.S_ISREG(mode):
        text = f"{path} is a pipe or a device, and is to be read more than once. Save it as a file"
        raise RequestError(f"{text} and name that.", field=field)
    if not os.access(path, os.R_OK):
        text = f"{path} is there, but you may not read it. Allow it, or give another file."
        raise RequestError(text, field=field)


def open_media(path: Path, *, field: str) -> av.container.InputContainer:
    """A container to read from; raises `av.FFmpegError` or `OSError` where it is none."""
    require_file(path, field=field)
    return av.open(str(path.absolute()), metadata_errors="ignore", options=_OPTIONS)
