"""What a prompt asks for that no clip shows."""

import re

import pytest

from retrat.conditioning.hands import without_hands
from retrat.conditioning.motions import without_motions
from retrat.conditioning.unheeded import actions_in, views_in
from tests.unit.conditioning.test_prompts_page import PAGE


@pytest.mark.parametrize(
    ("prompt", "wanted"),
    [
        ("A woman waves at the camera.", ["waving"]),
        ("A man in a red sweater waves", ["waving"]),
        ("A girl with long hair dances on a beach", ["dancing"]),
        ("Two people hug in a park.", ["hugging"]),
        ('He walks through a forest and says: "Hello."', ["walking"]),
        ("A boy runs along the beach, laughing.", ["running"]),
        ("She claps.", ["clapping"]),
        ("A man sits down in an office.", ["sitting down or getting up"]),
        ("An old man points at the sky", ["pointing"]),
        ("A woman plays guitar on a stage", ["playing"]),
        ("A smiling woman holding a cup of coffee in a kitchen", ["holding something"]),
        ("Anna waves", ["waving"]),
        ("They dance", ["dancing"]),
        ("A man and a woman dance", ["dancing"]),
        ("A chef chops onions in a kitchen", ["cooking"]),
        ("character1 hugs character2", ["hugging"]),
        ("A man smiles, waves and nods", ["waving"]),
        ("A woman starts to dance", ["dancing"]),
        ("A dancing woman on a stage", ["dancing"]),
        ('Walking through a city, a man says: "Hi"', ["walking"]),
        ("He raises his hand", ["what hands and arms do"]),
        ("A woman with her arms crossed", ["what hands and arms do"]),
        ("She crosses her arms and smiles", ["what hands and arms do"]),
        ("A teacher writes on a blackboard", ["writing"]),
        ("A man riding a horse", ["riding"]),
        ("A boy kicks a ball", ["throwing"]),
        ("She never smiles, but waves", ["waving"]),
        ("A woman does not dance but waves", ["waving"]),
        ("A man talking on the phone in an office", ["holding something"]),
        ("He gets up and leaves the room", ["sitting down or getting up", "walking"]),
        ("A man drinks coffee", ["drinking"]),
        ("She is reading a book in a library", ["reading"]),
        ("A woman jumps for joy", ["jumping"]),
        ("A man shrugs", ["shrugging"]),
        ("A man salutes", ["gesturing"]),
        ("A man opens the door", ["opening and closing things"]),
        ("She turns around", ["turning around"]),
        ("The girl blows out candles and eats cake", ["eating"]),
        ("A woman jogging in a park", ["running"]),
        ("A couple dances", ["dancing"]),
        ("A man lying in bed", ["lying down"]),
        ("Make him wave", ["waving"]),
        ("She gives a thumbs up", ["what hands and arms do"]),
        ("A man holds up a sign", ["holding something"]),
        ("Two friends shake hands", ["what hands and arms do"]),
        ("A man with a microphone in his hand", ["holding something"]),
        ("A woman waves and dances, then claps", ["waving", "dancing", "clapping"]),
        ("Two people are assembling a tent", ["working with the hands"]),
    ],
)
def test_what_bodies_do_is_asked_for(prompt: str, wanted: list[str]) -> None:
    assert list(actions_in(prompt)) == wanted


@pytest.mark.parametrize(
    "prompt",
    [
        "A woman on a beach, gentle waves behind her",
        "Waves crash on the beach behind a man",
        "A man near the sea and waves",
        "A man does not wave",
        "She doesn't dance",
        "He never walks",
        "Without waving, a woman smiles",
        "A woman in running shoes",
        "A man in a dance studio",
        "A woman by a swimming pool",
        'A man says: "I walk, I run, I dance."',
        "A woman talks about dancing",
        'A man who runs a bakery says: "Hi"',
        "Leaves dance in the wind around a woman",
        "A woman at a window, rain runs down the glass",
        "A woman nods and smiles",
        "He shakes his head",
        "She tilts her head",
        "A man looks around in a library",
        "A woman stands still",
        "The camera moves around a man",
        "The camera runs along a street",
        "A woman raises an eyebrow",
        "A man holds his breath",
        "A man holds her gaze",
        "A couple at a table with drinks",
        "A woman with bows in her hair",
        "A man sitting on a sofa",
        "A woman standing in a kitchen",
        "A close-up of a woman in a park, the wind in her hair",
        "A grandmother with a walking stick",
        "A man in front of a painting on the wall",
        "A sunset walk",
        'A man laughs and says: "Let\'s dance!"',
        "The story of a runner",
        "A woman in a flying saucer",
        'A speaker on a stage says: "Points at"',
        "A man in his forties with a handheld camera look",
        "Falling snow, a woman in a park",
        "A woman in a room with playing cards",
        'A very surprised woman says softly: "Who is there?" The camera slowly pushes in.',
        "The camera pulls back",
        "The camera pulls away from a man",
        "Camera turns around a man",
        "A woman stops dancing",
        "Rain over a city at night",
        "A man before a wall of clocks, time flies",
        "A woman takes a deep breath",
        "Crowds, lights and a man on a stage",
        "A beach at sunset",
        "A man beside a tree, its leaves falling",
        "A man in a hospital whispers",
        "An astronaut floating in space",
        "A woman whose eyes open wide",
    ],
)
def test_nothing_is_asked_for_where_no_body_does_anything(prompt: str) -> None:
    assert actions_in(prompt) == ()


def test_what_is_shown_is_not_noted() -> None:
    """What docs/prompts.md promises under these titles gives no note."""
    titles = "Which face they make", "What they do", "What their hands do", "How the camera moves"
    for title in titles:
        told = PAGE.split(f"## {title}\n")[1].split("\n## ")[0]
        said = re.findall(r"^\| ([^|]+) \|", told, re.MULTILINE)
        if title == "What they do":
            said.append(told.split(".")[0].strip())
        for words in said:
            for each in re.split(r"[,;] ", words):
                asked = without_motions(without_hands(f"A woman in a park. She {each}."))
                assert actions_in(asked) == (), each
                assert views_in(f"A woman in a park, {each}.") == (), each


@pytest.mark.parametrize(
    ("prompt", "wanted"),
    [
        ("A woman seen from behind", ["from behind"]),
        ("A man from behind, on a beach", ["from behind"]),
        ("A woman with her back to the camera", ["from behind"]),
        ("A woman facing away", ["from behind"]),
        ("A man in profile", ["from the side"]),
        ("A side view of a man", ["from the side"]),
        ("A drone shot of a beach", ["from above or below"]),
        ("A low-angle shot of a man", ["from above or below"]),
        ("Full body shot of a woman", ["down to the feet"]),
        ("A wide shot of a man, showing his legs", ["down to the feet"]),
        ("A full-body view of a man in profile", ["from the side", "down to the feet"]),
    ],
)
def test_views_are_asked_for(prompt: str, wanted: list[str]) -> None:
    assert list(views_in(prompt)) == wanted


@pytest.mark.parametrize(
    "prompt",
    [
        "A man comes out from behind a curtain",
        "A woman lit from behind",
        "The sun shines from behind her",
        "A close-up of a man",
        "A wide shot of a man",
        "A LinkedIn profile picture of a man",
        "A woman looks down from above",
        "A man, not seen from behind",
        'He says: "In profile, full body."',
        "A woman from the side of the road",
    ],
)
def test_other_words_are_about_no_view(prompt: str) -> None:
    assert views_in(prompt) == ()
