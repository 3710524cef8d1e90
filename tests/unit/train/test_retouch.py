"""What towers make is near what is true, and a decoder learns to close the rest of the way."""

import copy
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from retrat.models.transformer import Transformer
from retrat.models.video_vae import VideoVAE, VideoVAEConfig
from retrat.pipeline.components import Components, tiny_components
from retrat.train import retouch
from retrat.train.latents import Cache, write_shard
from retrat.train.loop import Learner, Loop, LoopConfig
from retrat.train.retouch import DrawMade, Made, RetouchLoss, make, retouched, shown

COUNT = 8


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Cache:
    folder = tmp_path_factory.mktemp("retouch")
    rng = np.random.default_rng(0)
    rows = [
        {
            "text": rng.normal(size=(3, 16)).astype(np.float16),
            "text_count": np.int64(2),
            "video": rng.normal(size=(48, 1, 4, 4)).astype(np.float16),
            "references": rng.normal(size=(1, 48, 4, 4)).astype(np.float16),
            "reference_count": np.int64(1),
        }
        for _ in range(COUNT)
    ]
    np.save(folder / "no-text.npy", np.zeros((1, 16), np.float16))
    write_shard(folder / "shard-00000", rows)
    return Cache([folder])


@pytest.fixture(scope="module")
def parts() -> Components:
    torch.manual_seed(0)
    tiny = Transformer.Config.tiny()
    transformer = Transformer(replace(tiny, video=replace(tiny.video, token_channels=192)))
    return replace(tiny_components(0), transformer=transformer.eval())


def test_what_is_made_is_drawn_towards_what_the_towers_say(parts: Components, cache: Cache) -> None:
    pictures = make(parts, cache, COUNT, 0)
    assert pictures.true.shape == pictures.made.shape == (COUNT, 48, 4, 4)
    assert (pictures.true[:, -8:] == 0).all()
    assert not torch.allclose(pictures.made, pictures.true, atol=0.1)
    again = make(parts, cache, COUNT, 0)
    assert torch.equal(again.made, pictures.made)
    assert not torch.equal(make(parts, cache, COUNT, 1).true, pictures.true)


def test_crops_are_of_the_same_place_and_some_stay_true(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retouch, "HELD_OUT", 2)
    true = torch.randn(6, 4, 16, 16)
    draw = DrawMade(Made(true=true, made=true + 1), 0)
    apart = torch.cat(
        [(batch["given"] - batch["true"]).flatten(1) for batch in map(draw, range(8))]
    )
    assert torch.allclose(apart, apart[:, :1].expand_as(apart), atol=1e-5)
    assert {round(value) for value in apart[:, 0].tolist()} == {0, 1}
    assert torch.equal(draw.held_out().true, true[-2:])


def test_a_decoder_learns_to_take_back_what_was_added(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retouch, "HELD_OUT", 2)
    monkeypatch.setattr(retouch, "CROP", 4)
    torch.manual_seed(0)
    before = VideoVAE(VideoVAEConfig.tiny()).eval()
    true = torch.randn(10, before.config.channels, 4, 4)
    made = true.clone()
    made[:, :2] += 2.0  # the same wrong in every picture
    draw = DrawMade(Made(true=true, made=made), 0)
    monkeypatch.setattr(retouch, "TRUE_SHARE", 0.0)
    vae = copy.deepcopy(before)
    learner = Learner(name="vae", module=vae, loss=RetouchLoss(vae, before))
    config = LoopConfig(steps=60, learning_rate=1e-2, warmup_steps=1, prefetch=0)
    first = retouched(vae, before, draw.held_out())
    assert first["made"] == first["made, before"]
    Loop(config, tmp_path, [learner], draw).run()
    scores = retouched(vae, before, draw.held_out())
    assert scores["made"] > scores["made, before"] + 3
    assert shown(vae, true).shape == (10, 3, 64, 64)
