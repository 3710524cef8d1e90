"""`retrat COMMAND`: parses arguments, hands them to the command, turns errors into one sentence."""

import argparse
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from retrat import __version__
from retrat.cli import (
    audit,
    cast,
    certificate,
    doctor,
    evaluate,
    generate,
    models,
    serve,
    verify,
    work,
)
from retrat.errors import Cancelled, RetratError

_COMMANDS = (generate, serve, work, verify, cast, audit, certificate, models, doctor, evaluate)
DONE, REFUSED, STOPPED = 0, 2, 130
_LONGEST = 300  # characters of a complaint; it repeats what was given


class Parser(argparse.ArgumentParser):
    """Says what it can't understand in one sentence, and where to read on."""

    def error(self, message: str) -> NoReturn:
        short = message if len(message) <= _LONGEST else f"{message[:_LONGEST]}..."
        text = f"{short[0].upper()}{short[1:]}. See `{self.prog} --help`."
        self.exit(REFUSED, f"retrat: {text}\n")


def parser() -> argparse.ArgumentParser:
    """Every command and option, without importing what they need."""
    root = Parser(
        prog="retrat",
        description="A photo, a voice and a sentence become a talking video, on your own machine.",
    )
    root.add_argument("--version", action="version", version=f"retrat {__version__}")
    commands = root.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for command in _COMMANDS:
        command.add_parser(commands)
    return root


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 done, 2 refused with one sentence, 130 stopped by the user."""
    options = parser().parse_args(arguments)
    # Threads that wait should not spin for ever; must be said before torch is imported.
    os.environ.setdefault("GOMP_SPINCOUNT", "100000")
    try:
        result: int = options.run(options)
    except (Cancelled, KeyboardInterrupt):
        print("\nretrat: stopped; nothing was written.", file=sys.stderr)
        return STOPPED
    except RetratError as error:
        print(f"retrat: {error}", file=sys.stderr)
        return REFUSED
    return result
