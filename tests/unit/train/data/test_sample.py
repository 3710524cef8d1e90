"""A sample comes back from its file as it went in."""

from dataclasses import fields
from pathlib import Path

import numpy as np

from retrat.train.data.sample import NO_PLACES, Sample, SampleLabels, load_sample, save_sample


def test_round_trip(tmp_path: Path) -> None:
    texts = {field.name: "x" for field in fields(SampleLabels) if field.type == "str"}
    numbers = {field.name: 3 for field in fields(SampleLabels) if field.type in ("int", int)}
    texts = {field.name: "x" for field in fields(SampleLabels) if field.type in ("str", str)}
    labels = SampleLabels(**texts, **numbers, frame_rate=24.0, same_outfit=(True, False))
    rng = np.random.default_rng(0)
    sample = Sample(
        labels=labels,
        frames=rng.integers(0, 255, (5, 8, 8, 3), np.uint8),
        sound=rng.normal(size=500).astype(np.float16),
        phones=np.array([0, 3], np.uint8),
        phone_ends=np.array([0.1, 0.2], np.float32),
        mouth_open=np.zeros(5, np.float32),
        face_box=np.zeros((5, 4), np.float32),
        landmarks=np.zeros((5, 10, 2), np.float32),
        head_yaw=np.zeros(5, np.float32),
        references=np.zeros((2, 256, 256, 3), np.uint8),
        reference_mattes=np.zeros((2, 256, 256), np.uint8),
        reference_landmarks=np.zeros((2, 10, 2), np.float32),
        reference_boxes=np.zeros((2, 4), np.float32),
        places=NO_PLACES,
        voice=np.zeros(10, np.float16),
    )
    save_sample(tmp_path / "one.npz", sample)
    back = load_sample(tmp_path / "one.npz")
    assert back.labels == labels
    np.testing.assert_array_equal(back.frames, sample.frames)
    np.testing.assert_array_equal(back.sound, sample.sound)
    assert [path.name for path in tmp_path.iterdir()] == ["one.npz"]
