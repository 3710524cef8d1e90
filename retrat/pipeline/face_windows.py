"""Where a face is in a picture, and windows around it that are taken out and put back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from jaxtyping import Float, Int, Num
from torch import Tensor

from retrat.conditioning.sizes import shrunk
from retrat.models.moving import rise, stretched

NEARLY = 0.1  # of its size that a face may be too large or small and still be taken as it is


@dataclass(frozen=True, kw_only=True, slots=True)
class FacePlace:
    """The middle between the eyes in pixels, and how many of the picture one of a bust is."""

    x: float
    y: float
    scale: float


FindFaces = Callable[[Float[Tensor, "3 y x"]], Sequence[FacePlace]]
"""Faces of a picture from left to right."""


def found_small(find_faces: FindFaces, scale: int) -> FindFaces:
    """Finds in a picture what is found in the same one as many times smaller."""

    def found(picture: Float[Tensor, "3 y x"]) -> Sequence[FacePlace]:
        faces = find_faces(shrunk(picture, scale))
        return [
            FacePlace(x=scale * face.x, y=scale * face.y, scale=scale * face.scale)
            for face in faces
        ]

    return find_faces if scale == 1 else found


def nobody(_: Float[Tensor, "3 y x"]) -> Sequence[FacePlace]:
    """No face is looked for, nothing of it moved."""
    return ()


class FaceWindow:
    """A square of a picture that goes with a face: `side` pixels of a bust, its middle `below`
    pixels of a bust below the eyes. It may reach beyond the picture, whose edge goes on there.
    """

    def __init__(
        self, face: FacePlace, *, side: int, below: float, height: int, width: int
    ) -> None:
        self.net_side = side
        self.side = side if abs(face.scale - 1) < NEARLY else round(side * face.scale)
        at = torch.arange(self.side) - self.side // 2
        rows, columns = round(face.y + face.scale * below) + at, round(face.x) + at
        self._rows, self._columns = rows.clamp(0, height - 1), columns.clamp(0, width - 1)
        self._border = [
            (bool(at[0] > 0), bool(at[-1] < size - 1))
            for at, size in ((rows, height), (columns, width))
        ]
        self._beyond = [
            (bool(at[0] < 0), bool(at[-1] >= size))
            for at, size in ((rows, height), (columns, width))
        ]
        self._inner = ..., _within(rows, height), _within(columns, width)
        self._outer = ..., _stretch(rows[self._inner[1]]), _stretch(columns[self._inner[2]])

    def cut(self, pixels: Float[Tensor, "*f y x"]) -> Float[Tensor, "*f v u"]:
        """The window, as large as the picture has it; it may share the picture's memory."""
        if not any(any(ends) for ends in self._beyond):
            return pixels[self._outer]
        return pixels[..., self._rows, :][..., self._columns]

    def seen(self, picture: Float[Tensor, "c y x"]) -> Float[Tensor, "c v u"]:
        """The window as a network sees it, as large as in a bust."""
        return stretched(self.cut(picture)[None], self.net_side)[0]

    def of_picture(self, x: Float[Tensor, "f c v u"]) -> Float[Tensor, "f c y x"]:
        """What a network says of its window, as large as the picture has it."""
        return stretched(x, self.side)

    def taper(self) -> Float[Tensor, "v u"]:
        """1 inside, falling to 0 where the window's border lies within the picture."""
        edges = []
        for begins, ends in self._border:
            edge = torch.ones(self.side)
            if begins:
                edge = torch.minimum(edge, rise(self.side))
            if ends:
                edge = torch.minimum(edge, rise(self.side).flip(0))
            edges.append(edge)
        return edges[0][:, None] * edges[1]

    def paste(
        self,
        pixels: Num[Tensor, "f c y x"],
        window: Num[Tensor, "f c v u"],
        shown: Float[Tensor, "f 1 v u"] | None = None,
    ) -> None:
        """Into the frames, in place, as far as it is `shown`."""
        window = window[self._inner].to(pixels)
        if shown is not None:
            window = torch.lerp(pixels[self._outer], window, shown[self._inner].to(pixels))
        pixels[self._outer] = window


def _within(places: Int[Tensor, " n"], size: int) -> slice:
    """Which of some neighbouring places are in a picture."""
    there = (places >= 0) & (places < size)
    return slice(int((places < 0).sum()), int((places < 0).sum() + there.sum()))


def _stretch(places: Int[Tensor, " n"]) -> slice:
    """Neighbouring places as a slice."""
    return slice(int(places[0]), int(places[-1]) + 1) if len(places) else slice(0)
