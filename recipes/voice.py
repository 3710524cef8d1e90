"""The voice encoder and the duration predictor of nano.

python -m recipes.voice --corpus CORPUS --folder RUN --minutes 10 --export RUN
python -m recipes.voice --corpus CORPUS --folder RUN --minutes 10 --from RELEASE --export RELEASE

The second keeps the encoder that a release's towers have learned with, and exports the predictor
alone.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace
from pathlib import Path

from torch import nn

from retrat.models.duration_predictor import DurationPredictor
from retrat.models.voice_encoder import VoiceEncoder
from retrat.train.checkpoint import current_commit
from retrat.train.data.speech import load_corpus
from retrat.train.loop import LoopConfig
from retrat.train.voice import VoiceRun, export, measure, voice_loop
from retrat.weights.modules import load_module
from retrat.weights.releases import publish_part, read_release


def nano_voice() -> VoiceRun:
    return VoiceRun(
        name="nano_voice",
        encoder=VoiceEncoder.Config.nano(),
        predictor=DurationPredictor.Config.nano(),
        loop=LoopConfig(
            steps=3000,
            learning_rate=1e-3,
            warmup_steps=50,
            weight_decay=0.01,
            ema_decay=0.99,
            log_every=20,
            save_every=200,
            sample_every=10**9,
        ),
        speakers=16,
        seconds=2.0,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--utterances", type=int, help="how many of the corpus; all of it")
    parser.add_argument("--device", default="auto")
    parser.add_argument("--minutes", type=float)
    parser.add_argument("--steps", type=int)
    parser.add_argument("--from", type=Path, dest="begun", help="a release whose encoder stays")
    parser.add_argument("--export", type=Path, help="write what learned into this folder")
    given = parser.parse_args()
    run = nano_voice()
    chosen = {
        name: value
        for name in ("device", "minutes", "steps")
        if (value := getattr(given, name)) is not None
    }
    run = replace(run, loop=replace(run.loop, **chosen))
    kept = None
    if given.begun and given.export:
        heard = [read_release(each).files["voice_encoder"] for each in (given.begun, given.export)]
        if heard[0].sha256 != heard[1].sha256:
            parser.error("--export has another voice encoder than --from; the predictor reads one")
    if given.begun:
        kept = load_module(VoiceEncoder, read_release(given.begun).path("voice_encoder"))
        run = replace(run, name="nano_durations")
    loop = voice_loop(run, given.corpus, given.folder, utterances=given.utterances, kept=kept)
    if given.minutes != 0:
        loop.run()
    networks = loop.averages["voice"].cpu()
    assert isinstance(networks, nn.ModuleDict)
    numbers = measure(networks, load_corpus(given.corpus, part="test"))
    sys.stdout.write(json.dumps(numbers, indent=1) + "\n")
    if given.export and kept is not None:
        notes = {"commit": current_commit(), "recipe": run.name, "steps": str(loop.step)}
        publish_part(given.export, "duration_predictor", networks["predictor"], metadata=notes)
    elif given.export:
        export(loop, run, given.export)


if __name__ == "__main__":
    main()
