"""Words in pictures."""

import torch

from retrat.conditioning.subtitles import Cue
from retrat.pipeline.subtitles import subtitled

RATE = 24.0
CUES = [Cue(0.5, 1.0, "Hello there.", 1), Cue(1.25, 1.75, "Well?", 2)]


def clip(height: int = 192, width: int = 320) -> torch.Tensor:
    return torch.full((48, 3, height, width), -0.2)


def changed(pixels: torch.Tensor) -> torch.Tensor:
    return (pixels - clip(*pixels.shape[-2:])).abs().amax(dim=1) > 0.05


def test_they_stand_in_their_frames_alone() -> None:
    where = changed(subtitled(clip(), CUES, RATE)).any(dim=(1, 2)).tolist()
    assert [number for number, is_in in enumerate(where) if is_in] == [
        *range(12, 24),
        *range(30, 42),
    ]


def test_they_are_below_in_the_middle_and_within() -> None:
    for height, width in ((192, 320), (320, 192), (256, 256)):
        there = changed(subtitled(clip(height, width), CUES, RATE))[12]
        rows, columns = there.nonzero(as_tuple=True)
        assert rows.min() > 0.6 * height
        assert rows.max() < height - 0.08 * min(height, width)
        assert abs(float(columns.float().mean()) - width / 2) < 0.05 * width


def test_another_speaker_has_another_colour() -> None:
    made = subtitled(clip(), CUES, RATE)
    white, yellow = made[14], made[32]
    assert (white > 0.95).all(dim=0).any()
    assert not (yellow > 0.95).all(dim=0).any()
    assert ((yellow[0] > 0.95) & (yellow[2] < 0.3)).any()


def test_a_long_one_stays_in_the_picture() -> None:
    cue = Cue(0.0, 2.0, "one week of all the many weeks of a year", 1)
    there = changed(subtitled(clip(), [cue], RATE))[0]
    assert not there[:, 0].any()
    assert not there[:, -1].any()
