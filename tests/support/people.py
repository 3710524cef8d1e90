"""Photographs that installed packages carry, and a voice made by code."""

import math
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from skimage import data

from retrat.types import Audio


def astronaut() -> np.ndarray:
    """Eileen Collins, NASA, public domain; scikit-image carries her. Looks up, smiles, hair."""
    return np.ascontiguousarray(data.astronaut())


def grace_hopper() -> np.ndarray:
    """Rear Admiral Hopper, US Navy, public domain; matplotlib carries her. Glasses and a hat."""
    import matplotlib

    path = Path(matplotlib.get_data_path()) / "sample_data" / "grace_hopper.jpg"
    return np.asarray(Image.open(path).convert("RGB"))


def babble(seconds: float, *, seed: int = 0, sample_rate: int = 24_000) -> Audio:
    """What talking is like to a level meter and a pitch tracker: syllables with gliding pitch."""
    rng = np.random.default_rng(seed)
    count = round(seconds * sample_rate)
    time = np.arange(count) / sample_rate
    pitch = 130 + 25 * np.sin(2 * math.pi * 0.7 * time) + 15 * np.sin(2 * math.pi * 1.9 * time)
    phase = 2 * math.pi * np.cumsum(pitch) / sample_rate
    tone = sum(np.sin(k * phase) / k for k in range(1, 20))
    syllables = np.clip(np.sin(2 * math.pi * 3.1 * time + 0.5), 0, 1) ** 0.6
    breath = 0.02 * rng.standard_normal(count)
    samples = (0.15 * syllables * tone + breath * (1 - syllables)).astype(np.float32)
    return Audio(samples=torch.from_numpy(samples)[None], sample_rate=sample_rate)


def with_bystander() -> np.ndarray:
    """The astronaut large, and Hopper's face in a corner, under a third as large."""
    near = Image.fromarray(astronaut()).crop((130, 30, 330, 230)).resize((512, 512))
    far = Image.fromarray(grace_hopper()).crop((160, 70, 420, 330)).resize((70, 70))
    near.paste(far, (0, 0))
    return np.asarray(near)
