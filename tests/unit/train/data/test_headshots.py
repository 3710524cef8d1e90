"""Headshots: who is cast looks into the camera, calm and friendly."""

import numpy as np

from retrat.train.data import headshots
from retrat.train.data.headshots import LAMP, _seeds, dressed, headshot, sitting, without_backdrop
from retrat.train.data.people import outfit_from_seed, person_from_seed
from retrat.train.data.scenes import scene_from_seed
from retrat.train.data.shot import LANDMARKS
from retrat.train.data.splits import split

SEED, WITH_SCARF = 40_000_002, 40_000_021


def test_a_headshot_is_its_seeds_person_every_time(renderer) -> None:
    shot, again = headshot(SEED, renderer), headshot(SEED, renderer)
    np.testing.assert_array_equal(shot.bust, again.bust)
    assert shot.bust.shape == (512, 512, 4)
    assert shot.photo.shape == (1024, 1024, 3)
    person = person_from_seed(SEED, renderer.pack)
    assert (shot.person.seed, shot.person.hair) == (SEED, person.hair)
    assert shot.person.hair_cut == person.hair_cut
    assert split(SEED) == "train"


def test_features_lie_nearer_to_the_mean(renderer) -> None:
    shot, person = headshot(SEED, renderer), person_from_seed(SEED, renderer.pack)
    apart = [abs(value) for value in person.local_changes.values()]
    nearer = [abs(value) for value in shot.person.local_changes.values()]
    assert np.mean(nearer) < 0.7 * np.mean(apart)


def test_faces_rest_in_a_smile(renderer, monkeypatch) -> None:
    """The corners of the mouth lie higher than in the same face without `RESTING`."""

    def droop() -> float:
        drawn = renderer.render(sitting(SEED, renderer.pack))
        points = dict(zip(LANDMARKS, drawn.landmarks[0], strict=True))
        eyes = (points["left eye"][1] + points["right eye"][1]) / 2
        corners = (points["left mouth"][1] + points["right mouth"][1]) / 2
        return float((corners - eyes) / (points["chin"][1] - eyes))

    smiling = droop()
    monkeypatch.setattr(headshots, "RESTING", {})
    assert smiling < droop() - 0.01


def test_hair_is_combed_and_nothing_else(renderer) -> None:
    take = sitting(SEED, renderer.pack)
    before = renderer.render(take)
    combed = renderer.combed(take)
    np.testing.assert_array_equal(renderer.render(take).frames, before.frames)
    strands = combed.hairy > 0.95
    assert 0.02 < strands.mean() < 0.3
    assert not combed.hairy[~combed.is_person].any()
    assert np.hypot(*combed.along)[strands].mean() > 0.9
    halves = (..., slice(512)), (..., slice(512, None))
    left, right = (combed.along[0][half][strands[half]].mean() for half in halves)
    assert left < 0 < right, "hair falls to both sides of a parting"
    assert combed.along[1][strands].mean() > 0.5, "and down"
    assert before.frames[0][strands].mean(axis=0).argmax() == np.argmax(take.person.hair), "green"


def test_nothing_is_left_of_what_somebody_stood_before() -> None:
    picture = np.full((64, 64, 3), (0, 200, 0), np.uint8)
    matte = np.zeros((64, 64), np.uint8)
    picture[16:48, 16:48], matte[16:48, 16:48] = (200, 40, 40), 255
    picture[15, 16:48], matte[15, 16:48] = (100, 120, 20), 128  # half of both
    alone = without_backdrop(picture, matte)
    assert (alone[12:48, 16:48, :3] == (200, 40, 40)).all()
    assert (alone[:3, :3, :3] == (0, 200, 0)).all()
    np.testing.assert_array_equal(alone[..., 3], matte)


def test_nobody_wears_a_scarf_over_the_face(pack) -> None:
    person = person_from_seed(WITH_SCARF, pack)
    _, outfit_seed, _ = _seeds(np.random.default_rng([WITH_SCARF, 31]))
    assert outfit_from_seed(outfit_seed, person).hat == "head scarf"
    assert dressed(WITH_SCARF, pack)[1].hat == ""


def test_no_lamp_is_seen(pack) -> None:
    backdrops = [sitting(seed, pack).scene for seed in range(SEED, SEED + 6)]
    assert max(scene_from_seed("studio", each.seed).parameters[LAMP] for each in backdrops) > 0.5
    assert {scene.parameters[LAMP] for scene in backdrops} == {0.0}


def test_women_and_men_get_their_own_features(pack) -> None:
    people = [dressed(seed, pack)[0] for seed in range(SEED, SEED + 40)]
    plain = {person.seed: person_from_seed(person.seed, pack) for person in people}

    def more(name: str, gender: str) -> float:
        """How much larger a change is than the same person's own share of it."""
        return float(
            np.mean(
                [
                    person.local_changes[name]
                    - headshots.FEATURES * plain[person.seed].local_changes[name]
                    for person in people
                    if person.gender == gender
                ]
            )
        )

    for gender, table in (("woman", headshots.WOMEN), ("man", headshots.MEN)):
        for name, wanted in table.items():
            known = name if name in people[0].local_changes else f"l-{name}"
            assert abs(more(known, gender) - wanted) < 0.08, (gender, name)
    assert abs(more("chin-width-incr", "man")) < 1e-9


def test_clothes_are_one_colour_and_quiet_ones(pack) -> None:
    for seed in range(SEED, SEED + 12):
        person, outfit = dressed(seed, pack)
        own = outfit_from_seed(_seeds(np.random.default_rng([seed, headshots._STREAM]))[1], person)
        assert (outfit.clothes, outfit.colour_name) == (own.clothes, own.colour_name)
        assert np.ptp(outfit.colours[0]) <= np.ptp(own.colours[0])
        assert len(outfit.colours) == len(own.colours)
        assert set(outfit.colours[1:]) <= set(headshots.QUIET)
        assert len(set(outfit.colours[1:])) == len(outfit.colours) - 1
        apart = abs(np.mean(outfit.pattern_colour) - np.mean(outfit.colours[0]))
        assert apart > 0.12, "a pattern is seen on it"
        assert dressed(seed, pack)[1] == outfit
