"""Which places there are, and when: a file each, found by name."""

from collections.abc import Mapping, Sequence
from importlib import import_module

from retrat.train.data.places.site import Site

# Place -> the moments in which it is drawn, in a caption's words; "" where its looks say no time.
MOMENTS: Mapping[str, Sequence[str]] = {
    "beach": ("at noon", "at sunset", "in the morning"),
    "forest": ("by day", "in autumn"),
    "city_day": ("on a sunny day", "on a grey day"),
    "city_night": ("at night",),
    "office": ("by day", "in the evening"),
    "kitchen": ("by day", "in the evening"),
    "classroom": ("by day",),
    "stage": ("",),
    "studio": ("",),
    "snow": ("on a clear winter day", "in falling snow"),
    "rain_window": ("on a rainy evening",),
    "park": ("in summer", "in spring", "in autumn"),
    "space": ("",),
    "library": ("by day", "in the evening"),
    "living_room": ("by day", "in the evening"),
    "bathroom": ("",),
    "bedroom": ("by day", "in the evening"),
    "cafe": ("by day", "in the evening"),
    "castle": ("",),
    "church": ("",),
    "desert": ("by day", "at sunset"),
    "field": ("by day", "at sunset"),
    "garden": ("by day",),
    "gym": ("",),
    "hospital": ("",),
    "laboratory": ("",),
    "lake": ("by day", "at sunset"),
    "mountains": ("by day", "at sunset"),
    "museum": ("",),
    "news_studio": ("",),
    "restaurant": ("in the evening",),
    "shop": ("",),
    "spaceship": ("",),
    "station": ("",),
    "workshop": ("",),
    "car": ("by day", "at night"),
    "cave": ("",),
    "harbour": ("by day", "at sunset"),
    "market": ("by day",),
    "rooftop": ("by day", "at sunset"),
    "stadium": ("by day", "at night"),
    "swimming_pool": ("",),
    "train": ("",),
    "aeroplane": ("by day", "at night"),
    "airport": ("by day", "at night"),
    "balcony": ("by day", "at sunset"),
    "bar": ("",),
    "boat": ("by day", "at sunset"),
    "corridor": ("",),
    "farm": ("by day", "at sunset"),
    "jungle": ("",),
    "meeting_room": ("by day", "in the evening"),
    "nightclub": ("",),
    "old_town": ("by day", "at sunset"),
    "podcast": ("",),
}
# Where the sky is seen as more than a window.
OPEN = frozenset((
    "airport", "balcony", "beach", "boat", "city_day", "desert", "farm", "field", "garden",
    "harbour", "lake", "market", "mountains", "old_town", "park", "rooftop", "snow", "stadium",
    "station", "swimming_pool",
))  # fmt: skip


def site_of(place: str, seed: int, moment: str) -> Site:
    """A place of a kind, as that seed builds it."""
    assert moment in MOMENTS[place], f"{place} has no {moment!r}, but {MOMENTS[place]}"
    site = Site(seed=seed)
    import_module(f"retrat.train.data.places.{place}").build(site, moment)
    if place in OPEN:
        site.drifts()
    return site
