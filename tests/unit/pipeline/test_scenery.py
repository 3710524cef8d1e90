"""Places that a prompt names, as if their pictures had been given."""

import io
import json
from dataclasses import replace

import pytest
import torch
from PIL import Image

from retrat.conditioning.named_places import NamedPlace, place_in
from retrat.conditioning.shots import shots_of
from retrat.conditioning.weather import CLEAR, Weather
from retrat.media.images import as_bytes
from retrat.models.made_places import MadePlaces
from retrat.pipeline.components import Components, tiny_components
from retrat.pipeline.generate import generate, prepared
from retrat.pipeline.request import GenerateRequest, Windows
from retrat.pipeline.scenery import (
    SNOWFALL,
    SNOWING,
    _wall,
    in_scenery,
    is_still,
    named_in,
    scenery_of,
    weather_at,
)
from tests.unit.pipeline.around import places as passing_places
from tests.unit.pipeline.test_generate import noise, person
from tests.unit.pipeline.test_keeping import KnowsTheLeft

REQUEST = GenerateRequest(
    prompt="A quiet kitchen.", seconds=1.0, seed=2, has_sound=False, size=(256, 256)
)
STAGED = Windows(
    picture=3, sound=25, sound_overlap=5, picture_steps=1, is_anchored=True, still_steps=6
)


def shades() -> torch.Tensor:
    """A kitchen: dark at the left, bright at the right."""
    return torch.linspace(-0.8, 0.8, 256).expand(3, 256, 256)


def motion() -> torch.Tensor:
    """Water in its lower half, leaves at its left."""
    shown = torch.full((3, 64, 64), -1.0)
    shown[0, 32:] = 1
    shown[1, :, :16] = 1
    return shown


def png(picture: torch.Tensor) -> bytes:
    file = io.BytesIO()
    Image.fromarray(as_bytes(picture)).save(file, "PNG")
    return file.getvalue()


@pytest.fixture(scope="module")
def parts() -> Components:
    tiny = tiny_components(0)
    recommended = replace(tiny.recommended, windows=STAGED, shift=1.0)
    return replace(
        tiny,
        matting=KnowsTheLeft(),
        made_places=places("kitchen"),
        recommended=recommended,
        animator=None,
        lip_sync=None,
    )


def places(name: str, moment: str = "", moves: bytes = b"") -> MadePlaces:
    """One picture of one place."""
    content, labels = png(shades()), json.dumps([[name, moment]]).encode()
    config = MadePlaces.Config(
        places=1, picture_bytes=len(content), motion_bytes=len(moves), label_bytes=len(labels)
    )
    made = MadePlaces(config)
    made.pictures = torch.tensor(list(content), dtype=torch.uint8)
    made.picture_ends = torch.tensor([len(content)])
    made.motions = torch.tensor(list(moves), dtype=torch.uint8)
    made.motion_ends = torch.tensor([len(moves)])
    made.written_labels = torch.tensor(list(labels), dtype=torch.uint8)
    return made


def picture(parts: Components, request: GenerateRequest) -> torch.Tensor | None:
    found = scenery_of(request, parts)
    return None if found is None else found.picture


def test_it_is_the_place_that_the_prompt_names(parts: Components) -> None:
    found = picture(parts, REQUEST)
    assert found is not None
    assert torch.allclose(found, shades(), atol=0.02)
    mirrored = picture(parts, replace(REQUEST, seed=3))
    assert mirrored is not None
    assert torch.allclose(mirrored, shades().flip(-1), atol=0.02)


@pytest.mark.parametrize("size", [(320, 192), (384, 640), (512, 512)])
def test_it_is_as_large_as_the_clip(parts: Components, size: tuple[int, int]) -> None:
    found = picture(parts, replace(REQUEST, size=size))
    assert found is not None
    assert found.shape == (3, size[1], size[0])


def test_the_clip_is_as_if_it_had_been_given(parts: Components) -> None:
    asked = replace(REQUEST, prompt="A woman in a kitchen.", references=(person(10),))
    found = picture(parts, asked)
    named, given = (generate(parts, each) for each in (asked, replace(asked, place=found)))
    assert torch.equal(named.pixels, given.pixels)
    assert not prepared(parts, asked).plan.moves


def test_nobody_is_put_into_a_place_without_being_cut_out(parts: Components) -> None:
    assert picture(replace(parts, matting=None), REQUEST) is None
    assert picture(replace(parts, made_places=None), REQUEST) is None


def test_a_shot_that_names_no_place_is_where_the_story_is(parts: Components) -> None:
    shot = replace(REQUEST, prompt="Close-up of a cup.")
    assert picture(parts, shot) is None
    assert picture(parts, replace(shot, story="A kitchen. Close-up of a cup.")) is not None


def test_a_shot_s_own_words_come_before_those_of_all_shots(parts: Components) -> None:
    story = "A man on a beach. Shot 1: he smiles. Shot 2: in a kitchen, he eats."
    first, second = (replace(REQUEST, prompt=shot.prompt, story=story) for shot in shots_of(story))
    assert picture(parts, first) is None, "there is no beach"
    assert picture(parts, second) is not None


@pytest.mark.parametrize(
    ("words", "grade"),
    [
        ("at night", (0.36, 0.42, 0.58)),
        ("in the evening", (1.0, 0.76, 0.58)),
        ("at noon", (1.0, 1.0, 1.0)),
    ],
)
def test_another_moment_is_what_is_left_of_the_light(
    parts: Components, words: str, grade: tuple[float, float, float]
) -> None:
    found = picture(parts, replace(REQUEST, prompt=f"A kitchen {words}."))
    assert found is not None
    shown = (shades() + 1) * torch.tensor(grade)[:, None, None] - 1
    assert torch.allclose(found, shown, atol=0.02)


def test_what_is_dark_is_not_made_darker(parts: Components) -> None:
    evening = replace(parts, made_places=places("kitchen", "in the evening"))
    found = picture(evening, replace(REQUEST, prompt="A kitchen at sunset."))
    assert found is not None
    assert torch.allclose(found, shades(), atol=0.02)


def test_what_lives_in_it_is_mirrored_with_it(parts: Components) -> None:
    moving = replace(parts, made_places=places("kitchen", "", png(motion())))
    for seed, side in ((2, slice(0, 48)), (3, slice(208, 256))):
        found = scenery_of(replace(REQUEST, seed=seed), moving)
        assert found is not None
        assert found.living.leaves[..., side].min() > 0.9
        assert found.living.leaves.mean() < 0.3
        assert found.living.water[:, 140:].min() > 0.9 > 0.1 > found.living.water[:, :120].max()
        assert not found.living.weather.is_any
    still = scenery_of(REQUEST, parts)
    assert still is not None
    assert still.living.leaves.max() == still.living.water.max() == 0


def test_it_snows_where_the_picture_says_so(parts: Components) -> None:
    snowy = replace(parts, made_places=places("snow", SNOWING))
    _, living = in_scenery(replace(REQUEST, prompt="Snow."), snowy)
    assert living is not None
    assert living.weather == SNOWFALL


def test_what_lives_moves_in_the_clip_and_nothing_else(parts: Components) -> None:
    moving = replace(parts, made_places=places("kitchen", "", png(motion())))
    still, stirred = (generate(each, REQUEST).pixels for each in (parts, moving))
    assert torch.equal(still, still[:1].expand_as(still))
    change = (stirred - still).abs().amax(dim=(0, 1))
    assert change[200:, 128:].mean() > 0.01
    assert change[:100, 128:].max() < 1e-5


@pytest.mark.parametrize(
    "change",
    [
        {"prompt": "A quiet beach."},
        {"prompt": 'It says: "In a kitchen."'},
        {"image": noise(1, 3, 256, 256)},
        {"place": noise(1, 3, 256, 256)},
    ],
)
def test_nothing_else_has_one(parts: Components, change: dict[str, object]) -> None:
    asked = replace(REQUEST, **change)
    assert picture(parts, asked) is None
    assert in_scenery(asked, parts) == (asked, None)


def test_a_place_that_is_not_known_is_painted(parts: Components) -> None:
    plan = prepared(parts, replace(REQUEST, prompt="Something.")).plan
    assert plan.moves
    assert len(plan.still_sigmas) == STAGED.still_steps + 1


def test_a_wall_is_of_the_colour_that_the_prompt_says(parts: Components) -> None:
    found = picture(parts, replace(REQUEST, prompt="A stone before a dark red wall."))
    assert found is not None
    red, green, blue = found.mean(dim=(1, 2))
    assert red > green + 0.2 > blue
    left, right = (_wall((0.4, 0.1, 0.1), replace(REQUEST, seed=seed)) for seed in (2, 3))
    assert torch.allclose(left, right.flip(-1), atol=1e-5)


def test_who_is_nowhere_is_in_a_studio(parts: Components) -> None:
    """Of which there is one picture here, dark at the left."""
    studio = replace(parts, made_places=places("studio"))
    told = replace(REQUEST, prompt="A man in a red sweater waves.", references=(person(3),))
    assert picture(studio, told) is not None
    assert picture(studio, replace(told, prompt="A man in a tunnel.")) is None
    assert picture(studio, replace(told, prompt="Nothing at all.", references=())) is None


@pytest.mark.parametrize(
    ("prompt", "still"),
    [
        ("A woman on a beach", True),
        ("A woman in a tunnel", False),
        ("Shot 1: a tunnel. Shot 2: a well.", False),
        ("Shot 1: a kitchen. Shot 2: before a red wall.", True),
    ],
)
def test_one_picture_is_painted_where_the_place_is_known(prompt: str, still: bool) -> None:
    assert is_still(replace(REQUEST, prompt=prompt)) is still


RED = (250, 0, 0)
LANE = ((-9, -1.5, 6.0), (9, -1.5, 6.0), 30.0, 0)  # one every two seconds, behind a screen


def street() -> MadePlaces:
    """A market in which red people cross, where no stall hides them: in the right half."""
    made, passed = places("market"), passing_places([1.0, 0.0, 1.4, [LANE], None, -1], [RED] * 4)
    screen = torch.full((3, 64, 64), -1.0)
    screen[0, :, 32:] = 1
    files = {
        "pictures": bytes(made.pictures.numpy()), "screens": png(screen),
        "written_labels": bytes(made.written_labels.numpy()),
        "written_ways": bytes(passed.written_ways.numpy()),
        "walkers": bytes(passed.walkers.numpy()), "strips": bytes(passed.strips.numpy()),
    }  # fmt: skip
    sizes = {
        "picture_bytes": "pictures", "screen_bytes": "screens", "label_bytes": "written_labels",
        "way_bytes": "written_ways", "walker_bytes": "walkers", "strip_bytes": "strips",
    }  # fmt: skip
    config = replace(passed.config, **{size: len(files[name]) for size, name in sizes.items()})
    whole = MadePlaces(config)
    for name, content in files.items():
        setattr(whole, name, torch.tensor(list(content), dtype=torch.uint8))
    whole.picture_ends = torch.tensor([len(files["pictures"])])
    whole.screen_ends = torch.tensor([len(files["screens"])])
    whole.walker_ends, whole.strip_ends = passed.walker_ends, passed.strip_ends
    return whole


def test_what_passes_is_what_the_prompt_wants(parts: Components) -> None:
    peopled = replace(parts, made_places=street())
    for seed, size in ((2, (256, 256)), (3, (192, 320)), (2, (512, 512))):
        asked = replace(REQUEST, prompt="A crowded market.", seed=seed, size=size)
        found = scenery_of(asked, peopled)
        assert found is not None
        around = found.living.around
        assert around is not None
        assert (around.bustle, around.drives) == (3.0, True)
        assert around.is_mirrored == bool(seed % 2)
        assert around.screens.shape == (3, size[1], size[0])
        assert around.side == max(size)
        assert around.corner == ((max(size) - size[0]) // 2, (max(size) - size[1]) // 2)
        is_seen = around.screens[0].mean(dim=0)
        hidden = is_seen.flip(0) if seed % 2 else is_seen
        assert hidden[0] < 0.1 < 0.9 < hidden[-1]
    still = scenery_of(
        replace(REQUEST, prompt="A market."), parts=replace(parts, made_places=places("market"))
    )
    assert still is not None
    assert still.living.around is None


def test_people_walk_by_in_a_clip_and_nobody_where_it_is_empty(parts: Components) -> None:
    peopled = replace(parts, made_places=street())

    def redness(prompt: str) -> torch.Tensor:
        clip = generate(peopled, replace(REQUEST, prompt=prompt, seconds=2.0)).pixels
        return (clip[:, 0] - clip[:, 1]).clamp(min=0)

    crowd = redness("A crowded market.")
    assert crowd[..., 140:].max() > 0.3
    assert crowd[..., :110].max() < 0.1, "stalls hide them there"
    assert redness("An empty market.").max() < 0.1


@pytest.mark.parametrize(
    ("prompt", "name"),
    [
        ("A man stands in the rain and says hello.", "city_day"),
        ("A man in the rain at night.", "city_night"),
        ("A woman in thick fog.", "forest"),
        ("A woman, petals are falling.", "park"),
        ("A woman in falling snow.", "snow"),
        ("A man, confetti falls.", "studio"),
        ("A man in the rain in a garden.", "garden"),
    ],
)
def test_weather_alone_is_under_some_sky(prompt: str, name: str) -> None:
    named = named_in(replace(REQUEST, prompt=prompt), is_peopled=True)
    assert isinstance(named, NamedPlace)
    assert named.name == name


def test_a_given_place_has_weather_where_words_say_so(parts: Components) -> None:
    place = shades()
    asked = replace(REQUEST, place=place, prompt="A man stands in the rain.")
    request, living = in_scenery(asked, parts)
    assert living is not None
    assert living.weather == Weather(rain=1.0)
    assert request.place is not None
    assert request.place.mean() < place.mean() - 0.05


def test_a_wall_is_indoors(parts: Components) -> None:
    for words, weather in (("in the rain", CLEAR), ("under confetti", Weather(confetti=1.0))):
        asked = replace(REQUEST, prompt=f"A man in front of a red wall {words}.")
        _, living = in_scenery(asked, parts)
        assert living is not None
        assert living.weather == weather


def test_every_shot_has_its_own_weather() -> None:
    story = "A man. Shot 1: in a park in the rain. Shot 2: on a beach."
    shots = [
        replace(REQUEST, prompt=shot.prompt, story=story)
        for shot in replace(REQUEST, prompt=story).shots
    ]
    assert [weather_at(shot, place_in(shot.prompt)).rain for shot in shots] == [1.0, 0.0]
    rainy = "A man in the rain. Shot 1: in a park. Shot 2: on a beach."
    for shot in replace(REQUEST, prompt=rainy).shots:
        asked = replace(REQUEST, prompt=shot.prompt, story=rainy)
        assert weather_at(asked, place_in(shot.prompt)).rain == 1.0
