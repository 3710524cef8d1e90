"""What somebody asks for. A value of it is checked before any weight is loaded."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from numbers import Integral, Real
from typing import Any

import torch
from jaxtyping import Float
from torch import Tensor

from retrat.conditioning.company import BUST
from retrat.conditioning.lines import (
    QUOTED,
    TAGGED,
    Line,
    check_fit,
    check_quotes,
    check_speakable,
    lines_of,
    shortened,
)
from retrat.conditioning.references import MOST_PICTURES as MOST_PICTURES
from retrat.conditioning.shots import SHORTEST_SHOT, Shot, seconds_of_shots, shots_of
from retrat.conditioning.sizes import FINE as FINE
from retrat.conditioning.sizes import LARGE as LARGE
from retrat.conditioning.sizes import MADE as MADE
from retrat.conditioning.sizes import SIZES as SIZES
from retrat.conditioning.sizes import Size as Size
from retrat.conditioning.sizes import drawn, resized, scale_of, shrunk
from retrat.conditioning.slots import MOST_PEOPLE
from retrat.errors import RequestError
from retrat.types import Audio

SHORTEST_SECONDS, LONGEST_SECONDS = SHORTEST_SHOT, 10.0
MOST_CHARACTERS = 2000
MOST_STEPS = 200
_BLANK = "\u115f\u1160\u2800\u3164\uffa0"  # letters and signs by their class, and empty to see


class Recommended(Enum):
    """ "What the weights recommend", in place of a value."""

    BY_RELEASE = "recommended"


BY_RELEASE = Recommended.BY_RELEASE


def is_number(value: object) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool)


def is_whole(value: object) -> bool:
    return isinstance(value, Integral) and not isinstance(value, bool)


def _is_visible(character: str) -> bool:
    return unicodedata.category(character)[0] in "LNPS" and character not in _BLANK


@dataclass(frozen=True, kw_only=True, slots=True)
class Guidance:
    """How much each step of the chain nothing -> people -> text -> bridge counts; 1 is off."""

    text: float
    people: float
    bridge: float

    @property
    def scales(self) -> tuple[float, float, float]:
        return self.text, self.people, self.bridge


@dataclass(frozen=True, kw_only=True, slots=True)
class Windows:
    """How much is made together where a clip is made in stages.

    Latent frames of the picture, latents of the sound and how many of those are shared with the
    stretch before. `picture_steps` are the steps of what moves, which is sure of more from the
    start, `still_steps` those of the first picture where nobody asked for a number (0: as the
    sound's); `is_anchored` says that every window begins with the first picture instead of the
    last one made. `hears` says whether what moves hears the sound over the bridge. `sound_guidance`
    are the sound's own scales of text and people where nobody asked for any (empty: the
    picture's).
    """

    picture: int
    sound: int
    sound_overlap: int
    picture_steps: int
    is_anchored: bool
    still_steps: int = 0
    hears: bool = True
    sound_guidance: Sequence[float] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Recommendations:
    """What a release of weights was trained for; without `windows`, a clip is made at once.

    `seamed` is the side in pixels of cells whose borders show and are joined; 0 for none.
    """

    steps: int
    shift: float
    guidance: Guidance
    windows: Windows | None = None
    seamed: int = 0


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Reference:
    """One person: for every picture the bust and the aligned face in [-1, 1], and a voice.

    A bust has 256 pixels a side or a multiple of that; larger ones show in larger clips. Pictures
    and faces go together; either they or the voice may be missing. The voice is mono at the audio
    VAE's rate. `made_voice` is the row of the release's made person whose voice is lent to somebody
    without one, and `mattes` say what of each bust somebody is where that is known, as it is of
    made people; who asks for a clip leaves both out.
    """

    busts: tuple[Float[Tensor, "3 y x"], ...] = ()
    faces: tuple[Float[Tensor, "3 v u"], ...] = ()
    voice: Audio | None = None
    made_voice: int | None = None
    mattes: tuple[Float[Tensor, "1 p q"], ...] = ()

    def as_made(self) -> "Reference":
        """The same with busts of the size that models see."""
        return replace(self, busts=tuple(resized(bust, BUST, BUST) for bust in self.busts))

    def on(self, device: torch.device) -> "Reference":
        """The same on a device."""
        return replace(
            self,
            busts=tuple(bust.to(device) for bust in self.busts),
            mattes=tuple(matte.to(device) for matte in self.mattes),
            faces=tuple(face.to(device) for face in self.faces),
            voice=None if self.voice is None else self.voice.on(device),
        )


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class GenerateRequest:
    """A clip to make. `size` is (width, height); `references` are in the order of `character1..`.

    `image` is the first frame and `place` a picture of where it happens, both of the size in which
    the clip is drawn (`conditioning.sizes.drawn`); `audio` is the sound track, which lips follow.
    `story` is the whole prompt where this one is a shot of it: who plays is chosen by that.
    """

    prompt: str
    references: tuple[Reference, ...] = ()
    image: Float[Tensor, "3 y x"] | None = None
    place: Float[Tensor, "3 y x"] | None = None
    audio: Audio | None = None
    seconds: float = 4.0
    size: tuple[int, int] = (256, 256)
    seed: int = 0
    steps: int | Recommended = BY_RELEASE
    guidance: Guidance | Recommended = BY_RELEASE
    has_sound: bool = True
    story: str | None = None

    @property
    def casting_prompt(self) -> str:
        return self.story or self.prompt

    @property
    def shots(self) -> tuple[Shot, ...]:
        return shots_of(self.prompt)

    @property
    def lines(self) -> tuple[Line, ...]:
        """The words to be spoken; a recording speaks for itself."""
        return lines_of(self.prompt) if self.has_sound and self.audio is None else ()

    @property
    def speaks(self) -> bool:
        """Is anything said, by words or by a recording?"""
        return bool(self.lines) or self.audio is not None

    @property
    def scale(self) -> int:
        """How many times as large as it is made the clip is drawn."""
        return scale_of(self.size)

    def as_drawn(self) -> "GenerateRequest":
        """The same in the size in which it is drawn, which may have a rim that nobody sees."""
        return replace(self, size=drawn(self.size))

    def as_made(self) -> "GenerateRequest":
        """The same in the size in which it is made, with pictures of that size."""
        scale = self.scale
        width, height = drawn(self.size)
        return replace(
            self,
            references=tuple(each.as_made() for each in self.references),
            image=None if self.image is None else shrunk(self.image, scale),
            place=None if self.place is None else shrunk(self.place, scale),
            size=(width // scale, height // scale),
        )

    def on(self, device: torch.device) -> "GenerateRequest":
        """The same with everything that is given on a device."""
        return replace(
            self,
            references=tuple(reference.on(device) for reference in self.references),
            image=None if self.image is None else self.image.to(device),
            place=None if self.place is None else self.place.to(device),
            audio=None if self.audio is None else self.audio.on(device),
        )

    def settings(self) -> dict[str, Any]:
        """The plain values, for metadata; pictures and sounds are not among them."""
        guidance = self.guidance
        return {
            "prompt": self.prompt,
            "seconds": self.seconds,
            "size": f"{self.size[0]}x{self.size[1]}",
            "seed": self.seed,
            "steps": self.steps.value if isinstance(self.steps, Recommended) else self.steps,
            "guidance": guidance.value if isinstance(guidance, Recommended) else guidance.scales,
            "has_sound": self.has_sound,
        }

    def resolved(self, recommended: Recommendations) -> "GenerateRequest":
        """The same request with every "recommended" replaced by its value."""
        steps = recommended.steps if isinstance(self.steps, Recommended) else self.steps
        guidance = self.guidance
        if isinstance(guidance, Recommended):
            guidance = recommended.guidance
        return replace(self, steps=steps, guidance=guidance)

    def validate(self) -> None:
        """Refuse, in one sentence with the remedy, what cannot be made."""
        self.check_prompt()
        self._check_numbers()
        self._check_people()
        self._check_given()
        lasting = seconds_of_shots(self.shots, self.seconds)
        shots = zip(self.shots, lasting, strict=True)
        for number, (shot, seconds) in enumerate(shots, start=1):
            lines = replace(self, prompt=shot.prompt).lines
            check_fit(lines, seconds, of=number if len(lasting) > 1 else None)

    def check_prompt(self) -> None:
        """Refuse a prompt that can't be read; cheap, and to be done before it is taken apart."""
        if not isinstance(self.prompt, str):
            raise RequestError(
                f"prompt={shortened(ascii(self.prompt))} is no text. Say in a sentence what the "
                "clip should show.",
                field="prompt",
            )
        if not any(_is_visible(character) for character in self.prompt):
            raise RequestError(
                "The prompt is empty. Say in a sentence what the clip should show.",
                field="prompt",
            )
        if len(self.prompt) > MOST_CHARACTERS:
            raise RequestError(
                f"The prompt has {len(self.prompt)} characters; at most {MOST_CHARACTERS} are "
                "allowed. Shorten it.",
                field="prompt",
            )
        try:
            self.prompt.encode()
        except UnicodeEncodeError as error:
            raise RequestError(
                f"Character {error.start + 1} of the prompt is no character but a part of one "
                f"({self.prompt[error.start]!a}). Write the prompt in UTF-8.",
                field="prompt",
            ) from None
        check_quotes(self.prompt)
        if self.has_sound and self.audio is None:
            check_speakable(self.prompt)

    def _check_types(self) -> None:
        """Numbers are numbers; what they may be is checked after."""
        size = self.size
        is_pair = isinstance(size, tuple) and len(size) == 2
        is_steps = isinstance(self.steps, Recommended) or is_whole(self.steps)
        for field, is_right, wanted in (
            ("seconds", is_number(self.seconds), "Give a number, such as 4 or 2.5"),
            ("size", is_pair and all(map(is_whole, size)), "Give width and height as (256, 256)"),
            ("seed", is_whole(self.seed), "Give a whole number, such as 7"),
            ("steps", is_steps, "Give a whole number, or leave it out"),
        ):
            if not is_right:
                value = shortened(ascii(getattr(self, field)))
                text = f"{field}={value} can't be understood. {wanted}."
                raise RequestError(text, field=field)

    def _check_numbers(self) -> None:
        self._check_types()
        if not SHORTEST_SECONDS <= self.seconds <= LONGEST_SECONDS:
            raise RequestError(
                f"seconds={self.seconds:g} is outside what the model was made for. "
                f"Use {SHORTEST_SECONDS:g} to {LONGEST_SECONDS:g}.",
                field="seconds",
            )
        if self.size not in SIZES:
            width, height = self.size
            allowed = ", ".join(f"{x}x{y}" for x, y in SIZES)
            raise RequestError(
                f"size={width}x{height} is not a size of the model. Use one of {allowed}.",
                field="size",
            )
        if not 0 <= self.seed < 2**63:
            raise RequestError(
                f"seed={self.seed} is out of range. Use a whole number from 0 to 2^63 - 1.",
                field="seed",
            )
        steps = self.steps
        if not isinstance(steps, Recommended) and not 1 <= steps <= MOST_STEPS:
            raise RequestError(
                f"steps={steps} is out of range. Use 1 to {MOST_STEPS}, or leave it out.",
                field="steps",
            )
        self._check_guidance()

    def _check_guidance(self) -> None:
        if isinstance(self.guidance, Recommended):
            return
        for name, scale in zip(("text", "people", "bridge"), self.guidance.scales, strict=True):
            if not 0 <= scale <= 30:
                raise RequestError(
                    f"The {name} guidance is {scale:g}. Use 0 to 30, where 1 is off.",
                    field="guidance",
                )

    def _check_people(self) -> None:
        if len(self.references) > MOST_PEOPLE:
            raise RequestError(
                f"{len(self.references)} people are too many. Use at most {MOST_PEOPLE}.",
                field="references",
            )
        for number, person in enumerate(self.references, start=1):
            pictures = len(person.busts)
            assert pictures == len(person.faces), "every picture has a bust and a face"
            if pictures == 0 and person.voice is None:
                raise RequestError(
                    f"Person {number} has neither a picture nor a voice. Give at least one.",
                    field="references",
                )
            if pictures > MOST_PICTURES:
                raise RequestError(
                    f"Person {number} has {pictures} pictures. Use at most {MOST_PICTURES}.",
                    field="references",
                )
        self._check_speakers()

    def _check_speakers(self) -> None:
        """Where nobody's photo is given, everybody is cast whom the prompt tags."""
        is_cast = not any(person.busts for person in self.references)
        people = MOST_PEOPLE if is_cast else len(self.references)
        highest = max((int(tag) for tag in TAGGED.findall(QUOTED.sub("", self.prompt))), default=0)
        if is_cast and highest > MOST_PEOPLE:
            raise RequestError(
                f"character{highest} is in the prompt, but {MOST_PEOPLE} people are the most in a "
                "clip. Number them from character1 on.",
                field="prompt",
            )
        for line in self.lines:
            if not 1 <= line.person <= people:
                seen = "1 person is" if people == 1 else f"{people} people are"
                raise RequestError(
                    f"character{line.person} speaks in the prompt, but {seen} in the clip. "
                    "Name everyone who speaks; pictures without a name are of one person.",
                    field="prompt",
                )

    def _check_given(self) -> None:
        width, height = drawn(self.size)
        for name, picture in (("image", self.image), ("place", self.place)):
            if picture is not None and tuple(picture.shape[1:]) != (height, width):
                got = "x".join(str(side) for side in reversed(picture.shape[1:]))
                seen = "" if self.size == (width, height) else f", {width}x{height} with its rim"
                clip = f"the clip {self.size[0]}x{self.size[1]}{seen}"
                raise RequestError(
                    f"The {name} is {got} pixels, {clip}. Crop it to that size.",
                    field=name,
                )
        if self.image is not None and self.place is not None:
            raise RequestError(
                "A first frame already shows where it happens. Leave the place out, or the image.",
                field="place",
            )
        if self.image is not None and len(self.shots) > 1:
            raise RequestError(
                f"The prompt has {len(self.shots)} shots, but a first frame begins one alone. "
                "Leave the marks (Shot 1:) out, or give a photo of the person as reference.",
                field="prompt",
            )
        if self.audio is not None and not self.has_sound:
            raise RequestError(
                "A recording was given, but the clip is to have no sound. Leave one of them out.",
                field="audio",
            )
