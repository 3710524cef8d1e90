"""`retrat serve`: the studio in the browser, and a server for programs that speak its dialects."""

import argparse
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from retrat.server.options import Options

EPILOG = """\
Listens on this machine alone unless --host says otherwise; then a token is needed (--token auto
draws one), and --https lets phones on your network use camera and microphone. Clients of other
vendors need one changed line: docs/server.md."""


def add_parser(commands: Any) -> None:
    """The options of `retrat serve`."""
    parser = commands.add_parser(
        "serve", help="start the studio and the server for other programs", epilog=EPILOG
    )
    parser.set_defaults(run=run)
    parser.add_argument("--host", default="127.0.0.1", help="where to listen (%(default)s)")
    parser.add_argument("--port", type=int, default=8750, help="(%(default)s)")
    parser.add_argument("--open", action="store_true", help="open the studio in the browser")
    access = parser.add_argument_group("who may speak to it")
    access.add_argument("--token", metavar="TEXT", help="what clients must show; auto draws one")
    access.add_argument("--https", action="store_true", help="with a certificate made here")
    access.add_argument("--allow-host", action="append", default=[], metavar="NAME",
                        help="another name by which it may be called")  # fmt: skip
    access.add_argument("--public-url", metavar="URL", help="where clients reach it, for links")
    work = parser.add_argument_group("the work")
    work.add_argument("--device", action="append", default=[], metavar="DEVICE",
                      help="auto, cpu, cuda:0, ...; once for each worker")  # fmt: skip
    work.add_argument("--no-worker", action="store_true",
                      help="only the queue; `retrat work` works on it")  # fmt: skip
    work.add_argument("--jobs", metavar="URL", help="a postgresql:// URL instead of a file")
    work.add_argument("--model", default="nano", metavar="NAME",
                      help="for clients that ask for another vendor's (%(default)s)")  # fmt: skip
    work.add_argument("--keep-uploads", type=float, default=30, metavar="DAYS",
                      help="how long files stay that no job uses (%(default)s)")  # fmt: skip
    fetch = parser.add_argument_group("files of other clients")
    fetch.add_argument("--allow-private-urls", action="store_true",
                       help="fetch and call addresses of this machine and network")  # fmt: skip
    fetch.add_argument("--video-url-mode", choices=("link", "data"), default="link",
                       help="what DashScope clients get: an address or the file")  # fmt: skip


def run(options: argparse.Namespace) -> int:
    """Serve until stopped; running work is given back to the queue."""
    from retrat.cli.terminal import Terminal
    from retrat.errors import RequestError

    try:
        from retrat.server.serving import serve
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("retrat"):
            raise
        text = f"The server needs the package {error.name}. Run pip install 'retrat[server]'."
        raise RequestError(text, field="serve") from None
    terminal = Terminal(is_quiet=False)
    devices = () if options.no_worker else tuple(options.device or ["auto"])
    serve(
        _options(options),
        jobs_place=options.jobs,
        devices=devices,
        opens_browser=options.open,
        say=terminal.say,
    )
    return 0


def _options(options: argparse.Namespace) -> "Options":
    from retrat.server.options import Options, new_token

    return Options(
        host=options.host,
        port=options.port,
        token=new_token() if options.token == "auto" else options.token,
        public_url=options.public_url,
        hosts=tuple(options.allow_host),
        is_https=options.https,
        allows_private_urls=options.allow_private_urls,
        video_urls=options.video_url_mode,
        model=options.model,
        keep_uploads_days=options.keep_uploads,
    )
