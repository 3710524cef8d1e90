"""A picture of a place: what shows nobody is given, what shows somebody is made."""

import torch

from retrat.conditioning.place import Place
from retrat.conditioning.stream import blank_stream, patchify
from retrat.conditioning.text import context_of
from retrat.pipeline.components import tiny_components
from retrat.pipeline.generate import geometry_of
from retrat.pipeline.request import GenerateRequest


def test_cells_without_people_are_given_and_only_those() -> None:
    parts = tiny_components(0)
    request = GenerateRequest(prompt="A kitchen.", seconds=1.0)
    geometry = geometry_of(request, parts)
    rng = torch.Generator().manual_seed(0)
    blank = blank_stream(geometry, context_of("A kitchen.", parts), rng, has_sound=False)
    picture = torch.rand(3, 256, 256, generator=rng) * 2 - 1
    matte = torch.zeros(1, 256, 256)
    matte[:, 100:, 70:150] = 1.0
    video = Place(picture=picture, matte=matte).join(blank, parts).video
    frames, rows, columns = geometry.grid
    made = video.noise_mask.reshape(frames, rows, columns)
    side = 256 // rows
    expected = torch.zeros(rows, columns)
    expected[100 // side :, 70 // side : 149 // side + 1] = 1.0
    assert torch.equal(made[0], expected)
    assert (made[1:] == 1).all()
    assert not video.is_uniform
    count = rows * columns
    given = made[0].flatten() == 0
    true = patchify(parts.video_vae.encode(picture[None, :, None]), geometry.patch)[0]
    assert torch.equal(video.latents[0, :count][given], true[given])
    assert torch.equal(video.latents[0, :count][~given], blank.video.latents[0, :count][~given])
    assert torch.equal(video.latents[0, count:], blank.video.latents[0, count:])
