"""People follow from their seeds, belong to one split, and cover the human range."""

import numpy as np

from retrat.train.data.assets import Pack
from retrat.train.data.people import HAIR_CUTS, outfit_from_seed, person_from_seed, seeds_of
from retrat.train.data.splits import split


def test_the_same_seed_is_the_same_person_and_another_seed_another(label_pack: Pack) -> None:
    assert person_from_seed(7, label_pack) == person_from_seed(7, label_pack)
    assert person_from_seed(7, label_pack) != person_from_seed(8, label_pack)


def test_seeds_are_drawn_from_the_split_asked_for() -> None:
    rng = np.random.default_rng(0)
    for part in ("train", "validation", "test"):
        assert {split(seeds_of(part, rng)) for _ in range(5)} == {part}


def test_a_crowd_covers_tones_cuts_ages_and_genders(label_pack: Pack) -> None:
    crowd = [person_from_seed(seed, label_pack) for seed in range(400)]
    tones = np.histogram([person.skin_tone for person in crowd], bins=5, range=(0, 1))[0]
    assert tones.min() > 20
    assert {person.hair_cut.name for person in crowd} == {cut.name for cut in HAIR_CUTS}
    assert len(HAIR_CUTS) >= 12
    assert 0.4 < np.mean([person.gender == "woman" for person in crowd]) < 0.6
    assert max(person.age_years for person in crowd) > 65
    assert not any(person.beard.words for person in crowd if person.gender == "woman")


def test_both_sides_of_a_face_are_nearly_alike(label_pack: Pack) -> None:
    for seed in range(20):
        changes = person_from_seed(seed, label_pack).local_changes
        assert abs(changes["l-ear-scale-incr"] - changes["r-ear-scale-incr"]) < 0.3


def test_clothes_change_and_the_person_stays(label_pack: Pack) -> None:
    person = person_from_seed(3, label_pack)
    outfits = {outfit_from_seed(seed, person).colour_name for seed in range(20)}
    assert len(outfits) > 5
    assert outfit_from_seed(4, person) == outfit_from_seed(4, person)
