"""`retrat certificate`: what signs from now on, and one sentence for what cannot."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
import torch
from chains import write_chain

from retrat.cli.main import main
from retrat.media import encode_clip
from retrat.provenance import manifest
from retrat.provenance.home import Home
from retrat.provenance.payload import Payload
from retrat.types import Clip, FrameRate


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("RETRAT_HOME", str(tmp_path / "home"))
    return Home.default()


def signed(home: Home, folder: Path, name: str) -> Path:
    """A clip with a manifest, as they leave here."""
    clip = Clip(pixels=torch.zeros(6, 3, 32, 32), frame_rate=FrameRate(numerator=24))
    encode_clip(clip, folder / "plain.mp4")
    making = manifest.Making(
        payload=Payload(file_id=1, shows_person=False),
        version="0",
        model="x",
        weights_sha256="",
        mode="text",
        seconds=0.25,
    )
    manifest.sign(home, folder / "plain.mp4", folder / name, making)
    return folder / name


def test_a_certificate_of_ones_own(
    home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = signed(home, tmp_path, "before.mp4")
    chain, key = write_chain(tmp_path / "own")
    assert main(["certificate", "use", str(chain), str(key)]) == 0
    told = capsys.readouterr().out
    assert "CN=Test leaf" in told
    assert "CN=Test between" in told
    assert "(es256, yours)" in told
    after = signed(home, tmp_path, "after.mp4")
    shutil.rmtree(tmp_path / "own")  # what signs is kept
    for path, who in ((before, "Retrat installation"), (after, "Test leaf")):
        read = manifest.read(path, home)
        assert (read.state, read.signed_by) == ("trusted", who), path
    assert main(["certificate", "forget"]) == 0
    assert "made here" in capsys.readouterr().out
    assert manifest.read(signed(home, tmp_path, "b.mp4"), home).signed_by == "Retrat installation"


def test_show_makes_one_where_there_is_none(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["certificate", "show"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("O=Retrat local,CN=Retrat installation, issued by")
    assert told.endswith("(es256, made here).\n")


def without_the_rest(chain: Path, key: Path) -> tuple[Path, Path]:
    end = "-----END CERTIFICATE-----\n"
    chain.write_text(chain.read_text().split(end)[0] + end)
    return chain, key


def test_what_is_refused(home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chain, key = write_chain(tmp_path / "own")
    for given, why in (
        ((chain, write_chain(tmp_path / "other")[1]), "the key is another certificate's"),
        (write_chain(tmp_path / "old", ends=timedelta(days=-1)), "it ended on"),
        (write_chain(tmp_path / "tls", is_for_signing=False), "C2PA refuses the certificate"),
        (without_the_rest(*write_chain(tmp_path / "leaf")), "not issued by the next one"),
        ((tmp_path / "nowhere.pem", key), "can't be read"),
    ):
        assert main(["certificate", "use", *map(str, given)]) == 2
        told = capsys.readouterr()
        assert told.out == ""
        assert why in told.err
        assert len(told.err.strip().splitlines()) == 1
    assert main(["certificate", "show"]) == 0
    assert "made here" in capsys.readouterr().out
