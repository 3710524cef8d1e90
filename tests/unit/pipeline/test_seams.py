"""Seams between cells go; edges, slopes and what has no seams stay."""

import torch

from retrat.pipeline.seams import without_seams

CELL = 16


def slope(height: int = 64, width: int = 96) -> torch.Tensor:
    rows, columns = torch.meshgrid(
        torch.linspace(-0.5, 0.5, height), torch.linspace(-0.4, 0.3, width), indexing="ij"
    )
    return (rows + columns).expand(2, 3, -1, -1).clone()


def offsets(height: int = 64, width: int = 96) -> torch.Tensor:
    torch.manual_seed(0)
    cells = 0.2 * torch.rand(2, 3, height // CELL, width // CELL)
    return cells.repeat_interleave(CELL, dim=-1).repeat_interleave(CELL, dim=-2)


def test_cells_that_are_too_bright_or_dark_meet_again() -> None:
    seamed = slope() + offsets()
    joined = without_seams(seamed, CELL)
    border = joined[..., CELL] - joined[..., CELL - 1]
    assert (border.abs() < 0.03).all()
    assert (seamed[..., CELL] - seamed[..., CELL - 1]).abs().max() > 0.1
    assert torch.allclose(joined.mean(dim=(-1, -2)), seamed.mean(dim=(-1, -2)), atol=1e-3)


def test_what_has_no_seams_stays_as_it_is() -> None:
    assert torch.allclose(without_seams(slope(), CELL), slope(), atol=2e-3)


def test_an_edge_on_a_border_is_an_edge() -> None:
    picture = slope()
    picture[..., 3 * CELL :] += 0.8
    assert torch.allclose(without_seams(picture, CELL), picture, atol=0.02)


def test_every_frame_for_itself() -> None:
    seamed = (slope() + offsets()).repeat(10, 1, 1, 1)
    joined = without_seams(seamed, CELL)
    assert torch.allclose(joined[-2:], without_seams(seamed[:2], CELL), atol=1e-5)
