"""How a line is delivered, in numbers."""

import pytest

from retrat.conditioning.delivery import CHANNELS, LEAST, MOST, PLAIN, Delivery


def test_deliveries_add_up_within_what_was_learned() -> None:
    both = Delivery(pitch=0.4, effort=-0.9).plus(Delivery(pitch=0.4, effort=-0.4, breath=0.2))
    assert both == Delivery(pitch=MOST[0], effort=LEAST[2], breath=0.2)
    assert PLAIN.plus(PLAIN) == PLAIN


def test_half_of_it() -> None:
    assert Delivery(pitch=0.4, range=-0.6).times(0.5) == pytest.approx(Delivery(0.2, -0.3))
    assert Delivery._fields == CHANNELS
