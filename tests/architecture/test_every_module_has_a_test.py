"""retrat/media/images.py has tests/unit/media/test_images.py, and so on for every module."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# Modules tested elsewhere or not yet; the list may only shrink.
WITHOUT: set[str] = {
    "models/feature_nets.py",
    "train/checkpoint.py",
    "train/curve.py",
    "train/ema.py",
}


def modules() -> list[Path]:
    """Every module that has code of its own."""
    found = sorted((ROOT / "retrat").rglob("*.py"))
    return [path.relative_to(ROOT / "retrat") for path in found if path.name != "__init__.py"]


def homes(module: Path) -> list[Path]:
    """Where a module's test may stand: mirrored, or one file for its whole folder."""
    folder = ROOT / "tests" / "unit" / module.parent
    return [folder / f"test_{module.name}", folder.with_name(f"test_{module.parent.name}.py")]


@pytest.mark.parametrize("module", modules(), ids=str)
def test_module_has_a_test(module: Path) -> None:
    if str(module) in WITHOUT:
        return
    assert any(home.exists() for home in homes(module)), f"add {homes(module)[0]}"


def test_the_list_names_modules_that_exist() -> None:
    assert {str(module) for module in modules()} >= WITHOUT, "shrink the list"
