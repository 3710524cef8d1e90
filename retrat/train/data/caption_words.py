"""The words for labels: places, deeds, faces, cameras, pictures.

Every phrase of a table belongs to one key alone, so that a caption names its label without doubt.
"""

from collections.abc import Mapping

SCENE_WORDS: Mapping[str, tuple[str, ...]] = {
    "beach": (
        "on a beach",
        "on the beach",
        "on a sandy beach",
        "on a beach by the sea",
        "on a palm beach",
        "at the seaside",
        "by the ocean",
        "on the seashore",
    ),
    "forest": (
        "in a forest",
        "in the forest",
        "in the woods",
        "among tall trees in a forest",
        "in a sunlit forest",
        "deep in the woods",
        "in a quiet woodland",
    ),
    "city_day": (
        "on a city street by day",
        "on a city street in daylight",
        "in a street in the city by day",
        "downtown in daylight",
        "on a street with cars and houses",
        "on a pavement in town by day",
    ),
    "city_night": (
        "in the city at night",
        "in a city at night",
        "in front of city lights at night",
        "on a city street at night",
        "downtown at night",
        "before a skyline at night",
    ),
    "office": (
        "in an office",
        "in a bright office",
        "at the office",
        "in a modern office",
        "in an office with large windows",
    ),
    "kitchen": (
        "in a kitchen",
        "in the kitchen",
        "in a cosy kitchen",
        "in a tidy kitchen",
        "in a home kitchen",
    ),
    "classroom": (
        "in a classroom",
        "in front of a blackboard",
        "in a classroom in front of a board",
        "in a school classroom",
        "at the blackboard of a classroom",
    ),
    "stage": (
        "on a stage",
        "on stage",
        "on a stage under spotlights",
        "on a theatre stage",
        "on stage in front of red curtains",
        "in the spotlight on a stage",
    ),
    "studio": (
        "in a studio",
        "in a photo studio",
        "in front of a plain backdrop",
        "against a plain studio background",
        "in a portrait studio",
    ),
    "snow": (
        "in the snow",
        "in a snowy landscape",
        "outside in the snow",
        "in a snowy winter landscape",
        "among snowy fir trees",
        "in falling snow",
    ),
    "rain_window": (
        "by a window in the rain",
        "in front of a rainy window",
        "beside a window with raindrops",
        "at a window while it rains",
        "next to a rain-streaked window",
    ),
    "park": (
        "in a park",
        "in the park",
        "in a green park",
        "in a city park",
        "on a path in a park",
        "on the lawn of a park",
    ),
    "space": (
        "in space",
        "in outer space",
        "among the stars",
        "in space near a planet",
        "in front of a planet and stars",
    ),
    "library": (
        "in a library",
        "in the library",
        "among bookshelves",
        "in an old library",
        "between the shelves of a library",
    ),
    "living_room": (
        "in a living room",
        "in the living room",
        "in a cosy living room",
        "at home in the living room",
        "in front of a sofa in a living room",
    ),
}

# The same deed as "she waves" and as "a woman waving".
ACTION_WORDS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "talk": (
        ("talks to the camera", "talking to the camera"),
        ("speaks", "speaking"),
        ("talks to us", "talking to us"),
        ("speaks to the viewer", "speaking to the viewer"),
    ),
    "stand": (
        ("looks into the camera", "looking into the camera"),
        ("stands there", "standing there"),
        ("stands still", "standing still"),
        ("poses quietly", "posing quietly"),
    ),
    "nod": (
        ("nods", "nodding"),
        ("nods in agreement", "nodding in agreement"),
        ("gives a nod", "giving a nod"),
    ),
    "shake": (
        ("shakes {their} head", "shaking {their} head"),
        ("says no with {their} head", "saying no with {their} head"),
    ),
    "wave": (
        ("waves", "waving"),
        ("waves at the camera", "waving at the camera"),
        ("waves hello", "waving hello"),
        ("waves a hand", "waving a hand"),
    ),
    "point": (
        ("points to the side", "pointing to the side"),
        ("points at something", "pointing at something"),
    ),
    "walk": (
        ("walks", "walking"),
        ("walks forward", "walking forward"),
        ("strolls along", "strolling along"),
        ("takes a walk", "taking a walk"),
    ),
    "sit": (
        ("sits", "sitting"),
        ("sits on a chair", "sitting on a chair"),
        ("is seated", "seated"),
    ),
    "turn": (
        ("turns to the side", "turning to the side"),
        ("turns {their} head", "turning {their} head"),
        ("turns slowly", "turning slowly"),
    ),
    "look around": (
        ("looks around", "looking around"),
        ("looks from left to right", "looking from left to right"),
        ("glances about", "glancing about"),
    ),
    "laugh": (
        ("laughs", "laughing"),
        ("bursts out laughing", "bursting out laughing"),
        ("laughs out loud", "laughing out loud"),
    ),
    "shrug": (("shrugs", "shrugging"), ("shrugs {their} shoulders", "shrugging {their} shoulders")),
    "tilt": (
        ("tilts {their} head", "tilting {their} head"),
        ("leans {their} head to one side", "leaning {their} head to one side"),
    ),
}

EXPRESSION_WORDS: Mapping[str, tuple[str, ...]] = {
    "neutral": (
        "with a calm face",
        "looking calm",
        "with a relaxed face",
        "with a neutral expression",
    ),
    "smile": ("with a smile", "smiling", "with a friendly smile", "with a gentle smile"),
    "grin": ("looking happy", "with a big smile", "beaming", "with a joyful face"),
    "sad": ("looking sad", "with a sad face", "sadly", "with sorrow in {their} eyes"),
    "angry": ("looking angry", "with an angry face", "angrily", "frowning in anger"),
    "surprised": ("looking surprised", "with wide eyes", "in surprise", "with a surprised face"),
    "disgusted": ("looking disgusted", "with disgust", "wrinkling {their} nose"),
    "thoughtful": ("looking thoughtful", "deep in thought", "with a thoughtful face"),
    "worried": ("looking worried", "with a worried face", "with raised, worried brows"),
    "sceptical": ("looking doubtful", "with one brow raised", "with a doubtful face"),
}

CAMERA_WORDS: Mapping[str, tuple[str, ...]] = {
    "still": ("the camera is still", "static camera", "fixed shot", "the camera does not move"),
    "push-in": (
        "the camera slowly pushes in",
        "slow push-in",
        "the camera moves closer",
        "slow zoom in",
    ),
    "pan": ("the camera pans", "slow pan", "the camera pans slowly"),
    "orbit": ("the camera circles around", "orbiting camera", "slow orbit shot"),
}

COMPANY_WORDS = (
    "Two people",
    "Two friends",
    "A woman and a man",
    "A man and a woman",
    "Two women",
    "Two men",
    "Two colleagues",
    "Several people",
)
DOING_WORDS = ("talk", "stand", "are talking", "speak to each other", "are seen")

FRAMING_WORDS: Mapping[str, tuple[str, ...]] = {
    "close-up": ("close-up", "close shot", "close-up shot"),
    "head and shoulders": (
        "head and shoulders shot",
        "medium close-up",
        "bust shot",
        "chest-up shot",
    ),
    "medium": ("medium shot", "waist-up shot", "half-body shot"),
}

SOUND_WORDS: Mapping[str, tuple[str, ...]] = {
    "beach": ("waves break on the shore", "the sound of waves", "seagulls and surf"),
    "forest": ("birds sing", "birdsong and rustling leaves"),
    "city_day": ("traffic noise", "cars pass by"),
    "city_night": ("the hum of night traffic", "distant traffic"),
    "office": ("keyboards click", "quiet office noise"),
    "kitchen": ("a pot simmers", "kitchen sounds"),
    "classroom": ("pupils murmur", "chalk taps on the board"),
    "stage": ("the audience applauds", "applause and murmur"),
    "studio": ("a quiet room", "near silence"),
    "snow": ("a cold wind blows", "soft wind"),
    "rain_window": ("rain patters on the glass", "the sound of rain"),
    "park": ("birds and a light breeze", "leaves rustle and birds chirp"),
    "space": ("a deep hum", "a low drone"),
    "library": ("pages turn", "a clock ticks softly"),
    "living_room": ("a fire crackles", "a quiet home"),
}

# How words are said: with "she" in front; {quote} follows.
SAY_WORDS: Mapping[str, tuple[str, ...]] = {
    "say": ("says", "says to the camera", "tells us", "remarks", "announces"),
    "whisper": ("whispers", "says softly", "says in a low voice"),
    "shout": ("shouts", "calls out", "says loudly"),
    "ask": ("asks", "wants to know"),
}

PATTERN_WORDS: Mapping[str, tuple[str, ...]] = {
    "plain": ("",),
    "stripes": ("striped",),
    "checks": ("checked", "plaid"),
    "dots": ("dotted", "polka-dot"),
    "heather": ("heathered", "mottled"),
}
