"""Noise levels of tokens; the rest of a tower is tested with both of them in test_transformer."""

import torch

from retrat.models.tower import Levels, Tower
from retrat.models.transformer import Transformer


def test_every_token_gets_its_level() -> None:
    values = torch.stack([torch.full((2, 3), 5.0), torch.full((2, 3), 7.0)])[None]
    is_noisy = torch.tensor([True, False, True])[None, :, None]
    one, other = Levels(values=values, is_noisy=is_noisy).plus(torch.tensor([[1.0] * 3, [2.0] * 3]))
    assert one[0, :, 0].tolist() == [6.0, 8.0, 6.0]
    assert other[0, :, 0].tolist() == [7.0, 9.0, 7.0]


def test_identity_is_seen_by_every_second_block() -> None:
    config = Transformer.Config.nano().video
    with torch.device("meta"):
        tower = Tower(config, ticks_per_second=25.0)
    has = [block.identity_keys is not None for block in tower.blocks]
    assert has == [False, True] * 4
    assert config.width // config.heads == 128
    assert (config.gelu, config.is_norm_per_head, config.text_tokens) == ("erf", True, 64)
