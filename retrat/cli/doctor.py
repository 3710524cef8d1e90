"""`retrat doctor`: this machine, what it will use, and what fits."""

import argparse
import json
from typing import Any


def add_parser(commands: Any) -> None:
    """The options of `retrat doctor`."""
    parser = commands.add_parser("doctor", help="say what this machine is and what it will use")
    parser.set_defaults(run=run)
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")


def run(options: argparse.Namespace) -> int:
    """Print the diagnosis; 0 when a clip can be made, 2 when not."""
    from retrat.runtime.doctor import diagnose

    found = diagnose()
    if options.json:
        print(json.dumps(found, ensure_ascii=False))
    else:
        for title, lines in found.items():
            print(title)
            for name, value in lines.items():
                print(f"  {name:<18} {value}")
    is_well = all(state == "ready" for state in found["models"].values()) and found["models"]
    return 0 if is_well else 2
