"""Training the audio VAE: spectra of several resolutions must match, and the pitch must be named.

The encoder starts as the principal components of log-mel patches. Before others learn on the
latents, `fix_latents` decides them; from then on, with `freeze_encoder`, only the decoder learns.
"""

import itertools
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from einops import rearrange
from jaxtyping import Float, Float64
from safetensors.torch import load_file
from torch import Tensor, nn

from retrat.models.audio_vae import (
    NOISE_SAMPLES,
    AudioVAE,
    Parts,
    hertz_to_pitch,
    mel_bank,
)
from retrat.train.checkpoint import current_commit, export_weights
from retrat.train.data.sounds import Sounds
from retrat.train.data.speech import Utterance, load_corpus
from retrat.train.loop import Learner, Loop, LoopConfig, Losses, Step
from retrat.weights.releases import CARD, publish_part

RESOLUTIONS = ((2048, 480, 160), (1024, 240, 100), (512, 120, 64))
"""FFT, hop, mel bins."""
FLOOR = 3e-5
"""Amplitudes below -90 dB of full scale do not count."""


@dataclass(frozen=True, kw_only=True, slots=True)
class AudioVAERun:
    """One stage of training the audio VAE."""

    name: str
    model: AudioVAE.Config
    loop: LoopConfig
    batch: int
    latent_frames: int
    freeze_encoder: bool = False
    posterior_weight: float = 1e-2
    pitch_weight: float = 0.3
    ambience_seconds: float = 8.0
    own_pitch: float = 0.3
    """How often the decoder hears the pitch it named itself instead of the true one."""


class AudioVAELoss:
    """What `Loop` minimises."""

    def __init__(self, model: AudioVAE, run: AudioVAERun) -> None:
        self.model, self.run = model, run

    def __call__(self, batch: dict[str, Tensor], step: Step) -> Losses:
        samples, pitch = batch["samples"], batch["pitch_hertz"]
        model, run = self.model, self.run
        with torch.set_grad_enabled(not run.freeze_encoder):
            means = model.posterior_mean(samples)
        noise = torch.randn(means.shape, generator=step.rng).to(means.device)
        widths = torch.rand((len(means), 1, 1), generator=step.rng).to(means.device)
        parts = model.analyse(means + noise * (1.5 * widths * model.config.posterior_std))
        with torch.autocast(samples.device.type, enabled=False):
            named = model.hertz(parts.pitch_logits.detach())
            own = torch.rand((len(means), 1), generator=step.rng).to(means.device) < run.own_pitch
            hertz = model.samplewise(torch.where((pitch > 0) & ~own, pitch, named))
            turns = torch.cumsum(hertz.double() / model.config.sample_rate, dim=1)
            made = [self._one_of_many(parts, hertz, turns, step.rng) for _ in range(2)]
            spectral = energy_distance(made[0], made[1], samples)
            named_loss = pitch_loss(parts.pitch_logits, pitch)
            posterior = 0.5 * means.float().square().mean()
        losses = {**spectral, "pitch": named_loss, "posterior": posterior}
        total = sum(spectral.values()) + run.pitch_weight * named_loss
        return {"loss": total + run.posterior_weight * posterior, **losses}

    def _one_of_many(
        self,
        parts: Parts,
        hertz: Float[Tensor, "b z"],
        turns: Float64[Tensor, "b z"],
        rng: torch.Generator,
    ) -> Float[Tensor, "b z"]:
        """The sound with some noise and some phase."""
        start = torch.rand((len(turns), 1), generator=rng).to(turns)
        first = int(torch.randint(NOISE_SAMPLES, (), generator=rng))
        return self.model.synthesise(parts, hertz, turns + start, first_sample=first)


def energy_distance(
    first: Float[Tensor, "b z"], second: Float[Tensor, "b z"], wanted: Float[Tensor, "b z"]
) -> dict[str, Float[Tensor, ""]]:
    """How far two sounds made with other noise are from the wanted one, less how far from each
    other.

    Least when the noise is as random as the truth: a plain distance would teach that no noise is
    the best guess (Gritsenko et al. 2020).
    """
    near = [spectral_distance(made, wanted, wanted) for made in (first, second)]
    apart = spectral_distance(first, second, wanted)
    return {name: 0.5 * (near[0][name] + near[1][name] - apart[name]) for name in apart}


def spectral_distance(
    made: Float[Tensor, "b z"], other: Float[Tensor, "b z"], wanted: Float[Tensor, "b z"]
) -> dict[str, Float[Tensor, ""]]:
    """Mean absolute difference of log spectra, linear and mel, and the distance of the linear ones
    as a share of the wanted one's size.
    """
    log_distance = mel_distance = convergence = torch.zeros((), device=made.device)
    for fft, hop, mels in RESOLUTIONS:
        bank = mel_bank(mels, fft, 24_000).to(made.device)
        first, second = (spectrum(sound, fft, hop) for sound in (made, other))
        far = torch.log(first + FLOOR) - torch.log(second + FLOOR)
        log_distance = log_distance + far.abs().mean() / len(RESOLUTIONS)
        far = torch.log(first @ bank + FLOOR) - torch.log(second @ bank + FLOOR)
        mel_distance = mel_distance + far.abs().mean() / len(RESOLUTIONS)
        size = spectrum(wanted, fft, hop).flatten(1).norm(dim=1) + 0.03
        miss = (first - second).flatten(1).norm(dim=1) / size
        convergence = convergence + miss.mean() / len(RESOLUTIONS)
    return {"linear": log_distance, "mel": mel_distance, "shape": 0.5 * convergence}


def spectrum(samples: Float[Tensor, "b z"], fft: int, hop: int) -> Float[Tensor, "b t k"]:
    """Magnitudes; a sine of full scale is 1."""
    frames = samples.unfold(-1, fft, hop) * _window(fft, samples.device)
    parts = torch.fft.rfft(frames)
    return (parts.real.square() + parts.imag.square() + 1e-12).sqrt() / (fft / 4)


def pitch_loss(logits: Float[Tensor, "b f p"], hertz: Float[Tensor, "b f"]) -> Float[Tensor, ""]:
    """Cross-entropy with the true bin and its neighbours; between voiced stretches a tenth."""
    filled, weight = fill_pitch(hertz)
    at = hertz_to_pitch(filled, logits.shape[-1])[..., None]
    bins = torch.arange(logits.shape[-1], device=logits.device)
    target = torch.softmax(-0.5 * ((bins - at) / 0.8).square(), dim=-1)
    each = -(target * F.log_softmax(logits, dim=-1)).sum(dim=-1)
    return (each * weight).sum() / (weight.sum() + 1.0)


def fill_pitch(
    hertz: Float[Tensor, "b f"],
) -> tuple[Float[Tensor, "b f"], Float[Tensor, "b f"]]:
    """Pitch drawn straight through what is unvoiced, and how much each value counts."""
    filled, weights = [], []
    for row in hertz.cpu().numpy():
        voiced = np.flatnonzero(row > 0)
        everywhere = np.arange(len(row))
        has = len(voiced) > 0
        filled.append(np.interp(everywhere, voiced, row[voiced]) if has else row * 0 + 100.0)
        weights.append(np.where(row > 0, 1.0, 0.1 * has))
    both = (torch.from_numpy(np.stack(each)).float().to(hertz.device) for each in (filled, weights))
    first, second = both
    return first, second


def start_encoder(model: AudioVAE, sounds: Sounds, *, batches: int = 24) -> None:
    """Set the linear part of the encoder to the principal components of log-mel patches."""
    with torch.no_grad():
        patches = torch.cat(
            [
                rearrange(
                    model.log_mel(sounds.batch(60_000 + i, size=16, latent_frames=32)["samples"]),
                    "b (a r) m -> (b a) (r m)",
                    r=4,
                )
                for i in range(batches)
            ]
        )
        mean = patches.mean(dim=0)
        _, _, directions = torch.pca_lowrank(
            patches - mean, q=model.config.latent_channels, center=False, niter=4
        )
        spread = ((patches - mean) @ directions).std(dim=0)
        weight = (directions / spread.sqrt() / spread.median().sqrt()).T
        model.patch.weight.copy_(weight)
        model.patch.bias.copy_(-weight @ mean)


@torch.no_grad()
def measure_latents(model: AudioVAE, sounds: Sounds, *, batches: int = 40) -> None:
    """Store the latents' mean, channel by channel, and their overall spread in the model.

    One spread for all: a channel that says more about the sound keeps a larger deviation, so that
    a model that is trained on latents errs least where it is heard most.
    """
    device = model.latents_mean.device
    means = [
        model.posterior_mean(
            sounds.batch(70_000 + i, size=16, latent_frames=50)["samples"].to(device)
        )
        for i in range(batches)
    ]
    latents = torch.cat(means).flatten(0, 1)
    model.latents_mean.copy_(latents.mean(dim=0))
    model.latents_std.fill_(latents.std(dim=0).square().mean().sqrt().item())


def audio_vae_loop(
    run: AudioVAERun,
    corpus: Path,
    folder: Path,
    *,
    utterances: int | None = None,
    begun: Path | None = None,
) -> Loop:
    """The run in `folder`, new or continued, on the corpus's train split.

    A new run may go on from the weights at `begun`.
    """
    speech = itertools.islice(load_corpus(corpus), utterances)
    sounds = Sounds(speech, seed=run.loop.seed, ambience_seconds=run.ambience_seconds)
    torch.manual_seed(run.loop.seed)
    model = AudioVAE(run.model)
    if begun is None:
        start_encoder(model, sounds)
    else:
        weights = load_file(begun)
        model.load_state_dict({name: value.float() for name, value in weights.items()})
    listened = list(itertools.islice(load_corpus(corpus, part="test"), 3)) or list(
        itertools.islice(load_corpus(corpus), 3)
    )

    def write_samples(step: int, averages: dict[str, nn.Module], path: Path) -> None:
        average = averages["vae"]
        assert isinstance(average, AudioVAE)
        draw_samples(average, listened, path / f"{step:06d}.png")

    return Loop(
        run.loop,
        folder,
        [Learner(name="vae", module=model, loss=AudioVAELoss(model, run))],
        lambda step: sounds.batch(step, size=run.batch, latent_frames=run.latent_frames),
        write_samples,
    )


def fix_latents(loop: Loop, run: AudioVAERun, corpus: Path, *, utterances: int = 600) -> None:
    """Make the averaged encoder the one encoder, store its latents' spread, and save the run.

    From here on train with `freeze_encoder`.
    """
    average, model = loop.averages["vae"], loop.learners[0].module
    assert isinstance(average, AudioVAE)
    speech = itertools.islice(load_corpus(corpus), utterances)
    sounds = Sounds(speech, seed=run.loop.seed + 1, ambience_seconds=run.ambience_seconds)
    measure_latents(average, sounds)
    kept = {
        name: value
        for name, value in average.state_dict().items()
        if name.startswith(("patch.", "encoder_", "latents_"))
    }
    model.load_state_dict(kept, strict=False)
    loop.save()


def export(loop: Loop, run: AudioVAERun, path: Path) -> None:
    """Averaged weights with their configuration and history: into a release's folder as its part,
    anywhere else in float32.
    """
    notes = {
        "class": "AudioVAE",
        "config": json.dumps(asdict(run.model), sort_keys=True),
        "recipe": run.name,
        "steps": str(loop.step),
        "seconds": str(round(loop.seconds)),
        "data_seed": str(run.loop.seed),
    }
    if (path / CARD).exists():
        notes = {"commit": current_commit(), **notes}
        publish_part(path, "audio_vae", loop.averages["vae"], metadata=notes)
        return
    file = path / "audio_vae.safetensors" if path.is_dir() else path
    export_weights(file, loop.averages["vae"], notes)


@torch.no_grad()
def draw_samples(model: AudioVAE, utterances: Sequence[Utterance], path: Path) -> None:
    """Log spectra of each utterance above its reconstruction, as one picture, and a wav."""
    import wave

    from PIL import Image

    rows, heard = [], []
    for each in utterances:
        samples = torch.from_numpy(each.samples)[None, : 4 * 24_000]
        samples = samples[:, : samples.shape[1] // 960 * 960].to(model.latents_mean.device)
        made = model.decode(model.encode(samples))
        for sound in (samples, made):
            logs = torch.log(spectrum(sound, 1024, 160)[0, :, :342] + 1e-5).cpu().numpy()
            picture = np.clip((logs + 11.5) / 9.5 * 255, 0, 255).astype(np.uint8).T[::-1]
            rows.append(np.pad(picture, ((0, 4), (0, max(0, 600 - picture.shape[1]))))[:, :600])
            heard.append(sound[0].cpu().numpy())
    Image.fromarray(np.concatenate(rows)).save(path)
    pcm = (np.clip(np.concatenate(heard), -1, 1) * 32767).astype(np.int16)
    with wave.open(str(path.with_suffix(".wav")), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(24_000)
        file.writeframes(pcm.tobytes())


@cache
def _window(length: int, device: torch.device) -> Float[Tensor, "n"]:
    return torch.hann_window(length, device=device)
