"""The picture decoder learns to finish what the towers make.

Latents that a small tower makes are near true ones but not on them: decoded as they are, cells
disagree at their borders and a lattice lies over the picture. Here true latents are taken part of
the way to noise and made clean again as a user's picture is, with guidance, in few steps; the key
decoder learns to show for them what it showed for the true ones. What cannot be known becomes
soft, as what is out of focus. Untouched latents stay among the others, so that nothing is lost.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from einops import rearrange
from jaxtyping import Float
from torch import Tensor

from retrat.conditioning.batch import Batch, batch_stream
from retrat.conditioning.stream import target_latents, unpatchify
from retrat.flow.path import noisy_stream
from retrat.flow.solver import solve_euler
from retrat.models.transformer import Transformer
from retrat.models.video_vae import VideoVAE
from retrat.pipeline.components import Components
from retrat.pipeline.request import Guidance
from retrat.pipeline.stages import guided
from retrat.train.latents import Cache
from retrat.train.loop import Losses, Step
from retrat.train.transformer import MOTION_CHANNELS, PERSON, geometry_of
from retrat.train.vae import psnr, structural_similarity
from retrat.types import AVValues, Context

FROM = ((0.92, 0.6, 0.0), (0.8, 0.5, 0.0), (0.6, 0.0))
"""Levels of noise on the way back."""
MADE_BATCH = 16
TRUE_SHARE = 0.4  # of a batch
BATCH, CROP = 6, 12  # cells of a crop
STRUCTURE_WEIGHT = 0.15
HELD_OUT = 48

SEEN = ("video", "text", "text_count", "references", "reference_count")


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Made:
    """True latents of pictures, and what a tower made of them."""

    true: Float[Tensor, "n c h w"]
    made: Float[Tensor, "n c h w"]


@torch.inference_mode()
def make(parts: Components, cache: Cache, count: int, seed: int) -> Made:
    """Pictures of the cache, on their way back from noise."""
    rng = np.random.default_rng(seed)
    chosen = rng.permutation(len(cache))[:count]
    pairs = [
        _made(parts, cache, chosen[start : start + MADE_BATCH], FROM[turn % len(FROM)], seed + turn)
        for turn, start in enumerate(range(0, count, MADE_BATCH))
    ]
    return Made(true=torch.cat([t for t, _ in pairs]), made=torch.cat([m for _, m in pairs]))


def _made(
    parts: Components, cache: Cache, chosen: np.ndarray, levels: Sequence[float], seed: int
) -> tuple[Tensor, Tensor]:
    rows = cache.rows(chosen, SEEN)
    rows["video"] = rows["video"][:, :, :1].clone()
    rows["video"][:, -MOTION_CHANNELS:] = 0.0
    guidance = parts.recommended.guidance
    made = finished(parts.transformer, guidance, rows, cache.no_text, levels, seed)
    return rows["video"][:, :, 0], made


def finished(
    transformer: Transformer,
    guidance: Guidance,
    rows: dict[str, Tensor],
    no_text: Float[Tensor, "s e"],
    levels: Sequence[float],
    seed: int,
) -> Float[Tensor, "n c h w"]:
    """Single pictures taken to a level of noise and made clean again, as a user's are.

    Noise is drawn on the CPU, so that every device makes the same pictures.
    """
    count, tokens = rows["text"].shape[:2]
    device = rows["video"].device
    there = torch.arange(rows["references"].shape[1], device=device)
    there = there[:1] < rows["reference_count"][:, None]
    batch = Batch(
        video=rows["video"],
        text=rows["text"],
        text_mask=torch.arange(tokens, device=device) < rows["text_count"][:, None],
        pictures=rows["references"][:, :1],
        picture_people=torch.where(there, PERSON, -1),
    )
    geometry = geometry_of(rows, patch=transformer.config.patch)
    clean = batch_stream(batch, geometry, reference_origin=transformer.config.reference_origin)
    rng = torch.Generator().manual_seed(seed)
    noise = torch.randn(target_latents(clean.video).shape, generator=rng).to(device)
    level = torch.full((count,), levels[0], device=device)
    stream = noisy_stream(clean, AVValues(video=noise), level, level)
    nothing = Context(text=no_text.expand(count, -1, -1))
    predict = guided(transformer, transformer.remember(stream), nothing, guidance)
    done = solve_euler(predict, stream, torch.tensor(levels))
    return unpatchify(target_latents(done.video), geometry.shape, geometry.patch)[:, :, 0]


class DrawMade:
    """A pure function from the step to crops of latents, and the true ones they belong to."""

    def __init__(self, pictures: Made, seed: int, *, batch: int = BATCH) -> None:
        self.pictures, self.seed, self.batch = pictures, seed, batch

    def __call__(self, step: int) -> dict[str, Tensor]:
        rng = np.random.default_rng([self.seed, step])
        chosen = torch.from_numpy(rng.integers(len(self.pictures.true) - HELD_OUT, size=self.batch))
        true, made = self.pictures.true[chosen], self.pictures.made[chosen]
        stays = torch.from_numpy(rng.random(self.batch) < TRUE_SHARE).to(true.device)
        stays = stays[:, None, None, None]
        top, left = rng.integers(true.shape[-1] - CROP + 1, size=2)
        place = (..., slice(top, top + CROP), slice(left, left + CROP))
        return {"given": torch.where(stays, true, made)[place], "true": true[place]}

    def held_out(self) -> Made:
        return Made(true=self.pictures.true[-HELD_OUT:], made=self.pictures.made[-HELD_OUT:])


class RetouchLoss:
    """How far the new decoder's pictures are from the old one's of true latents."""

    def __init__(self, vae: VideoVAE, before: VideoVAE) -> None:
        self.vae, self.before = vae, before

    def __call__(self, batch: dict[str, Tensor], _: Step) -> Losses:
        with torch.no_grad():
            wanted = shown(self.before, batch["true"])
        found = shown(self.vae, batch["given"])
        value = (found - wanted).abs().mean()
        structure = 1 - structural_similarity(found[:, :, None], wanted[:, :, None])
        return {
            "loss": value + STRUCTURE_WEIGHT * structure,
            "value": value,
            "structure": structure,
        }


def shown(vae: VideoVAE, latents: Float[Tensor, "n c h w"]) -> Float[Tensor, "n 3 y x"]:
    """Single pictures; values beyond [-1, 1] are kept."""
    return rearrange(vae.decode_open(latents[:, :, None]), "n c 1 y x -> n c y x")


@torch.no_grad()
def retouched(vae: VideoVAE, before: VideoVAE, pictures: Made) -> dict[str, float]:
    """PSNR, dB, to the old decoder's pictures of true latents: of made ones by both decoders, and
    of true ones by the new.
    """
    wanted = shown(before, pictures.true).clamp(-1, 1)

    def near(decoder: VideoVAE, latents: Tensor) -> float:
        return float(psnr(shown(decoder, latents).clamp(-1, 1), wanted))

    return {
        "made, before": near(before, pictures.made),
        "made": near(vae, pictures.made),
        "true": near(vae, pictures.true),
    }
