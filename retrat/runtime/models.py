"""Releases as components: which files make which model, in which number format, on which device."""

from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import torch
from torch import nn

from retrat.conditioning.sizes import MADE
from retrat.errors import ReleaseError, RequestError
from retrat.models.animator import Animator
from retrat.models.audio_vae import AudioVAE
from retrat.models.duration_predictor import DurationPredictor
from retrat.models.identity_encoder import IdentityEncoder
from retrat.models.lip_sync import LipSync
from retrat.models.made_hands import MadeHands
from retrat.models.made_people import MadePeople
from retrat.models.made_places import MadePlaces
from retrat.models.matting import Matting
from retrat.models.speech_encoder import SpeechEncoder
from retrat.models.transformer import Transformer
from retrat.models.video_vae import VideoVAE
from retrat.models.voice_encoder import VoiceEncoder
from retrat.pipeline.components import Components, tiny_components
from retrat.pipeline.request import Guidance, Recommendations, Windows
from retrat.types import FrameRate
from retrat.weights import Release, find_release, load_part
from retrat.weights.minilm import load_minilm, minilm_tokenizer

# Noise from real code, in a second and without files: for tests and for trying an installation.
TINY = "tiny-random"
REQUIRED = ("transformer", "video_vae", "audio_vae")
PARTS: dict[str, type[nn.Module]] = {
    "transformer": Transformer,
    "video_vae": VideoVAE,
    "audio_vae": AudioVAE,
    "matting": Matting,
    "made_people": MadePeople,
    "made_places": MadePlaces,
    "made_hands": MadeHands,
    "lip_sync": LipSync,
    "animator": Animator,
    "identity_encoder": IdentityEncoder,
    "voice_encoder": VoiceEncoder,
    "speech_encoder": SpeechEncoder,
    "duration_predictor": DurationPredictor,
}


def release_named(name: str, folders: Sequence[Path] = ()) -> Release:
    """A release by name; the tiny one has no files."""
    if name == TINY:
        return Release(
            name=TINY,
            version="0",
            licence="Apache-2.0",
            summary="random weights: noise, for tests",
            folder=Path(),
            settings={"frames_per_second": 24, "people": 2},
            files={},
        )
    release = find_release(name, folders)
    try:
        float(release.settings["frames_per_second"])
        recommendations(release)
        usual_size(release)
    except (KeyError, TypeError, ValueError) as error:
        text = f"The card of {name[:100]} ({release.folder}) lacks what clips are made with"
        text = f"{text}: {error}. Put the card that came with the model there"
        raise ReleaseError(f"{text}, or choose another model.") from None
    return release


def require_files(release: Release) -> None:
    """Refuse a release whose files are missing or damaged, before anything else is done."""
    if release.name == TINY:
        return
    for part in (*REQUIRED, *release.files):
        release.path(part)


def components_of(release: Release, device: str) -> Components:
    """Every model of a release, on a device, in float32 (the format to compute in is autocast)."""
    if release.name == TINY:
        return on_device(tiny_components(0), device)
    modules: dict[str, Any] = {
        part: load_part(release, part, kind) if part in release.files else None
        for part, kind in PARTS.items()
    }
    tokens = modules["transformer"].config.video.text_tokens
    parts = Components(
        **modules,
        text_encoder=load_minilm(),
        tokenize=minilm_tokenizer(tokens),
        frame_rate=FrameRate(numerator=int(release.settings["frames_per_second"])),
        recommended=recommendations(release),
    )
    return on_device(parts, device)


def recommendations(release: Release) -> Recommendations:
    """What the weights were trained for, from the release's card."""
    settings = release.settings
    text, people, bridge = settings["guidance"]
    windows = settings.get("windows")
    return Recommendations(
        windows=None if windows is None else Windows(**windows),
        steps=int(settings["steps"]),
        shift=float(settings["shift"]),
        seamed=int(settings.get("seamed", 0)),
        guidance=Guidance(text=float(text), people=float(people), bridge=float(bridge)),
    )


def usual_size(release: Release) -> tuple[int, int]:
    """(width, height) of a clip where nobody asks for any, from the release's card."""
    width, height = release.settings.get("size", MADE[0])
    return int(width), int(height)


def on_device(parts: Components, device: str) -> Components:
    """The same components, their modules moved there."""
    for field in fields(parts):
        module = getattr(parts, field.name)
        if isinstance(module, nn.Module):
            module.to(device)
    return parts


def multiplying_in(parts: Components, dtype: torch.dtype) -> Components:
    """The same components, the matrices of the towers kept in a format.

    For autocast, which casts a float32 matrix anew each time that it is multiplied: that costs a
    small tower more than multiplying does. Everything else stays in float32.
    """
    for module in parts.transformer.modules():
        if isinstance(module, (nn.Linear, nn.Conv2d)):
            module.weight.data = module.weight.data.to(dtype)
    return parts


def device_name(asked: str) -> str:
    """The device to compute on: the one asked for, which must be there, or the fastest there is."""
    if asked != "auto":
        _require_device(asked)
        return asked
    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else "cpu"


def _require_device(asked: str) -> None:
    kind, _, number = asked.partition(":")
    count = torch.cuda.device_count() if torch.cuda.is_available() else 0
    if kind == "cuda" and int(number or 0) >= count:
        have = f"there are {count}, counted from 0" if count else "there is none"
        text = f"device={asked}: of GPUs that CUDA can use {have}. Choose another, auto or cpu."
        raise RequestError(text, field="device")
    if kind == "mps" and not torch.backends.mps.is_available():
        text = f"device={asked}: there is no GPU that Metal can use. Choose auto or cpu."
        raise RequestError(text, field="device")
