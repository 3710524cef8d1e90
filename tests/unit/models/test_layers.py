"""Layers that models share."""

import pytest
import torch

from retrat.models.layers import (
    Attention,
    FeedForward,
    HeadNorm,
    LowRank,
    attend,
    layer_norm,
    sinusoids,
)


def test_attend_is_softmax_attention() -> None:
    q, k, v = torch.randn(3, 2, 2, 4, 8).unbind(0)
    mask = torch.tensor([True, True, False, True])[None, None, None].expand(2, 1, 1, 4)
    weights = (q @ k.mT / 8**0.5).masked_fill(~mask, -torch.inf).softmax(dim=-1)
    assert torch.allclose(attend(q, k, v, mask), weights @ v, atol=1e-5)
    learning = attend(q.requires_grad_(), k, v, mask)  # another way where gradients are wanted
    assert torch.allclose(learning, weights @ v, atol=1e-5)
    learning.sum().backward()
    assert q.grad is not None


@pytest.mark.parametrize("is_per_head", [True, False])
def test_head_norm(is_per_head: bool) -> None:
    x = torch.randn(2, 5, 12) * 7
    normed = HeadNorm(12, 3, is_per_head=is_per_head, eps=1e-6)(x)
    assert normed.shape == (2, 3, 5, 4)
    axes = (-1,) if is_per_head else (1, -1)
    assert torch.allclose(normed.square().mean(dim=axes), torch.ones(()), atol=1e-4)


def test_attention_wants_whole_heads() -> None:
    with pytest.raises(AssertionError, match="not a multiple of 5 heads"):
        Attention(12, 5, is_norm_per_head=True, eps=1e-6)


def test_gelus_differ_and_low_rank_has_its_rank() -> None:
    erf, tanh = (FeedForward(4, 8, 4, gelu=gelu) for gelu in ("erf", "tanh"))
    tanh.load_state_dict(erf.state_dict())
    x = torch.randn(3, 4)
    assert not torch.equal(erf(x), tanh(x))
    assert torch.allclose(erf(x), tanh(x), atol=1e-2)
    matrix = LowRank(8, 8, 2)(torch.eye(8))
    assert int(torch.linalg.matrix_rank(matrix)) == 2


def test_sinusoids_and_layer_norm() -> None:
    waves = sinusoids(torch.tensor([0.0, 1.0]), 4)
    assert waves[0].tolist() == [1.0, 1.0, 0.0, 0.0]
    assert waves[1, 0] == pytest.approx(torch.cos(torch.tensor(1.0)).item())
    normed = layer_norm(torch.randn(3, 16) * 5 + 2, 1e-6)
    assert torch.allclose(normed.mean(dim=-1), torch.zeros(3), atol=1e-5)
