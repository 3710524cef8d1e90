"""Where the pack is looked for, and what is said when it is missing."""

from pathlib import Path

import numpy as np
import pytest

from retrat.errors import RequestError
from retrat.train.data.assets import CLOTHES, HAIR, Pack, assets_folder, load_pack, pack_path


def test_a_missing_pack_says_how_to_build_one(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match=r"retrat\.train\.data\.assets"):
        load_pack(tmp_path / "none.npz")


def test_missing_assets_say_what_to_fetch(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("RETRAT_ASSETS", str(tmp_path))
    with pytest.raises(RequestError, match="makehuman"):
        assets_folder()


def test_the_setting_names_the_pack(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RETRAT_PACK", "/somewhere/pack.npz")
    assert pack_path() == Path("/somewhere/pack.npz")


def test_the_pack_is_small_and_whole(pack: Pack) -> None:
    assert pack_path().stat().st_size < 40e6
    assert {*HAIR, *CLOTHES} <= set(pack.labels["assets"])
    assert len(pack.labels["facial_action"]) == 52
    np.testing.assert_allclose(pack["bone_weights"].sum(1), 1, atol=1e-4)
    assert pack["faces"].max() < len(pack["template"])
