"""`retrat models`: what can be asked for with --model."""

import argparse
import json
from typing import Any


def add_parser(commands: Any) -> None:
    """The options of `retrat models`."""
    parser = commands.add_parser("models", help="list the models at hand")
    parser.set_defaults(run=run)
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")


def run(options: argparse.Namespace) -> int:
    """One line a release: name, version, size, licence, what it is, whether it is whole."""
    from retrat.errors import ReleaseError
    from retrat.runtime.models import require_files
    from retrat.runtime.settings import resolve_settings
    from retrat.weights import releases

    found = releases(resolve_settings().settings.models)
    rows = []
    for release in found.values():
        try:
            require_files(release)
            state = "ready"
        except ReleaseError as error:
            state = str(error)
        rows.append(
            {
                "name": release.name,
                "version": release.version,
                "licence": release.licence,
                "summary": release.summary,
                "bytes": release.bytes_,
                "state": state,
            }
        )
    if options.json:
        print(json.dumps({"models": rows}, ensure_ascii=False))
        return 0
    for row in rows:
        megabytes = found[str(row["name"])].bytes_ / 1e6
        print(f"{row['name']} {row['version']}  {megabytes:.0f} MB  {row['licence']}")
        print(f"  {row['summary']}")
        print(f"  {row['state']}")
    return 0
