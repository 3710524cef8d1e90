"""What conditions may ask for: the models that turn pictures, sound and text into tokens."""

from typing import Any, Protocol, runtime_checkable

from jaxtyping import Bool, Float
from torch import Tensor

from retrat.models.transformer import Transformer


@runtime_checkable
class Parts(Protocol):
    """Models already built, on one device; a model that a release lacks is None."""

    transformer: Transformer
    video_vae: Any
    audio_vae: Any
    identity_encoder: Any
    voice_encoder: Any
    speech_encoder: Any
    duration_predictor: Any

    def text_tokens(self, prompt: str) -> tuple[Float[Tensor, "1 s e"], Bool[Tensor, "1 s"] | None]:
        """Token states of a prompt."""
        ...

    @property
    def audio_hop(self) -> int:
        """Samples an audio latent stands for."""
        ...

    @property
    def audio_rate(self) -> float:
        """Audio latents a second."""
        ...
