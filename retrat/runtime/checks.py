"""Everything that can be refused is refused here, in one sentence, before any weight is loaded."""

import secrets
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from jaxtyping import Float, Int, UInt8
from torch import Tensor

from retrat.conditioning.shots import fitting_seconds, told_seconds
from retrat.conditioning.sizes import LARGER, drawn, resized, rim, scale_of, shrunk, with_rim
from retrat.errors import RequestError
from retrat.media import as_bytes, decode_audio, decode_image, from_bytes
from retrat.pipeline.notes import notes_of
from retrat.pipeline.request import (
    BY_RELEASE,
    LONGEST_SECONDS,
    SHORTEST_SECONDS,
    GenerateRequest,
    Recommended,
    Reference,
)
from retrat.provenance.consent import Kind, ReferenceUse
from retrat.provenance.store import sha256_of
from retrat.runtime.faces import Face, Portrait, find_faces, portrait, require_nobody
from retrat.runtime.joining import last_frame, require_joinable
from retrat.runtime.models import usual_size
from retrat.runtime.order import Order, Person, require_apart, require_output
from retrat.runtime.voices import LONGEST_SECONDS as LONGEST_RECORDING
from retrat.runtime.voices import require_sound, voice_sample
from retrat.types import Audio
from retrat.weights import Release

_BYTES_A_PIXEL = 0.4  # of a file a second, frames and sound together, generously
# Stands for somebody whose files are not read yet, so that words can be checked before.
_SOMEBODY = Reference(voice=Audio(samples=torch.zeros(1, 1), sample_rate=1))
_SEEN = replace(_SOMEBODY, busts=(torch.zeros(3, 1, 1),), faces=(torch.zeros(3, 1, 1),))


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Materials:
    """An order with every file read and every number decided: what the pipeline takes.

    `order` says what was decided, so that the file can be made again from it; `uses` names every
    face and voice, so that consent can be asked.
    """

    order: Order
    request: GenerateRequest
    uses: tuple[ReferenceUse, ...] = ()


def inspect(order: Order, release: Release, *, output: Path) -> Materials:
    """Read and check everything an order names; cheap things first."""
    check_given(order, output)
    request = _plain_request(order, release)
    request.validate()
    if order.continues is not None:
        rate = float(release.settings["frames_per_second"])
        require_joinable(order.continues, request, rate)
    sound = _sound(order)
    if sound is not None and order.seconds is None:
        seconds = min(max(sound.seconds, SHORTEST_SECONDS), LONGEST_SECONDS)
        request = replace(request, seconds=seconds)
    _require_room(output, request)
    sharpness = max(LARGER, request.scale)
    people = tuple(_reference(person, sharpness) for person in order.people)
    first_frame, faces = _first_frame(order, request.size)
    place = None if order.place is None else _place(order.place, request.size)
    request = replace(request, references=people, image=first_frame, place=place, audio=sound)
    request.validate()
    return Materials(
        order=_settled(order, request), request=request, uses=_uses(order, has_face=faces > 0)
    )


def check_given(order: Order, output: Path) -> None:
    """Refuse an order that contradicts itself, and an output that can't be written."""
    order.validate()
    require_output(output)
    require_apart(output, order.files)


def check_words(order: Order, release: Release) -> GenerateRequest:
    """Refuse what can be refused without opening a file: in a millisecond, before it is queued."""
    order.validate()
    request = _plain_request(order, release)
    request.validate()
    return request


def notes_before(order: Order, release: Release) -> tuple[str, ...]:
    """What of an order will not be heeded, before a file is opened."""
    request = check_words(order, release)
    width, height = drawn(request.size)
    blank = torch.zeros(3, height, width)
    begins = order.image is not None or order.continues is not None
    people = zip(request.references, order.people, strict=True)
    return notes_of(
        replace(
            request,
            references=tuple(
                replace(each, busts=each.busts * len(person.references)) for each, person in people
            ),
            image=blank if begins else None,
            place=None if order.place is None else blank,
        )
    )


def most_people(release: Release) -> int:
    """How many people the weights were trained to keep apart in one clip."""
    return int(release.settings.get("people", 1))


def _plain_request(order: Order, release: Release) -> GenerateRequest:
    """The order's words and numbers, without its files."""
    people, most = len(order.people), most_people(release)
    if people > most:
        text = f"{people} people given; {release.name} was trained for {most} in a clip."
        raise RequestError(f"{text} Leave {people - most} out.", field="people")
    if order.place is not None and release.files and "matting" not in release.files:
        text = f"{release.name} has no network that cuts people out to put them into a place."
        raise RequestError(f"{text} Leave the place out, or choose nano.", field="place")
    rate = float(release.settings["frames_per_second"])
    if order.frames_per_second not in (None, rate):
        text = f"fps={order.frames_per_second:g}: {release.name} makes {rate:g} frames a second."
        raise RequestError(f"{text} Leave it out.", field="fps")
    plain = GenerateRequest(
        prompt=order.prompt,
        seed=secrets.randbits(31) if order.seed is None else order.seed,
        steps=BY_RELEASE if order.steps is None else order.steps,
        has_sound=order.has_sound,
        references=tuple(_SEEN if each.references else _SOMEBODY for each in order.people),
        audio=None if order.audio is None else _SOMEBODY.voice,
    )
    plain.check_prompt()
    plain = replace(plain, size=order.size or usual_size(release))
    seconds = told_seconds(plain.shots) if order.seconds is None else order.seconds
    if seconds is None:  # as long as the words need
        seconds = min(
            fitting_seconds(plain.shots, plain.seconds, speaks=bool(plain.lines)), LONGEST_SECONDS
        )
    return replace(plain, seconds=float(seconds))


def _settled(order: Order, request: GenerateRequest) -> Order:
    steps = None if isinstance(request.steps, Recommended) else request.steps
    return replace(
        order, seconds=request.seconds, size=request.size, seed=request.seed, steps=steps
    )


def _require_room(output: Path, request: GenerateRequest) -> None:
    width, height = request.size
    needed = int(request.seconds * width * height * _BYTES_A_PIXEL) + 1_000_000
    free = shutil.disk_usage(output.parent).free
    if free < needed:
        text = f"output={output}: {free / 1e6:.1f} MB free there, {needed / 1e6:.1f} MB needed."
        raise RequestError(f"{text} Free some space or choose another folder.", field="output")


def _reference(person: Person, scale: int) -> Reference:
    """What the pipeline takes of one person, as many times as large as models see it."""
    portraits = [_portrait(path, person.face, scale) for path in person.references]
    return Reference(
        busts=tuple(from_bytes(found.bust) for found in portraits),
        faces=tuple(from_bytes(found.aligned) for found in portraits),
        voice=_voice(person),
    )


def _portrait(path: Path, face: int | None, scale: int) -> Portrait:
    picture = as_bytes(decode_image(path, field="reference"))
    return portrait(picture, name=str(path), field="reference", face=face, scale=scale)


def _voice(person: Person) -> Audio | None:
    if person.voice is None:
        return None
    heard = decode_audio(person.voice, longest_seconds=LONGEST_RECORDING, field="voice")
    return voice_sample(heard, name=str(person.voice))


def _sound(order: Order) -> Audio | None:
    if order.audio is None:
        return None
    longest = order.seconds or LONGEST_SECONDS
    heard = decode_audio(order.audio, longest_seconds=longest, field="audio")
    require_sound(heard, name=str(order.audio))
    return heard


def _first_frame(order: Order, size: tuple[int, int]) -> tuple[Float[Tensor, "c y x"] | None, int]:
    """The picture as it is drawn, and how many faces are in it that nobody asked about yet."""
    if order.continues is not None:  # whose permissions are carried over
        return with_rim(last_frame(order.continues), size), 0
    if order.image is None:
        return None, 0
    picture = decode_image(order.image, field="image")
    levels = as_bytes(picture)
    faces = find_faces(levels)
    return _filling(picture, size, _centre(levels, faces)), len(faces)


def _place(path: Path, size: tuple[int, int]) -> Float[Tensor, "c y x"]:
    """A picture of a place, as it is drawn."""
    picture = decode_image(path, field="place")
    require_nobody(as_bytes(picture), name=str(path), field="place")
    height, width = picture.shape[1:]
    return _filling(picture, size, (width / 2, height / 2))


def _centre(levels: UInt8[np.ndarray, "y x 3"], faces: Sequence[Face]) -> tuple[float, float]:
    """What a crop should keep in view: the faces if there are any, else the middle."""
    if not faces:
        return levels.shape[1] / 2, levels.shape[0] / 2
    boxes = np.array([face.box for face in faces], dtype=np.float64)
    return float(boxes[:, [0, 2]].mean()), float(boxes[:, [1, 3]].mean())


def _filling(
    picture: Float[Tensor, "c y x"], size: tuple[int, int], centre: tuple[float, float]
) -> Float[Tensor, "c v u"]:
    """The largest part of the clip's proportions, as near to `centre` as the edges allow; its rim
    is what is beside it there, or a mirror image.
    """
    # As in a larger clip, so that a clip is the same in every size.
    larger = LARGER if scale_of(size) == 1 else 1
    width, height = size
    rows, columns = picture.shape[1:]
    scale = min(columns / width, rows / height)
    across, down = min(columns, round(width * scale)), min(rows, round(height * scale))
    left = round(min(max(centre[0] - across / 2, 0), columns - across))
    top = round(min(max(centre[1] - down / 2, 0), rows - down))
    above, beside = (round(side * scale) for side in rim(size))
    part = picture[:, _mirrored(top - above, top + down + above, rows)]
    part = part[:, :, _mirrored(left - beside, left + across + beside, columns)]
    width, height = (larger * side for side in drawn(size))
    return shrunk(resized(part, height, width), larger)


def _mirrored(first: int, end: int, count: int) -> Int[Tensor, " n"]:
    """Numbers of rows, those beyond the first and the last of them mirrored."""
    last = count - 1
    return last - (last - torch.arange(first, end).abs()).abs()


def _uses(order: Order, *, has_face: bool) -> tuple[ReferenceUse, ...]:
    """Every face and voice that this order would use, and whose it is said to be.

    A first frame or a recording with several people in the clip may be anybody's of them.
    """
    uses: list[ReferenceUse] = []
    for person in order.people:
        for path in person.references:
            uses.append(_use("face", "reference", path, person.consent, face=person.face))
    anybody = None if order.others else order.consent
    if order.image is not None and has_face:
        uses.append(_use("face", "image", order.image, anybody))
    for person in order.people:
        if person.voice is not None:
            uses.append(_use("voice", "voice", person.voice, person.consent))
    if order.audio is not None:
        uses.append(_use("voice", "audio", order.audio, anybody))
    return tuple(uses)


def _use(
    kind: Kind, field: str, path: Path, consent: str | None, *, face: int | None = None
) -> ReferenceUse:
    return ReferenceUse(
        kind=kind,
        field=field,
        sha256=sha256_of(path.read_bytes()),
        claimed=None if consent == "self" else consent,
        path=path,
        face=face,
    )
