"""Token states: padding counts as nothing. Parity is in tests/parity/test_bert.py."""

import torch

from retrat.models.text_encoder import TextEncoder


def test_padding_changes_no_state() -> None:
    torch.manual_seed(0)
    model = TextEncoder(TextEncoder.Config.tiny())
    ids = torch.randint(0, 250, (1, 6))
    mask = torch.ones(1, 6, dtype=torch.bool)
    padded = torch.cat([ids, torch.full((1, 3), 258)], dim=1)
    with torch.no_grad():
        short = model(ids, mask)
        long = model(padded, torch.nn.functional.pad(mask, (0, 3)))
    assert torch.allclose(short, long[:, :6], atol=1e-5)
    with torch.no_grad():
        seen = model(padded, torch.ones(1, 9, dtype=torch.bool))
    assert not torch.allclose(short, seen[:, :6], atol=1e-3)
