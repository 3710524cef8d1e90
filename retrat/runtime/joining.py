"""A clip that goes on from one made here: both as one, so that one file leaves, marked once.

Only a file that this installation made, to the last bit, can be gone on from: then it is known to
be generated, and with whose consent. The new clip begins with the old one's last frame, which is
shown once; during that frame the sounds cross.
"""

from collections import deque
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from jaxtyping import Float
from torch import Tensor

from retrat.errors import ConsentError, RequestError
from retrat.media import decode_video, from_bytes, probe, resample
from retrat.media.sampling import sample_frames
from retrat.pipeline.request import GenerateRequest
from retrat.provenance.cast import require_standing
from retrat.provenance.consent import Grant, Member, ReferenceUse, Use, refusal
from retrat.provenance.home import Home
from retrat.provenance.log import utc_now
from retrat.provenance.manifest import read
from retrat.provenance.record import Record, as_left, recall
from retrat.provenance.store import load_cast
from retrat.runtime.label import labelled
from retrat.runtime.order import Order
from retrat.types import Audio, Clip

LONGEST_SECONDS = 30.0  # of both together, because a whole clip is held in memory to be marked
_FIELD = "continues"
_MOST_FRAMES = 4000  # decoded at most to find the last one


def made_here(path: Path, home: Home) -> Record | None:
    """The record of a file that left this installation and was not changed since."""
    name = read(path, home).file_name
    record = None if name is None else recall(home, name)
    return None if record is None else as_left(home, record, path)


def require_made_here(path: Path, home: Home) -> Record:
    """The same, or a refusal; and everyone in it must agree still."""
    record = made_here(path, home)
    if record is None:
        text = "The clip to go on from was not made here, or was changed since."
        raise RequestError(f"{text} Give its last frame as the first one instead.", field=_FIELD)
    try:
        require_standing(home, record.consent_ids)
    except RequestError as error:
        raise ConsentError(error.message, field=_FIELD) from None
    return record


def require_joinable(path: Path, request: GenerateRequest, rate: float) -> None:
    """Refuse what could not be one clip."""
    track = probe(path, field=_FIELD).video
    assert track is not None, "what was made here has a picture"
    if (track.width, track.height) != request.size:
        have, want = f"{track.width}x{track.height}", "x".join(map(str, request.size))
        text = f"size={want}: the clip to go on from has {have}, and both become one."
        raise RequestError(f"{text} Ask for {have}.", field="size")
    if abs(track.frames_per_second - rate) > 0.01:
        text = f"The clip to go on from has {track.frames_per_second:g} frames a second, not"
        raise RequestError(f"{text} {rate:g}. Choose the model that made it.", field="model")
    together = track.seconds + request.seconds
    if together > LONGEST_SECONDS:
        text = f"seconds={request.seconds:g}: with what it goes on from the clip has"
        most = f"{together:g} s, at most {LONGEST_SECONDS:g} can be joined"
        raise RequestError(f"{text} {most}. Ask for less.", field="seconds")


def seconds_before(path: Path | None) -> float:
    """How long the clip is that is gone on from; 0 if there is none."""
    track = None if path is None else probe(path, field=_FIELD).video
    return 0.0 if track is None else track.seconds


def carried(path: Path, home: Home, grants: tuple[Grant, ...], use: Use) -> tuple[Grant, ...]:
    """Permissions of the clip that is gone on from, beyond those that are there.

    Everybody in it must have agreed to the way in which it goes on, and to what for.
    """
    record = require_made_here(path, home)
    known = {each.consent_id for each in grants}
    people = {each.record.consent_id: each for each in load_cast(home).members}
    return tuple(_carried(people[who], use) for who in record.consent_ids if who not in known)


def _carried(member: Member, use: Use) -> Grant:
    record = member.record
    kind = record.covers[0]
    shown = ReferenceUse(kind=kind, field=_FIELD, sha256="")
    refused = refusal(member, shown, use, utc_now())
    if refused is not None:
        raise ConsentError(refused, field=_FIELD)
    return Grant(
        consent_id=record.consent_id,
        record_sha256=record.sha256,
        kind=kind,
        field=_FIELD,
        expires=record.expires,
        matched_by="file",
    )


def last_frame(path: Path) -> Float[Tensor, "c y x"]:
    """What the new clip begins with."""
    frames = deque(sample_frames(path, most=_MOST_FRAMES, field=_FIELD), maxlen=1)
    if not frames:
        raise RequestError("The clip to go on from has no frame in it.", field=_FIELD)
    return from_bytes(np.ascontiguousarray(frames[0]))


def whole(clip: Clip, order: Order) -> tuple[Clip, str | None]:
    """What shall leave, and the label that is still to be drawn on it.

    A label that the old clip shows is drawn on what is new, so that it is nowhere drawn twice.
    """
    if order.continues is None:
        return clip, order.label
    label = (probe(order.continues, field=_FIELD).settings or {}).get("label")
    before = decode_video(order.continues, longest_seconds=LONGEST_SECONDS, field=_FIELD)
    if label is None:
        return joined(before, clip), order.label
    return joined(before, labelled(clip, label)), None


def joined(before: Clip, after: Clip) -> Clip:
    """One clip of two, of which the second begins with the last frame of the first."""
    pixels = torch.cat([before.pixels.to(after.pixels), after.pixels[1:]])
    sound = _joined_sound(before, after)
    return Clip(pixels=pixels, frame_rate=after.frame_rate, audio=sound)


def _joined_sound(before: Clip, after: Clip) -> Audio | None:
    sounding = after.audio or before.audio
    if sounding is None:
        return None
    rate = sounding.sample_rate
    first, second = (_sound_of(clip, rate) for clip in (before, after))
    crossing = round(rate / after.frame_rate.value)
    rise = torch.linspace(0, 1, crossing)
    seam = first[:, -crossing:] * (1 - rise) + second[:, :crossing] * rise
    samples = torch.cat([first[:, :-crossing], seam, second[:, crossing:]], dim=1)
    return Audio(samples=samples, sample_rate=rate)


def _sound_of(clip: Clip, rate: int) -> Float[Tensor, "1 z"]:
    """A clip's sound, exactly as long as its picture; silence if it has none."""
    length = round(clip.seconds * rate)
    if clip.audio is None:
        return torch.zeros(1, length)
    samples = resample(clip.audio, rate).samples.float().cpu().mean(dim=0, keepdim=True)[:, :length]
    return F.pad(samples, (0, length - samples.shape[-1]))
