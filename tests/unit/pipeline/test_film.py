"""Clips in the colours of a film."""

import torch

from retrat.conditioning.film import FILMS, Film
from retrat.pipeline.film import developed


def clip(frames: int = 3, height: int = 64, width: int = 96) -> torch.Tensor:
    rng = torch.Generator().manual_seed(0)
    coarse = torch.rand((1, 3, 6, 8), generator=rng) * 1.4 - 0.7
    picture = torch.nn.functional.interpolate(coarse, (height, width), mode="bicubic")
    return picture.clamp(-1, 1).expand(frames, -1, -1, -1).clone()


def colour(pixels: torch.Tensor) -> float:
    return float((pixels.amax(dim=1) - pixels.amin(dim=1)).mean())


def test_without_a_film_nothing_changes() -> None:
    assert torch.equal(developed(clip(), None, seed=1), clip())
    torch.testing.assert_close(developed(clip(), Film(), seed=1), clip())


def test_it_happens_in_place() -> None:
    pixels = clip()
    assert developed(pixels, FILMS["warm"], seed=1) is pixels
    assert not torch.equal(pixels, clip())


def test_black_and_white_has_no_colour_and_sepia_is_brown() -> None:
    grey = developed(clip(), FILMS["black and white"], seed=1)
    assert colour(grey) < 1e-5
    red, green, blue = developed(clip(), FILMS["sepia"], seed=1).mean(dim=(0, 2, 3))
    assert red > green + 0.03 > blue + 0.1


def test_warm_is_redder_and_cold_is_bluer() -> None:
    fair, warm, cold = (
        developed(clip(), film, seed=1).mean(dim=(0, 2, 3))
        for film in (None, FILMS["warm"], FILMS["cold"])
    )
    assert warm[0] - warm[2] > fair[0] - fair[2] + 0.1
    assert cold[2] - cold[0] > fair[2] - fair[0] + 0.1


def test_vivid_has_more_colour_and_pale_less_and_is_brighter() -> None:
    vivid, pale = (developed(clip(), FILMS[name], seed=1) for name in ("vivid", "pale"))
    assert colour(vivid) > 1.2 * colour(clip())
    assert colour(pale) < 0.8 * colour(clip())
    assert pale.mean() > clip().mean() > developed(clip(), FILMS["dark"], seed=1).mean() + 0.2


def test_corners_are_darker() -> None:
    lit = developed(clip() * 0, FILMS["vintage"], seed=1).mean(dim=(0, 1))
    assert lit[:6, :6].mean() < lit[28:36, 44:52].mean() - 0.15


def test_grain_is_anew_in_every_frame_and_the_seeds() -> None:
    one, again, other = (
        developed(clip() * 0, FILMS["black and white"], seed=seed) for seed in (1, 1, 2)
    )
    assert torch.equal(one, again)
    assert not torch.equal(one, other)
    change = (one[1] - one[0]).std()
    assert 0.5 * 4 * FILMS["black and white"].grain < change < 4 * FILMS["black and white"].grain


def test_a_tape_has_lines_and_colours_that_lie_apart() -> None:
    pixels = torch.full((1, 3, 64, 512), -0.4)
    pixels[..., 256:] = 0.4
    made = developed(pixels, Film(tape=1.0), seed=1)
    rows = made[0, 1, :, 100]
    assert (rows.diff().abs() > 0.02).float().mean() > 0.9
    edges = [int(made[0, channel, 0].diff().argmax()) for channel in range(3)]
    assert edges[0] == edges[1] + 2 == edges[2] + 4
