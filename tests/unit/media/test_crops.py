import numpy as np
import pytest

from retrat.media.crops import (
    ALIGNED_POINTS,
    BUST_EYES,
    BUST_NOSE,
    SCREEN,
    align_face,
    crop_bust,
    similarity,
)


def dotted(size: int, points: np.ndarray) -> np.ndarray:
    """A grey picture with a red, a green and a blue dot at three points."""
    picture = np.full((size, size, 3), 128, np.uint8)
    rows, columns = np.mgrid[:size, :size]
    for channel, (x, y) in enumerate(points):
        near = (columns - x) ** 2 + (rows - y) ** 2 < (size / 50) ** 2
        picture[near] = np.eye(3, dtype=np.uint8)[channel] * 255
    return picture


def dots(picture: np.ndarray) -> np.ndarray:
    """Where the red, green and blue dots are."""
    found = []
    for channel in range(3):
        others = [c for c in range(3) if c != channel]
        weight = picture[..., channel].astype(float) - picture[..., others].mean(axis=-1)
        weight = np.where(weight > 60, weight, 0)
        rows, columns = np.mgrid[: picture.shape[0], : picture.shape[1]]
        found.append([(columns * weight).sum(), (rows * weight).sum()] / weight.sum())
    return np.array(found)


def turned(points: np.ndarray, degrees: float, scale: float, shift: float) -> np.ndarray:
    angle = np.radians(degrees)
    turn = scale * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return points @ turn.T + shift


@pytest.mark.parametrize(("degrees", "scale"), [(0, 1), (20, 1.5), (-35, 4), (5, 0.7)])
def test_a_turned_face_is_lined_up(degrees: float, scale: float) -> None:
    centred = ALIGNED_POINTS - ALIGNED_POINTS.mean(axis=0)
    points = turned(centred, degrees, scale, 300)
    crop = align_face(dotted(600, points), points)
    assert crop.shape == (112, 112, 3)
    np.testing.assert_allclose(dots(crop), ALIGNED_POINTS, atol=0.8)


@pytest.mark.parametrize("side", [300, 1200])
def test_a_bust_has_the_same_framing_at_any_size(side: int) -> None:
    points = np.array([[0.4, 0.5], [0.5, 0.52], [0.46, 0.6]]) * side
    bust = crop_bust(dotted(side, points), points)
    assert bust.shape == (256, 256, 3)
    found = dots(bust)
    eyes = found[:2].mean(axis=0)
    np.testing.assert_allclose(eyes, np.array(BUST_EYES) * 256, atol=1.5)
    assert np.linalg.norm(found[2] - eyes) == pytest.approx(BUST_NOSE * 256, abs=1.5)
    tilt = (points[1] - points[0]) / np.linalg.norm(points[1] - points[0])
    kept = (found[1] - found[0]) / np.linalg.norm(found[1] - found[0])
    np.testing.assert_allclose(tilt, kept, atol=0.05)


def test_beyond_the_edge_the_edge_goes_on() -> None:
    picture = np.full((200, 200, 3), 77, np.uint8)
    points = np.array([[60.0, 20.0], [140.0, 20.0], [100.0, 80.0]])
    assert (crop_bust(picture, points) == 77).all()
    crowned = crop_bust(picture, points, is_crowned=True)
    assert ((crowned == 77) | (crowned == SCREEN)).all()


def test_a_head_that_the_upper_edge_cuts_off_is_rounded() -> None:
    picture = np.full((200, 200, 3), 200, np.uint8)
    picture[:, 50:150] = 10  # hair as wide as half the photo, and cut off
    points = np.array([[85.0, 30.0], [115.0, 30.0], [100.0, 55.0]])
    plain, crowned = (crop_bust(picture, points, is_crowned=each) for each in (False, True))
    wide, cut = ((each < 100).all(axis=-1).sum(axis=-1) for each in (plain, crowned))
    edge = np.flatnonzero((plain != crowned).any(axis=(1, 2))).max()
    assert edge > 40, "the photo's edge"
    assert (np.diff(cut[: edge + 1]) >= 0).all(), "narrower the higher"
    assert cut[0] == 0 < cut[20] < cut[edge] <= wide[edge] + 2
    assert (wide[: edge + 1] == wide[edge]).all()
    assert (crowned[edge + 1 :] == plain[edge + 1 :]).all()
    assert (crowned[0] == SCREEN).all(), "above the head"
    assert (crowned[edge, 10] == 200).all(), "beside it"


def test_a_crown_is_no_higher_than_what_is_cut_off_is_wide() -> None:
    """Of a head whose top just touches the edge no cone goes on."""
    points = np.array([[85.0, 30.0], [115.0, 30.0], [100.0, 55.0]])
    heights = []
    for half in (4, 50):
        picture = np.full((200, 200, 3), 200, np.uint8)
        picture[:, 100 - half : 100 + half] = 10
        dark = (crop_bust(picture, points, is_crowned=True) < 100).all(axis=-1)
        edge = np.flatnonzero(~dark.any(axis=1)).max()
        heights.append(45 - edge)
    narrow, wide = heights
    assert narrow < 12
    assert wide > 25


def test_similarity_turns_and_scales_alone() -> None:
    goal = turned(ALIGNED_POINTS, 30, 2, 5)
    matrix = similarity(ALIGNED_POINTS, goal)
    np.testing.assert_allclose(ALIGNED_POINTS @ matrix[:, :2].T + matrix[:, 2], goal, atol=1e-9)
    sheared = goal * np.array([1, 1.3])
    turn = similarity(ALIGNED_POINTS, sheared)[:, :2]
    np.testing.assert_allclose(turn @ turn.T, np.eye(2) * np.linalg.det(turn), atol=1e-9)
