"""What a first picture begins with: a made place that the prompt names, and whoever stands there.

Noise laid over such a sketch hides what is small and leaves what is where; the tower paints the
rest anew (Meng et al. 2021, SDEdit). The seed chooses one of a place's pictures; odd seeds mirror
it.
"""

import torch
import torch.nn.functional as F
from jaxtyping import Float
from torch import Tensor

from retrat.conditioning.first_frame import first_tokens
from retrat.conditioning.lines import QUOTED
from retrat.conditioning.named_places import place_in
from retrat.conditioning.parts import Parts
from retrat.media.images import from_bytes
from retrat.media.pieces import decoded_picture
from retrat.models.made_places import MadePlaces
from retrat.pipeline.keeping import CutOut, laid
from retrat.pipeline.request import GenerateRequest


def sketch_of(
    request: GenerateRequest, parts: Parts, person: CutOut | None
) -> Float[Tensor, "1 l c"] | None:
    """Clean tokens of a first latent frame; None where a picture is given, and where the prompt
    (or the whole story of which it is a shot) names no place that there is.
    """
    places = parts.made_places
    if places is None or request.image is not None or request.place is not None:
        return None
    picture = _place(request, places)
    if picture is None:
        return None
    if person is not None:
        shown, matte = (laid(each, *picture.shape[1:]) for each in person)
        picture = torch.lerp(picture, shown, matte.expand_as(picture))
    return first_tokens(picture, parts)


def _place(request: GenerateRequest, places: MadePlaces) -> Float[Tensor, "3 y x"] | None:
    named = place_in(QUOTED.sub("", request.prompt))
    named = named or place_in(QUOTED.sub("", request.casting_prompt))
    row = None if named is None else places.choose(named.name, named.moments, request.seed)
    if row is None:
        return None
    picture = from_bytes(decoded_picture(places.picture(row))).to(places.picture_ends.device)
    width, height = request.size
    side = max(width, height)
    picture = F.interpolate(picture[None], (side, side), mode="bicubic", antialias=True)[0]
    top, left = (side - height) // 2, (side - width) // 2
    picture = picture[:, top : top + height, left : left + width].clamp(-1, 1)
    return picture.flip(-1) if request.seed % 2 else picture
