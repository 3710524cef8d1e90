"""All judges on one file."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from einops import rearrange
from jaxtyping import Float, UInt8
from PIL import Image

from retrat.evaluate.codec import mel_distance, score_codec
from retrat.evaluate.exam import Case
from retrat.evaluate.identity import (
    IdentityScore,
    clip_faces,
    nobody,
    reference_descriptor,
    score_identity,
)
from retrat.evaluate.motion import MotionScore, score_motion
from retrat.evaluate.scene import score_labels
from retrat.evaluate.spectra import resampled
from retrat.evaluate.sync import SyncScore, mouth_openings, score_sync
from retrat.evaluate.voice import Voice, VoiceScore, hear, score_voice
from retrat.evaluate.words import word_error_rate
from retrat.media.sound import decode_audio
from retrat.types import Clip


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class References:
    """What the judges know of every person of an exam: a face and a voice each."""

    faces: tuple[Float[np.ndarray, "128"], ...]
    voices: tuple[Voice, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Fidelity:
    """A reconstruction against its original: pictures, sound, and the voice in it."""

    psnr: float
    ssim: float
    mel_distance: float | None
    voice_similarity: float | None


@dataclass(frozen=True, kw_only=True, slots=True)
class ClipScore:
    """What the judges say about one clip. None: no sound, or nothing to be faithful to."""

    identity: IdentityScore
    motion: MotionScore
    voice: VoiceScore | None
    word_error_rate: float | None
    sync: SyncScore | None
    labels: dict[str, bool]
    """For each label of the case that a classifier knows: is it what was asked?"""
    fidelity: Fidelity | None = None


def eight_bit(clip: Clip) -> UInt8[np.ndarray, "f y x 3"]:
    levels = ((clip.pixels.float() + 1) * 127.5).round().clamp(0, 255).byte()
    return np.ascontiguousarray(rearrange(levels, "f c y x -> f y x c").cpu().numpy())


def mono(clip: Clip) -> Float[np.ndarray, "z"] | None:
    return None if clip.audio is None else clip.audio.samples.float().mean(dim=0).cpu().numpy()


def read_references(cases: Sequence[Case]) -> References:
    """The judges' view of every person's reference pictures and voice.

    A face that dlib cannot find in its reference is put infinitely far away: nobody is like it.
    """
    faces, voices = [], []
    for case in cases:
        pictures = [np.asarray(Image.open(path).convert("RGB")) for path in case.references]
        face = reference_descriptor(pictures)
        faces.append(np.full(128, 1e3) if face is None else face)
        sound = decode_audio(case.voice)
        voices.append(hear(sound.samples.float().mean(0).numpy(), rate=sound.sample_rate))
    return References(faces=tuple(faces), voices=tuple(voices))


def score_clip(clip: Clip, case: Case, right: int, references: References) -> ClipScore:
    """The judges on a clip that should show case number `right`."""
    frames, fps = eight_bit(clip), clip.frame_rate.value
    faces = clip_faces(frames, fps=fps)
    identity = nobody(len(references.faces))
    if len(faces.seconds):
        identity = score_identity(faces, references.faces, right)
    samples = mono(clip)
    voice = error_rate = sync = None
    if samples is not None and clip.audio is not None:
        rate = clip.audio.sample_rate
        voice = score_voice(hear(samples, rate=rate), references.voices, right)
        error_rate = word_error_rate(samples, rate=rate, text=case.words)
        sync = score_sync(mouth_openings(frames), samples, rate=rate, fps=fps)
    return ClipScore(
        identity=identity,
        motion=score_motion(frames),
        voice=voice,
        word_error_rate=error_rate,
        sync=sync,
        labels=score_labels(frames, case.labels),
    )


def score_fidelity(original: Clip, copy: Clip) -> Fidelity:
    """Frames and sound that both have, compared one by one."""
    count = min(len(original.pixels), len(copy.pixels))
    pictures = score_codec(eight_bit(original)[:count], eight_bit(copy)[:count])
    distance = similarity = None
    before, after = mono(original), mono(copy)
    if before is not None and after is not None:
        assert original.audio is not None
        assert copy.audio is not None
        before = resampled(before, rate=original.audio.sample_rate, to=copy.audio.sample_rate)
        distance = mel_distance(before, after, rate=copy.audio.sample_rate)
        voices = [hear(each, rate=copy.audio.sample_rate).embedding for each in (before, after)]
        if voices[0] is not None:
            similarity = 0.0 if voices[1] is None else float(voices[0] @ voices[1])
    return Fidelity(
        psnr=pictures.psnr, ssim=pictures.ssim, mel_distance=distance, voice_similarity=similarity
    )
