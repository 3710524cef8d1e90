"""`retrat evaluate`: judges that nobody here trained, on people never trained on; one page."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from retrat.errors import RequestError

if TYPE_CHECKING:
    from retrat.evaluate.suite import Evaluation

EPILOG = "write an exam first: python -m retrat.train.data.exam --out DIR"


def add_parser(commands: Any) -> None:
    """The options of `retrat evaluate`."""
    parser = commands.add_parser(
        "evaluate", help="score clips with independent judges", epilog=EPILOG
    )
    parser.set_defaults(run=run)
    parser.add_argument("what", nargs="?", choices=("people", "conversation", "trust"),
                        default="people",
                        help="conversation: two in one clip; trust: what the marks survive, on "
                        "the files of --clips or on ten clips of its own")  # fmt: skip
    parser.add_argument("--exam", type=Path, default=Path("out/exam"), metavar="DIR",
                        help="what to ask, of whom (%(default)s)")  # fmt: skip
    parser.add_argument("--out", type=Path, default=Path("out/evaluation"), metavar="DIR",
                        help="where the page goes (%(default)s)")  # fmt: skip
    parser.add_argument("--people", type=int, metavar="N", help="only the first N (trust: files)")
    parser.add_argument("--cast", type=Path, metavar="DIR",
                        help="trust: a folder a person, with photos and recordings")  # fmt: skip
    parser.add_argument(
        "--side", type=int, metavar="PIXELS", help="trust: how large its ten clips are (512)"
    )
    parser.add_argument("--clips", type=Path, metavar="DIR",
                        help="score these files instead, one NAME.mp4 for each case")  # fmt: skip


def run(options: argparse.Namespace) -> int:
    """Make or take the clips, judge them, write the page and name it."""
    if options.what == "trust":
        print(_trust_page(options))
        return 0
    if options.what == "conversation":
        print(_conversation_page(options))
        return 0
    print(_evaluation(options).page)
    return 0


def _trust_page(options: argparse.Namespace) -> Path:
    try:
        import scipy  # noqa: F401
        import skimage  # noqa: F401
    except ImportError as error:
        raise _missing(error) from None
    from retrat.evaluate import trust_page

    return trust_page.run(
        options.clips,
        out=options.out,
        most=options.people,
        cast=options.cast,
        side=options.side,
    )


def _conversation_page(options: argparse.Namespace) -> Path:
    if options.clips is not None:
        text = "conversation judges the clips that it makes, or that it finds in --out."
        raise RequestError(f"{text} Leave --clips out.", field="clips")
    _require_judges()
    from retrat.evaluate import conversation

    return conversation.run(options.exam, out=options.out, people=options.people)


def _require_judges() -> None:
    try:
        import retrat.evaluate.suite  # noqa: F401
    except ImportError as error:
        raise _missing(error) from None


def _missing(error: ImportError) -> RequestError:
    text = f"The judges are not installed ({error.name}). Run pip install 'retrat[evaluate]'."
    return RequestError(text, field="evaluate")


def _evaluation(options: argparse.Namespace) -> "Evaluation":
    _require_judges()
    from retrat.evaluate import suite

    given = {"out": options.out, "people": options.people}
    if options.clips is not None:
        return suite.score_folder(options.exam, options.clips, **given)
    return suite.run(options.exam, **given)
