"""Files in a foreign request, however they are given, as files that are kept here."""

import base64
import binascii
import io
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from pydantic import ValidationError

from retrat.errors import RequestError
from retrat.pipeline.request import FINE, LARGE, MADE, Size
from retrat.runtime.assets import MOST_BYTES, Asset
from retrat.runtime.label import LANGUAGES
from retrat.runtime.portraits import taken_from
from retrat.server.dialects.uploads import uploaded
from retrat.server.dialects.voices import is_voice, voice
from retrat.server.fetch import fetch
from retrat.server.service import Service

_MOST = max(MOST_BYTES.values())
_DATA = re.compile(r"data:[\w.+-]+/[\w.+-]+(?:;[\w=.+-]+)*;base64,")
_BARE = re.compile(r"[A-Za-z0-9+/\s]{64,}={0,2}\s*")
SMALL = 1.5  # of a small size's pixels: who asks for more has a larger one
FINELY = 0.7  # of the largest sizes' pixels: who asks for as many has one of them


def asset_from(service: Service, text: Any, *, field: str) -> Asset:
    """A file given as an address, a data URI, bare base64, an upload, a voice or an id of ours."""
    if not isinstance(text, str) or not text:
        raise _no_file(field)
    if text.startswith("oss://"):
        return service.assets.get(uploaded(service, text, field=field), field=field)
    if is_voice(text):
        return service.assets.get(voice(service, text, field=field).asset, field=field)
    if re.fullmatch(r"(file_)?[0-9a-f]{64}", text):
        return service.assets.get(text.removeprefix("file_"), field=field)
    if (found := _DATA.match(text)) or _BARE.fullmatch(text):
        content = _decoded(text[found.end() :] if found else text, field)
        return service.assets.keep(io.BytesIO(content), name=field, field=field)
    if not text.startswith(("http://", "https://")):
        raise _no_file(field)
    private = service.options.allows_private_urls
    with fetch(text, most_bytes=_MOST, field=field, allows_private=private) as file:
        name = urlsplit(text).path.rsplit("/", 1)[-1] or field
        return service.assets.keep(file, name=name, field=field)


@dataclass(kw_only=True, slots=True)
class Wanted:
    """A foreign request on its way to one of ours: what is left out is what we recommend."""

    prompt: str
    people: list[dict[str, Any]] = field(default_factory=list)
    image: str | None = None
    place: str | None = None
    audio: str | None = None
    values: dict[str, Any] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)  # what the client calls a field of ours
    warnings: list[str] = field(default_factory=list)

    def warn(self, text: str) -> None:
        self.warnings.append(text)

    def put(self, ours: str, value: Any, *, named: str) -> None:
        """A value, and the field that it came in."""
        self.values[ours] = value
        self.names[ours] = named

    def begin_with(self, asset: Asset, *, named: str) -> None:
        """The first frame."""
        self.image = asset.id
        self.names["image"] = named

    def happen_in(self, asset: Asset, *, named: str) -> None:
        """A picture of where it happens."""
        self.place = asset.id
        self.names["place"] = named

    def sound_like(self, asset: Asset, *, named: str) -> None:
        """The sound track."""
        self.audio = asset.id
        self.names["audio"] = named

    def add_person(
        self, service: Service, asset: Asset, voice: Asset | None = None, *, named: str
    ) -> None:
        """Somebody by a picture, or by a clip that shows and lets hear them."""
        for ours in ("people", "photos", "voice"):
            self.names.setdefault(ours, named)
        person: dict[str, Any] = {"photos": [asset.id]}
        if asset.kind == "video":
            taken = taken_from(service.assets, asset)
            person = {"photos": [taken.photo]}
            if taken.voice is not None:
                person["voice"] = taken.voice
        if voice is not None:
            person["voice"] = voice.id
        self.people.append(person)

    def body(self, model: str) -> dict[str, Any]:
        """The JobRequest's fields."""
        given = {"prompt": self.prompt, "people": self.people, "model": model, **self.values}
        files = {"image": self.image, "place": self.place, "audio": self.audio}
        return given | {name: value for name, value in files.items() if value is not None}


@contextmanager
def their_words(names: Mapping[str, str]) -> Iterator[None]:
    """What refuses our request, under the names that the client gave its fields."""
    try:
        yield
    except ValidationError as error:
        first = error.errors()[0]
        ours = str(first["loc"][0])
        theirs = names.get(ours, ours)
        text = f"{theirs}: {str(first['msg']).rstrip('.')}. Give another."
        raise RequestError(text, field=theirs) from None
    except RequestError as error:
        error.field = names.get(error.field, error.field)
        raise


def add_label(wanted: Wanted, language: Any) -> None:
    """The visible label, in a field that clients of both dialects can add to a request."""
    if language in (None, ""):
        return
    if language not in LANGUAGES:
        text = f"label={str(language)[:40]!r}: give one of {', '.join(LANGUAGES)}, or leave it out."
        raise RequestError(text, field="label")
    wanted.values["label"] = language


def nearest_size(width: int, height: int) -> str:
    """The size of ours whose shape is nearest among those of about as many pixels."""
    small = _nearest(MADE, width, height)
    if width * height <= SMALL * math.prod(small):
        return size_text(small)
    is_fine = width * height >= FINELY * math.prod(FINE[0])
    return nearest_shape(width, height, is_fine=is_fine)


def nearest_shape(width: int, height: int, *, is_fine: bool = False) -> str:
    """The usual size of ours whose shape is nearest to that of a ratio, or the largest."""
    return size_text(_nearest(FINE if is_fine else LARGE, width, height))


def size_text(size: Size) -> str:
    """As requests spell it."""
    return f"{size[0]}x{size[1]}"


def _nearest(sizes: Iterable[Size], width: int, height: int) -> Size:
    wanted = math.log(width / height)
    return min(sizes, key=lambda size: abs(math.log(size[0] / size[1]) - wanted))


def nearest(value: float, allowed: Iterable[float]) -> float:
    """The end of the range that a value is beyond, or the value."""
    low, high = min(allowed := tuple(allowed)), max(allowed)
    return min(max(value, low), high)


def number(value: Any, *, field: str) -> float:
    """A number, also one that a form spelled; refuses everything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise RequestError(f"{field}={value!r} is no number. Give one.", field=field)
    try:
        found = float(value)
    except ValueError:
        raise RequestError(f"{field}={value!r} is no number. Give one.", field=field) from None
    if found != found or found in (float("inf"), float("-inf")):
        raise RequestError(f"{field}={value!r} is no number. Give one.", field=field)
    return found


def truth(value: Any, *, field: str) -> bool:
    """A yes or no, also one that a form spelled."""
    known = {"true": True, "1": True, "false": False, "0": False}
    found = known.get(str(value).lower())
    if found is None:
        raise RequestError(f"{field}={value!r}: give true or false.", field=field)
    return found


def _no_file(field: str) -> RequestError:
    """In DashScope's words, which its users search for, and in ours."""
    text = f"{field}: url error, please check url! Give an address (https://...), a data URI,"
    return RequestError(f"{text} base64 or the id of an uploaded file.", field=field)


def _decoded(text: str, field: str) -> bytes:
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        raise RequestError(f"{field} is not valid base64. Encode it again.", field=field) from None
