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
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from retrat.errors import ConsentError, ProvenanceError, RequestError, RetratError
from retrat.runtime.job_orders import person_of
from retrat.runtime.job_values import StoredJob, UnknownJob
from retrat.runtime.joining import require_made_here
from retrat.runtime.order import Person
from retrat.server import schema
from retrat.server.media import clip_path
from retrat.server.missing import JudgesBusy, JudgesMissing
from retrat.server.service import Service
from retrat.server.views import new_from, request_of

JUDGES = ("pocketsphinx", "pyworld", "resemblyzer", "scipy", "skimage", "webrtcvad")
LONGEST_SECONDS = 300.0  # of judging one clip
FEW = 4  # clips that are judged or wait for it
_WAIT_SECONDS = 60.0  # for the judges to be done with another one
_log = logging.getLogger(__name__)
_ONE = threading.Lock()  # they would only take turns on the cores
_few = threading.BoundedSemaphore(FEW)  # every one who waits holds a thread of the server's


@dataclass(frozen=True, kw_only=True, slots=True)
class Compared:
    """One of a request's people as the judges are told of them: nothing of whoever withdrew consent
    or whose files are gone.
    """

    name: str | None
    given: Person | None

    @property
    def question(self) -> dict[str, Any]:
        person = self.given
        if person is None:
            return {"photos": [], "voice": None, "face": None}
        return {
            "photos": [str(path) for path in person.references],
            "voice": None if person.voice is None else str(person.voice),
            "face": person.face,
        }


def quality_of(service: Service, job: StoredJob) -> schema.Quality:
    """What the judges say of a finished clip; seconds at first, at once from then on."""
    clip, kept = clip_path(service, job), service.places.quality(job.id)
    people = _people(service, job)
    if any(person.given is None for person in people):  # what was said of them is not told, either
        kept.unlink(missing_ok=True)
    told = json.loads(kept.read_bytes()) if kept.is_file() else _judged(service, job, clip, people)
    distances = told.pop("face_distances")
    return schema.Quality(
        **told,
        people=[
            schema.PersonQuality(
                name=person.name,
                is_compared=person.given is not None and bool(person.given.references),
                face_distance=distance,
            )
            for person, distance in zip(people, distances, strict=True)
        ],
    )


def _judged(service: Service, job: StoredJob, clip: Path, people: list[Compared]) -> dict[str, Any]:
    _require_judges()
    if not _few.acquire(blocking=False):
        raise JudgesBusy("The judges are busy with other clips. Ask again in a minute.")
    try:
        if not _ONE.acquire(timeout=_WAIT_SECONDS):
            raise JudgesBusy("The judges are busy with other clips. Ask again in a minute.")
        try:
            return _remembered(service, job, clip, people)
        finally:
            _ONE.release()
    finally:
        _few.release()


def _remembered(
    service: Service, job: StoredJob, clip: Path, people: list[Compared]
) -> dict[str, Any]:
    """The answer to whoever asked before meanwhile, or a new one."""
    kept = service.places.quality(job.id)
    if kept.is_file():
        return json.loads(kept.read_bytes())
    request = request_of(job)
    question = {
        "clip": str(clip),
        "prompt": request["prompt"],
        "people": [person.question for person in people],
        "is_recorded": request.get("audio") is not None,
        "start": new_from(job),
    }
    answer = _asked(question)
    if all(person.given is not None for person in people):
        partial = kept.with_suffix(".partial")
        partial.write_text(answer)
        partial.replace(kept)
    try:
        service.store.get(job.id)
    except UnknownJob:  # deleted meanwhile, and with it what is known of it
        kept.unlink(missing_ok=True)
        raise
    return json.loads(answer)


def _people(service: Service, job: StoredJob) -> list[Compared]:
    request = request_of(job)
    # A recording speaks in the voice that it has.
    needs_voice = bool(request.get("has_sound", True)) and request.get("audio") is None
    found = []
    everybody_agrees = _everybody_agrees(service, clip_path(service, job))
    for person in request.get("people") or ():
        try:
            if person.get("cast") is None and not everybody_agrees:
                raise RequestError("Who gave this photo may have withdrawn.", field="people")
            given = person_of(person, service.sources, needs_voice=needs_voice)
        except RequestError:
            found.append(Compared(name=None, given=None))
        else:
            found.append(Compared(name=given.consent, given=given))
    return found


def _everybody_agrees(service: Service, clip: Path) -> bool:
    """Whether nobody whose consent the clip was made with has withdrawn it; who is on a photo that
    came without a name is known by the clip's record alone.
    """
    try:
        require_made_here(clip, service.home)
    except (ConsentError, ProvenanceError):  # a record that is not the log's says nothing good
        return False
    except RetratError:  # nothing is recorded of it
        return True
    return True


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
        text = f"The judges took more than {LONGEST_SECONDS:g} seconds and were stopped."
        raise RetratError(f"{text} Try again when this machine has less to do.") from None
    return done.stdout
