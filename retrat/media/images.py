"""Pictures from files: upright, in sRGB, without transparency, in [-1, 1]."""

import io
import warnings
from pathlib import Path

import numpy as np
import torch
from einops import rearrange
from jaxtyping import Float, UInt8
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError
from torch import Tensor

from retrat.errors import RequestError
from retrat.media.opening import require_file

MOST_PIXELS = 120_000_000
LONGEST_SIDE = 4096
SHORTEST_SIDE = 16  # below it nothing is to be seen, and no face to be looked for
# Those that are pixels alone; others (EPS) are programs that a picture library runs.
_FORMATS = ("JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF", "AVIF")
_BACKGROUND = (255, 255, 255)


def decode_image(
    path: str | Path, *, field: str = "image", longest: int = LONGEST_SIDE
) -> Float[Tensor, "c y x"]:
    """The picture as a person sees it; one longer than `longest` is made smaller.

    The size is read from the header first, so that a picture too large is refused undecoded.
    """
    path = Path(path)
    require_file(path, field=field)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the library's own size warning; ours refuses
            with Image.open(path, formats=_openable()) as image:
                _refuse_large(path, image, field)
                image.draft("RGB", (longest, longest))  # a large JPEG is decoded small
                image.load()
                upright = ImageOps.exif_transpose(image)
    except RequestError:
        raise
    except Image.DecompressionBombError:
        raise _too_large(path, "over 178 million pixels", field) from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, MemoryError):
        text = f"{path} can't be read as a picture. Give a JPEG, PNG, WebP, TIFF or BMP file"
        raise RequestError(f"{text} (save HEIC as JPEG first).", field=field) from None
    size = f"{upright.width}x{upright.height}"
    upright.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    if min(upright.size) < SHORTEST_SIDE:
        text = f"{path} is a picture of {size} pixels, too small or too thin to show anything."
        text = f"{text} Give one of at least {SHORTEST_SIDE} pixels"
        raise RequestError(f"{text} on each side, better 256.", field=field)
    return from_bytes(np.asarray(_flattened(_eight_bits(_in_srgb(upright)))))


def from_bytes(pixels: UInt8[np.ndarray, "y x c"]) -> Float[Tensor, "c y x"]:
    """Eight-bit rows to floats in [-1, 1]."""
    floats = torch.from_numpy(np.array(pixels)).to(torch.float32) / 127.5 - 1
    return rearrange(floats, "y x c -> c y x").contiguous()


def as_bytes(pixels: Float[Tensor, "c y x"]) -> UInt8[np.ndarray, "y x c"]:
    """Floats in [-1, 1] to eight-bit rows."""
    levels = ((pixels.float() + 1) * 127.5).round().clamp(0, 255).to(torch.uint8)
    return np.ascontiguousarray(rearrange(levels, "c y x -> y x c").cpu().numpy())


def _openable() -> list[str]:
    """Of the formats those that this installation of the picture library reads."""
    Image.init()
    return [name for name in _FORMATS if name in Image.OPEN]


def _refuse_large(path: Path, image: Image.Image, field: str) -> None:
    pixels = image.width * image.height
    if pixels > MOST_PIXELS:
        raise _too_large(path, f"{image.width}x{image.height} pixels", field)


def _too_large(path: Path, size: str, field: str) -> RequestError:
    most = MOST_PIXELS // 1_000_000
    text = f"{path} has {size}; at most {most} million pixels are read. Make it smaller first."
    return RequestError(text, field=field)


def _in_srgb(image: Image.Image) -> Image.Image:
    """Colours of a picture with a profile of its own (phones, print) as sRGB."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in ("RGB", "RGBA", "CMYK", "L"):
        return image
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        changed = ImageCms.profileToProfile(
            image, source, ImageCms.createProfile("sRGB"), outputMode=mode
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image  # a broken profile says nothing about the pixels
    return image if changed is None else changed


def _eight_bits(image: Image.Image) -> Image.Image:
    """Sixteen-bit and float greys to eight bits; the other modes have them already."""
    if image.mode.startswith("I") or image.mode == "F":
        levels = np.asarray(image, dtype=np.float64)
        top = 1.0 if image.mode == "F" and levels.max(initial=0) <= 1 else 65535.0
        return Image.fromarray((levels / top * 255).clip(0, 255).round().astype(np.uint8))
    return image


def _flattened(image: Image.Image) -> Image.Image:
    """RGB; what is transparent shows white."""
    if image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info:
        image = image.convert("RGBA")
        paper = Image.new("RGBA", image.size, (*_BACKGROUND, 255))
        image = Image.alpha_composite(paper, image)
    return image.convert("RGB")
