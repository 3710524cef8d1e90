import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors import safe_open

from retrat.models.video_vae import VideoVAE
from retrat.train.loop import LoopConfig
from retrat.train.vae import (
    MOTION_SHARE,
    FrameClips,
    VAELossWeights,
    VAERun,
    export,
    psnr,
    settle,
    structural_similarity,
    to_pixels,
    video_vae_loop,
)
from retrat.weights.modules import load_module, metadata_of
from retrat.weights.releases import CARD, SHIPPED, read_release

RUN = VAERun(
    name="tiny",
    model=VideoVAE.Config.tiny(),
    loop=LoopConfig(
        steps=60,
        learning_rate=3e-3,
        warmup_steps=5,
        ema_decay=0.9,
        device="cpu",
        log_every=10,
        sample_every=1000,
    ),
    weights=VAELossWeights(features=0.0),
    crop=32,
    frames=5,
    clips=2,
    latent_noise=0.1,
    linear_batches=8,
    linear_crop=32,
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Two training clips and a held-out one: a disc moves over a gradient."""
    rows, columns = np.mgrid[0:48, 0:64].astype(np.float32)
    for part in ("train", "validation"):
        (tmp_path / "data" / part).mkdir(parents=True)
    for index, part in enumerate(("train", "train", "validation")):
        frames = []
        for time in range(7):
            disc = np.hypot(rows - 20 - index, columns - 12 - 4 * time) < 9
            frames.append(np.stack([np.where(disc, 230, 2 * rows), 3 * columns, 4 * rows], -1))
        clip = np.clip(np.stack(frames), 0, 255).astype(np.uint8)
        np.save(tmp_path / "data" / part / f"clip-{index}.npy", clip)
        boxes = np.tile(np.array([8.0, 10.0, 30.0, 40.0]), (7, 1))
        np.save(tmp_path / "data" / part / f"clip-{index}.boxes.npy", boxes)
    return tmp_path / "data"


def test_crops_are_pure_and_mark_faces(data: Path) -> None:
    clips = FrameClips([data], seed=3)
    assert [len(clips.training), len(clips.held_out)] == [2, 1]
    first, again, other = clips.crops(5, RUN), clips.crops(5, RUN), clips.crops(6, RUN)
    assert torch.equal(first["pixels"], again["pixels"])
    assert not torch.equal(first["pixels"], other["pixels"])
    assert first["pixels"].shape == (2, 3, 5, 32, 32)
    assert first["faces"].shape == (2, 5, 32, 32)
    assert any(clips.crops(step, RUN)["faces"].any() for step in range(5))


def test_the_codec_starts_as_a_linear_one_and_learns_more(data: Path, tmp_path: Path) -> None:
    run = replace(RUN, latent_noise=0.0, loop=replace(RUN.loop, steps=60))
    loop = video_vae_loop(run, [data], tmp_path / "run")
    batch = loop.batch(0)
    pixels = to_pixels(batch["pixels"])
    vae = loop.learners[0].module
    with torch.no_grad():
        before = float(psnr(vae.decode(vae.encode(pixels)), pixels))
    for _ in range(60):
        loop.train_step(batch)
    with torch.no_grad():
        after = float(psnr(vae.decode(vae.encode(pixels)), pixels))
    assert before > 12  # four numbers for 3,072 already give the layout
    assert after > before + 1


def test_resumed_equals_uninterrupted(data: Path, tmp_path: Path) -> None:
    run = replace(RUN, loop=replace(RUN.loop, steps=6))
    whole = video_vae_loop(run, [data], tmp_path / "whole")
    whole.run()
    half = video_vae_loop(run, [data], tmp_path / "parts")
    for _ in range(3):
        half.train_step(half.batch(half.step))
    half.save()
    rest = video_vae_loop(run, [data], tmp_path / "parts")
    assert rest.step == 3
    rest.run()
    ours, theirs = (x.averages["vae"].state_dict() for x in (whole, rest))
    assert all(torch.equal(ours[name], theirs[name]) for name in ours)


def test_a_frozen_encoder_keeps_the_averaged_latents(data: Path, tmp_path: Path) -> None:
    first = video_vae_loop(replace(RUN, loop=replace(RUN.loop, steps=10)), [data], tmp_path / "run")
    first.run()
    pixels = to_pixels(first.batch(0)["pixels"])
    before = first.averages["vae"].encoder(pixels)
    frozen = replace(RUN, freeze_encoder=True, loop=replace(RUN.loop, steps=20))
    second = video_vae_loop(frozen, [data], tmp_path / "run")
    decoder = second.averages["vae"].decoder.between.leave.weight.clone()
    latents = second.averages["vae"].encode(pixels)
    second.run()
    assert second.step == 20
    for vae in (second.averages["vae"], second.learners[0].module):
        assert torch.equal(vae.encoder(pixels), before)
        assert torch.equal(vae.encode(pixels), latents)
    third = video_vae_loop(frozen, [data], tmp_path / "run")
    assert torch.equal(third.averages["vae"].encode(pixels), latents)
    assert not torch.equal(second.averages["vae"].decoder.between.leave.weight, decoder)


def test_key_latents_are_fitted_before_they_learn(data: Path, tmp_path: Path) -> None:
    loop = video_vae_loop(RUN, [data], tmp_path / "run")
    pixels = torch.cat([to_pixels(loop.batch(step)["pixels"]) for step in range(8)])
    keys = RUN.model.key_channels
    before = loop.averages["vae"].encode(pixels)[:, :keys]
    deviations = before.std(dim=(0, 2, 3, 4))
    assert deviations.square().mean() == pytest.approx(1.0, abs=0.35)
    spread = loop.averages["vae"].latent_std[:keys]
    assert (spread.diff() > 0).all()  # the coarse stands above the fine
    loop.train_step(loop.batch(0))
    for vae in (loop.averages["vae"], loop.learners[0].module):
        after = vae.encode(pixels)[:, :keys]
        assert not torch.equal(after, before)
        assert (after - before).abs().mean() < before.abs().mean()


def test_a_run_goes_on_from_weights(data: Path, tmp_path: Path) -> None:
    old = video_vae_loop(RUN, [data], tmp_path / "old")
    old.train_step(old.batch(0))
    export(old, RUN, tmp_path / "old.safetensors")
    frozen = replace(RUN, freeze_encoder=True)
    new = video_vae_loop(frozen, [data], tmp_path / "new", begun=tmp_path / "old.safetensors")
    pixels = to_pixels(old.batch(1)["pixels"])
    wanted = old.averages["vae"]
    for vae in (new.averages["vae"], new.learners[0].module):
        assert torch.equal(vae.encode(pixels), wanted.encode(pixels))
        assert torch.equal(vae.decode(vae.encode(pixels)), wanted.decode(wanted.encode(pixels)))
    new.train_step(new.batch(0))
    learned = new.learners[0].module
    assert torch.equal(learned.encode(pixels), wanted.encode(pixels))  # towers know these latents
    assert not torch.equal(
        learned.decode(learned.encode(pixels)), wanted.decode(wanted.encode(pixels))
    )


def test_statistics_are_measured_anew_and_keep_their_shares(data: Path, tmp_path: Path) -> None:
    loop = video_vae_loop(RUN, [data], tmp_path / "run")
    vae, keys = loop.averages["vae"], RUN.model.key_channels
    batches = [to_pixels(loop.batch(step)["pixels"]) for step in range(8)]

    def deviations() -> torch.Tensor:
        latents = torch.cat([vae.encode(pixels) for pixels in batches])
        return latents[:, :keys].std(dim=(0, 2, 3, 4))

    before = deviations()
    vae.encoder.key.linear.weight.data *= 3.0  # as if it had learned to say more
    assert torch.allclose(deviations(), 3 * before)
    shares = 1.0 / vae.latent_std[:keys]
    settle(vae, batches)
    assert torch.allclose(deviations(), shares, rtol=1e-3)
    moved = torch.cat([vae.encode(pixels)[:, keys:, 1:] for pixels in batches])
    assert torch.allclose(moved.std(dim=(0, 2, 3, 4)), torch.tensor(MOTION_SHARE), rtol=1e-2)


def test_a_new_decoder_for_an_old_encoder(data: Path, tmp_path: Path) -> None:
    old = video_vae_loop(RUN, [data], tmp_path / "old")
    old.train_step(old.batch(0))
    export(old, RUN, tmp_path / "old.safetensors")
    wide = replace(RUN, model=replace(RUN.model, key_width=24))
    new = video_vae_loop(wide, [data], tmp_path / "new", tmp_path / "old.safetensors")
    pixels = to_pixels(old.batch(1)["pixels"])
    ours, theirs = (x.averages["vae"].encode(pixels) for x in (new, old))
    assert torch.equal(ours, theirs)


def test_export_says_what_it_is(data: Path, tmp_path: Path) -> None:
    loop = video_vae_loop(RUN, [data], tmp_path / "run")
    export(loop, RUN, tmp_path / "vae.safetensors")
    with safe_open(tmp_path / "vae.safetensors", "pt") as file:
        assert set(file.keys()) == set(VideoVAE(VideoVAE.Config.tiny()).state_dict())
        assert file.metadata()["recipe"] == "tiny"


def test_export_into_a_release(data: Path, tmp_path: Path) -> None:
    loop = video_vae_loop(RUN, [data], tmp_path / "run")
    folder = tmp_path / "release"
    folder.mkdir()
    export(loop, RUN, folder)
    assert [path.name for path in folder.iterdir()] == ["video_vae.safetensors"], "no release yet"
    shutil.copy(SHIPPED / "nano" / CARD, folder)
    export(loop, RUN, folder)
    release = read_release(folder)
    vae = load_module(VideoVAE, release.path("video_vae"))
    assert metadata_of(release.path("video_vae"))["recipe"] == "tiny"
    pixels = to_pixels(loop.batch(0)["pixels"])
    wanted = loop.averages["vae"].encode(pixels)
    torch.testing.assert_close(vae.encode(pixels), wanted, atol=0.05, rtol=0.05)  # in bfloat16


def test_structural_similarity_knows_sameness() -> None:
    rng = torch.Generator().manual_seed(0)
    picture = torch.rand(1, 3, 1, 32, 32, generator=rng) * 2 - 1
    noisy = picture + 0.3 * torch.randn(picture.shape, generator=rng)
    assert structural_similarity(picture, picture) == pytest.approx(1.0, abs=1e-4)
    assert structural_similarity(noisy, picture) < 0.95
