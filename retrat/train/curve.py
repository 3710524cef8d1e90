"""A run's log (log.jsonl, log.csv) and its learning curve (curve.png)."""

from __future__ import annotations

import csv
import json
import math
from pathlib import Path

from PIL import Image, ImageDraw

PANEL_WIDTH, PANEL_HEIGHT, COLUMNS = 420, 220, 3
MARGIN = 34


class Log:
    """One line a report, with step and seconds trained; the JSON lines are the truth, the rest is
    drawn.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "log.jsonl"
        folder.mkdir(parents=True, exist_ok=True)

    def write(self, step: int, seconds: float, values: dict[str, float]) -> None:
        line: dict[str, float | None] = {"step": step, "seconds": round(seconds, 1)}
        line |= {
            key: (float(f"{value:.6g}") if math.isfinite(value) else None)
            for key, value in values.items()
        }
        with self.path.open("a") as file:
            file.write(json.dumps(line) + "\n")

    def read(self) -> list[dict[str, float]]:
        if not self.path.exists():
            return []
        return [json.loads(line) for line in self.path.read_text().splitlines() if line.strip()]

    def forget_after(self, step: int) -> None:
        """Drop what a crashed run wrote after its last checkpoint, so that a resumed log has no
        step twice.
        """
        lines = [line for line in self.read() if line["step"] <= step]
        self.path.write_text("".join(json.dumps(line) + "\n" for line in lines))

    def draw(self) -> None:
        lines = self.read()
        if not lines:
            return
        keys = list(dict.fromkeys(key for line in lines for key in line))
        with (self.folder / "log.csv").open("w", newline="") as file:
            writer = csv.DictWriter(file, fieldnames=keys, restval="")
            writer.writeheader()
            writer.writerows(lines)
        draw_curves(lines, self.folder / "curve.png")


def draw_curves(lines: list[dict[str, float]], path: Path) -> None:
    """One panel a value over steps: faint points, and a running mean on top."""
    names = [
        key
        for key in dict.fromkeys(k for line in lines for k in line)
        if key not in ("step", "seconds")
    ]
    rows = math.ceil(len(names) / COLUMNS)
    image = Image.new("RGB", (COLUMNS * PANEL_WIDTH, max(1, rows) * PANEL_HEIGHT), "white")
    draw = ImageDraw.Draw(image)
    for index, name in enumerate(names):
        corner = (index % COLUMNS * PANEL_WIDTH, index // COLUMNS * PANEL_HEIGHT)
        points = [(line["step"], line[name]) for line in lines if line.get(name) is not None]
        if points:
            _panel(draw, corner, name, points)
    image.save(path)


def _panel(
    draw: ImageDraw.ImageDraw, corner: tuple[int, int], name: str, points: list[tuple[float, float]]
) -> None:
    values = sorted(value for _, value in points)
    # one spike must not flatten the curve
    low, high = values[0], values[min(len(values) - 1, int(0.99 * len(values)))]
    span = (high - low) or 1.0
    first, last = points[0][0], points[-1][0]
    left, top = corner[0] + MARGIN, corner[1] + MARGIN
    width, height = PANEL_WIDTH - 2 * MARGIN, PANEL_HEIGHT - 2 * MARGIN

    def place(step: float, value: float) -> tuple[float, float]:
        share = min(1.0, max(0.0, (value - low) / span))
        return left + (step - first) / ((last - first) or 1) * width, top + (1 - share) * height

    smooth, mean = [], points[0][1]
    keep = 1 - 1 / max(1.0, min(20.0, len(points) / 10))
    for step, value in points:
        mean = keep * mean + (1 - keep) * value
        smooth.append(place(step, mean))
        x, y = place(step, value)
        draw.point((x, y), fill=(150, 170, 220))
    draw.rectangle((left, top, left + width, top + height), outline=(200, 200, 200))
    if len(smooth) > 1:
        draw.line(smooth, fill=(20, 60, 160), width=2)
    draw.text((left, corner[1] + 4), f"{name}  {points[-1][1]:.5g}", fill="black")
    draw.text((left, corner[1] + 17), f"{low:.4g} .. {high:.4g}", fill=(120, 120, 120))
    draw.text((left, top + height + 4), f"step {first:g}", fill=(120, 120, 120))
    draw.text((left + width - 60, top + height + 4), f"{last:g}", fill=(120, 120, 120))
