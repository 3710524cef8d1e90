"""Finished speech, delivered as its lines ask (`conditioning.delivery`), by a vocoder.

    sound -- WORLD --> pitch, spectrum, noisiness -- moved, tilted, made breath --> sound

The sound tower speaks in the voice's own way; this is put on it afterwards, where something is
asked for and nowhere else.
"""

import numpy as np
import torch
import torch.nn.functional as F
from jaxtyping import Float, Float64
from torch import Tensor

from retrat.conditioning.delivery import BREATH, EFFORT, PITCH, RANGE
from retrat.conditioning.lines import Plan
from retrat.conditioning.speech import PHONE_RATE
from retrat.media.vocoder import FRAME_SECONDS, Voicing, analysed, synthesised

FFT = 2048  # samples, at 24 kHz
HIGHEST, LOWEST = 620.0, 60.0  # hertz
LEAST = 0.01  # of any number of a delivery: what is changed less stays as it is
FARTHEST = 0.5  # octaves from the middle: beyond, pitch was not found but guessed
EFFORT_TILT = 3.5  # decibels an octave above 500 Hz, of all the effort there is
WHISPER_HERTZ, WHISPER_TILT = 350.0, 2.5  # below, little is left; decibels an octave, up to 4 kHz
AROUND = 30  # frames of a plan: what a vocoder hears beside what it changes
EVEN_SECONDS, BESIDE_SECONDS = 0.06, 0.03  # of what changes; around what is changed


def delivered(samples: Float[Tensor, " z"], plan: Plan, rate: int) -> Float[Tensor, " z"]:
    """Speech in the delivery of its plan, as loud as it was; untouched where that is plain."""
    told = plan.delivery.any(dim=1).nonzero()[:, 0]
    if not len(told):
        return samples
    begin, end = max(0, int(told[0]) - AROUND), min(len(plan.delivery), int(told[-1]) + 1 + AROUND)
    here = slice(begin * rate // PHONE_RATE, end * rate // PHONE_RATE)
    changed = samples.clone()
    changed[here] = _delivered(samples[here], plan.during(slice(begin, end)), rate)
    return changed


def _delivered(samples: Float[Tensor, " z"], plan: Plan, rate: int) -> Float[Tensor, " z"]:
    """The same of a stretch that begins and ends plainly."""
    wave = samples.double().cpu().numpy()
    voicing = analysed(wave, rate, fft=FFT, highest=HIGHEST)
    told = _on_the_clock(plan, len(voicing.pitch))
    told[:, PITCH] = _octaves(voicing.pitch, told, _speakers(plan, len(voicing.pitch)))
    told = np.stack([_even(column) for column in told.T], axis=1)
    told[:, RANGE] = 0.0  # is part of the pitch by now
    if np.abs(told).max() < LEAST:
        return samples
    made = torch.from_numpy(synthesised(_changed(voicing, told, rate), rate)).to(samples)
    made = F.pad(made[: len(samples)], (0, max(0, len(samples) - len(made))))
    share = _share(told, len(samples), rate).to(samples)
    before, after = ((share * each.square()).sum() for each in (samples, made))
    return torch.lerp(samples, made * (before / after.clamp(min=1e-9)).sqrt(), share)


def _changed(voicing: Voicing, told: Float64[np.ndarray, "t 4"], rate: int) -> Voicing:
    """Effort makes what is high louder and less noisy; breath makes all of it noise, in the end."""
    pitch = np.where(voicing.pitch > 0, voicing.pitch * 2.0 ** told[:, PITCH], 0.0)
    pitch = np.where(pitch > 0, pitch.clip(LOWEST, HIGHEST), 0.0)
    effort, breath = told[:, EFFORT, None], told[:, BREATH, None].clip(0, 1)
    hertz = np.linspace(0, rate / 2, voicing.spectrum.shape[1])
    octaves = np.log2(np.maximum(hertz, 500.0) / 500.0)
    flatter = np.log2(hertz.clip(500.0, 4000.0) / 500.0)
    decibels = EFFORT_TILT * effort * octaves + WHISPER_TILT * breath * flatter
    heard = np.maximum(hertz, 50.0) ** 2 / (hertz**2 + WHISPER_HERTZ**2)
    tonal = (1 - voicing.noisiness) ** np.where(effort > 0, 1 / (1 + effort), 1.0) * (1 - breath)
    return Voicing(
        pitch=pitch,
        spectrum=voicing.spectrum * 10 ** (decibels / 10) * heard ** (2 * breath),
        noisiness=np.clip(1 - tonal, 1e-3, 1.0),
    )


def _on_the_clock(plan: Plan, count: int) -> Float64[np.ndarray, "t 4"]:
    """The plan's delivery, every 5 ms."""
    return plan.delivery.double().numpy()[_clock(plan, count)].copy()


def _speakers(plan: Plan, count: int) -> np.ndarray:
    return plan.speakers.numpy()[_clock(plan, count)]


def _clock(plan: Plan, count: int) -> np.ndarray:
    frames = round(1 / FRAME_SECONDS) // PHONE_RATE
    return np.minimum(np.arange(count) // frames, len(plan.speakers) - 1)


def _octaves(
    pitch: Float64[np.ndarray, "t"], told: Float64[np.ndarray, "t 4"], speakers: np.ndarray
) -> Float64[np.ndarray, "t"]:
    """How far each frame's pitch is to move; the middle of everybody's voice is their own."""
    octaves, voiced = told[:, PITCH].copy(), pitch > 0
    for person in np.unique(speakers[voiced]):
        own = voiced & (speakers == person)
        heights = np.log2(pitch[own])
        apart = (heights - np.median(heights)).clip(-FARTHEST, FARTHEST)
        octaves[own] += (2.0 ** told[own, RANGE] - 1) * apart
    return octaves


def _share(told: Float64[np.ndarray, "t 4"], count: int, rate: int) -> Float[Tensor, " z"]:
    """1 where something is changed and right beside it, softly 0 elsewhere."""
    reach = round(BESIDE_SECONDS / FRAME_SECONDS)
    changed = (np.abs(told) >= LEAST).any(axis=1).astype(np.float32)
    near = F.max_pool1d(
        torch.from_numpy(changed)[None, None], 2 * reach + 1, stride=1, padding=reach
    )
    soft = F.avg_pool1d(near, reach + 1, stride=1, padding=reach // 2, count_include_pad=False)
    whole = F.interpolate(soft, round(soft.shape[-1] * FRAME_SECONDS * rate), mode="linear")[0, 0]
    return F.pad(whole[:count], (0, max(0, count - len(whole))))


def _even(values: Float64[np.ndarray, "t"]) -> Float64[np.ndarray, "t"]:
    width = 2 * round(EVEN_SECONDS / FRAME_SECONDS / 2) + 1
    kernel = np.hanning(width + 2)[1:-1]
    return np.convolve(np.pad(values, width // 2, mode="edge"), kernel / kernel.sum(), "valid")
