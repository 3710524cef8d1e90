"""`retrat verify FILE`: was it made with AI by retrat, and is it as it left?"""

import argparse
import json
from pathlib import Path
from typing import Any

EPILOG = """\
exit codes: 0 marked and intact, 3 marked but altered since or without its manifest, 4 no mark
found, 2 the file cannot be read"""


def add_parser(commands: Any) -> None:
    """The options of `retrat verify`."""
    parser = commands.add_parser(
        "verify", help="read the marks and the manifest of a file", epilog=EPILOG
    )
    parser.set_defaults(run=run)
    parser.add_argument("file", type=Path, metavar="FILE", help="a video, sound or picture file")
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")


def run(options: argparse.Namespace) -> int:
    """Sentences for people, or JSON; the exit code is the verdict."""
    from retrat.provenance.verify import verify

    found = verify(options.file)
    if options.json:
        print(json.dumps(found.as_json(), ensure_ascii=False))
    else:
        for sentence in found.sentences:
            print(sentence)
    return found.exit_code
