"""Words as pictures: light letters with a dark rim, legible on anything."""

import numpy as np
from jaxtyping import UInt8
from PIL import Image, ImageDraw, ImageFont

RIM = 0.09  # of a letter's height
SPACING = 0.05  # of it, between lines, beyond what the font leaves
DARK = (0, 0, 0, 235)


def lettered(
    words: str, *, height: int, width: int, colour: tuple[int, int, int] = (255, 255, 255)
) -> UInt8[np.ndarray, "y x 4"]:
    """Words in letters of a height in pixels, in as many lines as they need within a width, all
    centred; colours and how much of each pixel they cover. Letters that the font lacks are boxes.
    """
    font = ImageFont.load_default(max(8, height))
    assert isinstance(font, ImageFont.FreeTypeFont), "Pillow was built without FreeType"
    lines = _wrapped(words, font, width)
    rim, (ascent, descent) = max(1, round(RIM * height)), font.getmetrics()
    step = ascent + descent + round(SPACING * height)
    wide = max(round(font.getlength(line)) for line in lines) + 2 * rim + 2
    high = len(lines) * step - round(SPACING * height) + 2 * rim
    picture = Image.new("RGBA", (wide, high), (0, 0, 0, 0))
    canvas = ImageDraw.Draw(picture)
    for number, line in enumerate(lines):
        canvas.text(
            (wide / 2, rim + ascent + number * step),
            line,
            font=font,
            fill=(*colour, 255),
            anchor="ms",  # the middle of its base line
            stroke_width=rim,
            stroke_fill=DARK,
        )
    return np.asarray(picture)


def _wrapped(words: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """Lines of whole words; a word that is too wide has one of its own."""
    lines: list[str] = []
    for each in words.split():
        longer = f"{lines[-1]} {each}" if lines else each
        if lines and font.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(each)
    return lines
