"""Samples to rows: crops like those of a photo, sound in whole latents, prompts that say it."""

import random
from types import SimpleNamespace

import numpy as np

from retrat.train.data.caption_words import SCENE_WORDS
from retrat.train.data.shot import LANDMARKS
from retrat.train.encode import (
    face_tokens,
    fitted,
    mouth_boxes,
    portraits,
    spoken_prompt,
)


def test_sound_is_cut_or_filled_with_silence() -> None:
    sound = np.arange(1.0, 6.0)
    assert fitted(sound, 3).tolist() == [1, 2, 3]
    assert fitted(sound, 7).tolist() == [1, 2, 3, 4, 5, 0, 0]


def test_a_prompt_says_the_words_and_the_place() -> None:
    rng = random.Random(3)
    for place in SCENE_WORDS:
        prompt = spoken_prompt("Read this.", place, rng)
        assert '"Read this."' in prompt
        assert any(words in prompt for words in SCENE_WORDS[place])
    assert spoken_prompt("Hi.", None, rng).endswith(' says: "Hi."')


def test_portraits_put_the_eyes_where_the_encoder_expects_them() -> None:
    picture = np.full((256, 256, 3), 90, np.uint8)
    landmarks = np.zeros((len(LANDMARKS), 2), np.float32)
    # A person's left eye is at the right of the picture.
    places = {"left eye": (150, 100), "right eye": (106, 100), "nose base": (128, 130)}
    for name, place in places.items():
        landmarks[LANDMARKS.index(name)] = place
    picture[96:104, 146:154] = (255, 0, 0)
    sample = SimpleNamespace(
        references=picture[None],
        reference_mattes=np.full((1, 256, 256), 255, np.uint8),
        reference_landmarks=landmarks[None],
    )
    busts, faces = portraits(sample, random.Random(0))
    assert busts.shape == (1, 256, 256, 3)
    assert faces.shape == (1, 112, 112, 3)
    reddest = np.argwhere(faces[0, ..., 0].astype(int) - faces[0, ..., 1] > 100).mean(axis=0)
    np.testing.assert_allclose(reddest, (46, 74), atol=3)


def test_what_is_behind_the_person_becomes_grey() -> None:
    matte = np.zeros((256, 256), np.uint8)
    matte[:, 128:] = 255
    sample = SimpleNamespace(
        references=np.full((1, 256, 256, 3), 30, np.uint8),
        reference_mattes=matte[None],
        reference_landmarks=np.random.default_rng(0).uniform(90, 160, (1, len(LANDMARKS), 2)),
    )
    bust = portraits(sample, random.Random(1))[0][0]
    assert (bust[:, :110] == 128).all()
    assert (bust[:, 146:] == 30).all()


def test_tokens_of_a_face() -> None:
    faces = np.array([[16.0, 32.0, 48.0, 48.0], [0.0, 0.0, 2.0, 2.0], [np.nan] * 4])
    mouths = np.array([[35.0, 37.0, 45.0, 45.0], [0.0, 0.0, 1.0, 1.0], [np.nan] * 4])
    found = face_tokens(faces, mouths, (256, 256))
    assert np.argwhere(found == 1).tolist() == [[0, 2, 1]]  # a corner alone is no face
    assert np.argwhere(found == 2).tolist() == [[0, 2, 2]]


def test_a_mouth_lies_between_its_corners() -> None:
    landmarks = np.full((1, len(LANDMARKS), 2), 20.0)
    places = {"left mouth": (140, 100), "right mouth": (100, 102)}
    places |= {"upper lip": (120, 96), "lower lip": (121, 110)}
    for name, place in places.items():
        landmarks[0, LANDMARKS.index(name)] = place
    assert mouth_boxes(landmarks).tolist() == [[90.0, 86.0, 150.0, 120.0]]
