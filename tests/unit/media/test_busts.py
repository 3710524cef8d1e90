"""What of a bust is seen at a glance."""

import numpy as np

from retrat.media.busts import BUST_EYES, BUST_NOSE, face_of, like_ends


def test_a_face_is_between_eyes_and_mouth() -> None:
    size = 200
    bust = np.zeros((size, size, 3))
    nose = round((BUST_EYES[1] + BUST_NOSE) * size)
    bust[nose - 8 : nose + 4, size // 2 - 15 : size // 2 + 15] = 1
    face = face_of(bust)
    assert face.mean() > 0.35
    assert face.sum() == bust.sum()


def test_ends_of_a_row_are_told_from_its_middle() -> None:
    line = np.full((60, 3), 200.0)
    line[20:45] = (90.0, 60.0, 40.0)
    found = like_ends(line)
    assert found[:20].all()
    assert not found[20:45].any()
    assert found[45:].all()
