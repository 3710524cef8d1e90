"""Words for what no clip shows."""

import pytest

from retrat.conditioning.creatures import creatures_in


@pytest.mark.parametrize(
    ("prompt", "named"),
    [
        ("A cat sleeps on a sofa", ("cat",)),
        ("A woman with her small dog in a park. The dog barks.", ("dog",)),
        ("A red sports car drives through the city", ("sports car",)),
        ("A dragon flies over mountains, two puppies watch", ("dragon", "puppies")),
        ("A robot in a kitchen", ("robot",)),
        ("A helicopter lands behind her", ("helicopter",)),
        ("A train that arrives at the station", ("train",)),
        ("A black cat on a wall", ("cat",)),
        ("A man feeds the ducks at a lake", ("ducks",)),
    ],
)
def test_what_is_to_be_seen_is_named(prompt: str, named: tuple[str, ...]) -> None:
    assert creatures_in(prompt) == named


@pytest.mark.parametrize(
    "prompt",
    [
        "A man as brave as a lion in a cat cafe",
        "A man talks about his dog",
        "A dog owner in a park",
        "A woman in a car",
        "A woman on a train",
        "A drone shot of a beach",
        "A man in a dinosaur costume",
        "A man dressed as a bear",
        "Birds sing in the forest",
        "A man eats a hot dog",
        "A park without dogs",
        "There are no animals on the farm",
        "A woman before the horse stables",
        "The camera flies over the city",
        "She loves cats",
        'A man says: "My cat sleeps."',
        "The cat's owner laughs",
    ],
)
def test_what_is_not_to_be_seen_is_not(prompt: str) -> None:
    assert creatures_in(prompt) == ()
