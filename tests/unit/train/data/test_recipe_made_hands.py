"""The hands that people raise: drawn once, packed, and all that prompts may ask for."""

import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from recipes import made_hands
from recipes.made_hands import SMALLER, main, table
from retrat.conditioning.hands import SHOWN
from retrat.conditioning.props import NAMES
from retrat.media.pieces import decoded_matte, decoded_picture
from retrat.models.made_hands import MadeHands
from retrat.runtime.models import release_named
from retrat.train.data.assets import Pack
from retrat.train.data.hands.poses import POSES, Pose
from retrat.weights.releases import Release, load_part, read_release, write_release


def pictures(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """A board: cloth below, a palm in the middle, the back of a hand above."""
    rng = np.random.default_rng(seed)
    colours, matter = np.zeros((96, 48, 4), np.uint8), np.zeros((96, 48, 3), np.uint8)
    colours[12:, 12:36] = (*rng.integers(40, 220, 3), 255)
    matter[72:, 12:36, 0], matter[42:72, 12:36, 1] = 255, 255
    return colours, matter


def test_a_table_gives_back_what_was_put_in() -> None:
    drawn = {name: pictures(seed) for seed, name in enumerate(("open", "fist"))}
    hands = table(drawn)
    assert hands.names() == ["open", "fist"]
    for name, (colours, _) in drawn.items():
        file, said = hands.picture(name), decoded_picture(hands.matter(name))[..., 0]
        matte = decoded_matte(file)
        assert matte is not None
        assert np.abs(matte.astype(int) - colours[..., 3]).mean() < 2
        there = colours[..., 3] > 128
        apart = decoded_picture(file).astype(int)[there] - colours[there][:, :3]
        assert np.abs(apart).mean() < 5
        assert said.shape == (96 // SMALLER, 48 // SMALLER)
        assert [round(int(said[row, 12]) / 127) for row in (10, 28, 44)] == [0, 1, 2]
        assert int(said[44, 0]) > 240, "beyond a border it is as within"


def test_what_is_held_is_told_apart() -> None:
    colours, matter = pictures(1)
    matter[12:42, 12:36] = (255, 0, 255)  # a prop above the palm
    hands = table({"open": pictures(0), "cup": (colours, matter)})
    assert not hands.prop("open")
    held = decoded_picture(hands.prop("cup"))[..., 0]
    assert [int(held[row, 12]) > 128 for row in (10, 18, 28, 44)] == [True, True, False, False]
    said = decoded_picture(hands.matter("cup"))[..., 0]
    assert round(int(said[10, 12]) / 127) == 1, "no cloth: as the palm, which is nearest"


def test_what_is_drawn_is_not_drawn_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Pose] = []

    def drawn(pose: Pose, *_: object) -> tuple[np.ndarray, np.ndarray]:
        told.append(pose)
        return pictures(len(told))

    monkeypatch.setattr(made_hands, "drawn", drawn)
    monkeypatch.setattr(made_hands, "load_pack", lambda: Pack(arrays={}, labels={}))
    monkeypatch.setattr(made_hands, "whose", lambda _: None)
    release = tmp_path / "small"
    release.mkdir()
    head = {"name": "small", "version": "1", "licence": "x", "summary": "x"}
    write_release(release, Release(**head, folder=release, settings={}, files={}), {})
    words = ["made_hands", "--folder", str(tmp_path / "hands"), "--release", str(release)]
    for _ in range(2):
        monkeypatch.setattr(sys, "argv", [*words, "--sheet", str(tmp_path / "sheet.png")])
        main()
    assert told == list(POSES.values())
    assert load_part(read_release(release), "made_hands", MadeHands).names() == list(POSES)
    with Image.open(tmp_path / "sheet.png") as sheet:
        assert sheet.width > 6 * 40


def test_nano_has_all_that_a_prompt_may_ask_for() -> None:
    hands = load_part(release_named("nano"), "made_hands", MadeHands)
    assert set(hands.names()) == set(POSES) == {*SHOWN, *NAMES}
    for name in hands.names():
        matte = decoded_matte(hands.picture(name))
        assert matte is not None
        assert 0.1 < (matte > 128).mean() < 0.5
        assert bool(hands.prop(name)) == (name in NAMES)
        if name in NAMES:
            held = decoded_picture(hands.prop(name))[..., 0] > 128
            there = matte[::SMALLER, ::SMALLER] > 128
            assert 0.1 < (held & there).sum() / there.sum() < 0.6
        assert (matte[-1] > 128).any(), "its arm goes on below"
        assert not (matte[0] > 30).any(), "it ends within"
        said = decoded_picture(hands.matter(name))[..., 0]
        assert said.max() > 240, "a sleeve"
        assert (said < 20).any() == (name != "open"), "of an open hand only the palm is seen"
