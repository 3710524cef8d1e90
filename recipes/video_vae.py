"""The video codec of nano, from folders of clips (one of them named validation).

python -m recipes.video_vae --data CLIPS VALIDATION --folder RUN --minutes 60
    --freeze-encoder                        only the decoder learns on
    --encoder FILE.safetensors              a new decoder for the encoder of these weights
    --from FILE.safetensors                 go on from these weights
    --minutes 0 --export RELEASE            put the averaged weights into a release (or a file)
    --minutes 0 --score 12                  PSNR and SSIM on that many held-out clips
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from einops import rearrange
from numpy.typing import NDArray
from torch import Tensor

from retrat.evaluate.codec import score_codec
from retrat.models.video_vae import VideoVAE, VideoVAEConfig
from retrat.train.loop import LoopConfig
from retrat.train.vae import FrameClips, VAELossWeights, VAERun, export, video_vae_loop


def nano_video_vae() -> VAERun:
    return VAERun(
        name="nano_video_vae",
        model=VideoVAEConfig(
            channels=48,
            motion_channels=8,
            key_encoder_width=96,
            encoder_width=128,
            key_width=224,
            key_blocks=4,
            key_middle_width=128,
            key_middle_blocks=3,
            key_outer_width=48,
            key_outer_blocks=2,
            between_width=128,
            between_blocks=3,
            between_outer_width=32,
        ),
        loop=LoopConfig(
            steps=30_000,
            learning_rate=1e-3,
            warmup_steps=100,
            final_learning_rate=0.05,
            weight_decay=0.0,
            betas=(0.9, 0.98),
            gradient_clip=1.0,
            ema_decay=0.998,
            log_every=10,
            save_every=200,
            sample_every=500,
        ),
        weights=VAELossWeights(features=0.0, structure=0.1, change=0.3),
        crop=128,
        frames=5,
        clips=4,
        latent_noise=0.1,
        linear_batches=300,
        linear_crop=256,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, nargs="+", required=True)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--device", default="auto")
    parser.add_argument("--minutes", type=float)
    parser.add_argument("--steps", type=int)
    parser.add_argument("--clips", type=int, help="in a batch")
    parser.add_argument("--crop", type=int, help="pixels")
    parser.add_argument("--learning-rate", type=float)
    parser.add_argument("--compile", action="store_true")
    parser.add_argument("--freeze-encoder", action="store_true")
    parser.add_argument("--encoder", type=Path, help="weights whose encoder a new run keeps")
    parser.add_argument("--from", type=Path, dest="begun", help="weights a new run goes on from")
    parser.add_argument(
        "--export", type=Path, help="a release's folder, or a file for the averaged weights"
    )
    parser.add_argument("--score", type=int, help="held-out clips to measure at the end")
    given = parser.parse_args()
    run = nano_video_vae()
    chosen = {
        name: value
        for name in ("device", "minutes", "steps", "learning_rate", "compile")
        if (value := getattr(given, name)) is not None
    }
    sizes = {n: v for n in ("clips", "crop") if (v := getattr(given, n)) is not None}
    run = replace(
        run, loop=replace(run.loop, **chosen), freeze_encoder=given.freeze_encoder, **sizes
    )
    loop = video_vae_loop(run, given.data, given.folder, given.encoder, given.begun)
    if given.minutes != 0:
        loop.run()
    if given.export:
        export(loop, run, given.export)
    if given.score:
        vae = loop.averages["vae"]
        assert isinstance(vae, VideoVAE)
        print(score(vae, FrameClips(given.data, seed=run.loop.seed), given.score))


@torch.no_grad()
def score(vae: VideoVAE, clips: FrameClips, count: int) -> str:
    """PSNR and SSIM of whole held-out clips, each clip's own and the mean."""
    scores = []
    for pixels in clips.whole(clips=count, frames=17):
        copy = vae.decode(vae.encode(pixels.to(vae.latent_mean.device))).float().cpu()
        scores.append(score_codec(_to_bytes(pixels), _to_bytes(copy)))
    lines = [f"{s.psnr:6.2f} dB  {s.ssim:.4f}" for s in scores]
    psnr = np.mean([s.psnr for s in scores])
    ssim = np.mean([s.ssim for s in scores])
    return "\n".join([*lines, f"mean of {len(scores)}: {psnr:.2f} dB  SSIM {ssim:.4f}"])


def _to_bytes(pixels: Tensor) -> NDArray[np.uint8]:
    frames = rearrange(pixels, "1 c f y x -> f y x c")
    return ((frames + 1) * 127.5).round().to(torch.uint8).numpy()


if __name__ == "__main__":
    main()
