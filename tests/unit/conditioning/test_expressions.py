"""The face that a prompt wants, in a picture."""

from dataclasses import replace

import pytest
import torch

from retrat.conditioning import expressions
from retrat.conditioning.expressions import bares_teeth, laughing, with_expression
from retrat.conditioning.sizes import enlarged, shrunk
from retrat.media.images import from_bytes
from retrat.media.pieces import decoded_picture
from retrat.models.animator import EXPRESSIONS, Animator
from retrat.models.lip_sync import LipSync
from retrat.models.made_people import MadePeople
from retrat.pipeline.components import Components, tiny_components
from retrat.runtime.models import release_named
from retrat.train.data.caption_words import EXPRESSION_WORDS
from retrat.weights.releases import load_part
from tests.unit.pipeline.test_generate import noise


def skin() -> torch.Tensor:
    """A rough surface of its colour."""
    colour = torch.tensor([0.5, 0.1, -0.2])[:, None, None]
    return colour + 0.2 * noise(1, 1, 256, 256)


@pytest.fixture
def parts() -> Components:
    """A painter that moves, near the face and nowhere else."""
    torch.manual_seed(0)
    animator = Animator(Animator.Config.tiny()).eval().requires_grad_(requires_grad=False)
    torch.nn.init.normal_(animator.face.out.weight, std=0.5)
    torch.nn.init.normal_(animator.face.told[0].weight, std=2.0)
    return replace(tiny_components(0), animator=animator)


def test_a_face_is_changed_and_nothing_around_it(parts: Components) -> None:
    bust = skin()
    changed = with_expression(bust, "A smiling man", parts)
    apart = (changed - bust).abs().amax(dim=0)
    assert apart[100:130, 110:146].max() > 0.05
    apart[50:178, 64:192] = 0
    assert not apart.any()
    assert torch.equal(bust, skin()), "the photo itself is nobody's to change"


def test_every_expression_makes_another_face(parts: Components) -> None:
    bust = skin()
    words = {name: EXPRESSION_WORDS[name][1].format(their="her") for name in EXPRESSIONS}
    faces = [with_expression(bust, f"A woman {said}", parts) for said in words.values()]
    for at, face in enumerate(faces):
        assert all(not torch.equal(face, other) for other in faces[:at])


def test_a_face_is_made_of_nothing_but_its_own_pixels(parts: Components) -> None:
    bust = skin()
    plain = with_expression(bust, "A smiling man", parts)
    with torch.no_grad():
        parts.animator.face.out.bias[12:24] += 5.0  # what would be new is white
    assert torch.equal(with_expression(bust, "A smiling man", parts), plain)


def test_where_no_face_is_asked_for_nothing_changes(parts: Components) -> None:
    bust = skin()
    assert with_expression(bust, "A man in a park", parts) is bust
    assert with_expression(bust, "A smiling man", replace(parts, animator=None)) is bust


def test_who_smiles_with_teeth_smiles_already(parts: Components) -> None:
    bust = skin()
    assert not bares_teeth(bust)
    assert with_expression(bust, "A smiling man", parts) is not bust
    bust[:, 136:142, 116:140] = 0.7
    assert bares_teeth(bust)
    assert with_expression(bust, "A laughing man", parts) is bust
    sad = with_expression(bust, "A sad man", parts)
    assert torch.equal(sad[:, 130:], bust[:, 130:]), "teeth stay"
    assert (sad - bust)[:, 60:110].abs().max() > 0.02


@pytest.fixture(scope="module")
def lip_sync() -> LipSync:
    return load_part(release_named("nano"), "lip_sync", LipSync)


@pytest.fixture(scope="module")
def somebody() -> torch.Tensor:
    """A made person whose mouth is shut."""
    people = load_part(release_named("nano"), "made_people", MadePeople)
    return from_bytes(decoded_picture(people.photo(77)))


@torch.inference_mode()
@pytest.mark.parametrize("scale", [1, 2])
def test_who_laughs_shows_teeth(lip_sync: LipSync, somebody: torch.Tensor, scale: int) -> None:
    bust = shrunk(somebody, 2 // scale)
    assert not bares_teeth(shrunk(bust, scale))
    laughs = laughing(bust, lip_sync)
    assert bares_teeth(shrunk(laughs, scale))
    around = (laughs - bust).abs().amax(dim=0)
    assert around[140 * scale : 160 * scale, 118 * scale : 138 * scale].max() > 0.2
    around[102 * scale : 198 * scale, 80 * scale : 176 * scale] = 0
    assert not around.any(), "only a mouth is changed"


def test_a_mouth_opens_for_a_grin_and_for_nothing_less(
    parts: Components, lip_sync: LipSync, somebody: torch.Tensor
) -> None:
    shut, able = replace(parts, lip_sync=None), replace(parts, lip_sync=lip_sync)
    for words in ("A smiling man", "A man with a faint grin", "A sad man"):
        assert torch.equal(
            with_expression(somebody, words, able), with_expression(somebody, words, shut)
        )
    with torch.inference_mode():
        assert torch.equal(
            with_expression(somebody, "A laughing man", able),
            moved(laughing(somebody, lip_sync), "A laughing man", shut),
        )


def moved(bust: torch.Tensor, prompt: str, parts: Components) -> torch.Tensor:
    """As `with_expression` moves a face, teeth or none."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(expressions, "bares_teeth", lambda _: False)
        return with_expression(bust, prompt, parts)


def larger() -> torch.Tensor:
    """The same skin in twice the size, with hairs that the small picture can't hold."""
    at = torch.arange(512)
    hairs = torch.where((at + at[:, None]) % 2 == 0, 0.1, -0.1)
    return (enlarged(shrunk(skin(), 4), 8) + hairs).clamp(-1, 1)


def test_a_larger_photo_gets_the_same_face_and_stays_as_sharp(parts: Components) -> None:
    bust, out = larger(), parts.animator.face.out
    small = shrunk(bust, 2)
    torch.nn.init.zeros_(out.weight)  # a random network's noise is finer than faces
    for begin, told in ((0, 4.0), (4, -2.0), (8, -1.0), (12, 1.0), (24, 1.0)):
        out.bias[begin : begin + 4] = told
    changed = with_expression(bust, "A sad man", parts)
    expected = with_expression(small, "A sad man", parts)
    assert changed.shape == (3, 512, 512)
    apart = (expected - small).abs().mean()
    assert (shrunk(changed, 2) - expected).abs().mean() < 0.1 * apart
    around = torch.ones(512, 512, dtype=torch.bool)
    around[100:356, 128:384] = False
    assert torch.equal(changed[:, around], bust[:, around])
    face = (..., slice(120, 340), slice(150, 362))
    assert changed[face].diff().abs().mean() > 0.3 * bust[face].diff().abs().mean()
    assert torch.equal(bust, larger()), "the photo itself is nobody's to change"


def test_teeth_of_a_larger_photo_stay_too(parts: Components) -> None:
    bust = larger()
    bust[:, 272:284, 232:280] = 0.7
    assert bares_teeth(shrunk(bust, 2))
    assert with_expression(bust, "A laughing man", parts) is bust
    sad = with_expression(bust, "A sad man", parts)
    assert torch.equal(sad[:, 260:], bust[:, 260:])
    for rows in (slice(120, 160), slice(190, 230)):
        assert (sad - bust)[:, rows].abs().max() > 0.02


def test_a_picture_of_another_size_is_no_bust(parts: Components) -> None:
    for side in (1, 200, 300):
        picture = noise(1, 3, side, side)
        assert with_expression(picture, "A sad man", parts) is picture
