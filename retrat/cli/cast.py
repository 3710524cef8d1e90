"""`retrat cast`: the people who agreed to appear."""

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from retrat.errors import RequestError

if TYPE_CHECKING:
    from retrat.provenance.cast import Enrolment
    from retrat.provenance.consent import ConsentRecord, Scope
    from retrat.provenance.home import Home

_WHO = "their name: all consents; or the start of an id (`retrat cast list`): that one"


def add_parser(commands: Any) -> None:
    """The options of `retrat cast ...`."""
    parser = commands.add_parser("cast", help="the people who agreed to appear")
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    add = actions.add_parser("add", help="enrol somebody: pictures, voice, what they agree to")
    add.set_defaults(run=run_add)
    add.add_argument("name", metavar="NAME")
    add.add_argument("--photo", action="append", type=Path, default=[], metavar="FILE",
                     help="a photo of their face; repeat it for more")  # fmt: skip
    add.add_argument("--voice", action="append", type=Path, default=[], metavar="FILE",
                     help="1 to 60 s of their speech; repeat it: two or three are "
                     "recognised better")  # fmt: skip
    add.add_argument("--purpose", action="append", default=[],
                     help="private, family, school or publish; repeat it; usual: private and "
                     "family")  # fmt: skip
    add.add_argument("--mode", action="append", default=[],
                     help="image (first frame), reference (photos, voice) or audio (sound track); "
                     "repeat it; usual: all three")  # fmt: skip
    add.add_argument("--until", metavar="YYYY-MM-DD", help="in a year if left out")
    add.add_argument("--guardian", metavar="NAME", help="who agrees for a child")
    add.add_argument("--spoken", type=Path, metavar="FILE",
                     help="them reading what `retrat cast statement NAME` shows")  # fmt: skip
    add.add_argument("--yes", action="store_true", help="they have read the statement and agree")
    said = actions.add_parser("statement", help="show what to read aloud for --spoken, with a code")
    said.set_defaults(run=run_statement)
    said.add_argument("name", metavar="NAME")
    said.add_argument("--guardian", metavar="NAME", help="who agrees for a child, and reads it")
    for name, text, run in (
        ("list", "who is enrolled", run_list),
        ("revoke", "withdraw a consent: the person is refused, queued work stops", run_revoke),
        ("erase", "withdraw, and remove face, voice and name", run_erase),
    ):
        action = actions.add_parser(name, help=text)
        action.set_defaults(run=run)
        if name != "list":
            action.add_argument("name", metavar="NAME", help=_WHO)
    export = actions.add_parser("export", help="write a consent to take to another machine")
    export.set_defaults(run=run_export)
    export.add_argument("name", metavar="NAME", help="their name, or the start of an id")
    export.add_argument("file", type=Path, metavar="FILE")
    take = actions.add_parser("import", help="take a consent from another machine")
    take.set_defaults(run=run_import)
    take.add_argument("file", type=Path, metavar="FILE")
    take.add_argument("--accept-key", metavar="KEY", help="the key that signed it")


def run_add(options: argparse.Namespace) -> int:
    """Show the statement, ask, sign."""
    from retrat.provenance.cast import enrol, propose
    from retrat.provenance.home import Home
    from retrat.runtime.holding import copied

    home = Home.default()
    given = {**dict.fromkeys(options.photo, "photo"), **dict.fromkeys(options.voice, "voice")}
    given |= {} if options.spoken is None else {options.spoken: "spoken"}
    with copied(home, given) as own:
        options.photo = [own[path] for path in options.photo]
        options.voice = [own[path] for path in options.voice]
        options.spoken = options.spoken and own[options.spoken]
        enrolment = _enrolment(options)
        print(propose(enrolment))
        if not options.yes and not _agreed():
            raise RequestError("Nobody was enrolled: the statement was not agreed to.", field="yes")
        if options.spoken is not None:
            _check_spoken(options)
        record = enrol(home, enrolment)
    print(f"{record.name} is enrolled until {record.expires[:10]} ({record.consent_id[:8]}).")
    return 0


def run_statement(options: argparse.Namespace) -> int:
    """Words to read aloud, and how long they are good for."""
    from retrat.provenance.home import Home
    from retrat.provenance.spoken import LIFE, issue

    asked = issue(Home.default(), options.name, guardian=options.guardian)
    print(asked.text)
    minutes = int(LIFE.total_seconds() // 60)
    text = f"Record this within {minutes} minutes, then: retrat cast add {options.name} --spoken"
    print(f"{text} FILE --voice FILE ...", file=sys.stderr)
    return 0


def run_list(_: argparse.Namespace) -> int:
    """One line a person."""
    from retrat.provenance.home import Home
    from retrat.provenance.store import load_cast

    cast = load_cast(Home.default())
    for member in cast.members:
        record = member.record
        state = (
            f"withdrawn {member.revoked[:10]}" if member.revoked else f"until {record.expires[:10]}"
        )
        covers = " and ".join(record.covers)
        print(f"{record.name}  {record.consent_id[:8]}  {covers}  {state}")
    for folder, problem in cast.problems.items():
        print(f"{folder[:8]}  left out: {problem}", file=sys.stderr)
    if not cast.members:
        print("Nobody is enrolled. `retrat cast add NAME --photo FILE --voice FILE`.")
    return 0


def run_revoke(options: argparse.Namespace) -> int:
    """Withdraw."""
    from retrat.provenance.cast import revoke_all
    from retrat.provenance.home import Home

    home = Home.default()
    records = revoke_all(home, options.name)
    name, left = records[0].name, _left(home, records[0].name, standing=True)
    text = f"{name} is refused from now on."
    if len(records) > 1:
        text = f"All {len(records)} consents of {name} are withdrawn: {text}"
    if left:
        text = f"Consent {records[0].consent_id[:8]} of {name} is withdrawn."
        text = f"{text} {_others(left, 'stand')}: `retrat cast revoke {name}` withdraws all."
    print(f"{text}{_told(_stopped(home, records))}")
    return 0


def run_erase(options: argparse.Namespace) -> int:
    """Withdraw and remove."""
    from retrat.provenance.cast import erase_all
    from retrat.provenance.home import Home
    from retrat.runtime.forgetting import forget

    home = Home.default()
    records = erase_all(home, options.name)
    stopped = _stopped(home, records)
    for record in records:
        forget(home, record, stopped=stopped)
    ids = ", ".join(record.consent_id[:8] for record in records)
    kept = "its number is" if len(records) == 1 else "their numbers are"
    name = records[0].name
    left = _left(home, name, standing=False)
    more = f" {_others(left, 'stay')} of {name}: `retrat cast erase {name}` removes all."
    text = f"Everything of {ids} is gone; only {kept} kept.{more if left else ''}"
    print(f"{text}{_told(stopped)} Finished clips stay.")
    return 0


def run_export(options: argparse.Namespace) -> int:
    """Write a bundle."""
    from retrat.provenance.bundle import export
    from retrat.provenance.home import Home

    print(export(Home.default(), options.name, options.file))
    return 0


def run_import(options: argparse.Namespace) -> int:
    """Read a bundle."""
    from retrat.provenance.bundle import import_bundle
    from retrat.provenance.home import Home

    record = import_bundle(Home.default(), options.file, accept_key=options.accept_key)
    print(f"{record.name} is enrolled until {record.expires[:10]} ({record.consent_id[:8]}).")
    return 0


def _enrolment(options: argparse.Namespace) -> "Enrolment":
    from retrat.provenance.cast import Enrolment

    _require_usable(options.photo, options.voice)
    return Enrolment(
        name=options.name,
        photos=tuple(options.photo),
        voices=tuple(options.voice),
        scope=_scope(options),
        guardian=options.guardian,
        evidence="attested" if options.spoken is None else "spoken",
        evidence_file=options.spoken,
    )


def _check_spoken(options: argparse.Namespace) -> None:
    """The words, the code and the voice of the recorded statement."""
    from retrat.provenance.home import Home
    from retrat.runtime.listening import check_spoken

    given = {"name": options.name, "guardian": options.guardian, "voices": options.voice}
    check_spoken(Home.default(), options.spoken, **given)


def _scope(options: argparse.Namespace) -> "Scope":
    from dataclasses import replace

    from retrat.provenance.cast import default_scope

    scope = default_scope()
    if options.purpose:
        scope = replace(scope, purposes=tuple(options.purpose))
    if options.mode:
        scope = replace(scope, modes=tuple(options.mode))
    if options.until:
        try:
            day = datetime.strptime(options.until, "%Y-%m-%d").replace(tzinfo=UTC)
        except ValueError:
            text = f"until={options.until!r}: give a day as 2027-12-31."
            raise RequestError(text, field="until") from None
        scope = replace(scope, until=day)
    return scope


def _require_usable(photos: list[Path], voices: list[Path]) -> None:
    """What could not be used later is refused now."""
    from retrat.media import as_bytes, decode_audio, decode_image
    from retrat.runtime.faces import portrait
    from retrat.runtime.voices import voice_sample

    for path in photos:
        portrait(as_bytes(decode_image(path, field="photo")), name=str(path), field="photo")
    for path in voices:
        voice_sample(decode_audio(path, field="voice"), name=str(path))


def _stopped(home: "Home", records: "Sequence[ConsentRecord]") -> set[str]:
    """Queued and running work that ended with the consents."""
    from retrat.runtime.withdrawal import stop_work_here

    return {job for record in records for job in stop_work_here(home, record)}


def _left(home: "Home", name: str, *, standing: bool) -> int:
    """How many consents there still are under a name, or how many of them allow something."""
    from retrat.provenance.log import utc_now
    from retrat.provenance.store import load_cast

    now = utc_now()
    return sum(
        not standing or (member.revoked is None and not member.record.is_expired(now))
        for member in load_cast(home).members
        if member.record.name == name
    )


def _others(count: int, do: str) -> str:
    return f"1 other {do}s" if count == 1 else f"{count} others {do}"


def _told(stopped: set[str]) -> str:
    if not stopped:
        return ""
    what = (
        "1 job that used them was"
        if len(stopped) == 1
        else f"{len(stopped)} jobs that used them were"
    )
    return f" {what} stopped."


def _agreed() -> bool:
    if not sys.stdin.isatty():
        return False
    return input("Do they agree? Type yes: ").strip().lower() == "yes"
