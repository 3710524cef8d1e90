"""What a request becomes before anything is made."""

from dataclasses import replace

import torch

from retrat.conditioning.cut_out import cut_out_of
from retrat.pipeline.components import tiny_components
from retrat.pipeline.generate import prepared
from retrat.pipeline.prepared import Prepared
from retrat.pipeline.request import GenerateRequest
from tests.unit.pipeline.test_generate import person
from tests.unit.pipeline.test_keeping import KnowsTheLeft, left_half


@torch.inference_mode()
def test_whoever_is_shown_is_cut_out_once() -> None:
    seen = KnowsTheLeft()
    calls: list[int] = []
    seen.register_forward_hook(lambda *_: calls.append(1))
    parts = replace(tiny_components(0), matting=seen)
    request = GenerateRequest(prompt="A woman.", seconds=1.0, references=(person(10),))
    made = prepared(parts, request)
    assert isinstance(made, Prepared)
    assert made.person is not None
    cut = cut_out_of(request.references[0].busts[0], left_half())
    assert torch.equal(made.person.picture, cut.picture)
    assert torch.equal(made.person.matte, cut.matte)
    assert len(calls) == 2, "once to be shown, once for the reference tokens"
