"""Samples of the world -> caches of latents, with the frozen codecs and the frozen text encoder.

python -m retrat.train.encode samples --from SAMPLES --codecs WEIGHTS --out CACHE
python -m retrat.train.encode speech  --from CORPUS  --codecs WEIGHTS --out CACHE

A cache made so far is continued. `samples` gives every field of `retrat.train.latents`; `--stills`
takes the frames of a sample for pictures of their own (write such samples at a low frame rate);
`speech` gives the fields of sound alone: a sentence over the ambience of a place that its caption
names, and another sentence by the same speaker as reference, some of them as a phone records them.
"""

import argparse
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import torch
from einops import rearrange
from jaxtyping import Float, Int, UInt8
from PIL import Image, ImageFilter
from torch import Tensor

from retrat.conditioning.phones import PHONES, TimedPhone
from retrat.conditioning.speech import phone_frames
from retrat.media.crops import align_face
from retrat.models.audio_vae import AudioVAE
from retrat.models.text_encoder import TextEncoder
from retrat.models.video_vae import VideoVAE
from retrat.train.data.ambience import ambient_sound
from retrat.train.data.caption_words import SCENE_WORDS
from retrat.train.data.recording import as_recorded
from retrat.train.data.sample import Sample, load_sample
from retrat.train.data.scenes import SCENE_NAMES
from retrat.train.data.shot import LANDMARKS
from retrat.train.data.speech import Utterance, load_corpus
from retrat.train.latents import NO_TEXT, Row, shards, write_shard
from retrat.train.loop import choose_device
from retrat.train.transformer import sound_latents_of
from retrat.weights.minilm import load_minilm, minilm_tokenizer
from retrat.weights.modules import load_module

SHARD = 64
_GROUND = 127.5  # 0 to a codec
TEXT_TOKENS = 64
TOKEN = 16  # pixels of a token's side
FACE_SHARE = 0.15  # of a token that a face must cover for the token to count as one of the face
MOUTH_SHARE = 0.1
EYES_AND_NOSE = [LANDMARKS.index(name) for name in ("left eye", "right eye", "nose base")]
SAMPLE_RATE, HOP = 24_000, 960
VOICE_LATENTS = 75  # three seconds
SPEECH_LATENTS = 75
QUIET_SHARE = 0.3
"""Of the speech rows: nothing behind the voice, and a caption that names no place."""
RECORDED_SHARE = 0.4
"""Of the voices that are given: as a phone records them in a room."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Encoders:
    """Frozen models that turn samples into what the towers see."""

    audio_vae: AudioVAE
    text_encoder: TextEncoder
    video_vae: VideoVAE | None
    device: torch.device

    @classmethod
    def load(cls, codecs: Path, device: torch.device, *, has_picture: bool) -> "Encoders":
        video_vae = None
        if has_picture:
            video_vae = load_module(VideoVAE, codecs / "video_vae.safetensors").to(device)
        return cls(
            audio_vae=load_module(AudioVAE, codecs / "audio_vae.safetensors").to(device),
            text_encoder=load_minilm().to(device),
            video_vae=video_vae,
            device=device,
        )

    def text(self, prompts: Sequence[str]) -> tuple[Float[Tensor, "b s e"], Int[Tensor, " b"]]:
        """Token states, padded with zeros to TEXT_TOKENS, and how many there are."""
        ids, mask = minilm_tokenizer(TEXT_TOKENS)(list(prompts))
        states = (
            self.text_encoder(ids.to(self.device), mask.to(self.device)).cpu() * mask[..., None]
        )
        padded = torch.zeros(len(states), TEXT_TOKENS, states.shape[-1])
        padded[:, : states.shape[1]] = states
        return padded, mask.sum(dim=1)

    def sound(self, samples: Float[np.ndarray, " z"], latents: int) -> Float[np.ndarray, "c a"]:
        """Latents of the first `latents` x 40 ms, silence after the sound's end."""
        if not len(samples):
            return self._silence(latents)
        return self._sound(samples, latents)

    @cache  # noqa: B019  (the encoders live as long as the process)
    def _silence(self, latents: int) -> Float[np.ndarray, "c a"]:
        return self._sound(np.zeros(0, np.float32), latents)

    def _sound(self, samples: Float[np.ndarray, " z"], latents: int) -> Float[np.ndarray, "c a"]:
        given = torch.from_numpy(fitted(samples, latents * HOP))[None].to(self.device)
        return self.audio_vae.encode(given)[0].cpu().numpy().astype(np.float16)

    def picture(self, frames: Tensor) -> Float[np.ndarray, "b c t h w"]:
        """Latents of 8-bit "b f y x c" frames."""
        assert self.video_vae is not None, "these encoders see no pictures"
        pixels = rearrange(frames.to(self.device).float() / 127.5 - 1, "b f y x c -> b c f y x")
        return self.video_vae.encode(pixels).cpu().numpy().astype(np.float16)


def fitted(samples: Float[np.ndarray, " z"], count: int) -> Float[np.ndarray, " z"]:
    """The first `count` samples, silence where there are fewer."""
    kept = samples[:count].astype(np.float32)
    return np.pad(kept, (0, count - len(kept)))


def sample_row(sample: Sample, encoders: Encoders, *, stills: bool = False) -> Row:
    """Everything of one clip but its text; as `stills`, its frames are pictures of their own."""
    frames = torch.from_numpy(sample.frames)
    if stills:
        video = rearrange(encoders.picture(frames[:, None]), "t c 1 h w -> c t h w")
        boxes = sample.face_box
    else:
        video, boxes = encoders.picture(frames[None])[0], sample.face_box[::4]
    mouths = mouth_boxes(sample.landmarks if stills else sample.landmarks[::4])
    sounding = 1 + sound_latents_of(video.shape[1])  # windows end at times of their own
    pictures, faces = portraits(sample, random.Random(f"mattes {sample.labels.seed}"))
    references = encoders.picture(torch.from_numpy(pictures)[:, None])[:, :, 0]
    voice = fitted(sample.voice, VOICE_LATENTS * HOP)
    return {
        "video": video,
        "face_tokens": face_tokens(boxes, mouths, sample.frames.shape[1:3]),
        "moved": moved(sample.landmarks if stills else sample.landmarks[::4]),
        "is_still": np.int64(stills),
        "references": references,
        "reference_count": np.int64(len(pictures)),
        "faces": rearrange(faces, "r y x c -> r c y x"),
        "sound": encoders.sound(sample.sound, sounding),
        "phones": phone_frames(timed_phones(sample), 4 * sounding).numpy().astype(np.int8),
        "voice_latents": encoders.sound(sample.voice, VOICE_LATENTS),
        "voice": _int16(voice),
        "person": np.int64(sample.labels.person_seed),
    }


def timed_phones(sample: Sample) -> list[TimedPhone]:
    """What is said in a clip."""
    ends = sample.phone_ends.tolist()
    starts = [0.0, *ends][: len(ends)]
    return [
        TimedPhone(PHONES[phone], start, end)
        for phone, start, end in zip(sample.phones.tolist(), starts, ends, strict=True)
    ]


def face_tokens(
    faces: Float[np.ndarray, "t 4"], mouths: Float[np.ndarray, "t 4"], size: tuple[int, int]
) -> UInt8[np.ndarray, "t h w"]:
    """What each token of each picture shows: 2 is the mouth, 1 the rest of the face, 0 others."""
    is_face = _covered(faces, size) > FACE_SHARE
    is_mouth = _covered(mouths, size) > MOUTH_SHARE
    return np.where(is_mouth, 2, is_face).astype(np.uint8)


def mouth_boxes(landmarks: Float[np.ndarray, "t k 2"]) -> Float[np.ndarray, "t 4"]:
    """From corner to corner and as far up and down as an open mouth goes."""
    corners = landmarks[:, [LANDMARKS.index(f"{side} mouth") for side in ("left", "right")]]
    lips = landmarks[:, [LANDMARKS.index(f"{side} lip") for side in ("upper", "lower")]]
    around = np.concatenate([corners, lips], axis=1)
    low, high = around.min(axis=1), around.max(axis=1)
    margin = 0.25 * (high - low).max(axis=1, keepdims=True)
    return np.concatenate([low - margin, high + margin], axis=1)


def moved(landmarks: Float[np.ndarray, "t k 2"]) -> Float[np.ndarray, " t"]:
    """How far the head is from where it was at first, in pixels."""
    return np.linalg.norm(landmarks - landmarks[:1], axis=-1).mean(axis=-1).astype(np.float32)


def _covered(boxes: Float[np.ndarray, "t 4"], size: tuple[int, int]) -> Float[np.ndarray, "t h w"]:
    """The share of every token that lies in a box."""
    rows, columns = (np.arange(length // TOKEN) * TOKEN for length in size)
    left, top, right, bottom = np.nan_to_num(boxes).T[:, :, None]
    wide = np.minimum(right, columns + TOKEN) - np.maximum(left, columns)
    high = np.minimum(bottom, rows + TOKEN) - np.maximum(top, rows)
    return high.clip(0)[:, :, None] * wide.clip(0)[:, None, :] / TOKEN**2


def portraits(sample: Sample, rng: random.Random) -> tuple[np.ndarray, np.ndarray]:
    """Busts of other takes, cut out as a user's photo is, and the faces in them, lined up.

    Mattes of photos are guesses: here each is a little too large or too small.
    """
    busts, faces = [], []
    for picture, matte, marks in zip(
        sample.references, sample.reference_mattes, sample.reference_landmarks, strict=True
    ):
        points = marks[EYES_AND_NOSE]
        points = np.concatenate([points[:2][np.argsort(points[:2, 0])], points[2:]])
        busts.append(_cut_out(picture, _guessed(matte, rng)))
        faces.append(align_face(picture, points))
    return np.stack(busts), np.stack(faces)


def _cut_out(
    picture: UInt8[np.ndarray, "y x 3"], matte: UInt8[np.ndarray, "y x"]
) -> UInt8[np.ndarray, "y x 3"]:
    """As `models.matting.cut_out`, of bytes."""
    share = matte[..., None].astype(np.float32) / 255
    return np.round(picture * share + _GROUND * (1 - share)).astype(np.uint8)


def _guessed(matte: UInt8[np.ndarray, "y x"], rng: random.Random) -> UInt8[np.ndarray, "y x"]:
    """A matte grown or shrunk by up to two pixels, its border soft."""
    image = Image.fromarray(matte)
    size = rng.choice((1, 1, 3, 5))
    if size > 1:
        grow = ImageFilter.MaxFilter if rng.random() < 0.5 else ImageFilter.MinFilter
        image = image.filter(grow(size))
    return np.asarray(image.filter(ImageFilter.GaussianBlur(rng.uniform(0.5, 1.5))))


def speech_row(
    spoken: Utterance, reference: Utterance, rng: random.Random, encoders: Encoders
) -> tuple[Row, str]:
    """A sentence, somewhere; and the prompt that says where."""
    samples, place = fitted(spoken.samples, SPEECH_LATENTS * HOP), None
    if rng.random() > QUIET_SHARE:
        place = rng.choice(SCENE_NAMES)
        seeded = np.random.default_rng(rng.getrandbits(32))
        behind = ambient_sound(place, seeded, SPEECH_LATENTS * HOP / SAMPLE_RATE)
        samples = samples + fitted(behind, len(samples))
    voice = fitted(reference.samples, VOICE_LATENTS * HOP)
    if rng.random() < RECORDED_SHARE:
        voice = as_recorded(voice, np.random.default_rng(rng.getrandbits(32)))
    row: Row = {
        "sound": encoders.sound(samples, SPEECH_LATENTS),
        "phones": phone_frames(spoken.phones, 4 * SPEECH_LATENTS).numpy().astype(np.int8),
        "voice_latents": encoders.sound(voice, VOICE_LATENTS),
        "voice": _int16(voice),
        "person": np.int64(spoken.speaker_seed),
    }
    return row, spoken_prompt(spoken.text, place, rng)


def spoken_prompt(words: str, place: str | None, rng: random.Random) -> str:
    """A short prompt for sound without a picture."""
    who = rng.choice(("A person", "Somebody", "A voice", "She", "He"))
    where = "" if place is None else " " + rng.choice(SCENE_WORDS[place])
    return f'{who}{where} says: "{words}"'


def write_cache(out: Path, rows: Iterator[tuple[Row, str]], encoders: Encoders) -> None:
    """Shards of SHARD rows, from the first that is missing."""
    out.mkdir(parents=True, exist_ok=True)
    states, counts = encoders.text([""])
    np.save(out / NO_TEXT, states[0, : int(counts[0])].numpy().astype(np.float16))
    waiting: list[tuple[Row, str]] = []
    for row in rows:
        waiting.append(row)
        if len(waiting) == SHARD:
            _write(out, waiting, encoders)
            waiting = []
    if waiting:
        _write(out, waiting, encoders)


def _write(out: Path, waiting: Sequence[tuple[Row, str]], encoders: Encoders) -> None:
    states, counts = encoders.text([prompt for _, prompt in waiting])
    rows = [
        {**row, "text": state.numpy().astype(np.float16), "text_count": np.int64(int(count))}
        for (row, _), state, count in zip(waiting, states, counts, strict=True)
    ]
    write_shard(out / f"shard-{len(shards(out)):05d}", rows)


def _written(out: Path) -> int:
    """Rows that the cache holds."""
    return sum(len(np.load(shard / "text_count.npy", mmap_mode="r")) for shard in shards(out))


def sample_rows(
    folder: Path, out: Path, encoders: Encoders, *, stills: bool
) -> Iterator[tuple[Row, str]]:
    """Samples below `folder` that the cache in `out` does not hold yet."""
    for path in sorted(folder.rglob("*.npz"))[_written(out) :]:
        sample = load_sample(path)
        yield sample_row(sample, encoders, stills=stills), sample.labels.caption


def speech_rows(corpus: Path, out: Path, encoders: Encoders) -> Iterator[tuple[Row, str]]:
    """Every sentence that has another by the same speaker, beyond those that the cache holds."""
    by_speaker: dict[int, list[Utterance]] = defaultdict(list)
    for spoken in load_corpus(corpus):
        by_speaker[spoken.speaker_seed].append(spoken)
    pairs = [
        (spoken, others[(index + 1) % len(others)])
        for others in by_speaker.values()
        if len(others) > 1
        for index, spoken in enumerate(others)
    ]
    for number in range(_written(out), len(pairs)):
        yield speech_row(*pairs[number], random.Random(f"behind {number}"), encoders)


def _int16(samples: Float[np.ndarray, " z"]) -> np.ndarray:
    return np.round(samples.clip(-1, 1) * 32767).astype(np.int16)


@torch.inference_mode()
def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=("samples", "speech"))
    parser.add_argument("--from", type=Path, required=True, dest="source")
    parser.add_argument("--codecs", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--stills", action="store_true", help="frames are pictures of their own")
    parser.add_argument("--device", default="auto")
    given = parser.parse_args()
    device = choose_device(given.device)
    encoders = Encoders.load(given.codecs, device, has_picture=given.what == "samples")
    if given.what == "samples":
        rows = sample_rows(given.source, given.out, encoders, stills=given.stills)
    else:
        rows = speech_rows(given.source, given.out, encoders)
    write_cache(given.out, rows, encoders)


if __name__ == "__main__":
    main()
