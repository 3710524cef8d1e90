"""Training of the towers: picture alone, sound alone, or both with the bridge between them.

One step draws samples from a cache of latents, decides at random what each of them is given (text,
reference pictures, identity, voice, its first frame, its sound), moves the targets to independent
sigmas and asks for their velocities. The encoders of identity, voice and speech learn with the
towers; codecs and text encoder are frozen and already in the cache.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import torch
import torch.nn.functional as F
from einops import rearrange
from jaxtyping import Float
from torch import Tensor, nn

from retrat.conditioning.batch import Batch, batch_stream, hide_across_bridge
from retrat.conditioning.phones import UNKNOWN_PHONE_ID
from retrat.conditioning.stream import Geometry, target_latents
from retrat.flow.path import noisy_stream, target_velocity, velocity_error
from retrat.flow.schedule import independent_sigmas, shifted_sigmas
from retrat.flow.solver import solve_euler
from retrat.models.identity_encoder import IdentityEncoder
from retrat.models.speech_encoder import SpeechEncoder
from retrat.models.tower import LEAST_SIGMA
from retrat.models.transformer import NOTHING, Transformer
from retrat.models.voice_encoder import VoiceEncoder
from retrat.train.latents import Cache
from retrat.train.loop import Losses, Step
from retrat.types import AVStream, AVValues, FrameRate, LatentShape, TokenStream

_NO_PICTURE = 2  # rows and columns of the empty picture that a batch of sound alone carries
PERSON = 1  # every cached sample shows one person
WHOLLY = 2  # in `person_tokens`: a person and nothing else
PICTURE_TOKENS = 256  # of a latent frame of 256 x 256 pixels, and of a bust
NEAR_CLEAN = 0.2  # sigmas below this count less and less
MOST_BEGUN = 0.5  # of a sound whose beginning is given
MOTION_CHANNELS = 8  # the last channels of a cell
PICTURE = (
    "text",
    "text_count",
    "video",
    "face_tokens",
    "is_still",
    "references",
    "reference_count",
    "faces",
)
SOUND = ("text", "text_count", "sound", "phones", "voice_latents", "voice")


@dataclass(frozen=True, kw_only=True, slots=True)
class TowerStage:
    """What one stage trains and on what.

    `motion` is `both` with a sound tower that no longer learns. `latent_frames` are lengths of
    clips, one of them drawn for every batch; a batch holds about `tokens` picture tokens,
    references included. Shares are probabilities for every sample.
    """

    trains: Literal["picture", "sound", "both", "motion"]
    tokens: int
    latent_frames: Sequence[int] = (1,)
    sound_latents: Sequence[int] = (50,)
    """Lengths where sound learns alone, one of them drawn for every batch."""
    sound_batch: int = 16
    voice_latents: int = 32
    pictures: int = 2
    face_weight: float = 2.0
    """Added to the weight 1 of every token that shows the face."""
    mouth_weight: float = 0.0
    """Added to that of tokens that show the mouth."""
    inside_weight: float = 0.0
    """Added to that of tokens that show the person and nothing else, where rows say which."""
    place_kept: float = 0.0
    """Batches of single pictures of which everything but the people is given."""
    keep_text: float = 0.9
    keep_references: float = 0.9
    most_moved: float = float("inf")
    """Pixels that a head may have moved since the first picture, in clips that are learned from:
    what nobody can foresee is learned as blur."""
    unread: float = 0.0
    """Batches whose references are carried over in place and not looked at: half the work."""
    keep_identity: float = 0.8
    keep_voice: float = 0.9
    first_frame: float = 0.1
    given_sound: float = 0.1
    """All of the sound, as a recording or as made before the picture."""
    recorded: float = 0.5
    """Of the sounds that are given: as recordings, whose words nobody knows."""
    begun_sound: float = 0.3
    """Sounds whose beginning is given."""
    open_bridge: float = 0.9
    hidden_across_bridge: float = 0.2
    shift_video: float = 2.0
    shift_moving: float | None = None
    """Of clips, where they differ from stills: clips that are made in one step begin from noise
    alone, and near clean a mouth can be seen that must be heard from afar."""
    shift_audio: float = 1.0


class Towers(nn.Module):
    """Everything that learns together with the transformer."""

    def __init__(
        self,
        transformer: Transformer,
        identity_encoder: IdentityEncoder,
        voice_encoder: VoiceEncoder,
        speech_encoder: SpeechEncoder,
    ) -> None:
        super().__init__()
        self.transformer = transformer
        self.identity_encoder = identity_encoder
        self.voice_encoder = voice_encoder
        self.speech_encoder = speech_encoder

    @property
    def parts(self) -> dict[str, nn.Module]:
        """Name of the weight file -> module."""
        return dict(self.named_children())


def draw_batch(cache: Cache, stage: TowerStage, seed: int) -> Callable[[int], dict[str, Tensor]]:
    """A pure function from the step to its samples."""
    fields = _fields(stage.trains)
    everything = np.arange(len(cache))
    moving = single = everything
    calm = None
    if stage.trains != "sound":
        is_still = cache.rows(everything, ("is_still",))["is_still"].numpy()
        moving = everything[is_still == 0]
        single = everything[is_still == 1] if is_still.any() else everything
        calm = _Calm(cache, moving, stage.most_moved)

    def batch(step: int) -> dict[str, Tensor]:
        rng = np.random.default_rng([seed, step])
        frames = int(rng.choice(np.asarray(stage.latent_frames)))
        size, start = _batch_size(stage, frames), 0
        if calm is None or frames == 1:
            chosen = moving if calm is None else single
        else:
            start, chosen = calm.windows(frames, rng)
        rows = cache.rows(rng.choice(chosen, size=size), fields)
        if stage.trains != "sound":
            rows = _stills(rows, rng) if frames == 1 else _window(rows, start, frames)
            rows = _referred(rows, stage, rng)
        if stage.trains != "picture":
            latents = int(rng.choice(np.asarray(stage.sound_latents)))
            latents = latents if stage.trains == "sound" else sound_latents_of(frames)
            rows["sound"] = rows["sound"][..., :latents]
            rows["phones"] = rows["phones"][:, : 4 * latents]
            rows["voice_latents"] = rows["voice_latents"][..., : stage.voice_latents]
        return rows

    return batch


def _referred(
    rows: dict[str, Tensor], stage: TowerStage, rng: np.random.Generator
) -> dict[str, Tensor]:
    """The pictures that a batch refers to."""
    count = rows["references"].shape[1]
    first = int(rng.integers(count))
    order = [(first + step) % count for step in range(min(stage.pictures, count))]
    return {**rows, "references": rows["references"][:, order], "faces": rows["faces"][:, first]}


def _stills(rows: dict[str, Tensor], rng: np.random.Generator) -> dict[str, Tensor]:
    """One picture of each sample, any of its latent frames: key channels know no motion."""
    count, _, latent_frames = rows["video"].shape[:3]
    each, at = torch.arange(count), torch.from_numpy(rng.integers(latent_frames, size=count))
    video = rows["video"][each, :, at][:, :, None].clone()
    video[:, -MOTION_CHANNELS:] = 0.0
    return {**rows, "video": video, "face_tokens": rows["face_tokens"][each, at][:, None]}


class _Calm:
    """Stretches of clips in which the head stays near where it was in the first picture."""

    def __init__(self, cache: Cache, clips: np.ndarray, most: float) -> None:
        self.clips, self.most = clips, most
        self._moved: np.ndarray | None = None
        if len(clips) and most < float("inf"):
            self._moved = cache.rows(clips, ("moved",))["moved"].numpy()
        self._length = int(cache.rows(clips[:1], ("video",))["video"].shape[2]) if len(clips) else 0

    def windows(self, frames: int, rng: np.random.Generator) -> tuple[int, np.ndarray]:
        """A start in latent frames, and the clips that are calm from there on."""
        starts = rng.permutation(self._length - frames + 1)
        if self._moved is None:
            return int(starts[0]), self.clips
        for start in starts.tolist():
            far = self._moved[:, start + 1 : start + frames].max(axis=1)
            if (far <= self.most).any():
                return start, self.clips[far <= self.most]
        raise ValueError(f"no clip keeps its head within {self.most:g} pixels")


def _window(rows: dict[str, Tensor], start: int, frames: int) -> dict[str, Tensor]:
    """The first latent frame, and those of a later stretch of the clip with its sound: as clips
    are made, whose every window begins from the first picture.
    """
    chosen = [0, *range(start + 1, start + frames)]
    rows = {
        **rows,
        "video": rows["video"][:, :, chosen],
        "face_tokens": rows["face_tokens"][:, chosen],
    }
    if "sound" in rows:
        first = round(4 * start * 25 / 24)
        stop = first + sound_latents_of(frames)
        rows["sound"] = rows["sound"][..., first:stop]
        rows["phones"] = rows["phones"][:, 4 * first : 4 * stop]
    return rows


def _fields(trains: str) -> tuple[str, ...]:
    chosen = {"picture": PICTURE, "sound": SOUND}.get(trains, (*PICTURE, *SOUND))
    return tuple(dict.fromkeys(chosen))


def _batch_size(stage: TowerStage, frames: int) -> int:
    if stage.trains == "sound":
        return stage.sound_batch
    return max(1, stage.tokens // (PICTURE_TOKENS * (frames + stage.pictures)))


def sound_latents_of(latent_frames: int) -> int:
    """Audio latents at 25 Hz that go with a clip at 24 frames a second."""
    return max(1, round((4 * (latent_frames - 1) + 1) * 25 / 24))


class TowerLoss:
    """Flow-matching loss of one batch; a callable for the training loop."""

    def __init__(self, towers: Towers, stage: TowerStage, no_text: Float[Tensor, "s e"]) -> None:
        self.towers, self.stage, self.no_text = towers, stage, no_text

    def __call__(self, rows: dict[str, Tensor], step: Step) -> Losses:
        stage, rng = self.stage, step.rng
        count = len(rows["text"])
        batch = self.given(rows, step)
        transformer = self.towers.transformer
        config = transformer.config
        geometry = geometry_of(rows, patch=config.patch)
        stream = batch_stream(batch, geometry, reference_origin=config.reference_origin)
        if stream.audio is not None and stage.trains != "sound" and stage.hidden_across_bridge:
            stream = hide_across_bridge(stream, stage.hidden_across_bridge, rng)
        noise = AVValues(
            video=_noise_like(stream.video),
            audio=None if stream.audio is None else _noise_like(stream.audio),
        )
        shift = stage.shift_video
        if stage.shift_moving is not None and "video" in rows and rows["video"].shape[2] > 1:
            shift = stage.shift_moving
        sigmas = independent_sigmas(count, rng, shift_video=shift, shift_audio=stage.shift_audio)
        sigma_video, sigma_audio = (
            sigma.clamp(min=LEAST_SIGMA).to(step.device) for sigma in sigmas
        )
        noisy = noisy_stream(stream, noise, sigma_video, sigma_audio)
        true = target_velocity(stream, noise)
        losses: Losses = {}
        if stage.trains == "sound":
            assert transformer.audio is not None
            assert stream.audio is not None
            assert noisy.audio is not None
            assert true.audio is not None
            said = transformer.audio(noisy.audio, sigma_audio, noisy.context)
            error = velocity_error(said, true.audio, stream.audio)
            losses["audio"] = (error * level_weight(sigma_audio)).mean()
        else:
            is_unread = float(torch.rand((), generator=rng)) < stage.unread
            values = transformer(noisy, sigma_video, sigma_audio, NOTHING if is_unread else None)
            weights = self._weights(rows)
            losses["video"] = velocity_error(values.video, true.video, stream.video, weights).mean()
            if values.audio is not None and stage.trains == "both":
                assert stream.audio is not None
                assert true.audio is not None
                error = velocity_error(values.audio, true.audio, stream.audio)
                losses["audio"] = (error * level_weight(sigma_audio)).mean()
        losses["loss"] = torch.stack(list(losses.values())).sum()
        return losses

    def _weights(self, rows: dict[str, Tensor]) -> Float[Tensor, "b l"]:
        """How much each token of the picture counts."""
        stage = self.stage
        shown = rearrange(rows["face_tokens"], "b t h w -> b (t h w)")
        weights = 1.0 + stage.face_weight * (shown > 0) + stage.mouth_weight * (shown > 1)
        if stage.inside_weight:
            people = rearrange(rows["person_tokens"], "b t h w -> b (t h w)")
            weights = weights + stage.inside_weight * (people == WHOLLY)
        return weights

    def given(self, rows: dict[str, Tensor], step: Step) -> Batch:
        """What each sample is given, drawn from the step's generator."""
        stage = self.stage
        count, device = len(rows["text"]), step.device

        def chance(share: float) -> Tensor:
            return (torch.rand(count, generator=step.rng) < share).to(device)

        kept = chance(stage.keep_text)[:, None]
        places = torch.arange(rows["text"].shape[1], device=device)
        text, no_text = rows["text"], self.no_text.to(device)
        empty = F.pad(no_text, (0, 0, 0, text.shape[1] - len(no_text)))
        batch = Batch(
            video=rows.get("video", rows["text"].new_zeros(count, 48, 1, _NO_PICTURE, _NO_PICTURE)),
            text=torch.where(kept[..., None], text, empty),
            text_mask=torch.where(
                kept, places < rows["text_count"][:, None], places < len(no_text)
            ),
        )
        if stage.trains != "sound":
            batch = self._with_pictures(batch, rows, chance, step)
        if stage.trains != "picture":
            batch = self._with_sound(batch, rows, chance, step)
        return batch

    def _with_pictures(
        self,
        batch: Batch,
        rows: dict[str, Tensor],
        chance: Callable[[float], Tensor],
        step: Step,
    ) -> Batch:
        stage = self.stage
        kept = chance(stage.keep_references)
        order = torch.arange(rows["references"].shape[1], device=kept.device)
        there = (order < rows["reference_count"][:, None]) & kept[:, None]
        batch = replace(
            batch,
            pictures=rows["references"],
            picture_people=torch.where(there, PERSON, -1),
        )
        if rows["video"].shape[2] > 1:
            batch = replace(batch, first_frame_kept=chance(stage.first_frame))
        elif stage.place_kept and float(torch.rand((), generator=step.rng)) < stage.place_kept:
            batch = replace(batch, cells_kept=rows["person_tokens"][:, 0] == 0)
        if not stage.keep_identity:
            return batch
        identity = self.towers.identity_encoder(rows["faces"].float() / 127.5 - 1)
        known = (kept & chance(stage.keep_identity))[:, None].expand(-1, identity.shape[1])
        return replace(batch, identity=identity, identity_people=torch.where(known, PERSON, -1))

    def _with_sound(
        self,
        batch: Batch,
        rows: dict[str, Tensor],
        chance: Callable[[float], Tensor],
        step: Step,
    ) -> Batch:
        stage = self.stage
        phones = rows["phones"]
        voice = self.towers.voice_encoder(rows["voice"].float() / 32768)
        kept = chance(stage.keep_voice)[:, None]
        both = stage.trains != "sound"
        count, latents = len(phones), rows["sound"].shape[-1]
        begun = torch.rand(count, generator=step.rng).to(kept.device) * MOST_BEGUN * latents
        begun = torch.where(chance(stage.begun_sound), begun, 0)
        sound_kept = torch.arange(latents, device=kept.device) < begun[:, None]
        if both:
            whole = chance(stage.given_sound)
            sound_kept = sound_kept | whole[:, None]
            recorded = whole & chance(stage.recorded)
            phones = torch.where(recorded[:, None], UNKNOWN_PHONE_ID, phones)
        speech = self.towers.speech_encoder(phones)
        return replace(
            batch,
            audio=rows["sound"],
            speech=speech,
            voice=voice,
            voice_people=torch.where(kept, PERSON, -1).expand(-1, voice.shape[1]),
            voice_latents=rows["voice_latents"],
            voice_latent_people=torch.where(kept & chance(0.8)[:, None], PERSON, -1).expand(
                -1, rows["voice_latents"].shape[-1]
            ),
            sound_kept=sound_kept,
            bridge_open=chance(stage.open_bridge).float() if both else None,
        )


def level_weight(sigma: Float[Tensor, " b"]) -> Float[Tensor, " b"]:
    """How much an error of velocity counts at a noise level.

    It is the error of the clean estimate over sigma squared: without a bound the few samples near
    sigma 0 would be all that is learned from.
    """
    return sigma.square() / (sigma.square() + NEAR_CLEAN**2)


def geometry_of(rows: dict[str, Tensor], *, patch: int) -> Geometry:
    """The shapes of a batch of nano's latents."""
    video = rows.get("video")
    shape = (1, _NO_PICTURE, _NO_PICTURE) if video is None else tuple(video.shape[2:])
    return Geometry(
        shape=LatentShape(latent_frames=shape[0], height=shape[1], width=shape[2]),
        channels=48,
        patch=patch,
        frame_rate=FrameRate(numerator=24),
        audio_channels=64,
        audio_latents=rows["sound"].shape[-1] if "sound" in rows else 0,
        audio_rate=25.0,
    )


def _noise_like(stream: TokenStream) -> Tensor:
    """Noise for the targets, drawn on their device from torch's global generator."""
    return torch.randn_like(stream.latents[:, : stream.target_tokens])


def _normal(stream: TokenStream, rng: torch.Generator, device: torch.device) -> Tensor:
    targets = stream.latents[:, : stream.target_tokens]
    return torch.randn(targets.shape, generator=rng).to(device)


@torch.no_grad()
def paint(
    towers: Towers, batch: Batch, geometry: Geometry, *, steps: int, shift: float, seed: int
) -> AVValues:
    """Sample the targets of a batch from noise, without guidance: what the towers know by now.

    Gives clean tokens of the picture and, if the batch has any, of the sound.
    """
    transformer = towers.transformer
    stream = batch_stream(batch, geometry, reference_origin=transformer.config.reference_origin)
    rng = torch.Generator().manual_seed(seed)
    device = stream.video.latents.device
    noise = AVValues(
        video=_normal(stream.video, rng, device),
        audio=None if stream.audio is None else _normal(stream.audio, rng, device),
    )
    count = len(stream.video.latents)
    whole = torch.ones(count, device=device)
    stream = noisy_stream(stream, noise, whole, whole)

    def predict(at: AVStream, sigma: Tensor) -> AVValues:
        level = sigma.to(device).expand(count)
        if batch.video.shape[-1] == _NO_PICTURE:
            assert transformer.audio is not None
            return AVValues(
                video=torch.zeros_like(noise.video),
                audio=transformer.audio(at.audio, level, at.context),
            )
        return transformer(at, level, level)

    done = solve_euler(predict, stream, shifted_sigmas(steps, shift=shift))
    return AVValues(
        video=target_latents(done.video),
        audio=None if done.audio is None else target_latents(done.audio),
    )
