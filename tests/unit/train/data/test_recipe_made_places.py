"""The places that people stand in where a prompt names one."""

import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from recipes.made_places import EACH, PasserBy, View, main, table, views_of
from retrat.conditioning.named_places import place_in
from retrat.media.pieces import decoded_matte, decoded_picture
from retrat.models.made_places import NEAR, PHASES, SIDES, MadePlaces
from retrat.runtime.models import release_named
from retrat.train.data.places.catalogue import MOMENTS, OPEN
from retrat.train.data.places.drawing import PIXELS, screen_of
from retrat.train.data.places.site import Site
from retrat.weights.releases import load_part


@pytest.mark.parametrize("name", MOMENTS)
def test_every_moment_of_a_place_is_there_as_often(name: str) -> None:
    views = list(views_of(name))
    assert len(views) == len({view.seed for view in views}) == EACH
    assert Counter(view.moment for view in views) == dict.fromkeys(
        MOMENTS[name], EACH // len(MOMENTS[name])
    )


def pictures(rng: np.random.Generator, moves: bool) -> tuple[np.ndarray, np.ndarray]:
    picture = np.full((PIXELS, PIXELS, 3), rng.integers(256, size=3), np.uint8)
    motion = np.zeros((64, 64, 3), np.uint8)
    motion[32:, :, 0] = 250 if moves else 0
    return picture, motion


def test_a_table_gives_back_what_was_put_in() -> None:
    views = list(views_of("beach"))[:2]
    rng = np.random.default_rng(0)
    drawn = [pictures(rng, moves) for moves in (True, False)]
    places = table(views, drawn)
    for row, (view, (picture, _)) in enumerate(zip(views, drawn, strict=True)):
        assert places.labels()[row] == (view.place, view.moment)
        difference = decoded_picture(places.picture(row)).astype(int) - picture
        assert np.abs(difference).max() <= 4
    moved = decoded_picture(places.motion(0)).astype(int)
    assert moved[40:, :, 0].min() > 200 > 30 > moved[:24].max()
    assert places.motion(1) == b"", "nothing moves"


def test_what_is_drawn_is_not_drawn_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []

    samples_of: list[int] = []

    def draw(site: Site, picture: Path, *, motion: Path, samples: int) -> None:
        told.append(picture.name)
        samples_of.append(samples)
        screens = [screen_of(motion, number) for number in range(len(site.screens))]
        for path in (picture, motion, *screens):
            if samples or path in screens:
                Image.new("RGB", (64, 64)).save(path)

    def site(*_: object) -> Site:
        made = Site(seed=0)
        made.lane((-3, 6, 0), (3, 6, 0), often=5)
        return made

    monkeypatch.setattr("recipes.made_places.draw", draw)
    monkeypatch.setattr("recipes.made_places.site_of", site)
    monkeypatch.setattr(sys, "argv", ["made_places", "--folder", str(tmp_path), "--place", "cafe"])
    main()
    assert len(told) == EACH
    (tmp_path / told[2]).unlink()
    main()
    assert told[EACH:] == [told[2]]
    assert all(samples_of)
    next(tmp_path.glob("*.motion.0.png")).unlink()
    main()
    assert len(told) == EACH + 2
    assert samples_of[-1] == 0, "of a screen alone the picture is not drawn again"


def test_a_picture_s_file_says_what_it_is_of() -> None:
    picture, motion = View(place="park", moment="in autumn", seed=7).within(Path())
    assert picture.name == "park-in_autumn-7.png"
    assert motion.name == "park-in_autumn-7.motion.png"
    assert View(place="gym", moment="", seed=0).within(Path())[0].name == "gym-always-0.png"


def test_what_ships_is_found_by_its_words() -> None:
    places = load_part(release_named("nano"), "made_places", MadePlaces)
    labels = places.labels()
    assert set(labels) == {(name, moment) for name in MOMENTS for moment in MOMENTS[name]}
    for name, moment in set(labels):
        words = {"city_day": "city", "city_night": "city", "space": "outer space"}
        told = words.get(name, name.replace("_", " "))
        if name == "rain_window":
            told = "room with a rainy window"
        said = place_in(f"A woman in a {told} {moment}.")
        assert said is not None
        row = places.choose(said.name, said.moments, 5)
        assert row is not None
        assert labels[row] == (name, moment)


def test_what_ships_can_be_seen_and_some_of_it_moves() -> None:
    places = load_part(release_named("nano"), "made_places", MadePlaces)
    moving = set()
    for row, (name, _) in enumerate(places.labels()):
        picture = decoded_picture(places.picture(row))
        assert picture.shape == (PIXELS, PIXELS, 3)
        assert 8 < picture.mean() < 230, name
        assert picture.std() > 4, name
        if file := places.motion(row):
            assert decoded_picture(file).shape == (64, 64, 3)
            moving.add(name)
    assert {"beach", "lake", "forest", "city_night"} <= moving
    assert moving < set(MOMENTS), "in some nothing does"


def test_who_walks_by_is_kept_with_what_hides_them(tmp_path: Path) -> None:
    (view, *_) = views_of("museum")
    motion = view.within(tmp_path)[1]
    shade = np.zeros((32, 32), np.uint8)
    shade[:, 16:] = 255
    Image.fromarray(shade).save(screen_of(motion, 0))
    for name in ("near", "far"):
        drawn = np.zeros((1024, 1024, 4), np.uint8)
        drawn[500:] = (10, 200, 10, 255)
        Image.fromarray(drawn).save(tmp_path / f"wayside-{name}.png")
    people = [PasserBy(stride=1.25, files=[b"aside", b"towards", b"away"])]
    places = table([view], [pictures(np.random.default_rng(0), False)], people, tmp_path)
    ways = places.ways(0)
    assert ways is not None
    (lane,) = ways.lanes
    assert lane.screen == 0
    seen = decoded_picture(places.screen(0))
    assert seen[:, :12, 0].max() < 30 < 220 < seen[:, 20:, 0].min()
    assert seen[..., 1].max() < 30, "there is no other screen"
    assert [places.walker(0, side) for side in SIDES] == people[0].files
    assert places.config.strides == (1.25,)
    matte = decoded_matte(places.strip(NEAR))
    assert matte is not None
    assert matte.shape == (176, NEAR.columns)


def test_people_walk_by_in_what_ships() -> None:
    places = load_part(release_named("nano"), "made_places", MadePlaces)
    ways = {(name, row): places.ways(row) for row, (name, _) in enumerate(places.labels())}
    walked = {name for (name, _), way in ways.items() if way is not None and way.lanes}
    assert {"city_day", "city_night", "market", "park", "station", "beach", "cafe"} <= walked
    driven = {name for (name, _), way in ways.items() if way is not None and way.outside}
    assert driven == {"car", "train"}
    clouded = {name for (name, _), way in ways.items() if way is not None and way.clouds >= 0}
    assert {"beach", "field", "park", "rooftop", "market", "mountains"} <= clouded <= OPEN
    for (_, row), way in ways.items():
        if way is None:
            assert not places.screen(row)
            continue
        numbers = [each.screen for each in (*way.lanes, *filter(None, [way.outside]))]
        numbers = sorted(number for number in (*numbers, way.clouds) if number >= 0)
        assert numbers == list(range(len(numbers)))
        assert bool(places.screen(row)) == bool(numbers)
        for number in numbers:
            seen = decoded_picture(places.screen(row))[..., number]
            assert seen.max() > 200, "it is seen somewhere"
        for lane in way.lanes:
            assert min(lane.start[2], lane.end[2]) > 2.0, "nobody walks into the camera"
            assert lane.often > 0
    sizes = {
        decoded_picture(places.walker(number, side)).shape
        for number in range(places.config.walkers)
        for side in SIDES
    }
    assert sizes == {(128, 80 * PHASES, 3)}


def test_nobody_is_left_out_by_mistake(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["made_places", "--folder", str(tmp_path / "drawn"), "--release", str(tmp_path)]
    monkeypatch.setattr(sys, "argv", words)
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 2
    assert "--release needs --walkers" in capsys.readouterr().err
    assert not (tmp_path / "drawn").exists(), "before anything is drawn"
