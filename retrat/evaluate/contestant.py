"""Our own model as it sits an exam: through the engine that users have, with consent on record.

The people of an exam are made, not photographed; they are enrolled as such in a home of their own
that is thrown away afterwards, so that nobody's cast grows by an evaluation.
"""

from contextlib import AbstractContextManager
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any

import torch
from einops import rearrange
from torch.nn.functional import pad

from retrat.evaluate.exam import Case
from retrat.models.video_vae import TEMPORAL
from retrat.pipeline.components import Components
from retrat.provenance.cast import Enrolment, enrol
from retrat.provenance.home import Home
from retrat.runtime.engine import Engine, Made, Watch
from retrat.runtime.models import release_named
from retrat.runtime.order import Order, Person
from retrat.types import Audio, Clip

# Judges look at small pictures; numbers of earlier versions are of this size, too.
SIZE = (256, 256)


class Contestant(AbstractContextManager["Contestant"]):
    """A release, warm."""

    def __init__(self, model: str, folder: TemporaryDirectory[str]) -> None:
        self.model = model
        self._folder = folder
        self._home = Home(root=Path(folder.name))
        self._engine = Engine(home=self._home)
        self._enrolled: set[str] = set()

    @classmethod
    def of(cls, model: str) -> "Contestant":
        return cls(model, TemporaryDirectory(prefix="retrat-exam-"))

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._folder.cleanup()

    def generate(self, case: Case, path: Path) -> None:
        """The clip that a user would get from this case's prompt, pictures and voice."""
        order = Order(
            prompt=case.prompt,
            references=case.references,
            voice=case.voice,
            seconds=case.seconds,
            size=SIZE,
            seed=case.person % 2**32,
            model=self.model,
        )
        self.make(order, path, name=case.name)

    def make(self, order: Order, path: Path, *, name: str, watch: Watch | None = None) -> Made:
        """Enrol who is in the order, once, and make the clip."""
        self.enrol(Person(references=order.references, voice=order.voice), name=name)
        return self._engine.make(order, path, watch)

    def enrol(self, person: Person, *, name: str) -> None:
        """Put somebody on record, once; nobody where nothing of them is given."""
        voices = () if person.voice is None else (person.voice,)
        if (person.references or voices) and name not in self._enrolled:
            enrol(self._home, Enrolment(name=name, photos=person.references, voices=voices))
            self._enrolled.add(name)

    def copy(self, clip: Clip) -> Clip:
        """What the codecs make of a clip."""
        return reconstruct(clip, self.components)

    @property
    def components(self) -> Components:
        """The release's models as the engine holds them."""
        return self._engine.components(release_named(self.model, self._engine.settings.models))


@torch.inference_mode()
def reconstruct(clip: Clip, parts: Components) -> Clip:
    """Picture and sound through their codecs and back, at the clip's own length."""
    frames = len(clip.pixels)
    missing = -(frames - 1) % TEMPORAL
    pixels = torch.cat([clip.pixels, clip.pixels[-1:].expand(missing, -1, -1, -1)])
    given = rearrange(pixels, "f c y x -> 1 c f y x").to(parts.device)
    video_vae: Any = parts.video_vae
    copy = rearrange(video_vae.decode(video_vae.encode(given)), "1 c f y x -> f c y x")
    audio = None if clip.audio is None else _copied_sound(clip.audio, parts)
    return Clip(pixels=copy[:frames].clamp(-1, 1).cpu(), frame_rate=clip.frame_rate, audio=audio)


def _copied_sound(audio: Audio, parts: Components) -> Audio:
    samples = audio.samples.mean(dim=0, keepdim=True)
    count = samples.shape[-1]
    given = pad(samples, (0, -count % parts.audio_hop)).to(parts.device)
    audio_vae: Any = parts.audio_vae
    copy = audio_vae.decode(audio_vae.encode(given))
    return Audio(samples=copy[:, :count].clamp(-1, 1).cpu(), sample_rate=audio.sample_rate)
