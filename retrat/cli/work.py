"""`retrat work`: a worker of its own, for a queue that `retrat serve --no-worker` keeps."""

import argparse
import os
import signal
import threading
from typing import Any

EPILOG = """\
One worker has a device at a time; a second one waits. Files, results, cast and keys are those of
this installation (RETRAT_HOME), so server and workers need the same one. Unlike the server's own
workers nobody starts it again when it dies; its job goes back to the queue."""


def add_parser(commands: Any) -> None:
    """The options of `retrat work`."""
    parser = commands.add_parser(
        "work", help="make what waits in the queue of `retrat serve --no-worker`", epilog=EPILOG
    )
    parser.set_defaults(run=run)
    parser.add_argument("--device", default="auto", help="auto, cpu, cuda:0, ... (%(default)s)")
    parser.add_argument("--jobs", metavar="URL",
                        help="the server's, if it has one; RETRAT_JOBS says it unseen")  # fmt: skip


def run(options: argparse.Namespace) -> int:
    """Work until stopped; running work is given back to the queue within one step."""
    from retrat.cli.terminal import Terminal
    from retrat.errors import RequestError
    from retrat.provenance.home import Home

    try:
        from retrat.runtime import workshop
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("retrat"):
            raise
        text = f"Workers need the package {error.name}. Run pip install 'retrat[server]'."
        raise RequestError(text, field="work") from None
    should_stop = threading.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, lambda *_: should_stop.set())
    home = Home.default()
    Terminal().say(f"Works on the queue of {home.root} on {options.device}. Stop with Ctrl-C.")
    workshop.run(home, options.device, options.jobs or os.environ.get("RETRAT_JOBS"), should_stop)
    return 0
