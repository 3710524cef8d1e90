"""The towers of nano, stage by stage, on latents that `python -m retrat.train.encode` has cached.

python -m recipes.towers sound   --latents CACHE --folder RUN --minutes 60
python -m recipes.towers picture --latents CACHE --folder RUN --minutes 60
python -m recipes.towers both    --latents CACHE --folder RUN --from SOUND_RUN --from PICTURE_RUN
python -m recipes.towers both    --folder RUN --export retrat/weights/releases/nano
python -m recipes.towers sound   --latents CACHE --folder RUN --from RELEASE --minutes 60
python -m recipes.towers sound   --folder RUN --from RELEASE --export RELEASE

`--from` takes runs and releases; an export of one on the other keeps what the run has not trained.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass, replace
from pathlib import Path

from retrat.train.loop import LoopConfig
from retrat.train.towers import begin_from, export_towers, nano_towers, tower_loop
from retrat.train.transformer import TowerStage


@dataclass(frozen=True, kw_only=True, slots=True)
class TowerRun:
    stage: TowerStage
    loop: LoopConfig


LOOP = LoopConfig(
    steps=60_000,
    optimizer="muon",
    learning_rate=2e-3,
    warmup_steps=100,
    final_learning_rate=0.05,
    ema_decay=0.998,
    log_every=10,
    save_every=50,
    sample_every=400,
)


def sound() -> TowerRun:
    """It speaks: phones, voice and text to sound, no picture."""
    return TowerRun(
        stage=TowerStage(
            trains="sound", tokens=0, sound_latents=(50, 75), sound_batch=24, voice_latents=75
        ),
        loop=LOOP,
    )


def stills() -> TowerRun:
    """Text and references to single pictures: where most of what a person looks like is learned."""
    return TowerRun(
        stage=TowerStage(
            trains="picture", tokens=16_384, latent_frames=(1,), pictures=1, keep_identity=0.0
        ),
        loop=replace(LOOP, steps=100_000),
    )


def portraits() -> TowerRun:
    """The person of a photo kept, the place changed to the prompt's: one picture."""
    base = stills()
    return TowerRun(
        stage=replace(
            base.stage, face_weight=1.0, keep_text=0.95, keep_references=0.85, unread=0.75
        ),
        loop=replace(base.loop, warmup_steps=30),
    )


def picture() -> TowerRun:
    """Text, first frame and references to short clips, with stills beside them."""
    base = stills()
    return TowerRun(
        stage=replace(base.stage, latent_frames=(1, 2, 3, 5), keep_identity=0.8),
        loop=replace(base.loop, learning_rate=1e-3),
    )


def both() -> TowerRun:
    """Picture and sound together over the bridge."""
    base = picture()
    return TowerRun(
        stage=replace(
            base.stage,
            trains="both",
            latent_frames=(3, 5),
            first_frame=0.75,
            given_sound=0.6,
            keep_identity=0.8,
        ),
        loop=replace(base.loop, learning_rate=3e-4, steps=40_000),
    )


def motion() -> TowerRun:
    """A picture comes alive: from its first frame and a finished sound; portraits beside it."""
    base = portraits()
    return TowerRun(
        stage=replace(
            base.stage,
            trains="motion",
            latent_frames=(1, 5, 5, 5),
            first_frame=1.0,
            given_sound=0.9,
            recorded=0.3,
            begun_sound=0.0,
            face_weight=1.0,
            mouth_weight=20.0,
            shift_moving=12.0,
            most_moved=4.0,
        ),
        loop=replace(base.loop, learning_rate=1.5e-3),
    )


RUNS = {
    "sound": sound,
    "stills": stills,
    "portraits": portraits,
    "picture": picture,
    "motion": motion,
    "both": both,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("stage", choices=RUNS)
    parser.add_argument("--latents", type=Path, action="append", default=[])
    parser.add_argument("--codecs", type=Path, help="folder of video_vae and audio_vae weights")
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--from", type=Path, action="append", default=[], dest="earlier")
    parser.add_argument("--device", default="auto")
    parser.add_argument("--minutes", type=float)
    parser.add_argument("--steps", type=int)
    parser.add_argument("--learning-rate", type=float)
    parser.add_argument("--tokens", type=int)
    parser.add_argument("--compile", action="store_true")
    parser.add_argument(
        "--export", type=Path, help="write the averaged weights (--from's, then --folder's) here"
    )
    parser.add_argument("--parts", nargs="*", default=(), help="of the export; all of them")
    given = parser.parse_args()
    run = RUNS[given.stage]()
    chosen = {
        name: value
        for name in ("device", "minutes", "steps", "learning_rate", "compile")
        if (value := getattr(given, name)) is not None
    }
    run = replace(run, loop=replace(run.loop, **chosen))
    if given.tokens:
        run = replace(run, stage=replace(run.stage, tokens=given.tokens))
    if given.export:
        export_towers([*given.earlier, given.folder], given.export, given.parts)
        return
    towers = nano_towers(seed=run.loop.seed)
    if not (given.folder / "checkpoint.pt").exists():
        begin_from(towers, given.earlier)
    tower_loop(towers, run.stage, run.loop, given.latents, given.folder, given.codecs).run()


if __name__ == "__main__":
    main()
