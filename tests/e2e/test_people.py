"""Several people of the cast in one clip, from the command line to the file."""

from pathlib import Path

import pytest
from files import write_photo
from people import grace_hopper

from retrat.cli import main
from retrat.media import as_bytes, decode_image, decode_video, probe
from retrat.provenance.cast import Enrolment, enrol, revoke_all
from retrat.provenance.home import Home
from retrat.runtime.likeness import face_embeddings

TINY = ["--model", "tiny-random", "--seconds", "1", "--steps", "1", "--quiet"]
SAID = 'character1 listens, character2 says: "Hi."'


def make(output: Path, *names: str) -> int:
    people = [part for name in names for part in ("--person", name)]
    return main(["generate", SAID, *people, "-o", str(output), *TINY])


def test_two_people_of_the_cast(
    tmp_path: Path, home: Path, voice: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cast = Home(root=home)
    first, second = write_photo(tmp_path / "a.png", grace_hopper()), write_photo(tmp_path / "b.png")
    enrol(cast, Enrolment(name="Ann", photos=[first]))
    enrol(cast, Enrolment(name="Bea", photos=[second], voices=[voice]))
    output = tmp_path / "out.mp4"
    assert make(output, "Ann", "Bea") == 0
    settings = probe(output).settings
    assert settings is not None
    assert (settings["format"], settings["voice"]) == (2, None)
    assert [len(each["references"]) for each in (settings, *settings["others"])] == [1, 1]
    assert settings["others"][0]["voice"] is not None
    assert make(output, "Ann", "Bea", "Ann") != 0
    assert "trained for 2" in capsys.readouterr().err
    assert make(output, "Ann", "Nobody") != 0
    revoke_all(cast, "Bea")
    assert make(output, "Ann", "Bea") != 0
    assert "withdrew" in capsys.readouterr().err


def test_nano_shows_both_side_by_side_and_each_speaks(
    tmp_path: Path, home: Path, voice: Path
) -> None:
    cast = Home(root=home)
    first, second = write_photo(tmp_path / "a.png", grace_hopper()), write_photo(tmp_path / "b.png")
    for name, photo in (("Ann", first), ("Bea", second)):
        enrol(cast, Enrolment(name=name, photos=[photo], voices=[voice]))
    output = tmp_path / "out.mp4"
    said = 'In a park character1 asks: "Are you here?" character2 answers: "I am."'
    order = ["generate", said, "--person", "Ann", "--person", "Bea", "--seconds", "2"]
    assert main([*order, "--seed", "1", "--quiet", "-o", str(output)]) == 0
    wanted = [face_embeddings(as_bytes(decode_image(path)))[0] for path in (first, second)]
    for frame in decode_video(output).pixels[::16]:
        left, right = face_embeddings(as_bytes(frame))  # two, no more and no less
        assert left @ wanted[0] > left @ wanted[1]
        assert right @ wanted[1] > right @ wanted[0]
