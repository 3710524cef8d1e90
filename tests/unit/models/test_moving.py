"""Pixels moved, and windows that fade."""

import torch
import torch.nn.functional as F

from retrat.models.moving import BOXES, Conditioned, evened, moved, rise, stretched, taper


def test_pixels_come_from_so_many_columns_and_rows_away() -> None:
    torch.manual_seed(0)
    pixels = torch.rand(1, 3, 12, 16)
    flow = torch.tensor([3.0, -2.0])[None, :, None, None].expand(1, 2, 12, 16)
    for is_sharp in (False, True):
        found = moved(pixels, flow, is_sharp=is_sharp)
        assert torch.allclose(found[..., 2:, :-3], pixels[..., :-2, 3:], atol=1e-5)


def test_sharp_keeps_more_of_what_is_fine() -> None:
    fine = torch.sin(torch.arange(64.0) * 1.4).expand(1, 3, 64, 64)
    half = torch.zeros(1, 2, 64, 64)
    half[:, 0] = 0.5
    true = torch.sin((torch.arange(64.0) + 0.5) * 1.4)[4:-4]
    soft, sharp = (
        (moved(fine, half, is_sharp=is_sharp)[..., 4:-4] - true).abs().mean()
        for is_sharp in (False, True)
    )
    assert sharp < 0.5 * soft


def test_flows_are_evened_of_their_noise_and_stay_what_they_are() -> None:
    torch.manual_seed(0)
    shift, frayed = torch.full((2, 2, 64, 64), 3.0), torch.randn(2, 2, 64, 64)
    assert torch.allclose(evened(shift, 7), shift)
    assert evened(frayed, 7).diff(dim=-1).abs().mean() < 0.03 * frayed.diff(dim=-1).abs().mean()


def test_flows_are_evened_in_training_after_a_clip_was_made() -> None:
    flow = torch.randn(1, 2, 40, 40)
    with torch.inference_mode():
        evened(flow.clone(), 5)
    learned = flow.requires_grad_()
    evened(learned, 5).square().sum().backward()
    assert learned.grad is not None
    assert learned.grad.abs().max() > 0


def test_borders_count_for_as_much_as_they_have() -> None:
    flow = torch.randn(2, 1, 24, 17)
    boxed = flow
    for _ in range(BOXES):
        boxed = F.avg_pool2d(boxed, 7, stride=1, padding=3, count_include_pad=False)
    assert torch.allclose(evened(flow, 7), boxed, atol=1e-6)


def test_a_window_is_never_seen_at_its_border() -> None:
    edge = taper(96)
    assert edge[0].max() < 0.05
    assert edge[12:-12, 12:-12].min() == 1
    assert torch.equal(edge[48], torch.minimum(rise(96), rise(96).flip(0)))


def test_a_condition_is_heard_from_the_first_step_on() -> None:
    torch.manual_seed(0)
    layer, x = Conditioned(4, 8, 6), torch.randn(1, 4, 8, 8).expand(2, -1, -1, -1)
    one, other = layer(x, torch.randn(2, 6))
    assert (one - other).abs().mean() > 0.1


def test_a_square_of_another_side_is_the_same_picture() -> None:
    wave = torch.sin(torch.arange(32) / 5).expand(1, 2, 32, 32)
    assert stretched(wave, 32) is wave
    larger = stretched(wave, 64)
    assert larger.shape == (1, 2, 64, 64)
    assert torch.allclose(stretched(larger, 32)[..., 2:-2], wave[..., 2:-2], atol=0.02)
    at = torch.arange(32)
    fine = torch.where(at % 2 == 0, 1.0, -1.0).expand(1, 1, 32, 32)
    assert stretched(fine, 12)[..., 1:-1].abs().max() < 0.5, "nothing jagged is left of it"
