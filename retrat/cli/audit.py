"""`retrat audit`: the log of consents and of what was made, checked from its first line."""

import argparse
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from retrat.provenance.home import Home
    from retrat.provenance.log import Entry


def add_parser(commands: Any) -> None:
    """The options of `retrat audit`."""
    parser = commands.add_parser("audit", help="check and show the log of consents and files")
    parser.set_defaults(run=run)
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")
    parser.add_argument("--accept-clock", action="store_true",
                        help="go on from the clock as it is, after it went back")  # fmt: skip
    parser.add_argument("--made-with", metavar="NAME",
                        help="only what was made with this person's face or voice")  # fmt: skip


def run(options: argparse.Namespace) -> int:
    """One line an entry; 2 when the log was changed."""
    from retrat.provenance import log
    from retrat.provenance.home import Home

    home = Home.default()
    if options.accept_clock:
        log.accept_clock(home)
    entries = _complete(home)
    if options.made_with is not None:
        entries = _made_with(home, options.made_with)
    if options.json:
        print(json.dumps({"entries": [asdict(entry) for entry in entries]}, ensure_ascii=False))
        return 0
    for entry in entries:
        print(f"{entry.index:5} {entry.time} {entry.kind} {json.dumps(dict(entry.data))}")
    what = "entries" if options.made_with is None else f"files with {options.made_with}"
    print(f"{len(entries)} {what}, no entry of the log changed.")
    return 0


def _complete(home: "Home") -> "tuple[Entry, ...]":
    """The log, or a refusal when something lies beside it that it does not tell of."""
    from retrat.errors import ProvenanceError
    from retrat.provenance import log

    untold = log.untold(home)
    if untold:
        more = f" and {len(untold) - 1} more" if len(untold) > 1 else ""
        text = f"The log {home.log} was changed: it tells nothing of {untold[0]}{more}. Put it back"
        raise ProvenanceError(f"{text} from a backup, or move the folder away and enrol again.")
    return log.entries(home)


def _made_with(home: "Home", who: str) -> "tuple[Entry, ...]":
    """Everything under any consent that this person ever gave here, withdrawn ones too."""
    from retrat.provenance.record import made_with
    from retrat.provenance.store import load_cast

    cast = load_cast(home)
    found = cast.find(who).record
    ids = {m.record.consent_id for m in cast.members if m.record.name == found.name}
    entries = {entry.index: entry for one in ids for entry in made_with(home, one)}
    return tuple(entries[index] for index in sorted(entries))
