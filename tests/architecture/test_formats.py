"""docs/formats.md names every field that the code writes, and none that it does not."""

import json
import re
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
import torch

from retrat.media import probe
from retrat.provenance import cast, log, manifest, spoken
from retrat.provenance.bundle import export, import_bundle
from retrat.provenance.consent import ConsentRecord
from retrat.provenance.home import Home
from retrat.provenance.payload import PICTURE_BITS, VERSION, Payload
from retrat.provenance.record import Record, recall
from retrat.provenance.seal import Origin
from retrat.provenance.store import FOLDERS, store_embeddings
from retrat.runtime.deliver import deliver
from retrat.runtime.order import Order, settings_of
from retrat.types import Clip, FrameRate

PAGE = (Path(__file__).parents[2] / "docs" / "formats.md").read_text()


def documented(heading: str) -> set[str]:
    """The first column of the table under a heading."""
    part = re.search(rf"^##+ {re.escape(heading)}$(.*?)(?=^##|\Z)", PAGE, re.M | re.S)
    assert part is not None, heading
    return set(re.findall(r"^\| `([^`]+)` \|", part[1], re.M))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return Home(root=tmp_path_factory.mktemp("formats") / "home")


@pytest.fixture(scope="module")
def consent(home: Home) -> ConsentRecord:
    """Somebody enrolled with a photo, a voice and a spoken statement, with numbers for both."""
    for name in ("a.png", "a.wav", "spoken.wav"):
        (home.root.parent / name).write_bytes(name.encode())
    photo, voice, spoken = (home.root.parent / name for name in ("a.png", "a.wav", "spoken.wav"))
    given = cast.Enrolment(name="Ana", photos=[photo], voices=[voice], evidence_file=spoken)
    record = cast.enrol(home, given)
    for kind in ("face", "voice"):
        store_embeddings(home, record.consent_id, kind, np.ones((1, 2)), embedder="tiny")
    return record


@pytest.fixture(scope="module")
def clip(home: Home, consent: ConsentRecord) -> Path:
    """A clip that left through the one exit, with somebody's consent."""
    (use,) = [
        cast.ReferenceUse(kind="face", field="reference", sha256=sha256)
        for sha256 in consent.photos
    ]
    origin = Origin(
        home=home,
        version="0",
        model="x",
        weights_sha256="0" * 64,
        mode="reference",
        settings={"seed": 1},
        grants=cast.require_consent(home, [use], cast.Use(mode="reference")),
        purpose="family",
    )
    pixels = torch.rand(8, 3, 64, 64, generator=torch.Generator().manual_seed(0)) * 0.2
    made = Clip(pixels=pixels, frame_rate=FrameRate(numerator=24))
    path = home.root.parent / "made.mp4"
    deliver(made, path, settings=settings_of(Order(prompt="x")), origin=origin)
    return path


def test_settings(clip: Path) -> None:
    assert set(probe(clip).settings or {}) == documented("Settings in a clip")


def test_the_manifest(home: Home, clip: Path) -> None:
    told = manifest.read(clip, home)
    assert set(told.making) == documented(manifest.MAKING_LABEL)
    with_consent = json.loads(_manifest_json(clip))
    assert set(with_consent) == documented(manifest.CONSENT_LABEL)


def test_the_mark() -> None:
    part = PAGE[PAGE.index("## Marks") : PAGE.index("## Consent record")]
    sizes = [int(size) for size in re.findall(r"^\| (\d+) \|", part, re.M)]
    assert sum(sizes) == PICTURE_BITS
    bits = iter(Payload(file_id=5, shows_person=True).picture_bits)
    values = [int("".join(str(next(bits)) for _ in range(size)), 2) for size in sizes]
    assert values == [VERSION, 1, 1, 0, 5]


def test_the_consent_record(home: Home, consent: ConsentRecord) -> None:
    written = json.loads((home.cast / consent.consent_id / "record.json").read_bytes())
    assert set(written) == documented("Consent record")


def test_the_cast_folder(home: Home, consent: ConsentRecord, tmp_path: Path) -> None:
    other = Home(root=tmp_path / "other")
    bundle = export(home, "Ana", tmp_path / "ana.zip")
    import_bundle(other, bundle, accept_key=consent.public_key)
    cast.revoke_all(other, "Ana")
    there, here = (each.cast / consent.consent_id for each in (other, home))
    names = {path.name + "/" * path.is_dir() for path in (*there.iterdir(), *here.iterdir())}
    assert names == documented("Cast folder")
    assert {f"{folder}/" for folder in FOLDERS.values()} < names
    for name in ("revoked.json", "accepted.json"):
        assert set(json.loads((there / name).read_bytes())) == documented(name)


def test_spoken_codes(home: Home) -> None:
    spoken.issue(home, "Ana")
    told = json.loads((home.root / "codes.json").read_bytes())
    assert set(told) == {"codes", "signature"}
    (code,) = told["codes"]
    assert set(code) == documented("Spoken codes")


def test_the_log(home: Home, consent: ConsentRecord) -> None:
    lines = home.log.read_text().splitlines()
    assert set(json.loads(lines[0])) == documented("Log line")
    assert set(json.loads((home.root / "log.head").read_bytes())) == documented("log.head")
    part = PAGE[PAGE.index("## Log line") : PAGE.index("### log.head")]
    assert f"kinds are {', '.join(log.KINDS)}." in part


def test_the_record_of_a_clip(home: Home, clip: Path) -> None:
    assert {field.name for field in fields(Record)} == documented("Record of a clip")
    (kept,) = home.outputs.glob("*.json")
    assert recall(home, kept.stem) is not None
    assert kept.with_suffix(".c2pa").exists()


def test_the_job_store() -> None:
    tables = pytest.importorskip("retrat.runtime.job_tables").metadata.tables
    for name, table in tables.items():
        assert {column.name for column in table.columns} == documented(name), name


def _manifest_json(path: Path) -> str:
    """Our consent assertion as it stands in the file."""
    import c2pa

    with path.open("rb") as stream, c2pa.Reader("video/mp4", stream) as reader:
        told = json.loads(reader.json())
    active = told["manifests"][told["active_manifest"]]["assertions"]
    found = next(each for each in active if each["label"] == manifest.CONSENT_LABEL)
    return json.dumps(found["data"])
