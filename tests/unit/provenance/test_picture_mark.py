import numpy as np
import pytest
import torch
from einops import rearrange

from retrat.media.recompress import recompress_frames
from retrat.provenance.payload import Payload
from retrat.provenance.picture_mark import (
    _pilot_place,
    mark_picture,
    read_crops,
    read_picture,
)
from retrat.provenance.tiles import patterns, tile_of
from retrat.types import Clip, FrameRate

PAYLOAD = Payload(file_id=0x1234567890ABCD, shows_person=True)


def scene(frames: int = 16, rows: int = 256, columns: int = 256) -> Clip:
    """Soft waves that drift, with grain: a picture with light and dark parts."""
    rng = np.random.default_rng(0)
    y, x = np.mgrid[0:rows, 0:columns] / 256
    grain = rng.normal(size=(rows, columns, 1)) * 4
    levels = [
        np.stack([120 + 60 * np.sin(5 * x + k + t / 20) * np.cos(4 * y + k) for k in range(3)], -1)
        + grain
        for t in range(frames)
    ]
    pixels = torch.from_numpy(np.clip(np.stack(levels), 0, 255).round() / 127.5 - 1).float()
    pixels = rearrange(pixels, "f y x c -> f c y x")
    return Clip(pixels=pixels, frame_rate=FrameRate(numerator=24))


def levels_of(clip: Clip) -> np.ndarray:
    levels = ((clip.pixels + 1) * 127.5).round().clamp(0, 255).to(torch.uint8)
    return rearrange(levels, "f c y x -> f y x c").numpy()


@pytest.fixture(scope="module")
def marked() -> np.ndarray:
    return levels_of(mark_picture(scene(), PAYLOAD))


def test_it_is_faint_and_does_not_flicker(marked: np.ndarray) -> None:
    plain = levels_of(scene()).astype(float)
    added = marked.astype(float) - plain
    assert 10 * np.log10(255**2 / np.mean(added**2)) > 41.8
    steps = np.diff(added.mean(-1), axis=0)
    assert np.sqrt(np.mean(steps**2)) < 0.7  # levels, from frame to frame, rounding included


def test_it_is_read_whole(marked: np.ndarray) -> None:
    reading = read_picture(marked[::4])
    assert reading.payload == PAYLOAD
    assert reading.score > 13


@pytest.mark.parametrize("side", [256, 512])
def test_the_larger_a_clip_the_less_is_added_where_it_is_smooth(side: int) -> None:
    """Grain on the left, a plain sky on the right."""
    rng = np.random.default_rng(1)
    levels = np.full((8, side, side, 3), 60.0)
    grain = rng.normal(size=(256, 128, 1)).repeat(side // 256, 0).repeat(side // 256, 1)
    levels[:, :, : side // 2] += grain * 20
    pixels = torch.from_numpy(np.clip(levels, 0, 255).round() / 127.5 - 1).float()
    clip = Clip(pixels=rearrange(pixels, "f y x c -> f c y x"), frame_rate=FrameRate(numerator=24))
    plain = clip.pixels.clone()
    marked = mark_picture(clip, PAYLOAD)
    added = (marked.pixels - plain).square().mean(dim=(0, 1))
    off = side // 16  # what lies near the border is neither
    rough, plain = added[:, : side // 2 - off].mean(), added[:, side // 2 + off :].mean()
    assert float((plain / rough).sqrt()) == pytest.approx(0.5 * 256 / side, rel=0.2)
    assert read_picture(levels_of(marked)[::4]).payload == PAYLOAD


def test_the_first_frame_carries_more(marked: np.ndarray) -> None:
    added = (marked.astype(float) - levels_of(scene())).std(axis=(1, 2, 3))
    assert 1.15 * added[8] < added[0] < 1.6 * added[8]


def test_the_first_frame_is_marked_by_itself() -> None:
    added, by_itself = (
        mark_picture(scene(frames), PAYLOAD).pixels[0] - scene(frames).pixels[0]
        for frames in (8, 1)
    )
    assert torch.allclose(added, by_itself, atol=1e-5)


def test_the_pilot_is_looked_for_around_a_place() -> None:
    pilot = tile_of(patterns()[-1])
    both = np.roll(pilot, (40, 70), (0, 1)) + 0.6 * np.roll(pilot, (10, 126), (0, 1))
    assert _pilot_place(both)[1] == (40, 70)
    assert _pilot_place(both, near=(12, 1))[1] == (10, 126)


def test_less_is_added_in_the_dark() -> None:
    rng = np.random.default_rng(4)
    levels = np.full((2, 256, 256, 3), 120.0)
    levels[:, :, :128] = 14.0
    levels += 5 * rng.standard_normal((1, 256, 256, 1))
    pixels = torch.from_numpy(np.clip(levels, 0, 255).round() / 127.5 - 1).float()
    clip = Clip(pixels=rearrange(pixels, "f y x c -> f c y x"), frame_rate=FrameRate(numerator=24))
    plain = clip.pixels.clone()
    added = (mark_picture(clip, PAYLOAD).pixels - plain).std(dim=(0, 1, 2))
    assert added[:112].mean() < 0.7 * added[144:].mean()


def test_it_is_read_through_loud_waves_that_drift() -> None:
    y, x = np.mgrid[:256, :256] * (2 * np.pi / 128)
    loud = [50 * np.sin(9 * x + 5 * y + t) + 40 * np.cos(13 * x - 6 * y + t) for t in range(16)]
    levels = levels_of(scene()) * 0.4 + 70 + np.stack(loud)[..., None]
    pixels = torch.from_numpy(np.clip(levels, 0, 255).round() / 127.5 - 1).float()
    clip = Clip(pixels=rearrange(pixels, "f y x c -> f c y x"), frame_rate=FrameRate(numerator=24))
    frames = recompress_frames(levels_of(mark_picture(clip, PAYLOAD)), quality=23)
    assert read_picture(frames[::2], is_thorough=False).payload == PAYLOAD


def test_unmarked_pictures_say_nothing() -> None:
    reading = read_picture(levels_of(scene(4))[::2])
    assert reading.payload is None
    assert reading.score < 9.2


def test_squares_of_a_picture_are_read_as_they_stand(marked: np.ndarray) -> None:
    wide = np.concatenate([marked[0], levels_of(scene(1))[0]], axis=1)
    here, between, unmarked = read_crops(wide, [(0, 0), (0, 100), (0, 256)])
    assert here.payload == PAYLOAD
    assert between.payload is None
    assert unmarked.payload is None


@pytest.mark.parametrize(
    "attack",
    [
        lambda frames: recompress_frames(frames, quality=23),
        lambda frames: recompress_frames(frames, quality=28),
        lambda frames: frames[:, :, ::-1],
        lambda frames: np.ascontiguousarray(frames[:, 20:236, 30:246]),
        lambda frames: frames[:, ::2, ::2],
        lambda frames: np.clip(frames * 1.3, 0, 255).astype(np.uint8),
        lambda frames: frames[[1, 5, 9, 13]],
    ],
    ids=["crf23", "crf28", "mirror", "crop", "half", "bright", "dropped"],
)
def test_what_it_survives(marked: np.ndarray, attack) -> None:
    assert read_picture(attack(marked)[::2]).payload == PAYLOAD


def test_sizes_that_are_not_square() -> None:
    clip = mark_picture(scene(4, 192, 320), PAYLOAD)
    assert clip.pixels.shape == (4, 3, 192, 320)
    assert read_picture(levels_of(clip)).payload == PAYLOAD


def test_in_larger_pictures_it_survives_more() -> None:
    shown = levels_of(mark_picture(scene(16, 512, 512), PAYLOAD))
    added = shown.astype(float) - levels_of(scene(16, 512, 512))
    assert 10 * np.log10(255**2 / np.mean(added**2)) > 41.8
    for attacked in (shown[:, ::2, ::2], np.ascontiguousarray(shown[:, 40:472, 60:492])):
        assert read_picture(recompress_frames(attacked, quality=23)[::2]).payload == PAYLOAD
    assert read_picture(recompress_frames(shown, quality=35)[::2]).payload == PAYLOAD


def test_nothing_to_read() -> None:
    assert read_picture([]).payload is None
    flat = mark_picture(
        Clip(pixels=torch.zeros(2, 3, 64, 64), frame_rate=FrameRate(numerator=24)), PAYLOAD
    )
    assert torch.isfinite(flat.pixels).all()


def test_the_first_frame_is_read_where_the_others_were_lost(marked: np.ndarray) -> None:
    lost = levels_of(scene(40))  # as if the coder had left nothing in them
    frames = np.concatenate([marked[:1], lost])
    assert read_picture(frames, is_thorough=False).payload == PAYLOAD
    assert read_picture(frames[:, :, ::-1], is_thorough=False).payload == PAYLOAD
    assert read_picture(lost, is_thorough=False).payload is None
    cropped = np.ascontiguousarray(frames[:, 26:232, 15:221])
    assert read_picture(cropped).payload == PAYLOAD
