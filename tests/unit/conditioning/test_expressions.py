"""Which face a prompt wants, and that face in a picture."""

from dataclasses import replace

import pytest
import torch

from retrat.conditioning.expressions import (
    FAINT,
    MOST,
    STRONG,
    USUAL,
    bares_teeth,
    expression_in,
    with_expression,
)
from retrat.models.animator import EXPRESSIONS, Animator
from retrat.pipeline.components import Components, tiny_components
from retrat.train.data.caption_words import EXPRESSION_WORDS
from tests.unit.pipeline.test_generate import noise

WAYS = ("A woman {} in a park.", "{}, a man stands on a beach", 'A nurse {} says: "I see."')


@pytest.mark.parametrize("name", EXPRESSION_WORDS)
def test_every_expression_of_the_world_is_understood_in_all_its_wordings(name: str) -> None:
    for words in EXPRESSION_WORDS[name]:
        known = "smile" if "happy" in words else name  # a grin, in the world
        wanted = {} if name == "neutral" else {known: pytest.approx(1.1, abs=0.31)}
        for way in WAYS:
            prompt = way.format(words.format(their="her"))
            assert expression_in(prompt) == wanted, prompt


@pytest.mark.parametrize(
    ("prompt", "wanted"),
    [
        ("A very angry king", {"angry": STRONG}),
        ("A slightly worried nurse", {"worried": FAINT}),
        ("A man laughs out loud", {"grin": MOST["grin"]}),
        ("A man in tears", {"sad": USUAL}),
        ("She looks surprised and happy", {"surprised": USUAL}),
        ("A teacher raises an eyebrow", {"sceptical": USUAL}),
        ("A man with a serious face", {}),
        ("A woman without a smile", {}),
        ("A woman tells a sad story", None),
        ("A woman sings a happy song to a happy dog", None),
        ("A woman tears the paper", None),
        ("He is not happy", None),
        ('A man says: "I am so angry."', None),
        ("A man in a library", None),
    ],
)
def test_what_names_a_face(prompt: str, wanted: dict[str, float] | None) -> None:
    assert expression_in(prompt) == wanted


def test_a_sentence_that_names_somebody_is_about_them() -> None:
    prompt = 'Two friends. character1 says sadly: "It broke." character2 laughs.'
    assert expression_in(prompt, 1, 2) == {"sad": USUAL}
    assert expression_in(prompt, 2, 2) == {"grin": MOST["grin"]}
    smiling = 'Smiling, character1 and character2 talk. character2 asks angrily: "Why?"'
    assert expression_in(smiling, 1, 2) == {"smile": MOST["smile"]}
    assert expression_in("Two angry people. character2 smiles.", 1, 2) == {"angry": USUAL}


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
