"""Draws retrat/runtime/labels.npz: the visible label in every language, as masks without a font.

npm pack @fontsource/noto-sans-sc@5.3.0 && tar xzf fontsource-noto-sans-sc-5.3.0.tgz
python tools/draw_labels.py package/files

Noto Sans SC (SIL Open Font License 1.1) is read once, here; at run time only the masks are needed.
"""

import argparse
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

WORDS = {"en": "Made with AI", "ca": "Fet amb IA", "es": "Hecho con IA", "zh": "由AI生成"}
MASKS = Path(__file__).parents[1] / "retrat" / "runtime" / "labels.npz"
_HEIGHT = 64  # of a line, in pixels; larger clips draw it larger, which bold letters bear


def mask(text: str, font: ImageFont.FreeTypeFont) -> np.ndarray:
    """How much of each pixel the letters cover, 0 to 255, on one line of all letters' height."""
    ascent, descent = font.getmetrics()
    width = round(font.getlength(text))
    page = Image.new("L", (width, ascent + descent))
    ImageDraw.Draw(page).text((0, 0), text, font=font, fill=255)
    _, top, _, bottom = font.getbbox("Hbpy由成")
    line = page.crop((0, round(top), width, round(bottom)))
    size = (round(width * _HEIGHT / line.height), _HEIGHT)
    return np.asarray(line.resize(size, Image.Resampling.LANCZOS))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("fonts", type=Path, help="package/files of @fontsource/noto-sans-sc")
    given = parser.parse_args()
    masks = {}
    for language, words in WORDS.items():
        subset = "chinese-simplified" if language == "zh" else "latin"
        path = given.fonts / f"noto-sans-sc-{subset}-700-normal.woff"
        masks[language] = mask(words, ImageFont.truetype(str(path), 128))
    np.savez_compressed(MASKS, **masks)
    print(MASKS, MASKS.stat().st_size, {name: found.shape for name, found in masks.items()})


if __name__ == "__main__":
    main()
