"""Properties of the machine and of how to use it: from flags, then the environment, then a file.

Each has its default here and nowhere else. `retrat doctor` prints what holds and where it is from.
"""

import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Literal

import platformdirs

from retrat.errors import RequestError
from retrat.runtime.machine import Machine

Compute = Literal["float32", "bfloat16"]
PREFIX = "RETRAT_"


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """How this machine is used. "auto" is decided by `compute_format` and `device_name`, aloud."""

    device: str = "auto"
    dtype: str = "auto"
    threads: int = 0  # 0: one a core
    memory_budget: int = 0  # bytes; 0: what the machine has
    models: tuple[Path, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Resolved:
    """Settings, and where each came from."""

    settings: Settings
    sources: Mapping[str, str]


def config_path(environment: Mapping[str, str] = os.environ) -> Path:
    """The file that settings are read from, if it is there."""
    given = environment.get(PREFIX + "CONFIG")
    return Path(given) if given else platformdirs.user_config_path("retrat") / "retrat.toml"


def resolve_settings(
    flags: Mapping[str, str] | None = None, environment: Mapping[str, str] = os.environ
) -> Resolved:
    """Flags win over the environment, the environment over the file, the file over defaults."""
    path = config_path(environment)
    from_file = _read_file(path)
    from_environment = {
        field.name: environment[PREFIX + field.name.upper()]
        for field in fields(Settings)
        if environment.get(PREFIX + field.name.upper())
    }
    places = [
        (str(path), from_file),
        ("environment", from_environment),
        ("command line", {k: v for k, v in (flags or {}).items() if v}),
    ]
    values: dict[str, Any] = {}
    sources = {field.name: "default" for field in fields(Settings)}
    for place, given in places:
        for name, text in given.items():
            values[name] = _parsed(name, str(text), place)
            sources[name] = place
    return Resolved(settings=Settings(**values), sources=sources)


def compute_format(settings: Settings, machine: Machine, *, device: str) -> tuple[Compute, str]:
    """The number format to compute in and why, in words for people."""
    if settings.dtype == "float32":
        return "float32", "asked for"
    if settings.dtype == "bfloat16":
        return "bfloat16", "asked for"
    if device != "cpu":
        return "bfloat16", f"{device} computes it fast"
    if machine.has_amx:
        return "bfloat16", "this processor has AMX"
    return "float32", f"without AMX bfloat16 is slower here; widest instructions: {machine.widest}"


def _read_file(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            table = tomllib.load(file)
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError, OSError) as error:
        raise RequestError(
            f"{path} can't be read: {error}. Mend or remove it.", field="config"
        ) from None
    known = {field.name for field in fields(Settings)}
    unknown = sorted(set(table) - known)
    if unknown:
        text = f"{path} has unknown settings: {', '.join(unknown)}; there are"
        raise RequestError(f"{text} {', '.join(sorted(known))}.", field="config")
    return {name: _as_text(name, value, path) for name, value in table.items()}


def _as_text(name: str, value: Any, path: Path) -> str:
    """A value of the file as the environment would spell it."""
    values = value if isinstance(value, list) else [value]
    if isinstance(value, list) and not all(isinstance(each, str) for each in values):
        text = f"{name}={value} in {path} can't be understood. Give texts in quotes."
        raise RequestError(text, field=name)
    return os.pathsep.join(map(str, values))


def _parsed(name: str, text: str, place: str) -> Any:
    try:
        return _PARSERS[name](text)
    except ValueError as error:
        raise RequestError(f"{name}={text!r} from {place}: {error}.", field=name) from None


def _one_of(*allowed: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text not in allowed:
            raise ValueError(f"choose from {', '.join(allowed)}")
        return text

    return parse


def _device(text: str) -> str:
    if not re.fullmatch(r"auto|cpu|mps|cuda(:\d+)?", text):
        raise ValueError("choose auto, cpu, cuda, cuda:1 or mps")
    return text


def _threads(text: str) -> int:
    if not re.fullmatch(r"\d{1,4}", text):
        raise ValueError("give a whole number; 0 takes one a core")
    return int(text)


def _bytes(text: str) -> int:
    match = re.fullmatch(r"([\d.]+)\s*(GiB|GB|MiB|MB|G|M)?", text)
    if match is None:
        raise ValueError("give a size such as 8GiB or 6000MB")
    unit = {"GiB": 2**30, "G": 2**30, "MiB": 2**20, "M": 2**20, "GB": 10**9, "MB": 10**6}
    return int(float(match[1]) * unit.get(match[2] or "", 1))


def _paths(text: str) -> tuple[Path, ...]:
    try:
        return tuple(Path(part).expanduser() for part in text.split(os.pathsep) if part)
    except RuntimeError:
        raise ValueError("~ names a user whose home is not known here") from None


_PARSERS: dict[str, Callable[[str], Any]] = {
    "device": _device,
    "dtype": _one_of("auto", "float32", "bfloat16"),
    "threads": _threads,
    "memory_budget": _bytes,
    "models": _paths,
}
