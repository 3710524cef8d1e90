"""Made people: who they are (Person, for life) and what they wear today (Outfit, one take).

Every person follows from one seed. Traits are plain values, so captions and labels can name them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from retrat.train.data.assets import BROWS, Pack
from retrat.train.data.splits import Split, split

if TYPE_CHECKING:
    from numpy.random import Generator

Colour = tuple[float, float, float]

# Skin albedo in sRGB from the lightest to the deepest, ten steps over the human range.
_SKIN: tuple[Colour, ...] = (
    (0.95, 0.82, 0.75), (0.92, 0.77, 0.68), (0.89, 0.71, 0.59), (0.83, 0.64, 0.51),
    (0.76, 0.56, 0.43),
    (0.66, 0.47, 0.35), (0.55, 0.38, 0.28), (0.44, 0.29, 0.21), (0.34, 0.22, 0.16),
    (0.25, 0.16, 0.12),
)  # fmt: skip
HAIR_COLOURS: dict[str, Colour] = {
    "black": (0.055, 0.045, 0.045), "dark brown": (0.13, 0.085, 0.06), "brown": (0.24, 0.15, 0.09),
    "chestnut": (0.30, 0.155, 0.085), "auburn": (0.38, 0.15, 0.08), "ginger": (0.60, 0.27, 0.10),
    "dark blond": (0.46, 0.34, 0.20), "blond": (0.70, 0.55, 0.33),
    "platinum blond": (0.85, 0.78, 0.64),
    "grey": (0.50, 0.49, 0.48), "white": (0.82, 0.81, 0.79),
    "blue": (0.10, 0.22, 0.55), "pink": (0.80, 0.32, 0.52), "green": (0.12, 0.42, 0.22),
    "purple": (0.36, 0.15, 0.50),
}  # fmt: skip
_EYES: dict[str, Colour] = {
    "brown": (0.30, 0.16, 0.07), "dark brown": (0.15, 0.08, 0.04), "hazel": (0.42, 0.29, 0.12),
    "green": (0.30, 0.42, 0.22), "blue": (0.28, 0.45, 0.66), "grey": (0.45, 0.50, 0.54),
    "amber": (0.58, 0.36, 0.10),
}  # fmt: skip


_FRAMES: tuple[Colour, ...] = (
    (0.04, 0.04, 0.05),
    (0.30, 0.16, 0.08),
    (0.62, 0.52, 0.30),
    (0.50, 0.08, 0.10),
    (0.10, 0.16, 0.36),
    (0.6, 0.6, 0.62),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class HairCut:
    """A cut: a mesh of the pack (or none), what is trimmed of it, and how much is painted on the
    scalp.
    """

    name: str
    mesh: str | None
    words: str
    keep_above: float = -9.0  # template height below which hair is cut off
    scalp: float = 1.0  # opacity of hair painted on the scalp
    puff: float = 0.0  # metres the mesh is pushed out
    worn_by: str = "any"  # "woman" and "man" make a cut four times as likely for them


HAIR_CUTS: tuple[HairCut, ...] = (
    HairCut(name="bald", mesh=None, words="a bald head", scalp=0.0, worn_by="man"),
    HairCut(name="shaved", mesh=None, words="shaved hair", scalp=0.55, worn_by="man"),
    HairCut(name="buzz", mesh=None, words="a buzz cut", scalp=0.95, worn_by="man"),
    HairCut(name="short01", mesh="short01", words="short hair", worn_by="man"),
    HairCut(name="short02", mesh="short02", words="short hair", worn_by="man"),
    HairCut(name="short03", mesh="short03", words="short hair", worn_by="man"),
    HairCut(name="short04", mesh="short04", words="short hair", worn_by="man"),
    HairCut(name="afro", mesh="afro01", words="an afro"),
    HairCut(name="big afro", mesh="afro01", words="a big afro", puff=0.025),
    HairCut(name="bob01", mesh="bob01", words="a bob", worn_by="woman"),
    HairCut(name="bob02", mesh="bob02", words="a bob", worn_by="woman"),
    HairCut(name="braid", mesh="braid01", words="a braid", worn_by="woman"),
    HairCut(name="long", mesh="long01", words="long hair", worn_by="woman"),
    HairCut(
        name="shoulder length",
        mesh="long01",
        words="shoulder-length hair",
        keep_above=0.60,
        worn_by="woman",
    ),
    HairCut(name="ponytail", mesh="ponytail01", words="a ponytail", worn_by="woman"),
    HairCut(
        name="pulled back",
        mesh="ponytail01",
        words="hair pulled back",
        keep_above=0.70,
        worn_by="woman",
    ),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Beard:
    name: str
    words: str
    stubble: float = 0.0
    moustache: float = 0.0
    chin: float = 0.0
    jaw: float = 0.0


BEARDS: tuple[Beard, ...] = (
    Beard(name="none", words=""),
    Beard(name="stubble", words="stubble", stubble=0.6),
    Beard(name="moustache", words="a moustache", moustache=1.0),
    Beard(name="goatee", words="a goatee", moustache=0.9, chin=1.0),
    Beard(name="short beard", words="a short beard", moustache=0.8, chin=0.8, jaw=0.8, stubble=0.3),
    Beard(name="full beard", words="a full beard", moustache=1.0, chin=1.0, jaw=1.0, stubble=0.3),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """A person for life: body, face, skin, eyes, hair. Colours are sRGB."""

    seed: int
    gender: Literal["woman", "man"]
    age_years: int
    phenotypes: dict[str, float]
    local_changes: dict[str, float]
    skin_tone: float  # 0 lightest, 1 deepest
    skin: Colour
    redness: float
    freckles: float
    moles: int
    eye_name: str
    eye: Colour
    hair_cut: HairCut
    hair_name: str
    hair: Colour
    hairline: tuple[float, float]  # its height on the template, and how far the temples recede
    brows: str
    brow: Colour
    lashes: str
    lips: Colour
    beard: Beard
    make_up: float
    lid: Colour
    glasses: str  # "" or a frame of GLASSES
    frame_colour: Colour


@dataclass(frozen=True, kw_only=True, slots=True)
class Outfit:
    """What a person wears in one take. Colours are sRGB, one for each piece of the clothes mesh
    from the largest.
    """

    clothes: str
    words: str
    colours: tuple[Colour, ...]
    colour_name: str
    pattern: Literal["plain", "stripes", "checks", "dots", "heather"]
    pattern_colour: Colour
    hat: str  # "" or a name of HATS
    hat_colour: Colour
    glasses: str
    frame_colour: Colour


CLOTHES_COLOURS: dict[str, Colour] = {
    "white": (0.90, 0.89, 0.87), "black": (0.07, 0.07, 0.08), "grey": (0.45, 0.46, 0.48),
    "red": (0.70, 0.09, 0.10),
    "dark red": (0.38, 0.06, 0.09), "orange": (0.86, 0.42, 0.10), "yellow": (0.88, 0.72, 0.16),
    "green": (0.13, 0.45, 0.22),
    "olive": (0.36, 0.36, 0.18), "teal": (0.07, 0.42, 0.43), "light blue": (0.45, 0.66, 0.85),
    "blue": (0.12, 0.27, 0.64),
    "navy": (0.07, 0.10, 0.24), "purple": (0.36, 0.17, 0.50), "pink": (0.88, 0.50, 0.62),
    "brown": (0.36, 0.22, 0.13),
    "beige": (0.76, 0.67, 0.53),
}  # fmt: skip
GARMENTS: dict[str, str] = {
    "female_casualsuit01": "top", "female_casualsuit02": "top", "female_elegantsuit01": "dress",
    "female_sportsuit01": "sports top", "male_casualsuit01": "shirt",
    "male_casualsuit02": "sweater",
    "male_casualsuit03": "shirt", "male_casualsuit04": "T-shirt", "male_casualsuit05": "shirt",
    "male_casualsuit06": "T-shirt", "male_elegantsuit01": "suit", "male_worksuit01": "work suit",
}  # fmt: skip


WEARABLE_HATS = ("fedora", "fedora_cocked", "knitted cap", "knitted cap", "head scarf")


def outfit_from_seed(seed: int, person: Person) -> Outfit:
    """What `person` wears in the take with this seed."""
    rng = np.random.default_rng([seed, 2])
    names = [name for name in GARMENTS if person.gender == "man" or name != "male_elegantsuit01"]
    names = [name for name in names if person.gender == "woman" or not name.startswith("female")]
    clothes = str(rng.choice(names))
    colour_name = str(rng.choice(list(CLOTHES_COLOURS)))
    pattern = str(
        rng.choice(
            ["plain", "stripes", "checks", "dots", "heather"], p=[0.5, 0.14, 0.12, 0.09, 0.15]
        )
    )
    others = [
        _jitter(CLOTHES_COLOURS[str(rng.choice(list(CLOTHES_COLOURS)))], 0.1, rng) for _ in range(7)
    ]
    return Outfit(
        clothes=clothes,
        words=GARMENTS[clothes],
        colours=(_jitter(CLOTHES_COLOURS[colour_name], 0.08, rng), *others),
        colour_name=colour_name,
        pattern=pattern,  # type: ignore[arg-type]
        pattern_colour=others[-1],
        hat=str(rng.choice(WEARABLE_HATS)) if rng.random() < 0.16 else "",
        hat_colour=others[-2],
        glasses=person.glasses,
        frame_colour=person.frame_colour,
    )


def seeds_of(part: Split, rng: Generator) -> int:
    """A random person seed that belongs to one split."""
    while True:
        seed = int(rng.integers(0, 2**31))
        if split(seed) == part:
            return seed


def person_from_seed(seed: int, pack: Pack) -> Person:
    rng = np.random.default_rng([seed, 1])
    gender: Literal["woman", "man"] = "woman" if rng.random() < 0.5 else "man"
    age_years = int(np.clip(18 + 62 * rng.beta(1.1, 1.9), 18, 80))
    ancestry = _ancestry(rng)
    tone = _skin_tone(ancestry, rng)
    hair_name = _hair_name(ancestry, age_years, tone, rng)
    hair = _jitter(HAIR_COLOURS[hair_name], 0.12, rng)
    make_up = (
        float(rng.uniform(0.25, 1.0))
        if rng.random() < (0.55 if gender == "woman" else 0.02)
        else 0.0
    )
    skin = _skin_colour(tone, rng)
    eye_name = _eye_name(ancestry, tone, rng)
    return Person(
        seed=seed,
        gender=gender,
        age_years=age_years,
        phenotypes=_phenotypes(gender, age_years, ancestry, rng),
        local_changes=_local_changes(pack, age_years, rng),
        skin_tone=tone,
        skin=skin,
        redness=float(rng.uniform(0.15, 1.0)),
        freckles=float(rng.uniform(0.3, 1.0))
        if rng.random() < (0.3 if tone < 0.4 else 0.06)
        else 0.0,
        moles=int(rng.integers(0, 5)),
        eye_name=eye_name,
        eye=_jitter(_EYES[eye_name], 0.15, rng),
        hair_cut=_hair_cut(gender, age_years, ancestry, rng),
        hair_name=hair_name,
        hair=hair,
        hairline=_hairline(gender, age_years, rng),
        brows=str(rng.choice(BROWS)),
        brow=_brow_colour(hair_name, hair, skin),
        lashes=str(rng.choice(["eyelashes01", "eyelashes02", "eyelashes03", "eyelashes04"])),
        lips=_lip_colour(skin, make_up, rng),
        beard=_beard(gender, rng),
        make_up=make_up,
        lid=_colour(rng.uniform(0.1, 0.7, 3)),
        glasses=str(rng.choice(["round", "square", "browline"])) if rng.random() < 0.22 else "",
        frame_colour=_jitter(_FRAMES[int(rng.integers(len(_FRAMES)))], 0.1, rng),
    )


def _ancestry(rng: Generator) -> dict[str, float]:
    shares = rng.dirichlet([0.35, 0.35, 0.35])
    return dict(zip(("african", "asian", "caucasian"), (float(s) for s in shares), strict=True))


def _skin_tone(ancestry: dict[str, float], rng: Generator) -> float:
    centre = 0.80 * ancestry["african"] + 0.38 * ancestry["asian"] + 0.16 * ancestry["caucasian"]
    return float(np.clip(centre + rng.normal(0, 0.14), 0, 1))


def _colour(values: Iterable[float]) -> Colour:
    red, green, blue = (float(value) for value in values)
    return red, green, blue


def _skin_colour(tone: float, rng: Generator) -> Colour:
    steps = np.array(_SKIN)
    at = tone * (len(steps) - 1)
    low = int(min(np.floor(at), len(steps) - 2))
    colour = steps[low] + (steps[low + 1] - steps[low]) * (at - low)
    undertone = rng.normal(0, 1) * np.array([0.012, 0.0, -0.018])
    return _colour(np.clip(colour * (1 + rng.normal(0, 0.02)) + undertone, 0.05, 0.98))


def _hair_name(ancestry: dict[str, float], age: int, tone: float, rng: Generator) -> str:
    if rng.random() < 0.05:
        return str(rng.choice(["blue", "pink", "green", "purple"]))
    if rng.random() < np.clip((age - 38) / 40, 0, 0.9):
        return "white" if rng.random() < np.clip((age - 55) / 30, 0, 0.7) else "grey"
    if rng.random() < 0.9 * (ancestry["african"] + ancestry["asian"]):
        return str(rng.choice(["black", "dark brown", "brown"], p=[0.6, 0.3, 0.1]))
    names = [
        "black",
        "dark brown",
        "brown",
        "chestnut",
        "auburn",
        "ginger",
        "dark blond",
        "blond",
        "platinum blond",
    ]
    fair = np.array([0.5, 1, 1.2, 1, 0.7, 0.8, 1.1, 1.2, 0.5])
    dark = np.array([2, 2, 1, 0.5, 0.3, 0.1, 0.2, 0.2, 0.1])
    chances = dark + (fair - dark) * np.clip(1 - 2 * tone, 0, 1)
    return str(rng.choice(names, p=chances / chances.sum()))


def _eye_name(ancestry: dict[str, float], tone: float, rng: Generator) -> str:
    if rng.random() < ancestry["african"] + ancestry["asian"] or tone > 0.5:
        return str(
            rng.choice(["brown", "dark brown", "hazel", "amber"], p=[0.45, 0.45, 0.07, 0.03])
        )
    return str(rng.choice(list(_EYES), p=[0.2, 0.05, 0.15, 0.18, 0.28, 0.11, 0.03]))


def _hair_cut(gender: str, age: int, ancestry: dict[str, float], rng: Generator) -> HairCut:
    chances = np.ones(len(HAIR_CUTS))
    for index, cut in enumerate(HAIR_CUTS):
        if cut.worn_by != "any":
            chances[index] = (
                1.0
                if cut.worn_by == gender
                else (0.04 if cut.mesh is None or gender == "man" else 0.25)
            )
        if cut.name == "bald":
            chances[index] *= 1.5 if age > 40 else 0.5
        if "afro" in cut.name:
            chances[index] *= 0.25 + 3.0 * ancestry["african"]
    return HAIR_CUTS[int(rng.choice(len(HAIR_CUTS), p=chances / chances.sum()))]


def _phenotypes(
    gender: str, age_years: int, ancestry: dict[str, float], rng: Generator
) -> dict[str, float]:
    years = np.interp(age_years, [12, 25, 50, 80], [0.5, 0.667, 0.83, 1.0])
    return {
        "gender": float(rng.uniform(0.0, 0.14) if gender == "man" else rng.uniform(0.86, 1.0)),
        "age": float(years),
        "muscle": float(rng.uniform(0.25, 0.85)),
        "weight": float(np.clip(rng.normal(0.48, 0.17), 0.15, 0.95)),
        "height": float(rng.uniform(0.3, 0.75)),
        "proportions": float(rng.uniform(0.45, 0.95)),
        "cupsize": float(rng.uniform(0.2, 0.6)),
        "firmness": float(rng.uniform(0.4, 0.8)),
        **ancestry,
    }


def _local_changes(pack: Pack, age_years: int, rng: Generator) -> dict[str, float]:
    """Signed strength of each local change in [-1, 1]; both sides of the face nearly alike."""
    changes: dict[str, float] = {}
    names = pack.labels["local_change"][::2]
    spread = rng.uniform(0.22, 0.42)
    for name in names:
        if name.startswith("r-") and "l-" + name[2:] in changes:
            changes[name] = float(np.clip(changes["l-" + name[2:]] + rng.normal(0, 0.04), -1, 1))
        else:
            changes[name] = float(
                np.clip(
                    rng.normal(0, spread) * _LOCAL_SPREAD.get(name.removeprefix("l-"), 1.0), -1, 1
                )
            )
    changes["head-age-incr"] = float(np.clip((age_years - 45) / 50 + rng.normal(0, 0.1), -0.5, 0.8))
    return changes


# Changes that leave the human range or break fitted meshes at full spread get less.
_LOCAL_SPREAD = {
    "chin-jaw-drop-incr": 0.5, "chin-prognathism-incr": 0.4, "head-angle-out": 0.3,
    "head-trans-forward": 0.2,
    "head-trans-up": 0.2, "head-trans-out": 0.0, "neck-trans-out": 0.0,
    "neck-trans-forward": 0.2, "neck-trans-up": 0.2,
    "mouth-trans-out": 0.12, "nose-trans-out": 0.12, "eye-trans-out": 0.5, "eye-scale-incr": 0.7,
    "eye-push1-out": 0.4, "eye-push2-out": 0.4, "neck-double-incr": 0.6, "ear-wing-incr": 0.5,
    "mouth-trans-forward": 0.4, "eyebrows-trans-forward": 0.6, "nose-compression-uncompress": 0.5,
    "head-scale-depth-incr": 0.6, "head-back-scale-depth-incr": 0.5, "forehead-trans-forward": 0.5,
    "ear-scale-incr": 0.6, "ear-rot-forward": 0.5, "ear-trans-forward": 0.4, "ear-trans-up": 0.4,
    "mouth-laugh-lines-out": 0.6, "stomach-tone-incr": 0.5, "nose-septumangle-incr": 0.6,
}  # fmt: skip


def _hairline(gender: str, age: int, rng: Generator) -> tuple[float, float]:
    recede = (
        rng.uniform(0, 1) * np.clip((age - 25) / 40, 0, 1)
        if gender == "man"
        else 0.1 * rng.random()
    )
    return float(rng.uniform(0.788, 0.796) + 0.018 * recede), float(-0.3 - 0.5 * recede)


def _beard(gender: str, rng: Generator) -> Beard:
    if gender == "woman":
        return BEARDS[0]
    return BEARDS[int(rng.choice(len(BEARDS), p=[0.42, 0.16, 0.08, 0.10, 0.14, 0.10]))]


def _brow_colour(hair_name: str, hair: Colour, skin: Colour) -> Colour:
    natural = (
        hair if hair_name not in ("blue", "pink", "green", "purple") else HAIR_COLOURS["dark brown"]
    )
    darker = 0.75 if hair_name not in ("black", "dark brown") else 1.0
    return _colour(0.9 * h * darker + 0.1 * s * 0.5 for h, s in zip(natural, skin, strict=True))


def _lip_colour(skin: Colour, make_up: float, rng: Generator) -> Colour:
    natural = np.array(skin) * np.array([0.92, 0.68, 0.68]) + np.array([0.02, -0.01, 0.0])
    sticks = np.array(
        [
            [0.72, 0.10, 0.16],
            [0.55, 0.08, 0.18],
            [0.80, 0.36, 0.38],
            [0.62, 0.30, 0.28],
            [0.70, 0.20, 0.42],
        ]
    )
    mixed = natural + (sticks[rng.integers(len(sticks))] - natural) * make_up * 0.75
    return _colour(np.clip(mixed, 0.03, 0.95))


def _jitter(colour: Colour, amount: float, rng: Generator) -> Colour:
    return _colour(
        np.clip(
            np.array(colour) * (1 + rng.normal(0, amount) + rng.normal(0, amount / 3, 3)),
            0.01,
            0.97,
        )
    )
