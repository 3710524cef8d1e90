"""The engine: loads a release once, stays warm, makes one clip after the other."""

import hashlib
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import torch

from retrat import __version__
from retrat.errors import Cancelled, ConsentError, RequestError
from retrat.flow.solver import Solve, solve_euler
from retrat.pipeline.components import Components
from retrat.pipeline.generate import generate
from retrat.pipeline.notes import notes_of
from retrat.pipeline.request import GenerateRequest
from retrat.provenance.consent import Grant
from retrat.provenance.home import Home, require_writable
from retrat.provenance.log import require_ready
from retrat.provenance.seal import Origin
from retrat.runtime.checks import Materials, check_given, inspect
from retrat.runtime.deliver import deliver
from retrat.runtime.faces import face_places
from retrat.runtime.holding import held
from retrat.runtime.joining import seconds_before, whole
from retrat.runtime.machine import Machine, peak_memory_bytes, this_machine
from retrat.runtime.memory import MemoryPlan, plan_memory
from retrat.runtime.models import (
    components_of,
    device_name,
    multiplying_in,
    release_named,
    require_files,
)
from retrat.runtime.order import Order, settings_of
from retrat.runtime.permission import permitted
from retrat.runtime.progress import Observer, Stopwatch, nobody
from retrat.runtime.settings import Settings, compute_format, resolve_settings
from retrat.types import Clip
from retrat.weights import Release


def never() -> bool:
    """Nobody asks to stop."""
    return False


def silent(text: str) -> None:
    """Nobody listens."""


def plain(parts: Components, request: GenerateRequest) -> Solve:
    """Step from noise to clean, and remember nothing."""
    del parts, request
    return solve_euler


@dataclass(frozen=True, kw_only=True, slots=True)
class Watch:
    """Who follows the work: progress, sentences for the user, whether to stop, and who solves.

    `solver` is asked once the models are there; a solver that saves its steps lets another
    process go on from them.
    """

    observer: Observer = nobody
    say: Callable[[str], None] = silent
    should_stop: Callable[[], bool] = never
    solver: Callable[[Components, GenerateRequest], Solve] = plain


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Permitted:
    """An order that may be done: checked, permitted, and known to fit."""

    materials: Materials
    release: Release
    grants: tuple[Grant, ...]
    plan: MemoryPlan
    output: Path


@dataclass(frozen=True, kw_only=True, slots=True)
class Made:
    """A clip that was delivered, and what it cost; `seconds` is how long each stage took, `notes`
    what of the order was not heeded.
    """

    path: Path
    file_id: str
    settings: Mapping[str, Any]
    seconds: Mapping[str, float]
    peak_memory_bytes: int
    planned_memory_bytes: int
    device: str
    compute: str
    notes: tuple[str, ...] = ()


class Engine:
    """One process, one device, one clip at a time."""

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        machine: Machine | None = None,
        home: Home | None = None,
    ) -> None:
        self.settings = settings or resolve_settings().settings
        self.machine = machine or this_machine()
        self.home = home or Home.default()
        self.device = device_name(self.settings.device)
        self.compute, self.why = compute_format(self.settings, self.machine, device=self.device)
        self._loaded: tuple[Release, Components] | None = None
        torch.set_num_threads(self.settings.threads or self.machine.cores)

    def prepare(self, order: Order, output: Path, watch: Watch | None = None) -> Permitted:
        """Refuse what can't or may not be done; nothing heavy is loaded."""
        watch = watch or Watch()
        release = release_named(order.model, self.settings.models)
        materials = inspect(order, release, output=output)
        before = seconds_before(order.continues)
        plan = plan_memory(
            materials.request, release, self.settings, self.machine, seconds_before=before
        )
        plan.require_fit()
        require_files(release)
        require_writable(self.home)
        require_ready(self.home, datetime.now(UTC))  # the exit signs and logs every clip
        grants = self._grants(materials, watch)
        return Permitted(
            materials=materials, release=release, grants=grants, plan=plan, output=output
        )

    def make(self, order: Order, output: str | Path, watch: Watch | None = None) -> Made:
        """From an order to a file, or to none and an error of the tree in `retrat.errors`.

        RequestError says what of the order can't be done, ConsentError what may not, ReleaseError
        and MemoryBudgetError that weights or memory are missing, ProvenanceError that the log or a
        key is damaged, and Cancelled that `watch` asked to stop.
        """
        watch, output = watch or Watch(), Path(output)
        check_given(order, output)
        with held(order, self.home) as own:
            return self._made(own, output, watch)

    def _made(self, order: Order, output: Path, watch: Watch) -> Made:
        """Of files that nobody exchanges while they are looked at, asked about and used."""
        stopwatch = Stopwatch(observer=watch.observer)
        with stopwatch.stage("check"):
            work = self.prepare(order, output, watch)
        notes = notes_of(work.materials.request)
        for note in notes:
            watch.say(f"note: {note}")
        with stopwatch.stage("load"):
            parts = self.components(work.release)
        clip, label = whole(self._generated(parts, work, stopwatch, watch), work.materials.order)
        delivery = deliver(
            clip,
            output,
            settings=settings_of(work.materials.order),
            origin=self._origin(work),
            stopwatch=stopwatch,
            label=label,
        )
        return Made(
            path=delivery.path,
            file_id=delivery.file_id,
            settings=delivery.settings,
            seconds=dict(stopwatch.seconds),
            peak_memory_bytes=peak_memory_bytes(),
            planned_memory_bytes=work.plan.total,
            device=self.device,
            compute=self.compute,
            notes=notes,
        )

    def components(self, release: Release) -> Components:
        """The release's models, loaded once."""
        if self._loaded is None or self._loaded[0] != release:
            parts = components_of(release, self.device)
            if self.compute == "bfloat16":
                parts = multiplying_in(parts, torch.bfloat16)
            self._loaded = (release, parts)
        return self._loaded[1]

    def _grants(self, materials: Materials, watch: Watch) -> tuple[Grant, ...]:
        try:
            return permitted(materials, self.home, show=watch.say)
        except RequestError as error:
            raise ConsentError(error.message, field=error.field) from None

    def _generated(
        self, parts: Components, work: Permitted, stopwatch: Stopwatch, watch: Watch
    ) -> Clip:
        """Sampling and decoding; stops within a step when asked to."""
        request = work.materials.request.resolved(parts.recommended)
        assert isinstance(request.steps, int)
        with stopwatch.stage("generate", steps=request.steps) as told, self._number_format():

            def on_step(done: int, total: int) -> None:
                told(done, total)
                if watch.should_stop():
                    raise Cancelled("Stopped; nothing was written.")

            solve = watch.solver(parts, request)
            asked = work.materials.request  # what it leaves open the release answers part by part
            return generate(parts, asked, solve=solve, on_step=on_step, find_faces=face_places)

    def _origin(self, work: Permitted) -> Origin:
        """What the manifest tells everybody: numbers, nothing about the prompt or a person."""
        request, release = work.materials.request, work.release
        width, height = request.size
        hashes = "".join(release.files[part].sha256 for part in sorted(release.files))
        return Origin(
            home=self.home,
            version=__version__,
            model=f"{release.name} {release.version}",
            weights_sha256=hashlib.sha256(hashes.encode()).hexdigest(),
            mode=work.materials.order.mode,
            settings={
                "seed": int(request.seed),
                "seconds": float(request.seconds),
                "width": width,
                "height": height,
            },
            grants=work.grants,
            purpose=work.materials.order.purpose,
        )

    def _number_format(self) -> AbstractContextManager[Any]:
        """Where bfloat16 is fast, matrices are multiplied in it; all else stays float32."""
        if self.compute == "float32":
            return nullcontext()
        return torch.autocast(self.device.split(":")[0], dtype=torch.bfloat16)
