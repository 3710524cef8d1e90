"""From the command line to a file that plays, with tiny models of the real kind."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import torch
from files import write_photo, write_sound
from people import babble

from retrat.cli import main
from retrat.media import decode_audio, decode_image, decode_video, probe

SAID = 'A woman on a beach says: "Hello."'
TINY = ["--model", "tiny-random", "--seconds", "1", "--steps", "1", "--quiet"]


def make(*arguments: object) -> int:
    return main(["generate", *map(str, arguments), *TINY])


def test_a_sentence_becomes_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = tmp_path / "out.mp4"
    assert make(SAID, "-o", output, "--json", "--seed", 7) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["path"] == str(output)
    assert told["settings"]["seed"] == 7
    assert set(told["seconds"]) == {
        *("check", "load", "generate", "mark", "encode", "sign", "total")
    }
    assert told["peak_memory_bytes"] > 1e8
    found = probe(output)
    assert found.video is not None
    assert found.audio is not None
    assert (found.video.codec, found.video.pixel_format) == ("h264", "yuv420p")
    assert (found.video.width, found.video.height, found.video.frames) == (256, 256, 24)
    assert found.audio.codec == "aac"
    assert abs(found.audio.seconds - found.video.seconds) <= 1 / 24
    assert found.is_indexed_in_front
    assert found.settings == told["settings"]
    assert [path.name for path in tmp_path.iterdir()] == ["out.mp4"]


def test_a_place_that_is_given(
    tmp_path: Path, photo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows, columns = np.mgrid[:256, :256].astype(np.uint8)
    place = write_photo(tmp_path / "place.png", np.dstack([rows, columns, rows // 2 + 60]))
    empty, output, again = (tmp_path / f"{name}.mp4" for name in ("empty", "out", "again"))
    assert make("A kitchen", "--place", place, "-o", empty) == 0
    true = decode_image(place, field="place")
    assert (decode_video(empty).pixels - true).abs().mean() < 0.03, "nobody stands there"
    who = ["--reference", photo, "--consent", "self", "--seed", 3]
    assert make(SAID, "--place", place, *who, "-o", output) == 0
    shown = decode_video(output).pixels
    assert probe(output).settings["place"]["name"] == "place.png"
    assert (shown - true).abs().mean() > 0.1, "somebody does"
    assert main(["generate", "--from", str(output), "-o", str(again), "--quiet"]) == 0
    assert torch.equal(decode_video(again).pixels, shown)
    capsys.readouterr()
    assert make("A wall", "--place", photo, "-o", tmp_path / "no.mp4") == 2
    assert "shows somebody" in capsys.readouterr().err


def test_everything_given_and_made_again(
    tmp_path: Path, photo: Path, voice: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output, again = tmp_path / "out.mp4", tmp_path / "again.mp4"
    given = ["--reference", photo, "--reference", photo, "--voice", voice, "--consent", "self"]
    assert main(["generate", SAID, *map(str, given), "-o", str(output), *TINY[:-1]]) == 0
    assert "I, self, agree that my face and my voice" in capsys.readouterr().err
    settings = probe(output).settings
    assert settings is not None
    assert settings["references"][0].keys() == {"name", "sha256"}
    assert str(photo.parent) not in json.dumps(settings), "folders are nobody's business"
    # The cast keeps what was used, so the file alone is enough to make it again.
    assert main(["generate", "--from", str(output), "-o", str(again), "--quiet"]) == 0
    first, second = decode_video(output), decode_video(again)
    assert (first.pixels == second.pixels).all()
    assert first.audio is not None
    assert second.audio is not None
    assert (first.audio.samples == second.audio.samples).all()
    other = tmp_path / "other.mp4"
    assert make("--from", output, "-o", other, "--seed", 99) == 0
    assert (decode_video(other).pixels != first.pixels).any()
    # Whoever agreed once is known, and need not agree again.
    assert make("Hi", "--reference", photo, "-o", tmp_path / "known.mp4") == 0


def test_a_first_frame_is_kept(tmp_path: Path, photo: Path) -> None:
    output = tmp_path / "out.mp4"
    assert make("She nods", "--image", photo, "--consent", "self", "-o", output) == 0
    still = tmp_path / "still.png"
    pixels = decode_video(output).pixels
    write_photo(still, ((pixels[0] + 1) * 127.5).byte().permute(1, 2, 0).numpy())
    expected = decode_image(photo)
    expected = expected.reshape(3, 256, 2, 256, 2).mean(dim=(2, 4))
    assert (pixels[0] - expected).abs().mean() < 0.05
    assert (pixels[-1] - expected).abs().mean() > 0.1


def test_a_recording_becomes_the_sound(tmp_path: Path) -> None:
    recording = write_sound(tmp_path / "talk.wav", babble(1.4))
    output = tmp_path / "out.mp4"
    arguments = ["A man talks", "--audio", str(recording), "--consent", "self", "-o", str(output)]
    assert main(["generate", *arguments, "--model", "tiny-random", "--steps", "1", "--quiet"]) == 0
    heard, given = decode_audio(output).samples[0], babble(1.4).samples[0]
    count = min(len(heard), len(given))
    alike = (heard[:count] * given[:count]).sum() / (heard[:count].norm() * given[:count].norm())
    assert alike > 0.95
    found = probe(output)
    assert found.video is not None
    assert abs(found.video.seconds - 1.4) < 1 / 24


def test_no_sound(tmp_path: Path) -> None:
    assert make("Rain", "--no-sound", "-o", tmp_path / "out.mp4") == 0
    assert probe(tmp_path / "out.mp4").audio is None


@pytest.mark.parametrize("size", ["320x192", "192x320"])
def test_other_sizes(tmp_path: Path, size: str) -> None:
    assert make("Rain", "--size", size, "-o", tmp_path / "out.mp4") == 0
    video = probe(tmp_path / "out.mp4").video
    assert video is not None
    assert f"{video.width}x{video.height}" == size


def test_control_c_stops_and_leaves_nothing(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "import sys; from retrat.cli import main; sys.exit(main())"]
    options = ["generate", "Rain", "--model", "tiny-random", "--steps", "100", "--seconds", "10"]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen(
        [*command, *options],
        cwd=tmp_path,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
        # A shell that runs the tests in the background has its children ignore Ctrl-C.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if line.strip().startswith("load"):
                break
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        start = time.monotonic()
        rest = process.stderr.read()
        assert process.wait(timeout=60) == 130, rest
    assert "stopped; nothing was written" in rest
    assert "Traceback" not in rest
    assert time.monotonic() - start < 30
    assert not list(tmp_path.iterdir())
