"""What `import retrat` offers: changed on purpose or not at all."""

import importlib

import pytest

import retrat

PUBLIC = {
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
}


def test_exported_names() -> None:
    assert set(retrat.__all__) == PUBLIC
    assert dir(retrat) == sorted(retrat.__all__)


@pytest.mark.parametrize("name", sorted(PUBLIC - {"__version__"}))
def test_every_name_loads(name: str) -> None:
    home = retrat._HOMES[name]
    assert getattr(retrat, name) is getattr(importlib.import_module(home), name)


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = retrat.nonsense
