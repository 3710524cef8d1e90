"""Whose voice is it? What a person is recognised by when another recording of them was enrolled.

The network is the GE2E speaker encoder that the package Resemblyzer carries: it learned from
thousands of people, while the release's own voice encoder, made for another purpose, hardly knows
anybody again (docs/safety.md). Its weights belong to the installation, not to a release,
so a release of random weights asks it as well. Without Resemblyzer a voice is recognised by its
very recording. It opens or shuts the gate and judges results; no clip is made from its numbers.

All voices have much in common there; `voices.npz` holds what (the mean over made speakers, by
`tools/average_voice.py`), and what is left without it tells people apart far better.

The more is said, the nearer a voice comes to strangers, too. So what is said is heard in pieces as
long as a short sentence, and the likeness of two voices is the mean over all pairs of their pieces:
more speech makes it surer and not larger.
"""

from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import torch
from einops import rearrange
from jaxtyping import Float

from retrat.errors import ReleaseError
from retrat.media import resample
from retrat.media.mel import mel_power
from retrat.models.speaker_net import SpeakerNet
from retrat.runtime.voices import HOP_SECONDS, analyse
from retrat.types import Audio

EMBEDDER = "ge2e-resemblyzer-0.1-pieces"
RATE = 16_000
HEARD_SECONDS = 30.0  # of speech; more says nothing new and takes longer
_MEAN = Path(__file__).with_name("voices.npz")
_PACKAGE, _WEIGHTS = "resemblyzer", "pretrained.pt"
_WINDOW_ROWS = 160  # 1.6 s of 10 ms rows: what the network was trained on
_WINDOW_STEP = 77
_PIECE_WINDOWS = 4  # 3.9 s of speech
_LEVEL = 10 ** (-24 / 20)  # the network hears loudness as a part of the voice, which it is not

Voices = Float[np.ndarray, "n 256"]


def knows_voices() -> bool:
    """Whether the network's weights are installed here."""
    return _weights() is not None


def voice_of(recordings: Sequence[Audio]) -> Voices:
    """One vector for all the speech of one person, the mean of its pieces' unit vectors; none if
    there is too little, or no network.

    The more is said the better: one short sentence says little of who speaks.
    """
    if not knows_voices() or not recordings:
        return np.zeros((0, 256))
    windows = _windows(spoken(recordings))
    if not len(windows):
        return np.zeros((0, 256))
    pieces = np.array_split(windows, max(1, round(len(windows) / _PIECE_WINDOWS)))
    own = [_unit(_unit(piece.mean(axis=0)) - _common()) for piece in pieces]
    return np.mean(own, axis=0, keepdims=True)


def spoken(recordings: Sequence[Audio]) -> Float[np.ndarray, "z"]:
    """Everything said in them, as the network wants to hear it."""
    return np.concatenate([_speech(audio) for audio in recordings])


def speaker_vector(speech: Float[np.ndarray, "z"]) -> Float[np.ndarray, "256"] | None:
    """One unit vector for 16 kHz speech: windows of 1.6 s, 1.3 a second, averaged."""
    windows = _windows(speech)
    return _unit(windows.mean(axis=0)) if len(windows) else None


def _windows(speech: Float[np.ndarray, "z"]) -> Voices:
    """A vector for each window; a last one counts if speech fills three quarters of it."""
    if len(speech) < RATE // 2 or not np.any(speech):
        return np.zeros((0, 256))
    mel = mel_power(speech, rate=RATE, window=400, hop=160, mels=40)
    starts = list(range(0, max(1, len(mel) - _WINDOW_ROWS * 3 // 4), _WINDOW_STEP))
    mel = np.pad(mel, ((0, max(0, starts[-1] + _WINDOW_ROWS - len(mel))), (0, 0)))
    windows = np.stack([mel[start : start + _WINDOW_ROWS] for start in starts])
    with torch.inference_mode():
        return _network()(torch.from_numpy(windows).float()).double().numpy()


def _unit(vector: Float[np.ndarray, "256"]) -> Float[np.ndarray, "256"]:
    return vector / np.linalg.norm(vector)


def _speech(audio: Audio) -> Float[np.ndarray, "z"]:
    """What is said, at the network's rate and level, without the pauses."""
    frames = analyse(audio)
    mono = Audio(samples=audio.samples.mean(dim=0, keepdim=True), sample_rate=audio.sample_rate)
    samples = resample(mono, RATE).samples[0]
    hop = round(HOP_SECONDS * RATE)
    blocks = rearrange(samples[: samples.numel() // hop * hop], "(a z) -> a z", z=hop)
    count = min(len(blocks), len(frames.is_active))
    said = blocks[:count][frames.is_active[:count]][: round(HEARD_SECONDS / HOP_SECONDS)]
    level = said.square().mean().sqrt().clamp_min(1e-6)
    return (said * (_LEVEL / level)).flatten().numpy().astype(np.float64)


@cache
def _common() -> Float[np.ndarray, "256"]:
    with np.load(_MEAN) as stored:
        mean: np.ndarray = stored["mean"]
    return mean.astype(np.float64)


@cache
def _network() -> SpeakerNet:
    path = _weights()
    if path is None:
        text = "Voices are compared by the package Resemblyzer, which is not installed."
        raise ReleaseError(f"{text} Install retrat[evaluate].")
    saved = torch.load(path, map_location="cpu", weights_only=True)["model_state"]
    network = SpeakerNet()
    ours = {name: saved[name] for name in network.state_dict()}  # the rest is its training loss
    network.load_state_dict(ours, strict=True)
    return network.eval()


def _weights() -> Path | None:
    """Found, not imported: the package itself needs modules that newer Pythons lack."""
    spec = find_spec(_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        return None
    path = Path(next(iter(spec.submodule_search_locations))) / _WEIGHTS
    return path if path.is_file() else None
