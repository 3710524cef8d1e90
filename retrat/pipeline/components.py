"""The models of one release, built and ready; and a tiny set of them, for tests and echoes."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor, nn

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
from retrat.models.text_encoder import TextEncoder
from retrat.models.transformer import Transformer
from retrat.models.video_vae import VideoVAE
from retrat.models.voice_encoder import VoiceEncoder
from retrat.pipeline.request import Guidance, Recommendations
from retrat.types import FrameRate

Tokenize = Callable[[list[str]], tuple[Int[Tensor, "b s"], Bool[Tensor, "b s"]]]


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Components:
    """Everything `generate` needs, on one device. A model that a release lacks is None."""

    transformer: Transformer
    video_vae: VideoVAE
    audio_vae: AudioVAE
    text_encoder: nn.Module
    tokenize: Tokenize
    matting: nn.Module | None
    made_people: MadePeople | None
    made_places: MadePlaces | None
    made_hands: MadeHands | None
    lip_sync: LipSync | None
    animator: Animator | None
    identity_encoder: nn.Module | None
    voice_encoder: nn.Module | None
    speech_encoder: nn.Module | None
    duration_predictor: nn.Module | None
    frame_rate: FrameRate
    recommended: Recommendations

    @property
    def device(self) -> torch.device:
        return next(self.transformer.parameters()).device

    @property
    def audio_hop(self) -> int:
        return self.audio_vae.config.latent_samples

    @property
    def audio_rate(self) -> float:
        return self.audio_vae.config.latent_rate

    def text_tokens(self, prompt: str) -> tuple[Float[Tensor, "1 s e"], Bool[Tensor, "1 s"] | None]:
        ids, mask = self.tokenize([prompt])
        ids, mask = ids.to(self.device), mask.to(self.device)
        return self.text_encoder(ids, mask), mask


def tiny_components(seed: int) -> Components:
    """Real models, as small as they come, with weights drawn from a seed: noise in a second."""
    rng_state = torch.random.get_rng_state()
    torch.manual_seed(seed)
    base = Transformer.Config.tiny()
    video_vae, audio_vae = VideoVAE(VideoVAE.Config.tiny()), AudioVAE(AudioVAE.Config.tiny())
    assert base.audio is not None, "the tiny model has sound"
    video = replace(base.video, token_channels=video_vae.config.channels * base.patch**2)
    audio = replace(base.audio, token_channels=audio_vae.config.latent_channels)
    transformer = Transformer(replace(base, video=video, audio=audio))
    assert transformer.audio is not None
    for module in (transformer.video.out, transformer.audio.out):
        nn.init.normal_(module.weight, std=0.1)
    lips = replace(LipSync.Config.tiny(), audio_channels=audio_vae.config.latent_channels)
    parts = Components(
        transformer=transformer.eval(),
        video_vae=video_vae.eval(),
        audio_vae=audio_vae.eval(),
        text_encoder=TextEncoder(TextEncoder.Config.tiny()).eval(),
        tokenize=bytes_tokenizer(base.video.text_tokens),
        matting=Matting(Matting.Config.tiny()).eval(),
        made_people=None,
        made_places=None,
        made_hands=None,
        identity_encoder=IdentityEncoder(IdentityEncoder.Config.tiny()).eval(),
        voice_encoder=VoiceEncoder(VoiceEncoder.Config.tiny()).eval(),
        speech_encoder=SpeechEncoder(SpeechEncoder.Config.tiny()).eval(),
        duration_predictor=DurationPredictor(DurationPredictor.Config.tiny()).eval(),
        lip_sync=LipSync(lips).eval(),
        animator=Animator(Animator.Config.tiny()).eval(),
        frame_rate=FrameRate(numerator=24),
        recommended=Recommendations(
            steps=2, shift=3.0, guidance=Guidance(text=1.0, people=1.0, bridge=1.0)
        ),
    )
    torch.random.set_rng_state(rng_state)
    return parts


def bytes_tokenizer(tokens: int) -> Tokenize:
    """A tokenizer without files: a text's bytes between a start and an end."""

    def tokenize(texts: list[str]) -> tuple[Tensor, Tensor]:
        rows = [[256, *text.encode()[: tokens - 2], 257] for text in texts]
        longest = max(map(len, rows))
        ids = torch.tensor([row + [258] * (longest - len(row)) for row in rows])
        return ids, ids != 258

    return tokenize
