"""The package is a command."""

import subprocess
import sys

from retrat import __version__


def test_python_s_own_way_to_run_a_package_works() -> None:
    said = subprocess.run(
        [sys.executable, "-m", "retrat", "--version"], capture_output=True, text=True, check=True
    )
    assert said.stdout == f"retrat {__version__}\n"
