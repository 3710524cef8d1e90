from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import pytest

from retrat.errors import ProvenanceError, RequestError
from retrat.provenance.consent import (
    ConsentRecord,
    MatchThresholds,
    Member,
    ReferenceUse,
    Scope,
    Use,
    grant,
    is_known,
    parse_record,
    sign_record,
    statement,
)
from retrat.provenance.home import Home
from retrat.provenance.keys import installation_key
from retrat.provenance.log import spell_time

ANA, BEN = np.array([1.0, 0.0]), np.array([0.0, 1.0])
NEAR = MatchThresholds(face=0.9, voice=0.8)


@pytest.fixture
def record(home: Home, now: datetime) -> ConsentRecord:
    unsigned = ConsentRecord(
        consent_id="6f3a37f0-3ac4-4b6a-8d59-9d4d2cf6a001",
        name="Ana",
        statement="I agree.",
        covers=("face",),
        purposes=("private",),
        modes=("reference",),
        issued=spell_time(now),
        expires=spell_time(now + timedelta(days=1)),
        evidence="self",
        guardian=None,
        photos=("aa",),
        voices=(),
        evidence_sha256=None,
        public_key="",
    )
    return sign_record(unsigned, installation_key(home))


@pytest.fixture
def ana(record: ConsentRecord) -> Member:
    return Member(record=record, embeddings={"face": ANA[None]})


def use(**changes) -> ReferenceUse:
    return ReferenceUse(**{"kind": "face", "field": "references[0]", "sha256": "aa"} | changes)


def allowed(member: Member, reference: ReferenceUse, now: datetime, **changes):
    wish = Use(**{"mode": "reference", "purpose": "private"} | changes)
    return grant(reference, [member], wish, thresholds=NEAR, now=now)


def test_signature_covers_every_field(record: ConsentRecord) -> None:
    assert record.is_intact
    for change in (
        {"name": "Eva"},
        {"purposes": ("publish",)},
        {"expires": "2030-01-01T00:00:00Z"},
    ):
        assert not replace(record, **change).is_intact


def test_records_are_read_strictly(record: ConsentRecord) -> None:
    fields = {name: getattr(record, name) for name in record.__dataclass_fields__}
    assert parse_record(fields) == record
    for bad in ({**fields, "extra": 1}, {k: v for k, v in fields.items() if k != "name"}, {}):
        with pytest.raises(ProvenanceError, match="not a consent record"):
            parse_record(bad)
    with pytest.raises(ProvenanceError, match="version 2"):
        parse_record({**fields, "version": 2})


def test_the_very_file_matches(ana: Member, now: datetime) -> None:
    found = allowed(ana, use(), now)
    assert (found.matched_by, found.record_sha256) == ("file", ana.record.sha256)


def test_another_photo_matches_by_embedding(ana: Member, now: datetime) -> None:
    near = np.array([0.95, (1 - 0.95**2) ** 0.5])
    assert allowed(ana, use(sha256="bb", embedding=near), now).similarity == pytest.approx(0.95)
    with pytest.raises(RequestError, match="matches none of the 1 people"):
        allowed(ana, use(sha256="bb", embedding=BEN), now)
    with pytest.raises(RequestError, match="--consent self"):
        allowed(ana, use(sha256="bb"), now)


def test_whoever_enrolled_several_faces_has_to_be_nearer_to_one(record: ConsentRecord) -> None:
    near = np.array([0.93, np.sqrt(1 - 0.93**2)])
    stricter = replace(NEAR, doubled=0.02)
    for faces, is_one in ((1, True), (2, True), (3, False), (4, False)):
        enrolled = Member(record=record, embeddings={"face": np.repeat(ANA[None], faces, axis=0)})
        asked = use(sha256="bb", embedding=near)
        assert is_known(asked, [enrolled], thresholds=stricter) is is_one, faces
    assert stricter.of("face", 4) == pytest.approx(NEAR.face + 2 * 0.02)
    assert stricter.of("voice", 4) == NEAR.voice


def test_a_name_does_not_replace_the_match(ana: Member, now: datetime) -> None:
    with pytest.raises(RequestError, match="does not match the one enrolled as 'Ana'"):
        allowed(ana, use(sha256="bb", embedding=BEN, claimed="Ana"), now)
    with pytest.raises(RequestError, match="Nobody called 'Eva'"):
        allowed(ana, use(claimed="Eva"), now)


def test_scope(ana: Member, now: datetime) -> None:
    with pytest.raises(RequestError, match="not to purpose 'publish'"):
        allowed(ana, use(), now, purpose="publish")
    with pytest.raises(RequestError, match="not to mode 'audio'"):
        allowed(ana, use(), now, mode="audio")
    with pytest.raises(RequestError, match=r"ended on 2026-11-23.*enrol them again"):
        allowed(ana, use(), now + timedelta(days=1))
    with pytest.raises(RequestError, match="withdrew consent on 2026-11-22") as refused:
        allowed(replace(ana, revoked="2026-11-22T12:00:00Z"), use(), now)
    assert refused.value.field == "references[0]"


def test_a_second_consent_of_the_same_person_counts(ana: Member, now: datetime) -> None:
    old = replace(ana, revoked="2026-11-22T12:00:00Z")
    wish = Use(mode="reference")
    assert grant(use(), [old, ana], wish, thresholds=None, now=now).matched_by == "file"


def test_the_statement_says_what_for_and_until_when(now: datetime) -> None:
    scope = Scope(until=now + timedelta(days=365), purposes=("school",))
    text = statement("Ana", scope, ("face", "voice"), guardian=None)
    assert "I, Ana," in text
    assert "my face and my voice" in text
    assert "school" in text
    assert "2027-11-22" in text
    child = statement("Ana", scope, ("face",), guardian="Eva")
    assert "I, Eva, as the guardian of Ana, agree that Ana's face" in child


@pytest.mark.parametrize("bad", [{"purposes": ("war",)}, {"modes": ()}, {"until": None}])
def test_impossible_scopes(bad: dict, now: datetime) -> None:
    if "until" in bad:
        bad = {"until": now}
    with pytest.raises(RequestError):
        Scope(**{"until": now + timedelta(days=1)} | bad).validate(now)


@pytest.mark.parametrize("field", ["image", "audio"])
def test_each_use_is_asked_for_in_its_own_way_too(
    home: Home, record: ConsentRecord, now: datetime, field: str
) -> None:
    """A first frame beside somebody else's photos is a first frame still."""
    limited = sign_record(replace(record, modes=("reference",)), installation_key(home))
    ana = Member(record=limited)
    assert allowed(ana, use(field="reference"), now)
    with pytest.raises(RequestError, match=f"not to mode '{field}'"):
        allowed(ana, use(field=field), now)


def test_known_whatever_is_allowed_now(ana: Member) -> None:
    assert is_known(use(), [replace(ana, revoked="2026-11-22")], thresholds=None)
    by_likeness = use(sha256="x", embedding=ANA)
    assert is_known(by_likeness, [ana], thresholds=NEAR)
    assert not is_known(by_likeness, [ana], thresholds=None)
    assert not is_known(use(sha256="x"), [ana], thresholds=NEAR)
