import pytest
import torch
from torch import Tensor

from retrat.models.voice_encoder import PITCH, RHYTHM, TIMBRE, TOKENS, VoiceEncoder


@pytest.fixture(scope="module")
def encoder() -> VoiceEncoder:
    torch.manual_seed(0)
    return VoiceEncoder(VoiceEncoder.Config.tiny()).eval().requires_grad_(requires_grad=False)


def buzz(hertz: float, seconds: float = 1.0) -> Tensor:
    at = torch.arange(int(24_000 * seconds)) / 24_000
    return (0.2 * torch.sign(torch.sin(2 * torch.pi * hertz * at)))[None]


def test_nine_tokens_of_three_kinds(encoder: VoiceEncoder) -> None:
    assert encoder(buzz(100)).shape == (1, TOKENS, 8)
    kinds = [list(range(TOKENS))[kind] for kind in (TIMBRE, PITCH, RHYTHM)]
    assert [len(kind) for kind in kinds] == [1, 4, 4]
    assert [token for kind in kinds for token in kind] == list(range(9))


def test_loudness_says_nothing_and_pitch_does(encoder: VoiceEncoder) -> None:
    usual = encoder(buzz(100))
    assert (encoder(0.05 * buzz(100)) - usual).abs().max() < 0.02
    assert (encoder(buzz(190)) - usual).abs().max() > 0.1


def test_silence_around_the_voice_is_not_listened_to(encoder: VoiceEncoder) -> None:
    rng = torch.Generator().manual_seed(0)
    swell = torch.rand(1, 40, generator=rng).repeat_interleave(2400, dim=1)
    voice = 0.1 * swell * torch.randn(1, 96_000, generator=rng)
    silence = torch.zeros(1, 48_000)
    alone, padded = encoder(voice), encoder(torch.cat([silence, voice, silence], dim=1))
    assert (alone - padded).abs().mean() < 0.25 * alone.std()
    heard = encoder.log_mel(torch.cat([silence, voice], dim=1))[1]
    assert not heard[:, :48].any()
    assert heard[:, 52:].all()
    assert torch.isfinite(encoder(silence)).all()
