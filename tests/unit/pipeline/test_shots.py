"""Several shots become one clip."""

from dataclasses import replace

import pytest
import torch

from retrat.errors import RequestError
from retrat.pipeline.components import Components
from retrat.pipeline.generate import generate
from retrat.pipeline.request import GenerateRequest
from retrat.pipeline.shots import Counted, joined
from retrat.types import Audio, Clip, FrameRate
from tests.unit.pipeline.test_generate import noise, parts, person

parts = parts  # a fixture
TWO = GenerateRequest(
    prompt='A man. Shot 1: on a beach, he says: "One." Shot 2: in a park.', seconds=2.5, steps=1
)


def test_each_shot_is_a_clip_of_its_own(parts: Components) -> None:
    story = replace(TWO, references=(person(10),))
    whole = generate(parts, story)
    assert whole.pixels.shape[0] == 60
    assert whole.audio is not None
    assert whole.audio.samples.shape == (1, 60 * 1000)
    cuts = (whole.pixels[1:] - whole.pixels[:-1]).abs().mean(dim=(1, 2, 3))
    at = int(cuts.argmax()) + 1
    first = replace(story, prompt='A man. on a beach, he says: "One."', seconds=at / 24)
    alone = generate(parts, first)
    assert torch.equal(whole.pixels[:at], alone.pixels)
    second = replace(story, prompt="A man. in a park.", seconds=(60 - at) / 24)
    assert torch.equal(whole.pixels[at:], generate(parts, second).pixels)


def test_steps_go_on_over_the_shots(parts: Components) -> None:
    told: list[tuple[int, int]] = []
    generate(parts, TWO, on_step=lambda done, total: told.append((done, total)))
    done = [done for done, _ in told]
    assert done == sorted(done)
    assert told[-1][0] == told[-1][1] == 2
    assert all(done <= total for done, total in told)


def test_steps_to_come_are_guessed_from_the_frames() -> None:
    told: list[tuple[int, int]] = []
    counted = Counted(lambda done, total: told.append((done, total)), [0, 10, 30])
    first = counted.next()
    first(3, 6)
    first(6, 6)
    counted.next()(1, 8)
    assert told == [(3, 18), (6, 18), (7, 14)]


def test_a_recording_goes_on_while_pictures_are_cut(parts: Components) -> None:
    sound = Audio(samples=0.1 * noise(5, 1, 60_000), sample_rate=24_000)
    timed = GenerateRequest(
        prompt="Shot 1 [0-1s]: a man on a beach. Shot 2 [1-2.5s]: in a park.",
        audio=sound,
        seconds=2.5,
        steps=1,
    )
    made = generate(parts, timed)
    assert made.audio is not None
    assert torch.equal(made.audio.samples, sound.samples), "it goes on over the cut"


def test_sounds_do_not_click_where_they_are_cut() -> None:
    clips = [
        Clip(
            pixels=torch.zeros(24, 3, 8, 8),
            frame_rate=FrameRate(numerator=24),
            audio=Audio(samples=torch.full((1, 24_000), level), sample_rate=24_000),
        )
        for level in (0.5, -0.5)
    ]
    whole = joined(clips)
    assert whole.audio is not None
    assert whole.audio.samples.diff().abs().max() < 0.01
    assert whole.audio.samples[0, 0] == 0.5  # the clip itself begins as it begins
    silent = joined([replace(clip, audio=None) for clip in clips])
    assert silent.audio is None
    assert silent.pixels.shape[0] == 48


def test_a_first_frame_begins_one_shot_alone() -> None:
    with pytest.raises(RequestError, match="2 shots, but a first frame begins one"):
        replace(TWO, image=torch.zeros(3, 256, 256)).validate()


def test_words_have_to_fit_into_their_shot() -> None:
    long = "Nobody knows how long the evening will be tonight, or tomorrow."
    story = f'Shot 1 [0-1s]: he says: "{long}" Shot 2 [1-9s]: in a park.'
    with pytest.raises(RequestError, match="but shot 1 lasts 1"):
        replace(TWO, prompt=story, seconds=9.0).validate()
