"""The face that a prompt wants, in a picture."""

from dataclasses import replace

import pytest
import torch

from retrat.conditioning.expressions import bares_teeth, with_expression
from retrat.models.animator import EXPRESSIONS, Animator
from retrat.pipeline.components import Components, tiny_components
from retrat.train.data.caption_words import EXPRESSION_WORDS
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
