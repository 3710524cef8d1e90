"""The right clips score high on every judge, swapped ones low, and scores are kept."""

import json
import shutil
from pathlib import Path

import pytest

pytest.importorskip("dlib")
pytest.importorskip("pyworld")
pytest.importorskip("skimage")

from retrat.errors import RetratError
from retrat.evaluate import suite
from retrat.evaluate.exam import read_exam
from retrat.evaluate.suite import REAL, copied_by, found_in, made_by, score_folder, sit
from retrat.types import Clip

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def swapped(exam_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everybody's clip under the other one's name."""
    folder = tmp_path_factory.mktemp("swapped")
    shutil.copy(exam_folder / "ada/c.mp4", folder / "grace.mp4")
    shutil.copy(exam_folder / "grace/c.mp4", folder / "ada.mp4")
    return folder


@pytest.fixture(scope="module")
def out(exam_folder: Path, swapped: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("page")
    score_folder(exam_folder, swapped, out=folder)
    return folder


def test_swapped_people_are_wrong_and_the_ceiling_is_right(out: Path) -> None:
    told = json.loads((out / "scores.json").read_text())["numbers"]
    assert told["right person nearest of 2"] == {"generated": 0.0, "ceiling": 1.0}
    assert told["right voice nearest of 2"] == {"generated": 0.0, "ceiling": 1.0}
    assert told["word error rate"]["generated"] > 0.7 > told["word error rate"]["ceiling"]


def test_the_page_shows_numbers_curves_and_pictures(out: Path) -> None:
    page = (out / "index.md").read_text()
    assert "| right person nearest of 2 | 0.00 | 1.00 | at least .50 | not met |" in page
    assert (out / "curves.png").stat().st_size > 5_000
    assert (out / "sheet.png").stat().st_size > 20_000


def test_kept_scores_are_not_made_again(
    exam_folder: Path, swapped: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (out / "scores.json").read_text()
    monkeypatch.setattr(suite, "score_clip", None)
    score_folder(exam_folder, swapped, out=out)
    assert (out / "scores.json").read_text() == before


def test_a_clip_that_cannot_be_made_is_told(exam_folder: Path, tmp_path: Path) -> None:
    def make(case: object, path: Path) -> None:
        raise RetratError("the model is ill.")

    exam = read_exam(exam_folder, people=1)
    done = sit(exam, (made_by(make, tmp_path / "clips"), REAL), out=tmp_path)
    assert "ada: the model is ill." in done.page.read_text()


def test_a_perfect_copy_is_perfect(exam_folder: Path, tmp_path: Path) -> None:
    def copy(clip: Clip) -> Clip:
        return clip

    exam = read_exam(exam_folder, people=1)
    done = sit(exam, (copied_by(copy),), out=tmp_path)
    fidelity = done.columns[0].scores[0].fidelity
    assert fidelity is not None
    assert fidelity.ssim == pytest.approx(1)
    assert fidelity.voice_similarity == pytest.approx(1)


def test_missing_clips_are_told(exam_folder: Path, tmp_path: Path) -> None:
    exam = read_exam(exam_folder, people=1)
    done = sit(exam, (found_in(tmp_path), REAL), out=tmp_path / "page")
    assert len(done.columns[0].failures) == 1


def test_the_engine_sits_an_exam_and_leaves_a_page(exam_folder: Path, tmp_path: Path) -> None:
    done = suite.run(exam_folder, out=tmp_path, people=1, model="tiny-random")
    names = [column.name for column in done.columns]
    assert names == ["generated", "codecs", "ceiling"]
    assert [len(column.scores) for column in done.columns] == [1, 1, 1], done.columns[0].failures
    assert "PSNR" in done.page.read_text()
