"""Where a prompt plays, and when."""

import pytest

from retrat.conditioning.named_places import _MOMENTS, place_in
from retrat.train.data.caption_words import SCENE_WORDS
from retrat.train.data.scenes import scene_from_seed

WAYS = (
    "A woman waves {}.",
    "{}, a man with a grey beard in a red sweater smiles.",
    "Close-up of a young woman {}, looking into the camera",
    "The person in image 1 {} says:",
)


@pytest.mark.parametrize("name", SCENE_WORDS)
def test_every_place_of_the_world_is_understood_in_all_its_wordings(name: str) -> None:
    for words in SCENE_WORDS[name]:
        for way in WAYS:
            found = place_in(way.format(words))
            assert found is not None, words
            assert found.name == name, way.format(words)


def moments_of(name: str) -> list[str]:
    return sorted({scene_from_seed(name, seed).moment for seed in range(60)})


@pytest.mark.parametrize(
    ("name", "moment"),
    [(name, moment) for name in SCENE_WORDS for moment in moments_of(name) if moment in _MOMENTS],
)
def test_moments_are_understood_where_they_are_said(name: str, moment: str) -> None:
    said, unsaid = (
        place_in(f"A woman {SCENE_WORDS[name][-1]}{end}.") for end in (f" {moment}", "")
    )
    assert said is not None
    assert unsaid is not None
    assert moment in said.moments
    if moment not in ("at night", "in falling snow"):  # words of the place itself
        assert moment not in unsaid.moments


def test_moments_are_those_of_the_renderer() -> None:
    told = {moment for name in SCENE_WORDS for moment in moments_of(name)}
    assert set(_MOMENTS) == told - {"", "on a rainy evening"}  # of which there is no other


@pytest.mark.parametrize(
    "prompt",
    [
        "A man with a grey beard on a street",
        "A woman in an evening dress on a beach",
        "A man who may smile in a park",
        "A woman springs up on a beach",
        "A man falls in love in the snow",
        "A woman in a summer dress in a park",
    ],
)
def test_no_moment_is_heard_in_other_words(prompt: str) -> None:
    found = place_in(prompt)
    assert found is not None
    assert found.moments == frozenset()


READ = {
    "kitchen": ["She stands at the stove", "A woman walks to the kitchen"],
    "office": ["He works in an office at his desk", "At her workplace"],
    "meeting_room": [
        "Two colleagues in a meeting room",
        "In a business meeting",
        "In the boardroom",
    ],
    "city_day": ["A man in New York", "In the middle of a street in the rain"],
    "city_night": ["A man with city lights behind him", "Times Square at night"],
    "park": ["Children in the playground of a park", "A picnic", "Under cherry blossoms"],
    "rain_window": ["She looks out of a window, it is raining"],
    "stage": ["A ballerina behind the curtain", "A singer at a concert"],
    "library": ["She returns to the library", "In front of a wall of books"],
    "space": ["A man on the moon", "A woman on Mars"],
    "forest": ["Among pine trees", "At the edge of a wood"],
    "jungle": ["In the jungle", "In a rainforest", "A man by a waterfall", "In a tropical forest"],
    "beach": ["Swimming in the sea", "An island with palm trees"],
    "living_room": ["A man at home", "In an armchair by the fire"],
    "studio": ["In front of a green screen", "Against a white wall"],
    "snow": ["A skier on a slope", "A man in a park in winter"],
    "classroom": ["A lecture in a lecture hall"],
    "spaceship": ["In the cockpit of a starship", "A captain on a space station"],
    "news_studio": ["An anchor in a newsroom", "At a news desk", "In a television studio"],
    "bathroom": ["In front of the bathroom mirror"],
    "bedroom": ["She sits on her bed", "In a hotel room"],
    "cafe": ["In a caf\u00e9", "At the coffee shop", "In a tea house"],
    "restaurant": ["At a candle-lit table", "In a bistro"],
    "bar": ["In a pub", "In a bar", "At the hotel bar", "A man behind the bar", "In a tavern"],
    "nightclub": ["In a nightclub", "In a club", "A woman on the dance floor", "At the disco"],
    "hospital": ["A doctor in a clinic", "A nurse in a hospital ward", "In a doctor's office"],
    "laboratory": ["A scientist in a lab"],
    "gym": ["A trainer at the gym", "In a fitness centre"],
    "museum": ["In an art gallery", "At an exhibition"],
    "castle": ["A knight in a castle", "A queen in the throne room of a palace"],
    "church": ["In a cathedral", "A monk in a monastery"],
    "station": ["At the train station", "On a subway platform"],
    "airport": ["In an airport lounge", "At the airport", "In a departure hall"],
    "workshop": ["A mechanic in a garage", "At a workbench"],
    "shop": ["In a supermarket", "At a boutique"],
    "market": ["A woman at the market", "In a bazaar", "At a farmers' market", "In the souk"],
    "car": [
        "A man in a car",
        "She sits in the back seat of a taxi",
        "A driver behind the wheel",
        "In her old red car on a street",
        "A woman driving a car through the city",
    ],
    "train": ["A boy on a train", "In a train compartment", "A woman aboard the night train"],
    "rooftop": ["On a rooftop", "A man on the roof", "On a roof terrace above the city"],
    "cave": ["A girl in a cave", "An explorer in a dark cavern"],
    "stadium": ["A man in a stadium under the stars", "On a football field", "In an arena"],
    "swimming_pool": ["At the swimming pool", "A man by the pool", "A woman at the poolside"],
    "harbour": ["At the harbour", "In a fishing village", "On a pier", "In the marina"],
    "lake": ["At a mountain lake", "By the river", "A man on a jetty"],
    "desert": ["In the Sahara", "Among sand dunes"],
    "mountains": ["On a mountain top", "In the snowy mountains", "On the summit"],
    "garden": ["In a flower garden", "In her backyard"],
    "field": ["In a wheat field", "In a meadow", "In the vineyards"],
    "farm": ["On a farm", "In front of a barn", "In a farmyard", "A girl on a ranch"],
    "balcony": ["On her balcony", "On a terrace above the sea", "On the patio"],
    "old_town": [
        "In an old town",
        "In a village",
        "A narrow lane with cobblestones",
        "In an alley",
        "A woman in Rome",
    ],
    "corridor": ["In a hallway", "In a school corridor", "She runs down the hall"],
    "podcast": ["In a recording studio", "On a podcast", "A singer in front of a microphone"],
    "boat": [
        "On a ship",
        "In a boat on a lake",
        "On the deck of a yacht",
        "A captain on deck",
        "A sailor at sea",
    ],
    "aeroplane": [
        "A girl on a plane",
        "In an airplane",
        "On a flight",
        "A man aboard a private jet",
    ],
}


@pytest.mark.parametrize(
    ("name", "prompt"), [(name, prompt) for name, some in READ.items() for prompt in some]
)
def test_other_words_for_a_place_are_understood(name: str, prompt: str) -> None:
    found = place_in(prompt)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(
    ("prompt", "name"),
    [
        ("An office worker on a beach", "beach"),
        ("A chef with a kitchen knife in a park", "park"),
        ("A woman in a space suit on a beach", "beach"),
        ("A teacher in front of a blackboard talks about space", "classroom"),
        ("A man talks about the sea in his office", "office"),
        ("A man in a school uniform in a library", "library"),
        ("A kitchen in the morning", "kitchen"),
        ("She sits on a sofa", "living_room"),
        ("A WOMAN\nIN THE  WOODS", "forest"),
        ("A man on a street at night", "city_night"),
        ("A man on a sunny street", "city_day"),
        ("A girl in a city park", "park"),
        ("A woman walks along the sea", "beach"),
        ("A man with a grey beard on a street", "city_day"),
        ("A woman in an evening dress on a street", "city_day"),
        ("A woman from New York City in a kitchen", "kitchen"),
        ("A man talks about the office in a kitchen", "kitchen"),
        ("A woman with snow-white hair in a park", "park"),
        ("Stage lights, a singer", "stage"),
        ("An astronaut among the stars", "space"),
        ("A gym teacher in a park", "park"),
        ("A man in a lab coat in a hospital", "hospital"),
        ("A mountain guide in a church", "church"),
        ("In a bookshop", "library"),
        ("In a mountain forest", "forest"),
        ("At a lake in the mountains", "lake"),
        ("A snowy street", "snow"),
        ("A news anchor in a studio", "studio"),
        ("A woman at a market near a pool", "market"),
        ("A taxi driver on a beach", "beach"),
        ("A man talks about driving a car in his office", "office"),
        ("A woman at the train station", "station"),
        ("A man in a car at the beach", "car"),
        ("In a field near a football stadium", "field"),
        ("At a rooftop bar", "rooftop"),
        ("In a coffee bar", "cafe"),
        ("On a roof terrace", "rooftop"),
        ("In a hospital corridor", "hospital"),
        ("On a space ship", "spaceship"),
        ("In a fishing village", "harbour"),
        ("A woman at a microphone in a park", "park"),
        ("The host of a podcast in a park", "park"),
        ("A farm boy in a park", "park"),
        ("A man in a jet-black suit on a beach", "beach"),
        ("A woman in a car on a ferry", "car"),
        ("On the bridge of a starship", "spaceship"),
        ("A town square", "city_day"),
    ],
)
def test_where_somebody_is_counts(prompt: str, name: str) -> None:
    found = place_in(prompt)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(
    "prompt",
    [
        "A man says",
        "Portrait of a woman",
        "A man in a car park",
        "A man with a model plane",
        "A woman eats a bar of chocolate",
        "A barn owl",
        "A crow's nest in a ship's cabin",
        "Behind bars",
        "A man in the concrete jungle",
        "A man in flight goggles",
        "The village people",
        "A woman in a space suit",
        "A man in a sea of people",
        "A woman with stars on her dress",
        "A theme park ranger",
        "A man in a tunnel talks about the beach",
        "A woman in a tunnel near a stage door",
        "A man beside a red car",
        "A couple with a pool table",
        "A girl with a model train",
        "A trader speaks of the stock market",
        "A cave man, a car salesman and a train driver",
        "A doctor speaks of an early stage of pregnancy",
        "She runs the town's bank",
        "A face between curtains of hair",
        "A woman from the city",
        "A living space with plants",
        "There is space for everybody in a parking space",
        "Miss Universe smiles",
        "A theatre actress in a dressing room of an operating theatre",
        "In a post office, in a box office queue",
        "A man leaves the office",
        "In a garden party dress in a ballroom, or in a kitchen garden",
        "No beach, no sea, not in the kitchen",
        "A couch potato in a bus",
        "A shop owner, a gym teacher and a hospital worker",
        "A woman with a gym bag and mountain boots",
        "A man with a lab coat on a bridge",
        "A market researcher, a desert rose, a sand castle",
        "Tiger Woods on a golf course",
        "A Sesame Street puppet in a studio apartment",
    ],
)
def test_what_is_called_after_a_place_is_none(prompt: str) -> None:
    assert place_in(prompt) is None
