"""What is in a mouth that opens."""

import pytest
import torch

from retrat.conditioning.mouths import Mouth, mouth_of
from retrat.media.busts import BUST_EYES
from retrat.media.images import from_bytes
from retrat.media.pieces import decoded_picture
from retrat.models.lip_sync import MOUTH_BELOW_EYES, NEIGHBOURS, WINDOW, LipSync
from retrat.models.made_people import MadePeople
from retrat.pipeline.face_windows import FacePlace, FaceWindow
from retrat.runtime.models import release_named
from retrat.weights.releases import load_part

LINE, LEFT, RIGHT = 42, 30, 66  # row of the upper lip, columns of the corners


def opened(*heights: int) -> torch.Tensor:
    """Frames in which a mouth is so many pixels open, its upper lip in place."""
    frames = torch.zeros(len(heights), 1, WINDOW, WINDOW)
    for frame, height in zip(frames, heights, strict=True):
        frame[0, LINE : LINE + height, LEFT:RIGHT] = 1
    return frames


def skin(level: float = 0.2, side: int = WINDOW) -> torch.Tensor:
    return torch.tensor([level + 0.15, level, level - 0.15])[:, None, None].expand(3, side, side)


def mouth(own: torch.Tensor | None = None, *heights: int) -> Mouth:
    found = mouth_of(skin() if own is None else own, opened(*heights or (0, 4, 16)))
    assert found is not None
    return found


def test_a_mouth_that_hardly_opens_has_no_inside() -> None:
    assert mouth_of(skin(), torch.zeros(3, 1, WINDOW, WINDOW)) is None
    assert mouth_of(skin(), 0.4 * opened(16)) is None
    narrow = opened(16)
    narrow[..., 40:] = 0
    assert mouth_of(skin(), narrow) is None


def test_teeth_are_above_a_tongue_below_and_dark_between() -> None:
    shown, share = mouth().inside(opened(16))
    down = shown[0, :, LINE : LINE + 16, (LEFT + RIGHT) // 2 + 2].mean(dim=0)
    assert share[0, 0, LINE + 2 : LINE + 14, LEFT + 3 : RIGHT - 3].min() > 0.99
    assert share[0, 0, : LINE - 3].max() == share[0, 0, LINE + 20 :].max() == 0
    assert down[2:4].min() > 0.0
    assert down[6:9].max() < -0.5
    assert down[14] > down[8] + 0.1
    red, green = shown[0, :2, LINE + 14, (LEFT + RIGHT) // 2]
    assert red > green + 0.1


def test_teeth_stay_where_they_are() -> None:
    shown, _ = mouth().inside(opened(8, 12, 16))
    rows = slice(LINE + 3, LINE + 5)  # below the lip's shadow, which goes with the lip
    teeth = shown[:, :, rows, LEFT + 6 : RIGHT - 6]
    assert (teeth[0] - teeth[2]).abs().mean() < 0.03
    lower = torch.zeros(1, 1, WINDOW, WINDOW)
    lower[:, :, LINE + 8 : LINE + 16, LEFT:RIGHT] = 1  # the upper lip hides them
    assert mouth().inside(lower)[0][0, :, LINE + 10 : LINE + 13, LEFT + 6 : RIGHT - 6].max() < -0.3


def test_a_tongue_is_seen_where_a_mouth_is_wide_open() -> None:
    shown, _ = mouth().inside(opened(9, 16))
    narrow, wide = shown[0, :, LINE + 8, 48].mean(), shown[1, :, LINE + 15, 48].mean()
    assert wide > narrow + 0.1


def test_what_is_in_a_mouth_is_in_the_light_of_its_face() -> None:
    bright, dark = (mouth(skin(level)) for level in (0.5, -0.6))
    assert bright.teeth.max() > dark.teeth.max() + 0.2
    assert bright.tongue.mean() > 2 * dark.tongue.mean()
    sides = skin().clone()
    sides[..., : WINDOW // 2] = -1  # a shadow on one cheek
    assert torch.allclose(mouth(sides).tongue, mouth().tongue)


def test_a_larger_picture_has_finer_teeth() -> None:
    small, large = mouth(), mouth(skin(side=2 * WINDOW))
    assert large.share.shape == (2 * WINDOW, 2 * WINDOW)
    halved = torch.nn.functional.avg_pool2d(large.share[None, None], 2)[0, 0]
    assert (halved - small.share).abs().mean() < 0.01
    gaps = [(each.teeth[0, LINE * each.share.shape[0] // WINDOW + 4].diff() < -0.01).sum()
            for each in (small, large)]  # fmt: skip
    assert int(gaps[1]) >= int(gaps[0]) > 0


def test_teeth_follow_a_lip_that_is_bent() -> None:
    bent = torch.zeros(1, 1, WINDOW, WINDOW)
    for column in range(LEFT, RIGHT):
        rise = round(6 * ((column - 48) / 18) ** 2)
        bent[0, 0, LINE - rise : LINE - rise + 14, column] = 1
    share = mouth_of(skin(), bent).share
    rows = torch.arange(WINDOW)[:, None].float()
    middle, side = ((share[:, at] * rows[:, 0]).sum() / share[:, at].sum() for at in (48, 60))
    assert 1.5 < middle - side < 4.5


@torch.no_grad()
@pytest.mark.parametrize("row", [3, 40, 120])
def test_what_nano_opens_has_teeth_in_it(row: int) -> None:
    nano = release_named("nano")
    lips = load_part(nano, "lip_sync", LipSync)
    photo = load_part(nano, "made_people", MadePeople).photo(row)
    picture = from_bytes(decoded_picture(photo))
    side = picture.shape[-1]
    eyes = FacePlace(x=BUST_EYES[0] * side, y=BUST_EYES[1] * side, scale=side / 256)
    window = FaceWindow(eyes, side=WINDOW, below=MOUTH_BELOW_EYES, height=side, width=side)
    said = torch.cat([3 * torch.eye(10), torch.ones(10, 1)], dim=1).repeat(1, NEIGHBOURS)
    painted = lips(window.seen(picture), said)
    own = window.cut(picture)
    mouth = mouth_of(own, painted.invented)
    assert mouth is not None
    shown, share = mouth.inside(painted.invented)
    widest = int(share.sum(dim=(1, 2, 3)).argmax())
    seen = shown[widest].mean(dim=0)[share[widest, 0] > 0.9]
    assert seen.quantile(0.95) - seen.quantile(0.05) > 0.4, "light teeth, and dark"
    rows = torch.arange(window.side)[:, None] * WINDOW / window.side
    middle = float((share[widest, 0] * rows).sum() / share[widest].sum())
    assert 30 < middle < 66


def test_teeth_have_the_colour_of_those_that_a_photo_shows() -> None:
    usual = mouth().teeth.amax(dim=(1, 2))
    smiling = skin().clone()
    smiling[:, LINE + 2 : LINE + 8, LEFT:RIGHT] = torch.tensor([0.95, 0.93, 0.9])[:, None, None]
    shown = mouth(smiling).teeth.amax(dim=(1, 2))
    assert shown.mean() > usual.mean() + 0.1
    lips = skin().clone()
    lips[:, LINE + 2 : LINE + 8, LEFT:RIGHT] = torch.tensor([0.95, 0.3, 0.3])[:, None, None]
    assert torch.equal(mouth(lips).teeth.amax(dim=(1, 2)), usual)


def test_a_mouth_of_few_pixels() -> None:
    for side in (2, 5, 12):
        shown, share = mouth(skin(side=side)).inside(opened(4, 16))
        assert (shown.shape, share.shape) == ((2, 3, side, side), (2, 1, side, side))
        assert shown.isfinite().all()


def test_teeth_lie_in_the_lip_s_shadow_and_have_gaps_between_them() -> None:
    large = mouth(skin(side=4 * WINDOW))
    shown, _ = large.inside(opened(16))
    row, middle = 4 * LINE, 4 * 48 - 2
    tooth = shown[0].mean(dim=0)[:, middle + 14]  # within the first to the right
    assert tooth[row + 12] > tooth[row + 3] + 0.1
    across = large.teeth.mean(dim=0)[row + 12, middle - 10 : middle + 11]
    assert across.min() < 0.95 * across.max()
    assert abs(int(across.argmin()) - 10) <= 2, "the gap is in the middle"
