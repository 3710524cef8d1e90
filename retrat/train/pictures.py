"""Pictures of a run to look at: rows of frames with a caption above each, spectrograms of sound."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from einops import rearrange
from jaxtyping import Float, UInt8
from PIL import Image, ImageDraw
from torch import Tensor

_CAPTION = 14


def bytes_of(pixels: Float[Tensor, "c f y x"]) -> UInt8[np.ndarray, "f y x c"]:
    """Pixels in [-1, 1] as 8-bit frames."""
    scaled = ((pixels.clamp(-1, 1) + 1) * 127.5).round().to(torch.uint8)
    return rearrange(scaled, "c f y x -> f y x c").cpu().numpy()


def write_sheet(
    path: Path, rows: Sequence[tuple[str, Sequence[UInt8[np.ndarray, "y x 3"]]]]
) -> None:
    """One row a sample: its caption, then its pictures from left to right."""
    height = max(picture.shape[0] for _, pictures in rows for picture in pictures)
    width = max(sum(picture.shape[1] for picture in pictures) for _, pictures in rows)
    sheet = Image.new("RGB", (width, len(rows) * (height + _CAPTION)), "white")
    draw = ImageDraw.Draw(sheet)
    for row, (caption, pictures) in enumerate(rows):
        top, left = row * (height + _CAPTION), 0
        draw.text((2, top + 1), caption[: width // 6], fill="black")
        for picture in pictures:
            sheet.paste(Image.fromarray(picture), (left, top + _CAPTION))
            left += picture.shape[1]
    sheet.save(path)


def write_spectrograms(
    path: Path, sounds: Sequence[Float[Tensor, " z"]], *, window: int = 1024, hop: int = 240
) -> None:
    """Log-magnitude spectrograms under one another, low frequencies at the bottom, 0 to -80 dB."""
    pictures = []
    for sound in sounds:
        spectrum = torch.stft(
            sound.float().cpu(), window, hop, window=torch.hann_window(window), return_complex=True
        ).abs()
        decibels = 20 * torch.log10(spectrum.clamp(min=1e-7) / spectrum.max().clamp(min=1e-7))
        grey = ((decibels + 80) / 80).clamp(0, 1).flip(0)[window // 6 :]
        pictures.append((grey * 255).to(torch.uint8).numpy())
    width = max(picture.shape[1] for picture in pictures)
    padded = [np.pad(p, ((0, 4), (0, width - p.shape[1]))) for p in pictures]
    Image.fromarray(np.concatenate(padded)).save(path)
