"""Samples: reproducible, complete, with references and a voice from other takes."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from retrat.conditioning.phones import TimedPhone
from retrat.train.data.clips import ClipRequest, as_busts, calmed, random_take, sample_from_seed
from retrat.train.data.people import person_from_seed
from retrat.train.data.render import Rendered
from retrat.train.data.sample import save_sample
from retrat.train.data.shot import LANDMARKS
from retrat.train.data.speech import Utterance, save_shard
from retrat.train.data.splits import split
from retrat.train.data.voices import Voices
from retrat.train.lip_sync import read_talking

REQUEST = ClipRequest(frames=5, size=(64, 64), references=1, scene="studio")


@pytest.fixture(scope="module")
def voices(tmp_path_factory) -> Voices:
    """Four speakers of noise with two utterances each."""
    folder = tmp_path_factory.mktemp("speech")
    rng = np.random.default_rng(0)
    seeds = [seed for seed in range(20) if split(seed) == "train"][:4]
    made = [
        Utterance(
            text=f"number {seed} {index}",
            speaker_seed=seed,
            samples=(rng.normal(size=4800) * 0.05).astype(np.float32),
            phones=(TimedPhone("aa", 0.0, 0.1), TimedPhone("pau", 0.1, 0.2)),
            pitch_hertz=np.zeros(20, np.float32),
        )
        for seed in seeds
        for index in range(2)
    ]
    save_shard(folder / "train-0000.npz", made)
    return Voices(folder, "train")


def test_takes_are_of_people_of_the_split(pack) -> None:
    for part in ("train", "test"):
        take = random_take(3, ClipRequest(split=part, frames=5), pack)
        assert split(take.person.seed) == part


def test_a_sample_is_whole_and_repeats(renderer, voices: Voices) -> None:
    one, two = (sample_from_seed(11, REQUEST, renderer, voices) for _ in range(2))
    np.testing.assert_array_equal(one.frames, two.frames)
    np.testing.assert_array_equal(one.sound, two.sound)
    assert one.labels == two.labels
    assert len(one.sound) == round(5 / 24 * 24_000)
    assert one.references.shape == (1, 256, 256, 3)
    assert one.labels.scene == "studio"
    assert one.labels.caption
    assert len(one.phones) == len(one.phone_ends)


def test_words_wait_for_as_long_as_is_asked(renderer, voices: Voices) -> None:
    request = replace(REQUEST, frames=9, references=0, lead=0.2)
    for seed in range(6):
        sample = sample_from_seed(seed, request, renderer, voices)
        assert 0.1 <= sample.phone_ends[0] - 0.1 <= 0.2, "a phone of a tenth, after the lead"


def test_a_person_keeps_one_voice_and_the_sample_says_something_else(pack, voices: Voices) -> None:
    person = person_from_seed(1, pack)
    assert voices.speaker_of(person) == voices.speaker_of(person)
    said, voice = voices.of(person, 1.0, np.random.default_rng(0))
    assert said.speaker_seed == voices.speaker_of(person)
    assert not np.array_equal(voice[: len(said.samples)], said.samples)


def test_busts_put_the_first_eyes_where_photos_have_them_and_stay_there() -> None:
    points = np.zeros((2, len(LANDMARKS), 2), np.float32)
    points[:, LANDMARKS.index("left eye")] = (210, 150)
    points[:, LANDMARKS.index("right eye")] = (170, 150)
    points[:, LANDMARKS.index("nose base")] = (190, 180)
    points[1] += 15  # the head moves, the crop does not
    frames = np.zeros((2, 384, 384, 3), np.uint8)
    frames[0, 148:153, 188:193] = 255
    moved = as_busts(
        Rendered(
            frames=frames,
            mattes=frames[..., 0],
            mouth_open=np.zeros(2),
            face_box=np.tile(np.float32([170, 150, 210, 180]), (2, 1)),
            landmarks=points,
            head_yaw=np.zeros(2),
        )
    )
    assert moved.frames.shape == (2, 256, 256, 3)
    eyes = moved.landmarks[:, :2].mean(axis=1)
    np.testing.assert_allclose(eyes[0], [128, 0.36 * 256], atol=0.01)
    np.testing.assert_allclose(eyes[1] - eyes[0], 15 * 32 / 30, atol=0.01)
    np.testing.assert_allclose(moved.face_box[0, 3] - moved.face_box[0, 1], 32, atol=0.01)
    assert moved.frames[0, 92, 128].min() > 200  # the mark between the eyes
    np.testing.assert_array_equal(moved.mattes[0], moved.frames[0, ..., 0])


def test_a_bust_clip_is_framed_as_a_photo(renderer, voices: Voices) -> None:
    request = ClipRequest(frames=5, size=(96, 96), references=1, framing="medium", is_bust=True)
    sample = sample_from_seed(3, request, renderer, voices)
    assert sample.frames.shape == (5, 256, 256, 3)
    eyes = sample.landmarks[0, :2].mean(axis=0)
    np.testing.assert_allclose(eyes, [128, 0.36 * 256], atol=0.01)


def test_in_a_calm_clip_the_face_moves_and_the_head_does_not(pack) -> None:
    take = random_take(5, ClipRequest(frames=17, action="turn"), pack)
    calm = calmed(take)
    assert np.ptp(take.joints["head"], axis=0).max() > 0.05
    assert (
        np.ptp(calm.joints["head"], axis=0).max() < 0.2 * np.ptp(take.joints["head"], axis=0).max()
    )
    np.testing.assert_array_equal(calm.joints["head"][0], take.joints["head"][0])
    assert np.ptp(calm.camera.face_pixels) == np.ptp(calm.camera.yaw) == 0
    assert calm.camera_move == "still"
    assert calm.face is take.face


def test_lips_learn_from_clips_in_which_somebody_speaks(renderer, tmp_path: Path) -> None:
    request = ClipRequest(frames=5, references=0, scene="studio", action="talk", is_bust=True)
    silent = sample_from_seed(3, request, renderer, None)
    save_sample(tmp_path / "a.npz", silent)
    heard = {"phones": np.array([1], np.uint8), "phone_ends": np.array([0.2], np.float32)}
    save_sample(tmp_path / "b.npz", replace(silent, **heard))
    assert len(read_talking([tmp_path])) == 1
