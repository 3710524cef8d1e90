"""Somebody who sits for a photo, without Blender."""

from dataclasses import replace

import pytest

from retrat.train.data.headshots import sitting
from retrat.train.data.sittings import photo
from retrat.train.data.sittings.hair import surface
from retrat.train.data.sittings.strands import Hairy, head_of

SEED = 40_000_002


@pytest.fixture(scope="session")
def posed(pack):
    return photo._posed(sitting(SEED, pack), pack)


@pytest.fixture(scope="session")
def hairy(posed):
    part, placed = posed.of("skin")[0]
    skin = surface(placed, part.canon, part.corner, part.triangles)
    skin = replace(skin, positions=photo.smoothed(skin.positions, photo._cornered(part)))
    masks = photo._joined(part.paint, part.corner)
    return Hairy(person=posed.take.person, outfit=posed.take.outfit, skin=skin, masks=masks)


@pytest.fixture(scope="session")
def head(posed, hairy):
    return head_of(hairy, photo._Meshes(posed).all())
