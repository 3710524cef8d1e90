"""Both sides of the comparison at tiny size: the same width, depth and tokens."""

import pytest

pytest.importorskip("diffusers")

from retrat.evaluate.rivals import our_forward, wan_clip, wan_forward, wan_transformer
from retrat.models.transformer import Transformer

CONFIG = Transformer.Config.tiny()


def test_their_transformer_has_our_towers_size() -> None:
    theirs = wan_transformer(CONFIG, channels=4)
    assert len(theirs.blocks) == CONFIG.video.blocks
    assert (
        theirs.config.num_attention_heads * theirs.config.attention_head_dim == CONFIG.video.width
    )
    assert theirs.config.ffn_dim == CONFIG.video.feed_forward


def test_both_forwards_take_time() -> None:
    latents = (4, 2, 4, 4)
    theirs = wan_forward(wan_transformer(CONFIG, channels=4), latents, text_tokens=8)
    assert 0 < theirs < 5
    assert 0 < our_forward(CONFIG, latents) < 5


@pytest.mark.slow
def test_their_pipeline_runs_and_says_what_was_extrapolated() -> None:
    measured = wan_clip(CONFIG, frames=9, side=32, steps=1)
    assert measured["tokens"] == 3 * 2 * 2
    decode = measured["decode"]
    assert decode["is_extrapolated"]
    assert decode["seconds"] > decode["first_latent_seconds"] > 0
