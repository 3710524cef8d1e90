"""What a request has become before anything is made."""

from dataclasses import dataclass

from retrat.conditioning.cut_out import CutOut
from retrat.pipeline.living import Living
from retrat.pipeline.players import Group
from retrat.pipeline.request import GenerateRequest
from retrat.pipeline.stages import Conversation, Plan
from retrat.types import AVStream


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Sight:
    """What of a request is to be seen; `person` is what of a photo, of several or of a made
    person's picture is shown.
    """

    request: GenerateRequest
    group: Group | None
    person: CutOut | None

    @property
    def scale(self) -> int:
        return self.request.scale


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Prepared:
    """A request of one shot, as tokens, with the plan to solve them.

    `made` is what there is to see in the size in which the clip is made, `shown` the same in that
    in which it is shown; `living` is what lives in a made place, as large.
    """

    made: Sight
    shown: Sight
    stream: AVStream
    plan: Plan
    conversation: Conversation | None
    living: Living | None = None
