"""Who is cast, and what is said of them."""

from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import torch

from recipes.made_people import (
    camera_of,
    chosen,
    description,
    kept,
    looks,
    photographed,
    retold,
)
from retrat.conditioning.looks import RARELY, WEIGHTS, agreement, looks_of
from retrat.media.pieces import decoded_matte, decoded_picture
from retrat.models.made_people import MadePeople
from retrat.runtime.models import release_named
from retrat.train.data.headshots import dressed, headshot
from retrat.train.data.people import person_from_seed
from retrat.train.data.splits import split
from retrat.weights.releases import load_part


def test_those_who_are_cast_belong_to_the_training_split_once_each() -> None:
    seeds = chosen()
    assert len(seeds) > 200
    assert len(set(seeds)) == len(seeds)
    assert {split(seed) for seed in seeds} == {"train"}


def test_prompts_of_many_kinds_find_somebody(pack) -> None:
    people = [person_from_seed(seed, pack) for seed in chosen()]
    genders = Counter(person.gender for person in people)
    assert min(genders.values()) > 90
    for gender in ("woman", "man"):
        some = [person for person in people if person.gender == gender]
        assert sum(person.age_years > 58 for person in some) >= 15
        assert sum("blond" in person.hair_name for person in some) >= 5
        assert sum(person.hair_name in ("ginger", "auburn") for person in some) >= 5
        assert sum(bool(person.glasses) for person in some) >= 10
        assert sum(person.skin_tone > 0.5 for person in some) >= 20
        assert sum(person.skin_tone < 0.3 for person in some) >= 20


def test_whoever_is_described_as_they_look_agrees_in_everything(pack) -> None:
    """The description as a prompt: every group of it is read, and is what they show."""
    for seed in chosen():
        person, outfit = dressed(seed, pack)
        shown, asked = looks(person, outfit), looks_of(description(person, outfit))
        assert set(shown) <= set(WEIGHTS)
        assert set(asked) == set(shown), description(person, outfit)
        whole = sum(WEIGHTS[group] for group in asked)
        assert agreement(asked, shown) == pytest.approx(whole), (asked, shown)


def test_articles(pack) -> None:
    told = []
    for seed in chosen():
        told.append(description(*dressed(seed, pack)))
    assert any(text.startswith("An old ") for text in told)
    for wrong in ("A old", " a olive", " a orange", " an black", " an grey", " a a"):
        assert not any(wrong in text for text in told), wrong


def test_the_release_has_those_who_were_chosen() -> None:
    people = load_part(release_named("nano"), "made_people", MadePeople)
    told = people.looks()
    assert len(told) == people.config.people == len(chosen())
    assert {"woman", "man"} == {each["gender"] for each in told}
    assert {int(each["seed"]): each.get(RARELY, "") for each in told} == chosen()
    assert any("youth" in each for each in told)
    assert {each["gender"] for each in told if "voice" in each} == {"woman"}


def test_whoever_is_kept_stays_as_they_were() -> None:
    people = load_part(release_named("nano"), "made_people", MadePeople)
    told = people.looks()
    seeds = [int(told[row]["seed"]) for row in (3, 7)]
    fewer = kept(people, {seeds[0]: "", seeds[1]: "hair"})
    assert fewer.config.people == 2
    assert [fewer.photo(row) for row in (0, 1)] == [people.photo(row) for row in (3, 7)]
    for name in ("descriptions", "voices", "voice_latents"):
        assert torch.equal(getattr(fewer, name), getattr(people, name)[[3, 7]])
    assert [each.get(RARELY) for each in fewer.looks()] == [None, "hair"]


def test_photos_are_drawn_anew_and_nothing_else_changes(renderer) -> None:
    people = load_part(release_named("nano"), "made_people", MadePeople)
    seeds = [int(people.looks()[row]["seed"]) for row in (0, 4)]
    some = kept(people, dict.fromkeys(seeds, ""))
    busts = {seed: headshot(seed, renderer).bust for seed in seeds}
    again = photographed(some, lambda seed: busts[seed])
    assert again.looks() == some.looks()
    for name in ("descriptions", "voices", "voice_latents"):
        assert torch.equal(getattr(again, name), getattr(some, name))
    for row, seed in enumerate(seeds):
        drawn, known = decoded_picture(again.photo(row)), decoded_picture(some.photo(row))
        assert drawn.shape == known.shape == (512, 512, 3)
        assert abs(drawn.astype(int) - busts[seed][..., :3]).mean() < 3
        mattes = [decoded_matte(each.photo(row)) for each in (again, some)]
        assert abs(mattes[0].astype(int) - busts[seed][..., 3]).mean() < 1
        # Those that ship are traced, and show the same person in the same place.
        one, other = (matte > 128 for matte in mattes)
        assert (one & other).sum() > 0.9 * (one | other).sum()


def test_a_traced_photo_is_taken_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pack
) -> None:
    taken: list[int] = []

    def traced(seed: int, _: object) -> SimpleNamespace:
        taken.append(seed)
        return SimpleNamespace(bust=np.full((512, 512, 4), seed, np.uint8))

    monkeypatch.setattr("recipes.made_people.load_pack", lambda: pack)
    monkeypatch.setattr("recipes.made_people.traced", traced)
    camera = camera_of(tmp_path / "photos")
    photos = [camera(seed) for seed in (7, 9, 7)]
    assert [int(photo[0, 0, 3]) for photo in photos] == [7, 9, 7]
    assert taken == [7, 9]


def test_looks_are_told_anew_and_nothing_else_changes(pack) -> None:
    people = load_part(release_named("nano"), "made_people", MadePeople)
    told = people.looks()
    rows = [
        next(row for row, each in enumerate(told) if each.get("voice") == "high"),
        next(row for row, each in enumerate(told) if each["hair"] == "afro"),
    ]
    few = kept(people, {int(told[row]["seed"]): "" for row in rows})
    known = few.descriptions.clone()
    few.descriptions.zero_()
    again = retold(few, pack)
    high, curly = sorted(again.looks(), key=lambda each: "voice" not in each)
    assert high["voice"] == "high"
    assert "curly" in {high.get("texture"), curly.get("texture")}
    for row in range(2):
        shot = looks(*dressed(int(again.looks()[row]["seed"]), pack))
        assert shot.items() <= again.looks()[row].items()
        assert again.photo(row) == few.photo(row)
    for name in ("voices", "voice_latents"):
        assert torch.equal(getattr(again, name), getattr(few, name))
    assert torch.nn.functional.cosine_similarity(again.descriptions, known).min() > 0.999
    assert again.descriptions.dtype == few.descriptions.dtype
