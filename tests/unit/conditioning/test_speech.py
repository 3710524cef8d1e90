import pytest
import torch

from retrat.conditioning.phones import PHONE_IDS, TimedPhone, text_to_phones
from retrat.conditioning.speech import LONGEST, SHORTEST, phone_frames, phone_seconds, plan_speech
from retrat.models.duration_predictor import DurationPredictor


@pytest.fixture(scope="module")
def predictor() -> DurationPredictor:
    torch.manual_seed(0)
    return DurationPredictor(DurationPredictor.Config.tiny()).eval()


def test_a_plan_says_every_phone_in_order(predictor: DurationPredictor) -> None:
    plan = plan_speech("Good morning, Anna.", None, predictor)
    assert [each.phone for each in plan.phones] == text_to_phones("Good morning, Anna.")
    assert all(a.end == b.start for a, b in zip(plan.phones, plan.phones[1:], strict=False))
    assert len(plan.phone_ids) == round(100 * plan.seconds)
    middle = plan.phones[3]
    at = round(50 * (middle.start + middle.end))
    assert plan.phone_ids[at] == PHONE_IDS[middle.phone]


def test_twice_the_rate_takes_half_the_time(predictor: DurationPredictor) -> None:
    usual, fast = (plan_speech("Look at me.", None, predictor, rate=rate) for rate in (1.0, 2.0))
    assert fast.seconds == pytest.approx(usual.seconds / 2)


def test_the_voice_sets_the_pace(predictor: DurationPredictor) -> None:
    phones = text_to_phones("Look at me.")
    tokens = torch.randn(1, 9, 8, generator=torch.Generator().manual_seed(1))
    own, average = (phone_seconds(predictor, voice)(phones) for voice in (tokens, None))
    assert own != average
    assert all(SHORTEST <= each <= LONGEST for each in own)
    tokens[:, :5] = 0  # timbre and pitch have no say in it
    assert phone_seconds(predictor, tokens)(phones) == own


def test_frames_keep_the_times_and_are_silent_elsewhere() -> None:
    timed = [TimedPhone("s", 0.02, 0.05), TimedPhone("iy", 0.05, 0.09)]
    s, iy = PHONE_IDS["s"], PHONE_IDS["iy"]
    assert phone_frames(timed, 11).tolist() == [0, 0, s, s, s, iy, iy, iy, iy, 0, 0]
