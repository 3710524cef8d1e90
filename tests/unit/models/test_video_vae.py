import pytest
import torch
from torch import Tensor, nn

from retrat.models.video_vae import VideoVAE, blocks_of, pictures_of, warped


@pytest.fixture(scope="module")
def vae() -> VideoVAE:
    """Tiny, with every weight awake (the zeros of a fresh network would hide mistakes)."""
    torch.manual_seed(0)
    vae = VideoVAE(VideoVAE.Config.tiny()).eval()
    for parameter in vae.parameters():
        if not parameter.any():
            nn.init.normal_(parameter, std=0.1)
    vae.latent_mean.normal_()
    vae.latent_std.uniform_(0.5, 2.0)
    return vae.requires_grad_(requires_grad=False)


def clip(frames: int, height: int = 32, width: int = 48) -> Tensor:
    rng = torch.Generator().manual_seed(frames)
    return torch.rand(2, 3, frames, height, width, generator=rng) * 2 - 1


def test_geometry(vae: VideoVAE) -> None:
    latents = vae.encode(clip(9))
    assert latents.shape == (2, 4, 3, 2, 3)
    decoded = vae.decode(latents)
    assert decoded.shape == (2, 3, 9, 32, 48)
    assert decoded.abs().max() <= 1


def test_later_frames_change_no_earlier_latent(vae: VideoVAE) -> None:
    pixels = clip(13)
    changed = pixels.clone()
    changed[:, :, 5] = 0  # the first frame of latent 2
    before, after = vae.encode(pixels), vae.encode(changed)
    assert torch.equal(before[:, :, :2], after[:, :, :2])
    assert (before[:, :, 2] - after[:, :, 2]).abs().max() > 1e-3


def test_motion_has_channels_of_its_own(vae: VideoVAE) -> None:
    """What moves between key frames changes no key channel; a still has no motion."""
    pixels = clip(9)
    changed = pixels.clone()
    changed[:, :, 6] *= -1
    before, after = vae.encode(pixels), vae.encode(changed)
    keys = vae.config.key_channels
    assert torch.equal(before[:, :keys], after[:, :keys])
    assert (before[:, keys:] - after[:, keys:]).abs().max() > 1e-3
    assert not before[:, keys:, 0].any()


def test_frames_between_come_from_both_key_frames_and_from_motion(vae: VideoVAE) -> None:
    latents = torch.randn(1, 4, 4, 2, 2)
    for channel, moved in ((0, range(1, 8)), (vae.config.channels - 1, range(1, 4))):
        changed = latents.clone()
        changed[:, channel, 1] += 1
        difference = (vae.decode_open(latents) - vae.decode_open(changed)).abs().amax((0, 1, 3, 4))
        assert [i for i, d in enumerate(difference) if d > 1e-5] == list(moved)


def test_bent_frames_are_shifted_frames() -> None:
    """A flow of one pixel to the right fetches the pixel at the right."""
    picture = torch.randn(1, 3, 16, 32)
    flow = torch.zeros(1, 2, 16, 32)
    flow[:, 0] = 1 / 8
    assert torch.allclose(warped(picture, flow)[..., :-1], picture[..., 1:], atol=1e-5)


def test_a_still_is_the_first_latent_of_its_clip(vae: VideoVAE) -> None:
    pixels = clip(9)
    still, whole = vae.encode(pixels[:, :, :1]), vae.encode(pixels)
    assert torch.allclose(still[:, :, 0], whole[:, :, 0], atol=1e-5)


@pytest.mark.parametrize("latent_frames", [1, 2, 3, 5, 9])
def test_chunks_equal_the_whole(vae: VideoVAE, latent_frames: int) -> None:
    latents = torch.randn(1, 4, 5, 2, 3)
    whole = vae.decode(latents)
    chunks = list(vae.decode_chunks(latents, latent_frames=latent_frames))
    # flows of several pixels over noise: rounding moves a pixel's value by more than rounding
    assert torch.allclose(torch.cat(chunks, dim=2), whole, atol=1e-4)
    if latent_frames < 5:
        assert len(chunks) > 1


def test_statistics_normalise(vae: VideoVAE) -> None:
    latents = vae.encode(clip(5))
    raw = vae.encoder(clip(5)).movedim(-1, 1)
    expected = (raw - vae.latent_mean.view(-1, 1, 1, 1)) / vae.latent_std.view(-1, 1, 1, 1)
    assert torch.allclose(latents[:, :, 1], expected[:, :, 1], atol=1e-6)
    assert torch.allclose(latents[:, :-1, 0], expected[:, :-1, 0], atol=1e-6)


def test_blocks_and_pictures_are_inverse() -> None:
    pictures = clip(1, 32, 32)[:, :, 0]
    assert torch.equal(pictures_of(blocks_of(pictures)), pictures)


def test_sizes_that_do_not_fit_are_refused(vae: VideoVAE) -> None:
    with pytest.raises(AssertionError, match="8 frames"):
        vae.encode(clip(8))
    with pytest.raises(AssertionError, match="40 rows"):
        vae.encode(clip(5, height=40))
