from dataclasses import replace

import pytest

from retrat.errors import MemoryBudgetError
from retrat.pipeline.request import GenerateRequest
from retrat.runtime.machine import this_machine
from retrat.runtime.memory import gigabytes, plan_memory
from retrat.runtime.models import release_named
from retrat.runtime.settings import Settings

TINY = release_named("tiny-random")


def test_longer_and_larger_needs_more() -> None:
    machine = replace(this_machine(), memory_bytes=10**12)
    short = plan_memory(GenerateRequest(prompt="x", seconds=1), TINY, Settings(), machine)
    long = plan_memory(GenerateRequest(prompt="x", seconds=10), TINY, Settings(), machine)
    assert long.clip == 10 * short.clip
    assert long.total > short.total
    long.require_fit()


def test_what_a_clip_goes_on_from_is_held_too() -> None:
    machine = replace(this_machine(), memory_bytes=10**12)
    ten = plan_memory(GenerateRequest(prompt="x", seconds=10), TINY, Settings(), machine)
    four = GenerateRequest(prompt="x", seconds=4)
    joined = plan_memory(four, TINY, Settings(), machine, seconds_before=6)
    assert joined == ten
    longest = plan_memory(four, TINY, Settings(), machine, seconds_before=26)
    assert longest.clip == 24 * 30 * 24 * 256 * 256, "frames of 30 s as floats, twice"


def test_what_does_not_fit_is_refused_with_the_remedy() -> None:
    machine = replace(this_machine(), memory_bytes=10**12)
    request = GenerateRequest(prompt="x", seconds=10)
    plan = plan_memory(request, TINY, Settings(memory_budget=10**8), machine)
    with pytest.raises(MemoryBudgetError, match=r"about \d\.\d GB.*RETRAT_MEMORY_BUDGET"):
        plan.require_fit()
    assert gigabytes(1_500_000_000) == "1.5 GB"
