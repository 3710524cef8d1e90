"""Noise levels of tokens; the rest of a tower is tested with both of them in test_transformer."""

import torch

from retrat.models.carry import given_in_place
from retrat.models.tower import Levels, Tower
from retrat.models.transformer import Transformer
from retrat.types import Context, TokenStream


def test_every_token_gets_its_level() -> None:
    values = torch.stack([torch.full((2, 3), 5.0), torch.full((2, 3), 7.0)])[None]
    is_noisy = torch.tensor([True, False, True])[None, :, None]
    one, other = Levels(values=values, is_noisy=is_noisy).plus(torch.tensor([[1.0] * 3, [2.0] * 3]))
    assert one[0, :, 0].tolist() == [6.0, 8.0, 6.0]
    assert other[0, :, 0].tolist() == [7.0, 9.0, 7.0]


def test_identity_is_seen_by_every_second_block() -> None:
    config = Transformer.Config.nano().video
    with torch.device("meta"):
        tower = Tower(config, ticks_per_second=25.0, patch=1)
    has = [block.identity_keys is not None for block in tower.blocks]
    assert has == [False, True] * 5
    assert config.width // config.heads == 128
    assert (config.gelu, config.is_norm_per_head, config.text_tokens) == ("erf", True, 64)


def test_a_tower_that_carries_keeps_the_given_picture_from_the_start() -> None:
    """Fresh weights say nothing, so what is clean is half of what is given in place."""
    config = Transformer.Config.tiny().video
    assert config.carries
    tower = Transformer(Transformer.Config.tiny()).video
    rng = torch.Generator().manual_seed(0)
    positions = torch.cartesian_prod(torch.arange(2.0), torch.arange(2.0), torch.arange(2.0))
    shown = torch.cat([torch.full((4, 1), -1.0), positions[:4, 1:]], dim=1)
    positions = torch.cat([positions, shown])[None].expand(3, -1, -1)
    mask = torch.ones(3, 12)
    mask[:, 8:], mask[1, :4] = 0, 0  # the second sample has its first frame
    groups = torch.tensor([0] * 8 + [1] * 4).expand(3, -1).clone()
    groups[2, 8:] = -1  # the third has neither
    stream = TokenStream(
        latents=torch.randn(3, 12, config.token_channels, generator=rng),
        noise_mask=mask,
        positions=positions,
        groups=groups,
        seconds=positions[..., 0],
        target_tokens=8,
        grid=(2, 2, 2),
    )
    given = given_in_place(stream)
    assert torch.equal(given[0], stream.latents[0, 8:].repeat(2, 1))
    assert torch.equal(given[1], stream.latents[1, :4].repeat(2, 1))
    assert not given[2].any()
    context = Context(text=torch.randn(3, 2, config.text_width, generator=rng))
    said = tower(stream, torch.full((3,), 0.5), context)
    made = mask[:, :8] > 0
    clean = stream.latents[:, :8] - 0.5 * said
    assert torch.allclose(clean[made], 0.5 * given[made], atol=1e-5)
