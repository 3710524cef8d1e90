from pathlib import Path

import pytest

from retrat.runtime.machine import memory_bytes, peak_memory_bytes, this_machine

SAPPHIRE = "model name\t: A Xeon\nflags\t\t: fpu avx2 avx512f avx512_bf16 amx_bf16 amx_tile\n"


@pytest.mark.parametrize(
    ("limit", "has_amx"),
    [
        ("", True),
        ("ALL", True),
        ("DEFAULT", True),
        ("AVX512_CORE_AMX", True),
        ("avx512_core_amx_fp16", True),
        ("AVX512_CORE_BF16", False),
        ("AVX512_CORE", False),
        ("AVX2", False),
    ],
)
@pytest.mark.parametrize("variable", ["ONEDNN_MAX_CPU_ISA", "DNNL_MAX_CPU_ISA"])
def test_amx_counts_only_where_onednn_may_use_it(
    tmp_path: Path, variable: str, limit: str, has_amx: bool
) -> None:
    (tmp_path / "cpuinfo").write_text(SAPPHIRE)
    machine = this_machine({variable: limit}, tmp_path / "cpuinfo")
    assert machine.processor == "A Xeon"
    assert machine.has_amx is has_amx
    assert machine.widest.startswith("AMX" if has_amx else "AVX-512")


def test_a_processor_without_amx(tmp_path: Path) -> None:
    (tmp_path / "cpuinfo").write_text("model name\t: An EPYC\nflags\t\t: fpu sse2 avx avx2\n")
    machine = this_machine({}, tmp_path / "cpuinfo")
    assert not machine.has_amx
    assert machine.widest == "AVX2"
    assert this_machine({}, tmp_path / "none").instruction_sets == ()


def test_this_one() -> None:
    machine = this_machine()
    assert machine.cores >= 1
    assert machine.memory_bytes == memory_bytes() > 1 << 28
    assert 1 << 20 < peak_memory_bytes() <= 1 << 40
