"""Captions are true, complete and various."""

import re
from dataclasses import replace

import numpy as np
import pytest
from caption_meanings import meanings
from hypothesis import given, settings
from hypothesis import strategies as st

from retrat.errors import RequestError
from retrat.train.data.caption_words import (
    ACTION_WORDS,
    CAMERA_WORDS,
    EXPRESSION_WORDS,
    FRAMING_WORDS,
    PATTERN_WORDS,
    SAY_WORDS,
    SCENE_WORDS,
)
from retrat.train.data.captions import LONGEST_WORDS, Labels, PersonLabels, caption
from retrat.train.data.scenes import SCENE_NAMES, scene_from_seed

LINES = st.sampled_from(
    [
        "",
        "Good morning.",
        "Is it late?",
        "Wait!",
        "It's 10 o'clock",
        "On a beach, in a library, waving",
    ]
)
PEOPLE = st.builds(
    PersonLabels,
    gender=st.sampled_from(["woman", "man"]),
    action=st.sampled_from(list(ACTION_WORDS)),
    age_years=st.integers(8, 90),
    expression=st.sampled_from(list(EXPRESSION_WORDS)),
    hair=st.sampled_from(["", "short hair", "a bob", "a bald head", "hair pulled back", "an afro"]),
    hair_colour=st.sampled_from(["black", "auburn", "grey"]),
    beard=st.sampled_from(["", "a full beard"]),
    glasses=st.sampled_from(["", "round"]),
    hat=st.sampled_from(["", "hat"]),
    garment=st.sampled_from(["", "T-shirt", "elegant dress"]),
    garment_colour=st.sampled_from(["red", "orange"]),
    pattern=st.sampled_from(list(PATTERN_WORDS)),
    words=LINES,
    manner=st.sampled_from(list(SAY_WORDS)),
    name=st.sampled_from(["", "Maria"]),
    reference=st.integers(0, 2),
)
LABELS = st.builds(
    Labels,
    scene=st.sampled_from(list(SCENE_WORDS)),
    people=st.lists(PEOPLE, min_size=1, max_size=3).map(tuple),
    moment=st.sampled_from(["", "at sunset", "in autumn", "at night"]),
    camera=st.sampled_from(list(CAMERA_WORDS)),
    framing=st.sampled_from(["", *FRAMING_WORDS]),
)
WAVING = Labels(
    scene="beach",
    people=(PersonLabels(gender="woman", action="wave", words="Good morning!", reference=1),),
    moment="at sunset",
    camera="push-in",
    framing="head and shoulders",
)


@settings(max_examples=60, deadline=None)
@given(labels=LABELS, seed=st.integers(0, 2**32))
def test_every_caption_says_where_who_and_what(labels: Labels, seed: int) -> None:
    text = caption(labels, np.random.default_rng(seed))
    assert meanings(text, SCENE_WORDS) == {labels.scene}
    assert {person.action for person in labels.people} <= meanings(text, ACTION_WORDS)
    quotes = [person.words for person in labels.people if person.words]
    assert re.findall(r'"([^"]*)"', text) == quotes
    for person in labels.people:
        ways = [
            person.gender,
            f"image {person.reference}",
            f"character{person.reference}",
            "girl",
            "boy",
        ]
        assert any(way in text.lower() for way in [*ways, person.name.lower() or "woman"])


@settings(max_examples=50, deadline=None)
@given(labels=LABELS.filter(lambda labels: len(labels.people) == 1), seed=st.integers(0, 2**32))
def test_a_caption_fits_the_text_encoder_and_reads_as_one(labels: Labels, seed: int) -> None:
    text = caption(labels, np.random.default_rng(seed))
    assert len(text.split()) <= LONGEST_WORDS
    assert "  " not in text
    assert ".." not in text
    assert "{" not in text
    assert not re.search(r"\ba [aeiou]", re.sub(r'"[^"]*"', "", text))


def test_the_same_labels_have_hundreds_of_wordings() -> None:
    rng = np.random.default_rng(0)
    assert len({caption(WAVING, rng) for _ in range(1000)}) > 800


def test_a_caption_follows_from_its_seed() -> None:
    first, again, other = (caption(WAVING, np.random.default_rng(seed)) for seed in (4, 4, 5))
    assert first == again != other


def test_a_reference_is_often_called_by_its_picture() -> None:
    rng = np.random.default_rng(0)
    texts = [caption(WAVING, rng).lower() for _ in range(300)]
    called = [re.search(r"image 1|character1|picture 1", text) for text in texts]
    assert 0.4 < np.mean([hit is not None for hit in called]) < 0.9


def test_every_moment_of_a_scene_leaves_the_place_clear() -> None:
    rng = np.random.default_rng(0)
    for name in SCENE_NAMES:
        for seed in range(12):
            labels = replace(WAVING, scene=name, moment=scene_from_seed(name, seed).moment)
            assert meanings(caption(labels, rng), SCENE_WORDS) == {name}


@pytest.mark.parametrize(
    ("labels", "field"),
    [
        (replace(WAVING, scene="volcano"), "scene"),
        (replace(WAVING, people=()), "people"),
        (replace(WAVING, people=(replace(WAVING.people[0], action="fly"),)), "action"),
        (replace(WAVING, people=(replace(WAVING.people[0], words='a "b" c'),)), "words"),
    ],
)
def test_labels_without_words_are_refused(labels: Labels, field: str) -> None:
    with pytest.raises(RequestError) as refusal:
        caption(labels, np.random.default_rng(0))
    assert refusal.value.field == field
