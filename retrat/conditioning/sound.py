"""A recording that becomes the sound track: all of the sound is given, and lips follow it."""

from dataclasses import dataclass, replace

import torch.nn.functional as F
from einops import rearrange
from jaxtyping import Float
from torch import Tensor

from retrat.conditioning.parts import Parts
from retrat.conditioning.phones import UNKNOWN_PHONE_ID
from retrat.types import AVStream


@dataclass(frozen=True, kw_only=True, slots=True)
class GivenSound:
    """Mono samples at the audio VAE's rate; cut or filled with silence to the clip's length."""

    samples: Float[Tensor, " z"]

    def join(self, stream: AVStream, parts: Parts) -> AVStream:
        audio = stream.audio
        assert audio is not None, "a clip without sound takes no recording"
        targets = audio.target_tokens
        count = targets * parts.audio_hop
        samples = F.pad(self.samples[:count], (0, max(0, count - len(self.samples))))
        latents, noise_mask = audio.latents.clone(), audio.noise_mask.clone()
        latents[:, :targets] = rearrange(parts.audio_vae.encode(samples[None]), "b c a -> b a c")
        noise_mask[:, :targets] = 0.0
        features = audio.features
        if parts.speech_encoder is not None:
            features = parts.speech_encoder.unknown(targets, UNKNOWN_PHONE_ID)
            features = F.pad(features, (0, 0, 0, audio.latents.shape[1] - targets))
        given = replace(audio, latents=latents, noise_mask=noise_mask, features=features)
        return replace(stream, audio=given)
