"""A person from a clip of them: the frame that shows the face best, and the voice.

The same clip gives the same files to the last bit, so what was enrolled from a clip is recognised
when the clip is given again.
"""

import io
from dataclasses import dataclass

import numpy as np
from jaxtyping import UInt8

from retrat.errors import RequestError
from retrat.media.pieces import encoded_picture, sound_as_wav
from retrat.media.sampling import sample_frames
from retrat.runtime.assets import Asset, AssetStore
from retrat.runtime.faces import find_faces

_EVERY, _MOST = 12, 24


@dataclass(frozen=True, kw_only=True, slots=True)
class Taken:
    """Assets made from a clip."""

    photo: str
    voice: str | None


def taken_from(assets: AssetStore, clip: Asset, *, field: str = "video") -> Taken:
    """Face and voice of the one person in a clip; a silent clip gives no voice."""
    path = assets.path(clip.id, field=field)
    frames = list(sample_frames(path, every=_EVERY, most=_MOST, field=field))
    picture = encoded_picture(_clearest(frames, clip.name, field))
    photo = assets.keep(io.BytesIO(picture), name="frame.png", field=field)
    sound = sound_as_wav(path)
    if sound is None:
        return Taken(photo=photo.id, voice=None)
    voice = assets.keep(io.BytesIO(sound), name="voice.wav", field=field)
    return Taken(photo=photo.id, voice=voice.id)


def _clearest(
    frames: list[UInt8[np.ndarray, "y x 3"]], name: str, field: str
) -> UInt8[np.ndarray, "y x 3"]:
    """The frame with one face, the largest."""
    sides: list[tuple[int, int]] = []
    for index, frame in enumerate(frames):
        faces = find_faces(np.ascontiguousarray(frame))
        if len(faces) == 1:
            sides.append((faces[0].side, -index))
    if not sides:
        text = f"{name} shows no moment with exactly one face. Give a clip of one person"
        raise RequestError(f"{text}, seen from the front.", field=field)
    return np.ascontiguousarray(frames[-max(sides)[1]])
