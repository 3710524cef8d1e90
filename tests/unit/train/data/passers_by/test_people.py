"""Who walks by."""

from retrat.train.data.assets import Pack
from retrat.train.data.passers_by.people import WALKERS, height_of, walkers


def test_they_are_women_and_men_of_all_sorts(pack: Pack) -> None:
    found = walkers(pack)
    assert len(found) == len(WALKERS) == len({seed for seed, *_ in WALKERS})
    genders = [person.gender for person, _ in found]
    assert min(genders.count("woman"), genders.count("man")) >= 5
    tones = sorted(person.skin_tone for person, _ in found)
    assert tones[-1] - tones[0] > 0.4
    for (person, outfit), (seed, first, second) in zip(found, WALKERS, strict=True):
        assert person.seed == seed
        assert outfit.colours[:2] == (first, second)
        assert not outfit.hat
        assert not outfit.glasses


def test_they_are_as_tall_as_people_are(pack: Pack) -> None:
    heights = {person.gender: [] for person, _ in walkers(pack)}
    for person, _ in walkers(pack):
        heights[person.gender].append(height_of(person))
    assert 1.55 < min(heights["woman"]) < max(heights["woman"]) < 1.75
    assert 1.7 < min(heights["man"]) < max(heights["man"]) < 1.9
    assert len(set(heights["man"])) > 2
