"""Refusals that only a server has: things that are not there, or not for whoever asks."""

from retrat.errors import ReleaseError, RequestError


class ResultGone(RequestError):
    """The file was deleted or moved."""


class UnknownMember(RequestError):
    """Nobody of this name or id is enrolled."""


class UnknownModel(RequestError):
    """A name that is neither one of ours nor of the family that a dialect belongs to."""


class NameTaken(RequestError):
    """Other bytes lie under this name already."""


class BadSignature(RequestError):
    """An address that was not made here, was changed, or has ended."""

    def __init__(self) -> None:
        text = "This address has ended or was changed. Ask for the job again to get a new one."
        super().__init__(text, field="signature")


class UnknownVideo(RequestError):
    """No video of OpenAI's clients has this id."""


class JudgesMissing(ReleaseError):
    """Nobody here can say how good a clip is."""


class JudgesBusy(ReleaseError):
    """The judges look at other clips."""
