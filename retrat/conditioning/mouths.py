"""The inside of a mouth that opens: teeth where the skull has them, a tongue, and the dark.

A network that moves lips knows to a pixel where a mouth is open, but of what is in it a mean: a
pale fog. So the inside is drawn. Upper teeth hang from a curve along the highest that the upper lip
goes in a clip and stay there, in widths and heights that are usual (Nelson, Wheeler's Dental
Anatomy); lips and jaw uncover them. Their colour is a face's lightest skin, paler. What is under
them is dark, and where a mouth is wide open the tongue lies on its lower edge.
"""

from dataclasses import dataclass, replace

import torch
import torch.nn.functional as F
from jaxtyping import Bool, Float
from torch import Tensor

from retrat.media.crops import LUMA
from retrat.models.lip_sync import INSIDE, WINDOW
from retrat.models.moving import stretched
from retrat.models.painter import Painted, tinted

OPEN = 0.5  # of what is invented: where a mouth is open at all
BORDER = (0.22, 0.72)  # of what is invented: where its inside begins, and where nothing else is
SIDES, ROOF = (16, 80), (24, 72)  # columns and rows of a window between which a mouth is
LEAST_WIDTH = 12.0  # pixels of a window; what is narrower is no open mouth
TEETH = (0.0, 0.17, 0.30, 0.445, 0.58, 0.70)  # of a mouth's width, from its middle: where they meet
HEIGHTS = (1.0, 0.88, 0.95, 0.8, 0.7, 0.6)  # of the tallest
TALL, UNSEEN = 0.125, 6.0  # of a mouth's width; pixels of a window that lips always cover
ROUND, GAP, GAP_WIDTH = 0.18, 0.15, 0.4  # how round a tooth ends; how dark gaps are, in pixels
ASIDE = 0.5  # how much darker the farthest are than those in front
PALE = 0.35  # how much of a face's tint, as a power, is in what is in its mouth
ENAMEL, DARKEST, LIGHTEST = (1.0, 0.975, 0.92), 0.35, 0.92  # of teeth
THROAT, TONGUE = (0.34, 0.13, 0.12), (0.86, 0.45, 0.43)  # of skin's brightness
SHOWN, PALER = 0.2, 0.7  # of what opens: the lightest; of a face's colour: what teeth have less of
SHADOW = 3.0  # pixels of a window below the upper lip that lie in its shadow
WIDE = (5.0, 12.0)  # pixels of a window that a mouth is open: a tongue is seen; all of it
AROUND = 6  # pixels of a window around a mouth that move with it
CHEEKS = (0.6, 0.95, -10, 4)  # of a mouth's width from its middle; rows around its line


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Mouth:
    """The inside of one mouth in a window of a picture, levels in [0, 1]: teeth and how much of
    each pixel they are, a throat and a tongue, and how far towards its corners a column is.
    """

    teeth: Float[Tensor, "3 v u"]
    share: Float[Tensor, "v u"]
    throat: Float[Tensor, "3 1 1"]
    tongue: Float[Tensor, "3 1 1"]
    aside: Float[Tensor, "v u"]

    def inside(
        self, invented: Float[Tensor, "f 1 y x"]
    ) -> tuple[Float[Tensor, "f 3 v u"], Float[Tensor, "f 1 v u"]]:
        """What is seen in [-1, 1] where a mouth is so far open, and where that is."""
        side = self.share.shape[-1]
        size, per_pixel = (side, side), invented.shape[-1] / side
        finer = F.interpolate(invented, size, mode="bicubic").clamp(0, 1)
        opened = _between(finer, *BORDER)
        high = opened.sum(dim=2, keepdim=True)
        down = opened.cumsum(dim=2) / high.clamp(min=1e-3)  # 0 at the upper lip, 1 at the lower
        wide = per_pixel * high.amax(dim=3, keepdim=True)
        lies = _between(down, 0.5, 1.0) * _between(wide, *WIDE) * (1 - self.aside / 2)
        back = self.throat + lies * (self.tongue - self.throat)
        lit = 0.5 + 0.5 * _between(down * wide, 0.0, SHADOW)
        shown = torch.lerp(back, self.teeth * lit, self.share.expand_as(back))
        return 2 * shown.clamp(0, 1) - 1, opened


def mouth_of(own: Float[Tensor, "3 v u"], invented: Float[Tensor, "f 1 y x"]) -> Mouth | None:
    """The inside of the mouth in a window of a first picture in [-1, 1], whose lips open so far in
    the frames of a clip; None where they never do.
    """
    seen = invented.amax(dim=0)[0] > OPEN
    seen[: ROOF[0]], seen[ROOF[1] :] = False, False
    seen[:, : SIDES[0]], seen[:, SIDES[1] :] = False, False
    columns = seen.any(dim=0).nonzero()[:, 0]
    if len(columns) < LEAST_WIDTH:
        return None
    width, middle = float(columns[-1] - columns[0] + 1), float(columns[0] + columns[-1]) / 2
    line = _upper_lip(seen, columns, middle, width)
    side = own.shape[-1]
    at = (torch.arange(side, device=own.device) + 0.5) * WINDOW / side - 0.5
    y, across = at[:, None], (at[None] - middle) / (width / 2)
    top = line[0] + line[1] * across + line[2] * across.square()
    aside = across.abs().clamp(max=1).square().expand(side, side)
    light = _cheek((own + 1) / 2, middle, width, float(line[0]))
    bright = float((light * light.new_tensor(LUMA)).sum())
    tint = (light / light.mean().clamp(min=1e-3)).pow(PALE)
    white = light.new_tensor(ENAMEL) * tint
    enamel = white / white.max() * min(DARKEST + 0.75 * bright, LIGHTEST)
    enamel = _own_enamel((own + 1) / 2, seen, light, enamel)
    share, gaps = _row(y - top, across.abs() / 2, width, soft=max(0.5, 0.5 * WINDOW / side))
    return Mouth(
        teeth=enamel[:, None, None] * ((1 - ASIDE * aside) * (1 - GAP * gaps)),
        share=share * _between(1.02 - across.abs(), 0.0, 0.2),
        throat=(bright * tint * light.new_tensor(THROAT))[:, None, None],
        tongue=(bright * tint * light.new_tensor(TONGUE))[:, None, None],
        aside=aside,
    )


def opened(
    painted: Painted,
    first: Float[Tensor, "3 y x"],
    own: Float[Tensor, "3 v u"],
    mouth: Mouth | None,
) -> tuple[Float[Tensor, "f 3 v u"], Float[Tensor, "f 1 v u"]]:
    """A window around a mouth as its lips are painted, and the share of it to be shown: its own
    pixels, moved, and what is in an open mouth, in the light of its picture. `first` is the window
    as a network sees it, `own` as large as its picture has it.

    What is around a mouth goes with it: a smile that gives way to words leaves no corners and
    creases.
    """
    side = own.shape[-1]
    if mouth is None:  # what the network invents
        inside, share = tinted(painted.new, first, of_dark=INSIDE), painted.invented
        inside, share = stretched(inside, side), stretched(share, side)
    else:
        inside, share = mouth.inside(painted.invented)
        inside = tinted(inside, own)
    wide = F.max_pool2d(painted.near, 2 * AROUND + 1, stride=1, padding=AROUND)
    near = F.avg_pool2d(wide, AROUND + 1, stride=1, padding=AROUND // 2, count_include_pad=False)
    shown = torch.lerp(painted.moved_in(own), inside, share)
    return shown, replace(painted, near=near).shown_in(side)


def _row(
    below: Float[Tensor, "v u"], aside: Float[Tensor, "1 u"], width: float, *, soft: float
) -> tuple[Float[Tensor, "v u"], Float[Tensor, "v u"]]:
    """Where upper teeth are and how near the next one is: `below` in pixels of a window under the
    line that they hang from, `aside` from a mouth's middle as a part of its width.
    """
    borders, heights = aside.new_tensor(TEETH), width * TALL * aside.new_tensor(HEIGHTS)
    place = (torch.bucketize(aside, borders, right=True) - 1).clamp(0, len(TEETH) - 2)
    begins, ends = borders[place], borders[place + 1]
    along = ((aside - begins) / (ends - begins)).clamp(0, 1)
    height = heights[place] - ROUND * width * TALL * (2 * along - 1).abs() ** 3
    share = _between(height - below, -soft, soft) * _between(below + UNSEEN, 0.0, 1.0)
    apart = width * (aside[..., None] - borders).abs().amin(dim=-1)
    return share, torch.exp(-((apart / GAP_WIDTH) ** 2)).expand_as(share)


def _upper_lip(seen: Tensor, columns: Tensor, middle: float, width: float) -> Float[Tensor, " 3"]:
    """The upper border of what is open, as a parabola over -1 to 1 from corner to corner."""
    across = (columns.float() - middle) / (width / 2)
    rows = seen[:, columns].float().argmax(dim=0).float()
    kept = across.abs() < 0.75  # corners are round
    powers = torch.stack([torch.ones_like(across), across, across.square()], dim=1)
    return torch.linalg.lstsq(powers[kept].cpu(), rows[kept, None].cpu()).solution[:, 0].to(rows)


def _cheek(
    levels: Float[Tensor, "3 v u"], middle: float, width: float, line: float
) -> Float[Tensor, " 3"]:
    """The lighter of the two beside a mouth."""
    side = levels.shape[-1]
    near, far, above, below = CHEEKS
    rows = slice(*(_pixel(line + off, side) for off in (above, below)))
    sides = []
    for inner, outer in ((-far, -near), (near, far)):
        columns = slice(*(_pixel(middle + width * off, side) for off in (inner, outer)))
        part = levels[:, rows, columns].flatten(1)
        sides.append(part.median(dim=1).values if part.numel() else levels.flatten(1).mean(dim=1))
    return max(sides, key=lambda colour: float(colour.mean()))


def _own_enamel(
    levels: Float[Tensor, "3 v u"],
    seen: Bool[Tensor, "y x"],
    light: Float[Tensor, " 3"],
    usual: Float[Tensor, " 3"],
) -> Float[Tensor, " 3"]:
    """The colour of the teeth that a picture shows where its mouth opens; the usual one where those
    are none: as bright as the cheeks, and with less colour.
    """
    size = levels.shape[1:]
    within = F.interpolate(seen[None, None].float(), size)[0, 0] > 0.5
    pixels = levels[:, within]
    if not pixels.numel():  # in a picture so small that it has no pixel there
        return usual
    bright = pixels.mean(dim=0)
    lightest = pixels[:, bright >= bright.quantile(1 - SHOWN)].mean(dim=1)
    is_bright = float(lightest.mean()) > float(light.mean())
    is_pale = float(lightest.max() - lightest.min()) < PALER * float(light.max() - light.min())
    return lightest if is_bright and is_pale else usual


def _pixel(at: float, side: int) -> int:
    return min(max(round(at * side / WINDOW), 0), side)


def _between(x: Tensor, none: float, whole: float) -> Tensor:
    """0 to 1 between two values, softly."""
    share = ((x - none) / (whole - none)).clamp(0, 1)
    return share * share * (3 - 2 * share)
