"""Where a face goes in a crop: lined up for the identity encoder, framed for the references.

Points of a face are the centres of the eye at the left and the eye at the right of the picture
and the base of the nose, as (x, y) in pixels.
"""

import math

import numpy as np
from jaxtyping import Float, UInt8
from PIL import Image
from scipy.ndimage import gaussian_filter

ALIGNED_SIZE = 112
BUST_SIZE = 256
# Eyes level, 36 pixels apart; the forehead, both cheeks and the chin are inside.
ALIGNED_POINTS = np.array([[38.0, 46.0], [74.0, 46.0], [56.0, 73.0]])
# A bust: between the eyes and the base of the nose lies this part of the picture's height ...
BUST_NOSE = 0.125
# ... and the middle between the eyes is here.
BUST_EYES = (0.5, 0.36)
# The top of a head whose photo cuts it off, as a part of the picture's height.
BUST_CROWN = 0.05
ROUND = 0.5  # of the width of what is cut off: a crown is not higher
BUST_HAIR = 0.2  # above this part of the height it is hair, most often
SIMILAR, SMOOTH = 3, 2.5  # rows that are alike; pixels over which a colour goes on
SCREEN = (0, 177, 64)


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
    """Head and shoulders, upright as in the photo; beyond its edge the edge goes on, or a head
    that its upper edge cuts off is rounded.
    """
    eyes = points[:2].mean(axis=0)
    scale = BUST_NOSE * size / max(float(np.linalg.norm(points[2] - eyes)), 1e-6)
    at = np.array(BUST_EYES) * size
    matrix = np.array([[scale, 0, at[0] - scale * eyes[0]], [0, scale, at[1] - scale * eyes[1]]])
    bust = _warped(picture, matrix, size)
    return _crowned(bust, matrix[1, 2]) if is_crowned else bust


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
    height = min(height, ROUND * _like_the_middle(line))
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


def _like_the_middle(line: Float[np.ndarray, "s 3"]) -> float:
    """How many pixels of a row look like its middle rather than like its ends."""
    size = len(line)
    ends = np.where(np.arange(size)[:, None] < size / 2, line[2], line[-3])
    middle = line[size // 2 - 2 : size // 2 + 3].mean(axis=0)
    return float((np.abs(line - middle).sum(1) < np.abs(line - ends).sum(1)).sum())


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
