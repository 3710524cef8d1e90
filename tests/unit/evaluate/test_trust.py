import numpy as np
import pytest

from retrat.evaluate import trust
from retrat.provenance.payload import new_payload
from retrat.provenance.picture_mark import READ_SCORE, PictureReading


def clip(frames: int = 12) -> np.ndarray:
    rng = np.random.default_rng(0)
    y, x = np.mgrid[0:128, 0:128] / 128
    light = 120 + 50 * np.sin(6 * x) * np.cos(5 * y) + rng.normal(size=(128, 128)) * 4
    still = np.repeat(np.clip(light, 0, 255).astype(np.uint8)[..., None], 3, axis=-1)
    return np.repeat(still[None], frames, axis=0)


@pytest.mark.parametrize(
    "name",
    [name for name in trust.attacks() if "CRF" not in name or name.endswith("x2, CRF 23")],
)
def test_attacks_give_frames(name: str) -> None:
    attacked = trust.attacks()[name](clip())
    assert attacked.dtype == np.uint8
    assert attacked.ndim == 4


def test_a_mark_that_is_read_and_one_that_is_wiped_out(monkeypatch: pytest.MonkeyPatch) -> None:
    table = {"none": lambda frames: frames, "blank": lambda frames: frames * 0}
    monkeypatch.setattr(trust, "attacks", lambda: table)
    none, blank = trust.measure({"a still": clip()})
    assert (none.read, blank.read) == (1, 0)
    assert (none.unread, blank.unread) == ((), ("a still",))
    assert none.share == 1
    shown = trust.as_table([none, blank])
    assert "| none | 1 of 1 |" in shown
    assert shown.endswith("| a still |")


def test_false_alarms() -> None:
    rng = np.random.default_rng(0)
    noise = [rng.integers(0, 256, (1, 128, 128, 3)).astype(np.uint8) for _ in range(3)]
    found = trust.false_alarms(noise)
    assert (found.tries, found.alarms) == (3, 0)
    assert found.chance_at(7.0) > found.chance_at(9.0) > found.chance_at(11.0)


def test_crops_of_a_picture_are_read_as_they_stand() -> None:
    rng = np.random.default_rng(0)
    noise = rng.integers(0, 256, (1, 600, 520, 3)).astype(np.uint8)
    found = trust.crop_alarms([noise, clip(1)], 40)
    assert (found.tries, found.alarms) == (48, 0)  # three squares of each of sixteen views
    assert 7 < found.mean < found.highest < READ_SCORE


def test_every_square_taken_for_a_mark_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    taken = PictureReading(score=11.0, payload=new_payload(shows_person=False))
    monkeypatch.setattr(trust, "read_crops", lambda frame, corners: [taken for _ in corners])
    found = trust.crop_alarms([clip(1)], 8)
    assert (found.tries, found.alarms, found.highest) == (8, 8, 11.0)


def test_the_tail_is_gumbels() -> None:
    scores = np.random.default_rng(0).gumbel(8.0, 0.15, 100_000)
    fitted = trust.FalseAlarms(
        tries=1, alarms=0, mean=float(scores.mean()), deviation=float(scores.std()), highest=9.0
    )
    assert fitted.chance_at(9.0) == pytest.approx(float((scores > 9.0).mean()), rel=0.15)
