"""One page: every number beside its ceiling, curves, and a sheet of pictures to look at."""

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from jaxtyping import UInt8
from PIL import Image

from retrat.evaluate.clip_score import ClipScore, eight_bit
from retrat.evaluate.exam import Case, Exam
from retrat.evaluate.summary import Number, codec_numbers, nearest_rate, numbers
from retrat.evaluate.sync import lags_milliseconds
from retrat.media.video import decode_video

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SHEET_ROWS, SHEET_SIDE, FRAMES_SHOWN = 8, 128, 4
COLOURS = {"generated": "#c2410c", "codecs": "#64748b", "ceiling": "#0f766e"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """One maker's clips and their scores, in the order of the exam's cases."""

    name: str
    cases: tuple[Case, ...]
    clips: tuple[Path | None, ...]
    """Files to look at; None where a clip was scored and not kept."""
    scores: tuple[ClipScore, ...]
    failures: tuple[str, ...] = ()


def write_report(exam: Exam, columns: Sequence[Column], out: Path) -> Path:
    """Write index.md, curves.png, sheet.png and scores.json into a folder."""
    rows = (*numbers(len(exam.cases)), *codec_numbers())
    drawn = draw_curves(columns, len(exam.cases), out / "curves.png")
    draw_sheet(exam.cases, columns, out / "sheet.png")
    (out / "scores.json").write_text(
        json.dumps(_plain(_told(exam, columns, rows)), indent=1) + "\n"
    )
    page = out / "index.md"
    page.write_text(markdown(exam, columns, rows, has_curves=drawn))
    return page


def table(columns: Sequence[Column], rows: Sequence[Number]) -> str:
    """number | each column | asked | met"""
    names = [column.name for column in columns]
    by_name = {name: place for place, name in enumerate(names)}
    lines = [
        "| number | " + " | ".join(names) + " | asked | |",
        "|---|" + "---:|" * len(names) + "---|---|",
    ]
    for row in rows:
        values = [row.of(column.scores) if column.scores else math.nan for column in columns]
        if all(math.isnan(value) for value in values):
            continue
        shown = " | ".join(_shown(value, row.digits) for value in values)
        lines.append(f"| {row.name} | {shown} | {row.asked} | {_verdict(row, values, by_name)} |")
    return "\n".join(lines)


def markdown(
    exam: Exam, columns: Sequence[Column], rows: Sequence[Number], *, has_curves: bool
) -> str:
    failures = [f"- {column.name}, {each}" for column in columns for each in column.failures]
    parts = [
        "# Evaluation",
        f"{len(exam.cases)} people and as many voices, none of them trained on (exam seed "
        f"{exam.seed}, world {exam.world}). Each was asked for once, from reference pictures and a "
        "voice sample of another take. *Ceiling* is a render of exactly what was asked, *codecs* "
        "the same render through the model's codecs. The judges are networks that nobody here "
        "trained and that condition nothing: dlib's face ResNet, Resemblyzer, WORLD, pocketsphinx; "
        "dlib's landmarks measure mouths. dlib calls two faces the same below a distance of .6.",
        table(columns, rows),
        "![curves](curves.png)" if has_curves else "",
        "## What it looks like",
        "A row is a person: the reference, frames of the generated clip, frames of the real one.",
        "![contact sheet](sheet.png)",
    ]
    if failures:
        parts += ["## Clips that could not be made", "\n".join(failures)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _verdict(row: Number, values: Sequence[float], by_name: dict[str, int]) -> str:
    if row.is_met is None or row.asked_of not in by_name:
        return ""
    value, ceiling = values[by_name[row.asked_of]], values[by_name.get("ceiling", -1)]
    if math.isnan(value):
        return ""
    return "met" if row.is_met(value, ceiling) else "not met"


def _shown(value: float, digits: int) -> str:
    if math.isnan(value):
        return "-"
    return "none" if math.isinf(value) else f"{value:.{digits}f}"


def _told(exam: Exam, columns: Sequence[Column], rows: Sequence[Number]) -> dict[str, Any]:
    return {
        "people": len(exam.cases),
        "seed": exam.seed,
        "world": exam.world,
        "numbers": {
            row.name: {c.name: row.of(c.scores) if c.scores else math.nan for c in columns}
            for row in rows
        },
        "clips": {
            column.name: {
                case.name: asdict(score)
                for case, score in zip(column.cases, column.scores, strict=True)
            }
            for column in columns
        },
    }


def _plain(value: Any) -> Any:
    """nan and infinity as null, which every JSON reader knows."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def draw_curves(columns: Sequence[Column], people: int, path: Path) -> bool:
    """Hits among more people, distance over time, correlation by lag. False: no matplotlib."""
    try:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
    except ImportError:
        return False
    figure = Figure(figsize=(13, 3.6), layout="constrained")
    panels = figure.subplots(1, 3)
    for column in columns:
        _nearest_curve(panels[0], column, people)
        _drift_curve(panels[1], column)
        _lag_curve(panels[2], column)
    titles = (
        "right person (line) and voice (dots)",
        "face: distance to reference",
        "mouth, speech",
    )
    labels = ("nearest of", "seconds", "lag of the sound, ms")
    for panel, title, label in zip(panels, titles, labels, strict=True):
        panel.set_title(title)
        panel.set_xlabel(label)
        panel.grid(alpha=0.3)
        if panel.get_legend_handles_labels()[0]:
            panel.legend()
    FigureCanvasAgg(figure).print_png(str(path))
    return True


def _nearest_curve(panel: "Axes", column: Column, people: int) -> None:
    among = sorted({2, 5, 10, 20, 50, people} & set(range(2, people + 1)))
    faces = [score.identity.others_nearer for score in column.scores]
    voices = [score.voice.others_nearer for score in column.scores if score.voice is not None]
    for hits, style in ((faces, "-"), (voices, ":")):
        if hits and among:
            rates = [nearest_rate(hits, people=people, among=size) for size in among]
            label = column.name if style == "-" else None
            panel.plot(among, rates, style, marker="o", color=COLOURS[column.name], label=label)
    panel.set_ylim(0, 1.05)


def _drift_curve(panel: "Axes", column: Column) -> None:
    places = [
        (second, distance)
        for score in column.scores
        for second, distance in zip(score.identity.seconds, score.identity.distances, strict=True)
    ]
    if not places:
        return
    seconds, distances = np.array(places).T
    edges = np.linspace(0, seconds.max() + 1e-6, 9)
    which = np.clip(np.digitize(seconds, edges) - 1, 0, 7)
    filled = [index for index in range(8) if (which == index).any()]
    middles = [(edges[index] + edges[index + 1]) / 2 for index in filled]
    medians = [np.median(distances[which == index]) for index in filled]
    panel.plot(middles, medians, marker="o", color=COLOURS[column.name], label=column.name)


def _lag_curve(panel: "Axes", column: Column) -> None:
    curves = [score.sync.by_lag for score in column.scores if score.sync and score.sync.by_lag]
    if curves:
        mean = np.ma.masked_invalid(np.array(curves, dtype=float)).mean(axis=0)
        panel.plot(lags_milliseconds(), mean, color=COLOURS[column.name], label=column.name)
    panel.axvline(0, color="black", linewidth=0.6)


def draw_sheet(cases: Sequence[Case], columns: Sequence[Column], path: Path) -> None:
    """Reference, frames of each column but the codecs', for the first people of the exam."""
    shown = [column for column in columns if column.name != "codecs"]
    rows = []
    for case in cases[:SHEET_ROWS]:
        row = [_square(np.asarray(Image.open(case.references[0]).convert("RGB")))]
        for column in shown:
            clip = _clip_of(column, case)
            frames = [] if clip is None else _picked(clip)
            missing = np.full((SHEET_SIDE, SHEET_SIDE, 3), 40, np.uint8)
            row += [np.full((SHEET_SIDE, 6, 3), 255, np.uint8)]
            row += [*frames, *[missing] * (FRAMES_SHOWN - len(frames))]
        rows.append(np.concatenate(row, axis=1))
    Image.fromarray(np.concatenate(rows)).save(path, optimize=True)


def _clip_of(column: Column, case: Case) -> Path | None:
    return dict(zip((each.name for each in column.cases), column.clips, strict=True)).get(case.name)


def _picked(clip: Path) -> list[UInt8[np.ndarray, "y x 3"]]:
    frames = eight_bit(decode_video(clip))
    places = np.linspace(0, len(frames) - 1, FRAMES_SHOWN).round().astype(int)
    return [_square(frames[place]) for place in places]


def _square(picture: UInt8[np.ndarray, "y x 3"]) -> UInt8[np.ndarray, "v v 3"]:
    side = min(picture.shape[:2])
    top, left = ((size - side) // 2 for size in picture.shape[:2])
    cut = Image.fromarray(picture[top : top + side, left : left + side])
    return np.asarray(cut.resize((SHEET_SIDE, SHEET_SIDE), Image.Resampling.LANCZOS))
