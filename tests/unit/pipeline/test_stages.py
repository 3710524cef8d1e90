"""A clip that is made in stages: sound, first picture, windows of what moves."""

from dataclasses import replace

import pytest
import torch

from retrat.conditioning.stream import from_targets, put_targets
from retrat.models.transformer import NOTHING, Transformer
from retrat.pipeline import stages
from retrat.pipeline.components import Components
from retrat.pipeline.generate import generate, sound_alone
from retrat.pipeline.request import GenerateRequest, Guidance, Windows
from retrat.pipeline.stages import guided
from retrat.types import Audio, AVStream, AVValues, Clip, Context, TokenStream
from tests.unit.pipeline.test_generate import noise, person
from tests.unit.pipeline.test_generate import parts as parts_at_once

at_once = parts_at_once
WORDS = GenerateRequest(prompt='A woman says: "Hello there."', seconds=1.0, steps=2)


@pytest.fixture(scope="module")
def parts(at_once: Components) -> Components:
    windows = Windows(picture=3, sound=10, sound_overlap=4, picture_steps=1, is_anchored=False)
    return replace(at_once, recommended=replace(at_once.recommended, windows=windows))


def test_it_differs_from_all_at_once_and_repeats_itself(
    parts: Components, at_once: Components
) -> None:
    first, again = generate(parts, WORDS), generate(parts, WORDS)
    assert torch.equal(first.pixels, again.pixels)
    assert not torch.equal(first.pixels, generate(at_once, WORDS).pixels)


def test_steps_are_counted_through_every_stage(parts: Components) -> None:
    told: list[tuple[int, int]] = []
    generate(parts, WORDS, on_step=lambda done, total: told.append((done, total)))
    # 24 frames: 7 latents, so 3 windows of two new ones; 26 sound latents in 4 stretches; a still
    assert {total for _, total in told} == {2 * (4 + 1) + 1 * 3}
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert told[-1] == (13, 13)


def test_what_is_given_needs_no_stage(parts: Components) -> None:
    image = noise(3, 3, 256, 256)
    totals: set[int] = set()
    request = replace(WORDS, image=image, has_sound=False)
    clip = generate(parts, request, on_step=lambda _, total: totals.add(total))
    assert totals == {0}
    assert torch.equal(clip.pixels[0], image)


def test_the_sound_does_not_wait_for_the_picture(parts: Components) -> None:
    image = noise(3, 3, 256, 256)
    one, other = (generate(parts, replace(WORDS, image=i)) for i in (image, -image))
    assert torch.equal(_sound(one), _sound(other))
    assert not torch.equal(one.pixels[1:], other.pixels[1:])


def test_the_picture_follows_the_sound_and_the_person(parts: Components) -> None:
    clip = generate(parts, replace(WORDS, references=(person(10),)))
    other = generate(parts, replace(WORDS, references=(person(20),)))
    assert not torch.equal(clip.pixels[:1], other.pixels[:1])
    louder = replace(WORDS, prompt='A woman says: "Goodbye now."')
    assert not torch.equal(generate(parts, WORDS).pixels[1:], generate(parts, louder).pixels[1:])


def test_anchored_windows_do_not_add_up_errors(
    parts: Components, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without sound, a window knows only the first picture: not what was made before it."""
    windows = parts.recommended.windows
    assert windows is not None
    anchored = replace(windows, is_anchored=True)
    anchored_parts = replace(parts, recommended=replace(parts.recommended, windows=anchored))
    request = replace(WORDS, has_sound=False, steps=1)
    monkeypatch.setattr("retrat.pipeline.decoding.steadied", lambda pixels: pixels)
    chained, free = generate(parts, request), generate(anchored_parts, request)
    assert torch.equal(chained.pixels[:9], free.pixels[:9])  # the first window is the same
    assert not torch.equal(chained.pixels[9:], free.pixels[9:])


def _sound(clip: Clip) -> torch.Tensor:
    assert clip.audio is not None
    return clip.audio.samples


def stream_of(frames: int) -> TokenStream:
    tokens = 2 * frames + 3
    positions = torch.zeros(1, tokens, 3)
    positions[0, : 2 * frames, 0] = torch.arange(frames).repeat_interleave(2)
    return TokenStream(
        latents=torch.arange(tokens).float()[None, :, None].repeat(1, 1, 4),
        noise_mask=torch.ones(1, tokens),
        positions=positions,
        groups=torch.zeros(1, tokens, dtype=torch.long),
        seconds=positions[..., 0] / 10,
        target_tokens=2 * frames,
    )


def test_a_window_begins_at_nothing_and_keeps_the_conditions() -> None:
    stream = stream_of(5)
    window = from_targets(stream, 4, 8, seconds=0.25, latent_frame=2, is_first_still=True)
    assert window.target_tokens == 4
    assert window.positions[0, :, 0].tolist() == [0, 0, 1, 1, 0, 0, 0]
    assert window.seconds[0, :4].tolist() == pytest.approx([0, 0, 0.05, 0.05])
    assert window.latents[0, 4:, 0].tolist() == [10, 11, 12]
    assert stream.positions[0, 4, 0] == 2  # the whole stream is as it was
    changed = replace(window, latents=window.latents + 100)
    assert put_targets(stream, changed, 4).latents[0, :, 0].tolist() == [
        *(0, 1, 2, 3, 104, 105, 106, 107, 8, 9, 10, 11, 12)
    ]


def test_a_still_has_steps_of_its_own_unless_a_number_was_asked_for(parts: Components) -> None:
    recommended = parts.recommended
    assert recommended.windows is not None
    quick = replace(
        parts,
        recommended=replace(
            recommended, steps=3, windows=replace(recommended.windows, still_steps=1)
        ),
    )

    def steps_of(request: GenerateRequest) -> int:
        told: list[int] = []
        generate(quick, request, on_step=lambda _, total: told.append(total))
        return told[-1]

    silent = GenerateRequest(prompt="A woman.", seconds=1.0, has_sound=False)
    assert steps_of(silent) == 1 + 3  # a still, and three windows of one step
    assert steps_of(replace(silent, steps=3)) == 3 + 3


def test_the_sound_has_guidance_of_its_own_unless_some_was_asked_for(parts: Components) -> None:
    recommended = parts.recommended
    assert recommended.windows is not None
    windows = replace(recommended.windows, sound_guidance=(3.0, 1.0))
    guided = replace(parts, recommended=replace(recommended, windows=windows))
    request = GenerateRequest(prompt='A woman says: "Hello there."', seconds=1.0)
    usual, own = generate(parts, request), generate(guided, request)
    assert usual.audio is not None
    assert own.audio is not None
    assert not torch.equal(own.audio.samples, usual.audio.samples)
    asked = replace(request, guidance=recommended.guidance)
    same = generate(guided, asked)
    assert same.audio is not None
    assert torch.equal(same.audio.samples, usual.audio.samples)


def test_the_picture_need_not_hear_the_sound(parts: Components) -> None:
    recommended = parts.recommended
    assert recommended.windows is not None
    deaf = replace(recommended.windows, hears=False)
    deaf_parts = replace(parts, recommended=replace(recommended, windows=deaf))

    def moving(given: Components, seed: int) -> torch.Tensor:
        sound = Audio(samples=0.1 * noise(seed, 1, 24_000), sample_rate=24_000)
        return generate(given, replace(WORDS, audio=sound)).pixels[1:]

    assert not torch.equal(moving(parts, 1), moving(parts, 2))
    deaf_parts = replace(deaf_parts, lip_sync=None, animator=None)  # they hear it themselves
    assert torch.equal(moving(deaf_parts, 1), moving(deaf_parts, 2))


def test_guidance_by_text_leaves_alone_what_people_give(parts: Components) -> None:
    """nothing -> people -> text: people alone at scale 1, and text counted from there."""
    made: list[tuple[bool, bool]] = []

    class Told(Transformer):
        def __init__(self) -> None:
            torch.nn.Module.__init__(self)

        def forward(self, stream, *_: object) -> AVValues:
            targets = stream.video.target_tokens
            has_people = stream.video.latents.shape[1] > targets
            has_text = not torch.equal(stream.context.text, no_text.text)
            made.append((has_people, has_text))
            return AVValues(video=torch.zeros_like(stream.video.latents[:, :targets]))

    stream = stream_of(2)
    no_text = Context(text=torch.zeros(1, 2, 4))
    whole = AVStream(video=stream, audio=None, context=Context(text=torch.ones(1, 2, 4)))
    guidance = Guidance(text=3.0, people=1.0, bridge=3.0)
    guided(Told(), NOTHING, no_text, guidance)(whole, torch.tensor(1.0))
    assert made == [(True, False), (True, True)]
    made.clear()
    guided(Told(), NOTHING, no_text, replace(guidance, people=2.0))(whole, torch.tensor(1.0))
    assert made == [(False, False), (True, False), (True, True)]


def test_what_is_said_is_not_seen(parts: Components) -> None:
    """Somebody who speaks of a library does not stand in one."""
    windows = parts.recommended.windows
    assert windows is not None
    deaf = replace(windows, hears=False)  # else the picture hears other words
    recommended = replace(parts.recommended, windows=deaf)
    still = replace(parts, recommended=recommended, lip_sync=None, animator=None)
    one, other = (
        generate(still, replace(WORDS, prompt=f'A woman in a park says: "{said}"'))
        for said in ("A library.", "A forest.")
    )
    assert not torch.equal(_sound(one), _sound(other))
    assert torch.equal(one.pixels, other.pixels)
    elsewhere = generate(still, replace(WORDS, prompt='A woman in a city says: "A library."'))
    assert not torch.equal(one.pixels, elsewhere.pixels)


def test_the_sound_alone_is_the_sound_of_the_clip(
    parts: Components, monkeypatch: pytest.MonkeyPatch
) -> None:
    prompt = 'A woman, without background noise, says: "Hello."'
    request = GenerateRequest(prompt=prompt, seconds=1.0, steps=1)
    whole = generate(parts, request)
    assert whole.audio is not None
    monkeypatch.setattr(stages, "guided", lambda *_: pytest.fail("a picture is made"))
    assert torch.equal(sound_alone(parts, request).samples, whole.audio.samples)


def test_a_first_frame_is_moved_by_the_camera_alone(parts: Components) -> None:
    """Nobody is in it: all that changes is how near it is, or nothing at all."""
    silent = replace(WORDS, image=noise(3, 3, 256, 256), has_sound=False, prompt="A lake.")
    near = generate(parts, silent).pixels
    still = generate(parts, replace(silent, prompt="A lake, a static shot.")).pixels
    assert torch.equal(still, still[:1].expand_as(still))
    assert torch.equal(near[0], still[0])
    assert (near[-1] - near[0]).abs().mean() > (near[1] - near[0]).abs().mean()


def test_rain_begins_over_a_first_frame(parts: Components) -> None:
    image = torch.zeros(3, 256, 256)
    asked = replace(WORDS, image=image, has_sound=False, prompt="It starts to rain.")
    pixels = generate(parts, asked).pixels
    assert torch.equal(pixels[0], image)
    changed = (pixels - image).abs().mean(dim=(1, 2, 3))
    assert 0 < changed[2] < changed[8] < changed[20]
