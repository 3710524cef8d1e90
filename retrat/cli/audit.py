"""`retrat audit`: the log of consents and of what was made, checked from its first line."""

import argparse
import json
from dataclasses import asdict
from typing import Any


def add_parser(commands: Any) -> None:
    """The options of `retrat audit`."""
    parser = commands.add_parser("audit", help="check and show the log of consents and files")
    parser.set_defaults(run=run)
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")
    parser.add_argument("--accept-clock", action="store_true",
                        help="go on from the clock as it is, after it went back")  # fmt: skip


def run(options: argparse.Namespace) -> int:
    """One line an entry; 2 when the log was changed."""
    from retrat.provenance import log
    from retrat.provenance.home import Home

    home = Home.default()
    if options.accept_clock:
        log.accept_clock(home)
    entries = log.entries(home)
    if options.json:
        print(json.dumps({"entries": [asdict(entry) for entry in entries]}, ensure_ascii=False))
        return 0
    for entry in entries:
        print(f"{entry.index:5} {entry.time} {entry.kind} {json.dumps(dict(entry.data))}")
    print(f"{len(entries)} entries, none changed.")
    return 0
