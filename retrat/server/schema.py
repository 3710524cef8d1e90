"""What the native API takes and gives; its pydantic models, but for those in schema_cast.py.

Times are RFC 3339 in UTC, ids are text, files are named by the SHA-256 of their bytes. What comes
in is read strictly: a field that nobody knows is refused.
"""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints


def _no_truth(value: Any) -> Any:
    """JSON tells true from 1, Python does not."""
    if isinstance(value, bool):
        raise ValueError("true and false are no numbers")
    return value


_COUNTED = BeforeValidator(_no_truth)  # after bounds, so that the document tells them
AssetId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
SizeText = Annotated[str, StringConstraints(pattern=r"^\d{2,4}x\d{2,4}$")]
Name = Annotated[str, StringConstraints(min_length=1, max_length=80)]
Purpose = Literal["private", "family", "school", "publish"]
Mode = Literal["image", "reference", "audio"]
ModeName = Literal["text", "image", "reference", "audio"]
EventKind = Literal["status", "progress", "preview"]
WorkerStateName = Literal["starting", "idle", "working", "stopped"]
StateName = Literal["queued", "paused", "running", "done", "failed", "cancelled"]
Order = Literal["newest", "queue"]
LabelLanguage = Literal["en", "ca", "es", "zh"]


class Given(BaseModel):
    """Something that comes in."""

    model_config = ConfigDict(extra="forbid")


class Told(BaseModel):
    """Something that goes out."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)


MP4: dict[int | str, dict[str, Any]] = {200: {"content": {"video/mp4": {}}}}
WEBP: dict[int | str, dict[str, Any]] = {200: {"content": {"image/webp": {}}}}

# Errors


class Problem(Told):
    """What went wrong, in one sentence for people; `field` names the value at fault."""

    code: str
    message: str
    field: str | None = None


class ErrorAnswer(Told):
    error: Problem


# Jobs


class Person(Given):
    """Somebody who appears: of the cast, or by files that match an enrolled person."""

    cast: str | None = Field(
        None, max_length=80, description="A consent id, or the name of somebody enrolled."
    )
    photos: list[AssetId] = Field(
        [], max_length=5, description="Left out: the pictures they were enrolled with."
    )
    voice: AssetId | None = Field(
        None, description="Left out: the recording they were enrolled with."
    )
    uses_voice: bool = Field(True, description="False: the enrolled voice is not used.")


class JobRequest(Given):
    """The clip that is wanted. What is left out is what the model recommends."""

    prompt: str = Field(min_length=1, max_length=2000)
    people: list[Person] = Field(
        [], max_length=4, description="In the order of `character1`, `character2` in the prompt."
    )
    image: AssetId | None = Field(None, description="A picture that becomes the first frame.")
    place: AssetId | None = Field(
        None, description="A picture of where it happens, without people; it is shown as it is."
    )
    audio: AssetId | None = Field(None, description="A recording that becomes the sound track.")
    continues: AssetId | None = Field(
        None, description="A clip made here: the result is that clip and what comes after it."
    )
    face: Annotated[int, Field(ge=1, le=100), _COUNTED] | None = Field(
        None, description="Which face, from the left."
    )
    seconds: Annotated[float, Field(ge=1, le=10), _COUNTED] | None = None
    size: SizeText | None = Field(
        None,
        description="512x512, 640x384, 384x640; 960x960, 1280x720, 720x1280, which show more of a "
        "large photo and take three times as long; 256x256, 320x192, 192x320, which are quicker; "
        "left out: the model's usual, or that of what it goes on from.",
    )
    seed: Annotated[int, Field(ge=0, lt=2**53), _COUNTED] | None = None
    steps: Annotated[int, Field(ge=1, le=200), _COUNTED] | None = None
    has_sound: bool = True
    label: LabelLanguage | None = Field(
        None, description='The language of a visible "Made with AI" in the corner; null for none.'
    )
    purpose: Purpose | None = Field(None, description="As the people agreed to; usual: private.")
    model: str = Field("nano", min_length=1, max_length=80)
    title: str | None = Field(None, max_length=200, description="For the gallery; not shown.")


class JobQuery(Given):
    """Which jobs, in which order, and which page of them."""

    state: list[StateName] = []
    q: str | None = Field(None, max_length=200, description="Words of the prompt or the title.")
    cast: str | None = Field(None, max_length=80, description="A consent id.")
    batch: str | None = Field(None, max_length=80)
    mode: ModeName | None = Field(None, description="What the clip is made from.")
    order: Order = "newest"
    limit: int = Field(50, ge=1, le=500)
    after: str | None = Field(None, max_length=200, description="`next` of the page before.")


class JobSubmission(Given):
    """A request to be queued."""

    request: JobRequest
    priority: Annotated[int, Field(ge=-100, le=100), _COUNTED] = Field(
        0, description="Higher goes first."
    )
    batch: str | None = Field(None, min_length=1, max_length=80)
    is_paused: bool = Field(False, description="True: waits until it is resumed.")
    webhook_url: str | None = Field(
        None, max_length=2000, description="Told when the job ends, signed (Standard Webhooks)."
    )


class JobChange(Given):
    """What may be changed while a job waits; what is left out stays."""

    request: JobRequest | None = None
    priority: Annotated[int, Field(ge=-100, le=100), _COUNTED] | None = None
    is_paused: bool | None = None


class JobMove(Given):
    before: str | None = Field(None, description="A waiting job; null moves to the end.")


class JobClone(Given):
    request: JobRequest | None = Field(None, description="Left out: the same request again.")


class Progress(Told):
    """How far a running job is. `fraction` is of the whole job, 0 to 1."""

    phase: str | None
    done: int
    total: int
    fraction: float
    seconds_left: float | None = Field(description="Of the whole job; null while nobody knows.")


class JobResult(Told):
    """What was made; `url` is the MP4, with range requests."""

    url: str
    thumbnail_url: str | None
    file_id: str = Field(description="The id in its marks.")
    bytes: int
    seconds: float
    new_from: float = Field(
        description="The second at which the new part begins, in a clip that goes on from another."
    )
    size: str
    stage_seconds: dict[str, float]
    peak_memory_bytes: int
    device: str
    compute: str
    settings: dict[str, Any] = Field(description="What the file carries to be made again.")
    notes: list[str] = Field([], description="What of the request was not heeded.")


class JobLinks(Told):
    """Where to go on; follow these, don't build them."""

    self: str
    events: str
    cancel: str | None
    retry: str | None
    clone: str
    result: str | None


class Job(Told):
    """A job as it is now."""

    id: str
    number: int
    state: StateName
    request: dict[str, Any] = Field(description="A JobRequest, with the seed that was drawn.")
    mode: ModeName
    via: Literal["native", "dashscope", "openai"]
    priority: int
    place: int | None = Field(description="Jobs that go before it; null when it does not wait.")
    batch: str | None
    cast: list[str] = Field(description="Consent ids of the people it shows.")
    cloned_from: str | None
    attempts: int
    most_attempts: int
    is_cancel_requested: bool
    progress: Progress
    preview_url: str | None = Field(description="A small moving picture while it is made.")
    result: JobResult | None
    error: Problem | None
    created: datetime
    started: datetime | None
    finished: datetime | None
    links: JobLinks


class JobPage(Told):
    jobs: list[Job]
    next: str | None = Field(description="Pass as `after` for the next page; null at the end.")
    total: int = Field(description="Jobs that match, on all pages.")


class QueueState(Told):
    counts: dict[StateName, int]
    is_paused: bool
    workers: list["WorkerState"]


class WorkerState(Told):
    device: str
    state: WorkerStateName
    job: str | None
    restarts: int


class Event(Told):
    """The data of one server-sent event; its id is `seq`, its event name is `kind`."""

    seq: int
    job: str
    at: datetime
    kind: EventKind
    state: StateName | None
    progress: Progress | None
    preview_url: str | None
    detail: str | None = Field(description="What happened, such as `claimed` or `returned`.")


# Files that people give


class Asset(Told):
    """A file kept by its hash."""

    id: str
    kind: Literal["image", "audio", "video"]
    media_type: str
    name: str
    bytes: int
    width: int | None
    height: int | None
    seconds: float | None
    created: datetime
    url: str


class AssetPage(Told):
    assets: list[Asset]
    used_bytes: int
    most_bytes: int


class Check(Told):
    """Whether a file can be used as a photo, a voice, a first frame or a sound track."""

    is_usable: bool
    message: str | None
    faces: list["FaceBox"]
    sharpness: float | None = Field(description="Above 1 is sharp enough.")
    light: float | None = Field(description="Mean brightness of the face, 0 to 1.")
    level_db: float | None
    noise_db: float | None
    speech_seconds: float | None


class FaceBox(Told):
    left: int
    top: int
    right: int
    bottom: int


# Links to results


class LinkRequest(Given):
    seconds: int = Field(default=7 * 86400, ge=60, le=366 * 86400, description="How long it lives.")
    shows_prompt: bool = False


class Link(Told):
    """A private page of one result. The address is told once, when it is made."""

    id: str
    job: str
    url: str | None
    created: datetime
    expires: datetime
    revoked: datetime | None
    views: int


class LinkList(Told):
    links: list[Link]


class SharedResult(Told):
    """What somebody with the link sees."""

    video_url: str
    thumbnail_url: str | None
    prompt: str | None
    seconds: float
    new_from: float = Field(description="The second at which what the prompt says begins.")
    size: str
    made: datetime
    expires: datetime
    file_id: str


# The rest


class Model(Told):
    """A release of weights; the first four fields are what OpenAI's clients read."""

    id: str
    object: Literal["model"]
    created: int
    owned_by: str
    version: str
    licence: str
    summary: str
    bytes: int
    is_ready: bool
    problem: str | None
    frames_per_second: float
    steps: int | None


class ModelList(Told):
    object: Literal["list"]
    data: list[Model]


class EstimateRequest(Given):
    model: str = Field("nano", min_length=1, max_length=80)
    seconds: float = Field(4, ge=1, le=10)
    size: SizeText | None = Field(None, description="Left out: the model's usual.")
    steps: Annotated[int, Field(ge=1, le=200), _COUNTED] | None = None
    continues: AssetId | None = Field(None, description="The clip that it shall go on from.")
    has_place: bool = Field(False, description="Whether there is a picture of the place.")
    has_image: bool = Field(False, description="Whether the first frame is given.")
    prompt: str | None = Field(None, max_length=2000, description="Not all places take as long.")


class Notes(Told):
    notes: list[str] = Field(description="What of a request will not be heeded, and what to do.")


class Estimate(Told):
    """What a clip will take here. Seconds are measured on earlier jobs, or null."""

    memory_bytes: int
    memory_budget_bytes: int
    fits: bool
    seconds: float | None
    measured_jobs: int


class Limits(Told):
    most_prompt_characters: int
    shortest_seconds: float
    longest_seconds: float
    longest_joined_seconds: float = Field(description="Of a clip and what it goes on from.")
    sizes: list[str]
    most_steps: int
    most_people: int = Field(description="In one clip of the usual model.")
    most_photos: int
    most_image_bytes: int
    most_sound_bytes: int
    most_video_bytes: int
    most_pixels: int
    longest_voice_seconds: float


class ServerSettings(Told):
    """This machine and what it accepts."""

    version: str
    device: str
    compute: str
    cores: int
    memory_bytes: int
    home: str
    needs_token: bool
    public_url: str | None
    limits: Limits
    purposes: list[str]
    modes: list[str]


class Health(Told):
    status: Literal["ok"]
    version: str


class SessionRequest(Given):
    token: str = Field(max_length=200)


class Session(Told):
    """Whether this browser may speak to the server."""

    needs_token: bool
    is_allowed: bool


class WebhookSecret(Told):
    secret: str = Field(description="whsec_..., for checking `webhook-signature`.")


class Verification(Told):
    """What a file says about where it comes from."""

    file: str
    verdict: Literal["intact", "altered", "unmarked"]
    file_id: str | None
    sentences: list[str]
    details: dict[str, Any]


JUDGES: dict[int | str, dict[str, Any]] = {
    501: {"model": ErrorAnswer, "description": "The judges are not installed here."},
    503: {"model": ErrorAnswer, "description": "The judges look at other clips."},
}


class PersonQuality(Told):
    """How one of the people of a request came out."""

    name: str | None = Field(description="In the cast.")
    is_compared: bool = Field(
        description="False: no photo was given, or it or the consent to it is gone."
    )
    face_distance: float | None = Field(
        description="dlib's, from the photos; people differ from .6 on. Null: no face was found."
    )


class Quality(Told):
    """What independent judges say of a clip; null where there is nothing to compare."""

    people: list[PersonQuality] = Field(description="One for each of the request's.")
    faces_found: float | None = Field(
        description="The share of the frames looked at in which as many faces are found as photos "
        "were compared."
    )
    voice_similarity: float | None = Field(
        description="Resemblyzer's, to the given recording; 1 is the same. Where one person speaks."
    )
    words_asked: list[str]
    words_heard: list[str] = Field(description="By pocketsphinx.")
    word_error_rate: float | None = Field(description="0 to 1, of the words asked.")
    mouth_correlation: float | None = Field(
        description="Of the mouth's opening and the sound's loudness, where one person speaks; "
        "films of people reach about .5, faces that smile before and after less."
    )
    lag_milliseconds: float | None = Field(
        description="Of the sound behind the lips; null where they hardly go together."
    )


class Restored(Told):
    """The request behind a file of retrat's, as far as its files are still here."""

    request: dict[str, Any]
    missing: list[str]
