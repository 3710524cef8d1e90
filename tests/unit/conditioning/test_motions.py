"""What a prompt asks bodies to do."""

import pytest

from retrat.conditioning.motions import Motion, motions_in, without_motions
from retrat.conditioning.unheeded import actions_in
from tests.unit.conditioning.test_prompts_page import rows


def asked(prompt: str, person: int = 1, people: int = 1) -> list[Motion]:
    return [each.motion for each in motions_in(prompt, person, people)]


@pytest.mark.parametrize(
    ("prompt", "motion"),
    [
        ('A man walks along a beach and says: "Hello."', Motion.WALK),
        ("Walking through a city, a woman smiles", Motion.WALK),
        ("A girl strolling through a market", Motion.WALK),
        ("A man on a walk in the forest", Motion.WALK),
        ("A man walks in a park", Motion.WALK),
        ("A man walks slowly towards the camera", Motion.WALK),
        ("A woman jogging in a park", Motion.RUN),
        ("He goes for a run", Motion.RUN),
        ("A couple dances", Motion.DANCE),
        ("A woman moves to the music", Motion.DANCE),
        ("She sways gently", Motion.SWAY),
        ("A man shrugs", Motion.SHRUG),
        ("She raises her shoulders", Motion.SHRUG),
        ("A man leans forward", Motion.LEAN),
        ("A singer bows", Motion.BOW),
        ("He takes a deep bow", Motion.BOW),
        ("A woman takes a deep breath", Motion.BREATH),
        ('He sighs and says: "Well."', Motion.BREATH),
        ("A woman looks slowly to her left", Motion.LOOK_LEFT),
        ("He glances right and smiles", Motion.LOOK_RIGHT),
        ("A man turns his head", Motion.LOOK_ASIDE),
        ("A girl gazing out of the window", Motion.LOOK_ASIDE),
        ("He stares into the distance", Motion.LOOK_ASIDE),
        ("She looks up at the stars", Motion.LOOK_UP),
        ("He raises his eyes to the ceiling", Motion.LOOK_UP),
        ("He looks down at his hands", Motion.LOOK_DOWN),
        ("Her eyes are closed", Motion.EYES),
        ('He shuts his eyes and says: "Hm."', Motion.EYES),
    ],
)
def test_it_is_read(prompt: str, motion: Motion) -> None:
    assert asked(prompt) == [motion]
    assert actions_in(without_motions(prompt)) == (), "and nothing else is asked for"


@pytest.mark.parametrize(
    "prompt",
    [
        "A woman walks away",
        "He runs off",
        "A man walks into the room",
        "A woman walks in and smiles",
        "A man walks to the door",
        "A man walks past the camera",
        "He never dances",
        "Trees sway in the wind behind a man",
        "A man runs a bakery",
        "A woman with a walking stick",
        "He leans back",
        "A woman with bows in her hair",
        "A park where people walk by",
        'A man says: "Walk with me. Dance!"',
        "A road that walks the hills",
        "She does not take a deep breath",
        "A woman who never sighs",
        "A man, not looking up",
        "A man looks right at the camera",
        "She looks up to him",
        "A woman looks around",
        "A man turns around",
        "Stars look down on a man",
        "A woman under the stars up in the mountains",
        "A man closes the door",
        "A woman whose eyes open wide",
    ],
)
def test_nothing_is_asked_of_a_body(prompt: str) -> None:
    assert asked(prompt) == []
    assert without_motions(prompt) == prompt


def test_people_who_walk_by_are_nobody_s_walk() -> None:
    told = "A woman dances in a park where people walk by"
    assert asked(told) == [Motion.DANCE]


@pytest.mark.parametrize(
    ("prompt", "late"),
    [
        ('She shrugs and says: "Who knows."', [False]),
        ('She says: "Who knows." She shrugs.', [True]),
        ('She says: "Who knows." She walks and shrugs.', [False, True]),
        ("He bows.", [False]),
    ],
)
def test_it_comes_where_it_is_told(prompt: str, late: list[bool]) -> None:
    """But what lasts lasts from the beginning."""
    assert [each.in_the_end for each in motions_in(prompt)] == late


def test_each_person_does_what_is_said_of_them() -> None:
    told = 'character1 walks and shrugs. character2 dances and says: "Hi." character1 sighs.'
    assert asked(told, 1, 2) == [Motion.WALK, Motion.SHRUG, Motion.BREATH]
    assert asked(told, 2, 2) == [Motion.DANCE]
    assert actions_in(without_motions(told)) == ()
    assert asked("They walk", 1, 2) == asked("They walk", 2, 2) == [Motion.WALK]
    assert asked("They walk. character1 dances.", 1, 2) == [Motion.WALK], "the first of what lasts"


def test_of_what_lasts_the_first_is_done_and_the_rest_left_over() -> None:
    told = "He walks, then dances and shrugs, and shrugs"
    assert asked(told) == [Motion.WALK, Motion.SHRUG]
    assert actions_in(without_motions(told)) == ("dancing", "shrugging")
    assert len(without_motions(told)) == len(told)


@pytest.mark.parametrize(("words", "does"), rows("What they do"))
def test_what_the_page_promises(words: str, does: str) -> None:
    (motion,) = asked(f"A woman {words} in a park.")
    seen = {
        Motion.WALK: "steps", Motion.RUN: "quicker", Motion.DANCE: "two beats",
        Motion.SWAY: "slow", Motion.SHRUG: "shoulders", Motion.LEAN: "nearer",
        Motion.BOW: "bow", Motion.BREATH: "breath", Motion.LOOK_LEFT: "picture's left",
        Motion.LOOK_RIGHT: "picture's right", Motion.LOOK_ASIDE: "either side",
        Motion.LOOK_UP: "go up", Motion.LOOK_DOWN: "go down", Motion.EYES: "eyes shut",
    }  # fmt: skip
    assert seen[motion] in does
