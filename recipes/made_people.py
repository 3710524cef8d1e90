"""The people that nano casts when a prompt brings no photo: chosen portraits and their voices.

python -m recipes.made_people --portraits PORTRAITS --corpus CORPUS --release RELEASE

Made anew whenever the codecs or the voice encoder of the release change.
"""

from __future__ import annotations

import argparse
import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from retrat.conditioning.references import VOICE_SECONDS
from retrat.models.audio_vae import AudioVAE
from retrat.models.made_people import MadePeople, described
from retrat.models.voice_encoder import VoiceEncoder
from retrat.train.checkpoint import current_commit
from retrat.train.data.assets import load_pack
from retrat.train.data.people import person_from_seed
from retrat.train.data.sample import Sample, SampleLabels, load_sample
from retrat.train.data.shot import LANDMARKS
from retrat.train.data.voices import Voices
from retrat.weights.minilm import load_minilm, minilm_tokenizer
from retrat.weights.releases import load_part, publish_part, read_release

PEOPLE = 160
QUALITY = 92  # of their photos, as WebP
MOST_TURNED = 0.12  # of the distance of the eyes: how far the nose may be from their middle
CALM = ("neutral", "smile")
MOUTHS_MOVE = ("talk", "laugh")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--portraits", type=Path, required=True)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--release", type=Path, required=True)
    parser.add_argument("--people", type=int, default=PEOPLE)
    given = parser.parse_args()
    samples = list(chosen(given.portraits, given.people))
    people = table(samples, given.corpus, given.release)
    metadata = {"commit": current_commit(), "recipe": "made_people"}
    publish_part(given.release, "made_people", people, metadata=metadata)
    print(f"{len(samples)} people, from {samples[0].labels.seed} to {samples[-1].labels.seed}")


def chosen(folder: Path, most: int) -> Iterator[Sample]:
    """One calm portrait of a person who looks into the camera, of as many people as are wanted."""
    seen: set[int] = set()
    for path in sorted(folder.rglob("*.npz")):
        sample = load_sample(path)
        labels = sample.labels
        is_calm = labels.expression in CALM and labels.action not in MOUTHS_MOVE
        if labels.person_seed in seen or not is_calm or _turned(sample):
            continue
        seen.add(labels.person_seed)
        yield sample
        if len(seen) == most:
            return


def _turned(sample: Sample) -> bool:
    left, right, nose = (
        sample.reference_landmarks[0, LANDMARKS.index(name)]
        for name in ("left eye", "right eye", "nose base")
    )
    apart = float(np.linalg.norm(left - right))
    return abs(float(nose[0] - (left[0] + right[0]) / 2)) > MOST_TURNED * apart


def description(labels: SampleLabels) -> str:
    """What a prompt would say of them."""
    age = "young" if labels.age_years < 32 else "old" if labels.age_years > 58 else "middle-aged"
    hair = labels.hair if "bald" in labels.hair else f"{labels.hair}, {labels.hair_colour}"
    more = [
        *([f"a {labels.beard}"] if labels.beard not in ("", "none") else []),
        *([f"{labels.glasses} glasses"] if labels.glasses else []),
        *([f"a {labels.hat}"] if labels.hat else []),
        f"a {labels.garment_colour} {labels.garment}",
    ]
    return f"A {age} {labels.gender} with {hair}, {', '.join(more)}."


@torch.inference_mode()
def table(samples: list[Sample], corpus: Path, folder: Path) -> MadePeople:
    """Everything that is kept of these people, by the release's own models."""
    release, pack = read_release(folder), load_pack()
    audio_vae = load_part(release, "audio_vae", AudioVAE)
    voice_encoder = load_part(release, "voice_encoder", VoiceEncoder)
    encoder, tokenize = load_minilm(), minilm_tokenizer(64)
    voices = Voices(corpus, "train")
    rng = np.random.default_rng(0)
    rows: dict[str, list[Tensor]] = {n: [] for n in ("descriptions", "voices", "voice_latents")}
    photos: list[bytes] = []
    count = int(VOICE_SECONDS * audio_vae.config.latent_rate) * audio_vae.config.latent_samples
    for sample in samples:
        photos.append(_photo(sample))
        ids, mask = tokenize([description(sample.labels)])
        rows["descriptions"].append(described(encoder(ids, mask), mask.float())[0])
        voice = voices.of(person_from_seed(sample.labels.person_seed, pack), 4.0, rng)[1]
        heard = torch.from_numpy(np.asarray(voice, np.float32))[None]
        heard = heard.repeat(1, -(-count // heard.shape[1]))  # a short one is heard again
        rows["voices"].append(voice_encoder(heard)[0])
        rows["voice_latents"].append(audio_vae.encode(heard[:, :count])[0])
    stacked = {name: torch.stack(values) for name, values in rows.items()}
    people = MadePeople(
        MadePeople.Config(
            people=len(samples),
            photo_bytes=sum(map(len, photos)),
            description_width=stacked["descriptions"].shape[1],
            voice_tokens=stacked["voices"].shape[1],
            voice_width=stacked["voices"].shape[2],
            sound_channels=stacked["voice_latents"].shape[1],
            voice_latents=stacked["voice_latents"].shape[2],
        )
    )
    stacked["photos"] = torch.from_numpy(np.frombuffer(b"".join(photos), np.uint8).copy())
    stacked["photo_ends"] = torch.tensor([len(photo) for photo in photos]).cumsum(0)
    people.load_state_dict(stacked)
    return people


def _photo(sample: Sample) -> bytes:
    """The bust as it was drawn, its place with it, as a picture file."""
    file = io.BytesIO()
    Image.fromarray(sample.references[0]).save(file, "WEBP", quality=QUALITY, method=6)
    return file.getvalue()


if __name__ == "__main__":
    main()
