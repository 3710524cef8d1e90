"""What a clip will cost on this machine: memory as planned, time as earlier clips took it."""

import math
import statistics
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import torch

from retrat.conditioning.sizes import scale_of
from retrat.pipeline.request import GenerateRequest, Reference
from retrat.pipeline.scenery import is_still
from retrat.runtime.machine import Machine
from retrat.runtime.memory import plan_memory
from retrat.runtime.models import release_named
from retrat.runtime.order import size_from_text
from retrat.runtime.settings import Settings

# Stages whose time grows with what is new, and with all that leaves; others take what they take.
_NEW, _ALL = ("generate",), ("mark", "encode")
# Stand for what was given where only that counts.
_ANYTHING = torch.zeros(3, 1, 1)
_SOMEBODY = Reference(busts=(_ANYTHING,), faces=(_ANYTHING,))


@dataclass(frozen=True, kw_only=True, slots=True)
class Size:
    """How much there is to make; `steps` of None are the release's.

    `seconds_before` is how long the clip is that this one goes on from. Before a place that is
    given or known by its name the tower paints one picture, which costs less; `is_still` of None is
    not known.
    """

    model: str
    seconds: float
    size: tuple[int, int]
    steps: int | None
    seconds_before: float = 0.0
    is_still: bool | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Memory:
    """Bytes that a clip will need, and that there may be."""

    planned: int
    budget: int


def memory_of(wanted: Size, settings: Settings, machine: Machine) -> Memory:
    """The plan for a clip of this size; refuses sizes that no clip has."""
    request = GenerateRequest(
        prompt="x", seconds=wanted.seconds, size=wanted.size, steps=wanted.steps or 1
    )
    request.validate()
    release = release_named(wanted.model, settings.models)
    plan = plan_memory(request, release, settings, machine, seconds_before=wanted.seconds_before)
    return Memory(planned=plan.total, budget=plan.budget)


def is_still_clip(settings: Mapping[str, Any]) -> bool:
    """Whether the tower paints one picture alone in a clip with such settings."""
    begins = settings.get("image") is not None or settings.get("continues") is not None
    people = bool(settings.get("references") or settings.get("others"))
    place = None if settings.get("place") is None else _ANYTHING
    request = GenerateRequest(
        prompt=settings.get("prompt") or "",
        references=(_SOMEBODY,) * people,
        image=_ANYTHING if begins else None,
        place=place,
    )
    return is_still(request)


def seconds_of(size: Size, results: Iterable[Mapping[str, Any]]) -> tuple[float | None, int]:
    """How long it will take, from the results of jobs like it, and from how many.

    Only clips of the same model, number of steps and scale count, and where it is known whether
    things move, only those in which they do likewise; they are scaled by length and pixels. The
    first clip of a process loads the models, so loading is taken as its median.
    """
    told = [result for result in results if _is_alike(size, result)]
    if not told:
        return None, 0
    whole = [_scaled(size, result) for result in told]
    return round(statistics.median(whole), 2), len(told)


def _is_alike(size: Size, result: Mapping[str, Any]) -> bool:
    settings = result["settings"]
    if scale_of(size_from_text(result["size"])) != scale_of(size.size):
        return False
    if (settings.get("model"), settings.get("steps")) != (size.model, size.steps):
        return False
    return size.is_still is None or size.is_still == is_still_clip(settings)


def _scaled(size: Size, result: Mapping[str, Any]) -> float:
    pixels = math.prod(size.size) / math.prod(size_from_text(result["size"]))
    new = result["settings"].get("seconds") or result["seconds"]
    factors = dict.fromkeys(_NEW, pixels * size.seconds / new)
    together = size.seconds_before + size.seconds
    factors |= dict.fromkeys(_ALL, pixels * together / result["seconds"])
    spent = result["stage_seconds"]
    return float(sum(took * factors.get(stage, 1.0) for stage, took in spent.items()))
