"""Retrat puts a person into video: a photo, a few seconds of voice and a sentence become a clip.

The public names load on first use, so that `import retrat` (and with it `retrat --help`) never
waits for torch.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from retrat.errors import (
        Cancelled,
        MemoryBudgetError,
        ProvenanceError,
        ReleaseError,
        RequestError,
        RetratError,
    )
    from retrat.pipeline.components import Components
    from retrat.pipeline.generate import generate
    from retrat.pipeline.request import GenerateRequest, Recommended, Reference
    from retrat.runtime.engine import Engine
    from retrat.runtime.order import Order
    from retrat.types import Audio, Clip, FrameRate

__version__ = "0.1.0"

_HOMES = {
    "Audio": "retrat.types",
    "Clip": "retrat.types",
    "FrameRate": "retrat.types",
    "GenerateRequest": "retrat.pipeline.request",
    "Recommended": "retrat.pipeline.request",
    "Reference": "retrat.pipeline.request",
    "Components": "retrat.pipeline.components",
    "generate": "retrat.pipeline.generate",
    "Engine": "retrat.runtime.engine",
    "Order": "retrat.runtime.order",
    "RetratError": "retrat.errors",
    "RequestError": "retrat.errors",
    "ReleaseError": "retrat.errors",
    "MemoryBudgetError": "retrat.errors",
    "Cancelled": "retrat.errors",
    "ProvenanceError": "retrat.errors",
}

__all__ = [
    "Audio",
    "Cancelled",
    "Clip",
    "Components",
    "Engine",
    "FrameRate",
    "GenerateRequest",
    "MemoryBudgetError",
    "Order",
    "ProvenanceError",
    "Recommended",
    "Reference",
    "ReleaseError",
    "RequestError",
    "RetratError",
    "__version__",
    "generate",
]


def __getattr__(name: str) -> Any:
    """Load a public name from its home the first time it is asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module 'retrat' has no attribute {name!r}")
    value = getattr(importlib.import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
