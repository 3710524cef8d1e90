"""What the native API takes and gives about the cast: statements, enrolments, members."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from retrat.server.schema import AssetId, Given, Mode, Name, Purpose, Told


class StatementRequest(Given):
    """What the statement should say."""

    name: Name
    covers: list[Literal["face", "voice"]] = Field(min_length=1, max_length=2)
    purposes: list[Purpose] = Field(["private", "family"], min_length=1)
    modes: list[Mode] = Field(["image", "reference", "audio"], min_length=1)
    until: date | None = Field(None, description="In a year if left out.")
    guardian: Name | None = Field(None, description="Who agrees for a child.")


class Statement(Told):
    """The words to agree to, and a code to read aloud with them."""

    text: str
    code: str = Field(description="Words to be said at the end of `spoken`; good once.")
    spoken: str = Field(description="The short form that is read aloud, code and all.")
    can_be_heard: bool = Field(description="Whether a recording of it can be checked here.")
    until: date
    code_expires: datetime


class Enrolment(Given):
    """A person, what they give, and that they agreed to the statement."""

    name: Name
    photos: list[AssetId] = Field([], max_length=5)
    voices: list[AssetId] = Field([], max_length=5)
    purposes: list[Purpose] = Field(["private", "family"], min_length=1)
    modes: list[Mode] = Field(["image", "reference", "audio"], min_length=1)
    until: date | None = None
    guardian: Name | None = None
    statement: str = Field(description="The text that was shown, word for word.")
    recording: AssetId | None = Field(
        None, description="`spoken` read aloud, checked for its words, its code and the voice."
    )
    has_agreed: Literal[True]


class Member(Told):
    """Somebody enrolled."""

    id: str
    name: str
    state: Literal["standing", "revoked", "expired"]
    covers: list[Literal["face", "voice"]]
    purposes: list[str]
    modes: list[str]
    statement: str
    evidence: Literal["self", "attested", "spoken"]
    guardian: str | None
    issued: datetime
    expires: datetime
    revoked: str | None
    photo_urls: list[str]
    voice_urls: list[str]


class CastList(Told):
    members: list[Member]
    problems: dict[str, str] = Field(description="Records that cannot be trusted, and why.")


class Revoked(Told):
    """What a revocation or erasure did."""

    id: str
    cancelled_jobs: list[str]
