"""This machine: what it can compute in, with how many cores and how much memory."""

import os
import platform
import resource
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

# Limits of oneDNN's that still let it use AMX; every other value names an older instruction set.
_ISA_VARIABLES = ("ONEDNN_MAX_CPU_ISA", "DNNL_MAX_CPU_ISA")
_UNLIMITED = ("", "ALL", "DEFAULT")


@dataclass(frozen=True, kw_only=True, slots=True)
class Machine:
    """Processor and memory; accelerators are asked of torch when they are needed."""

    processor: str
    cores: int
    memory_bytes: int
    instruction_sets: tuple[str, ...]
    isa_limit: str

    @property
    def has_amx(self) -> bool:
        """Whether bfloat16 matrices are fast here: the processor has AMX and oneDNN may use it."""
        is_allowed = self.isa_limit in _UNLIMITED or "AMX" in self.isa_limit
        return is_allowed and {"amx_bf16", "amx_tile"} <= set(self.instruction_sets)

    @property
    def widest(self) -> str:
        """The best instruction set, in words."""
        if self.has_amx:
            return "AMX"
        names = {"avx512f": "AVX-512", "avx2": "AVX2", "asimd": "NEON"}
        found = [spelt for flag, spelt in names.items() if flag in self.instruction_sets]
        best = found[0] if found else platform.machine()
        return f"{best} (oneDNN limited to {self.isa_limit})" if self.isa_limit else best


def this_machine(
    environment: Mapping[str, str] = os.environ, cpuinfo: Path = Path("/proc/cpuinfo")
) -> Machine:
    """Read from the operating system, without torch."""
    fields = _cpuinfo(cpuinfo)
    limit = next((environment[name] for name in _ISA_VARIABLES if environment.get(name)), "")
    return Machine(
        processor=fields.get("model name", platform.processor() or platform.machine()),
        cores=_cores(),
        memory_bytes=memory_bytes(),
        instruction_sets=tuple((fields.get("flags") or fields.get("Features", "")).split()),
        isa_limit=limit.upper(),
    )


def memory_bytes() -> int:
    """Memory this process may have: the machine's, or its control group's if that is less."""
    try:
        whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (ValueError, OSError, AttributeError):
        return 8 << 30
    for path in ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"):
        try:
            limit = int(Path(path).read_text())
        except (OSError, ValueError):
            continue
        whole = min(whole, limit)
    return whole


def peak_memory_bytes() -> int:
    """The most memory this process has held so far."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def _cores() -> int:
    """Cores this process may run on; a control group's quota counts too."""
    cores = (
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    )
    try:
        quota, period = Path("/sys/fs/cgroup/cpu.max").read_text().split()
        cores = min(cores, max(1, int(quota) // int(period)))
    except (OSError, ValueError):
        pass
    return cores


def _cpuinfo(path: Path) -> dict[str, str]:
    """The first processor's lines."""
    fields: dict[str, str] = {}
    try:
        lines = path.read_text().splitlines()
    except OSError:
        return fields
    for line in lines:
        name, _, value = line.partition(":")
        fields.setdefault(name.strip(), value.strip())
    return fields
