import torch

from retrat.conditioning.phones import UNKNOWN_PHONE_ID
from retrat.models.speech_encoder import SpeechEncoder


def test_four_frames_are_one_feature_and_a_phone_is_heard_where_it_is() -> None:
    torch.manual_seed(0)
    encoder = SpeechEncoder(SpeechEncoder.Config.tiny()).eval()
    ids = torch.zeros(1, 80, dtype=torch.long)
    spoken = ids.clone()
    spoken[:, 40:44] = 7
    silent, heard = encoder(ids), encoder(spoken)
    assert silent.shape == (1, 20, 8)
    difference = (silent - heard).abs().amax(dim=2)[0]
    assert difference[10] > 0.01
    assert not difference[:6].any()
    assert not difference[15:].any()


def test_the_nano_encoder_knows_every_phone_and_the_unknown_one() -> None:
    assert SpeechEncoder.Config.nano().phones == UNKNOWN_PHONE_ID + 1
    encoder = SpeechEncoder(SpeechEncoder.Config.tiny())
    assert encoder.unknown(5, UNKNOWN_PHONE_ID).shape == (1, 5, 8)
