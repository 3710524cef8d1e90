"""Pictures of hands, found by the name of a pose."""

import json

import pytest
import torch

from retrat.models.made_hands import MadeHands

NAMES = ["open", "thumb", "fist"]


def made() -> MadeHands:
    written = json.dumps(NAMES).encode()
    hands = MadeHands(
        MadeHands.Config(
            poses=3, picture_bytes=6, matter_bytes=3, prop_bytes=2, name_bytes=len(written)
        )
    )
    hands.pictures = torch.arange(6, dtype=torch.uint8)
    hands.picture_ends = torch.tensor([1, 4, 6])
    hands.matters = torch.arange(10, 13, dtype=torch.uint8)
    hands.matter_ends = torch.tensor([1, 2, 3])
    hands.props = torch.arange(20, 22, dtype=torch.uint8)
    hands.prop_ends = torch.tensor([0, 2, 2])
    hands.written_names = torch.tensor(list(written), dtype=torch.uint8)
    return hands


def test_each_pose_has_its_picture_and_what_is_seen_in_it() -> None:
    hands = made()
    assert hands.names() == NAMES
    assert [list(hands.picture(name)) for name in NAMES] == [[0], [1, 2, 3], [4, 5]]
    assert [list(hands.matter(name)) for name in NAMES] == [[10], [11], [12]]
    assert [list(hands.prop(name)) for name in NAMES] == [[], [20, 21], []], "one holds something"


def test_a_pose_that_is_not_there_is_not_another_one() -> None:
    with pytest.raises(ValueError, match="victory"):
        made().picture("victory")
