"""The towers learn from a cache: every stage, what is given and what is dropped, overfitting."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from retrat.conditioning.stream import patchify
from retrat.models.identity_encoder import IdentityEncoder
from retrat.models.speech_encoder import SpeechEncoder
from retrat.models.transformer import Transformer
from retrat.models.voice_encoder import VoiceEncoder
from retrat.train.latents import NO_TEXT, Cache, write_shard
from retrat.train.loop import Step, seeded
from retrat.train.transformer import (
    TowerLoss,
    Towers,
    TowerStage,
    draw_batch,
    geometry_of,
    paint,
    sound_latents_of,
)

CONFIG = Transformer.Config.tiny()


def row(index: int) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(index)
    channels = CONFIG.video.token_channels // CONFIG.patch**2
    sound = CONFIG.audio.token_channels
    return {
        "text": rng.normal(size=(6, CONFIG.video.text_width)).astype(np.float16),
        "text_count": np.int64(4),
        "video": rng.normal(size=(channels, 3, 4, 4)).astype(np.float16),
        "face_tokens": rng.random((3, 2, 2)) < 0.5,
        "is_still": np.int64(index == 3),
        "references": rng.normal(size=(2, channels, 4, 4)).astype(np.float16),
        "reference_count": np.int64(1 + index % 2),
        "faces": rng.integers(0, 255, (2, 3, 112, 112), dtype=np.uint8),
        "sound": rng.normal(size=(sound, 12)).astype(np.float16),
        "phones": rng.integers(1, 40, 48).astype(np.int8),
        "voice_latents": rng.normal(size=(sound, 10)).astype(np.float16),
        "voice": rng.integers(-9000, 9000, 24_000).astype(np.int16),
    }


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    assert write_shard(tmp_path / "shard-0", [row(0), row(1), row(2)]) == 3
    write_shard(tmp_path / "shard-1", [row(3)])
    np.save(tmp_path / NO_TEXT, np.ones((2, CONFIG.video.text_width), np.float16))
    return Cache([tmp_path])


@pytest.fixture
def towers() -> Towers:
    torch.manual_seed(0)
    return Towers(
        Transformer(CONFIG),
        IdentityEncoder(IdentityEncoder.Config.tiny()),
        VoiceEncoder(VoiceEncoder.Config.tiny()),
        SpeechEncoder(SpeechEncoder.Config.tiny()),
    )


def stage(trains: str) -> TowerStage:
    return TowerStage(
        trains=trains, tokens=1400, latent_frames=(3,), sound_latents=(12,), sound_batch=4
    )


def step(index: int = 0) -> Step:
    return Step(index, seeded(0, index), torch.device("cpu"))


def test_cache_finds_every_sample_in_its_shard(cache: Cache) -> None:
    assert len(cache) == 4
    rows = cache.rows([3, 0], ["video", "phones", "voice"])
    for at, index in enumerate((3, 0)):
        assert torch.equal(rows["video"][at], torch.from_numpy(row(index)["video"]).float())
        assert rows["phones"][at].tolist() == row(index)["phones"].tolist()
    assert rows["voice"].dtype == torch.int16


def test_batch_depends_on_its_step_alone(cache: Cache) -> None:
    draw = draw_batch(cache, stage("both"), seed=3)
    first, again, other = draw(5), draw(5), draw(6)
    assert all(torch.equal(first[name], again[name]) for name in first)
    assert any(not torch.equal(first[name], other[name]) for name in first)
    assert first["sound"].shape[-1] == sound_latents_of(3) == 9
    assert first["phones"].shape[-1] == 36


@pytest.mark.parametrize("trains", ["sound", "picture", "both"])
def test_every_stage_moves_what_it_trains(trains: str, cache: Cache, towers: Towers) -> None:
    chosen = stage(trains)
    losses = TowerLoss(towers, chosen, cache.no_text)(draw_batch(cache, chosen, seed=0)(0), step())
    losses["loss"].backward()
    assert (
        set(losses)
        == {"loss"}
        | {
            "sound": {"audio"},
            "picture": {"video"},
            "both": {"audio", "video"},
        }[trains]
    )
    moved = {
        name
        for name, weight in towers.named_parameters()
        if weight.grad is not None and bool((weight.grad != 0).any())
    }
    assert ("transformer.video.out.weight" in moved) == (trains != "sound")
    assert ("transformer.audio.out.weight" in moved) == (trains != "picture")


def test_what_lies_within_a_person_counts_as_little_as_is_said(
    cache: Cache, towers: Towers
) -> None:
    rows = draw_batch(cache, stage("picture"), seed=0)(0)
    inside = torch.zeros_like(rows["face_tokens"], dtype=torch.uint8)
    inside[..., 0] = 1

    def loss(outside: torch.Tensor, **weights: float) -> float:
        torch.manual_seed(0)
        said = {**rows, "person_tokens": 2 * inside, "face_tokens": outside}
        chosen = replace(stage("picture"), **weights)
        losses = TowerLoss(towers, chosen, cache.no_text)(said, step())
        return float(losses["loss"].detach())

    half = loss(1 - inside, face_weight=0.0, inside_weight=-0.5)
    assert half == pytest.approx(loss(1 - inside, face_weight=1.0), rel=1e-5)
    assert half != pytest.approx(loss(1 - inside, face_weight=0.0), rel=1e-3)


def test_a_place_is_given_in_some_batches_of_single_pictures(cache: Cache, towers: Towers) -> None:
    some = replace(stage("picture"), latent_frames=(1,), place_kept=1.0)
    rows = draw_batch(cache, some, seed=0)(0)
    people = torch.zeros_like(rows["face_tokens"], dtype=torch.uint8)
    people[1:, ..., 0] = 2  # nobody is in the first picture
    rows = {**rows, "person_tokens": people}
    loss = TowerLoss(towers, some, cache.no_text)
    kept = loss.given(rows, step()).cells_kept
    assert kept is not None
    assert torch.equal(kept, people[:, 0] == 0)
    assert bool(torch.isfinite(loss(rows, step())["loss"]))
    nowhere = {**rows, "person_tokens": torch.zeros_like(people)}
    assert float(loss(nowhere, step())["loss"].detach()) == 0.0  # all is given
    none = TowerLoss(towers, replace(some, place_kept=0.0), cache.no_text)
    assert none.given(rows, step()).cells_kept is None
    lasting = replace(some, latent_frames=(3,))
    moving = draw_batch(cache, lasting, seed=0)(0)
    assert TowerLoss(towers, lasting, cache.no_text).given(moving, step()).cells_kept is None


def test_nothing_given_hides_every_condition(cache: Cache, towers: Towers) -> None:
    bare = replace(
        stage("both"),
        keep_text=0.0,
        keep_references=0.0,
        keep_voice=0.0,
        first_frame=0.0,
        given_sound=0.0,
        begun_sound=0.0,
    )
    rows = draw_batch(cache, bare, seed=0)(0)
    batch = TowerLoss(towers, bare, cache.no_text).given(rows, step())
    assert batch.text_mask.sum(dim=1).tolist() == [2] * len(batch.text_mask)
    assert (batch.text[batch.text_mask] == 1).all()
    for people in (
        batch.picture_people,
        batch.identity_people,
        batch.voice_people,
        batch.voice_latent_people,
    ):
        assert (people == -1).all()
    assert not batch.first_frame_kept.any()
    assert not batch.sound_kept.any()
    full = replace(
        stage("both"), keep_text=1.0, keep_references=1.0, keep_identity=1.0, given_sound=1.0
    )
    batch = TowerLoss(towers, full, cache.no_text).given(rows, step())
    assert batch.text_mask.sum(dim=1).tolist() == [4] * len(batch.text_mask)
    assert (batch.picture_people[:, 0] == 1).all()
    assert (batch.identity_people == 1).all()
    assert batch.sound_kept.all()


def test_towers_learn_one_batch_by_heart_and_paint_it(cache: Cache, towers: Towers) -> None:
    """The whole way: loss, gradient, sampling; a wrong sign of the velocity fails it."""
    chosen = replace(
        stage("picture"), keep_references=0.0, keep_identity=0.0, first_frame=0.0, shift_video=1.0
    )
    rows = {name: values[:2] for name, values in draw_batch(cache, chosen, seed=0)(0).items()}
    rows["video"] = rows["video"][:1, :, :1, :1, :1].expand_as(rows["video"]).contiguous()
    loss = TowerLoss(towers, chosen, cache.no_text)
    optimizer = torch.optim.Adam(towers.parameters(), lr=1e-2)
    for index in range(60):
        optimizer.zero_grad()
        loss(rows, step(index))["loss"].backward()
        optimizer.step()
    batch = loss.given(rows, step())
    geometry = geometry_of(rows, patch=CONFIG.patch)
    painted = paint(towers, batch, geometry, steps=10, shift=1.0, seed=1).video
    true = patchify(rows["video"], geometry.patch)
    assert (painted - true).square().mean() < 0.25 * true.square().mean()


def test_a_window_begins_with_the_first_picture_and_hears_its_own_time(tmp_path) -> None:
    short, order = row(0), np.arange(35, dtype=np.float16)
    long = short | {
        "video": np.tile(order[:9, None, None], (len(short["video"]), 1, 4, 4)),
        "face_tokens": np.zeros((9, 2, 2), np.uint8),
        "sound": np.tile(order, (len(short["sound"]), 1)),
        "phones": np.ones(4 * 35, np.int8),
    }
    write_shard(tmp_path / "shard-0", [long])
    np.save(tmp_path / NO_TEXT, np.ones((2, CONFIG.video.text_width), np.float16))
    chosen = replace(stage("motion"), latent_frames=(5,))
    draw = draw_batch(Cache([tmp_path]), chosen, seed=0)
    starts = set()
    for index in range(12):
        rows = draw(index)
        shown = rows["video"][0, 0, :, 0, 0].tolist()
        start = int(shown[1]) - 1
        starts.add(start)
        assert shown == [0, *range(start + 1, start + 5)]
        assert rows["sound"][0, 0, 0] == round(4 * start * 25 / 24)
        assert rows["sound"].shape[-1] == sound_latents_of(5)
        assert rows["phones"].shape[-1] == 4 * sound_latents_of(5)
    assert starts == {0, 1, 2, 3, 4}


def test_heads_that_move_far_are_left_out(tmp_path) -> None:
    """Calm from the third latent frame on: the window may only start there."""
    restless = row(0) | {"moved": np.array([0.0, 9.0, 9.0], np.float32)}
    calm = row(1) | {"moved": np.array([0.0, 9.0, 2.0], np.float32)}
    write_shard(tmp_path / "shard-0", [restless, calm])
    np.save(tmp_path / NO_TEXT, np.ones((2, CONFIG.video.text_width), np.float16))
    chosen = replace(stage("picture"), latent_frames=(2,), most_moved=4.0)
    cache = Cache([tmp_path])
    draw = draw_batch(cache, chosen, seed=0)
    true = torch.from_numpy(row(1)["video"]).float()
    for index in range(4):
        for shown in draw(index)["video"]:
            assert torch.equal(shown, true[:, [0, 2]])
    with pytest.raises(ValueError, match="within 1 pixels"):
        draw_batch(cache, replace(chosen, most_moved=1.0), seed=0)(0)
