"""Pairs of one pose before two places."""

import numpy as np

from retrat.train.data.portraits import POSES, portraits_from_seed


def test_the_person_stays_and_the_place_changes(renderer) -> None:
    samples = list(portraits_from_seed(4, "train", renderer))
    assert len(samples) == 2 * POSES
    for one, other in zip(samples[::2], samples[1::2], strict=True):
        assert one.labels.scene != other.labels.scene
        assert one.labels.person_seed == other.labels.person_seed == samples[0].labels.person_seed
        np.testing.assert_array_equal(one.frames[0], other.references[0])
        np.testing.assert_array_equal(one.references[0], other.frames[0])
        np.testing.assert_array_equal(one.landmarks[0], one.reference_landmarks[0])
        far = np.abs(one.frames[0].astype(int) - one.references[0]).mean(axis=-1)
        left, top, right, bottom = one.face_box[0].astype(int)
        face = np.median(far[max(0, top) : bottom, max(0, left) : right])
        assert face < np.median(far[:40])  # what is above the head is the place


def test_a_portrait_has_its_place_without_the_person(renderer) -> None:
    samples = list(portraits_from_seed(4, "train", renderer))
    for one, other in zip(samples[::2], samples[1::2], strict=True):
        is_place = other.reference_mattes[0] == 0  # the person's matte is the same in both
        for sample, is_empty in ((one, is_place), (other, one.reference_mattes[0] == 0)):
            far = np.abs(sample.frames[0].astype(int) - sample.places[0]).mean(axis=-1)
            assert far[is_empty].mean() < 3.0
            assert far[~is_empty].mean() > 20.0


def test_more_places_are_seen_behind_the_same_person(renderer) -> None:
    samples = list(portraits_from_seed(4, "train", renderer, beside=2))
    assert len(samples) == 4 * POSES
    for first, *_, third, fourth in zip(*[iter(samples)] * 4, strict=True):
        matte = third.reference_mattes[0]
        for sample in (third, fourth):
            np.testing.assert_array_equal(sample.references[0], first.frames[0])
            np.testing.assert_array_equal(
                sample.frames[0][matte == 255], first.frames[0][matte == 255]
            )
            np.testing.assert_array_equal(
                sample.frames[0][matte == 0], sample.places[0][matte == 0]
            )
        assert third.labels.scene != fourth.labels.scene


def test_the_same_seed_gives_the_same_portraits(renderer) -> None:
    first = next(iter(portraits_from_seed(5, "validation", renderer)))
    again = next(iter(portraits_from_seed(5, "validation", renderer)))
    np.testing.assert_array_equal(first.frames, again.frames)
    assert first.labels == again.labels
