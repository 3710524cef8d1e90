"""The demonstration's own files and script."""

import subprocess
import sys
from pathlib import Path

from retrat.media import as_bytes, decode_audio, decode_image, probe
from retrat.runtime.faces import portrait
from retrat.runtime.voices import voice_sample

EXAMPLES = Path(__file__).parents[2] / "examples"


def test_the_files_are_small_and_good() -> None:
    photo, voice = EXAMPLES / "person.jpg", EXAMPLES / "person.ogg"
    assert photo.stat().st_size <= 60_000
    assert voice.stat().st_size <= 60_000
    found = portrait(as_bytes(decode_image(photo)), name=photo.name, field="reference")
    assert found.face.side >= 96
    assert voice_sample(decode_audio(voice), name=voice.name).seconds >= 2


def test_the_script_makes_a_clip_and_says_what_it_cost(tmp_path: Path) -> None:
    output = tmp_path / "demo.mp4"
    options = ["--output", str(output), "--model", "tiny-random", "--seconds", "1.3"]
    run = subprocess.run(
        [sys.executable, str(EXAMPLES / "demo.py"), *options],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert probe(output).audio is not None
    assert str(output) in run.stdout
    assert "GB at most" in run.stdout
    assert "generate" in run.stderr
