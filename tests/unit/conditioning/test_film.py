"""Words for how a clip looks as a film."""

import pytest

from retrat.conditioning.film import FILMS, Film, drawn_in, film_in


@pytest.mark.parametrize(
    ("prompt", "name"),
    [
        ("A black-and-white film of a woman in a bar", "black and white"),
        ("A man in a park, black and white", "black and white"),
        ("A woman on a beach, shot in black and white.", "black and white"),
        ("Film noir, a man in a bar", "black and white"),
        ("A man in an old town, sepia", "sepia"),
        ("Vintage film look: a woman on a beach", "vintage"),
        ("A Super 8 film of a man in a garden", "vintage"),
        ("An old movie of a woman", "vintage"),
        ("VHS footage of a man", "tape"),
        ("A woman in a kitchen in warm light", "warm"),
        ("A man in an office, cold tones", "cold"),
        ("A market in vivid colours", "vivid"),
        ("A bedroom, pastel colors", "pale"),
        ("A man in a corridor, low-key lighting", "dark"),
        ("A cinematic shot of a man", "cinematic"),
    ],
)
def test_styles(prompt: str, name: str) -> None:
    assert film_in(prompt) == FILMS[name]


@pytest.mark.parametrize(
    "prompt",
    [
        "A woman in a black and white dress",
        "A man dressed in black and white",
        "A woman in a vintage car with a retro bag",
        "An old man with a warm smile on a cold day",
        "A black man and a white woman",
        "A man in the movie business",
        "A woman in a bright colourful dress, not in black and white",
        'A man says: "It is a black and white film."',
    ],
)
def test_nothing_is_asked_for(prompt: str) -> None:
    assert film_in(prompt) is None


def test_styles_add_up_to_no_more_than_all() -> None:
    both = film_in("A vintage black-and-white film of a man")
    assert both is not None
    assert both.colour == -1.0
    assert both.grain == pytest.approx(FILMS["vintage"].grain + FILMS["black and white"].grain)
    assert Film(colour=0.7).with_(Film(colour=0.7)).colour == 1.0


@pytest.mark.parametrize(
    ("prompt", "style"),
    [
        ("An anime girl in a park", "anime"),
        ("A woman, Pixar style", "pixar"),
        ("An oil painting of a man", "oil painting"),
        ("A man in the style of Van Gogh", "in the style of van gogh"),
        ("A man watches cartoons", None),
        ("A man in a park, no cartoon", None),
        ("A painter in a studio", None),
        ('A man says: "I like anime."', None),
    ],
)
def test_drawn_styles(prompt: str, style: str | None) -> None:
    assert drawn_in(prompt) == style
