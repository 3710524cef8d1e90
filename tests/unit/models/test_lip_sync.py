"""Visemes on the clock of frames, and mouths that are moved by them."""

import torch

from retrat.models.lip_sync import LipSync, viseme_frames


def tiny() -> LipSync:
    torch.manual_seed(0)
    net = LipSync(LipSync.Config.tiny())
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


def test_every_frame_hears_its_own_visemes() -> None:
    net, window = tiny(), torch.rand(3, 16, 16) * 2 - 1
    visemes = torch.randn(3, 30)
    changed = visemes.clone()
    changed[1] += 1
    before, after = net(window, visemes)[0], net(window, changed)[0]
    assert torch.equal(before[[0, 2]], after[[0, 2]])
    assert not torch.allclose(before[1], after[1])


def test_what_is_heard_is_four_steps_for_every_latent() -> None:
    net, sound = tiny(), torch.randn(2, 8, 25)
    assert net.hears(sound).shape == (2, 100, 10)
    later = sound.clone()
    later[..., 20:] = 0
    apart = (net.hears(sound) - net.hears(later)).abs().amax(dim=(0, 2))
    assert apart[: 4 * 16].max() == 0  # a kernel of seven reaches three latents back
    assert apart[4 * 20 :].max() > 0
