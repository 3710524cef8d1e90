"""How much memory a clip will need, said before anything loads; too much is refused."""

from dataclasses import dataclass

from retrat.conditioning.sizes import drawn
from retrat.errors import MemoryBudgetError
from retrat.pipeline.request import GenerateRequest
from retrat.runtime.machine import Machine
from retrat.runtime.settings import Settings
from retrat.weights import Release

# Python, torch and the media libraries once they are loaded; measured, see `retrat doctor`.
_PROGRAM_BYTES = 700_000_000
_TEXT_ENCODER_BYTES = 92_000_000
# Frames as floats, and again where a clip goes on from another, has a label or somebody walks in
# it; and what the decoder holds while it works on a chunk.
_BYTES_A_PIXEL = 3 * 4 * 2
_WORKING_BYTES = 400_000_000
_FROM_DISK = 2  # bfloat16 in the file, float32 in memory


@dataclass(frozen=True, kw_only=True, slots=True)
class MemoryPlan:
    """What is expected, and how much there may be."""

    weights: int
    clip: int
    working: int
    program: int
    budget: int

    @property
    def total(self) -> int:
        return self.weights + self.clip + self.working + self.program

    def require_fit(self) -> None:
        """Refuse work that would not fit, with the settings that would make it."""
        if self.total > self.budget:
            text = f"This clip needs about {gigabytes(self.total)}; {gigabytes(self.budget)} may be"
            text += " used. Ask for fewer seconds, or raise RETRAT_MEMORY_BUDGET."
            raise MemoryBudgetError(text)


def plan_memory(
    request: GenerateRequest,
    release: Release,
    settings: Settings,
    machine: Machine,
    *,
    seconds_before: float = 0.0,
) -> MemoryPlan:
    """The plan for one clip on this machine, which may go on from one of `seconds_before`.

    Both are held as one, because a whole clip is marked.
    """
    width, height = drawn(request.size)
    seconds = seconds_before + request.seconds
    pixels = seconds * float(release.settings["frames_per_second"]) * width * height
    weights = release.bytes_ * _FROM_DISK + (_TEXT_ENCODER_BYTES if release.files else 0)
    return MemoryPlan(
        weights=weights,
        clip=round(pixels * _BYTES_A_PIXEL),
        working=_WORKING_BYTES,
        program=_PROGRAM_BYTES,
        budget=settings.memory_budget or machine.memory_bytes,
    )


def gigabytes(bytes_: int) -> str:
    """Bytes for people."""
    return f"{bytes_ / 1e9:.1f} GB"
