"""Faces to tokens: shapes, a unit embedding, and it can tell a handful of faces apart."""

import torch
from torch.nn.functional import cross_entropy

from retrat.models.identity_encoder import FACE_PIXELS, IdentityEncoder


def faces(count: int) -> torch.Tensor:
    rng = torch.Generator().manual_seed(0)
    return torch.randn(count, 3, FACE_PIXELS, FACE_PIXELS, generator=rng)


def test_shapes() -> None:
    config = IdentityEncoder.Config.tiny()
    model = IdentityEncoder(config)
    with torch.no_grad():
        assert model(faces(3)).shape == (3, config.tokens, config.width)
        lengths = model.embed(faces(3)).norm(dim=-1)
    assert torch.allclose(lengths, torch.ones(3), atol=1e-5)


def test_it_learns_who_is_who() -> None:
    torch.manual_seed(0)
    model = IdentityEncoder(IdentityEncoder.Config.tiny())
    people = faces(4).mean(dim=(2, 3), keepdim=True) * 30 + 0.1 * faces(4)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    for _ in range(25):
        optimizer.zero_grad()
        embedded = model.embed(people)
        loss = cross_entropy(8 * embedded @ embedded.T, torch.arange(4))
        loss.backward()
        optimizer.step()
    apart = (embedded @ embedded.T).fill_diagonal_(-1).max()
    assert apart < 0.5
