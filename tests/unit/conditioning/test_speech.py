import pytest
import torch

from retrat.conditioning.phones import PHONE_IDS, TimedPhone, text_to_phones
from retrat.conditioning.speech import LONGEST, SHORTEST, phone_frames, phone_seconds
from retrat.models.duration_predictor import DurationPredictor


@pytest.fixture(scope="module")
def predictor() -> DurationPredictor:
    torch.manual_seed(0)
    return DurationPredictor(DurationPredictor.Config.tiny()).eval()


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
