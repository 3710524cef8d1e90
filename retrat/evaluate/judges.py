"""Where the judges' weights lie: files inside packages of the `evaluate` extra.

The packages are found, not imported: the import of one of them needs a module that newer
setuptools no longer carries, while its weights are just files.
"""

from importlib.util import find_spec
from pathlib import Path

from retrat.errors import ReleaseError


def packaged_file(package: str, relative: str) -> Path:
    """A data file of an installed package, without importing the package."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ReleaseError(
            f"The judge's package {package} is not installed. Install retrat[evaluate]."
        )
    path = Path(next(iter(spec.submodule_search_locations))) / relative
    if not path.is_file():
        raise ReleaseError(f"{package} is installed without {relative}. Reinstall {package}.")
    return path
