"""How near is a reconstruction? PSNR and SSIM of pictures, mel distance of sound."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, UInt8
from scipy.ndimage import gaussian_filter

from retrat.media.mel import mel_power


@dataclass(frozen=True, kw_only=True, slots=True)
class CodecScore:
    psnr: float
    ssim: float


def psnr(a: UInt8[np.ndarray, "*f y x 3"], b: UInt8[np.ndarray, "*f y x 3"]) -> float:
    """Decibels over all pixels together; infinite for equal pictures."""
    error = float(np.mean((a.astype(np.float64) - b.astype(np.float64)) ** 2))
    return float("inf") if error == 0 else float(10 * np.log10(255**2 / error))


def ssim(a: UInt8[np.ndarray, "y x 3"], b: UInt8[np.ndarray, "y x 3"]) -> float:
    """Structural similarity (Wang et al. 2004): Gaussian windows, mean of channels."""
    x, y = a.astype(np.float64), b.astype(np.float64)

    def blur(image: Float[np.ndarray, "y x 3"]) -> Float[np.ndarray, "y x 3"]:
        return gaussian_filter(image, sigma=(1.5, 1.5, 0), truncate=3.5)

    mean_x, mean_y = blur(x), blur(y)
    var_x, var_y = blur(x * x) - mean_x**2, blur(y * y) - mean_y**2
    both = blur(x * y) - mean_x * mean_y
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    top = (2 * mean_x * mean_y + c1) * (2 * both + c2)
    return float((top / ((mean_x**2 + mean_y**2 + c1) * (var_x + var_y + c2))).mean())


def score_codec(
    original: UInt8[np.ndarray, "f y x 3"], copy: UInt8[np.ndarray, "f y x 3"]
) -> CodecScore:
    return CodecScore(
        psnr=psnr(original, copy),
        ssim=float(np.mean([ssim(a, b) for a, b in zip(original, copy, strict=True)])),
    )


def mel_distance(
    original: Float[np.ndarray, "z"], copy: Float[np.ndarray, "z"], *, rate: int
) -> float:
    """Mean absolute difference in decibels over 80 mel bands, floored at -80 dB of the loudest."""
    size = min(len(original), len(copy))
    powers = [
        mel_power(each[:size], rate=rate, window=1024, hop=256, mels=80)
        for each in (original, copy)
    ]
    floor = max(float(powers[0].max()), 1e-12) * 1e-8
    decibels = [10 * np.log10(np.maximum(power, floor)) for power in powers]
    return float(np.abs(decibels[0] - decibels[1]).mean())
