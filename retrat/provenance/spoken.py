"""A statement to be read aloud with a code, so that a recording of it is known to be fresh.

home/codes.json     codes given out here and not used: words, name, guardian, when it ends; signed

A code is good once, for a quarter of an hour, for the person it was given out for. It is written
down, because the statement is shown by one command and the recording is checked by another. The
signature keeps codes from being written by hand or given more time; the log tells which were
used, so that an older file that is put back makes none fresh.
"""

import hmac
import json
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from filelock import FileLock

from retrat.errors import ProvenanceError, RequestError
from retrat.provenance import log
from retrat.provenance.home import Home, canonical, private_folder, write_private
from retrat.provenance.keys import installation_key, is_signed

LIFE = timedelta(minutes=15)
# Short words that people and recognisers tell apart.
WORDS = (
    *("amber", "apple", "arrow", "basket", "candle", "carpet", "castle", "cherry", "copper"),
    *("cotton", "dragon", "forest", "garden", "ginger", "hammer", "island", "jacket"),
    *("kitchen", "ladder", "lemon", "marble", "meadow", "monkey", "orange", "paper"),
    *("pepper", "pocket", "rabbit", "river", "rocket", "saddle", "silver", "summer", "table"),
    *("thunder", "tiger", "velvet", "window", "winter", "yellow"),
)
_LENGTH = 3
_MOST = 1000  # waiting at once; a page asks for one whenever somebody changes what they agree to


@dataclass(frozen=True, kw_only=True, slots=True)
class Spoken:
    """What somebody is asked to read aloud: for whom, with which code, until when."""

    code: str
    name: str
    guardian: str | None
    expires: str

    @property
    def text(self) -> str:
        """Short enough to be said in a breath or two; what is agreed to is what is enrolled with
        it, be it a face, a voice or both.
        """
        who, whom = self.name, "me"
        if self.guardian is not None:
            who, whom = self.guardian, self.name
        given = f"the pictures and recordings of {whom} that I give"
        return f"I, {who}, agree that {given} may be used on this machine. The code is {self.code}."

    def has_ended(self, now: datetime) -> bool:
        return now >= log.read_time(self.expires)


def issue(
    home: Home, name: str, *, guardian: str | None = None, now: datetime | None = None
) -> Spoken:
    """A new code for this person, and the words that go with it."""
    now = now or log.utc_now()
    log.require_clock(home, now)
    code = " ".join(secrets.choice(WORDS) for _ in range(_LENGTH))
    made = Spoken(code=code, name=name, guardian=guardian, expires=log.spell_time(now + LIFE))
    with _locked(home):
        fresh = [each for each in _read(home) if not each.has_ended(now) and each.code != code]
        if len(fresh) >= _MOST:
            text = f"{len(fresh)} statements wait to be read aloud; at most {_MOST} can."
            raise RequestError(f"{text} Wait a few minutes.", field="spoken")
        _write(home, [*fresh, made])
    return made


def waiting(
    home: Home, name: str, *, guardian: str | None = None, now: datetime | None = None
) -> tuple[Spoken, ...]:
    """What this person was asked to say and may still say; refused when there is nothing."""
    now = now or log.utc_now()
    log.require_clock(home, now)
    asked = [s for s in _unused(home) if (s.name, s.guardian) == (name, guardian)]
    fresh = tuple(each for each in asked if not each.has_ended(now))
    if fresh:
        return fresh
    minutes = int(LIFE.total_seconds() // 60)
    why = f"was given out more than {minutes} minutes ago" if asked else "was given out or is left"
    text = f"{'The' if asked else 'No'} code for {name} {why}."
    say = f"Ask for a statement (`retrat cast statement {name}`), and record it within"
    raise RequestError(f"{text} {say} {minutes} minutes.", field="spoken")


def take(home: Home, said: Spoken, *, now: datetime | None = None) -> None:
    """Use a code up."""
    with _locked(home):
        left = _unused(home)
        if said not in left:
            text = "The code of this recording was used before."
            raise RequestError(f"{text} Ask for a new statement.", field="spoken")
        log.append(home, "spoken", {"code": _tag(home, said)}, now=now)
        _write(home, [each for each in left if each != said])


def _unused(home: Home) -> list[Spoken]:
    """What was given out, without what the log says was used."""
    given = _read(home)
    used = {entry.data["code"] for entry in log.entries(home) if entry.kind == "spoken"}
    return [each for each in given if _tag(home, each) not in used]


def _read(home: Home) -> list[Spoken]:
    path = private_folder(home.root) / "codes.json"
    if not path.exists():
        return []
    again = "Remove it, and ask for a new statement."
    try:
        stored = json.loads(path.read_bytes())
        codes = [Spoken(**fields) for fields in stored["codes"]]
        signature = stored.get("signature")
    except (ValueError, KeyError, TypeError):
        raise ProvenanceError(f"{path} is damaged. {again}") from None
    if signature is None:  # of a version that didn't sign: they are over soon, and count no more
        return []
    public = installation_key(home).public
    if not is_signed(_body(codes), signature=str(signature), public=public):
        raise ProvenanceError(f"{path} was changed, and not by this installation. {again}")
    return codes


def _write(home: Home, codes: Sequence[Spoken]) -> None:
    body = _body(codes)
    signed = {**json.loads(body), "signature": installation_key(home).sign(body)}
    write_private(private_folder(home.root) / "codes.json", canonical(signed))


def _body(codes: Sequence[Spoken]) -> bytes:
    """What is signed."""
    return canonical({"codes": [asdict(each) for each in codes]})


def _tag(home: Home, said: Spoken) -> str:
    """What the log calls a code: without this installation's key it tells of nobody."""
    secret = installation_key(home).secret("spoken codes")
    return hmac.new(secret, canonical(asdict(said)), "sha256").hexdigest()


def _locked(home: Home) -> FileLock:
    return FileLock(str(private_folder(home.root) / "codes.lock"), timeout=30)
