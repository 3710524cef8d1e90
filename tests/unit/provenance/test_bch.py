import numpy as np
import pytest

from retrat.provenance.bch import decode, encode, generator


def message(seed: int, bits: int = 63) -> tuple[int, ...]:
    return tuple(int(bit) for bit in np.random.default_rng(seed).integers(0, 2, bits))


def test_words_are_far_apart() -> None:
    words = [encode(message(seed)) for seed in range(60)]
    apart = [int((a != b).sum()) for i, a in enumerate(words) for b in words[:i]]
    assert min(apart) >= 61
    assert generator(63).sum(1).min() >= 61


def test_the_message_comes_first() -> None:
    assert tuple(encode(message(1))[:63]) == message(1)


@pytest.mark.parametrize("wrong", [0, 10, 30])
def test_thirty_wrong_bits_are_mended(wrong: int) -> None:
    rng = np.random.default_rng(wrong)
    sent = encode(message(2)) * 2.0 - 1.0
    # Wrong bits are the weak ones, as they are in a picture.
    sent *= rng.uniform(0.8, 1.2, 255)
    for place in rng.choice(255, wrong, replace=False):
        sent[place] *= -0.5
    assert decode(sent, message_bits=63).bits == message(2)


def test_noise_scores_low_and_marks_high() -> None:
    rng = np.random.default_rng(0)
    noise = [decode(rng.normal(size=255), message_bits=63).score for _ in range(10)]
    sent = encode(message(3)) * 2.0 - 1.0
    marked = decode(sent + rng.normal(size=255) * 0.8, message_bits=63)
    assert marked.bits == message(3)
    assert max(noise) < 9.4 < marked.score


def test_lengths_that_no_code_has() -> None:
    with pytest.raises(ValueError, match="no BCH code"):
        generator(62)
