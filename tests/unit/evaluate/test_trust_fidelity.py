import sys
from types import ModuleType

import numpy as np
import pytest

pytest.importorskip("scipy")

from people import babble

from retrat.evaluate import trust_fidelity
from retrat.evaluate.trust_fidelity import picture_fidelity, sound_fidelity


def test_the_mark_is_faint_and_stands_still() -> None:
    y, x = np.mgrid[0:128, 0:128] / 128
    noise = np.random.default_rng(0).normal(size=(128, 128)) * 4
    light = np.clip(120 + 50 * np.sin(6 * x) * np.cos(5 * y) + noise, 0, 255).astype(np.uint8)
    found = picture_fidelity(np.repeat(light[None, ..., None], 3, axis=-1).repeat(4, axis=0))
    assert found.psnr > 41.8
    assert 0.9 < found.ssim < 1
    assert found.change < 0.7


def test_without_the_package_nothing_is_claimed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trust_fidelity, "find_spec", lambda name: None)
    assert sound_fidelity([babble(1.0)]) is None


def test_speech_is_scored_at_its_rate_and_the_rest_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stand_in = ModuleType("pesq")

    class NoUtterancesError(Exception):
        pass

    def pesq(rate: int, plain: np.ndarray, heard: np.ndarray, band: str) -> float:
        assert (rate, band) == (16_000, "wb")
        assert plain.shape == heard.shape
        if len(plain) < 16_000:
            raise NoUtterancesError
        return float(np.abs(plain - heard).max() > 0)  # 1 when a mark was put in

    stand_in.pesq, stand_in.NoUtterancesError = pesq, NoUtterancesError
    monkeypatch.setitem(sys.modules, "pesq", stand_in)
    monkeypatch.setattr(trust_fidelity, "find_spec", lambda name: object())
    assert sound_fidelity([babble(3.0), babble(0.5)]) == (1.0,)
