"""Cells correct what tokens say, across the borders of tokens and never across pictures."""

import torch
from einops import rearrange

from retrat.conditioning.stream import grid_positions, patchify, unpatchify
from retrat.models.carry import LocalCorrection
from retrat.types import LatentShape, TokenStream

CHANNELS, PATCH = 3, 2
SHAPE = LatentShape(latent_frames=2, height=4, width=6)


def tokens(latents: torch.Tensor) -> TokenStream:
    values = patchify(latents, PATCH)
    positions = grid_positions((2, 2, 3)).expand(len(values), -1, -1)
    return TokenStream(
        latents=values,
        noise_mask=torch.ones_like(values[..., 0]),
        positions=positions,
        groups=torch.zeros_like(values[..., 0], dtype=torch.long),
        seconds=positions[..., 0],
        target_tokens=12,
        grid=(2, 2, 3),
    )


def corrected(said: torch.Tensor) -> torch.Tensor:
    torch.manual_seed(0)
    local = LocalCorrection(CHANNELS * PATCH**2, 8, 5, patch=PATCH)
    stream = tokens(torch.zeros_like(said))
    out = local(patchify(said, PATCH), stream.latents, stream, torch.ones(len(said), 8))
    return unpatchify(out, SHAPE, PATCH)


def test_a_cell_reaches_three_cells_each_way_in_its_own_picture() -> None:
    said = torch.zeros(1, CHANNELS, 2, 4, 6)
    changed = said.clone()
    changed[0, :, 0, 1, 1] = 1.0  # the last cell of the first token
    far = (corrected(changed) - corrected(said)).abs().amax(dim=(0, 1)) > 0
    assert not far[1].any()  # the other picture
    assert far[0, :, :5].all()  # its neighbours, across the token's border
    assert not far[0, :, 5].any()


def test_the_level_of_noise_matters() -> None:
    torch.manual_seed(0)
    local = LocalCorrection(CHANNELS * PATCH**2, 8, 5, patch=PATCH)
    stream = tokens(torch.randn(1, CHANNELS, 2, 4, 6))
    said = torch.zeros_like(stream.latents)
    low, high = (local(said, said, stream, torch.full((1, 8), level)) for level in (-1.0, 1.0))
    assert not torch.allclose(low, high)
    assert rearrange(low, "1 l c -> (l c)").isfinite().all()
