"""`retrat evaluate trust`: every figure about the marks, as one page of tables.

The clips are anybody's: each file of a folder gives its first four seconds of picture, sound or
both. Each is marked anew, so files that carry a mark already should be left out.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from retrat.errors import RequestError
from retrat.evaluate.trust import FalseAlarms, Frames, as_table, false_alarms
from retrat.evaluate.trust import fidelity as picture_fidelity
from retrat.evaluate.trust import measure as measure_pictures
from retrat.evaluate.trust_sound import measure_sound, sound_false_alarms
from retrat.media import decode_audio, probe
from retrat.media.sampling import sample_frames
from retrat.provenance.picture_mark import READ_SCORE as PICTURE_SCORE
from retrat.provenance.sound_mark import READ_SCORE as SOUND_SCORE
from retrat.types import Audio

PAGE = "trust.md"
_FRAMES, _SECONDS = 96, 6.0


def run(folder: Path, *, out: Path, most: int | None = None) -> Path:
    """Measure on the files of a folder, write the page, name it."""
    pictures, sounds = _material(folder, most)
    out.mkdir(parents=True, exist_ok=True)
    page = out / PAGE
    parts = ["# What the marks survive", *_about_pictures(pictures), *_about_sounds(sounds)]
    page.write_text("\n\n".join(parts) + "\n", encoding="utf-8")
    return page


def _material(folder: Path, most: int | None) -> tuple[list[Frames], list[Audio]]:
    paths = sorted(path for path in folder.glob("*") if path.is_file())[:most]
    if not paths:
        text = f"{folder} holds no files. Name a folder of videos or recordings without marks."
        raise RequestError(text, field="clips")
    pictures, sounds = [], []
    for path in paths:
        tracks = probe(path, field="clips")
        if tracks.video is not None:
            pictures.append(np.stack(list(sample_frames(path, most=_FRAMES, field="clips"))))
        if tracks.audio is not None:
            sounds.append(decode_audio(path, longest_seconds=_SECONDS, field="clips"))
    return pictures, sounds


def _about_pictures(pictures: Sequence[Frames]) -> list[str]:
    if not pictures:
        return []
    shown = [picture_fidelity(frames) for frames in pictures]
    lowest, change = min(one[0] for one in shown), max(one[1] for one in shown)
    faint = (
        f"PSNR at least {lowest:.1f} dB; from frame to frame the mark moves {change:.2f} levels."
    )
    alarms = _alarms(false_alarms(pictures, is_thorough=True), PICTURE_SCORE)
    return ["## Picture", faint, as_table(measure_pictures(pictures)), alarms]


def _about_sounds(sounds: Sequence[Audio]) -> list[str]:
    if not sounds:
        return []
    alarms = _alarms(sound_false_alarms(sounds), SOUND_SCORE)
    return ["## Sound, from any 3 s", as_table(measure_sound(sounds)), alarms]


def _alarms(found: FalseAlarms, score: float) -> str:
    """Counted, and extrapolated where there were enough tries to fit a tail to."""
    counted = f"Without a mark: {found.alarms} false alarms in {found.tries} readings"
    if found.tries < 2 or found.deviation == 0:
        return f"{counted}."
    return f"{counted}; a Gumbel tail gives {found.chance_at(score):.1e} at {score:g}."
