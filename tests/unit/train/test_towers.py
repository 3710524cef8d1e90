"""Runs of the towers: a stage trains its own part, the next begins from it, and it ships whole."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from retrat.models.identity_encoder import IdentityEncoder
from retrat.models.speech_encoder import SpeechEncoder
from retrat.models.transformer import Transformer
from retrat.models.voice_encoder import VoiceEncoder
from retrat.train import towers as runs
from retrat.train.latents import NO_TEXT, write_shard
from retrat.train.loop import LoopConfig
from retrat.train.transformer import Towers, TowerStage
from retrat.weights import Release, publish_part, read_release, write_release
from retrat.weights.modules import load_module, metadata_of

CONFIG = Transformer.Config.tiny()


def tiny_towers(*, seed: int) -> Towers:
    torch.manual_seed(seed)
    return Towers(
        Transformer(CONFIG),
        IdentityEncoder(IdentityEncoder.Config.tiny()),
        VoiceEncoder(VoiceEncoder.Config.tiny()),
        SpeechEncoder(SpeechEncoder.Config.tiny()),
    )


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    rng = np.random.default_rng(0)
    sound = CONFIG.audio.token_channels
    row = {
        "text": rng.normal(size=(6, CONFIG.video.text_width)).astype(np.float16),
        "text_count": np.int64(4),
        "sound": rng.normal(size=(sound, 12)).astype(np.float16),
        "phones": rng.integers(1, 40, 48).astype(np.int8),
        "voice_latents": rng.normal(size=(sound, 10)).astype(np.float16),
        "voice": rng.integers(-9000, 9000, 24_000).astype(np.int16),
    }
    write_shard(tmp_path / "cache" / "shard-00000", [row, row])
    np.save(tmp_path / "cache" / NO_TEXT, np.zeros((2, CONFIG.video.text_width), np.float16))
    return tmp_path / "cache"


@pytest.fixture
def sound_run(tmp_path: Path, cache: Path) -> tuple[Path, Towers]:
    stage = TowerStage(trains="sound", tokens=0, sound_latents=(12,), sound_batch=2)
    config = LoopConfig(steps=2, learning_rate=1e-2, warmup_steps=1, prefetch=0, device="cpu")
    towers = tiny_towers(seed=1)
    runs.tower_loop(towers, stage, config, [cache], tmp_path / "sound", None).run()
    return tmp_path / "sound", towers


def test_a_stage_leaves_the_other_tower_alone(sound_run: tuple[Path, Towers]) -> None:
    before, after = tiny_towers(seed=1).state_dict(), sound_run[1].state_dict()
    moved = {name for name in before if not torch.equal(before[name], after[name])}
    assert "transformer.audio.out.weight" in moved
    assert all(name.startswith(runs.trained_by("sound")) for name in moved)


def test_the_next_stage_begins_from_what_the_earlier_one_trained(
    sound_run: tuple[Path, Towers],
) -> None:
    fresh, begun = tiny_towers(seed=2), tiny_towers(seed=2)
    runs.begin_from(begun, [sound_run[0]])
    for name, value in begun.state_dict().items():
        is_taken = name.startswith(runs.trained_by("sound"))
        same = torch.equal(value, fresh.state_dict()[name])
        assert is_taken or same, name
    assert not torch.equal(begun.transformer.audio.out.weight, fresh.transformer.audio.out.weight)


def test_a_run_ships_every_part_with_its_history(
    sound_run: tuple[Path, Towers], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "nano_towers", tiny_towers)
    runs.export_towers([sound_run[0]], tmp_path / "out")
    files = sorted(path.stem for path in (tmp_path / "out").iterdir())
    assert files == ["identity_encoder", "speech_encoder", "transformer", "voice_encoder"]
    notes = metadata_of(tmp_path / "out" / "transformer.safetensors")
    assert (notes["recipe"], notes["steps"]) == ("towers.sound", "2")
    assert load_module(Transformer, tmp_path / "out" / "transformer.safetensors").config == CONFIG


def test_a_run_goes_on_from_a_release_and_changes_what_it_trained(
    sound_run: tuple[Path, Towers], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "nano_towers", tiny_towers)
    release, shipped = tmp_path / "release", tiny_towers(seed=5)
    release.mkdir()
    head = {"name": "small", "version": "1", "licence": "x", "summary": "x"}
    write_release(release, Release(**head, folder=release, settings={}, files={}), {})
    for name in ("transformer", "voice_encoder", "speech_encoder"):  # it has no identity encoder
        publish_part(release, name, shipped.parts[name], metadata={"recipe": "pictures"})
    begun = tiny_towers(seed=2)
    runs.begin_from(begun, [release])
    assert same(begun.transformer, shipped.transformer)
    assert same(begun.voice_encoder, shipped.voice_encoder)
    assert not same(begun.identity_encoder, shipped.identity_encoder)
    parts = ("transformer", "voice_encoder", "speech_encoder")
    runs.export_towers([release, sound_run[0]], release, parts)
    now = load_module(Transformer, read_release(release).path("transformer"))
    assert same(now.video, shipped.transformer.video), "what the run has not trained"
    assert not same(now.audio, shipped.transformer.audio)
    notes = metadata_of(release / "transformer.safetensors")
    assert (notes["recipe"], notes["steps"]) == ("pictures towers.sound", "2")


def same(one: nn.Module, other: nn.Module) -> bool:
    theirs = other.state_dict()
    return all(
        torch.allclose(value, theirs[name], atol=2e-2)  # matrices ship in bfloat16
        for name, value in one.state_dict().items()
    )


def test_no_earlier_run_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no checkpoint"):
        runs.begin_from(tiny_towers(seed=0), [tmp_path])


def test_blocks_are_what_is_compiled(cache: Path, tmp_path: Path) -> None:
    """The loss calls a tower by its blocks: compiling the module as a whole would do nothing."""
    stage = TowerStage(trains="sound", tokens=0, sound_latents=(12,), sound_batch=2)
    config = LoopConfig(steps=2, learning_rate=1e-2, warmup_steps=1, prefetch=0, device="cpu")
    for compiles in (False, True):
        towers, folder = tiny_towers(seed=1), tmp_path / str(compiles)
        loop = runs.tower_loop(
            towers, stage, replace(config, compile=compiles), [cache], folder, None
        )
        averaged = loop.averages["towers"]
        for tower in (towers.transformer.audio, towers.transformer.video):
            for block in tower.blocks:
                for name in ("mix", "mix_references", "feed"):
                    compiled = getattr(block, name)
                    assert hasattr(compiled, "get_compiler_config") == compiles
        kept = averaged.transformer.audio.blocks[0]
        assert not hasattr(kept.mix, "get_compiler_config")
        assert averaged.state_dict().keys() == tiny_towers(seed=1).state_dict().keys()
