"""What the writer of exams leaves is what their reader reads."""

import json
import wave
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("scipy")

from retrat.evaluate.exam import read_exam
from retrat.media.video import decode_video
from retrat.train.data.exam import ExamRequest, ExamVoices, write_case
from retrat.train.data.people import Person
from retrat.train.data.sample import NO_PLACES, Sample, SampleLabels
from retrat.train.data.speech import speaker_from_seed
from retrat.train.data.splits import split

LABELS = SampleLabels(
    seed=7, split="test", person_seed=11, speaker_seed=2_000_016, scene="beach", scene_seed=1,
    action="talk", expression="smile", framing="close-up", camera="still", gender="woman",
    age_years=30, hair="a bob", hair_colour="black", beard="none", glasses="", hat="",
    garment="T-shirt", garment_colour="red", pattern="plain", words="Hello.", speech="Hello.",
    caption='A woman says: "Hello."', frame_rate=24.0, same_outfit=(True, False),
)  # fmt: skip


def sample() -> Sample:
    rng = np.random.default_rng(0)
    return Sample(
        labels=LABELS,
        frames=np.repeat(rng.integers(0, 255, (1, 64, 64, 3), dtype=np.uint8), 5, axis=0),
        sound=rng.normal(0, 0.1, 5_000).astype(np.float16),
        phones=np.zeros(0, np.uint8),
        phone_ends=np.zeros(0, np.float32),
        mouth_open=np.linspace(0, 0.1, 5, dtype=np.float32),
        face_box=np.zeros((5, 4), np.float32),
        landmarks=np.zeros((5, 9, 2), np.float32),
        head_yaw=np.zeros(5, np.float32),
        references=rng.integers(0, 255, (2, 256, 256, 3), dtype=np.uint8),
        reference_mattes=np.zeros((2, 256, 256), np.uint8),
        reference_landmarks=np.zeros((2, 9, 2), np.float32),
        reference_boxes=np.zeros((2, 4), np.float32),
        places=NO_PLACES,
        voice=rng.normal(0, 0.1, 24_000).astype(np.float16),
    )


def test_a_case_is_read_as_it_was_written(tmp_path: Path) -> None:
    entry = write_case(tmp_path / "case-7", sample())
    told = {"format": 1, "seed": 1, "world": "3", "cases": [entry]}
    (tmp_path / "exam.json").write_text(json.dumps(told))
    case = read_exam(tmp_path).cases[0]
    assert (case.person, case.words, case.labels["scene"]) == (11, "Hello.", "beach")
    assert case.seconds == pytest.approx(5 / 24)
    assert all(path.is_file() for path in (*case.references, case.voice, case.real))
    assert len(decode_video(case.real).pixels) == len(case.mouth_open) == 5
    with wave.open(str(case.voice)) as voice:
        assert (voice.getframerate(), voice.getnframes()) == (24_000, 24_000)


def test_clips_are_whole_latents_and_the_first_frame() -> None:
    assert ExamRequest(seconds=4).frames == 97
    assert ExamRequest(seconds=10).frames == 241


class Somebody:
    """All of a Person that matters here."""

    def __init__(self, gender: str) -> None:
        self.gender = gender


def test_voices_are_of_the_test_split_and_fit_the_person() -> None:
    seeds = {}
    for gender in ("woman", "man"):
        person: Person = Somebody(gender)  # type: ignore[assignment]
        seeds[gender] = {ExamVoices(seed).speaker_of(person) for seed in range(8)}
        assert {split(seed) for seed in seeds[gender]} == {"test"}
        assert len(seeds[gender]) > 5
    assert all(speaker_from_seed(seed).pitch_hertz < 155 for seed in seeds["man"])
    assert all(speaker_from_seed(seed).pitch_hertz >= 155 for seed in seeds["woman"])


def test_people_say_sentences_that_fit(flite: str) -> None:
    pytest.importorskip("pyworld")
    said, voice = ExamVoices(3).of(Somebody("man"), 4.0, np.random.default_rng(0))  # type: ignore[arg-type]
    assert 1.2 <= said.seconds <= 3.8
    assert len(voice) > 24_000
    assert said.text.endswith((".", "?", "!"))
