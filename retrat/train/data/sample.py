"""One training sample: a clip with sound, and what generation would be given to make it."""

import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import numpy as np
from jaxtyping import Float16, Float32, UInt8

SAMPLE_RATE = 24_000
NO_PLACES = np.zeros((0, 256, 256, 3), np.uint8)


@dataclass(frozen=True, kw_only=True, slots=True)
class SampleLabels:
    """What is exactly true of a sample, as plain values."""

    seed: int
    split: str
    person_seed: int
    speaker_seed: int
    scene: str
    scene_seed: int
    action: str
    expression: str
    framing: str
    camera: str
    gender: str
    age_years: int
    hair: str
    hair_colour: str
    beard: str
    glasses: str
    hat: str
    garment: str
    garment_colour: str
    pattern: str
    words: (
        str  # said from first to last within the clip; "" when nobody speaks or the clip cuts them
    )
    speech: str  # all words that are begun
    caption: str
    frame_rate: float
    same_outfit: tuple[bool, ...]  # for each reference: the clothes of the clip


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Sample:
    """Arrays of a sample. Boxes and landmarks are pixels from the top left; phone times are
    seconds of the clip.
    """

    labels: SampleLabels
    frames: UInt8[np.ndarray, "f y x 3"]
    sound: Float16[np.ndarray, "z"]
    phones: UInt8[np.ndarray, "s"]
    phone_ends: Float32[np.ndarray, "s"]
    mouth_open: Float32[np.ndarray, "f"]
    face_box: Float32[np.ndarray, "f 4"]
    landmarks: Float32[np.ndarray, "f k 2"]
    head_yaw: Float32[np.ndarray, "f"]
    references: UInt8[np.ndarray, "r 256 256 3"]
    reference_mattes: UInt8[np.ndarray, "r 256 256"]  # 255 where the person is
    reference_landmarks: Float32[np.ndarray, "r k 2"]
    reference_boxes: Float32[np.ndarray, "r 4"]
    places: UInt8[np.ndarray, "p 256 256 3"]
    """What is seen through the person of a still, where that was drawn: one picture or none."""
    voice: Float16[np.ndarray, "v"]


def save_sample(path: Path, sample: Sample) -> None:
    """Written whole or not at all."""
    arrays = {
        field.name: getattr(sample, field.name)
        for field in fields(sample)
        if field.name != "labels"
    }
    labels = np.frombuffer(json.dumps(asdict(sample.labels)).encode(), np.uint8)
    partial = path.with_suffix(".part")
    with partial.open("wb") as file:
        np.savez(file, labels=labels, **arrays)
    partial.rename(path)


def load_sample(path: Path) -> Sample:
    with np.load(path) as file:
        data = {name: file[name] for name in file.files}
    values = json.loads(data.pop("labels").tobytes())
    labels = SampleLabels(**values | {"same_outfit": tuple(values["same_outfit"])})
    data.setdefault("places", NO_PLACES)
    return Sample(labels=labels, **data)
