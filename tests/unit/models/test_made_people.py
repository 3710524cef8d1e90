"""Rows found by meaning, chosen by seed."""

import json
from dataclasses import replace

import torch

from retrat.models.made_people import ALIKE, IN_SIX, VOICE_STEP, MadePeople, described, in_steps

CONFIG = MadePeople.Config(
    people=12,
    photo_bytes=20,
    looks_bytes=23,
    description_width=16,
    voice_tokens=2,
    voice_width=8,
    sound_channels=8,
    voice_latents=5,
)


def test_the_nearest_are_chosen_among_by_the_seed() -> None:
    people = MadePeople(CONFIG)
    rng = torch.Generator().manual_seed(0)
    people.descriptions = torch.nn.functional.normalize(torch.randn(12, 16, generator=rng), dim=-1)
    wanted = people.descriptions[7]
    near = (people.descriptions @ wanted).topk(ALIKE).indices.tolist()
    rows = [people.choose(wanted, seed) for seed in range(40)]
    assert set(rows) == set(near)
    assert rows == [people.choose(wanted, seed) for seed in range(40)]


def test_who_agrees_most_comes_before_who_is_nearest() -> None:
    people = MadePeople(CONFIG)
    rng = torch.Generator().manual_seed(0)
    people.descriptions = torch.nn.functional.normalize(torch.randn(12, 16, generator=rng), dim=-1)
    agreement = torch.zeros(12)
    agreement[[2, 9]] = 3.0
    agreement[4] = 2.0
    wanted = people.descriptions[7]
    assert {people.choose(wanted, seed, agreement) for seed in range(40)} == {2, 9}
    assert {people.choose(wanted, seed, torch.ones(12)) for seed in range(40)} == {
        people.choose(wanted, seed) for seed in range(40)
    }


def test_of_many_who_agree_one_in_six_is_chosen_among() -> None:
    people = MadePeople(replace(CONFIG, people=60))
    rng = torch.Generator().manual_seed(0)
    people.descriptions = torch.nn.functional.normalize(torch.randn(60, 16, generator=rng), dim=-1)
    wanted = people.descriptions[7]
    near = (people.descriptions @ wanted).topk(60 // IN_SIX).indices.tolist()
    assert {people.choose(wanted, seed) for seed in range(300)} == set(near)


def test_padding_means_nothing() -> None:
    states = torch.randn(2, 5, 16)
    mask = torch.tensor([[1.0, 1, 1, 0, 0], [1, 1, 1, 1, 1]])
    means = described(states, mask)
    assert torch.allclose(means[0], described(states[:1, :3], None)[0], atol=1e-6)
    assert torch.allclose(means.norm(dim=-1), torch.ones(2))


def test_photos_lie_one_after_another_and_looks_are_read() -> None:
    people = MadePeople(CONFIG)
    people.photos = torch.arange(20, dtype=torch.uint8)
    people.photo_ends = torch.tensor([3, 7, *range(8, 18)])
    assert people.photo(0) == bytes([0, 1, 2])
    assert people.photo(1) == bytes([3, 4, 5, 6])
    assert people.photo(2) == bytes([7])
    looks = [{"hair": "bob"}, {}]
    written = json.dumps(looks).encode()
    people.written_looks = torch.tensor(list(written), dtype=torch.uint8)
    assert people.looks() == looks


def test_a_voice_is_kept_in_steps() -> None:
    people = MadePeople(CONFIG)
    rng = torch.Generator().manual_seed(0)
    latents = torch.randn(12, 8, 5, generator=rng)
    latents[3, 2, 1] = 60.0
    people.voice_latents = in_steps(latents)
    for row in (0, 3, 11):
        apart = (people.voice(row) - latents[row].clamp(max=127 * VOICE_STEP)).abs()
        assert apart.max() <= VOICE_STEP / 2 + 1e-6, "what is too large is as large as can be"
