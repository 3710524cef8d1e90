"""What the two towers and the bridge promise, at tiny size."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from torch import Tensor

from retrat.conditioning.references import picture_tokens, voice_tokens
from retrat.conditioning.stream import (
    Geometry,
    append,
    audio_targets,
    video_targets,
)
from retrat.models.transformer import Transformer, without_padding
from retrat.types import AVStream, AVValues, Bridge, Context, FrameRate, LatentShape

CONFIG = Transformer.Config.tiny()
SHAPE = LatentShape(latent_frames=2, height=4, width=4)
GEOMETRY = Geometry(
    shape=SHAPE,
    channels=4,
    patch=2,
    frame_rate=FrameRate(numerator=24),
    audio_channels=8,
    audio_latents=5,
    audio_rate=25.0,
)
BATCH = 2


def noise(seed: int, *size: int) -> Tensor:
    return torch.randn(size, generator=torch.Generator().manual_seed(seed))


def started() -> Transformer:
    """A model as training begins, but with an output."""
    torch.manual_seed(0)
    model = Transformer(CONFIG)
    for tower in (model.video, model.audio):
        torch.nn.init.normal_(tower.out.weight, std=0.2)
    return model


def trained() -> Transformer:
    """A model whose every part matters."""
    model = started()
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter, std=0.25)
    return model


def bare() -> AVStream:
    """Targets and text, nothing else."""
    video = video_targets(noise(1, BATCH, 4, 2, 4, 4), GEOMETRY)
    audio = audio_targets(noise(2, BATCH, 8, 5), GEOMETRY.audio_rate)
    mask = torch.tensor([[True] * 3, [True, True, False]])
    context = Context(text=noise(3, BATCH, 3, 16), text_mask=mask)
    return AVStream(video=video, audio=audio, context=context)


def with_person(stream: AVStream, person: int, *, origin: int = 16) -> AVStream:
    """Reference tokens of a face and a voice in one slot."""
    pictures = noise(10 + person, BATCH, 1, 4, 4, 4)
    face = picture_tokens(pictures, torch.full((BATCH, 1), person), patch=2, origin=origin)
    latents = noise(20 + person, BATCH, 8, 3)
    voice = voice_tokens(latents, torch.full((BATCH, 3), person), rate=25.0)
    return replace(
        stream,
        video=append(stream.video, face),
        audio=append(stream.audio, voice),
        context=replace(
            stream.context,
            identity=noise(4, BATCH, 2, 12),
            identity_groups=torch.ones(BATCH, 2, dtype=torch.long),
            voice=noise(5, BATCH, 3, 8),
            voice_groups=torch.ones(BATCH, 3, dtype=torch.long),
        ),
    )


def with_speech(stream: AVStream) -> AVStream:
    features = noise(6, BATCH, stream.audio.latents.shape[1], 8)
    return replace(stream, audio=replace(stream.audio, features=features))


SIGMA_VIDEO, SIGMA_AUDIO = torch.tensor([0.7, 0.2]), torch.tensor([0.4, 0.9])


def said(model: Transformer, stream: AVStream, **more: object) -> AVValues:
    with torch.no_grad():
        return model(stream, SIGMA_VIDEO, SIGMA_AUDIO, **more)


def test_at_the_start_bridge_identity_and_speech_change_no_bit() -> None:
    model = started()
    closed = replace(bare(), bridge=Bridge(openness=torch.zeros(BATCH)))
    alone = said(model, replace(bare(), audio=None))
    together = said(model, with_speech(bare()))
    assert torch.equal(alone.video, together.video)
    assert torch.equal(said(model, closed).audio, together.audio)
    with_identity = replace(bare(), context=with_person(bare(), 1).context)
    no_voice = replace(
        with_identity, context=replace(with_identity.context, voice=None, voice_groups=None)
    )
    assert torch.equal(said(model, no_voice).video, together.video)


def test_a_closed_bridge_changes_no_bit() -> None:
    model = trained()
    closed = replace(bare(), bridge=Bridge(openness=torch.zeros(BATCH)))
    assert torch.equal(said(model, closed).video, said(model, replace(bare(), audio=None)).video)
    assert not torch.equal(said(model, closed).video, said(model, bare()).video)


def test_padding_counts_as_nothing() -> None:
    """A batch may mix samples: what is padded in one leaves it as if it had never been there."""
    model = trained()
    full = with_person(bare(), 1)
    second = torch.tensor([1, 0])

    def hidden(stream: object) -> object:
        groups = stream.groups.clone()
        conditions_ = groups[:, stream.target_tokens :]
        conditions_[1] = -1
        return replace(stream, groups=groups)

    context = replace(
        full.context,
        identity_groups=torch.where(second[:, None] > 0, full.context.identity_groups, -1),
        voice_groups=torch.where(second[:, None] > 0, full.context.voice_groups, -1),
    )
    mixed = said(
        model, replace(full, video=hidden(full.video), audio=hidden(full.audio), context=context)
    )
    everything, nothing = said(model, full), said(model, bare())
    for part in ("video", "audio"):
        values = getattr(mixed, part)
        assert torch.allclose(values[0], getattr(everything, part)[0], atol=1e-5)
        assert torch.allclose(values[1], getattr(nothing, part)[1], atol=1e-5)
        assert not torch.allclose(
            getattr(everything, part)[1], getattr(nothing, part)[1], atol=1e-2
        )


def test_remembered_references_change_no_bit() -> None:
    model, stream = trained(), with_person(with_person(bare(), 1), 2)
    fresh = said(model, stream)
    with torch.no_grad():
        memories = model.remember(stream)
    # Other targets, another prompt and another noise level leave the memories as they are.
    other = replace(
        stream,
        video=replace(
            stream.video,
            latents=torch.cat([noise(7, BATCH, 8, 16), stream.video.latents[:, 8:]], dim=1),
        ),
        context=Context(text=noise(8, BATCH, 3, 16)),
    )
    with torch.no_grad():
        again = model.remember(other)
    for one, two in zip(memories.video.blocks, again.video.blocks, strict=True):
        assert torch.equal(one[0], two[0])
        assert torch.equal(one[1], two[1])
    cached = said(model, stream, memories=memories)
    assert torch.equal(cached.video, fresh.video)
    assert torch.equal(cached.audio, fresh.audio)
    unmasked = said(model, stream, memories=without_padding(memories))
    assert without_padding(memories).video.seen is None
    assert torch.allclose(unmasked.video, fresh.video, atol=1e-5)


def test_references_see_only_their_own_person() -> None:
    model = trained()
    two = with_person(with_person(bare(), 1), 2)
    changed = two.video.latents.clone()
    changed[:, 8:12] += 1.0  # the face of person 1
    with torch.no_grad():
        before = model.remember(two).video
        after = model.remember(replace(two, video=replace(two.video, latents=changed))).video
    for one, other in zip(before.blocks, after.blocks, strict=True):
        assert not torch.allclose(one[0][:, :, :4], other[0][:, :, :4])
        assert torch.equal(one[0][:, :, 4:], other[0][:, :, 4:])
        assert torch.equal(one[1][:, :, 4:], other[1][:, :, 4:])


def test_everything_that_is_given_matters() -> None:
    model, bare_ = trained(), bare()
    plain, person = said(model, bare_), said(model, with_person(bare_, 1))
    assert not torch.allclose(plain.video, person.video)
    assert not torch.allclose(plain.audio, person.audio)
    assert not torch.allclose(said(model, with_speech(bare_)).video, plain.video)
    full = with_person(bare_, 1)
    no_identity = replace(full.context, identity=None, identity_groups=None)
    assert not torch.allclose(said(model, replace(full, context=no_identity)).video, person.video)
    moved = replace(full.video, positions=full.video.positions + torch.tensor([0.0, 0.0, 3.0]))
    unmoved_targets = torch.cat([full.video.positions[:, :8], moved.positions[:, 8:]], dim=1)
    moved = replace(full.video, positions=unmoved_targets)
    assert not torch.allclose(said(model, replace(full, video=moved)).video, person.video)


def test_sigmas_are_independent_and_per_token() -> None:
    model, stream = trained(), bare()
    with torch.no_grad():
        one = model(stream, SIGMA_VIDEO, SIGMA_AUDIO)
        louder = model(stream, SIGMA_VIDEO, SIGMA_AUDIO + 0.05)
    assert not torch.allclose(one.audio, louder.audio)
    assert not torch.allclose(one.video, louder.video)  # through the bridge and its gate
    # All targets given = sigma 0, whatever the number says; but what is given is known to every
    # token, carried over, and seen by what corrects the cells.
    assert model.video.shares is not None
    assert model.video.given is not None
    torch.nn.init.zeros_(model.video.given.weight)
    assert model.video.local is not None
    for linear in (model.video.shares, model.video.local.out):
        torch.nn.init.zeros_(linear.weight)
        torch.nn.init.zeros_(linear.bias)
    given = replace(stream.video, noise_mask=torch.zeros_like(stream.video.noise_mask))
    with torch.no_grad():
        clean = model(replace(stream, video=given), SIGMA_VIDEO, SIGMA_AUDIO)
        zero = model(stream, torch.zeros(BATCH), SIGMA_AUDIO)
    assert torch.allclose(clean.video, zero.video, atol=1e-5)
    spelled_out = replace(stream.video, is_uniform=False)
    uniform = said(model, stream).video
    assert torch.equal(said(model, replace(stream, video=spelled_out)).video, uniform)


def test_the_bridge_is_bound_to_the_clock() -> None:
    model, stream = trained(), bare()
    model.to_video[0].sink_keys.data.zero_()  # sinks stand at second 0, and would not move along
    model.to_audio[0].sink_keys.data.zero_()
    later = replace(stream.audio, seconds=stream.audio.seconds + 1.0)
    both = replace(
        stream, audio=later, video=replace(stream.video, seconds=stream.video.seconds + 1.0)
    )
    assert not torch.allclose(
        said(model, replace(stream, audio=later)).video, said(model, stream).video, atol=1e-4
    )
    assert torch.allclose(said(model, both).video, said(model, stream).video, atol=1e-4)


def test_hidden_tokens_do_not_cross() -> None:
    model, stream = trained(), bare()
    seen = torch.ones(BATCH, 5, dtype=torch.bool)
    seen[:, 2] = False
    masks = Bridge(openness=torch.ones(BATCH), audio_seen=seen)
    changed = stream.audio.latents.clone()
    changed[:, 2] += 1.0
    # In one block, nothing but the bridge could carry the change to the picture.
    model.audio.blocks[0].self_attention.out.weight.data.zero_()
    model.audio.blocks[1].self_attention.out.weight.data.zero_()
    one = said(model, replace(stream, bridge=masks))
    louder = replace(stream, audio=replace(stream.audio, latents=changed), bridge=masks)
    assert torch.equal(one.video, said(model, louder).video)
    assert not torch.equal(
        said(model, replace(louder, bridge=None)).video, said(model, stream).video
    )


def test_every_parameter_learns() -> None:
    model = trained()
    stream = with_person(bare(), 1, origin=0)  # in place, so that something is carried over
    values = model(with_speech(stream), SIGMA_VIDEO, SIGMA_AUDIO)
    (values.video.square().mean() + values.audio.square().mean()).backward()
    for name, parameter in model.named_parameters():
        assert parameter.grad is not None, name
        assert float(parameter.grad.abs().sum()) > 0, name


def test_bridges_are_spread_evenly() -> None:
    nano, big = Transformer.Config.nano(), Transformer.Config.wan_14b()
    assert nano.bridged == ((1, 1), (4, 3), (6, 5), (9, 7))
    assert len(big.bridged) == 15
    assert big.bridged[0] == (1, 1)
    assert big.bridged[-1] == (39, 29)


def test_the_sound_tower_runs_alone() -> None:
    model, stream = trained(), with_speech(with_person(bare(), 1))
    with torch.no_grad():
        alone = model.audio(stream.audio, SIGMA_AUDIO, stream.context)
    closed = replace(stream, bridge=Bridge(openness=torch.zeros(BATCH)))
    assert torch.equal(alone, said(model, closed).audio)


@pytest.mark.slow
def test_compiles_as_one_graph() -> None:
    """In a process of its own: checked signatures do not compile."""
    environment = {"PYTHONPATH": ".", "PATH": "/usr/bin:/bin", "OMP_NUM_THREADS": "1"}
    root = Path(__file__).parents[3]
    subprocess.run([sys.executable, __file__], check=True, cwd=root, env=environment)


def compiled_equals_eager() -> None:
    model, stream = trained(), with_speech(with_person(bare(), 1))
    compiled = torch.compile(model, fullgraph=True, backend="eager")
    with torch.no_grad():
        one = compiled(stream, SIGMA_VIDEO, SIGMA_AUDIO)
    assert torch.allclose(one.video, said(model, stream).video, atol=1e-4)
    assert torch.allclose(one.audio, said(model, stream).audio, atol=1e-4)


if __name__ == "__main__":
    compiled_equals_eager()
