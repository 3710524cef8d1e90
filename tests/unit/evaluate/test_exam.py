"""Exams are read whole or refused."""

import json
from pathlib import Path

import pytest

from retrat.errors import RequestError
from retrat.evaluate.exam import read_exam


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    cases = [
        {
            "name": f"case-{n}",
            "person": n,
            "speaker": n,
            "prompt": 'A man says: "Hi."',
            "words": "Hi.",
            "seconds": 2.0,
            "references": ["a.png", "b.png"],
            "voice": "voice.wav",
            "real": "real.mp4",
            "labels": {"scene": "beach"},
            "mouth_open": [0.1, 0.2],
        }
        for n in range(3)
    ]
    told = {"format": 1, "seed": 5, "world": "3", "cases": cases}
    (tmp_path / "exam.json").write_text(json.dumps(told))
    return tmp_path


def test_cases_know_their_files(folder: Path) -> None:
    exam = read_exam(folder)
    assert len(exam.cases) == 3
    assert exam.cases[1].references == (folder / "case-1/a.png", folder / "case-1/b.png")
    assert exam.cases[2].real == folder / "case-2/real.mp4"
    assert exam.cases[0].mouth_open == (0.1, 0.2)


def test_a_part_of_an_exam_is_its_beginning(folder: Path) -> None:
    assert [case.name for case in read_exam(folder, people=2).cases] == ["case-0", "case-1"]


def test_more_people_than_there_are_is_refused(folder: Path) -> None:
    with pytest.raises(RequestError, match="has 3 cases"):
        read_exam(folder, people=4)


def test_a_folder_without_an_exam_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="holds no exam"):
        read_exam(tmp_path)


def test_another_format_is_refused(folder: Path) -> None:
    told = json.loads((folder / "exam.json").read_text()) | {"format": 2}
    (folder / "exam.json").write_text(json.dumps(told))
    with pytest.raises(RequestError, match="format 2"):
        read_exam(folder)
