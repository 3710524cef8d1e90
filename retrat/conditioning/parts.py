"""What conditions may ask for: the models that turn pictures, sound and text into tokens."""

from typing import Any, Protocol, runtime_checkable

from jaxtyping import Bool, Float
from torch import Tensor

from retrat.models.made_hands import MadeHands
from retrat.models.made_people import MadePeople
from retrat.models.made_places import MadePlaces
from retrat.models.transformer import Transformer


@runtime_checkable
class Parts(Protocol):
    """Models already built, on one device; a model that a release lacks is None."""

    @property
    def transformer(self) -> Transformer: ...

    @property
    def video_vae(self) -> Any: ...

    @property
    def audio_vae(self) -> Any: ...

    @property
    def matting(self) -> Any: ...

    @property
    def animator(self) -> Any: ...

    @property
    def lip_sync(self) -> Any: ...

    @property
    def made_people(self) -> MadePeople | None: ...

    @property
    def made_places(self) -> MadePlaces | None: ...

    @property
    def made_hands(self) -> MadeHands | None: ...

    @property
    def identity_encoder(self) -> Any: ...

    @property
    def voice_encoder(self) -> Any: ...

    @property
    def speech_encoder(self) -> Any: ...

    @property
    def duration_predictor(self) -> Any: ...

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
