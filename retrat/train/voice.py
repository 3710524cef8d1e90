"""Training the voice encoder and the duration predictor together, on pairs of utterances.

Two sentences of one speaker: the first gives the tokens, the second has to be timed with them.
Beside it the timbre token must find the same speaker among others, and tokens must tell the pitch
and the traits that the speaker was made with. Or an encoder that towers have learned with stays as
it is, and the predictor learns to read its tokens.
"""

import itertools
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from einops import rearrange
from jaxtyping import Bool, Float, Float32, Int
from torch import Tensor, nn

from retrat.conditioning.lines import usual_seconds
from retrat.conditioning.phones import PHONE_IDS
from retrat.models.duration_predictor import DurationPredictor
from retrat.models.voice_encoder import PITCH, RHYTHM, TIMBRE, VoiceEncoder
from retrat.train.checkpoint import export_weights
from retrat.train.data.ambience import AMBIENCES, ambient_sound
from retrat.train.data.speech import SAMPLE_RATE, Utterance, load_corpus, speaker_from_seed
from retrat.train.loop import Learner, Loop, LoopConfig, Losses, Step

TRAITS = 4
TEMPERATURE = 0.1


@dataclass(frozen=True, kw_only=True, slots=True)
class VoiceRun:
    name: str
    encoder: VoiceEncoder.Config
    predictor: DurationPredictor.Config
    loop: LoopConfig
    speakers: int
    """In a batch; two utterances of each."""
    seconds: float
    """Of each recording."""
    ambience_seconds: float = 6.0
    average_share: float = 0.15
    """How often the predictor is not told the voice."""


class Pairs:
    """Two utterances each of several speakers; `batch(step)` is a pure function of the step."""

    def __init__(
        self, utterances: Iterable[Utterance], *, seed: int, ambience_seconds: float
    ) -> None:
        self.seed = seed
        by_speaker: dict[int, list[Utterance]] = defaultdict(list)
        for each in utterances:
            by_speaker[each.speaker_seed].append(each)
        self.by_speaker = [said for said in by_speaker.values() if len(said) > 1]
        self.places = [
            ambient_sound(
                name, np.random.default_rng((seed, index)), ambience_seconds, below_speech_db=0.0
            )
            for index, name in enumerate(AMBIENCES)
        ]

    def batch(self, step: int, *, speakers: int, seconds: float) -> dict[str, Tensor]:
        rng = np.random.default_rng((self.seed, step))
        chosen = rng.choice(len(self.by_speaker), speakers, replace=False)
        pairs = [
            [self.by_speaker[i][k] for k in rng.permutation(len(self.by_speaker[i]))[:2]]
            for i in chosen
        ]
        first, second = zip(*pairs, strict=True)
        ids, log_seconds, is_phone = phone_table(second)
        return {
            "first": torch.from_numpy(np.stack([self._heard(u, rng, seconds) for u in first])),
            "second": torch.from_numpy(np.stack([self._heard(u, rng, seconds) for u in second])),
            "phone_ids": ids,
            "log_seconds": log_seconds,
            "is_phone": is_phone,
            "pitch": torch.stack([pitch_facts(u) for u in first]),
            "rhythm": torch.stack([rhythm_facts(u.speaker_seed) for u in first]),
            "timbre": torch.stack([timbre_facts(u.speaker_seed) for u in first]),
        }

    def _heard(
        self, each: Utterance, rng: np.random.Generator, seconds: float
    ) -> Float32[np.ndarray, " z"]:
        """A piece of the utterance, at some loudness, sometimes with a place around it."""
        length = round(seconds * SAMPLE_RATE)
        start = int(rng.integers(0, max(1, len(each.samples) - length + 1)))
        piece = each.samples[start : start + length]
        samples = np.pad(piece, (0, length - len(piece)))
        if rng.random() < 0.4:
            place = self.places[rng.integers(len(self.places))]
            at = int(rng.integers(0, len(place) - length + 1))
            samples = samples + place[at : at + length] * 10 ** (rng.uniform(-40, -12) / 20)
        return (samples * 10 ** (rng.uniform(-12, 4) / 20)).astype(np.float32)


def phone_table(
    utterances: Iterable[Utterance],
) -> tuple[Int[Tensor, "b s"], Float[Tensor, "b s"], Bool[Tensor, "b s"]]:
    """Phone ids and the log of their seconds, padded, and what is not padding."""
    phones = [each.phones for each in utterances]
    size = max(map(len, phones))
    ids = torch.zeros(len(phones), size, dtype=torch.long)
    logs = torch.zeros(len(phones), size)
    is_phone = torch.zeros(len(phones), size, dtype=torch.bool)
    for row, timed in enumerate(phones):
        ids[row, : len(timed)] = torch.tensor([PHONE_IDS[each.phone] for each in timed])
        lengths = torch.tensor([max(0.01, each.end - each.start) for each in timed])
        logs[row, : len(timed)] = lengths.log()
        is_phone[row, : len(timed)] = True
    return ids, logs, is_phone


def pitch_facts(each: Utterance) -> Float[Tensor, "4"]:
    """Level and spread of an utterance's pitch, and its ends, about unit size."""
    semitones = 12 * np.log2(each.pitch_hertz[each.pitch_hertz > 0] / 150 + 1e-9)
    if len(semitones) < 5:
        return torch.zeros(4)
    low, middle, high = np.percentile(semitones, (10, 50, 90))
    facts = (middle / 6, (high - low) / 6, (low - middle) / 3, float(semitones.std()) / 2)
    return torch.tensor(facts, dtype=torch.float32)


def rhythm_facts(speaker_seed: int) -> Float[Tensor, "4"]:
    who = speaker_from_seed(speaker_seed)
    stretches = (who.rate, who.vowel_stretch, who.pause_stretch, who.final_stretch)
    return 5.0 * torch.tensor(stretches).log()


def timbre_facts(speaker_seed: int) -> Float[Tensor, "4"]:
    who = speaker_from_seed(speaker_seed)
    formants = 12 * np.log2(who.formants * who.base.formants)
    facts = (formants, 12 * np.log2(who.bend) * 2, who.tilt, 4 * who.breath)
    return torch.tensor(facts, dtype=torch.float32)


def voice_networks(run: VoiceRun, kept: VoiceEncoder | None = None) -> nn.ModuleDict:
    """The two networks, and the readers that only training needs; a kept encoder needs none."""
    if kept is not None:
        kept = kept.eval().requires_grad_(False)
        return nn.ModuleDict({"encoder": kept, "predictor": DurationPredictor(run.predictor)})
    width = run.encoder.token_width
    return nn.ModuleDict(
        {
            "encoder": VoiceEncoder(run.encoder),
            "predictor": DurationPredictor(run.predictor),
            "timbre": nn.Linear(width, TRAITS),
            "pitch": nn.Linear(4 * width, TRAITS),
            "rhythm": nn.Linear(4 * width, TRAITS),
        }
    )


class VoiceLoss:
    """What `Loop` minimises."""

    def __init__(self, networks: nn.ModuleDict, run: VoiceRun) -> None:
        self.networks, self.run = networks, run

    def __call__(self, batch: dict[str, Tensor], step: Step) -> Losses:
        networks = self.networks
        if "timbre" not in networks:
            durations = self._durations(networks["encoder"](batch["first"]), batch, step)
            return {"loss": durations, "durations": durations}
        both = networks["encoder"](torch.cat([batch["first"], batch["second"]]))
        tokens, others = both.chunk(2)
        durations = self._durations(tokens, batch, step)
        timbre = same_speaker_loss(tokens[:, TIMBRE][:, 0], others[:, TIMBRE][:, 0])
        facts = torch.stack(
            [
                F.smooth_l1_loss(networks[name](rearrange(tokens[:, at], "b q d -> b (q d)")), true)
                for name, at, true in (
                    ("timbre", TIMBRE, batch["timbre"]),
                    ("pitch", PITCH, batch["pitch"]),
                    ("rhythm", RHYTHM, batch["rhythm"]),
                )
            ]
        )
        names = ("timbre_facts", "pitch_facts", "rhythm_facts")
        total = 4 * durations + 0.5 * timbre + facts.sum()
        return {
            "loss": total,
            "durations": durations,
            "same_speaker": timbre,
            **dict(zip(names, facts, strict=True)),
        }

    def _durations(
        self, tokens: Float[Tensor, "b 9 d"], batch: dict[str, Tensor], step: Step
    ) -> Float[Tensor, ""]:
        """How far the phones of the second sentence are off, timed by the voice of the first."""
        hidden = torch.rand((len(tokens), 1, 1), generator=step.rng).to(tokens.device)
        predictor = self.networks["predictor"]
        assert isinstance(predictor, DurationPredictor)
        rhythm = torch.where(hidden < self.run.average_share, predictor.average, tokens[:, RHYTHM])
        logs = predictor(batch["phone_ids"], rhythm)
        far = F.smooth_l1_loss(logs, batch["log_seconds"], beta=0.2, reduction="none")
        return far[batch["is_phone"]].mean()


def same_speaker_loss(
    first: Float[Tensor, "b d"], second: Float[Tensor, "b d"]
) -> Float[Tensor, ""]:
    """Each must find its own other utterance among all (InfoNCE, both ways)."""
    cosines = F.normalize(first, dim=-1) @ F.normalize(second, dim=-1).T / TEMPERATURE
    right = torch.arange(len(cosines), device=cosines.device)
    return 0.5 * (F.cross_entropy(cosines, right) + F.cross_entropy(cosines.T, right))


def voice_loop(
    run: VoiceRun,
    corpus: Path,
    folder: Path,
    *,
    utterances: int | None = None,
    kept: VoiceEncoder | None = None,
) -> Loop:
    """The run in `folder`, new or continued, on the corpus's train split; `kept` as it is."""
    speech = itertools.islice(load_corpus(corpus), utterances)
    pairs = Pairs(speech, seed=run.loop.seed, ambience_seconds=run.ambience_seconds)
    torch.manual_seed(run.loop.seed)
    networks = voice_networks(run, kept)
    return Loop(
        run.loop,
        folder,
        [Learner(name="voice", module=networks, loss=VoiceLoss(networks, run))],
        lambda step: pairs.batch(step, speakers=run.speakers, seconds=run.seconds),
    )


@torch.inference_mode()
def measure(networks: nn.ModuleDict, utterances: Iterable[Utterance]) -> dict[str, float]:
    """On speakers never heard: is the right one nearest, and do the right tokens time better?

    Errors are of the log of a phone's seconds; "rule" is what is said without any network.
    """
    by_speaker: dict[int, list[Utterance]] = defaultdict(list)
    for each in utterances:
        by_speaker[each.speaker_seed].append(each)
    pairs = [said[:2] for said in by_speaker.values() if len(said) > 1]
    if not pairs:  # a corpus of voices to learn from alone
        return {"speakers": 0}
    tokens = [
        torch.cat([networks["encoder"](torch.from_numpy(said.samples)[None]) for said in column])
        for column in zip(*pairs, strict=True)
    ]
    first, second = (F.normalize(each[:, 0], dim=-1) for each in tokens)
    nearest = (first @ second.T).argmax(dim=1) == torch.arange(len(first))
    ids, logs, is_phone = phone_table([said[1] for said in pairs])
    predictor = networks["predictor"]
    rhythm = tokens[0][:, RHYTHM]
    errors = {
        name: float((predictor(ids, given) - logs).abs()[is_phone].mean())
        for name, given in (("own", rhythm), ("other", rhythm.roll(1, 0)), ("average", None))
    }
    usually = [usual_seconds([each.phone for each in said[1].phones]) for said in pairs]
    rule = torch.nn.utils.rnn.pad_sequence([torch.tensor(row).log() for row in usually], True)
    errors["rule"] = float((rule - logs).abs()[is_phone].mean())
    predicted = (predictor(ids, rhythm).exp() * is_phone).sum(dim=1)
    true = (logs.exp() * is_phone).sum(dim=1)
    rates = torch.tensor([speaker_from_seed(said[0].speaker_seed).rate for said in pairs])
    usual = (predictor(ids, None).exp() * is_phone).sum(dim=1)
    speed = torch.stack([(usual / predicted).log(), rates.log()])
    return {
        "speakers": len(pairs),
        "nearest": float(nearest.float().mean()),
        **{f"log_seconds_error_{name}": value for name, value in errors.items()},
        "sentence_seconds_error": float(((predicted - true).abs() / true).mean()),
        "speed_correlation": float(torch.corrcoef(speed)[0, 1]),
    }


def export(loop: Loop, run: VoiceRun, folder: Path) -> None:
    """voice_encoder.safetensors and duration_predictor.safetensors, averaged, in float32."""
    networks = loop.averages["voice"]
    assert isinstance(networks, nn.ModuleDict)
    for file, name, config in (
        ("voice_encoder", "encoder", run.encoder),
        ("duration_predictor", "predictor", run.predictor),
    ):
        notes = {
            "class": type(networks[name]).__name__,
            "config": json.dumps(asdict(config), sort_keys=True),
            "recipe": run.name,
            "steps": str(loop.step),
            "data_seed": str(run.loop.seed),
        }
        export_weights(folder / f"{file}.safetensors", networks[name], notes)
