import numpy as np

from retrat.media.mel import mel_filters, mel_power

RATE = 16_000
SECONDS = np.arange(RATE) / RATE


def tone(hertz: float) -> np.ndarray:
    return 0.5 * np.sin(2 * np.pi * hertz * SECONDS)


def test_higher_tones_fall_in_higher_bands() -> None:
    bands = [
        mel_power(tone(hertz), rate=RATE, window=400, hop=160, mels=40)[20:80].mean(0).argmax()
        for hertz in (200, 400, 1000, 3000, 6000)
    ]
    assert bands == sorted(set(bands))


def test_filters_have_equal_areas() -> None:
    filters = mel_filters(RATE, 4096, 40)
    areas = filters.sum(axis=1) * RATE / 4096
    assert np.allclose(areas, 1, atol=0.03)
