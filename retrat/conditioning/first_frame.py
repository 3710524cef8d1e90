"""A still picture that the clip begins with: the first latent frame is given, not generated."""

from dataclasses import dataclass, replace

from jaxtyping import Float
from torch import Tensor

from retrat.conditioning.parts import Parts
from retrat.conditioning.stream import patchify
from retrat.types import AVStream


@dataclass(frozen=True, kw_only=True, slots=True)
class FirstFrame:
    """A picture in [-1, 1] of exactly the clip's size."""

    picture: Float[Tensor, "c y x"]

    def join(self, stream: AVStream, parts: Parts) -> AVStream:
        """The codec is causal, so one picture alone is the first latent of any clip it begins."""
        first = first_tokens(self.picture, parts)
        video = stream.video
        count = first.shape[1]
        latents, noise_mask = video.latents.clone(), video.noise_mask.clone()
        latents[:, :count] = first
        noise_mask[:, :count] = 0.0
        is_uniform = count == video.target_tokens  # a clip of one frame is given whole
        return replace(
            stream,
            video=replace(video, latents=latents, noise_mask=noise_mask, is_uniform=is_uniform),
        )


def first_tokens(picture: Float[Tensor, "c y x"], parts: Parts) -> Float[Tensor, "1 l d"]:
    """A picture in [-1, 1] as the clean tokens of a first latent frame."""
    latents = parts.video_vae.encode(picture[None, :, None])
    return patchify(latents, parts.transformer.config.patch)
