"""The tiny set: reproducible, and it leaves the world's randomness alone."""

import torch

from retrat.conditioning.parts import Parts
from retrat.pipeline.components import bytes_tokenizer, tiny_components


def test_tiny_components_come_from_their_seed() -> None:
    torch.manual_seed(3)
    before = torch.random.get_rng_state()
    one, same, other = tiny_components(1), tiny_components(1), tiny_components(2)
    assert torch.equal(before, torch.random.get_rng_state())
    weights = [parts.transformer.state_dict()["video.into.weight"] for parts in (one, same, other)]
    assert torch.equal(weights[0], weights[1])
    assert not torch.equal(weights[0], weights[2])


def test_components_are_what_conditions_ask_for() -> None:
    parts = tiny_components(0)
    assert isinstance(parts, Parts)
    assert (parts.audio_hop, parts.audio_rate) == (960, 25.0)
    states, mask = parts.text_tokens("A beach.")
    assert states.shape == (1, 10, 16)
    assert mask is not None
    assert bool(mask.all())


def test_the_bytes_tokenizer_pads_and_cuts() -> None:
    ids, mask = bytes_tokenizer(6)(["ab", "abcdefgh"])
    assert ids.shape == (2, 6)
    assert mask.sum(dim=1).tolist() == [4, 6]
