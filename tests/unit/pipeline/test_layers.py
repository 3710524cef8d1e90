"""A person moves and the wall behind them stays."""

import torch

from retrat.models.moving import moved
from retrat.pipeline.layers import REACH, going_with, grown, layered

SIZE = 64


def scene() -> tuple[torch.Tensor, torch.Tensor]:
    """A bright square before a wall of stripes, and its matte."""
    wall = torch.where(torch.arange(SIZE) % 8 < 4, -0.5, -0.3).expand(1, 3, SIZE, SIZE).clone()
    wall[..., 20:44, 20:44] = 0.9
    matte = torch.zeros(1, SIZE, SIZE)
    matte[..., 20:44, 20:44] = 1.0
    return wall, matte


def near(matte: torch.Tensor, *, is_behind_known: bool = False) -> torch.Tensor:
    return going_with(matte, reach=REACH, is_behind_known=is_behind_known)


def test_the_wall_stays_and_the_person_moves() -> None:
    window, matte = scene()
    come_from = torch.full((1, 2, SIZE, SIZE), -3.0)  # everything three pixels right and down
    shown = layered(window, moved(window, come_from), near(matte), come_from)
    wall = torch.ones(SIZE, SIZE, dtype=torch.bool)
    reach = 2 * REACH + 4
    wall[20 - reach : 44 + reach, 20 - reach : 44 + reach] = False
    assert torch.equal(shown[..., wall], window[..., wall])
    assert torch.allclose(shown[..., 26:44, 26:44], torch.tensor(0.9), atol=1e-3)
    assert float(shown[..., 20:22, 20:22].max()) < 0.2  # the person has left these pixels
    assert torch.allclose(shown[..., 20:22, 20:22], torch.tensor(-0.4), atol=0.25)


def test_what_is_known_to_be_behind_comes_to_light() -> None:
    window, matte = scene()
    behind = torch.linspace(-1, 1, SIZE).expand(3, SIZE, SIZE).clone()
    window = torch.lerp(behind[None], window, matte.expand_as(window))
    come_from = torch.full((1, 2, SIZE, SIZE), -3.0)
    share = near(matte, is_behind_known=True)
    shown = layered(window, moved(window, come_from), share, come_from, behind)
    assert torch.allclose(shown[..., 20:22, 20:40], behind[:, 20:22, 20:40].expand(1, -1, -1, -1))
    around = torch.ones(SIZE, SIZE, dtype=torch.bool)
    around[19:50, 19:50] = False  # nothing of it moves with them
    assert torch.equal(shown[..., around], window[..., around])
    still = torch.zeros_like(come_from)
    assert torch.allclose(layered(window, window, share, still, behind), window, atol=1e-5)


def test_who_does_not_move_is_not_changed() -> None:
    window, matte = scene()
    still = torch.zeros(1, 2, SIZE, SIZE)
    shown = layered(window, moved(window, still), near(matte), still)
    assert torch.allclose(shown[..., 18:46, 18:46], window[..., 18:46, 18:46], atol=1e-3)
    assert (shown - window).abs().max() < 0.2  # the soft border, beyond the person


def test_hair_that_is_half_seen_through_goes_with_the_head_whole() -> None:
    window, matte = scene()
    come_from = torch.full((1, 2, SIZE, SIZE), -3.0)
    person = moved(window, come_from)
    whole, thin = (layered(window, person, near(share * matte), come_from) for share in (1.0, 0.5))
    assert torch.allclose(thin, whole, atol=1e-5)


def test_a_grown_matte_covers_what_is_near() -> None:
    _, matte = scene()
    share = grown(matte)
    assert (share[..., 20 - 1 : 44 + 1, 20 - 1 : 44 + 1] == 1).all()
    assert (share[..., : 20 - 2 * REACH - 1] == 0).all()
    assert ((share > 0) & (share < 1)).any()


def test_what_goes_with_somebody_reaches_as_far_in_larger_pictures() -> None:
    matte = scene()[1]
    larger = matte.repeat_interleave(2, dim=1).repeat_interleave(2, dim=2)
    small = near(matte)
    large = going_with(larger, reach=2 * REACH, is_behind_known=False)
    again = torch.nn.functional.avg_pool2d(large, 2)
    assert (again - small).abs().max() < 0.2  # of a border that is as wide
    assert torch.equal(again > 0.01, small > 0.01)
    assert torch.equal(near(matte, is_behind_known=True), matte), "nothing else goes with them"
