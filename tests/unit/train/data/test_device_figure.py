"""What is out of the picture is not drawn."""

import numpy as np

from retrat.train.data.clips import ClipRequest, random_take


def test_nothing_is_drawn_when_nothing_is_seen(renderer, pack) -> None:
    renderer.render(random_take(1, ClipRequest(frames=1, size=(64, 64), scene="studio"), pack))
    model = renderer._model
    model.narrow(np.zeros(len(model.figure.positions), bool))
    assert sum(model._counts.values()) == 0
    model.narrow(np.ones(len(model.figure.positions), bool))
    assert model._counts["skin"] == model.figure.draws["skin"].size
