"""Headshots of made people, as casting offices keep them: calm, friendly, in soft light.

The world's clips want every face, every mood and every light, because networks learn from them. Who
is cast where no photo was given wants to be looked at: features nearer to the mean, a mouth that
rests in a small smile, eyes that meet the camera, a lamp beside it and a plain backdrop.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.ndimage import distance_transform_edt

from retrat.conditioning.sizes import LARGER
from retrat.media.busts import BUST_SIZE
from retrat.media.crops import crop_bust
from retrat.train.data.clips import calmed, framing_points
from retrat.train.data.grooming import groomed
from retrat.train.data.motion import Camera, TakeRequest, take_from_seed
from retrat.train.data.people import Outfit, Person, outfit_from_seed, person_from_seed
from retrat.train.data.scene_light import lit
from retrat.train.data.scenes import scene_from_seed

if TYPE_CHECKING:
    from jaxtyping import UInt8
    from numpy import ndarray
    from numpy.random import Generator

    from retrat.train.data.assets import Pack
    from retrat.train.data.motion import Take
    from retrat.train.data.people import Colour
    from retrat.train.data.render import Renderer
    from retrat.train.data.scenes import Scene

SIZE = 1024  # pixels that are drawn: about as large as the bust is cut from them
FEATURES = 0.5  # of what sets a face apart from the mean one
FACE_PIXELS = 78.0  # of 256: room for the shoulders that a bust shows
# Parts of the largest change that are put on.
MEN = {"eye-scale-incr": 0.35, "eye-height2-incr": 0.12}
WOMEN = {
    "eye-scale-incr": 0.45, "eye-height2-incr": 0.25, "eyebrows-trans-up": 0.3,
    "chin-width-incr": -0.4, "chin-bones-incr": -0.3, "chin-height-incr": -0.2,
    "nose-scale-horiz-incr": -0.3, "nose-volume-incr": -0.3, "nose-scale-vert-incr": -0.15,
    "nose-point-width-incr": -0.25, "mouth-upperlip-volume-incr": 0.3,
    "mouth-lowerlip-volume-incr": 0.3, "measure-neck-circ-incr": -0.35,
    "neck-scale-horiz-incr": -0.2, "measure-neck-height-incr": -0.45,
    "measure-shoulder-dist-incr": -0.4, "head-scale-horiz-incr": -0.15,
}  # fmt: skip
BROWS = 0.8  # of a brow's colour stays, the rest is skin
# What is worn beside a colour, and under it.
QUIET: tuple[Colour, ...] = (
    (0.88, 0.87, 0.84), (0.72, 0.72, 0.71), (0.30, 0.31, 0.33), (0.10, 0.12, 0.20),
    (0.72, 0.65, 0.54), (0.26, 0.19, 0.15), (0.09, 0.09, 0.10), (0.45, 0.42, 0.38),
)  # fmt: skip
MUTED, PATTERN = 0.22, 0.5  # of a colour is grey; of a pattern's is light or dark
_STREAM = 31
KEPT = 6  # pixels beyond a border that have its colours, and over which they give way
AGE = "head-age-incr"  # what sags with the years: the world shows less of it
LAMP = 2  # the studio's parameter that shows its lamp
RESTING = {
    "browInnerUp": 0.45, "browOuterUpLeft": 0.14, "browOuterUpRight": 0.14,
    "mouthSmileLeft": 0.5, "mouthSmileRight": 0.5, "mouthDimpleLeft": 0.1,
    "mouthDimpleRight": 0.1, "cheekSquintLeft": 0.2, "cheekSquintRight": 0.2,
    "eyeSquintLeft": 0.1, "eyeSquintRight": 0.1,
}  # fmt: skip
LIGHT = lit(
    ((0.6, 0.65, 1.0), (1.0, 0.96, 0.91), 0.80),
    ((0.94, 0.96, 1.0), 0.44),
    ((0.98, 0.92, 0.86), 0.36),
    ((-0.8, 0.6, -1.0), (1.0, 0.97, 0.92), 0.35),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Headshot:
    """A photo of a made person, and its middle, framed as users' photos are and cut out: colours,
    and how much of each pixel is theirs.
    """

    person: Person
    outfit: Outfit
    photo: UInt8[ndarray, "1024 1024 3"]
    bust: UInt8[ndarray, "512 512 4"]


def headshot(seed: int, renderer: Renderer) -> Headshot:
    """The person of a seed, whatever split that belongs to."""
    take = sitting(seed, renderer.pack)
    drawn = renderer.render(take)
    alone = without_backdrop(drawn.frames[0], drawn.mattes[0])
    strands = np.random.default_rng([seed, _STREAM, 1])
    alone = groomed(alone, renderer.combed(take), strands)
    points, size = framing_points(drawn), LARGER * BUST_SIZE
    colours, share = alone[..., :3], alone[..., 3:].repeat(3, axis=2)
    bust = crop_bust(colours, points, size), crop_bust(share, points, size)[..., :1]
    photo = drawn.frames[0] + (share / 255) * (colours - drawn.frames[0].astype(np.float64))
    return Headshot(
        person=take.person,
        outfit=take.outfit,
        photo=photo.round().astype(np.uint8),
        bust=np.dstack(bust),
    )


def without_backdrop(
    picture: UInt8[ndarray, "y x 3"], matte: UInt8[ndarray, "y x"]
) -> UInt8[ndarray, "y x 4"]:
    """Somebody before an even backdrop, who keeps their own colours at their border and a little
    beyond it: nothing of what they stood before is left.
    """
    away, nearest = distance_transform_edt(matte < 255, return_indices=True)
    own = picture[nearest[0], nearest[1]]
    backdrop = np.median(picture[matte == 0], axis=0) if (matte == 0).any() else 128
    beyond = np.clip((away - KEPT) / KEPT, 0, 1)[..., None]
    colours = own * (1 - beyond) + backdrop * beyond
    return np.dstack([colours.round().astype(np.uint8), matte])


def dressed(seed: int, pack: Pack) -> tuple[Person, Outfit]:
    """Who is seen on the headshot of a seed, and in what."""
    person = _softened(person_from_seed(seed, pack))
    _, outfit_seed, _ = _seeds(np.random.default_rng([seed, _STREAM]))
    outfit = _matched(outfit_from_seed(outfit_seed, person))
    return person, replace(outfit, hat="") if outfit.hat == "head scarf" else outfit


def _matched(outfit: Outfit) -> Outfit:
    """The same clothes as somebody chooses them who is photographed: one colour, a little muted,
    and beside it quiet ones.
    """
    rng = np.random.default_rng([_STREAM, *(round(1000 * part) for part in outfit.colours[0])])
    quiet = [QUIET[number] for number in rng.permutation(len(QUIET))]
    main = _mixed(outfit.colours[0], (float(np.mean(outfit.colours[0])),) * 3, MUTED)
    lighter = float(np.mean(main)) < 0.5
    pattern = _mixed(main, (0.92, 0.91, 0.88) if lighter else (0.10, 0.11, 0.14), PATTERN)
    colours = (main, *quiet[: len(outfit.colours) - 1])
    return replace(outfit, colours=colours, pattern_colour=pattern, hat_colour=quiet[-1])


def _mixed(one: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = ((1 - share) * a + share * b for a, b in zip(one, other, strict=True))
    return red, green, blue


def _seeds(rng: Generator) -> tuple[int, int, int]:
    """Of the backdrop, the outfit and the pose."""
    backdrop, outfit, pose = (int(value) for value in rng.integers(2**31, size=3))
    return backdrop, outfit, pose


def sitting(seed: int, pack: Pack) -> Take:
    """One frame of somebody who sits for a photo."""
    person, outfit = dressed(seed, pack)
    rng = np.random.default_rng([seed, _STREAM])
    backdrop, _, pose = _seeds(rng)
    request = TakeRequest(
        frames=1, size=(SIZE, SIZE), action="stand", expression="neutral", framing="close-up"
    )
    take = calmed(take_from_seed(pose, request, person, outfit, _backdrop(backdrop)))
    face = {name: np.array([value]) for name, value in RESTING.items()}
    level = float(rng.uniform(0.7, 1.15))
    one = np.ones(1)
    return replace(
        take,
        face={name: np.clip(level * curve, 0, 1) for name, curve in face.items()},
        joints={name: 0.2 * curve for name, curve in take.joints.items()},
        gaze=0.0 * take.gaze,
        camera=Camera(
            yaw=float(rng.normal(0, 0.06)) * one,
            pitch=0.02 * one,
            shift=np.array([[0.0, 0.16]]),
            face_pixels=FACE_PIXELS * one,
            focal=4.2,
        ),
    )


def _backdrop(seed: int) -> Scene:
    scene = scene_from_seed("studio", seed)
    without_lamp = (*scene.parameters[:LAMP], 0.0, *scene.parameters[LAMP + 1 :])
    return replace(scene, parameters=without_lamp, light=LIGHT)


def _softened(person: Person) -> Person:
    """The same person with features nearer to the mean, clearer skin and lighter brows; age shows
    as it does.
    """
    changes = {
        name: value if name == AGE else FEATURES * value
        for name, value in person.local_changes.items()
    }
    changes[AGE] = float(np.clip(changes[AGE] + max(person.age_years - 45, 0) / 60, -1, 1))
    for name, more in (WOMEN if person.gender == "woman" else MEN).items():
        for side in ("l-", "r-") if f"l-{name}" in changes else ("",):
            changed = changes[side + name] + more
            changes[side + name] = float(np.clip(changed, -1, 1))
    red, green, blue = (
        BROWS * brow + (1 - BROWS) * skin
        for brow, skin in zip(person.brow, person.skin, strict=True)
    )
    return replace(
        person,
        local_changes=changes,
        freckles=0.6 * person.freckles,
        moles=min(person.moles, 1),
        brow=(red, green, blue),
    )
