"""A page about two people in one clip."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from retrat.evaluate.conversation import Part, as_page, prompt_of
from retrat.evaluate.exam import Case
from retrat.pipeline.request import GenerateRequest

PART = Part(
    clip="a", is_right_face=True, distance=0.2, is_right_voice=True, similarity=0.8,
    word_errors=0.25, own=0.04, other=0.01,
)  # fmt: skip


def case(words: str) -> Case:
    return Case(
        name="a", person=1, speaker=1, prompt="", words=words, seconds=4.0, references=(),
        voice=Path("v"), real=Path("r"), labels={}, mouth_open=(),
    )  # fmt: skip


def test_both_lines_are_said_each_by_one_of_them() -> None:
    prompt = prompt_of([case("Good morning."), case('So "good" it is.')], 0)
    lines = GenerateRequest(prompt=prompt).lines
    assert [(line.words, line.person) for line in lines] == [
        ("Good morning.", 1),
        ("So good it is.", 2),
    ]
    assert prompt_of([case("A."), case("B.")], 1) != prompt_of([case("A."), case("B.")], 0)


def test_the_page_has_means_and_what_was_not_made() -> None:
    other = replace(PART, is_right_voice=False, own=0.02)
    page = as_page([PART, other], ["c and d: no face"])
    assert "2 people in 1 clips" in page
    for row in (
        "| right person, in their half | 1.000 |",
        "| right voice, in their turn | 0.500 |",
        "| mouth moves while they speak | 0.030 |",
        "| mouth moves while the other speaks | 0.010 |",
        "- not made: c and d: no face",
    ):
        assert row in page
    assert "|" not in as_page([], ["a and b: no face"]).replace("not made", "")


@pytest.mark.slow
def test_two_people_of_an_exam(tmp_path: Path) -> None:
    from retrat.evaluate import conversation
    from retrat.train.data.exam import ExamRequest, write_exam

    write_exam(tmp_path / "exam", ExamRequest(people=2, seconds=4.0, seed=3))
    page = conversation.run(tmp_path / "exam", out=tmp_path / "out", people=2)
    told = page.read_text()
    assert "2 people in 1 clips" in told
    assert np.isfinite(float(told.split("| distance of the face | ")[1].split()[0]))
