from pathlib import Path

import torch
from PIL import Image

from retrat.pipeline.components import tiny_components
from retrat.pipeline.generate import generate, geometry_of
from retrat.pipeline.request import GenerateRequest
from retrat.runtime.checkpoint import Checkpoint
from retrat.runtime.preview import FRAMES, SIDE, Preview

RAIN = GenerateRequest(prompt="Rain", seconds=1.0, steps=2, size=(320, 192))


def test_what_can_be_seen_is_small_moves_and_is_not_made_too_often(tmp_path: Path) -> None:
    parts, told, now = tiny_components(0), [], [0.0]
    path = tmp_path / "p.webp"
    preview = Preview(
        path,
        parts,
        geometry_of(RAIN, parts),
        told=lambda: told.append(1),
        seconds=5,
        clock=lambda: now[0],
    )

    def look(stream, velocity, sigma: torch.Tensor) -> None:
        now[0] += 3
        preview(stream, velocity, sigma)

    solve = Checkpoint(tmp_path / "c", "r", saved=lambda _: None, look=look)
    generate(parts, RAIN, solve=solve)
    assert len(told) == 1, "two steps in six seconds"
    with Image.open(path) as moving:
        assert moving.size == (SIDE, SIDE * 192 // 320)
        assert moving.n_frames == FRAMES
