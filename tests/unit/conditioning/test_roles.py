"""Whom a prompt speaks of, and who of them says its lines."""

import pytest

from retrat.conditioning.lines import lines_of
from retrat.conditioning.looks import looks_of
from retrat.conditioning.roles import roles_of


@pytest.mark.parametrize(
    ("prompt", "speakers"),
    [
        ('Two women in a cafe. The first says: "A." The second answers: "B."', [1, 2]),
        ('Three men talk. The third says: "A." The first: "B."', [3, 3]),
        ('A man talks to a woman. He says: "A." She smiles and answers: "B."', [1, 2]),
        ('A man asks and a woman answers: "A."', [2]),
        ('A woman talks to a man: "A."', [1]),
        ('The man says: "A." The woman says: "B."', [1, 2]),
        ('Two friends in an office. One says: "A." The other says: "B."', [1, 2]),
        ('Two friends chat: "A." "B." "C."', [1, 2, 1]),
        ('An old man and his granddaughter. "A," says the man. "B," answers the girl.', [1, 2]),
        ('A doctor talks to a patient. The patient says: "A." The doctor says: "B."', [2, 1]),
        ('A woman greets her sister: "A." Her sister answers: "B."', [1, 2]),
        ('A founder pitches to an investor: "A." The investor says: "B."', [1, 2]),
        ("A man and woman dance.", []),
        ("A singer with a guitarist behind her", []),
        ("A redhead and a blonde in a park", []),
        ("Mother and daughter in a kitchen", []),
        ("An old couple in a garden", []),
    ],
)
def test_two_people_in_plain_words(prompt: str, speakers: list[int]) -> None:
    roles = roles_of(prompt)
    assert len(roles.people) == max([2, *speakers])
    assert [line.person for line in lines_of(roles.prompt)] == speakers
    assert [line.words for line in lines_of(roles.prompt)] == [
        line.words for line in lines_of(prompt)
    ]


@pytest.mark.parametrize(
    "prompt",
    [
        'A woman says: "I met a man." Then she says: "Bye."',
        'A teacher explains: "One." She says: "Two."',
        'A woman, a doctor, says: "Hi."',
        'A man talks about a woman: "She is tall."',
        'A woman speaks to a friend on the phone: "Hi."',
        "A girl looks at a picture of a man.",
        "A man in a woman's coat and a hat.",
        "A woman and her dog.",
        "A mother and her baby.",
        "The other shelf, there",
        'A man dressed as a pirate says: "Arr."',
        "A woman who looks like a model",
        "A woman in a superhero costume",
        "A man in a fighter jet",
    ],
)
def test_one_person_stays_alone(prompt: str) -> None:
    roles = roles_of(prompt)
    assert len(roles.people) < 2
    assert roles.prompt == prompt


def test_everybody_is_described_by_their_own_words() -> None:
    for prompt in (
        'A man with a beard and an old woman talk. She says: "A."',
        'A man with a beard (character1) says: "A." character2 is an old woman.',
        'A man with a beard and an old woman. character1 says: "A." character2 says: "B."',
    ):
        first, second = (looks_of(words) for words in roles_of(prompt).people)
        assert first["gender"] == {"man"}
        assert "beard" in first
        assert "beard" not in second
        assert (second["gender"], second["age"]) == ({"woman"}, {"old"})


def test_faces_are_told_apart_by_tags() -> None:
    told = roles_of("A woman and a man. The man laughs.").prompt
    assert told == "A woman and a man. The man (character2) laughs."
