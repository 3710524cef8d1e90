import errno
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from retrat.errors import RequestError
from retrat.media import written_whole


def test_the_file_appears_when_it_is_whole(tmp_path: Path) -> None:
    goal = tmp_path / "a.txt"
    with written_whole(goal) as part:
        part.write_text("whole")
        assert not goal.exists()
    assert goal.read_text() == "whole"
    assert list(tmp_path.iterdir()) == [goal]


def test_an_old_file_stays_when_the_new_one_fails(tmp_path: Path) -> None:
    goal = tmp_path / "a.txt"
    goal.write_text("old")
    with pytest.raises(KeyboardInterrupt), written_whole(goal) as part:
        part.write_text("half")
        raise KeyboardInterrupt
    assert goal.read_text() == "old"
    assert list(tmp_path.iterdir()) == [goal]


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_one_sentence(tmp_path: Path, code: int) -> None:
    with pytest.raises(RequestError, match="disk is full") as caught:
        with written_whole(tmp_path / "a.txt") as part:
            part.write_text("half")
            raise OSError(code, os.strerror(code))
    assert caught.value.field == "output"
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="no such file or directory"):
        with written_whole(tmp_path / "none" / "a.txt") as part:
            part.write_text("half")


def test_a_video_that_outgrows_the_disk_leaves_nothing(tmp_path: Path) -> None:
    """The encoder itself meets the limit, in a process that may write 20 kB a file."""
    program = (
        "import sys, torch\n"
        "from retrat.errors import RequestError\n"
        "from retrat.media import encode_clip\n"
        "from retrat.types import Clip, FrameRate\n"
        "noise = torch.rand(24, 3, 128, 128, generator=torch.Generator().manual_seed(0)) * 2 - 1\n"
        "try: encode_clip(Clip(pixels=noise, frame_rate=FrameRate(numerator=24)), sys.argv[1])\n"
        "except RequestError as error: print(error)\n"
    )

    def small_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    run = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "out.mp4")],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=small_files,
    )
    assert "disk is full" in run.stdout, run.stdout + run.stderr
    assert not list(tmp_path.iterdir())
