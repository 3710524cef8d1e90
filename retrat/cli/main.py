"""`retrat COMMAND`: parses arguments, hands them to the command, turns errors into one sentence."""

import argparse
import sys
from collections.abc import Sequence

from retrat import __version__
from retrat.errors import Cancelled, RetratError

EXIT_OK, EXIT_REFUSED, EXIT_CANCELLED = 0, 2, 130


def parser() -> argparse.ArgumentParser:
    """Every command and option, without importing what they need."""
    root = argparse.ArgumentParser(
        prog="retrat",
        description="A photo, a voice and a sentence become a talking video, on your own machine.",
    )
    root.add_argument("--version", action="version", version=f"retrat {__version__}")
    root.add_subparsers(dest="command", metavar="COMMAND", required=True)
    return root


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 done, 2 refused with one sentence, 130 stopped by the user."""
    options = parser().parse_args(arguments)
    try:
        run: int = options.run(options)
    except Cancelled:
        print("Stopped; nothing was written.", file=sys.stderr)
        return EXIT_CANCELLED
    except RetratError as error:
        print(f"retrat: {error}", file=sys.stderr)
        return EXIT_REFUSED
    return run
