from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from retrat.conditioning.phones import text_to_phones
from retrat.train.data.speech import (
    TimedPhone,
    Utterance,
    load_corpus,
    load_shard,
    pack_corpus,
    save_shard,
    speaker_from_seed,
    speaker_seeds,
    utterance,
    write_corpus,
)
from retrat.train.data.splits import split


def tone(seed: int) -> Utterance:
    at = np.arange(24_000) / 24_000
    samples = (0.3 * np.sin(2 * np.pi * (200 + seed % 7) * at)).astype(np.float32)
    phones = (TimedPhone("pau", 0.0, 0.2), TimedPhone("iy", 0.2, 1.0))
    return Utterance(
        text=f"tone {seed}",
        speaker_seed=seed,
        samples=samples,
        phones=phones,
        pitch_hertz=np.full(100, 200.0, np.float32),
    )


def test_speakers_of_a_split_are_many_and_different() -> None:
    seeds = speaker_seeds("test", 40)
    assert {split(seed) for seed in seeds} == {"test"}
    assert not set(seeds) & set(speaker_seeds("train", 2000))
    who = [speaker_from_seed(seed) for seed in seeds]
    assert len({(each.base.name, round(each.pitch_hertz), each.formants) for each in who}) == 40
    assert speaker_from_seed(seeds[0]) == who[0]


def test_a_voice_can_fit_a_body() -> None:
    deep = np.mean([speaker_from_seed(s, masculinity=1.0).pitch_hertz for s in range(40)])
    high = np.mean([speaker_from_seed(s, masculinity=0.0).pitch_hertz for s in range(40)])
    small = np.mean([speaker_from_seed(s, is_child=True).pitch_hertz for s in range(40)])
    assert deep < 125 < 160 < high < small


@pytest.mark.usefixtures("flite")
def test_an_utterance_has_its_phones_pitch_and_pace() -> None:
    speaker = speaker_from_seed(3)
    said = utterance("My name is Anna.", speaker)
    again = utterance("My name is Anna.", speaker)
    assert np.array_equal(said.samples, again.samples)
    assert [each.phone for each in said.phones] == text_to_phones("My name is Anna.")
    assert len(said.samples) % 960 == 0
    assert abs(said.phones[-1].end - said.seconds) < 0.05
    voiced = said.pitch_hertz[said.pitch_hertz > 0]
    assert abs(12 * np.log2(np.median(voiced) / speaker.pitch_hertz)) < 4
    fast = utterance("My name is Anna.", replace(speaker, rate=2 * speaker.rate))
    assert fast.phones[-1].end == pytest.approx(said.phones[-1].end / 2)


@pytest.mark.usefixtures("flite")
def test_a_corpus_continues_and_knows_its_split(tmp_path: Path) -> None:
    write_corpus(tmp_path, part="validation", utterances=2, per_speaker=2)
    first = list(load_corpus(tmp_path, part="validation"))
    write_corpus(tmp_path, part="validation", utterances=2, per_speaker=2)
    assert len(first) == 2
    assert {split(each.speaker_seed) for each in first} == {"validation"}
    assert not list(load_corpus(tmp_path, part="train"))


def test_shards_come_back_whole_and_packed_ones_nearly(tmp_path: Path) -> None:
    written = [tone(seed) for seed in speaker_seeds("train", 3)]
    (tmp_path / "full").mkdir()
    save_shard(tmp_path / "full" / "train-0000.npz", written)
    pack_corpus(tmp_path / "full", tmp_path / "small")
    small = tmp_path / "small" / "train-0000.npz"
    assert small.stat().st_size < 0.4 * (tmp_path / "full" / "train-0000.npz").stat().st_size
    for read, limit in ((list(load_corpus(tmp_path / "full")), 1e-4), (load_shard(small), 0.1)):
        assert [each.text for each in read] == [each.text for each in written]
        assert read[1].phones[1].phone == "iy"
        assert read[1].phones[1].end == pytest.approx(1.0)
        assert np.array_equal(read[2].pitch_hertz, written[2].pitch_hertz)
        difference = read[1].samples[4000:-4000] - written[1].samples[4000:-4000]
        assert np.abs(difference).max() < limit
