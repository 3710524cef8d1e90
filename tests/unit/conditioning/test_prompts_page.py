"""docs/prompts.md promises that words are heeded: each of them is."""

import re
from pathlib import Path

import pytest

from retrat.conditioning.backdrops import is_nowhere, wall_in
from retrat.conditioning.bustle import BUSY, EMPTY, bustle_of, drives
from retrat.conditioning.camera import Move, camera_moves
from retrat.conditioning.film import film_in
from retrat.conditioning.lines import lines_of
from retrat.conditioning.manners import USUAL
from retrat.conditioning.moods import expression_in
from retrat.conditioning.named_places import place_in
from retrat.conditioning.score import music_in
from retrat.conditioning.weather import LITTLE, MUCH, weather_of

PAGE = (Path(__file__).parents[3] / "docs" / "prompts.md").read_text()


def rows(title: str) -> list[tuple[str, str]]:
    """Words and what they do, of the table below a title; each wording is a row of its own."""
    below = PAGE.split(f"## {title}\n")[1].split("\n## ")[0]
    cells = re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", below, re.MULTILINE)[1:]
    found = [(each.strip(), does) for words, does in cells for each in re.split(r"[,;] ", words)]
    assert found, title
    return found


@pytest.mark.parametrize(("words", "does"), rows("What they say"))
def test_manners(words: str, does: str) -> None:
    saying = words if re.search("says|s$", words) else f"{words}, says"
    (line,) = lines_of(f'A man {saying}: "Hello."')
    if words in ("hurriedly", "breathlessly"):
        (line,) = lines_of(f'A man says {words}: "Hello."')
    assert line.manner != USUAL, does


@pytest.mark.parametrize(("words", "does"), rows("Which face they make"))
def test_faces(words: str, does: str) -> None:
    shown = expression_in(f"A woman {words} in a park.")
    assert shown is not None, does
    assert bool(shown) == ("none of these" not in does)


@pytest.mark.parametrize(("words", "does"), rows("How the camera moves"))
def test_moves(words: str, does: str) -> None:
    if not re.search("camera|shot|handheld|style", words):
        words = f"the camera {words}"
    moves = camera_moves(f"A woman in a park. {words}.")
    if words == "static camera":
        assert moves == ()
    else:
        assert len(moves) == 1, does
    if "nearer" in does:
        assert moves[0].move is Move.PUSH_IN


@pytest.mark.parametrize(("words", "does"), rows("What passes behind them"))
def test_what_passes(words: str, does: str) -> None:
    told = [f"A woman, {words}."]
    if "outside" in does:
        assert drives(told) == (does != "nothing outside")
    else:
        assert bustle_of(told) == {"three times as many": BUSY, "nobody": EMPTY}[does]


@pytest.mark.parametrize(("words", "does"), rows("How it looks as a film"))
def test_films(words: str, does: str) -> None:
    film = film_in(f"A woman in a park, {words}.")
    assert film is not None
    assert (film.colour == -1) == (does.startswith(("no colour", "brown")))
    assert (film.grain > 0.01) == bool(re.search("grain|brown|lines", does))


@pytest.mark.parametrize(("words", "does"), rows("What is heard"))
def test_music(words: str, does: str) -> None:
    assert music_in(f"A woman in a park, {words}.") == does


@pytest.mark.parametrize(("words", "does"), rows("The weather"))
def test_weather(words: str, does: str) -> None:
    prompt = f"A woman in a park, {words}."
    found = weather_of([prompt], place_in(prompt))
    much = {"much of it": MUCH, "little of it": LITTLE}
    if does in much:
        assert found.rain == much[does]
    else:
        kinds = {"flakes": "snow", "fog that drifts": "fog"}
        kind = kinds.get(does.split(",")[0], does.split(",")[0])
        assert getattr(found, kind) > 0
        assert found.thunders == ("thunder" in does)


@pytest.mark.parametrize(("words", "does"), rows("Where it happens"))
def test_places(words: str, does: str) -> None:
    words = re.sub(r"[()]", "", words)
    if "wall" in does:
        assert wall_in(f"A woman before {words}") is not None
    elif "the studio" in does:
        assert is_nowhere("A woman says hello.")
    elif "colours more" in does:
        assert place_in("A woman in a tunnel") is place_in("A woman in a circus") is None
        assert not is_nowhere("A woman in a circus")
    else:
        named = place_in(f"A woman in a {words.removeprefix('a ')}")
        assert named is not None, words
        known = re.search("^the ([a-z ]+)$", does.strip())
        if known:
            assert named.name == known[1].replace(" ", "_")
        else:
            assert "one of six" in does
