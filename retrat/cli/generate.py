"""`retrat generate`: words and files in, one MP4 out."""

import argparse
import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from retrat.cli.terminal import Terminal
from retrat.errors import RequestError

if TYPE_CHECKING:
    from retrat.runtime.engine import Made
    from retrat.runtime.order import Order, Person

DESCRIPTION = """\
Make a clip from a sentence, and if you like from photos and a voice, a first frame or a recording.
What is to be said stands in quotes inside the sentence."""

EXAMPLES = """\
examples:
  retrat generate "Rain over a city at night"
  retrat generate 'A woman on a beach says: "Hello from the sea."' \\
      --reference me.jpg --voice me.wav --consent self -o hello.mp4
  retrat generate "He nods and smiles" --image portrait.jpg --consent self
  retrat generate 'She says: "At last."' --person Ann --place kitchen.jpg
  retrat generate 'character1 asks: "Coming?" character2 answers: "Soon."' \\
      --person Ann --person Ben
  retrat generate "A man. Shot 1: wide shot, in the snow. Shot 2: in a kitchen."
  retrat generate "A smiling man in a library. The camera slowly pushes in."
  retrat generate --from hello.mp4 -o again.mp4
"""


class Once(argparse.Action):
    """Keeps the value of an option that has one, and refuses a second."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: Any,
        option_string: str | None = None,
    ) -> None:
        if getattr(namespace, self.dest) is not None:
            before = getattr(namespace, self.dest)
            parser.error(f"{option_string} takes one file, and {before} and {values} are given")
        setattr(namespace, self.dest, values)


def add_parser(commands: Any) -> None:
    """The options of `retrat generate`."""
    parser = commands.add_parser(
        "generate",
        help="make a clip from a sentence, photos and a voice",
        description=DESCRIPTION,
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=run)
    parser.add_argument(
        "prompt", nargs="?", metavar="PROMPT", help="who, where and what, in a sentence"
    )
    _add_given(parser.add_argument_group("what you give"))
    _add_clip(parser.add_argument_group("the clip"))
    machine = parser.add_argument_group("how")
    machine.add_argument(
        "--model",
        default=None,
        help="a name that `retrat models` lists, or a model's folder (nano)",
    )
    machine.add_argument("--device", default="", help="auto, cpu, cuda, cuda:1, mps")
    machine.add_argument("--json", action="store_true", help="one JSON object on standard output")
    machine.add_argument("-q", "--quiet", action="store_true", help="no progress")


def _add_given(given: argparse._ArgumentGroup) -> None:
    given.add_argument("--reference", action="append", type=Path, default=[], metavar="PHOTO",
                       help="a photo of the person; up to five times")  # fmt: skip
    given.add_argument(
        "--voice",
        action=Once,
        type=Path,
        metavar="SOUND",
        help="how they sound: 1 to 60 s of speech",
    )
    given.add_argument("--person", action="append", default=[], metavar="NAME",
                       help="somebody of your cast, with their photos and voice; once for each, "
                       "character1 first")  # fmt: skip
    given.add_argument(
        "--image",
        action=Once,
        type=Path,
        metavar="PHOTO",
        help="a picture that becomes the first frame",
    )
    given.add_argument(
        "--place",
        action=Once,
        type=Path,
        metavar="PHOTO",
        help="a picture of where it happens, without people",
    )
    given.add_argument(
        "--audio",
        action=Once,
        type=Path,
        metavar="SOUND",
        help="a recording that becomes the sound track",
    )
    given.add_argument(
        "--face", type=int, metavar="N", help="which face of a photo with several, from the left"
    )
    given.add_argument(
        "--consent",
        metavar="self|NAME",
        help="whose face and voice it is: yours, or a name of your cast",
    )
    given.add_argument("--purpose", metavar="WORD",
                       help="what it is for, as the people in it agreed to: private (usual), "
                       "family, school or publish; the file's manifest tells it")  # fmt: skip
    given.add_argument(
        "--from",
        action=Once,
        dest="source",
        type=Path,
        metavar="FILE",
        help="make this file of retrat's again",
    )


def _add_clip(clip: argparse._ArgumentGroup) -> None:
    clip.add_argument(
        "-o",
        "--output",
        type=Path,
        default=Path("retrat.mp4"),
        metavar="FILE",
        help="where to (%(default)s)",
    )
    clip.add_argument(
        "--seconds",
        type=float,
        help="1 to 10; if left out as long as the recording or the words, 4 where there are none",
    )
    clip.add_argument(
        "--size",
        metavar="WxH",
        help="512x512 (usual), 640x384 or 384x640; quicker and less sharp: 256x256, "
        "320x192 or 192x320; finer and three times as slow: 960x960, 1280x720 or 720x1280",
    )
    clip.add_argument("--fps", type=float, help="frames a second; nano makes 24 and nothing else")
    clip.add_argument("--seed", type=int, help="the same seed makes the same clip")
    clip.add_argument("--steps", type=int, help="1 to 200; usually leave it out; more takes longer")
    clip.add_argument("--no-sound", action="store_true", help="pictures alone")
    clip.add_argument(
        "--label", metavar="LANGUAGE", help='a visible "Made with AI": en, ca, es or zh'
    )


def run(options: argparse.Namespace) -> int:
    """Order, make, report."""
    if options.source is None and options.prompt is None:
        raise RequestError("Say in a sentence what the clip should show.", field="prompt")

    from retrat.runtime.engine import Engine, Watch
    from retrat.runtime.order import require_apart
    from retrat.runtime.settings import resolve_settings

    if options.source is not None:
        require_apart(options.output, [options.source])
    order = _order(options)
    engine = Engine(resolve_settings({"device": options.device}).settings)
    how = f"{order.model} on {engine.device}, {engine.compute} ({engine.why})"
    terminal = Terminal(is_quiet=options.quiet, title=how, titled_from="load")
    watch = Watch(observer=terminal, say=terminal.say)
    made = engine.make(order, options.output, watch)
    if options.json:
        print(json.dumps(report(made), ensure_ascii=False))
    total = sum(made.seconds.values())
    peak = made.peak_memory_bytes / 1e9
    terminal.say(f"{made.path}: {total:.1f} s, at most {peak:.1f} GB of memory")
    return 0


def report(made: "Made") -> dict[str, Any]:
    """What --json prints."""
    return {
        "path": str(made.path),
        "file_id": made.file_id,
        "notes": list(made.notes),
        "settings": dict(made.settings),
        "seconds": {**made.seconds, "total": sum(made.seconds.values())},
        "peak_memory_bytes": made.peak_memory_bytes,
        "planned_memory_bytes": made.planned_memory_bytes,
        "device": made.device,
        "compute": made.compute,
    }


def _order(options: argparse.Namespace) -> "Order":
    """What the options say; on top of a file's own settings with --from."""
    from retrat.runtime.order import Order, size_from_text

    given = {
        "prompt": options.prompt,
        "references": tuple(options.reference) or None,
        "voice": options.voice,
        "image": options.image,
        "place": options.place,
        "audio": options.audio,
        "face": options.face,
        "seconds": options.seconds,
        "size": None if options.size is None else size_from_text(options.size),
        "frames_per_second": options.fps,
        "seed": options.seed,
        "steps": options.steps,
        "has_sound": False if options.no_sound else None,
        "model": options.model,
        "consent": options.consent,
        "label": options.label,
        "purpose": options.purpose,
    }
    changes = {name: value for name, value in given.items() if value is not None}
    has_voice = not options.no_sound and options.audio is None
    people = _people(options.person, has_voice=has_voice)
    if people and not {"references", "voice"} & set(changes):
        first = people.pop(0)
        own = {"references": first.references, "voice": first.voice, "consent": first.consent}
        changes = {**own, "face": None, **changes}
    if people:
        changes["others"] = tuple(people)
    if options.source is None:
        return Order(**changes)
    before = _order_from(options.source)
    if "image" in changes:  # either says where it happens; what is given now counts
        before = replace(before, place=None)
    if "place" in changes:
        before = replace(before, image=None)
    return replace(before, **changes)


def _people(names: list[str], *, has_voice: bool) -> "list[Person]":
    """Those of the cast who are named, as they were enrolled."""
    if not names:
        return []
    from retrat.provenance.home import Home
    from retrat.runtime.cast_book import CastBook

    book = CastBook(Home.default())
    return [book.person(name, has_voice=has_voice, field="person") for name in names]


def _order_from(source: Path) -> "Order":
    from retrat.media import probe
    from retrat.provenance.home import Home
    from retrat.runtime.order import order_from

    settings = probe(source, field="from").settings
    if settings is None:
        text = f"{source} carries no settings of retrat's. Give the prompt and files anew."
        raise RequestError(text, field="from")
    return order_from(settings, folders=(source.parent, Path()), home=Home.default())
