"""The picture tower against diffusers' WanTransformer3DModel (Apache-2.0), captured by
tools/capture_parity.py; the safetensors metadata names the versions."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file
from torch import Tensor

from retrat.conditioning.stream import Geometry, unpatchify, video_targets
from retrat.models.tower import Tower
from retrat.models.transformer import Transformer
from retrat.types import AVStream, Context, FrameRate, LatentShape
from retrat.weights.keymaps import WAN, to_ours, to_theirs

HERE = Path(__file__).parent
TOLERANCE = 1e-5
SHAPE = LatentShape(latent_frames=3, height=4, width=6)
GEOMETRY = Geometry(
    shape=SHAPE,
    channels=16,
    patch=2,
    frame_rate=FrameRate(numerator=16),
    audio_channels=0,
    audio_latents=0,
    audio_rate=25.0,
)
# What is ours and not Wan's, by the names of the picture tower.
ADDED = ("reference_deltas", "identity_keys")


@pytest.fixture(scope="module")
def captured() -> dict[str, Tensor]:
    return load_file(HERE / "wan_tiny.safetensors")


def tiny_wan(captured: dict[str, Tensor]) -> Transformer:
    base = Transformer.Config.wan_1_3b()
    video = replace(
        base.video, width=24, feed_forward=40, heads=2, blocks=2, text_width=16, frequencies=16
    )
    model = Transformer(replace(base, video=video, audio=None))
    weights = {
        name.removeprefix("weights."): value
        for name, value in captured.items()
        if name.startswith("weights.")
    }
    loaded = model.video.load_state_dict(to_ours(weights, WAN), strict=False)
    assert not loaded.unexpected_keys
    assert all(any(part in key for part in ADDED) for key in loaded.missing_keys)
    return model


def velocity(model: Transformer, captured: dict[str, Tensor], *, given_frames: int = 0) -> Tensor:
    targets = video_targets(captured["latents"], GEOMETRY)
    noise_mask = targets.noise_mask.clone()
    noise_mask[:, : given_frames * 2 * 3] = 0
    targets = replace(targets, noise_mask=noise_mask, is_uniform=given_frames == 0)
    stream = AVStream(video=targets, context=Context(text=captured["text"]))
    with torch.no_grad():
        said = model(stream, captured["timestep"] / 1000)
    return unpatchify(said.video, SHAPE, 2)


def distance(ours: Tensor, theirs: Tensor) -> float:
    return float((ours - theirs).abs().max() / theirs.abs().max())


def test_one_sigma_a_sample(captured: dict[str, Tensor]) -> None:
    ours = velocity(tiny_wan(captured), captured)
    assert distance(ours, captured["velocity"]) < TOLERANCE


def test_one_sigma_a_token(captured: dict[str, Tensor]) -> None:
    ours = velocity(tiny_wan(captured), captured, given_frames=1)
    assert distance(ours, captured["velocity_first_frame_given"]) < TOLERANCE


def _erf_instead_of_tanh(model: Transformer) -> None:
    model.video.blocks[0].feed_forward.approximate = "none"


def _norm_epsilon(model: Transformer) -> None:
    model.video.blocks[1].eps = 1e-3


def _swapped_patch(model: Transformer) -> None:
    weight = model.video.into.weight.data
    model.video.into.weight.data = weight.unflatten(1, (2, 2, 16)).transpose(1, 2).flatten(1)


def _no_cross_norm(model: Transformer) -> None:
    torch.nn.init.zeros_(model.video.blocks[0].cross_norm.bias)


@pytest.mark.parametrize(
    "mutate", [_erf_instead_of_tanh, _norm_epsilon, _swapped_patch, _no_cross_norm]
)
def test_a_mutation_is_found(
    captured: dict[str, Tensor], mutate: Callable[[Transformer], None]
) -> None:
    model = tiny_wan(captured)
    mutate(model)
    assert distance(velocity(model, captured), captured["velocity"]) > TOLERANCE


def test_key_map_goes_both_ways(captured: dict[str, Tensor]) -> None:
    theirs = {
        name.removeprefix("weights."): value
        for name, value in captured.items()
        if name.startswith("weights.")
    }
    back = to_theirs(to_ours(theirs, WAN), WAN, patch=(1, 2, 2))
    assert back.keys() == theirs.keys()
    assert all(torch.equal(back[name], theirs[name]) for name in theirs)
    with pytest.raises(KeyError, match="no rule for the foreign weight 'nonsense'"):
        to_ours({"nonsense": torch.zeros(1)}, WAN)


@pytest.mark.parametrize("size", ["1.3b", "14b"])
def test_published_names_and_shapes(size: str) -> None:
    published = json.loads((HERE / "wan_published.json").read_text())[size]
    config = {"1.3b": Transformer.Config.wan_1_3b(), "14b": Transformer.Config.wan_14b()}[size]
    with torch.device("meta"):
        tower = Tower(config.video, ticks_per_second=config.ticks_per_second, patch=1)
        theirs = {
            name.replace("{}", str(block)): torch.empty(shape)
            for name, shape in published["shapes"].items()
            for block in (range(published["blocks"]) if "{}" in name else [0])
        }
    assert len(theirs) == published["names"]
    ours = {name: value.shape for name, value in to_ours(theirs, WAN).items()}
    tower_weights = {
        name: value.shape
        for name, value in tower.state_dict().items()
        if not any(part in name for part in ADDED)
    }
    assert ours == tower_weights
    parameters = sum(shape.numel() for shape in tower_weights.values())
    assert parameters == published["parameters"]
    assert f"{parameters / 1e9:.2f}" == {"1.3b": "1.42", "14b": "14.29"}[size]
