"""Everything that can be refused is refused here, in one sentence, before any weight is loaded."""

import math
import secrets
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch.nn.functional as F
from jaxtyping import Float, UInt8
from torch import Tensor

from retrat.conditioning.lines import usual_seconds
from retrat.conditioning.phones import text_to_phones
from retrat.errors import RequestError
from retrat.media import as_bytes, decode_audio, decode_image, from_bytes
from retrat.pipeline.request import (
    BY_RELEASE,
    LONGEST_SECONDS,
    SHORTEST_SECONDS,
    GenerateRequest,
    Recommended,
    Reference,
)
from retrat.provenance.consent import ReferenceUse
from retrat.provenance.store import sha256_of
from retrat.runtime.faces import Face, Portrait, find_faces, portrait
from retrat.runtime.order import Order, require_output
from retrat.runtime.voices import LONGEST_SECONDS as LONGEST_RECORDING
from retrat.runtime.voices import require_sound, voice_sample
from retrat.types import Audio
from retrat.weights import Release

_BYTES_A_PIXEL = 0.4  # of a file a second, frames and sound together, generously


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
    order.validate()
    require_output(output)
    request = _plain_request(order, release)
    request.validate()
    sound = _sound(order)
    if sound is not None and order.seconds is None:
        seconds = min(max(sound.seconds, SHORTEST_SECONDS), LONGEST_SECONDS)
        request = replace(request, seconds=seconds)
    _require_room(output, request)
    portraits = [_portrait(path, order.face) for path in order.references]
    first_frame, faces = _first_frame(order, request.size)
    voice = _voice(order)
    person = Reference(
        busts=tuple(from_bytes(found.bust) for found in portraits),
        faces=tuple(from_bytes(found.aligned) for found in portraits),
        voice=voice,
    )
    request = replace(
        request,
        references=(person,) if portraits or voice is not None else (),
        image=first_frame,
        audio=sound,
    )
    request.validate()
    return Materials(
        order=_settled(order, request), request=request, uses=_uses(order, has_face=faces > 0)
    )


def check_words(order: Order, release: Release) -> None:
    """Refuse what can be refused without opening a file: in a millisecond, before it is queued."""
    order.validate()
    _plain_request(order, release).validate()


def _plain_request(order: Order, release: Release) -> GenerateRequest:
    """The order's words and numbers, without its files."""
    rate = float(release.settings["frames_per_second"])
    if order.frames_per_second not in (None, rate):
        text = f"fps={order.frames_per_second:g}: {release.name} makes {rate:g} frames a second."
        raise RequestError(f"{text} Leave --fps out.", field="fps")
    plain = GenerateRequest(
        prompt=order.prompt,
        seed=secrets.randbits(31) if order.seed is None else order.seed,
        steps=BY_RELEASE if order.steps is None else order.steps,
        has_sound=order.has_sound,
    )
    if order.size is not None:
        plain = replace(plain, size=order.size)
    seconds = order.seconds
    if seconds is None:  # as long as the words need
        spoken = sum(sum(usual_seconds(text_to_phones(line.words))) for line in plain.lines)
        seconds = min(max(plain.seconds, math.ceil(spoken + 1)), LONGEST_SECONDS)
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


def _portrait(path: Path, face: int | None) -> Portrait:
    picture = as_bytes(decode_image(path, field="reference"))
    return portrait(picture, name=str(path), field="reference", face=face)


def _voice(order: Order) -> Audio | None:
    if order.voice is None:
        return None
    heard = decode_audio(order.voice, longest_seconds=LONGEST_RECORDING, field="voice")
    return voice_sample(heard, name=str(order.voice))


def _sound(order: Order) -> Audio | None:
    if order.audio is None:
        return None
    longest = order.seconds or LONGEST_SECONDS
    heard = decode_audio(order.audio, longest_seconds=longest, field="audio")
    require_sound(heard, name=str(order.audio))
    return heard


def _first_frame(order: Order, size: tuple[int, int]) -> tuple[Float[Tensor, "c y x"] | None, int]:
    """The picture in the clip's size, and how many faces are in it."""
    if order.image is None:
        return None, 0
    picture = decode_image(order.image, field="image")
    levels = as_bytes(picture)
    faces = find_faces(levels)
    return _filling(picture, size, _centre(levels, faces)), len(faces)


def _centre(levels: UInt8[np.ndarray, "y x 3"], faces: Sequence[Face]) -> tuple[float, float]:
    """What a crop should keep in view: the faces if there are any, else the middle."""
    if not faces:
        return levels.shape[1] / 2, levels.shape[0] / 2
    boxes = np.array([face.box for face in faces], dtype=np.float64)
    return float(boxes[:, [0, 2]].mean()), float(boxes[:, [1, 3]].mean())


def _filling(
    picture: Float[Tensor, "c y x"], size: tuple[int, int], centre: tuple[float, float]
) -> Float[Tensor, "c v u"]:
    """The largest part of the clip's proportions, as near to `centre` as the edges allow."""
    width, height = size
    rows, columns = picture.shape[1:]
    scale = min(columns / width, rows / height)
    across, down = min(columns, round(width * scale)), min(rows, round(height * scale))
    left = round(min(max(centre[0] - across / 2, 0), columns - across))
    top = round(min(max(centre[1] - down / 2, 0), rows - down))
    part = picture[:, top : top + down, left : left + across]
    resized = F.interpolate(part[None], (height, width), mode="bicubic", antialias=True)
    return resized[0].clamp(-1, 1)


def _claimed(order: Order) -> str | None:
    """The cast name that `--consent NAME` gives."""
    return None if order.consent in (None, "self") else order.consent


def _uses(order: Order, *, has_face: bool) -> tuple[ReferenceUse, ...]:
    """Every face and voice that this order would use."""
    faces = [("reference", path) for path in order.references]
    if order.image is not None and has_face:
        faces.append(("image", order.image))
    voices = [(n, p) for n, p in (("voice", order.voice), ("audio", order.audio)) if p is not None]
    kinds = [("face", *face) for face in faces] + [("voice", *voice) for voice in voices]
    return tuple(
        ReferenceUse(
            kind="face" if kind == "face" else "voice",
            field=field,
            sha256=sha256_of(path.read_bytes()),
            claimed=_claimed(order),
        )
        for kind, field, path in kinds
    )
