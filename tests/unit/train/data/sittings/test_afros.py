"""Afros: round, dense inside, thin where hair ends, and off the face."""

import numpy as np
from scipy.spatial import cKDTree

from retrat.train.data.sittings.afros import Curly, curled, faces_of, inward, shell

CURLY = Curly(out=0.05, count=3000)


def test_curls_stand_out_all_around_and_less_where_hair_ends(head) -> None:
    lines = curled(head, CURLY, np.random.default_rng(0))
    assert lines.shape[0] == 3000
    skin, inside = head.skin, inward(head)
    away, nearest = cKDTree(skin.positions).query(lines[:, -1])
    _, root = cKDTree(skin.positions).query(lines[:, 0])
    deep, edge = inside[root] > 0.04, (inside[root] > 0) & (inside[root] < 0.008)
    assert 0.03 < np.median(away[deep]) < 0.06
    assert np.median(away[edge]) < 0.5 * np.median(away[deep])
    canon = skin.canon[nearest]
    on_face = (canon[:, 2] > 0.11) & (canon[:, 1] < 0.76)
    assert on_face.mean() < 0.01


def test_the_shell_lies_between_skin_and_tips_and_begins_at_the_hairline(head) -> None:
    places, full = shell(head, CURLY)
    out = np.linalg.norm(places - head.skin.positions, axis=1)
    assert out.max() < CURLY.out
    away = ((places - head.skin.positions) * head.skin.normals).sum(axis=1)
    assert (away[out > 0.001] > 0).mean() > 0.99
    assert not out[head.grows == 0].any()
    assert np.median(out[inward(head) > 0.04]) > 0.4 * CURLY.out
    assert full.min() >= 0
    assert full.max() <= 1
    used = np.unique(faces_of(head))
    assert (head.skin.canon[used][:, 1] > 0.6).all()
    assert len(used) > 300
