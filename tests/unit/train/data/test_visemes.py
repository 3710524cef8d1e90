"""Mouths follow phones, and lips meet on m, b and p."""

import numpy as np
import pytest

from retrat.conditioning.phones import PHONES
from retrat.train.data.visemes import CLOSED, OPENING, VISEMES, closed_by, mouth_curves, saying

SECONDS = np.arange(48) / 24


def test_every_phone_has_a_shape() -> None:
    assert set(VISEMES) == set(PHONES)


@pytest.mark.parametrize("phone", CLOSED)
def test_lips_meet_even_between_open_vowels_and_in_a_surprised_face(phone: str) -> None:
    phones = [("aa", 0.0, 0.9), (phone, 0.9, 1.05), ("aa", 1.05, 2.0)]
    curves, closure = mouth_curves(phones, SECONDS)
    face = closed_by(curves | {"mouthUpperUpLeft": np.full(48, 0.4)}, closure)
    at = np.argmin(np.abs(SECONDS - 0.96))
    assert max(face[name][at] for name in OPENING if name in face) < 0.02
    assert face["jawOpen"][6] > 0.3


def test_open_vowels_open_more_than_close_ones_and_round_ones_are_rounded() -> None:
    def at_middle(phone: str, action: str) -> float:
        return float(mouth_curves([(phone, 0.5, 1.5)], SECONDS)[0].get(action, np.zeros(48))[24])

    assert at_middle("aa", "jawOpen") > 2 * at_middle("iy", "jawOpen") > 0
    assert at_middle("uw", "mouthPucker") > 0.5 > at_middle("iy", "mouthPucker")


def test_nothing_moves_in_silence() -> None:
    curves, closure = mouth_curves([("pau", 0.0, 2.0)], SECONDS)
    assert not curves
    assert closure.max() == 0


def test_a_face_speaks_through_short_pauses_and_not_through_long_ones() -> None:
    phones = [("pau", 0.0, 0.5), ("aa", 0.5, 0.8), ("pau", 0.8, 0.95), ("iy", 0.95, 1.1)]
    phones += [("pau", 1.1, 3.0), ("m", 3.0, 3.1)]
    level = saying(phones, np.arange(330) / 100)
    assert level[:10].max() == 0
    assert level[50:115].min() > 0.95
    assert level[200:240].max() == 0
    assert level[302] == pytest.approx(1)
    assert saying([("pau", 0.0, 2.0)], SECONDS).max() == 0
