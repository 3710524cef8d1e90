"""The bench's table, from numbers made by hand, and its tasks at tiny size."""

import json

import pytest

from retrat.evaluate import bench

CLIP = {
    "seconds": 4.0,
    "import_seconds": 2.0,
    "cold_clip_seconds": 6.0,
    "warm_clip_seconds": 4.0,
    "warm_stages": {"check": 0.1, "generate": 3.5, "deliver": 0.4},
    "cold_first_frame_seconds": 7.0,
    "peak_memory_bytes": 1_500_000_000,
}
REPORT = {
    "machine": {
        "processor": "P",
        "cores": 2,
        "threads": 2,
        "torch": "2",
        "cpu_capability": "AVX2",
        "load_average": 0.0,
    },
    "clips": {"4 s, 256x256": CLIP, "10 s, 256x256": {"error": "no weights"}},
    "forwards": {
        "tokens": 1600,
        "ours_seconds": 0.5,
        "wan_same_text_seconds": 1.0,
        "wan_512_text_seconds": 1.5,
    },
    "wan": {
        "frames": 97,
        "steps": 4,
        "tokens": 6400,
        "clip_seconds": 400.0,
        "denoise_seconds": 40.0,
        "decode": {"seconds": 360.0, "measured_latents": 2},
    },
}


def test_the_table_divides_by_seconds_of_video_and_adds_cold_start() -> None:
    rows = bench.table(REPORT).splitlines()
    row = next(line for line in rows if line.startswith("| 4 s, 256x256 |"))
    assert [cell.strip() for cell in row.split("|")[2:7]] == [
        "8.00",
        "7.00",
        "4.00",
        "1.00",
        "1.50",
    ]


def test_ratios_say_what_they_compare() -> None:
    text = bench.table(REPORT)
    assert "| one forward, 1600 picture tokens, as much text | 1.00 | 0.50 | 2.0 |" in text
    assert "| whole clip, 97 frames, 4 steps, no guidance | 400.00 | 4.00 | 100.0 |" in text
    assert "extrapolated" in text


def test_what_failed_is_told_not_hidden() -> None:
    assert "| 10 s, 256x256 | no weights |" in bench.table(REPORT)
    failed = REPORT | {"wan": {"error": "out of memory"}}
    assert "out of memory" in bench.table(failed)


@pytest.mark.slow
def test_a_clip_of_the_tiny_model_is_measured(capsys: pytest.CaptureFixture[str]) -> None:
    options = {"model": "tiny-random", "seconds": 1.0, "size": "512x512", "steps": 2}
    options |= {"references": [], "voice": None}
    bench.main(["--task", "clip", json.dumps(options)])
    found = json.loads(capsys.readouterr().out)
    assert (
        0 < found["cold_first_frame_seconds"] < found["import_seconds"] + found["cold_clip_seconds"]
    )
    assert found["peak_memory_bytes"] > 50_000_000
    assert set(found["warm_stages"]) >= {"check", "generate", "mark", "encode", "sign"}
