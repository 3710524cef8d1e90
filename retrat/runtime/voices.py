"""Recordings of a voice: is it speech, is it long enough; then the best few seconds of it."""

from dataclasses import dataclass

import torch
from einops import rearrange
from jaxtyping import Bool, Float
from torch import Tensor

from retrat.errors import RequestError
from retrat.types import Audio

SHORTEST_SECONDS = 1.0
LONGEST_SECONDS = 60.0
SHORTEST_SOUND = 0.1  # seconds of any sound that can be put under a clip
KEPT_SECONDS = 6.0
_LEVEL = 0.1  # root mean square of the speaking parts after normalising: -20 dB
_PEAK = 0.95
HOP_SECONDS = 0.02
_WINDOW = 0.04
_SILENT_DB = -60.0  # below this nothing is heard
_BELOW_LOUD_DB = 30.0  # speech moves within this range under its loudest part
_VOICED = 0.55  # how alike a voiced frame is to itself one pitch period later
_FALLEN = 0.4  # and how unlike it must have become in between
_PITCH_HZ = (60.0, 420.0)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Frames:
    """What every 20 ms of a recording is like."""

    level_db: Float[Tensor, " a"]
    is_active: Bool[Tensor, " a"]
    is_voiced: Bool[Tensor, " a"]
    pitch_hz: Float[Tensor, " a"]

    def seconds(self, which: Bool[Tensor, " a"]) -> float:
        return float(which.sum()) * HOP_SECONDS


def voice_sample(audio: Audio, *, name: str, field: str = "voice") -> Audio:
    """The best seconds of a recording, at the level the model knows; refuses what is no speech."""
    if audio.seconds < SHORTEST_SECONDS:
        text = (
            f"{name} is {audio.seconds:.1f} s long; a voice needs at least {SHORTEST_SECONDS:g} s"
        )
        raise RequestError(f"{text} of speech, better {KEPT_SECONDS:g} s.", field=field)
    frames = analyse(audio)
    _refuse_what_is_no_speech(frames, name=name, field=field)
    start, stop = _best_stretch(frames)
    rate = audio.sample_rate
    samples = audio.samples[:, round(start * HOP_SECONDS * rate) : round(stop * HOP_SECONDS * rate)]
    loud = frames.is_active[start:stop]
    return _at_level(Audio(samples=samples, sample_rate=rate), loud)


def require_sound(audio: Audio, *, name: str, field: str = "audio") -> None:
    """Refuse a recording in which nothing is heard, or nothing for long enough."""
    if audio.seconds < SHORTEST_SOUND:
        text = f"{name} is {audio.seconds:.3g} s long; a recording needs at least"
        raise RequestError(f"{text} {SHORTEST_SOUND:g} s. Give a longer one.", field=field)
    if float(analyse(audio).level_db.max()) < _SILENT_DB:
        text = f"{name} is silent. Give a recording in which something is heard."
        raise RequestError(text, field=field)


def analyse(audio: Audio) -> Frames:
    """Level, and pitch by autocorrelation, every 20 ms."""
    rate = audio.sample_rate
    window, hop = round(_WINDOW * rate), round(HOP_SECONDS * rate)
    mono = audio.samples.mean(dim=0)
    mono = torch.nn.functional.pad(mono, (0, max(0, window - mono.shape[-1])))
    frames = mono.unfold(0, window, hop)
    frames = frames - frames.mean(dim=1, keepdim=True)
    level = 10 * torch.log10(frames.square().mean(dim=1) + 1e-12)
    is_active = level > float(level.quantile(0.98)) - _BELOW_LOUD_DB
    likeness, lag = _self_likeness(frames, rate)
    is_voiced = is_active & (likeness > _VOICED)
    return Frames(
        level_db=level, is_active=is_active, is_voiced=is_voiced, pitch_hz=rate / lag.float()
    )


def _self_likeness(frames: Float[Tensor, "a z"], rate: int) -> tuple[Float[Tensor, " a"], Tensor]:
    """The highest normalised autocorrelation at a lag that a voice can have, and that lag."""
    size = frames.shape[1]
    spectrum = torch.fft.rfft(frames, n=2 * size)
    correlation = torch.fft.irfft(spectrum.abs().square(), n=2 * size)[:, :size]
    power = torch.cumsum(frames.square(), dim=1)
    head = power.flip(1)  # energy of the first size - lag samples
    tail = power[:, -1:] - torch.nn.functional.pad(power, (1, 0))[:, :size]
    alike = correlation / (head * tail).clamp_min(1e-12).sqrt()
    has_fallen = (alike < _FALLEN).cumsum(dim=1) > 0  # rumble is like itself for long, too
    alike = torch.where(has_fallen, alike, -1.0)
    shortest, longest = int(rate / _PITCH_HZ[1]), min(int(rate / _PITCH_HZ[0]), size - 1)
    best, place = alike[:, shortest:longest].max(dim=1)
    return best, place + shortest


def _refuse_what_is_no_speech(frames: Frames, *, name: str, field: str) -> None:
    if float(frames.level_db.max()) < _SILENT_DB:
        text = f"{name} is silent. Give a recording of {SHORTEST_SECONDS:g} s of speech or more."
        raise RequestError(text, field=field)
    voiced = frames.seconds(frames.is_voiced)
    share = voiced / max(frames.seconds(frames.is_active), HOP_SECONDS)
    if share < 0.15:
        text = f"{name} sounds like noise, not speech: {share:.0%} of it has a voice's pitch."
        raise RequestError(f"{text} Give a clean recording of one person talking.", field=field)
    if _is_steady(frames):
        text = f"{name} sounds like a steady tone, not speech."
        raise RequestError(f"{text} Give a clean recording of one person talking.", field=field)
    if frames.seconds(frames.is_active) < SHORTEST_SECONDS * 0.75:
        active = frames.seconds(frames.is_active)
        text = f"{name} has {active:.1f} s of speech in it; a voice needs at least"
        raise RequestError(f"{text} {SHORTEST_SECONDS:g} s.", field=field)


def _is_steady(frames: Frames) -> bool:
    """A hum or a beep keeps level and pitch; nobody talks like that."""
    level = frames.level_db[frames.is_voiced]
    pitch = frames.pitch_hz[frames.is_voiced].log2()
    if level.numel() < 5:
        return False
    spread = level.quantile(0.9) - level.quantile(0.1)
    drift = pitch.quantile(0.9) - pitch.quantile(0.1)
    return bool(spread < 1.5 and drift < 0.03)


def _best_stretch(frames: Frames) -> tuple[int, int]:
    """First and last frame of the stretch with most voice in it, without silence at its ends."""
    count = frames.is_voiced.shape[0]
    kept = min(count, round(KEPT_SECONDS / HOP_SECONDS))
    voiced = torch.nn.functional.pad(frames.is_voiced.float().cumsum(0), (1, 0))
    per_start = voiced[kept:] - voiced[: count + 1 - kept]
    start = int(per_start.argmax())
    active = frames.is_active[start : start + kept].nonzero()[:, 0]
    first, last = int(active[0]), int(active[-1])
    return start + max(0, first - 3), start + min(kept, last + 4)


def _at_level(audio: Audio, is_active: Bool[Tensor, " a"]) -> Audio:
    """Speech at -20 dB, its peaks under one."""
    samples = audio.samples.mean(dim=0, keepdim=True)
    hop = round(HOP_SECONDS * audio.sample_rate)
    blocks = rearrange(samples[0, : samples.shape[1] // hop * hop], "(a z) -> a z", z=hop)
    speaking = blocks[is_active[: blocks.shape[0]]]
    heard = speaking if speaking.numel() else blocks
    gain = _LEVEL / float(heard.square().mean().sqrt().clamp_min(1e-6))
    gain = min(gain, _PEAK / float(samples.abs().max().clamp_min(1e-6)))
    return Audio(samples=samples * gain, sample_rate=audio.sample_rate)
