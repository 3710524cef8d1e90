"""Visemes of known phones, pairs of frames, and runs that learn a little."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from retrat.conditioning.phones import PHONE_IDS
from retrat.models.lip_sync import WINDOW, LipSync, saying, viseme_frames
from retrat.train import lip_sync
from retrat.train.data.visemes import saying as saying_phones
from retrat.train.latents import Cache, write_shard
from retrat.train.lip_sync import (
    ACTIONS,
    MARGIN,
    DrawHeard,
    DrawTalking,
    HeardLoss,
    PaintedLoss,
    Talking,
    heard_curves,
    hearing,
    mouth_errors,
    phones_of,
    true_visemes,
)
from retrat.train.loop import Learner, Loop, LoopConfig

JAW, SHUT = ACTIONS.index("jawOpen"), len(ACTIONS)
SIDE = WINDOW + 2 * MARGIN


def tiny() -> LipSync:
    torch.manual_seed(0)
    config = replace(
        LipSync.Config.tiny(), audio_channels=64, audio_width=16, widths=(8, 12), condition=16
    )
    return LipSync(config)


def test_the_mouth_opens_on_a_vowel_and_shuts_on_m() -> None:
    ids = np.array([PHONE_IDS["aa"]] * 20 + [PHONE_IDS["m"]] * 12 + [PHONE_IDS["aa"]] * 20)
    visemes = true_visemes(phones_of(ids), (np.arange(52) + 0.5) / 100)
    assert visemes[10, JAW] > 3 > 0.1 > visemes[25, JAW]
    assert visemes[25, SHUT] > 3 > 0.1 > visemes[8, SHUT]
    assert (true_visemes(phones_of(np.zeros(40, int)), np.arange(40) / 100) == 0).all()


def test_the_painter_is_told_of_visemes_and_of_words() -> None:
    """Frames of a clip are told what a clip that is made is told of the same sound."""
    spoken = [("pau", 0.0, 0.8), ("aa", 0.8, 1.0), ("m", 1.0, 1.1), ("pau", 1.1, 2.5)]
    seconds = np.arange(60) / 24
    curves = heard_curves(spoken, seconds)
    np.testing.assert_array_equal(curves[:, :-1], true_visemes(spoken, seconds))
    says = curves[:, -1]
    assert says[:10].max() == says[40:].max() == 0
    assert says[22] == 1
    steps = torch.from_numpy(true_visemes(spoken, (np.arange(250) + 0.5) / 100))[None]
    told = viseme_frames(saying(steps), frames=60, steps_per_frame=100 / 24)[0, :, 1]
    np.testing.assert_allclose(says, told.numpy(), atol=0.02)


def test_faces_of_the_world_yield_when_the_painter_is_told_that_they_speak() -> None:
    for pause in (0.15, 0.3, 0.4, 0.5, 0.7, 1.2):
        spoken = [("pau", 0.0, 0.8), ("hh", 0.8, 0.9), ("ow", 0.9, 1.1), ("pau", 1.1, 1.1 + pause)]
        spoken += [("aa", 1.1 + pause, 1.3 + pause), ("pau", 1.3 + pause, 3.5)]
        seconds = np.arange(80) / 24
        told, shown = heard_curves(spoken, seconds)[:, -1], saying_phones(spoken, seconds)
        assert np.abs(told - shown).max() < 0.35
        assert np.abs(told - shown).mean() < 0.05


def test_what_is_heard_is_learned(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    phones = rng.integers(1, 40, (48, 15)).repeat(20, axis=1)
    rows = [
        {
            "text": np.zeros((2, 4), np.float16),
            "sound": np.tile(ids[::4] / 20 - 1, (64, 1)).astype(np.float16),
            "phones": ids.astype(np.int8),
        }
        for ids in phones
    ]
    np.save(tmp_path / "no-text.npy", np.zeros((1, 4), np.float16))
    write_shard(tmp_path / "shard-00000", rows)
    draw = DrawHeard(Cache([tmp_path]), 0, 25)
    sound, visemes = draw(3)
    assert sound.shape[1:] == (64, 25)
    assert visemes.shape[1:] == (100, 10)
    assert torch.equal(draw(3)[0], sound)
    model = tiny()
    learner = Learner(name="lip_sync", module=model, loss=HeardLoss(model))
    config = LoopConfig(steps=30, learning_rate=1e-2, warmup_steps=1, prefetch=0)
    loop = Loop(config, tmp_path / "run", [learner], draw)
    first = float(loop.train_step(draw(0))["loss"])
    while loop.step < config.steps:
        last = float(loop.train_step(draw(0))["loss"])
    assert last < 0.9 * first
    assert len(hearing(model, draw.held_out())) == 10


def talking(seed: int, frames: int = 12, opened: np.ndarray | None = None) -> Talking:
    """A mouth that opens as far as the first viseme says, on a face of one colour."""
    if opened is None:
        opened = np.random.default_rng(seed).random(frames)
    opened = opened.astype(np.float32)
    pictures = np.full((frames, SIDE, SIDE, 3), 180, np.uint8)
    for picture, open_ in zip(pictures, opened, strict=True):
        picture[50:70, 40:80] = (150, 60, 60)
        picture[60 - round(8 * open_) : 60 + round(8 * open_), 44:76] = 20
    box = np.tile(np.array([36, 46, 84, 74], np.float32), (frames, 1))
    head = np.zeros((frames, 3, 2), np.float32)
    points = np.tile(np.array([[44, 60], [76, 60], [60, 60], [60, 60], [60, 74]]), (frames, 1, 1))
    points = points.astype(np.float32)
    points[:, 2, 1] -= 8 * opened
    points[:, 3, 1] += 8 * opened
    visemes = np.tile(4 * opened[:, None] - 2, (1, 33))
    visemes[:, 10::11] = 0.0  # nothing says that it speaks
    return Talking(
        pictures=pictures, head=head, points=points, mouths=box, jaws=box, visemes=visemes
    )


def test_pairs_are_frames_between_which_the_head_is_still() -> None:
    clip = talking(0)
    clip.head[:] = np.arange(12)[:, None, None] / 2
    clip.head[6, 0] += 2
    draw = DrawTalking([clip], 0)
    for _, first in draw.firsts:
        later = draw.later[0][first]
        assert first not in later
        assert (np.abs(later - first) * 0.5 * 2**0.5 <= lip_sync.MOST_APART).all()
        assert ((later == 6) == (first == 6)).all()  # there the head is turned
    batch = draw(0)
    assert batch["first"].shape == (lip_sync.FIRSTS, 3, WINDOW, WINDOW)
    assert batch["later"].shape == (lip_sync.FIRSTS * lip_sync.LATERS, 3, WINDOW, WINDOW)
    assert all(torch.equal(draw(0)[name], batch[name]) for name in batch)


def test_first_frames_are_of_faces_at_rest() -> None:
    clip = talking(0)
    clip.visemes[3:, 21] = 1.0
    clip.visemes[:, [10, 32]] = 1.0  # of the neighbours
    draw = DrawTalking([clip], 0)
    assert sorted(set(draw.firsts[:, 1].tolist())) == [0, 1, 2]
    assert all(len(draw.later[0][first]) == 11 for first in range(3)), "any frame comes later"


def test_windows_and_their_boxes_are_cut_alike() -> None:
    """Wherever a window is, turned or not: the mouth's colour fills the mouth's box."""
    clip = talking(1)
    clip = replace(clip, pictures=np.where(clip.pictures == 180, 180, 20).astype(np.uint8))
    tight = np.tile(np.array([40, 50, 80, 70], np.float32), (12, 1))
    batch = DrawTalking([replace(clip, mouths=tight, jaws=tight)], 0)(5)
    is_mouth = batch["weights"] > lip_sync.MOUTH_WEIGHT
    is_dark = batch["later"].mean(dim=1, keepdim=True) < -0.3
    assert (is_mouth == is_dark).float().mean() > 0.98
    assert is_mouth.float().mean() > 0.05


def speaking(seed: int) -> Talking:
    """A mouth that is wide open where it speaks, and shut where the face is at rest."""
    opened = np.random.default_rng(seed).integers(0, 2, 12)
    clip = talking(seed, opened=opened)
    clip.visemes[:, 10::11] = opened[:, None]
    return clip


def test_a_mouth_that_follows_is_learned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lip_sync, "FIRSTS", 3)
    unseen = [DrawTalking([speaking(seed) for seed in range(20, 24)], 0)(0)]
    monkeypatch.setattr(lip_sync, "LATERS", 3)
    model = tiny()
    model.hears.requires_grad_(requires_grad=False)
    draw = DrawTalking([speaking(seed) for seed in range(8)], 0)
    learner = Learner(name="lip_sync", module=model, loss=PaintedLoss(model))
    config = LoopConfig(
        steps=60, learning_rate=6e-3, warmup_steps=1, final_learning_rate=1.0, prefetch=0
    )
    Loop(config, tmp_path, [learner], draw).run()
    scores = mouth_errors(model, unseen)
    assert scores["painted"] < 0.6 * scores["first"]
    assert scores["painted"] < 0.6 * scores["mistaken"]
