"""Words about looks in prompts."""

import pytest

from retrat.conditioning.looks import RARELY, WEIGHTS, agreement, looks_of, meant

RED, FAIR = {"ginger", "auburn"}, {"blond", "dark blond", "platinum blond"}


@pytest.mark.parametrize(
    ("text", "looks"),
    [
        (
            "A young woman with red hair on a beach",
            {"gender": {"woman"}, "age": {"young"}, "hair colour": RED},
        ),
        (
            "An elderly, bearded fisherman by the sea",
            {"gender": {"man"}, "age": {"old"}, "beard": {"short beard", "full beard"}},
        ),
        (
            "a middle-aged teacher with long black hair\nand round glasses, she smiles",
            {
                "gender": {"woman"},
                "age": {"middle-aged"},
                "hair": {"long", "shoulder-length"},
                "hair colour": {"black"},
                "glasses": {"glasses"},
            },
        ),
        ("A blonde in a park", {"gender": {"woman"}, "hair colour": FAIR}),
        ("Her brother waits", {"gender": {"man"}}),
        ("She stands before a white house", {"gender": {"woman"}}),
        ("Waves, a brown bear, a manual", {}),
    ],
)
def test_what_is_said(text: str, looks: dict[str, set[str]]) -> None:
    assert looks_of(text) == looks


@pytest.mark.parametrize(
    ("text", "group", "meant"),
    [
        ("A woman in a red dress with black hair", "hair colour", {"black"}),
        ("A woman in a red dress with black hair", "clothes colour", {"red", "dark red"}),
        ("A man in a brown coat with grey hair", "hair colour", {"grey"}),
        ("A man with a grey beard in an olive shirt", "clothes colour", {"olive"}),
        ("A man with white hair and a black beard", "hair colour", {"white"}),
        ("A woman with fair skin and black hair", "hair colour", {"black"}),
        ("A woman with brown eyes and short hair", "hair colour", None),
        ("A woman in a long dress with red hair", "hair", None),
        ("A man with a short beard and long hair", "hair", {"long", "shoulder-length"}),
        ("A man in a dark red suit and a hat", "clothes colour", {"dark red"}),
    ],
)  # fmt: skip
def test_colours_belong_to_what_follows_them(text: str, group: str, meant: set | None) -> None:
    assert looks_of(text).get(group) == meant


@pytest.mark.parametrize(
    ("text", "group", "meant"),
    [
        ("A black man talks", "skin", {"dark"}),
        ("A white elderly woman talks", "skin", {"light"}),
        ("A black-haired man talks", "skin", None),
        ("Dressed in black, a man speaks", "skin", None),
        ("A black-robed monk prays", "skin", None),
        ("A Japanese woman talks", "features", {"asian"}),
        ("A woman in a Chinese restaurant", "features", None),
        ("A man by the Indian Ocean", "skin", None),
        ("A woman in an old library", "age", None),
        ("In an old kitchen, a woman cooks", "age", None),
        ("A 25-year-old woman", "age", {"young"}),
        ("A man, 71 years old", "age", {"old"}),
        ("A businessman in his fifties", "age", {"middle-aged"}),
        ("A woman of 80 smiles", "age", {"old"}),
        ("A woman of eighty-two says", "age", {"old"}),
        ("A lady in her seventies", "age", {"old"}),
        ("A man, 71, walks", "age", {"old"}),
        ("A veteran on a stage", "age", {"old"}),
        ("A boy of eight in the snow", "age", {"child"}),
        ("A seven-year-old girl", "age", {"child"}),
        ("A toddler laughs", "age", {"child"}),
        ("A teenager of fifteen", "age", {"teenager"}),
        ("A girl in her twenties", "age", {"young"}),
        ("A mother of three", "age", None),
        ("A man of two minds", "age", None),
        ("Old friends meet", "age", None),
        ("A man in a baby blue suit", "age", None),
        ("A man in the 1980s", "age", None),
        ("A Nigerian teacher", "skin", {"dark"}),
        ("A Swedish woman", "skin", {"light"}),
        ("A woman in a Swedish kitchen", "skin", None),
        ("A person in a hijab", "gender", {"woman"}),
        ("A woman on top of a mountain", "clothes", None),
        ("A man with two glasses of champagne", "glasses", None),
        ("A king-size bed, a woman beside it", "gender", {"woman"}),
    ],
)
def test_words_that_mean_something_else(text: str, group: str, meant: set | None) -> None:
    assert looks_of(text).get(group) == meant


def test_children_are_played_by_whoever_looks_young() -> None:
    said = meant(looks_of("A child in a kitchen"))
    assert said["youth"] == {"youngest"}
    assert not said["hair colour"] & {"grey", "white", "platinum blond"}
    assert meant(looks_of("A child with white hair"))["hair colour"] == {"white"}


@pytest.mark.parametrize(
    ("text", "texture", "bangs", "cut"),
    [
        ("A woman with long wavy dark brown hair", {"wavy"}, None, {"long", "shoulder-length"}),
        ("A woman with curly hair and bangs", {"curly"}, {"bangs"}, None),
        ("A curly-haired man", {"curly"}, None, None),
        ("A woman with a straight black bob and a fringe", {"straight"}, {"bangs"}, {"bob"}),
        ("She waves, and waves break straight behind her", None, None, None),
        ("A girl with short blunt bangs", None, {"bangs"}, None),
        ("A man on the fringe of the crowd bangs a drum", None, None, None),
        ("He shouts and bangs on the door", None, None, None),
    ],
)
def test_how_hair_falls(text: str, texture: set | None, bangs: set | None, cut: set | None) -> None:
    found = looks_of(text)
    assert (found.get("texture"), found.get("bangs"), found.get("hair")) == (texture, bangs, cut)


@pytest.mark.parametrize(
    ("text", "group", "meant"),
    [
        ("An old man and a young woman argue", "age", {"old"}),
        ("A man talks to a woman with red hair", "hair colour", None),
        ("A man sits beside his elderly mother", "age", None),
        ("Two women talk. She has long hair", "hair", {"long", "shoulder-length"}),
    ],
)
def test_of_two_people_the_first_is_read(text: str, group: str, meant: set | None) -> None:
    assert looks_of(text).get(group) == meant


def test_who_looks_unusual_unasked_comes_last() -> None:
    asked = looks_of("A young woman with a braid and glasses in a dress")
    wrong = {"gender": "man", "age": "old"}
    fits = {"gender": "woman", "age": "young", "hair": "braid", "glasses": "glasses"}
    assert agreement(asked, fits) > agreement(asked, wrong)
    for odd in ({"hat": "fedora"}, {"hair colour": "pink"}):
        assert agreement(asked, {**fits, **odd}) < agreement(asked, wrong)
    hatted = looks_of("A young woman with a fedora")
    assert agreement(hatted, {**fits, "hat": "fedora"}) > agreement(hatted, fits)


def test_what_is_shown_agrees() -> None:
    asked = looks_of("An old man with a white beard and without glasses")
    fits = {"gender": "man", "age": "old", "beard": "full beard", "hair colour": "white"}
    shaven = {"gender": "man", "age": "old", "hair colour": "white"}
    with_glasses = {**fits, "glasses": "glasses"}
    woman = {"gender": "woman", "age": "old", "hair colour": "white"}
    assert agreement(asked, fits) == sum(WEIGHTS[group] for group in asked)
    assert agreement(asked, fits) > agreement(asked, with_glasses) > agreement(asked, shaven) - 1
    assert agreement(asked, woman) < agreement(asked, shaven) < agreement(asked, fits)
    assert agreement({}, woman | {"age": "young"}) == 0.0
    assert agreement({}, {"glasses": "glasses"}) < agreement({}, {})
    assert agreement(looks_of("In a coat"), {"clothes": "suit", "glasses": "glasses"}) > 0.0


def test_age_brings_more_than_its_word() -> None:
    boy = meant(looks_of("A boy of eight"))
    assert boy["beard"] == {"none"}
    assert boy["voice"] == {"high"}
    youngest = {"gender": "man", "age": "young", "youth": "youngest"}
    for other in ({**youngest, "beard": "goatee"}, {"gender": "man", "age": "young"}):
        assert agreement(boy, youngest) > agreement(boy, other)
    assert "voice" not in meant(looks_of("A teenage boy"))
    old = meant(looks_of("A woman of 80"))
    grey = {"gender": "woman", "age": "old", "hair colour": "grey"}
    assert agreement(old, grey) > agreement(old, {**grey, "hair colour": "chestnut"})
    assert meant(looks_of("An old woman with red hair"))["hair colour"] == RED
    assert "hair colour" not in meant(looks_of("A bald old man"))
    assert meant({}) == {}


def test_who_is_rarely_cast_comes_where_it_is_asked_for() -> None:
    usual = {"gender": "woman", "hair": "long"}
    rare = {"gender": "woman", "hair": "afro", RARELY: "hair"}
    woman, curly = looks_of("A woman"), looks_of("A woman with an afro")
    assert agreement(woman, rare) < agreement(woman, {"gender": "man"})
    assert agreement(curly, rare) > agreement(curly, usual)
