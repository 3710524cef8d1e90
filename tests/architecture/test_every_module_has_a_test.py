"""retrat/media/images.py has tests/unit/media/test_images.py, and so on for every module."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# Tests of several modules, which need none of their own: the file, and what it tests.
SHARED: dict[str, tuple[str, ...]] = {
    "unit/test_cli.py": ("cli/evaluate.py", "cli/main.py", "cli/models.py", "cli/terminal.py"),
    "e2e/test_generate.py": ("cli/generate.py",),
    "e2e/test_server.py": ("cli/serve.py", "server/serving.py"),
    "unit/test_conditioning.py": (
        "conditioning/first_frame.py",
        "conditioning/identity.py",
        "conditioning/slots.py",
        "conditioning/sound.py",
        "conditioning/text.py",
        "conditioning/voice.py",
    ),
    "unit/server/test_dialects.py": (
        "server/dialects/characters.py",
        "server/dialects/dashscope.py",
        "server/dialects/dashscope_requests.py",
        "server/dialects/dashscope_views.py",
        "server/dialects/dashscope_voices.py",
        "server/dialects/forms.py",
        "server/dialects/inputs.py",
        "server/dialects/models.py",
        "server/dialects/openai.py",
        "server/dialects/openai_requests.py",
        "server/dialects/openai_views.py",
        "server/dialects/place.py",
        "server/dialects/uploads.py",
        "server/dialects/voices.py",
    ),
    "unit/server/test_openai_sources.py": ("server/dialects/openai_sources.py",),
    "unit/server/test_bad_input.py": (
        "server/answers.py",
        "server/errors.py",
        "server/missing.py",
        "server/routes/files.py",
    ),
    "unit/server/test_routes.py": (
        "server/media.py",
        "server/routes/assets.py",
        "server/routes/cast.py",
        "server/routes/events.py",
        "server/routes/jobs.py",
        "server/routes/links.py",
        "server/routes/machine.py",
        "server/schema.py",
        "server/schema_cast.py",
        "server/submitting.py",
        "server/views.py",
    ),
    "unit/test_server.py": (
        "server/app.py",
        "server/certificate.py",
        "server/fetch.py",
        "server/options.py",
        "server/pages.py",
        "server/security.py",
        "server/service.py",
        "server/signing.py",
        "server/webhooks.py",
    ),
    "unit/train/data/places/test_catalogue.py": (
        "train/data/places/aeroplane.py",
        "train/data/places/airliner.py",
        "train/data/places/airport.py",
        "train/data/places/balcony.py",
        "train/data/places/bar.py",
        "train/data/places/bathroom.py",
        "train/data/places/beach.py",
        "train/data/places/bedroom.py",
        "train/data/places/boat.py",
        "train/data/places/cafe.py",
        "train/data/places/car.py",
        "train/data/places/castle.py",
        "train/data/places/cave.py",
        "train/data/places/church.py",
        "train/data/places/city_day.py",
        "train/data/places/city_night.py",
        "train/data/places/classroom.py",
        "train/data/places/corridor.py",
        "train/data/places/corridor_walls.py",
        "train/data/places/crowds.py",
        "train/data/places/dancers.py",
        "train/data/places/desert.py",
        "train/data/places/drinks.py",
        "train/data/places/equipment.py",
        "train/data/places/farm.py",
        "train/data/places/farm_vehicles.py",
        "train/data/places/farmyard.py",
        "train/data/places/field.py",
        "train/data/places/forest.py",
        "train/data/places/garden.py",
        "train/data/places/greenery.py",
        "train/data/places/gym.py",
        "train/data/places/halls.py",
        "train/data/places/harbour.py",
        "train/data/places/hospital.py",
        "train/data/places/interiors.py",
        "train/data/places/jungle.py",
        "train/data/places/kitchen.py",
        "train/data/places/laboratory.py",
        "train/data/places/lake.py",
        "train/data/places/landscape.py",
        "train/data/places/library.py",
        "train/data/places/living_room.py",
        "train/data/places/market.py",
        "train/data/places/meeting_room.py",
        "train/data/places/mountains.py",
        "train/data/places/museum.py",
        "train/data/places/news_studio.py",
        "train/data/places/nightclub.py",
        "train/data/places/office.py",
        "train/data/places/old_houses.py",
        "train/data/places/old_town.py",
        "train/data/places/park.py",
        "train/data/places/podcast.py",
        "train/data/places/rain_window.py",
        "train/data/places/sound_gear.py",
        "train/data/places/restaurant.py",
        "train/data/places/rooftop.py",
        "train/data/places/shop.py",
        "train/data/places/skyline.py",
        "train/data/places/snow.py",
        "train/data/places/space.py",
        "train/data/places/spaceship.py",
        "train/data/places/stadium.py",
        "train/data/places/stage.py",
        "train/data/places/station.py",
        "train/data/places/streets.py",
        "train/data/places/studio.py",
        "train/data/places/swimming_pool.py",
        "train/data/places/terminals.py",
        "train/data/places/things.py",
        "train/data/places/train.py",
        "train/data/places/tropics.py",
        "train/data/places/vessels.py",
        "train/data/places/workshop.py",
    ),
    "unit/train/data/hands/test_drawing.py": ("train/data/hands/blender.py",),
    "unit/train/data/passers_by/test_drawing.py": ("train/data/passers_by/blender.py",),
    "unit/train/data/sittings/test_photo.py": (
        "train/data/sittings/blender.py",
        "train/data/sittings/hair.py",
        "train/data/sittings/matters.py",
        "train/data/sittings/skin.py",
    ),
    "unit/train/test_loop.py": ("train/checkpoint.py", "train/curve.py", "train/ema.py"),
}
# Modules without a test; the list may only shrink.
WITHOUT: set[str] = {
    "conditioning/parts.py",  # a protocol: there is nothing to run
    "models/feature_nets.py",
}


def modules() -> list[str]:
    """Every module that has code of its own."""
    found = sorted((ROOT / "retrat").rglob("*.py"))
    named = [path.relative_to(ROOT / "retrat") for path in found if path.name != "__init__.py"]
    return [module.as_posix() for module in named]


def own(module: str) -> Path:
    """The file that tests a module alone."""
    path = Path(module)
    return ROOT / "tests" / "unit" / path.parent / f"test_{path.name}"


@pytest.mark.parametrize("module", modules())
def test_module_has_a_test(module: str) -> None:
    homes = [ROOT / "tests" / test for test, tested in SHARED.items() if module in tested]
    if module not in WITHOUT:
        assert any(home.exists() for home in (own(module), *homes)), f"add {own(module)}"


def test_the_lists_name_what_exists_and_needs_them() -> None:
    listed = [*WITHOUT, *(module for tested in SHARED.values() for module in tested)]
    assert len(listed) == len(set(listed)), "listed twice"
    assert set(listed) <= set(modules()), f"gone: {set(listed) - set(modules())}"
    have_one = [module for module in listed if own(module).exists()]
    assert not have_one, f"shrink the lists: {have_one}"
