"""What passes in the picture of a made place: people on their ways, or what is outside a window."""

from dataclasses import dataclass

from jaxtyping import Float
from torch import Tensor

from retrat.models.made_places import MadePlaces, Ways


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Surroundings:
    """Where things pass, and what: `screens` as large as the picture, which shows a square of
    `side` pixels from `corner` (x, y) on, mirrored or not. `bustle` is how many times as many
    people as usual there are; nothing goes by outside of what does not drive.
    """

    ways: Ways
    screens: Float[Tensor, "s y x"]
    places: MadePlaces
    side: int
    corner: tuple[int, int]
    is_mirrored: bool
    bustle: float
    drives: bool

    @property
    def across(self) -> tuple[int, int]:
        """The picture's left and right edge in that square."""
        return self.corner[0], self.side - self.corner[0]
