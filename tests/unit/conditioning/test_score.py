"""Words for music."""

import pytest

from retrat.conditioning.score import USUAL, music_in


@pytest.mark.parametrize(
    ("prompt", "mood"),
    [
        ("A woman in a park, soft piano music plays", "calm"),
        ("A man in a park with sad piano music in the background", "sad"),
        ("A woman at a market. Upbeat music.", "upbeat"),
        ("With cheerful ukulele music a girl waves", "upbeat"),
        ("A king in a castle, epic orchestral music", "epic"),
        ("Dramatic music swells as he turns", "epic"),
        ("A man in a corridor, suspenseful music builds", "suspense"),
        ("A woman in a cafe with lo-fi beats", "chill"),
        ("A man in a bar, jazz music is playing", "chill"),
        ("A man in a gym, electronic music plays", "electronic"),
        ("A farmer, acoustic guitar in the background", "folk"),
        ("A soundtrack of gentle strings, a lake", "calm"),
        ("A man in a park with background music", USUAL),
    ],
)
def test_it_is_asked_for(prompt: str, mood: str) -> None:
    assert music_in(prompt) == mood


@pytest.mark.parametrize(
    "prompt",
    [
        "A man in a park",
        "A music teacher who loves jazz",
        "A woman in a music shop",
        "A man plays the piano",
        "A woman with a guitar",
        "A woman dances to the music",
        "He listens to music",
        "A woman who makes music",
        "No music, natural sound",
        "A man speaks, without background music",
        "He knows the score",
        "Her heart beats",
        'He says: "Upbeat music plays."',
    ],
)
def test_it_is_not(prompt: str) -> None:
    assert music_in(prompt) is None
