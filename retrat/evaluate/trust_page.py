"""`retrat evaluate trust`: every figure about the marks and the gate, as one page of tables.

The clips are anybody's: each file of a folder gives its first four seconds of picture, sound or
both. Each is marked anew, so files that carry a mark already should be left out. Without a folder
they are the ten of `evaluate/trust_clips.py`. The people are anybody's too: a folder each, with
photos and recordings.
"""

from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path

import numpy as np

from retrat.errors import RequestError
from retrat.evaluate.trust import (
    FalseAlarms,
    Frames,
    as_table,
    crop_alarms,
    false_alarms,
)
from retrat.evaluate.trust import measure as measure_pictures
from retrat.evaluate.trust_clips import SIDE, standard_clips
from retrat.evaluate.trust_fidelity import picture_fidelity, sound_fidelity
from retrat.evaluate.trust_likeness import Likeness, as_likeness_table, measure_likeness
from retrat.evaluate.trust_sound import measure_sound, sound_false_alarms
from retrat.media import decode_audio, probe
from retrat.media.sampling import sample_frames
from retrat.media.sniff import sniff
from retrat.provenance.picture_mark import READ_SCORE as PICTURE_SCORE
from retrat.provenance.sound_mark import READ_SCORE as SOUND_SCORE
from retrat.runtime.likeness import THRESHOLDS, enrolled_faces, enrolled_voice
from retrat.types import Audio

PAGE = "trust.md"
CROPS = 100_000  # unmarked squares that are read for false alarms
SIDES = (128, 1024)  # pixels, least and most
_FRAMES, _SECONDS = 96, 6.0
_TOGETHER = (1, 2)  # photos or recordings given each time


def run(
    folder: Path | None,
    *,
    out: Path,
    most: int | None = None,
    cast: Path | None = None,
    side: int | None = None,
) -> Path:
    """Measure on the files of a folder, and the people of another, write the page, name it.

    Without a folder, the standard clips are `side` pixels wide and high.
    """
    if most is not None and most < 1:
        text = f"people={most} is not a number of files. Give 1 or more, or leave it out for all."
        raise RequestError(text, field="people")
    if folder is None:
        pictures, sounds = _standard(most, SIDE if side is None else side)
    elif side is not None:
        text = f"side={side} goes with the standard clips; files of --clips have a size of their "
        raise RequestError(f"{text}own. Leave one of them out.", field="side")
    else:
        pictures, sounds = _material(folder, most)
    out.mkdir(parents=True, exist_ok=True)
    page = out / PAGE
    parts = ["# What the marks survive", *_about_pictures(pictures), *_about_sounds(sounds)]
    if cast is not None:
        parts += ["## Faces and voices known again", _about_people(cast)]
    page.write_text("\n\n".join(parts) + "\n", encoding="utf-8")
    return page


def _standard(most: int | None, side: int) -> tuple[dict[str, Frames], list[Audio]]:
    if side % 16 or not SIDES[0] <= side <= SIDES[1]:
        text = f"side={side} is not a size of clips. Give a multiple of 16 from {SIDES[0]} to "
        raise RequestError(f"{text}{SIDES[1]}.", field="side")
    return dict(islice(standard_clips(_FRAMES, side), most)), []


def _material(folder: Path, most: int | None) -> tuple[dict[str, Frames], list[Audio]]:
    paths = sorted(path for path in folder.glob("*") if path.is_file())[:most]
    if not paths:
        text = f"{folder} holds no files. Name a folder of videos or recordings without marks."
        raise RequestError(text, field="clips")
    pictures, sounds = {}, []
    for path in paths:
        tracks = probe(path, field="clips")
        if tracks.video is not None:
            frames = sample_frames(path, most=_FRAMES, field="clips")
            pictures[path.name] = np.stack(list(frames))
        if tracks.audio is not None:
            sounds.append(decode_audio(path, longest_seconds=_SECONDS, field="clips"))
    return pictures, sounds


def _about_pictures(clips: Mapping[str, Frames]) -> list[str]:
    if not clips:
        return []
    pictures = list(clips.values())
    shown = [picture_fidelity(frames) for frames in pictures]
    faint = (
        f"PSNR at least {min(one.psnr for one in shown):.1f} dB, SSIM at least "
        f"{min(one.ssim for one in shown):.3f}; from frame to frame the mark moves "
        f"{max(one.change for one in shown):.2f} levels."
    )
    whole = _alarms(false_alarms(pictures, is_thorough=True), PICTURE_SCORE, "whole clips")
    crops = _alarms(crop_alarms(pictures, CROPS), PICTURE_SCORE, "squares of single frames")
    return ["## Picture", faint, as_table(measure_pictures(clips)), whole, crops]


def _about_sounds(sounds: Sequence[Audio]) -> list[str]:
    if not sounds:
        return []
    alarms = _alarms(sound_false_alarms(sounds), SOUND_SCORE, "recordings")
    faint = _speech_quality(sound_fidelity(sounds))
    return ["## Sound, from any 3 s", faint, as_table(measure_sound(sounds)), alarms]


def _speech_quality(scores: Sequence[float] | None) -> str:
    if scores is None:
        return "PESQ was not measured: the package pesq is not installed."
    if not scores:
        return "PESQ was not measured: no speech was found."
    mean, lowest = float(np.mean(scores)), min(scores)
    return f"PESQ of {len(scores)} recordings: {mean:.2f} on average, {lowest:.2f} at worst."


def _about_people(folder: Path) -> str:
    """Everybody against everybody, with one file each time and with several."""
    people = {path.name: _files(path) for path in sorted(folder.iterdir()) if path.is_dir()}
    if not people:
        text = f"{folder} holds no folders. Give one with a folder for each person."
        raise RequestError(text, field="cast")
    photos = {name: files[0] for name, files in people.items()}
    recordings = {name: files[1] for name, files in people.items()}
    rows: list[tuple[str, Likeness, float]] = []
    for given in _TOGETHER:
        faces = measure_likeness(photos, enrolled_faces, given=given)
        rows.append(("faces", faces, THRESHOLDS.of("face", given)))
    for given in _TOGETHER:
        voices = measure_likeness(recordings, enrolled_voice, given=given)
        rows.append(("voices", voices, THRESHOLDS.voice))
    return as_likeness_table(rows)


def _files(folder: Path) -> tuple[list[Path], list[Path]]:
    """Photos and recordings."""
    paths = sorted(path for path in folder.iterdir() if path.is_file())
    kinds = [sniff(path, name=path.name, field="cast").kind for path in paths]
    photos = [path for path, kind in zip(paths, kinds, strict=True) if kind == "image"]
    return photos, [path for path in paths if path not in photos]


def _alarms(found: FalseAlarms, score: float, what: str) -> str:
    """Counted, and extrapolated where there were enough tries to fit a tail to."""
    told = f"Without a mark: {found.alarms} false alarms in {found.tries:,} readings of {what}"
    told += f", the highest score {found.highest:.2f}"
    if found.tries < 2 or found.deviation == 0:
        return f"{told}."
    return f"{told}; a Gumbel tail gives {found.chance_at(score):.1e} at {score:g}."
