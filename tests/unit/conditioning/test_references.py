"""Where references stand: nowhere a target stands, and each person in their own place."""

import torch

from retrat.conditioning.references import SLOT_SECONDS, picture_tokens, voice_tokens


def test_windows_do_not_meet() -> None:
    latents = torch.randn(1, 3, 4, 16, 16)
    people = torch.tensor([[1, 1, 2]])
    tokens = picture_tokens(latents, people, patch=2, origin=16)
    assert tokens.latents.shape == (1, 3 * 64, 16)
    places = {tuple(place) for place in tokens.positions[0].tolist()}
    assert len(places) == 3 * 64  # no two tokens share a place
    assert tokens.positions[..., 0].unique().tolist() == [-1.0]
    assert tokens.positions[..., 1:].min() >= 16  # the largest target grid has 10 rows
    assert tokens.groups[0].unique_consecutive(return_counts=True)[1].tolist() == [128, 64]
    assert tokens.noise_mask.sum() == 0


def test_face_and_voice_share_a_slot() -> None:
    pictures = picture_tokens(
        torch.randn(1, 2, 4, 16, 16), torch.tensor([[1, 2]]), patch=2, origin=16
    )
    people = torch.tensor([[1, 1, 2, 2, 2]])
    voice = voice_tokens(torch.randn(1, 8, 5), people, rate=25.0)
    for person in (1, 2):
        first = -SLOT_SECONDS * person
        face = pictures.seconds[pictures.groups == person]
        heard = voice.seconds[voice.groups == person]
        for seconds in (face, heard):
            assert bool((seconds > first).all())
            assert bool((seconds < first + SLOT_SECONDS).all())
        assert torch.allclose(heard, first + (torch.arange(len(heard)) + 0.5) / 25.0)
    assert torch.equal(voice.positions[..., 0], voice.seconds)
