"""Weights of judges are found as files, and their absence is said in one sentence."""

import pytest

from retrat.errors import ReleaseError
from retrat.evaluate.judges import packaged_file


def test_a_file_of_a_package_is_found_without_importing_it() -> None:
    assert packaged_file("retrat.evaluate", "judges.py").name == "judges.py"


def test_a_missing_package_says_what_to_install() -> None:
    with pytest.raises(ReleaseError, match=r"retrat\[evaluate\]"):
        packaged_file("no_such_judge", "weights.dat")


def test_a_missing_file_says_what_to_reinstall() -> None:
    with pytest.raises(ReleaseError, match="Reinstall"):
        packaged_file("retrat.evaluate", "weights.dat")
