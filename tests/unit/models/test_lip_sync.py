"""Visemes on the clock of frames, and mouths that are moved by them."""

import torch

from retrat.models.lip_sync import LipSync, saying, viseme_frames


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
    visemes = torch.randn(3, 33)
    changed = visemes.clone()
    changed[1] += 1
    before, after = net(window, visemes).pixels, net(window, changed).pixels
    assert torch.equal(before[[0, 2]], after[[0, 2]])
    assert not torch.allclose(before[1], after[1])


def test_a_face_speaks_from_before_the_first_word_until_after_the_last() -> None:
    visemes = torch.zeros(1, 400, 10)
    visemes[:, 100:150] = 1.5
    visemes[:, 170:220] = 1.5  # a pause of a fifth of a second
    level = saying(visemes)[0, :, 0]
    assert level[:60].max() == 0
    assert level[270:].max() == 0
    assert 0 < level[85] < 1
    assert level[100:230].min() == 1, "no face changes between two words"
    assert level.diff().abs().max() < 0.06, "nor at once"
    quiet = torch.full((1, 100, 10), 0.05)
    assert saying(quiet).max() == 0


def test_strength_makes_visemes_stronger_and_not_that_words_are_said() -> None:
    net, sound = tiny(), torch.randn(1, 8, 25)
    once = net.visemes(sound, frames=24, steps_per_frame=100 / 24)
    twice = net.visemes(sound, frames=24, steps_per_frame=100 / 24, strength=2.0)
    told = torch.arange(33) % 11 == 10
    assert torch.equal(once[..., told], twice[..., told])
    assert torch.allclose(2 * once[..., ~told], twice[..., ~told])


def test_a_clip_begins_with_its_picture_as_it_is() -> None:
    net = tiny()
    net.hears.out.weight.data.zero_()
    net.hears.out.bias.data.fill_(1.5)  # a word from the first moment on
    told = net.visemes(torch.randn(1, 8, 25), frames=24, steps_per_frame=100 / 24)[0, :, 21]
    assert told[0] < 0.1
    assert told[1] < 0.35
    assert told[6] == 1


def test_a_face_yields_to_its_own_words() -> None:
    net = tiny()
    net.hears.out.weight.data.zero_()
    net.hears.out.bias.data.fill_(1.5)
    turn = torch.zeros(48)
    turn[30:] = 1.0
    sound = torch.randn(1, 8, 50)
    mine = net.visemes(sound, frames=48, steps_per_frame=100 / 24, turn=turn)[0]
    assert mine[:20].abs().max() == 0, "somebody else speaks"
    assert mine[40].min() >= 1
    assert 0 < mine[27, 21] < 1, "ready before its turn"
    assert mine[:, 21].diff().abs().max() < 0.25


def test_what_is_heard_is_four_steps_for_every_latent() -> None:
    net, sound = tiny(), torch.randn(2, 8, 25)
    assert net.hears(sound).shape == (2, 100, 10)
    later = sound.clone()
    later[..., 20:] = 0
    apart = (net.hears(sound) - net.hears(later)).abs().amax(dim=(0, 2))
    assert apart[: 4 * 16].max() == 0  # a kernel of seven reaches three latents back
    assert apart[4 * 20 :].max() > 0


def test_the_mouth_of_a_larger_picture_is_its_own() -> None:
    net, own = tiny(), torch.rand(3, 32, 32) * 2 - 1
    window, visemes = torch.nn.functional.avg_pool2d(own, 2), torch.randn(2, 33)
    painted = net(window, visemes)
    assert painted.moved_in(own).shape == (2, 3, 32, 32)
    assert painted.shown_in(32).shape == (2, 1, 32, 32)
    assert torch.equal(painted.moved_in(-own), -painted.moved_in(own))
    small = painted.moved_in(window)
    assert torch.allclose(torch.lerp(small, painted.new, painted.invented), painted.pixels)
