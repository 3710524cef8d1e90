"""The cast as a server reads it: often, so it is read anew only after something was written."""

from pathlib import Path

from retrat.errors import ConsentError, RequestError
from retrat.pipeline.request import MOST_PICTURES
from retrat.provenance import log
from retrat.provenance.consent import Kind, Member
from retrat.provenance.home import Home
from retrat.provenance.store import Cast, files, load_cast
from retrat.runtime.order import Person

_Stamp = tuple[int, int]


class CastBook:
    """Everyone enrolled in a home. What decides in the end is asked anew before each clip."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self._read: tuple[_Stamp, Cast] | None = None

    def load(self) -> Cast:
        """The cast as of the last line of the log; every change of it is logged."""
        stamp = _stamp(self.home.log)
        if self._read is None or self._read[0] != stamp:
            self._read = (stamp, load_cast(self.home))
        return self._read[1]

    def standing(self, who: str, *, field: str = "cast") -> Member:
        """Somebody by name or consent id whose consent holds now."""
        try:
            member = self.load().find(who)
        except RequestError as error:
            text = f"{error.message} Enrol them first, in the studio or with `retrat cast add`."
            raise ConsentError(text, field=field) from None
        record = member.record
        if member.revoked is not None:
            text = f"{record.name} withdrew consent on {member.revoked[:10]}. Ask them, and enrol"
            raise ConsentError(f"{text} them again.", field=field)
        if record.is_expired(log.utc_now()):
            text = f"{record.name}'s consent ended on {record.expires[:10]}. Ask them, and enrol"
            raise ConsentError(f"{text} them again.", field=field)
        return member

    def consents(self, who: str, *, field: str = "cast") -> tuple[Member, ...]:
        """The consent asked for and, under the same name, what that does not cover.

        A voice may be enrolled later than a face: then somebody has two consents.
        """
        member = self.standing(who, field=field)
        found, covered, now = [member], set(member.record.covers), log.utc_now()
        for other in sorted(self.load().members, key=lambda each: each.record.issued, reverse=True):
            record = other.record
            holds = other.revoked is None and not record.is_expired(now)
            if (
                record.name == member.record.name
                and holds
                and not covered.issuperset(record.covers)
            ):
                found.append(other)
                covered.update(record.covers)
        return tuple(found)

    def files(self, member: Member, kind: Kind) -> tuple[Path, ...]:
        """The photos or recordings of one consent."""
        return files(self.home, member.record, kind)

    def files_of(self, who: str, kind: Kind, *, field: str = "cast") -> tuple[Path, ...]:
        """The photos or recordings that somebody was enrolled with, now or later."""
        consents = self.consents(who, field=field)
        return next((self.files(each, kind) for each in consents if kind in each.record.covers), ())

    def person(self, who: str, *, has_voice: bool, field: str = "cast") -> Person:
        """Somebody whose consent holds, as they appear: by the files they were enrolled with."""
        member = self.standing(who, field=field)
        voices = self.files_of(who, "voice", field=field) if has_voice else ()
        return Person(
            references=self.files_of(who, "face", field=field)[:MOST_PICTURES],
            voice=next(iter(voices), None),
            consent=member.record.name,
        )


def _stamp(path: Path) -> _Stamp:
    try:
        found = path.stat()
    except FileNotFoundError:
        return 0, 0
    return found.st_mtime_ns, found.st_size
