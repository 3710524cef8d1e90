"""What of a request will not be heeded, and what to do instead: a few sentences, most important
first. Nothing is refused; what is refused has an error of its own.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from retrat.conditioning.backdrops import somewhere_in
from retrat.conditioning.bustle import without_passers
from retrat.conditioning.creatures import creatures_in
from retrat.conditioning.film import drawn_in
from retrat.conditioning.hands import without_hands
from retrat.conditioning.languages import is_english
from retrat.conditioning.lines import QUOTED, needed_seconds, shortened
from retrat.conditioning.looks import looks_of
from retrat.conditioning.motions import without_motions
from retrat.conditioning.props import without_props
from retrat.conditioning.roles import roles_of
from retrat.conditioning.shots import closeness, seconds_of_shots
from retrat.conditioning.unheeded import actions_in, views_in
from retrat.pipeline.request import LONGEST_SECONDS, GenerateRequest
from retrat.pipeline.scenery import is_peopled, named_in, told_of_where

MOST_NOTES = 4
MOST_NAMED = 3  # actions of one sentence
RUSHED = 1.05  # times as fast as usual: from there on it is heard
SHOWN = "walking, a shrug, a nod, looking around, a wave, a cup in the hand, or an expression"
SHOWN_OF_A_FRAME = "a nod, a shake or a tilt of the head, or looking around"
PLACES = "a beach, a park, a city, an office, a kitchen or a library"

_GIRLS = re.compile(r"(?<!little )\b(?:girl|boy)s?\b(?! of\b)", re.IGNORECASE)


def notes_of(request: GenerateRequest) -> tuple[str, ...]:
    """Sentences, MOST_NOTES at most."""
    shots = [replace(request, prompt=shot.prompt, story=request.prompt) for shot in request.shots]
    notes = (
        *_of_language(request),
        *_of_actions(shots),
        *_of_creatures(shots),
        *_of_places(shots),
        *_of_pace(request),
        *_of_views(request),
        *_of_drawings(request),
        *_of_children(shots),
        *_of_photos(shots),
    )
    return notes[:MOST_NOTES]


def _of_language(request: GenerateRequest) -> Iterator[str]:
    foreign = next((line.words for line in request.lines if not is_english(line.words)), None)
    if foreign is not None:
        yield (
            f"The words {shortened(foreign)!r} do not look English, and are said as if they were: "
            "write them in English, or give a recording of them as audio."
        )


def _of_actions(shots: Sequence[GenerateRequest]) -> Iterator[str]:
    found: dict[str, None] = {}
    for shot in shots:
        asked = without_passers(shot.prompt)
        if shot.image is None:  # in a first frame nobody is cut out
            asked = without_props(without_hands(asked))
        asked = without_motions(asked, is_cut_out=shot.image is None)
        found |= dict.fromkeys(actions_in(asked))
    actions = list(found)[:MOST_NAMED]
    if actions:
        told = _listed(actions)
        verb = "is" if len(actions) == 1 else "are"
        shown = SHOWN if shots[0].image is None else SHOWN_OF_A_FRAME
        yield f"{told[0].upper()}{told[1:]} {verb} not shown: ask for what is, such as {shown}."


def _of_creatures(shots: Sequence[GenerateRequest]) -> Iterator[str]:
    """Where no picture is given that may show them."""
    named: dict[str, None] = {}
    for shot in shots:
        if shot.image is None and shot.place is None:
            named |= dict.fromkeys(creatures_in(shot.prompt))
    if named:
        told = _listed([repr(each) for each in list(named)[:MOST_NAMED]])
        yield (
            f"Animals, creatures and vehicles that move are not shown ({told}): people and places "
            "are; give a picture of one as place or as image."
        )


def _of_places(shots: Sequence[GenerateRequest]) -> Iterator[str]:
    """Of the first shot in a place of which there is no picture."""
    for shot in shots:
        if shot.image is not None or shot.place is not None:
            return
        if named_in(shot, is_peopled=is_peopled(shot)) is None:
            words = next(filter(None, map(somewhere_in, told_of_where(shot))), None)
            told = "" if words is None else f" ({words!r})"
            yield (
                f"The place{told} is not known, and becomes colours more than things: give a photo "
                f"of it as place, or name one that is known, such as {PLACES}."
            )
            return


def _of_pace(request: GenerateRequest) -> Iterator[str]:
    """Of the shot whose words are said fastest."""
    shots, lasting = request.shots, seconds_of_shots(request.shots, request.seconds)
    needed = [needed_seconds(replace(request, prompt=shot.prompt).lines) for shot in shots]
    faster, least = max(
        (need / seconds, need) for need, seconds in zip(needed, lasting, strict=True)
    )
    if faster < RUSHED:
        return
    has_room = len(shots) == 1 and least <= LONGEST_SECONDS
    enough = math.ceil(10 * least) / 10
    remedy = f"ask for {enough:g} seconds or say less" if has_room else "say less"
    yield (
        f"The words in quotes are said about {faster:.2g} times as fast as usual to fit into the "
        f"{'clip' if len(shots) == 1 else 'shot'}: {remedy}."
    )


def _of_views(request: GenerateRequest) -> Iterator[str]:
    views = () if request.image is not None else views_in(request.prompt)
    if views:
        yield (
            f"People are not seen {_listed(views, 'or')}: they are shown from the front and from "
            "the chest up, smaller in a wide shot; give a first frame as image for another view."
        )


def _of_drawings(request: GenerateRequest) -> Iterator[str]:
    style = None if request.image is not None else drawn_in(request.prompt)
    if style is not None:
        yield (
            f"Drawn styles are not shown ({style!r}): clips look filmed, in black and white, "
            "vintage, warm, cold or cinematic if asked; give a drawn first frame as image."
        )


def _of_children(shots: Sequence[GenerateRequest]) -> Iterator[str]:
    """Where somebody is cast, and a child is asked for; a girl or a boy may be grown up."""
    for shot in shots:
        if shot.image is not None or any(person.busts for person in shot.references):
            continue
        told = _GIRLS.sub("person", QUOTED.sub("", shot.prompt))
        people = roles_of(told).people or (told,)
        if any(looks_of(words).get("age") == {"child"} for words in people):
            yield (
                "Nobody who can be cast is a child: somebody young is shown instead; give a photo "
                "as reference to show somebody else."
            )
            return


def _of_photos(shots: Sequence[GenerateRequest]) -> Iterator[str]:
    """Where people are put together, or one is to be nearer or farther, one photo is all."""
    people = [each for each in shots[0].references if each.busts]
    if shots[0].image is not None or not any(len(each.busts) > 1 for each in people):
        return
    if len(people) > 1:
        yield "Of each of several people only the first photo is used: put the clearest one first."
    elif any(closeness(shot.prompt) != 1.0 for shot in shots):
        yield (
            "In a close-up or a wide shot only the first photo is used: put the clearest one first."
        )


def _listed(names: Sequence[str], joiner: str = "and") -> str:
    *first, last = names
    return f"{', '.join(first)} {joiner} {last}" if first else last
