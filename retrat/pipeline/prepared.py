"""What a request has become before anything is made."""

from dataclasses import dataclass

from retrat.conditioning.cut_out import CutOut
from retrat.pipeline.players import Group
from retrat.pipeline.request import GenerateRequest
from retrat.pipeline.stages import Conversation, Plan
from retrat.types import AVStream


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Prepared:
    """A request of one shot, as tokens, with the plan to solve them.

    `person` is what of a photo, of several or of a made person's picture is shown.
    """

    request: GenerateRequest
    stream: AVStream
    plan: Plan
    group: Group | None
    person: CutOut | None
    conversation: Conversation | None
