"""What a person asks for, in words and files: before anything is opened, read or computed."""

import os
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from retrat.conditioning.lines import shortened
from retrat.errors import RequestError
from retrat.pipeline.request import MOST_PICTURES, is_number, is_whole
from retrat.provenance.consent import check_purpose
from retrat.provenance.home import Home
from retrat.provenance.store import sha256_of
from retrat.runtime.label import check_label

FORMAT = 1
FORMAT_OF_SEVERAL = 2  # with `others`, which versions that knew one person would overlook
FORMAT_OF_JOINED = 3  # with `continues`, likewise
FORMAT_OF_PLACED = 4  # with `place`, likewise
FORMATS = (FORMAT, FORMAT_OF_SEVERAL, FORMAT_OF_JOINED, FORMAT_OF_PLACED)
MOST_NAME_BYTES = 240  # of a file's name; file systems take 255
_HASH = re.compile(r"[0-9a-f]{64}")
# What of an order is plain values: each with how it is checked and what is said otherwise.
_PLAIN: dict[str, tuple[Callable[[Any], bool], str]] = {
    "prompt": (lambda value: isinstance(value, str), "a sentence as text"),
    "face": (lambda value: value is None or is_whole(value), "a whole number, from 1"),
    "seconds": (lambda value: value is None or is_number(value), "a number, such as 4"),
    "size": (lambda value: value is None or _is_size(value), "width and height as (256, 256)"),
    "frames_per_second": (lambda value: value is None or is_number(value), "a number, such as 24"),
    "seed": (lambda value: value is None or is_whole(value), "a whole number, such as 7"),
    "steps": (lambda value: value is None or is_whole(value), "a whole number, such as 8"),
    "has_sound": (lambda value: isinstance(value, bool), "True or False"),
    "model": (lambda value: isinstance(value, str), "a name that `retrat models` lists"),
    "consent": (lambda value: value is None or isinstance(value, str), "self or a name"),
    "label": (lambda value: value is None or isinstance(value, str), "en, ca, es or zh"),
    "purpose": (lambda value: value is None or isinstance(value, str), "private or family"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """Somebody who appears: pictures, how they sound, and the cast name they are said to have."""

    references: tuple[Path, ...] = ()
    voice: Path | None = None
    face: int | None = None
    consent: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "references", _paths(self.references))
        voice = None if self.voice is None else _path(self.voice, "voice")
        object.__setattr__(self, "voice", voice)

    def validate(self) -> None:
        _require_plain(self, ("face", "consent"))
        if len(self.references) > MOST_PICTURES:
            text = f"{len(self.references)} references given; at most {MOST_PICTURES} are used."
            raise RequestError(f"{text} Choose the clearest.", field="reference")


@dataclass(frozen=True, kw_only=True, slots=True)
class Order:
    """One clip as ordered; None means what the release recommends.

    `references` are pictures of the first person, `voice` how they sound, `others` who else
    appears, `image` the first frame, `place` a picture of where it happens, `audio` a recording
    that becomes the sound track. `face` counts from the left, from 1. Paths may be given as text,
    and a single reference without its tuple.
    `label` is the language of the visible label, None for no label. `continues` is a clip made
    here: the result is that clip and what comes after its last frame. `purpose` is what the clip
    is for, as the people in it agreed to; None asks for private use and says nothing of it.
    """

    prompt: str
    references: tuple[Path, ...] = ()
    voice: Path | None = None
    image: Path | None = None
    place: Path | None = None
    audio: Path | None = None
    face: int | None = None
    seconds: float | None = None
    size: tuple[int, int] | None = None
    frames_per_second: float | None = None
    seed: int | None = None
    steps: int | None = None
    has_sound: bool = True
    model: str = "nano"
    consent: str | None = None
    label: str | None = None
    others: tuple[Person, ...] = ()
    continues: Path | None = None
    purpose: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "references", _paths(self.references))
        for name in ("voice", "image", "place", "audio", "continues"):
            given = getattr(self, name)
            object.__setattr__(self, name, None if given is None else _path(given, name))

    @property
    def people(self) -> tuple[Person, ...]:
        """Everyone who appears, in the order of `character1`, `character2` in the prompt."""
        if not self.references and self.voice is None:
            return self.others
        names = ("references", "voice", "face", "consent")
        return (Person(**{name: getattr(self, name) for name in names}), *self.others)

    @property
    def files(self) -> tuple[Path, ...]:
        """Everything that is read."""
        given = [path for person in self.people for path in (*person.references, person.voice)]
        given += [self.image, self.place, self.audio, self.continues]
        return tuple(path for path in given if path is not None)

    @property
    def mode(self) -> str:
        """What the files ask for; the word that consent records use."""
        if self.audio is not None:
            return "audio"
        if self.people:
            return "reference"
        begins = self.image is not None or self.continues is not None
        return "image" if begins else "text"

    def validate(self) -> None:
        """Refuse what contradicts itself; values are checked by the request made of them."""
        _require_plain(self, _PLAIN)
        check_label(self.label)
        check_purpose(self.purpose)
        for person in self.people:
            person.validate()
        if self.continues is not None and self.image is not None:
            text = "A clip that goes on from another begins with its last frame."
            raise RequestError(f"{text} Leave the image out.", field="image")
        if self.place is not None and (self.image is not None or self.continues is not None):
            before = "A first frame" if self.image is not None else "The clip that goes on"
            text = f"{before} already shows where it happens. Leave the place out."
            raise RequestError(text, field="place")
        has_voice = any(person.voice is not None for person in self.people)
        if self.audio is not None and has_voice:
            text = "A recording is the sound already, and a voice would speak over it."
            raise RequestError(f"{text} Give one of them.", field="voice")
        given = "audio" if self.audio is not None else "voice" if has_voice else None
        if given and not self.has_sound:
            name = {"audio": "a recording", "voice": "a voice"}[given]
            text = f"The clip is to have no sound, and {name} gives it some. Leave one out."
            raise RequestError(text, field=given)


def _paths(given: Iterable[str | Path] | str | Path) -> tuple[Path, ...]:
    """One path or several."""
    if isinstance(given, str | os.PathLike):
        return (_path(given, "reference"),)
    if not isinstance(given, Iterable):
        raise _no_path(given, "references")
    return tuple(_path(path, "reference") for path in given)


def _path(given: Any, field: str) -> Path:
    try:
        return Path(given)
    except TypeError:
        raise _no_path(given, field) from None


def _no_path(given: object, field: str) -> RequestError:
    text = f"{field}={shortened(ascii(given))} is no file's path. Give it as text or as a Path."
    return RequestError(text, field=field)


def _is_size(value: object) -> bool:
    return isinstance(value, tuple) and len(value) == 2 and all(map(is_whole, value))


def _require_plain(values: "Order | Person", names: Iterable[str]) -> None:
    for name in names:
        is_right, wanted = _PLAIN[name]
        value = getattr(values, name)
        if not is_right(value):
            field = "fps" if name == "frames_per_second" else name
            text = f"{field}={shortened(ascii(value))} can't be understood. Give {wanted}."
            raise RequestError(text, field=field)


def size_from_text(text: str) -> tuple[int, int]:
    """256x256 as (width, height)."""
    match = re.fullmatch(r"(\d{1,5})[x*](\d{1,5})", text.strip().lower())
    if match is None:
        text = f"size={text!r}: give width and height as 256x256."
        raise RequestError(text, field="size")
    return int(match[1]), int(match[2])


def settings_of(order: Order) -> dict[str, Any]:
    """The order for a file's metadata: files by name and hash alone, so no folder is told."""
    fields = asdict(order)
    for name in ("consent", "purpose", "others", "continues", "place"):
        del fields[name]
    files = {
        "references": [_fingerprint(path) for path in order.references],
        "voice": _fingerprint_of(order.voice),
        "image": _fingerprint_of(order.image),
        "audio": _fingerprint_of(order.audio),
    }
    told = {"format": FORMAT, **fields, **files}
    if order.others:
        told |= {"format": FORMAT_OF_SEVERAL, "others": [_told(other) for other in order.others]}
    if order.continues is not None:
        told |= {"format": FORMAT_OF_JOINED, "continues": _fingerprint(order.continues)}
    if order.place is not None:
        told |= {"format": FORMAT_OF_PLACED, "place": _fingerprint(order.place)}
    return told


def _told(person: Person) -> dict[str, Any]:
    return {
        "references": [_fingerprint(path) for path in person.references],
        "voice": _fingerprint_of(person.voice),
        "face": person.face,
    }


def order_from(settings: Mapping[str, Any], *, folders: Iterable[Path], home: Home) -> Order:
    """The order behind a file; what it used is looked for by hash in `folders` and the cast.

    Whatever the file says of consent and purpose is not taken: nobody says that but who orders.
    """
    fields = {"continues": None, "place": None, **settings}
    around = tuple(folders)
    try:
        if fields.pop("format") not in FORMATS:
            raise KeyError("format")
        fields.pop("consent", None)
        fields.pop("purpose", None)
        others = tuple(_person(entry, around, home) for entry in fields.pop("others", ()))
        found = [_find(entry, around, home, "reference") for entry in fields.pop("references")]
        files = {
            name: None if entry is None else _find(entry, around, home, name)
            for name in ("voice", "image", "place", "audio", "continues")
            for entry in [fields.pop(name)]
        }
        size = fields.pop("size")
        known = {name: fields[name] for name in Order.__dataclass_fields__ if name in fields}
        order = Order(
            **{**known, **files, "references": tuple(found), "others": others},
            size=None if size is None else tuple(size),
        )
        _require_known(order)
        for other in others:
            _require_known(other)
        return order
    except (KeyError, TypeError, AttributeError, ValueError, RecursionError):
        text = "The settings in this file are not those of retrat, or of a later version."
        raise RequestError(f"{text} Update retrat, or give the order anew.", field="from") from None


def _require_known(values: Order | Person) -> None:
    for name in set(_PLAIN) & set(values.__dataclass_fields__):
        if not _PLAIN[name][0](getattr(values, name)):
            raise TypeError(name)


def _person(entry: Mapping[str, Any], folders: tuple[Path, ...], home: Home) -> Person:
    voice = entry["voice"]
    return Person(
        references=tuple(_find(each, folders, home, "reference") for each in entry["references"]),
        voice=None if voice is None else _find(voice, folders, home, "voice"),
        face=entry["face"],
    )


def require_output(path: Path) -> None:
    """Refuse an output that could not be written, before any work."""
    if path.suffix.lower() != ".mp4":
        raise RequestError(
            f"output={path}: only .mp4 is written. Name a file .mp4.", field="output"
        )
    if (length := len(os.fsencode(path.name))) > MOST_NAME_BYTES or "\0" in str(path):
        text = f"The output's name is too long or no name at all ({length} bytes). Choose one"
        raise RequestError(f"{text} of at most {MOST_NAME_BYTES}.", field="output")
    folder = path.parent
    try:
        is_folder, has_folder = path.is_dir(), folder.is_dir()
    except OSError as error:
        reason = os.strerror(error.errno or 0).lower()
        text = f"output={str(path)[:200]}: the folder can't be looked into ({reason})."
        raise RequestError(f"{text} Choose another folder.", field="output") from None
    if is_folder:
        raise RequestError(f"output={path} is a folder. Name a file in it.", field="output")
    if not has_folder:
        text = f"output={path}: the folder {folder} does not exist. Make it, or choose another."
        raise RequestError(text, field="output")
    if not os.access(folder, os.W_OK | os.X_OK):
        text = f"output={path}: you may not write to {folder}. Choose another folder."
        raise RequestError(text, field="output")


def require_apart(output: Path, given: Iterable[Path], *, field: str = "output") -> None:
    """Refuse an output that would take the place of a file that was given."""
    there = os.path.realpath(output)
    for path in given:
        if "\0" not in str(path) and os.path.realpath(path) == there:
            text = f"output={output} is a file that you gave, and would be overwritten."
            raise RequestError(f"{text} Choose another name.", field=field)


def _fingerprint(path: Path) -> dict[str, str]:
    return {"name": path.name, "sha256": sha256_of(path.read_bytes())}


def _fingerprint_of(path: Path | None) -> dict[str, str] | None:
    return None if path is None else _fingerprint(path)


def _find(entry: Mapping[str, str], folders: tuple[Path, ...], home: Home, field: str) -> Path:
    name, sha256 = Path(entry["name"]).name, entry["sha256"]
    if not _HASH.fullmatch(sha256):
        raise ValueError("sha256")
    kept = sorted(home.cast.glob(f"*/*/{sha256}.*"))
    for path in (*(folder / name for folder in folders), *kept):
        if _is_file(path) and sha256_of(path.read_bytes()) == sha256:
            return path
    shown = "".join(letter if letter.isprintable() else "?" for letter in name[:100])
    text = (
        f"{shown}, which this file was made from, is neither beside it, nor here, nor in the cast."
    )
    raise RequestError(f"{text} Put it beside the file.", field=field)


def _is_file(path: Path) -> bool:
    """Whether it is there to be read; a name that can't be one is not."""
    try:
        return path.is_file() and os.access(path, os.R_OK)
    except OSError:
        return False
