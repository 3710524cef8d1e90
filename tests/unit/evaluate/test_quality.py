"""Judges say what they find in one clip, and nothing of what they cannot compare."""

import io
import json
import sys
from pathlib import Path

import pytest

pytest.importorskip("pocketsphinx")
pytest.importorskip("pyworld")

from retrat.evaluate import quality
from retrat.evaluate.quality import Given, Question, judged

ASKED = 'Somebody says: "Hello from the sea."'


def given(folder: Path, name: str) -> Given:
    return Given(photos=(folder / name / "r.png",), voice=folder / name / "voice.wav")


def test_the_right_person_and_voice_are_told_from_others(exam_folder: Path) -> None:
    clip = exam_folder / "ada" / "c.mp4"
    right = judged(Question(clip=clip, prompt=ASKED, people=(given(exam_folder, "ada"),)))
    wrong = judged(Question(clip=clip, prompt=ASKED, people=(given(exam_folder, "grace"),)))
    assert right.face_distances[0] < 0.4 < 0.6 < wrong.face_distances[0]
    assert right.faces_found == 1.0
    assert right.voice_similarity > wrong.voice_similarity + 0.1
    assert right.words_asked == ("hello", "from", "the", "sea")
    assert right.word_error_rate == wrong.word_error_rate <= 0.5
    assert set(right.words_heard) & set(right.words_asked)
    assert right.mouth_correlation is not None  # a photograph moved about still has a mouth


def test_of_two_people_each_is_compared_and_neither_voice(exam_folder: Path) -> None:
    people = tuple(given(exam_folder, name) for name in ("grace", "ada"))
    found = judged(Question(clip=exam_folder / "ada" / "c.mp4", prompt=ASKED, people=people))
    assert found.face_distances[1] < 0.4 < 0.6 < found.face_distances[0]
    assert found.faces_found == 0.0, "two should be seen and one is"
    assert found.voice_similarity is None
    assert found.mouth_correlation is None


def test_without_people_or_words_there_is_nothing_to_compare(exam_folder: Path) -> None:
    clip = exam_folder / "ada" / "c.mp4"
    found = judged(Question(clip=clip, prompt="Rain over a city"))
    assert found.face_distances == ()
    assert (found.faces_found, found.voice_similarity) == (None, None)
    assert (found.words_asked, found.words_heard, found.word_error_rate) == ((), (), None)
    assert (found.mouth_correlation, found.lag_milliseconds) == (None, None)


def test_who_is_heard_alone_keeps_their_place_among_the_people(exam_folder: Path) -> None:
    ada = given(exam_folder, "ada")
    people = (Given(voice=ada.voice), ada)
    found = judged(Question(clip=exam_folder / "ada" / "c.mp4", prompt=ASKED, people=people))
    assert found.face_distances[0] is None
    assert found.face_distances[1] < 0.4
    assert found.faces_found == 1.0, "one photo, one face"


def test_of_a_recording_lips_are_judged_and_no_words(exam_folder: Path) -> None:
    clip, ada = exam_folder / "ada" / "c.mp4", given(exam_folder, "ada")
    people = (Given(photos=ada.photos),)
    found = judged(Question(clip=clip, prompt=ASKED, people=people, is_recorded=True))
    assert found.words_asked == ()
    assert found.mouth_correlation is not None


def test_lines_of_two_are_nobodys_lips(exam_folder: Path) -> None:
    clip = exam_folder / "ada" / "c.mp4"
    prompt = 'character1 says: "Hello from the sea." character2 answers: "Hello."'
    found = judged(Question(clip=clip, prompt=prompt))
    assert found.word_error_rate is not None
    assert (found.mouth_correlation, found.voice_similarity) == (None, None)


def test_what_a_clip_goes_on_from_is_not_judged(exam_folder: Path) -> None:
    clip = exam_folder / "ada" / "c.mp4"
    late = judged(Question(clip=clip, prompt=ASKED, start=1.2))
    assert late.word_error_rate > judged(Question(clip=clip, prompt=ASKED)).word_error_rate


def test_question_and_answer_are_json(
    exam_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    person = {"photos": [str(exam_folder / "ada" / "r.png")], "voice": None, "face": None}
    clip = str(exam_folder / "ada" / "c.mp4")
    question = {"clip": clip, "prompt": "Somebody", "people": [person], "start": 0}
    question["is_recorded"] = False
    monkeypatch.setattr(sys, "stdin", io.StringIO(json.dumps(question)))
    monkeypatch.setattr(quality.os, "nice", lambda _: 0)
    quality.main()
    answer = json.loads(capsys.readouterr().out)
    assert answer["face_distances"][0] < 0.4
    assert answer["voice_similarity"] is None
