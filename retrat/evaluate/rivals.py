"""diffusers' WanPipeline at nano's transformer size, with random weights: for the bench.

Two comparisons, never mixed. *Equal tokens*: its transformer against our picture tower, the same
width, depth, heads, latents and text; what differs is the engine (and erf- against tanh-GELU,
norms by head against norms across). *Whole clip*: its pipeline as it ships, with the latents and
the codec that it ships with (4 x 8 x 8, four times as many tokens; AutoencoderKLWan).
"""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import torch

from retrat.conditioning.stream import Geometry, blank_stream
from retrat.evaluate.stopwatch import Measured, median_seconds, seconds_of
from retrat.types import Context, FrameRate, LatentShape

if TYPE_CHECKING:
    from retrat.models.transformer import Transformer

WAN_TEXT_TOKENS = 512
WAN_TEMPORAL, WAN_SPATIAL, WAN_CHANNELS = 4, 8, 16


def wan_transformer(config: "Transformer.Config", *, channels: int) -> Any:
    """Its transformer with our picture tower's width, heads, blocks and text width."""
    from diffusers import WanTransformer3DModel

    tower = config.video
    torch.manual_seed(0)
    model: Any = WanTransformer3DModel(
        patch_size=(1, config.patch, config.patch),
        num_attention_heads=tower.heads,
        attention_head_dim=tower.width // tower.heads,
        in_channels=channels,
        out_channels=channels,
        text_dim=tower.text_width,
        freq_dim=tower.frequencies,
        ffn_dim=tower.feed_forward,
        num_layers=tower.blocks,
    )
    return model.eval()


@torch.inference_mode()
def wan_forward(model: Any, latents: tuple[int, int, int, int], *, text_tokens: int) -> float:
    """Seconds for one forward of latents (channels, frames, rows, columns)."""
    noise = torch.randn(1, *latents)
    text = torch.randn(1, text_tokens, model.config.text_dim)
    sigma = torch.tensor([500.0])
    return median_seconds(
        lambda: model(
            hidden_states=noise, timestep=sigma, encoder_hidden_states=text, return_dict=False
        )
    )


@torch.inference_mode()
def our_forward(config: "Transformer.Config", latents: tuple[int, int, int, int]) -> float:
    """Seconds for one forward of our picture tower alone, with as many text tokens as it reads."""
    from retrat.models.transformer import Transformer

    torch.manual_seed(0)
    model = Transformer(replace(config, audio=None)).eval()
    channels, frames, rows, columns = latents
    geometry = Geometry(
        shape=LatentShape(latent_frames=frames, height=rows, width=columns),
        channels=channels,
        patch=config.patch,
        frame_rate=FrameRate(numerator=24),
        audio_channels=0,
        audio_latents=0,
        audio_rate=1.0,
    )
    text = torch.randn(1, config.video.text_tokens, config.video.text_width)
    noise = torch.Generator().manual_seed(0)
    stream = blank_stream(geometry, Context(text=text), noise, has_sound=False)
    sigma = torch.tensor([0.5])
    return median_seconds(lambda: model(stream, sigma))


def wan_clip(config: "Transformer.Config", *, frames: int, side: int, steps: int) -> Measured:
    """Its pipeline from text to latents, timed once; no guidance pass, as nano has none."""
    from diffusers import FlowMatchEulerDiscreteScheduler, WanPipeline

    vae = wan_vae()
    pipeline: Any = WanPipeline(
        tokenizer=None,
        text_encoder=None,
        transformer=wan_transformer(config, channels=WAN_CHANNELS),
        vae=vae,
        scheduler=FlowMatchEulerDiscreteScheduler(shift=3.0),
    )
    pipeline.set_progress_bar_config(disable=True)
    text = torch.randn(1, WAN_TEXT_TOKENS, config.video.text_width)

    def run() -> None:
        pipeline(
            prompt_embeds=text,
            height=side,
            width=side,
            num_frames=frames,
            num_inference_steps=steps,
            guidance_scale=1.0,
            output_type="latent",
        )

    latent_frames = (frames - 1) // WAN_TEMPORAL + 1
    return {
        "denoise_seconds": seconds_of(run),
        "tokens": latent_frames * (side // WAN_SPATIAL // config.patch) ** 2,
        "steps": steps,
        "frames": frames,
        "decode": wan_decode(vae, latent_frames=latent_frames, side=side),
    }


def wan_vae() -> Any:
    """The published configuration of Wan 2.1's codec: diffusers' defaults."""
    from diffusers import AutoencoderKLWan

    torch.manual_seed(0)
    vae: Any = AutoencoderKLWan()
    return vae.eval()


@torch.inference_mode()
def wan_decode(vae: Any, *, latent_frames: int, side: int) -> Measured:
    """Seconds to decode a clip, from its first two latents: later ones cost like the second."""
    rows = side // WAN_SPATIAL
    first = seconds_of(lambda: vae.decode(torch.randn(1, WAN_CHANNELS, 1, rows, rows)))
    both = seconds_of(lambda: vae.decode(torch.randn(1, WAN_CHANNELS, 2, rows, rows)))
    return {
        "seconds": first + (both - first) * (latent_frames - 1),
        "is_extrapolated": latent_frames > 2,
        "measured_latents": 2,
        "first_latent_seconds": first,
        "next_latent_seconds": both - first,
    }
