"""People in one picture, side by side, each in a place of their own and as large as is asked.

A tower that carries one cut-out picture over in place carries a picture of several as well: so the
people of a clip are put together before it sees them, smaller the more there are, from left to
right in their order, the first in front of the others.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from jaxtyping import Float
from torch import Tensor

from retrat.conditioning.arms import with_arms
from retrat.conditioning.crowns import crowned
from retrat.conditioning.cut_out import CutOut
from retrat.media.busts import BUST_EYES

BUST = 256  # pixels of the side of a bust that is shown as it is
EVENED = 0.4  # of how far the lights of photos are apart
MOST_BRIGHT, MOST_WARM = 0.15, 0.12  # natural logarithms of the most that one is changed
FAINTEST = 1e-3  # of a matte: what is less shows no colour
LOW = 1.06  # of the height: a bust's side in a picture that is lower than one
EYES = 0.42  # of the height, where a close-up has them
# People -> a bust's side as a share of the picture's width, and where the middle of each is.
_ROWS = {
    2: (0.78, (0.27, 0.73)),
    3: (0.58, (0.2, 0.5, 0.8)),
    4: (0.45, (0.14, 0.38, 0.62, 0.86)),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Seat:
    """Where a bust's square lies in a picture, in pixels; it may reach beyond."""

    top: int
    left: int
    side: int


def seats(
    people: int, height: int, width: int, closeness: float = 1.0, bust: int = BUST
) -> list[Seat]:
    """Places for 1 to 4 busts, on the lower edge of a picture or beyond it, from left to right.

    `closeness` is their size, where one alone has `bust` pixels; who shares a picture is never
    larger than there is room.
    """
    if people == 1:
        side = round(closeness * bust)
        top = max(height - side, min(0, round(EYES * height - BUST_EYES[1] * side)))
        return [Seat(top=top, left=(width - side) // 2, side=side)]
    share, middles = _ROWS[people]
    side = round(min(height, share * width) * min(1.0, closeness))
    return [
        Seat(top=height - side, left=round(middle * width - side / 2), side=side)
        for middle in middles
    ]


def room_for_one(height: int, bust: int = BUST) -> float:
    """How large somebody alone is usually: as in their bust, but in a low picture so small that it
    shows the whole of their head.
    """
    return min(1.0, LOW * height / bust)


def seated(
    picture: Float[Tensor, "c v u"], seat: Seat, height: int, width: int
) -> Float[Tensor, "c y x"]:
    """A square picture in its seat, 0 around it."""
    size = (seat.side, seat.side)
    small = F.interpolate(picture[None], size, mode="bicubic", antialias=True)[0]
    below, right = height - seat.top - seat.side, width - seat.left - seat.side
    return F.pad(small, (seat.left, right, seat.top, below))


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Company:
    """People together: in [-1, 1] before plain grey, and what of the picture each of them is."""

    picture: Float[Tensor, "3 y x"]
    mattes: Float[Tensor, "n 1 y x"]
    seats: Sequence[Seat]

    @property
    def matte(self) -> Float[Tensor, "1 y x"]:
        """What anybody is."""
        return self.mattes.sum(dim=0).clamp(0, 1)

    @property
    def cut_out(self) -> CutOut:
        """Everybody in their own colours, without the grey that is half of their borders."""
        matte = self.matte
        return CutOut((self.picture / matte.clamp(min=FAINTEST)).clamp(-1, 1), matte)


def evened(
    busts: Sequence[Float[Tensor, "3 v u"]], mattes: Sequence[Float[Tensor, "1 v u"]]
) -> list[Float[Tensor, "3 v u"]]:
    """Busts in lights that are nearer to each other: as bright, by the lightest of each person, and
    as warm, by each face. By a part of what they differ, and little: what differs is skin, too.
    """
    levels = torch.stack([_light(*each) for each in zip(busts, mattes, strict=True)])
    brighter, warmer = (EVENED * (levels.mean(dim=0) - levels)).T
    brighter = brighter.clamp(-MOST_BRIGHT, MOST_BRIGHT)
    warmer = warmer.clamp(-MOST_WARM, MOST_WARM) / 2
    gains = torch.stack([brighter + warmer, brighter, brighter - warmer], dim=1).exp()
    return [
        ((bust + 1) * gain.to(bust)[:, None, None] - 1).clamp(-1, 1)
        for bust, gain in zip(busts, gains, strict=True)
    ]


def _light(bust: Float[Tensor, "3 v u"], matte: Float[Tensor, "1 v u"]) -> Float[Tensor, " 2"]:
    """Logarithms: how bright a person's lightest is, and how much redder than blue the face."""
    values = ((bust + 1) / 2).float().clamp(min=0.02)
    own = values.mean(dim=0)[matte[0] > 0.5]
    lightest = own.quantile(0.99) if len(own) else values.new_tensor(0.5)
    side, eyes = bust.shape[-1], BUST_EYES[1]
    rows = slice(round((eyes + 0.05) * side), round((eyes + 0.15) * side))
    face = values[:, rows, round(0.4 * side) : round(0.6 * side)].flatten(1).median(dim=1).values
    return torch.stack([lightest, face[0] / face[2]]).log()


def company(
    people: Sequence[CutOut],
    height: int,
    width: int,
    closeness: float = 1.0,
) -> Company:
    """Busts seated in one light, one alone as large as they are; who sits in front hides the
    others.
    """
    busts, mattes = ([each[part] for each in people] for part in (0, 1))
    places = seats(len(people), height, width, closeness, busts[0].shape[-1])
    picture, free = busts[0].new_zeros(3, height, width), busts[0].new_ones(1, height, width)
    seen = []
    for bust, matte, seat in zip(evened(busts, mattes), mattes, places, strict=True):
        shown, whole = (seated(each, seat, height, width) for each in (bust, matte))
        sitting = CutOut(shown.clamp(-1, 1), whole.clamp(0, 1))
        sitting = crowned(sitting, seat.top, seat.side)
        shown, whole = with_arms(sitting, seat.top, seat.left, seat.side)
        own = whole * free
        picture, free = picture + shown * own, free - own
        seen.append(own)
    return Company(picture=picture, mattes=torch.stack(seen), seats=places)
