"""What can go wrong, as a tree. A message is one sentence: what, given, allowed, what to do.

RetratError
  RequestError        the caller asked for something we cannot do, and can change it
    ConsentError      nobody enrolled agreed to that use of a face or a voice
  ReleaseError        a file of weights is missing, damaged or of another version
  MemoryBudgetError   the work does not fit in the memory it may use
  Cancelled           the caller stopped the work
  ProvenanceError     a mark, a manifest or a consent record is missing or broken
"""


class RetratError(Exception):
    """Anything this package raises on purpose."""


class RequestError(RetratError):
    """A request that the caller can correct; `field` names the value at fault."""

    def __init__(self, message: str, *, field: str) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class ConsentError(RequestError):
    """A face or a voice that is used without the consent of an enrolled person."""


class ReleaseError(RetratError):
    """A file of weights that is missing, damaged or of another version."""


class MemoryBudgetError(RetratError):
    """Work that needs more memory than it may use."""


class Cancelled(RetratError):
    """Work that the caller stopped."""


class ProvenanceError(RetratError):
    """A mark, a manifest or a consent record that is missing or broken."""


def code_of(error: RetratError) -> str:
    """An error's name for programs: the same in the queue, the server and the studio."""
    codes: tuple[tuple[type[RetratError], str], ...] = (
        (ConsentError, "consent_missing"),
        (RequestError, "bad_request"),
        (ReleaseError, "model_unavailable"),
        (MemoryBudgetError, "memory"),
        (Cancelled, "cancelled"),
        (ProvenanceError, "provenance"),
    )
    return next((code for kind, code in codes if isinstance(error, kind)), "internal")
