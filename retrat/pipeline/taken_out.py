"""Whoever stands before a place, taken out of it, moved, and put back.

What is behind them stays, or comes away as they walk.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import torch
from jaxtyping import Float, UInt8
from torch import Tensor

from retrat.conditioning.cut_out import filled
from retrat.conditioning.motions import Motion
from retrat.models.moving import moved
from retrat.pipeline.camera import EYES, Plane
from retrat.pipeline.curves import eased
from retrat.pipeline.face_windows import FacePlace
from retrat.pipeline.layers import grown
from retrat.pipeline.motions import Body

FRAMES_AT_ONCE = 24
COMES_AWAY = {Motion.WALK: 0.07, Motion.RUN: 0.12}  # smaller by so much in a second is the place
FARTHEST = 0.5  # at most, in a clip


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class TakenOut:
    """People of a clip: their colours, of [0, 2], times how much of each pixel they are, and that,
    of 255. In half the precision: a long clip is large.
    """

    colours: Float[Tensor, "f 3 y x"]
    shares: UInt8[Tensor, "f 1 y x"]

    def over(self, pixels: Float[Tensor, "f 3 y x"]) -> Float[Tensor, "f 3 y x"]:
        """Before other pictures, into them."""
        for frame, colours, share in zip(pixels, self.colours, self.shares, strict=True):
            behind = (frame + 1) * (1 - share.to(frame) / 255)
            torch.sub(behind + colours.to(frame), 1, out=frame)
        return pixels.clamp_(-1, 1)


def taken_out(
    pixels: Float[Tensor, "f 3 y x"],
    shares: UInt8[Tensor, "f 1 y x"],
    place: Float[Tensor, "3 y x"] | None,
) -> TakenOut:
    """Whoever is in the clip, whose pixels become what is behind them: the place, or where that is
    not known, what is around them.
    """
    colours = torch.empty_like(pixels, dtype=torch.float16)
    for frame, kept, share in zip(pixels, colours, shares, strict=True):
        part = share.to(frame) / 255
        behind = place
        if behind is None:
            behind = filled(frame[None], 1 - grown((4 * part).clamp(max=1))[None])[0]
        kept.copy_((frame + 1) - (1 - part) * (behind + 1))
        frame.copy_(behind)
    return TakenOut(colours=colours, shares=shares)


def in_motion(
    people: TakenOut, bodies: Sequence[tuple[FacePlace, Body]], scale: int = 1
) -> TakenOut:
    """The same, each of them moved as their body does, into the same memory."""
    height, width = people.colours.shape[-2:]
    shares = _whose([face for face, _ in bodies], width)
    for some in torch.arange(len(people.colours)).split(FRAMES_AT_ONCE // scale**2):
        come_from = torch.zeros(len(some), 2, height, width)
        for (face, body), share in zip(bodies, shares, strict=True):
            come_from += share * body.some(some).seen_at(face, height, width)
        come_from = come_from.to(people.colours.device)
        known = people.shares[some]
        seen = torch.cat([people.colours[some].float(), known.float() / 255], dim=1)
        seen = moved(seen, come_from, is_sharp=True)
        people.colours[some] = seen[:, :3].to(people.colours)
        people.shares[some] = (255 * seen[:, 3:].clamp(0, 1)).round().to(known)
    return people


def _whose(faces: Sequence[FacePlace], width: int) -> list[Float[Tensor, " x"]]:
    """How much each column is of whom: of whoever is nearest, changing softly in between."""
    columns, order = torch.arange(width) + 0.5, sorted(range(len(faces)), key=lambda i: faces[i].x)
    shares = [torch.ones(width) for _ in faces]
    for left, right in pairwise(order):
        middle = (faces[left].x + faces[right].x) / 2
        soft = max(1.0, (faces[right].x - faces[left].x) / 4)
        beyond = eased(columns, middle - soft / 2, soft)
        shares[left] = shares[left] * (1 - beyond)
        shares[right] = shares[right] * beyond
    return shares


def coming_away(
    pixels: Float[Tensor, "f 3 y x"], motions: Sequence[Motion], rate: float, scale: int = 1
) -> Float[Tensor, "f 3 y x"]:
    """A place before which somebody walks towards a camera that goes back as fast: it comes away,
    and ends as its picture is. Into the same memory.
    """
    speed = max((COMES_AWAY.get(each, 0.0) for each in motions), default=0.0)
    if not speed:
        return pixels
    frames, _, height, width = pixels.shape
    speed = min(speed, FARTHEST * rate / frames)
    zero = torch.zeros(frames)
    plane = Plane(
        larger=torch.exp(speed * (frames - 1 - torch.arange(frames)) / rate),
        right=zero,
        down=zero,
        turned=zero,
    )
    for some in torch.arange(frames).split(FRAMES_AT_ONCE // scale**2):
        come_from = plane.some(some).come_from((width / 2, EYES * height), height, width)
        pixels[some] = moved(pixels[some], come_from.to(pixels), is_sharp=True).clamp(-1, 1)
    return pixels
