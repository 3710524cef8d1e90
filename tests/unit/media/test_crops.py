import numpy as np
import pytest

from retrat.media.busts import BUST_EYES, BUST_NOSE, SCREEN
from retrat.media.crops import ALIGNED_POINTS, align_face, crop_bust, similarity


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
    picture = np.full((200, 200, 3), 150, np.uint8)
    points = np.array([[60.0, 20.0], [140.0, 20.0], [100.0, 80.0]])
    assert (crop_bust(picture, points) == 150).all()
    crowned = crop_bust(picture, points, is_crowned=True)
    assert ((crowned == 150) | (crowned == SCREEN))[:140].all()


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


def tight() -> np.ndarray:
    """A face of skin and, from the chin on, a black collar, cut off right below it."""
    picture = np.full((150, 170, 3), (225, 220, 230), np.uint8)
    rows, columns = np.mgrid[:150, :170]
    picture[((columns - 85) / 45) ** 2 + ((rows - 70) / 60) ** 2 < 1] = (200, 150, 120)
    picture[132:, 30:140] = 15
    return picture


POINTS = np.array([[68.0, 62.0], [102.0, 62.0], [85.0, 90.0]])


def test_a_body_goes_on_below_a_photo_that_ends_at_the_chin() -> None:
    plain, whole = (crop_bust(tight(), POINTS, is_crowned=each) for each in (False, True))
    assert (plain[-1] == plain[-20]).all(), "its last row goes on"
    is_screen = (whole == SCREEN).all(axis=-1)
    wide = (~is_screen).sum(axis=1)
    below = np.flatnonzero(is_screen.any(axis=1) & (np.arange(256) > 160))
    assert len(below) > 20
    assert (np.diff(wide[below[0] :]) >= 0).all(), "shoulders widen"
    assert wide[-1] > 1.3 * wide[below[0]]
    cloth = whole[-10, 128]
    assert cloth.max() < 60, "in the collar's cloth"


def test_a_dark_photo_is_lifted_and_dark_skin_is_not() -> None:
    dim = (tight() * 0.3).astype(np.uint8)
    lifted = crop_bust(dim, POINTS, is_crowned=True)
    as_it_is = crop_bust(dim, POINTS)
    middle = slice(110, 125), slice(118, 138)
    assert lifted[middle].mean() > 1.5 * as_it_is[middle].mean()
    assert lifted[20:140].max() < 250
    skin = tight()
    skin[(skin == (200, 150, 120)).all(axis=-1)] = (70, 45, 35)  # before a bright wall
    for wall in (225, 150):  # a grey one is no sign of a dark photo either
        skin[(skin[..., 2] > 140) & (skin[..., 0] > 140)] = wall
        kept = crop_bust(skin, POINTS, is_crowned=True)
        assert (kept[middle] == crop_bust(skin, POINTS)[middle]).all()


def test_a_shoulder_that_a_side_cuts_off_falls_beyond_it() -> None:
    picture = np.full((200, 100, 3), 200, np.uint8)
    picture[110:] = 10  # a jacket up to both sides
    points = np.array([[42.0, 62.0], [58.0, 62.0], [50.0, 80.0]])
    plain, whole = (crop_bust(picture, points, is_crowned=each) for each in (False, True))
    tops, fallen = ((each < 100).all(axis=-1).argmax(axis=0) for each in (plain, whole))
    photo = slice(45, 211)
    assert (tops == tops[128]).all(), "as straight as a shelf"
    assert (fallen[photo] == tops[photo]).all()
    assert (np.diff(fallen[:40]) <= 0).all()
    assert (np.diff(fallen[216:]) >= 0).all()
    assert min(fallen[0], fallen[-1]) > tops[128] + 8
