"""Words that are read as they are said."""

from itertools import pairwise

import pytest

from retrat.conditioning.lines import lines_of, said
from retrat.conditioning.speech import PHONE_RATE
from retrat.conditioning.subtitles import LONGEST, cues_of, wants_subtitles
from retrat.pipeline.components import Components, tiny_components


@pytest.fixture(scope="module")
def parts() -> Components:
    return tiny_components(0)


@pytest.mark.parametrize(
    "prompt",
    [
        'A man says: "Hello." With subtitles.',
        "A subtitled video of a woman in a park",
        "A woman in a park, captions on screen",
        "Burned-in captions. A man speaks.",
    ],
)
def test_they_are_asked_for(prompt: str) -> None:
    assert wants_subtitles(prompt)


@pytest.mark.parametrize(
    "prompt",
    [
        "A man in a park",
        "A man in a park. No subtitles.",
        "A man speaks, without any captions or text",
        'A man says: "Read the subtitles."',
        "A woman explains the captions under the paintings",
    ],
)
def test_they_are_not(prompt: str) -> None:
    assert not wants_subtitles(prompt)


def test_every_sentence_stands_while_it_is_said(parts: Components) -> None:
    prompt = 'character1 asks: "Coming? It is late." character2 answers: "In a minute."'
    lines, seconds = lines_of(prompt), 8.0
    cues = cues_of(lines, parts, seconds)
    assert [cue.words for cue in cues] == ["Coming?", "It is late.", "In a minute."]
    assert [cue.person for cue in cues] == [1, 1, 2]
    speakers = said(lines, parts, round(seconds * PHONE_RATE)).speakers
    for cue in cues:
        middle = round((cue.start + cue.end) / 2 * PHONE_RATE)
        assert speakers[middle] == cue.person
    for one, next_one in pairwise(cues):
        assert one.start < one.end <= next_one.start
    assert cues[0].start > 0.2
    assert cues[-1].end < seconds


def test_long_sentences_are_in_pieces_that_share_their_time(parts: Components) -> None:
    words = "I have waited all year for this one week, and now at last it has come to me"
    cues = cues_of(lines_of(f'She says: "{words}!"'), parts, 8.0)
    assert " ".join(cue.words for cue in cues) == f"{words}!"
    assert len(cues) == 2
    assert all(len(cue.words) <= LONGEST for cue in cues)
    lasts = [cue.end - cue.start for cue in cues]
    assert lasts[0] == pytest.approx(lasts[1], rel=0.4)
    assert cues[0].end == pytest.approx(cues[1].start)


def test_what_the_voice_reads_otherwise_is_written_as_it_was(parts: Components) -> None:
    (cue,) = cues_of(lines_of('He says: "Dr. Brown owes me $20."'), parts, 6.0)
    assert cue.words == "Dr. Brown owes me $20."


def test_without_words_there_is_nothing_to_read(parts: Components) -> None:
    assert cues_of((), parts, 4.0) == []
