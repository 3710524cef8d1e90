"""The judge of voices at tiny size."""

import torch

from retrat.models.speaker_net import SpeakerNet


def test_windows_become_unit_vectors_that_depend_on_them() -> None:
    torch.manual_seed(0)
    net = SpeakerNet(mels=4, width=8, layers=2)
    out = net(torch.rand(3, 20, 4))
    assert torch.allclose(out.norm(dim=-1), torch.ones(3), atol=1e-6)
    assert not torch.allclose(out[0], out[1])
