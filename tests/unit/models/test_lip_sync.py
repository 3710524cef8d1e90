"""Visemes on the clock of frames, and mouths that are moved by them."""

import torch

from retrat.models.lip_sync import LipSync, viseme_frames
from retrat.models.moving import taper


def tiny(*, is_trained: bool = True) -> LipSync:
    torch.manual_seed(0)
    net = LipSync(LipSync.Config.tiny())
    if is_trained:
        torch.nn.init.normal_(net.paints.out.weight, std=0.3)
    return net.eval()


def test_visemes_stand_at_the_times_of_frames_and_their_neighbours() -> None:
    steps = torch.arange(60.0)[None, :, None]  # a curve that says its own step
    frames = viseme_frames(steps, frames=12, steps_per_frame=100 / 24)
    assert frames.shape == (1, 12, 3)
    expected = (torch.arange(12) * 100 / 24 - 0.5).clamp(min=0)
    assert torch.allclose(frames[0, :, 1], expected, atol=1e-4)
    assert torch.allclose(frames[0, 1:, 0], expected[:-1], atol=1e-4)
    assert torch.allclose(frames[0, :-1, 2], expected[1:], atol=1e-4)


def test_after_the_end_of_the_sound_the_mouth_stays_as_it_was() -> None:
    steps = torch.arange(8.0)[None, :, None]
    frames = viseme_frames(steps, frames=12, steps_per_frame=100 / 24)
    assert (frames[0, 4:] == 7).all()


def test_before_training_nothing_moves_and_little_is_new() -> None:
    window = torch.rand(3, 16, 16) * 2 - 1
    painted, shown = tiny(is_trained=False)(window, torch.randn(2, 30))
    assert torch.allclose(painted, window.expand(2, -1, -1, -1), atol=0.13)
    assert torch.allclose(shown[0, 0], taper(16) / 2)


def test_every_frame_hears_its_own_visemes() -> None:
    net, window = tiny(), torch.rand(3, 16, 16) * 2 - 1
    visemes = torch.randn(3, 30)
    changed = visemes.clone()
    changed[1] += 1
    before, after = net(window, visemes)[0], net(window, changed)[0]
    assert torch.equal(before[[0, 2]], after[[0, 2]])
    assert not torch.allclose(before[1], after[1])


def test_pixels_come_from_where_the_network_says() -> None:
    net = tiny(is_trained=False)
    with torch.no_grad():
        net.paints.out.bias[0:4] = 3.0  # columns to the right
        net.paints.out.bias[8:12] = -20.0
    window = torch.rand(3, 16, 16) * 2 - 1
    painted, _ = net(window, torch.zeros(1, 30))
    moved = 14 * torch.tanh(torch.tensor(3 / 14)).item()
    share = moved - int(moved)
    assert int(moved) == 2
    expected = torch.lerp(window[..., 2:-1], window[..., 3:], share)
    assert torch.allclose(painted[0, ..., :-3], expected, atol=1e-4)


def test_a_window_is_never_seen_at_its_border() -> None:
    edge = taper(96)
    assert edge[0].max() < 0.05
    assert edge[12:-12, 12:-12].min() == 1


def test_what_is_heard_is_four_steps_for_every_latent() -> None:
    net, sound = tiny(), torch.randn(2, 8, 25)
    assert net.hears(sound).shape == (2, 100, 10)
    later = sound.clone()
    later[..., 20:] = 0
    apart = (net.hears(sound) - net.hears(later)).abs().amax(dim=(0, 2))
    assert apart[: 4 * 16].max() == 0  # a kernel of seven reaches three latents back
    assert apart[4 * 20 :].max() > 0
