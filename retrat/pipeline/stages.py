"""In which order the tokens of a clip are made.

At once: every token of picture and sound walks from noise to clean together. Staged, for weights
that were trained so: first the sound, then the first picture, then window after window of what
moves, each beginning with the last picture of the window before, or with the very first one where
errors would add up. What is made is given to what follows as clean tokens, which is what time per
token is for; a long clip costs no more a second than a short one.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import torch
from jaxtyping import Float, Int
from torch import Tensor

from retrat.conditioning.stream import (
    Geometry,
    from_targets,
    given,
    put_targets,
    without_conditions,
)
from retrat.flow.guidance import chained
from retrat.flow.schedule import shifted_sigmas
from retrat.flow.solver import OnStep, Predict, Solve
from retrat.models.transformer import NOTHING, Memories, Transformer, without_padding
from retrat.pipeline.request import Guidance, Windows
from retrat.types import AVStream, AVValues, Bridge, Context, TokenStream


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Conversation:
    """A sound of several people: for each a stream that hears them alone, and whose turn it is,
    by number of stream, at every latent.
    """

    streams: Sequence[AVStream]
    turns: Int[Tensor, " a"]


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Plan:
    """How a stream is to be solved."""

    geometry: Geometry
    steps: int
    shift: float
    guidance: Guidance
    no_text: Context
    seen_text: Context
    """What the picture is told where it is made after the sound: not what is said."""
    windows: Windows | None
    moves: bool = True
    """Whether more than the first picture is made, where a clip is made in stages."""

    def sigmas(self, steps: int) -> Float[Tensor, " sigmas"]:
        return shifted_sigmas(steps, shift=self.shift)

    @property
    def still_sigmas(self) -> Float[Tensor, " sigmas"]:
        """Of the first picture."""
        assert self.windows is not None, "there are no stages"
        return self.sigmas(self.windows.still_steps or self.steps)


def solved(
    transformer: Transformer,
    stream: AVStream,
    plan: Plan,
    solve: Solve,
    on_step: OnStep,
    conversation: Conversation | None = None,
) -> AVStream:
    """The stream with its targets made; a conversation's sound takes the place of its own."""
    memories = without_padding(transformer.remember(stream))
    if plan.windows is None:
        predict = guided(transformer, memories, plan.no_text, plan.guidance)
        return solve(predict, stream, plan.sigmas(plan.steps), on_step=on_step)
    staged = _Staged(transformer, memories, plan, plan.windows, solve, on_step)
    return staged.solved(stream, conversation)


def guided(
    transformer: Transformer, memories: Memories, no_text: Context, guidance: Guidance
) -> Predict:
    """Predictions that know ever more, chained: nothing, people, text, the other stream.

    People before text: what is carried over from a photo is the same in every prediction that
    counts, and only what the prompt changes is guided.
    """

    def knowing(reduce: Callable[[AVStream], AVStream], remembered: Memories) -> Predict:
        def predict(stream: AVStream, sigma: Float[Tensor, ""]) -> AVValues:
            sigmas = sigma.to(stream.video.latents.device).expand(len(stream.video.latents))
            return transformer(reduce(stream), sigmas, sigmas, remembered)

        return predict

    chain: Sequence[Predict] = (
        knowing(lambda stream: _without_text(_without_people(_apart(stream)), no_text), NOTHING),
        knowing(lambda stream: _without_text(_apart(stream), no_text), memories),
        knowing(_apart, memories),
        knowing(lambda stream: stream, memories),
    )
    return chained(chain, (guidance.people, guidance.text, guidance.bridge))


def guided_sound(
    transformer: Transformer, memories: Memories, no_text: Context, guidance: Guidance
) -> Predict:
    """A chain for the sound tower alone (nothing, text, people); the picture stands still."""

    def knowing(reduce: Callable[[AVStream], AVStream], remembered: Memories) -> Predict:
        def predict(stream: AVStream, sigma: Float[Tensor, ""]) -> AVValues:
            known = reduce(stream)
            assert transformer.audio is not None
            assert known.audio is not None
            sigmas = sigma.to(known.audio.latents.device).expand(len(known.audio.latents))
            said = transformer.audio(known.audio, sigmas, known.context, remembered.audio)
            targets = stream.video.target_tokens
            return AVValues(video=torch.zeros_like(stream.video.latents[:, :targets]), audio=said)

        return predict

    chain = (
        knowing(lambda stream: _without_text(_without_people(stream), no_text), NOTHING),
        knowing(_without_people, NOTHING),
        knowing(lambda stream: stream, memories),
    )
    return chained(chain, (guidance.text, guidance.people))


class _Staged:
    """One clip on its way: sound, first picture, windows."""

    def __init__(
        self,
        transformer: Transformer,
        memories: Memories,
        plan: Plan,
        windows: Windows,
        solve: Solve,
        on_step: OnStep,
    ) -> None:
        self.transformer, self.memories, self.plan = transformer, memories, plan
        self.windows, self.solve, self.on_step = windows, solve, on_step
        self.done, self.total = 0, 0

    def solved(self, stream: AVStream, conversation: Conversation | None) -> AVStream:
        voices = [stream] if conversation is None else list(conversation.streams)
        sounds, moving = list(self._sounds(stream)), list(self._moving())
        needs_still = bool(stream.video.noise_mask[:, : self._each].any())
        self.total = self.plan.steps * len(sounds) * len(voices)
        self.total += (len(self.plan.still_sigmas) - 1) * needs_still
        self.total += self.windows.picture_steps * len(moving)
        memories = self.memories
        for index, voice in enumerate(voices):
            if conversation is not None:
                self.memories = without_padding(self.transformer.remember(voice))
            for start, stop in sounds:
                voice = self._heard(voice, start, stop)
            voices[index] = voice
        self.memories = memories
        heard = voices[0].audio
        if conversation is not None:
            heard = _in_turns([voice.audio for voice in voices], conversation.turns)
        seen = self.plan.seen_text
        context = replace(stream.context, text=seen.text, text_mask=seen.text_mask)
        stream = replace(stream, audio=heard, context=context)
        if needs_still:
            stream = self._first_picture(stream)
        for start, stop in moving:
            stream = self._moved(stream, start, stop)
        self.on_step(self.total, self.total)
        return stream

    def _sounds(self, stream: AVStream) -> Iterator[tuple[int, int]]:
        """Stretches of sound tokens that are made together; they overlap."""
        audio = stream.audio
        if audio is None or not bool(audio.noise_mask[:, : audio.target_tokens].any()):
            return
        length, overlap = self.windows.sound, self.windows.sound_overlap
        for start in range(0, max(1, audio.target_tokens - overlap), length - overlap):
            yield start, min(start + length, audio.target_tokens)

    def _moving(self) -> Iterator[tuple[int, int]]:
        """Latent frames that are made together; each begins with the last of those before."""
        last, length = self.plan.geometry.grid[0] - 1, self.windows.picture - 1
        if not self.plan.moves:
            return
        for start in range(0, last, length):
            yield start, min(start + length, last) + 1

    def _heard(self, stream: AVStream, start: int, stop: int) -> AVStream:
        audio = stream.audio
        assert audio is not None
        window = from_targets(audio, start, stop, seconds=start / self.plan.geometry.audio_rate)
        guidance = self.plan.guidance
        if self.windows.sound_guidance:
            text, people = self.windows.sound_guidance
            guidance = replace(guidance, text=text, people=people)
        predict = guided_sound(self.transformer, self.memories, self.plan.no_text, guidance)
        sigmas = self.plan.sigmas(self.plan.steps)
        made = self._solve(predict, replace(stream, audio=window), sigmas)
        assert made.audio is not None
        return replace(stream, audio=given(put_targets(audio, made.audio, start), start, stop))

    def _first_picture(self, stream: AVStream) -> AVStream:
        each = self._each
        window, sigmas = from_targets(stream.video, 0, each), self.plan.still_sigmas
        # Nothing is heard: with the bridge at the text's scale that costs no prediction of its own.
        guidance = replace(self.plan.guidance, bridge=self.plan.guidance.text)
        predict = guided(self.transformer, self.memories, self.plan.no_text, guidance)
        made = self._solve(predict, replace(stream, video=window, audio=None), sigmas)
        return replace(stream, video=given(put_targets(stream.video, made.video, 0), 0, each))

    def _moved(self, stream: AVStream, start: int, stop: int) -> AVStream:
        """The pictures of a window after its first, with the sound that belongs to them."""
        each, geometry = self._each, self.plan.geometry
        began = start * geometry.temporal / geometry.frame_rate.value
        video = from_targets(
            stream.video,
            start * each,
            stop * each,
            seconds=began,
            latent_frame=start,
            is_first_still=True,
        )
        if self.windows.is_anchored:
            video = put_targets(video, from_targets(stream.video, 0, each), 0)
        audio = stream.audio if self.windows.hears else None
        if audio is not None:
            first = round(began * geometry.audio_rate)
            frames = geometry.temporal * (stop - start - 1) + 1
            count = max(1, round(frames / geometry.frame_rate.value * geometry.audio_rate))
            last = min(first + count, audio.target_tokens)
            audio = from_targets(audio, first, last, seconds=began)
        only_bridge = replace(self.plan.guidance, text=1.0, people=1.0)
        predict = guided(self.transformer, self.memories, self.plan.no_text, only_bridge)
        joined = replace(stream, video=video, audio=audio)
        sigmas = self.plan.sigmas(self.windows.picture_steps)
        made = self._solve(predict, joined, sigmas).video
        whole = put_targets(stream.video, made, start * each, skip=each)
        return replace(stream, video=given(whole, start * each, stop * each))

    def _solve(
        self, predict: Predict, stream: AVStream, sigmas: Float[Tensor, " sigmas"]
    ) -> AVStream:
        before = self.done

        def on_step(done: int, _: int) -> None:
            self.done = before + done
            if self.done < self.total:
                self.on_step(self.done, self.total)

        return self.solve(predict, stream, sigmas, on_step=on_step)

    @property
    def _each(self) -> int:
        """Tokens of a latent frame."""
        _, rows, columns = self.plan.geometry.grid
        return rows * columns


def _in_turns(voices: Sequence[TokenStream | None], turns: Int[Tensor, " a"]) -> TokenStream | None:
    """The first voice's sound with that of the others where it is their turn."""
    heard = voices[0]
    if heard is None:
        return None
    latents = heard.latents.clone()
    for index, voice in enumerate(voices):
        assert voice is not None, "all hear or none"
        mine = (turns == index).nonzero()[:, 0].to(latents.device)
        latents[:, mine] = voice.latents[:, mine]
    return replace(heard, latents=latents)


def _apart(stream: AVStream) -> AVStream:
    """Picture and sound that do not hear each other."""
    if stream.audio is None:
        return stream
    return replace(stream, bridge=Bridge(openness=torch.zeros_like(stream.video.seconds[:, 0])))


def _without_people(stream: AVStream) -> AVStream:
    audio = None if stream.audio is None else without_conditions(stream.audio)
    context = Context(text=stream.context.text, text_mask=stream.context.text_mask)
    return replace(stream, video=without_conditions(stream.video), audio=audio, context=context)


def _without_text(stream: AVStream, no_text: Context) -> AVStream:
    audio = stream.audio
    if audio is not None:
        audio = replace(audio, features=None)
    context = replace(stream.context, text=no_text.text, text_mask=no_text.text_mask)
    return replace(stream, audio=audio, context=context)
