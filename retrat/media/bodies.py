"""A body for people whose photo ends before it: drawn below the photo's lower edge.

Where the photo's last rows show cloth, that goes on, and what else they show (skin, a shirt in an
open jacket) closes to a point, as a neckline does. Where they show a face and nothing else, its
chin closes, and a neck and a plain shirt are drawn.
"""

import math

import numpy as np
from jaxtyping import Bool, Float, UInt8
from scipy.ndimage import gaussian_filter, label

from retrat.media.busts import BUST_EYES, SCREEN, SIMILAR, SMOOTH, face_of, like_ends

# Rows of a bust and half the width of a body there, as parts of its side: made people's median.
BODY_ROWS = (0.60, 0.65, 0.68, 0.71, 0.74, 0.77, 0.80, 0.84, 0.90, 1.00)
BODY_WIDTHS = (0.15, 0.15, 0.17, 0.22, 0.29, 0.365, 0.42, 0.46, 0.49, 0.51)
# Rows: what ends higher shows no face; a chin ends; shoulders begin.
HIGHEST_CUT, CHIN, SHOULDERS = 0.55, 0.645, 0.7
NECK, FLARE = 0.1, 0.3  # half a neck's width, and how much more it has below
NECK_ON = 0.03  # of the side over which a photo's neck becomes a plain one
COLLAR, RISE, OPENING = 0.735, 0.05, 0.15  # where cloth begins in the middle, and beside it
LEAST_LOST = 0.03  # of the side: less that is lacking is repeated
GOES_ON = 0.06  # of the side over which a photo's last row becomes plain cloth
CLOSES, WIDENS = 0.16, 0.14  # of the side over which a neckline closes, shoulders become wide
GREY, SHADE = 60.0, 0.35  # cloth of which the photo shows none; how much darker its sides are
SURE = 0.7  # of a usual width: what is there is somebody's
ROUND = 0.045  # of the side: a chin is not flatter
SHADOW, HEM = 0.72, 0.82  # of its brightness a neck has under a chin, cloth beside a neck
SKIN_LIKE, HAIR_LIKE, ALIKE = 0.12, 0.08, 0.15  # of white: skin, hair, cloth
BEARD, DARKEST_HAIR = 0.04, 0.35  # rows of a chin; of its brightness, hair below it
LEAST_CLOTH = (0.1, 0.25)  # of a last row, below a neck and on it
DARKEST_SKIN, BRIGHTEST_SKIN = 0.2, 1.6  # of a face's brightness

Line = Float[np.ndarray, "s 3"]
Rows = Float[np.ndarray, "r s"]
Colours = Float[np.ndarray, "r s 3"]


def shouldered(bust: UInt8[np.ndarray, "s s 3"], edge: float) -> UInt8[np.ndarray, "s s 3"]:
    """What lies below the photo's edge, at this row: a body as wide as most, in the cloth of the
    photo's last rows or in plain grey, and around it the colour of a screen.
    """
    size = len(bust)
    last = math.floor(edge) - 2  # the last row that is wholly the photo's
    if last < HIGHEST_CUT * size or size - 1 - last < LEAST_LOST * size:
        return bust
    photo = bust.astype(np.float64)
    line = gaussian_filter(photo[last + 1 - SIMILAR : last + 1].mean(axis=0), (SMOOTH, 0))
    is_hair = _hangs(photo, line, last)
    is_neck = last < SHOULDERS * size
    wide = (NECK if is_neck else float(_width(np.array(last / size)))) * size
    off = np.abs(_off(size))
    inner = (off < wide) & (~like_ends(line) | (off < SURE * wide)) & ~is_hair
    cloth = _cloth(photo, line, inner, LEAST_CLOTH[is_neck])
    if cloth is None and is_neck:
        below, inside = _necked(photo, line, last, is_hair)
    else:
        below, inside = _clothed(line, cloth, last, is_hair)
    shares = inside[..., None]
    photo[last + 1 :] = below * shares + (1 - shares) * np.array(SCREEN, np.float64)
    return photo.round().clip(0, 255).astype(np.uint8)


def _clothed(
    line: Line, found: Float[np.ndarray, " 3"] | None, last: int, is_hair: Bool[np.ndarray, " s"]
) -> tuple[Colours, Rows]:
    """Cloth goes on, hair hangs over it, and what it leaves open closes to a point; and how much
    of each is inside.
    """
    size, off = len(line), _off(len(line))
    down = (np.arange(last + 1.0, size)[:, None] - last) / size
    usual = size * _width(down + last / size)
    cloth = np.full(3, GREY) if found is None else found
    is_cloth = np.abs(line - cloth).max(axis=1) < ALIKE * 255
    is_neck = last < SHOULDERS * size
    own = is_cloth | is_hair | ~like_ends(line)
    own |= (np.abs(off) < SURE * usual[0, 0]) & (not is_neck)
    reach = (usual[0, 0], usual[0, 0])
    if is_neck and own.any():  # as wide as it is, and where it is
        reach = _reach(own)
    elif found is not None:
        reach = _reach(is_cloth & (np.abs(off) < usual[0, 0]))
    sides = np.where(off < 0, *reach) + 1
    away, half = np.abs(off), sides + _eased(down / WIDENS) * np.maximum(usual - sides, 0)
    shade = (1 - SHADE * (away / half).clip(0, 1) ** 4)[..., None]
    fades = (np.exp(-((down / GOES_ON) ** 2)) * np.ones(size))[..., None]
    is_open = _open(own & ~is_cloth & ~is_hair)
    goes_on = (own & ~is_open & ~is_hair)[:, None]
    below = shade * (cloth + fades * np.where(goes_on, line - cloth, 0.0))
    # Each row of what is open shows the photo's last one, drawn together.
    point = off[is_open].mean() if is_open.any() else 0.0
    at = point + (off - point) / np.maximum(1 - down / CLOSES, 1e-3)
    shown = np.stack([np.interp(at, off, channel) for channel in line.T], axis=-1)
    bare = np.interp(at, off, gaussian_filter(is_open.astype(float), 1.0)) * (down < CLOSES)
    below = below + bare[..., None] * (shown - below)
    hair = gaussian_filter(is_hair.astype(float), 2.0)[:, None] * fades
    return below + hair * (line - below), (half - away + 0.5).clip(0, 1)


def _necked(
    photo: Float[np.ndarray, "s s 3"], line: Line, last: int, is_hair: Bool[np.ndarray, " s"]
) -> tuple[Colours, Rows]:
    """A chin that closes, a neck, and a plain shirt; hair beside them goes on behind."""
    size, off = len(line), _off(len(line))
    rows = np.arange(last + 1.0, size)[:, None]
    skin = np.median(face_of(photo), axis=(0, 1))
    is_skin = ~like_ends(line) & _is_like_skin(line, skin) & (np.abs(off) < 1.8 * NECK * size)
    face = float(np.abs(off[is_skin]).max(initial=NECK * size))
    down = ((rows / size - CHIN) / (COLLAR - CHIN)).clip(0, 1)
    half = size * NECK * (1 + FLARE * down**2)
    round_ = (1 - 0.3 * (off / half).clip(-1, 1) ** 2)[..., None]
    neck = skin * round_ * (SHADOW + (1 - SHADOW) * 0.6 * down)[..., None]
    if last > CHIN * size:  # the photo shows some of it
        neck = neck + np.exp(-(((rows - last) / (NECK_ON * size)) ** 2))[..., None] * (line - neck)
    is_neck = (half - np.abs(off) + 0.5).clip(0, 1)
    behind = line * np.ones((len(rows), 1, 1))
    inside = np.maximum(is_hair * (rows < COLLAR * size), is_neck)
    below = behind + is_neck[..., None] * (neck - behind)
    # The chin: the photo's last row goes on inside half an ellipse.
    ends = max(CHIN * size - last, ROUND * size) * (last < CHIN * size) + 1e-3
    edge = face * np.sqrt((1 - ((rows - last) / ends) ** 2).clip(1e-4, 1))
    chin = line * (1 - 0.25 * (off / edge).clip(-1, 1) ** 4)[..., None]
    is_chin = ((edge - np.abs(off)) / 2 + 0.5).clip(0, 1) * (rows - last < ends)
    below = below + is_chin[..., None] * (chin - below)
    shirt, is_shirt = _shirt(size, rows)
    return below + is_shirt[..., None] * (shirt - below), np.maximum.reduce(
        [inside, is_chin, is_shirt]
    )


def _shirt(size: int, rows: Float[np.ndarray, "r 1"]) -> tuple[Colours, Rows]:
    """A grey one with a round neck."""
    off = _off(size)
    wide = size * _width(rows / size)
    collar = size * (COLLAR - RISE * (off / (OPENING * size)).clip(-1, 1) ** 2)
    is_shirt = (rows - collar + 0.5).clip(0, 1) * (wide - np.abs(off) + 0.5).clip(0, 1)
    hem = HEM + (1 - HEM) * ((rows - collar) / (0.02 * size)).clip(0, 1)
    sides = 1 - SHADE * (np.abs(off) / wide).clip(0, 1) ** 4
    return GREY * np.ones(3) * (sides * hem)[..., None], is_shirt


def _hangs(photo: Float[np.ndarray, "s s 3"], line: Line, last: int) -> Bool[np.ndarray, " s"]:
    """What of the last row is as what lies above it, level with the chin: hair or a beard, not
    cloth. Below a neck only beside it, where dark cloth is no beard. Of a photo that ends above
    the chin, all that is neither skin nor ground.
    """
    size = len(line)
    above = photo[round((CHIN - BEARD) * size) : round(CHIN * size)].mean(axis=0)
    skin = np.median(face_of(photo), axis=(0, 1))
    bright = line.mean(axis=1) / np.maximum(above.mean(axis=1), 1.0)
    is_alike = np.abs(line - bright[:, None] * above).max(axis=1) < HAIR_LIKE * 255
    is_alike &= (bright > DARKEST_HAIR) & (bright < 1 / DARKEST_HAIR)
    is_other = ~_is_like_skin(line, skin) & ~like_ends(line)
    is_beside = np.abs(_off(size)) > (0 if last < SHOULDERS * size else NECK) * size
    return is_alike & is_other & is_beside


def _open(free: Bool[np.ndarray, " s"]) -> Bool[np.ndarray, " s"]:
    """Of what is no cloth, the parts near the middle, if there is enough."""
    runs, _ = label(free)
    near = np.unique(runs[free & (np.abs(_off(len(free))) < NECK * len(free))])
    found: Bool[np.ndarray, " s"] = np.isin(runs, near) & free
    return found & (found.sum() > LEAST_LOST * len(free))


def _cloth(
    photo: Float[np.ndarray, "s s 3"], line: Line, inner: Bool[np.ndarray, " s"], least: float
) -> Float[np.ndarray, " 3"] | None:
    """The cloth of which most is within a row below a face; None where there is too little."""
    colours = line[inner]
    unlike = ~_is_like_skin(colours, np.median(face_of(photo), axis=(0, 1)))
    if not unlike.size or unlike.mean() < least:
        return None
    colours = colours[unlike]
    alike = np.abs(colours[:, None] - colours).max(axis=2) < ALIKE * 255
    cloth: Float[np.ndarray, " 3"] = colours[alike[alike.sum(axis=1).argmax()]].mean(axis=0)
    return cloth


def _is_like_skin(
    colours: Float[np.ndarray, "n 3"], skin: Float[np.ndarray, " 3"]
) -> Bool[np.ndarray, " n"]:
    """A shadow lies on a neck: as red as the face, and less bright."""
    bright = colours.mean(axis=1, keepdims=True) / max(skin.mean(), 1.0)
    unlike = np.abs(colours - bright * skin).max(axis=1)
    is_red: Bool[np.ndarray, " n"] = unlike <= SKIN_LIKE * 255 * (bright[:, 0] + 0.3).clip(max=1)
    return is_red & (bright[:, 0] >= DARKEST_SKIN) & (bright[:, 0] <= BRIGHTEST_SKIN)


def _reach(is_body: Bool[np.ndarray, " s"]) -> tuple[float, float]:
    """How far to the left and to the right of the middle somebody reaches."""
    off = _off(len(is_body))
    left, right = (np.abs(off[is_body & side]).max(initial=0.0) for side in (off < 0, off > 0))
    return float(left), float(right)


def _width(rows: Float[np.ndarray, "..."]) -> Float[np.ndarray, "..."]:
    """Half the width of a body at rows, all as parts of the side."""
    return np.asarray(np.interp(rows, BODY_ROWS, BODY_WIDTHS))


def _off(size: int) -> Float[np.ndarray, " s"]:
    """How far columns are from the middle."""
    return np.arange(size) - (BUST_EYES[0] * size - 0.5)


def _eased(share: Float[np.ndarray, "..."]) -> Float[np.ndarray, "..."]:
    """0 to 1, softly."""
    inside = share.clip(0, 1)
    return inside * inside * (3 - 2 * inside)
