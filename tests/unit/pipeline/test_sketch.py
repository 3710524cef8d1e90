"""First pictures that begin with a place instead of noise alone."""

import io
import json
from dataclasses import replace

import pytest
import torch
from PIL import Image

from retrat.conditioning.shots import shots_of
from retrat.conditioning.stream import patchify
from retrat.media.images import as_bytes
from retrat.models.made_places import MadePlaces
from retrat.pipeline.components import Components, tiny_components
from retrat.pipeline.generate import generate, prepared
from retrat.pipeline.keeping import given_person
from retrat.pipeline.request import GenerateRequest, Windows
from retrat.pipeline.sketch import _wall, sketch_of
from retrat.pipeline.stages import solved
from tests.unit.pipeline.test_generate import noise, person
from tests.unit.pipeline.test_keeping import KnowsTheLeft

REQUEST = GenerateRequest(prompt="A quiet kitchen.", seconds=1.0, seed=2, has_sound=False)
STAGED = Windows(
    picture=3, sound=25, sound_overlap=5, picture_steps=1, is_anchored=True, still_steps=6
)


def shades() -> torch.Tensor:
    """A kitchen: dark at the left, bright at the right."""
    return torch.linspace(-0.8, 0.8, 256).expand(3, 256, 256)


@pytest.fixture(scope="module")
def parts() -> Components:
    file = io.BytesIO()
    Image.fromarray(as_bytes(shades())).save(file, "PNG")
    content, labels = file.getvalue(), json.dumps([["kitchen", ""]]).encode()
    config = MadePlaces.Config(places=1, picture_bytes=len(content), label_bytes=len(labels))
    places = MadePlaces(config)
    places.pictures = torch.tensor(list(content), dtype=torch.uint8)
    places.picture_ends = torch.tensor([len(content)])
    places.written_labels = torch.tensor(list(labels), dtype=torch.uint8)
    tiny = tiny_components(0)
    recommended = replace(tiny.recommended, windows=replace(STAGED, sketched=0.6), shift=1.0)
    return replace(
        tiny,
        matting=KnowsTheLeft(),
        made_places=places,
        recommended=recommended,
        animator=None,
        lip_sync=None,
    )


def tokens(parts: Components, picture: torch.Tensor) -> torch.Tensor:
    with torch.inference_mode():
        latents = parts.video_vae.encode(picture[None, :, None])
    return patchify(latents, parts.transformer.config.patch)


def sketch(parts: Components, request: GenerateRequest) -> torch.Tensor | None:
    with torch.inference_mode():
        found = sketch_of(request, parts, given_person(request, parts))
    return None if found is None else found.tokens


def test_it_is_the_place_that_the_prompt_names(parts: Components) -> None:
    found = sketch(parts, REQUEST)
    assert found is not None
    assert torch.allclose(found, tokens(parts, shades()), atol=0.02)
    mirrored = sketch(parts, replace(REQUEST, seed=3))
    assert mirrored is not None
    assert torch.allclose(mirrored, tokens(parts, shades().flip(-1)), atol=0.02)


def test_it_is_as_large_as_the_clip(parts: Components) -> None:
    wide = sketch(parts, replace(REQUEST, size=(320, 192)))
    assert wide is not None
    assert wide.shape[1] == tokens(parts, noise(0, 3, 192, 320)).shape[1]


def test_whoever_is_there_stands_in_it(parts: Components) -> None:
    asked = replace(REQUEST, prompt="A woman in a kitchen.", references=(person(10),))
    found, empty = sketch(parts, asked), sketch(parts, REQUEST)
    assert found is not None
    assert empty is not None
    rows = (found - empty).unflatten(1, (8, 8))
    assert rows[:, :, :3].abs().max() > 0.1
    assert torch.equal(rows[:, :, 5:], torch.zeros_like(rows[:, :, 5:]))


def test_a_shot_that_names_no_place_is_where_the_story_is(parts: Components) -> None:
    shot = replace(REQUEST, prompt="Close-up of her.")
    assert sketch(parts, shot) is None
    assert sketch(parts, replace(shot, story="A kitchen. Close-up of her.")) is not None


def test_a_shot_s_own_words_come_before_those_of_all_shots(parts: Components) -> None:
    story = "A man on a beach. Shot 1: he smiles. Shot 2: in a kitchen, he eats."
    first, second = (replace(REQUEST, prompt=shot.prompt, story=story) for shot in shots_of(story))
    assert sketch(parts, first) is None, "there is no beach"
    assert sketch(parts, second) is not None


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
    found = sketch(parts, replace(REQUEST, prompt=f"A kitchen {words}."))
    assert found is not None
    shown = (shades() + 1) * torch.tensor(grade)[:, None, None] - 1
    assert torch.allclose(found, tokens(parts, shown), atol=0.02)


@pytest.mark.parametrize(
    "change",
    [
        {"prompt": "A quiet beach."},
        {"prompt": 'She says: "In a kitchen."'},
        {"image": noise(1, 3, 256, 256)},
        {"place": noise(1, 3, 256, 256)},
    ],
)
def test_nothing_else_has_one(parts: Components, change: dict[str, object]) -> None:
    assert sketch(parts, replace(REQUEST, **change)) is None


def test_the_first_picture_begins_with_it_and_takes_fewer_steps(parts: Components) -> None:
    told: list[tuple[int, int]] = []
    with_one = generate(parts, REQUEST, on_step=lambda done, total: told.append((done, total)))
    plan = prepared(parts, REQUEST).plan
    assert plan.still_sigmas.tolist() == pytest.approx([0.6, 0.5, 1 / 3, 1 / 6, 0])
    assert told[-1] == (4, 4), "nothing moves in a kitchen"
    assert torch.equal(with_one.pixels, with_one.pixels[:1].expand_as(with_one.pixels))
    unsketched = replace(parts.recommended, windows=STAGED)
    without = generate(replace(parts, recommended=unsketched), REQUEST)
    assert not torch.allclose(with_one.pixels, without.pixels, atol=0.05)
    nowhere = prepared(parts, replace(REQUEST, prompt="Something.")).plan
    assert len(nowhere.still_sigmas) == STAGED.still_steps + 1
    assert nowhere.moves


def test_what_is_laid_over_it_is_as_much_noise_as_the_first_step_expects(
    parts: Components,
) -> None:
    """The stream that the first prediction sees, without the rest of the way."""
    made, seen = prepared(parts, REQUEST), []

    def look(predict, stream, sigmas, *, on_step):
        seen.append((stream, sigmas))
        return stream

    noisy = made.stream.video.latents[:, :64].clone()
    solved(parts.transformer, made.stream, made.plan, look, lambda *_: None)
    (stream, sigmas), *_ = seen
    assert made.plan.sketch is not None
    begun = 0.4 * made.plan.sketch + 0.6 * noisy
    assert torch.allclose(stream.video.latents[:, :64], begun, atol=1e-5)
    assert sigmas[0] == pytest.approx(0.6)


def test_a_wall_is_of_the_colour_that_the_prompt_says(parts: Components) -> None:
    asked = replace(REQUEST, prompt="A stone before a dark red wall.")
    found = sketch_of(asked, parts, None)
    assert found is not None
    assert found.is_still
    pixels = parts.video_vae.encode(_wall((0.4, 0.1, 0.1), asked)[None, :, None])
    near = patchify(pixels, parts.transformer.config.patch)
    assert (found.tokens - near).abs().mean() < 0.1 * near.abs().mean()
    red, green, blue = _wall((0.4, 0.1, 0.1), asked).mean(dim=(1, 2))
    assert red > green == blue


def test_who_is_nowhere_is_in_a_studio(parts: Components) -> None:
    """Of which there is one picture here, dark at the left."""
    assert parts.made_places is not None
    studio = replace(parts, made_places=relabelled(parts.made_places, "studio"))
    told = replace(REQUEST, prompt="A man in a red sweater waves.", references=(person(3),))
    assert sketch(studio, told) is not None
    assert sketch(studio, replace(told, prompt="A man in a desert.")) is None
    assert sketch(studio, replace(told, prompt="Nothing at all.", references=())) is None


def relabelled(places: MadePlaces, name: str) -> MadePlaces:
    labels = json.dumps([[name, ""]]).encode()
    other = MadePlaces(replace(places.config, label_bytes=len(labels)))
    other.pictures, other.picture_ends = places.pictures, places.picture_ends
    other.written_labels = torch.tensor(list(labels), dtype=torch.uint8)
    return other
