"""The face that a prompt wants somebody to make, in their picture."""

import torch
from jaxtyping import Float
from torch import Tensor

from retrat.conditioning.moods import expression_in as expression_in
from retrat.conditioning.mouths import mouth_of, opened
from retrat.conditioning.parts import Parts
from retrat.conditioning.sizes import shrunk
from retrat.media.busts import BUST_EYES, BUST_SIZE
from retrat.models.animator import EXPRESSIONS, FACE_BELOW, FACE_SIDE
from retrat.models.lip_sync import MOUTH_BELOW_EYES, NEIGHBOURS, WINDOW, LipSync

TOOTH_BRIGHT, TOOTH_COLOUR, TEETH = 0.9, 0.7, 0.1  # of the cheeks'; share of a mouth's middle
LAUGHING = (1.4, 2.5, 0.0, 0.0, 3.3, 5.0, 0.0, 0.0, 0.0, 0.0)
"""Visemes of lips that laugh, in their units: jaw, spread, rounded, pursed, lower and upper lip
drawn from the teeth, tongue, tucked in, pressed, shut."""
WHOLLY = 1.0  # of a grin: who grins less shows no teeth
TEETH_BELOW, TEETH_SOFT = 24, 10  # pixels below the eyes where what is kept with teeth begins


def with_expression(
    bust: Float[Tensor, "3 y x"],
    prompt: str,
    parts: Parts,
    *,
    person: int = 1,
    people: int = 1,
) -> Float[Tensor, "3 y x"]:
    """A bust, 256 pixels or as many times larger, with the face that a prompt wants; as it is where
    it wants none, or none can be made by these weights.
    """
    shown = expression_in(prompt, person, people)
    scale, rest = divmod(bust.shape[-1], BUST_SIZE)
    if shown is None or parts.animator is None or rest or not scale:
        return bust
    has_teeth = bares_teeth(shrunk(bust, scale))
    if shown.keys() & {"smile", "grin"} and has_teeth:
        return bust  # that is a smile
    if shown.get("grin", 0.0) >= WHOLLY and parts.lip_sync is not None:
        bust = laughing(bust, parts.lip_sync)
    told = torch.tensor([[shown.get(name, 0.0) for name in EXPRESSIONS]]).to(bust)
    top = round(BUST_EYES[1] * BUST_SIZE) + FACE_BELOW - FACE_SIDE // 2
    left, side = round(BUST_EYES[0] * BUST_SIZE) - FACE_SIDE // 2, scale * FACE_SIDE
    rows = slice(scale * top, scale * top + side)
    columns = slice(scale * left, scale * left + side)
    face = bust[:, rows, columns]
    with torch.autocast(bust.device.type, enabled=False):
        seen, own = shrunk(face.float(), scale), face.float()
        # What is new of a face is a mean, a fog over its lips: nothing of it is shown.
        painted = parts.animator.face.painted(seen, told.float()).carried()
        made, near = painted.moved_in(own), painted.shown_in(side)
    if has_teeth:  # lips over them would be glass
        below = torch.arange(side) / scale - FACE_SIDE / 2 + FACE_BELOW - TEETH_BELOW
        below = below / TEETH_SOFT
        near = near * (1 - below.clamp(0, 1)).to(near)[:, None]
    changed = bust.clone()
    changed[:, rows, columns] = torch.lerp(face, made[0].to(face), near[0].expand_as(face).to(face))
    return changed.clamp(-1, 1)


def laughing(bust: Float[Tensor, "3 y x"], lip_sync: LipSync) -> Float[Tensor, "3 y x"]:
    """A bust with lips apart and upper teeth bared; the corners of its mouth stay where they
    are.
    """
    scale = bust.shape[-1] // BUST_SIZE
    middle = round(BUST_EYES[1] * BUST_SIZE + MOUTH_BELOW_EYES), round(BUST_EYES[0] * BUST_SIZE)
    top, left = (scale * (at - WINDOW // 2) for at in middle)
    rows, columns = slice(top, top + scale * WINDOW), slice(left, left + scale * WINDOW)
    with torch.autocast(bust.device.type, enabled=False):
        own = bust[:, rows, columns].float()
        first = shrunk(own, scale)
        told = own.new_tensor([(*LAUGHING, 0.0) * NEIGHBOURS])
        painted = lip_sync(first, told)
        made, near = opened(painted, first, own, mouth_of(own, painted.invented))
    changed = bust.clone()
    changed[:, rows, columns] = torch.lerp(own, made[0], near[0].expand_as(own)).to(bust)
    return changed.clamp(-1, 1)


def bares_teeth(bust: Float[Tensor, "3 y x"]) -> bool:
    """Whether a mouth shows teeth: much of it is as bright as the cheeks and has less colour."""
    levels = (bust.float() + 1) / 2
    eyes = round(BUST_EYES[1] * BUST_SIZE)
    mouth, cheeks = levels[:, eyes + 38 : eyes + 58, 112:144], levels[:, eyes + 20 : eyes + 34]
    cheeks = torch.cat([cheeks[:, :, 98:112], cheeks[:, :, 144:158]], dim=2)
    bright, colour = mouth.mean(dim=0), mouth.amax(dim=0) - mouth.amin(dim=0)
    usual = cheeks.mean(dim=0).median(), (cheeks.amax(dim=0) - cheeks.amin(dim=0)).median()
    is_tooth = (bright > TOOTH_BRIGHT * usual[0]) & (colour < TOOTH_COLOUR * usual[1])
    return float(is_tooth.float().mean()) > TEETH
