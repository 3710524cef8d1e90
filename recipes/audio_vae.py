"""The sound codec of nano.

python -m recipes.audio_vae --corpus CORPUS --folder RUN --minutes 60 --fix-latents
python -m recipes.audio_vae --corpus CORPUS --folder RUN --freeze-encoder   # only the decoder
python -m recipes.audio_vae --corpus CORPUS --folder RUN --minutes 0 --export RELEASE|FILE
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from retrat.models.audio_vae import AudioVAE
from retrat.train.audio_vae import AudioVAERun, audio_vae_loop, export, fix_latents
from retrat.train.loop import LoopConfig


def nano_audio_vae() -> AudioVAERun:
    return AudioVAERun(
        name="nano_audio_vae",
        model=AudioVAE.Config(
            sample_rate=24_000,
            hop=240,
            mel_bins=100,
            fft=1024,
            latent_channels=64,
            width=384,
            encoder_blocks=3,
            decoder_blocks=4,
            fine_width=256,
            fine_blocks=4,
            pitch_bins=121,
            posterior_std=0.2,
        ),
        loop=LoopConfig(
            steps=40_000,
            learning_rate=1.5e-3,
            warmup_steps=60,
            final_learning_rate=0.03,
            weight_decay=0.0,
            betas=(0.9, 0.98),
            gradient_clip=1.0,
            ema_decay=0.995,
            log_every=20,
            save_every=200,
            sample_every=400,
        ),
        batch=6,
        latent_frames=32,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--utterances", type=int, help="how many of the corpus; all of it")
    parser.add_argument("--device", default="auto")
    parser.add_argument("--minutes", type=float)
    parser.add_argument("--steps", type=int)
    parser.add_argument("--batch", type=int)
    parser.add_argument("--learning-rate", type=float)
    parser.add_argument("--compile", action="store_true")
    parser.add_argument("--freeze-encoder", action="store_true")
    parser.add_argument("--fix-latents", action="store_true", help="at the end; then freeze")
    parser.add_argument("--from", type=Path, dest="begun", help="weights a new run goes on from")
    parser.add_argument(
        "--export", type=Path, help="a release's folder, or a file for the averaged weights"
    )
    given = parser.parse_args()
    run = nano_audio_vae()
    chosen = {
        name: value
        for name in ("device", "minutes", "steps", "learning_rate", "compile")
        if (value := getattr(given, name)) is not None
    }
    run = replace(
        run,
        loop=replace(run.loop, **chosen),
        freeze_encoder=given.freeze_encoder,
        batch=given.batch or run.batch,
    )
    loop = audio_vae_loop(
        run, given.corpus, given.folder, utterances=given.utterances, begun=given.begun
    )
    if given.minutes != 0:
        loop.run()
    if given.fix_latents:
        fix_latents(loop, run, given.corpus)
    if given.export:
        export(loop, run, given.export)


if __name__ == "__main__":
    main()
