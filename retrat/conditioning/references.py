"""Pictures and voices of people as clean tokens that targets look at.

Person k has a place that no target has: in the grid, time -1 and a window of rows and columns
beyond any target's (or, where the weights say so, the target's own rows and columns and a time of
its own for each picture); on the clock, ten negative seconds, with the face in the middle of them
and the voice from their start. Sharing those seconds is what binds a voice to its face.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import torch
from einops import rearrange, repeat
from jaxtyping import Float, Int
from torch import Tensor

from retrat.conditioning.cut_out import cut_out_of
from retrat.conditioning.parts import Parts
from retrat.conditioning.stream import append, audio_seconds, conditions, patchify
from retrat.types import AVStream, TokenStream

SLOT_SECONDS = 10.0
VOICE_SECONDS = 3.0  # of a voice that are looked at as they are: as long as in training
REFERENCE_TIME = -1.0
MOST_PICTURES = 5  # of one person


@dataclass(frozen=True, kw_only=True, slots=True)
class ReferencePictures:
    """One person's pictures, in [-1, 1] and of the size that references have.

    Where the weights learned on cut-out people, what is behind the person is made plain grey: the
    place is the prompt's.
    """

    person: int
    pictures: Sequence[Float[Tensor, "c y x"]]
    is_cut_out: bool = False

    def join(self, stream: AVStream, parts: Parts) -> AVStream:
        pixels = torch.stack(list(self.pictures))
        if parts.matting is not None and not self.is_cut_out:
            cut = map(cut_out_of, pixels, parts.matting(pixels))
            pixels = torch.stack([each.before_grey for each in cut])
        latents = parts.video_vae.encode(rearrange(pixels, "r c y x -> r c 1 y x"))
        latents = rearrange(latents, "r c 1 h w -> 1 r c h w")
        return with_pictures(stream, latents, self.person, parts)


@dataclass(frozen=True, kw_only=True, slots=True)
class ReferenceVoice:
    """One person's voice, as mono samples at the audio VAE's rate."""

    person: int
    samples: Float[Tensor, " z"]

    def join(self, stream: AVStream, parts: Parts) -> AVStream:
        if stream.audio is None:
            return stream
        whole = int(VOICE_SECONDS * parts.audio_rate) * parts.audio_hop
        count = min(len(self.samples), whole) // parts.audio_hop * parts.audio_hop
        latents = parts.audio_vae.encode(self.samples[None, :count])
        people = torch.full((1, latents.shape[-1]), self.person, device=latents.device)
        tokens = voice_tokens(latents, people, rate=parts.audio_rate)
        return replace(stream, audio=append(stream.audio, tokens))


def with_pictures(
    stream: AVStream, latents: Float[Tensor, "1 r c h w"], person: int, parts: Parts
) -> AVStream:
    """The stream with latents of one person's pictures as conditions."""
    people = torch.full(latents.shape[:2], person, device=latents.device)
    config = parts.transformer.config
    tokens = picture_tokens(latents, people, patch=config.patch, origin=config.reference_origin)
    if config.reference_origin == 0:
        tokens = centred(tokens, stream.video)
    return replace(stream, video=append(stream.video, tokens))


def picture_tokens(
    latents: Float[Tensor, "b r c h w"], people: Int[Tensor, "b r"], *, patch: int, origin: int
) -> TokenStream:
    """Tokens of r pictures a sample; `people` says whose (k >= 1) or that it is padding (-1)."""
    _, pictures, _, height, width = latents.shape
    tokens = patchify(rearrange(latents, "b r c h w -> b c r h w"), patch)
    each = len(tokens[0]) // pictures
    earlier = (people[:, :, None] == people[:, None, :]).tril(-1).sum(dim=-1)
    grid = torch.stack(
        torch.meshgrid(
            torch.arange(height // patch, device=people.device),
            torch.arange(width // patch, device=people.device),
            indexing="ij",
        )
    )
    window = origin * torch.stack([people.clamp(min=1), earlier + 1], dim=-1)
    places = rearrange(window, "b r p -> b r 1 p") + rearrange(grid, "p h w -> (h w) p")
    times = torch.full_like(people, REFERENCE_TIME, dtype=torch.float)
    if origin == 0:
        times = times - earlier - MOST_PICTURES * (people.clamp(min=1) - 1)
    positions = torch.cat([repeat(times, "b r -> b r l 1", l=each), places.float()], dim=-1)
    return conditions(
        tokens,
        rearrange(positions, "b r l p -> b (r l) p"),
        repeat(slot_start(people) + SLOT_SECONDS / 2, "b r -> b (r l)", l=each),
        repeat(people, "b r -> b (r l)", l=each),
    )


def centred(pictures: TokenStream, video: TokenStream) -> TokenStream:
    """Pictures on the target's own grid, where `offset_in` puts them."""
    target = video.positions[0, : video.target_tokens, 1:].amax(dim=0) + 1
    own = pictures.positions[0, :, 1:].amax(dim=0) + 1
    above, left = offset_in(target.int().tolist(), own.int().tolist())
    shift = torch.tensor([0, above, left], device=pictures.positions.device)
    return replace(pictures, positions=pictures.positions + shift)


def offset_in(target: Sequence[int], own: Sequence[int]) -> tuple[int, int]:
    """How many rows and columns of a target lie before a bust's, fewer than none where it is cut.

    In the middle; in a taller target on its lower edge, where bodies end, and in a lower one the
    chest is cut rather than the hair.
    """
    (rows, columns), (high, wide) = target, own
    above = rows - high if rows >= high else -((high - rows) // 4)
    return above, (columns - wide) // 2


def voice_tokens(
    latents: Float[Tensor, "b c a"], people: Int[Tensor, "b a"], *, rate: float
) -> TokenStream:
    """Tokens of a stretch of voice; `people` says whose each latent is (-1 = padding).

    Every person's latents stand side by side; their clocks begin where their slot does.
    """
    tokens = rearrange(latents, "b c a -> b a c")
    own = people[:, :, None] == people[:, None, :]
    place = own.tril(-1).sum(dim=-1)
    first = audio_seconds(1, rate).to(people.device)
    seconds = slot_start(people) + first + place / rate
    return conditions(tokens, seconds[..., None], seconds, people)


def slot_start(people: Int[Tensor, "*shape"]) -> Float[Tensor, "*shape"]:
    """Where a person's stretch of the clock begins."""
    return -SLOT_SECONDS * people.clamp(min=1).float()
