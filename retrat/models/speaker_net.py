"""The GE2E speaker encoder that Resemblyzer publishes: it judges voices and conditions nothing.

    mel power "b a 40" (16 kHz, 10 ms steps) -> LSTM x 3 -> linear -> ReLU -> unit length

Float32. Source: Wan et al. 2018, "Generalized end-to-end loss for speaker verification"; names of
parameters as in Resemblyzer's `pretrained.pt`.
"""

from jaxtyping import Float
from torch import Tensor, nn
from torch.nn.functional import normalize


class SpeakerNet(nn.Module):
    """Windows of speech to unit vectors; near means the same voice."""

    def __init__(self, *, mels: int = 40, width: int = 256, layers: int = 3) -> None:
        super().__init__()
        self.lstm = nn.LSTM(mels, width, layers, batch_first=True)
        self.linear = nn.Linear(width, width)

    def forward(self, mel: Float[Tensor, "b a m"]) -> Float[Tensor, "b d"]:
        _, (hidden, _) = self.lstm(mel)
        return normalize(self.linear(hidden[-1]).relu(), dim=-1)
