"""Where a face goes in a crop: lined up for the identity encoder, framed for the references.

Points of a face are the centres of the eye at the left and the eye at the right of the picture
and the base of the nose, as (x, y) in pixels.
"""

import math

import numpy as np
from jaxtyping import Bool, Float, Shaped, UInt8
from PIL import Image
from scipy.ndimage import gaussian_filter, label

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
# Rows of a bust and half the width of a body there, as parts of its side: made people's median.
BODY_ROWS = (0.60, 0.65, 0.68, 0.71, 0.74, 0.77, 0.80, 0.84, 0.90, 1.00)
BODY_WIDTHS = (0.15, 0.15, 0.17, 0.22, 0.29, 0.365, 0.42, 0.46, 0.49, 0.51)
# Rows: what ends higher shows no face; a chin is above; shoulders begin.
HIGHEST_CUT, UNDER_CHIN, SHOULDERS = 0.55, 0.65, 0.7
NECK, OPENING, INNER = 0.1, 0.15, 0.85  # halves of widths: a face's, a collar's; of a body's
COLLAR, RISE = 0.74, 0.05  # rows: where cloth begins in the middle, and how much higher beside it
LEAST_LOST = 0.03  # of the side: less that is lacking is repeated
GOES_ON = 0.06  # of the side over which a photo's last row becomes plain cloth
GREY, SHADE = 60.0, 0.35  # cloth of which the photo shows none; how much darker its sides are
SKIN_LIKE, ALIKE, CLOTHED = 0.12, 0.15, 0.25  # of white: skin, cloth; of a last row: cloth
DARKEST_SKIN, BRIGHTEST_SKIN = 0.2, 1.6  # of a face's brightness
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
    return _crowned(_shouldered(bust, bottom), top)


def _lifted(
    bust: UInt8[np.ndarray, "s s 3"], picture: UInt8[np.ndarray, "y x 3"]
) -> UInt8[np.ndarray, "s s 3"]:
    """A bust whose face is dark because its photo is: brighter, but nothing in it white. Where
    anything else is bright a dark face is as dark as it is.
    """
    step = max(1, math.isqrt(picture.shape[0] * picture.shape[1] // MANY))
    lightest = float(np.quantile(picture[::step, ::step] @ np.array(LUMA), 0.99)) / 255
    face = float(np.median(_face_of(bust) @ np.array(LUMA))) / 255
    dark = _share(lightest, BRIGHT_PHOTO, DARK_PHOTO) * _share(face, *DARK_FACE)
    factor = min(USUAL_FACE / max(face, 0.01), LIGHTEST / max(lightest, 0.01), MOST_LIFT)
    if dark == 0 or factor <= 1:
        return bust
    return (bust * factor**dark).round().clip(0, 255).astype(np.uint8)


def _share(value: float, none: float, whole: float) -> float:
    """0 to 1 between two values."""
    return min(max((value - none) / (whole - none), 0.0), 1.0)


def _face_of(bust: Shaped[np.ndarray, "s s 3"]) -> Shaped[np.ndarray, "v u 3"]:
    """From below the eyes to below the nose."""
    size = len(bust)
    top, bottom = (round((BUST_EYES[1] + part * BUST_NOSE) * size) for part in (0.4, 1.2))
    left, right = (round((BUST_EYES[0] + part) * size) for part in (-NECK, NECK))
    return bust[top:bottom, left:right]


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
    height = min(height, ROUND * float((~_like_ends(line)).sum()))
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


def _shouldered(bust: UInt8[np.ndarray, "s s 3"], edge: float) -> UInt8[np.ndarray, "s s 3"]:
    """What lies below the photo's edge, at this row: a body as wide as most, in the cloth of the
    photo's last rows or in plain grey, and around it the colour of a screen.
    """
    size = len(bust)
    last = math.floor(edge) - 2  # the last row that is wholly the photo's
    if last < HIGHEST_CUT * size or size - 1 - last < LEAST_LOST * size:
        return bust
    photo = bust.astype(np.float64)
    line = gaussian_filter(photo[last + 1 - SIMILAR : last + 1].mean(axis=0), (SMOOTH, 0))
    rows, columns = np.arange(last + 1, size)[:, None], np.arange(size)
    half, middle = size * np.interp(rows / size, BODY_ROWS, BODY_WIDTHS), BUST_EYES[0] * size - 0.5
    off = np.abs(columns - middle)
    is_neck = last < SHOULDERS * size
    cloth = _cloth(photo, line, off < (NECK * size if is_neck else INNER * half[0]), last)
    is_bare = cloth is None
    cloth = np.full(3, GREY) if cloth is None else cloth
    is_cloth = np.abs(line - cloth).max(axis=1) < ALIKE * 255
    own = (is_cloth | ~_like_ends(line)) & (off < size / 2 if not is_neck else off < half[0])
    fades = np.exp(-(((rows - last) / (GOES_ON * size)) ** 2))
    if not own.any():
        own = off < size
    elif is_neck:  # what is seen of it is as wide as it is, and where it is
        ends = np.flatnonzero(own)[[0, -1]]
        half = half + fades * ((ends[1] - ends[0] + 1) / 2 - half)
        off = np.abs(columns - middle - fades * (ends.mean() - middle))
    else:
        runs, _ = label(is_cloth)
        body = np.isin(runs, runs[is_cloth & (off < half[0])]) & is_cloth
        reach = min(
            off[body & side].max(initial=0) for side in (columns < middle, columns > middle)
        )
        half = np.maximum(half, reach + 1)
    line = np.where(own[:, None], line, np.median(line[own], axis=0))
    shade = (1 - SHADE * (off / half).clip(0, 1) ** 4)[..., None]
    kept = fades * np.ones_like(off)
    if is_bare:  # as far as the collar
        collar = size * (COLLAR - RISE * (off / (OPENING * size)).clip(0, 1) ** 2)
        kept = (collar - rows + 0.5).clip(0, 1)
    body = shade * cloth
    body = body + kept[..., None] * ((shade + fades[..., None] * (1 - shade)) * line - body)
    inside = (half - off + 0.5).clip(0, 1)[..., None]
    photo[last + 1 :] = body * inside + (1 - inside) * np.array(SCREEN, np.float64)
    return photo.round().clip(0, 255).astype(np.uint8)


def _cloth(
    photo: Float[np.ndarray, "s s 3"],
    line: Float[np.ndarray, "s 3"],
    inner: Bool[np.ndarray, " s"],
    row: int,
) -> Float[np.ndarray, " 3"] | None:
    """The cloth of which most is within a row below a face; None where that is skin."""
    if row < UNDER_CHIN * len(photo):
        return None
    skin = np.median(_face_of(photo), axis=(0, 1))
    colours = line[inner]
    # A shadow lies on a neck: as red as the face, and less bright.
    bright = colours.mean(axis=1, keepdims=True) / max(skin.mean(), 1.0)
    unlike = np.abs(colours - bright * skin).max(axis=1) > SKIN_LIKE * 255
    unlike |= (bright[:, 0] < DARKEST_SKIN) | (bright[:, 0] > BRIGHTEST_SKIN)
    if unlike.mean() < CLOTHED:
        return None
    colours = colours[unlike]
    alike = np.abs(colours[:, None] - colours).max(axis=2) < ALIKE * 255
    cloth: Float[np.ndarray, " 3"] = colours[alike[alike.sum(axis=1).argmax()]].mean(axis=0)
    return cloth


def _like_ends(line: Float[np.ndarray, "s 3"]) -> Bool[np.ndarray, " s"]:
    """Which pixels of a row look like its ends rather than like its middle."""
    size = len(line)
    ends = np.where(np.arange(size)[:, None] < size / 2, line[2], line[-3])
    middle = line[size // 2 - 2 : size // 2 + 3].mean(axis=0)
    like: Bool[np.ndarray, " s"] = np.abs(line - middle).sum(1) >= np.abs(line - ends).sum(1)
    return like


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
