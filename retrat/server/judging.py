"""How good a finished clip is, asked of independent judges once and then remembered.

They work in a process of their own (`retrat.evaluate.quality`): what they load would otherwise stay
with the server, and an installation without them misses this answer and nothing else.
"""

import json
import logging
import subprocess
import sys
import threading
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from retrat.errors import RequestError, RetratError
from retrat.runtime.job_orders import order_of
from retrat.runtime.job_values import StoredJob
from retrat.runtime.order import Order
from retrat.server import schema
from retrat.server.media import clip_path
from retrat.server.missing import JudgesBusy, JudgesMissing
from retrat.server.service import Service
from retrat.server.views import new_from, request_of

JUDGES = ("pocketsphinx", "pyworld", "resemblyzer", "scipy", "skimage", "webrtcvad")
LONGEST_SECONDS = 300.0  # of judging one clip
_WAIT_SECONDS = 60.0  # for the judges to be done with another one
_log = logging.getLogger(__name__)
_ONE = threading.Lock()  # they would only take turns on the cores


def quality_of(service: Service, job: StoredJob) -> schema.Quality:
    """What the judges say of a finished clip; seconds at first, at once from then on."""
    clip, kept = clip_path(service, job), service.places.quality(job.id)
    if not kept.is_file():
        _require_judges()
        if not _ONE.acquire(timeout=_WAIT_SECONDS):
            raise JudgesBusy("The judges are busy with other clips. Ask again in a minute.")
        try:
            if not kept.is_file():
                _keep(kept, _asked(question_of(service, job, clip)))
        finally:
            _ONE.release()
    return schema.Quality.model_validate_json(kept.read_bytes())


def question_of(service: Service, job: StoredJob, clip: Path) -> dict[str, Any]:
    """The clip, and what it is compared with: nobody whose files or consent are gone."""
    request = request_of(job)
    try:
        people = _people(order_of(request, service.sources))
    except RequestError:
        people = []
    return {
        "clip": str(clip),
        "prompt": "" if request.get("audio") else request["prompt"],
        "people": people,
        "start": new_from(job),
    }


def _people(order: Order) -> list[dict[str, Any]]:
    # A recording speaks in the voice that it has.
    return [
        {
            "photos": [str(path) for path in person.references],
            "voice": str(person.voice) if person.voice and not order.audio else None,
            "face": person.face,
        }
        for person in order.people
    ]


def _require_judges() -> None:
    missing = [name for name in JUDGES if find_spec(name) is None]
    if missing:
        raise JudgesMissing(
            f"The judges are not installed here ({', '.join(missing)}). "
            "Run pip install 'retrat[evaluate]' and ask again."
        )


def _asked(question: Mapping[str, Any]) -> str:
    command = [sys.executable, "-m", "retrat.evaluate.quality"]
    try:
        done = subprocess.run(
            command,
            input=json.dumps(question),
            capture_output=True,
            text=True,
            timeout=LONGEST_SECONDS,
            check=True,
        )
    except subprocess.CalledProcessError as error:
        _log.error("the judges failed:\n%s", error.stderr)
        raise RetratError("The judges failed; the server's log says why.") from None
    except subprocess.TimeoutExpired:
        text = f"The judges took more than {LONGEST_SECONDS:g} seconds and were stopped. Ask again."
        raise JudgesBusy(text) from None
    return done.stdout


def _keep(path: Path, answer: str) -> None:
    partial = path.with_suffix(".partial")
    partial.write_text(answer)
    partial.replace(path)
