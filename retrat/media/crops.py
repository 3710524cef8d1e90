"""Where a face goes in a crop: lined up for the identity encoder, framed for the references.

Points of a face are the centres of the eye at the left and the eye at the right of the picture
and the base of the nose, as (x, y) in pixels.
"""

import math

import numpy as np
from jaxtyping import Float, UInt8
from PIL import Image
from scipy.ndimage import gaussian_filter

from retrat.media.bodies import HIGHEST_CUT, shouldered
from retrat.media.busts import (
    BUST_EYES,
    BUST_NOSE,
    BUST_SIZE,
    SCREEN,
    SIMILAR,
    SMOOTH,
    face_of,
    like_ends,
)

ALIGNED_SIZE = 112
# Eyes level, 36 pixels apart; the forehead, both cheeks and the chin are inside.
ALIGNED_POINTS = np.array([[38.0, 46.0], [74.0, 46.0], [56.0, 73.0]])
# The top of a head whose photo cuts it off, as a part of the picture's height.
BUST_CROWN = 0.05
ROUND = 0.5  # of the width of what is cut off: a crown is not higher
BUST_HAIR = 0.2  # above this part of the height it is hair, most often
# Of white: a face that is dark, none and all of it; a photo's lightest where it is dark and is not.
DARK_FACE, DARK_PHOTO, BRIGHT_PHOTO = (0.35, 0.3), 0.35, 0.5
USUAL_FACE, LIGHTEST, MOST_LIFT = 0.5, 0.7, 2.5  # of white: what both may become; by how much
LUMA = (0.2126, 0.7152, 0.0722)  # of red, green and blue: ITU-R BT.709
MANY = 100_000  # pixels that say how bright a photo is
# Rows that a shoulder falls with every column beyond a photo's side, as far down as here.
FALL, FALLEN = 0.5, 0.8


def align_face(
    picture: UInt8[np.ndarray, "y x 3"], points: Float[np.ndarray, "3 2"]
) -> UInt8[np.ndarray, "112 112 3"]:
    """The face turned, moved and scaled (never sheared) so that its points lie at fixed places."""
    matrix = similarity(points, ALIGNED_POINTS)
    return _warped(picture, matrix, ALIGNED_SIZE)


def crop_bust(
    picture: UInt8[np.ndarray, "y x 3"],
    points: Float[np.ndarray, "3 2"],
    size: int = BUST_SIZE,
    *,
    is_crowned: bool = False,
) -> UInt8[np.ndarray, "s s 3"]:
    """Head and shoulders, upright as in the photo; beyond its edge the edge goes on.

    Where it `is_crowned` it is a whole bust in usual light, whatever the photo lacks: a head that
    the upper edge cuts off is rounded, shoulders go on below the lower edge and beyond the sides.
    """
    eyes = points[:2].mean(axis=0)
    scale = BUST_NOSE * size / max(float(np.linalg.norm(points[2] - eyes)), 1e-6)
    at = np.array(BUST_EYES) * size
    matrix = np.array([[scale, 0, at[0] - scale * eyes[0]], [0, scale, at[1] - scale * eyes[1]]])
    bust = _warped(picture, matrix, size)
    if not is_crowned:
        return bust
    bust = _lifted(bust, picture)
    left, top = matrix[:, 2]
    right, bottom = scale * np.array(picture.shape[1::-1]) + matrix[:, 2]
    bust = _falling(bust, left, right)
    return _crowned(shouldered(bust, bottom), top)


def _lifted(
    bust: UInt8[np.ndarray, "s s 3"], picture: UInt8[np.ndarray, "y x 3"]
) -> UInt8[np.ndarray, "s s 3"]:
    """A bust whose face is dark because its photo is: brighter, but nothing in it white. Where
    anything else is bright a dark face is as dark as it is.
    """
    step = max(1, math.isqrt(picture.shape[0] * picture.shape[1] // MANY))
    lightest = float(np.quantile(picture[::step, ::step] @ np.array(LUMA), 0.99)) / 255
    face = float(np.median(face_of(bust) @ np.array(LUMA))) / 255
    dark = _share(lightest, BRIGHT_PHOTO, DARK_PHOTO) * _share(face, *DARK_FACE)
    factor = min(USUAL_FACE / max(face, 0.01), LIGHTEST / max(lightest, 0.01), MOST_LIFT)
    if dark == 0 or factor <= 1:
        return bust
    return (bust * factor**dark).round().clip(0, 255).astype(np.uint8)


def _share(value: float, none: float, whole: float) -> float:
    """0 to 1 between two values."""
    return min(max((value - none) / (whole - none), 0.0), 1.0)


def _crowned(bust: UInt8[np.ndarray, "s s 3"], edge: float) -> UInt8[np.ndarray, "s s 3"]:
    """What lies above the photo's edge, at this row: colours of the last rows that close in on the
    middle, the texture of what is below mirrored over them, and around that the colour of a screen,
    for a network that cuts people out.
    """
    size = len(bust)
    last = min(math.ceil(edge) + 1, size - 1)  # the first row that is wholly the photo's
    height = max(last - BUST_CROWN * size, min(last, BUST_CROWN * size / 2))
    if height < 1:
        return bust
    band = max(round(BUST_HAIR * size) - last, 0)
    photo = bust.astype(np.float64)
    line = gaussian_filter(photo[last : last + SIMILAR].mean(axis=0), (SMOOTH, 0))
    height = min(height, ROUND * float((~like_ends(line)).sum()))
    texture = photo - gaussian_filter(photo, (SMOOTH, SMOOTH, 0))
    places, off = np.arange(size), np.arange(size) - (BUST_EYES[0] * size - 0.5)
    for row in range(last):
        part = math.sqrt(max(1 - ((last - row) / max(height, 1.0)) ** 2, 0.0))
        columns = places - off + off / max(part, 1 / size**2)
        colours = np.stack([np.interp(columns, places, channel) for channel in line.T], axis=1)
        hair = np.clip(1.3 - np.abs(off) / max(0.3 * size * part, 1.0), 0, 1)[:, None]
        below = (last - row) % max(2 * band, 1)  # to and fro within what is hair
        filled = colours + hair * (band > 0) * texture[last + min(below, 2 * band - below)]
        filled[(columns < 0) | (columns > size - 1)] = SCREEN
        photo[row] = filled
    return photo.round().clip(0, 255).astype(np.uint8)


def _falling(
    bust: UInt8[np.ndarray, "s s 3"], left: float, right: float
) -> UInt8[np.ndarray, "s s 3"]:
    """Beyond the sides of the photo, at these columns, shoulders that fall as they do elsewhere."""
    size = len(bust)
    places = np.arange(size)
    beyond = np.maximum(np.ceil(left) - places, 0) + np.maximum(places - np.floor(right) + 1, 0)
    low = ((places / size - HIGHEST_CUT) / (FALLEN - HIGHEST_CUT)).clip(0, 1)
    rows = places[:, None] - (FALL * beyond * low[:, None]).round().astype(int)
    return bust[np.maximum(rows, 0), places]


def similarity(
    points: Float[np.ndarray, "n 2"], goal: Float[np.ndarray, "n 2"]
) -> Float[np.ndarray, "2 3"]:
    """The turn, scale and shift that bring points nearest to their goal (least squares)."""
    centre, aim = points.mean(axis=0), goal.mean(axis=0)
    source, target = points - centre, goal - aim
    spread = max(float((source**2).sum()), 1e-9)
    along = float((source * target).sum()) / spread
    across = float((source[:, 0] * target[:, 1] - source[:, 1] * target[:, 0]).sum()) / spread
    turn = np.array([[along, -across], [across, along]])
    return np.concatenate([turn, (aim - turn @ centre)[:, None]], axis=1)


def _warped(
    picture: UInt8[np.ndarray, "y x 3"], matrix: Float[np.ndarray, "2 3"], size: int
) -> UInt8[np.ndarray, "s s 3"]:
    """Apply source -> goal; large pictures are made smaller first, so that nothing flickers."""
    scale = math.hypot(matrix[0, 0], matrix[1, 0])
    margin = size / scale
    turn = matrix[:, :2]
    middle = np.linalg.solve(turn, np.array([size, size]) / 2 - matrix[:, 2])
    left, top = np.floor(middle - margin).astype(int)
    right, bottom = np.ceil(middle + margin).astype(int)
    # Indices clipped to the picture repeat its edge.
    rows = np.arange(top, bottom).clip(0, picture.shape[0] - 1)
    columns = np.arange(left, right).clip(0, picture.shape[1] - 1)
    image = Image.fromarray(picture[rows[:, None], columns])
    step = min(1.0, scale)
    small = image.resize(
        (max(1, round(image.width * step)), max(1, round(image.height * step))),
        Image.Resampling.LANCZOS,
    )
    sizes = np.array([small.width / image.width, small.height / image.height])
    inverse = np.linalg.inv(np.vstack([matrix, [0, 0, 1]]))[:2]
    inverse[:, 2] -= np.array([left, top])
    inverse *= sizes[:, None]
    warped = small.transform(
        (size, size), Image.Transform.AFFINE, tuple(inverse.flatten()), Image.Resampling.BICUBIC
    )
    return np.asarray(warped)
