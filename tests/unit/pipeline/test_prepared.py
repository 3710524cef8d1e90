"""What a request becomes before anything is made."""

from dataclasses import replace

import torch

from retrat.conditioning.cut_out import cut_out_of
from retrat.conditioning.sizes import shrunk
from retrat.pipeline.components import tiny_components
from retrat.pipeline.generate import prepared
from retrat.pipeline.prepared import Prepared
from retrat.pipeline.request import GenerateRequest
from tests.unit.pipeline.test_generate import noise, person
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
    assert made.made.person is not None
    cut = cut_out_of(request.references[0].busts[0], left_half())
    assert torch.equal(made.made.person.picture, cut.picture)
    assert torch.equal(made.made.person.matte, cut.matte)
    assert made.shown is made.made
    assert made.shown.scale == 1
    assert len(calls) == 2, "once to be shown, once for the reference tokens"


@torch.inference_mode()
def test_a_larger_clip_is_made_in_the_smaller_size_and_shown_in_its_own() -> None:
    parts = replace(tiny_components(0), matting=KnowsTheLeft())
    somebody = replace(person(10), busts=(noise(10, 3, 512, 512),))
    request = GenerateRequest(
        prompt="A woman.", seconds=1.0, size=(640, 384), references=(somebody,)
    )
    found = prepared(parts, replace(request, place=noise(1, 3, 384, 640)))
    small = prepared(
        parts, replace(request, size=(320, 192), place=shrunk(noise(1, 3, 384, 640), 2))
    )
    assert (found.made.request.size, found.shown.request.size) == ((320, 192), (640, 384))
    assert (found.made.scale, found.shown.scale) == (1, 2)
    assert found.made.person.picture.shape == (3, 192, 320)
    assert found.shown.person.picture.shape == (3, 384, 640)
    assert torch.equal(found.shown.request.place, noise(1, 3, 384, 640))
    assert found.plan.geometry == small.plan.geometry
    assert torch.equal(found.stream.video.latents, small.stream.video.latents)
    assert torch.equal(found.stream.audio.latents, small.stream.audio.latents)
