"""Seconds and bytes of work whose size is known."""

import time

from retrat.evaluate.stopwatch import (
    in_fresh_process,
    machine,
    median_seconds,
    peak_memory,
    seconds_of,
)


def test_the_median_ignores_the_warm_up_and_one_slow_run() -> None:
    naps = iter([0.2, 0.01, 0.15, 0.01])
    assert median_seconds(lambda: time.sleep(next(naps)), times=3) < 0.1


def test_one_run_is_timed() -> None:
    assert 0.02 <= seconds_of(lambda: time.sleep(0.02)) < 1


def test_memory_grows_with_what_is_held() -> None:
    before = peak_memory()
    held = bytearray(before + 50_000_000)
    assert peak_memory() > before + 40_000_000 or len(held) == 0


def test_a_process_that_fails_says_why() -> None:
    assert "error" in in_fresh_process("retrat.no_such_module", "task", {})


def test_the_machine_is_described() -> None:
    assert machine()["cores"] >= 1
