"""The cast as a server reads it: often, so it is read anew only after something was written."""

from pathlib import Path

from retrat.errors import ConsentError, RequestError
from retrat.provenance import log
from retrat.provenance.consent import Kind, Member
from retrat.provenance.home import Home
from retrat.provenance.store import Cast, files, load_cast

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
            raise ConsentError(error.message, field=field) from None
        record = member.record
        if member.revoked is not None:
            text = f"{record.name} withdrew consent on {member.revoked[:10]}. Ask them, and enrol"
            raise ConsentError(f"{text} them again.", field=field)
        if record.is_expired(log.utc_now()):
            text = f"{record.name}'s consent ended on {record.expires[:10]}. Ask them, and enrol"
            raise ConsentError(f"{text} them again.", field=field)
        return member

    def files(self, member: Member, kind: Kind) -> tuple[Path, ...]:
        """The photos or recordings they were enrolled with."""
        return files(self.home, member.record, kind)


def _stamp(path: Path) -> _Stamp:
    try:
        found = path.stat()
    except FileNotFoundError:
        return 0, 0
    return found.st_mtime_ns, found.st_size
