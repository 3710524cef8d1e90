from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
import torch

from retrat.media.recompress import recompress_sound
from retrat.media.sound import resample
from retrat.provenance.payload import Payload
from retrat.provenance.sound_mark import _cells, _spectrum, _Warp, mark_sound, read_sound
from retrat.types import Audio

PAYLOAD = Payload(file_id=0x1234567890ABCD)
RATE = 24_000


def speech(seconds: float = 3.0, channels: int = 1) -> Audio:
    """Something like talking: pulses of a moving pitch through moving formants, with pauses."""
    rng = np.random.default_rng(0)
    time = np.arange(round(seconds * RATE)) / RATE
    pitch = 120 + 25 * np.sin(2 * np.pi * 0.7 * time)
    phase = 2 * np.pi * np.cumsum(pitch) / RATE
    voiced = np.zeros_like(time)
    for wave in range(1, 40):
        centre = 700 + 500 * np.sin(2 * np.pi * 1.7 * time)
        height = 1 / (1 + ((wave * pitch - centre) / 300) ** 2) + 0.1
        voiced += height * np.sin(wave * phase)
    syllables = np.clip(np.sin(2 * np.pi * 3.3 * time) + 0.4, 0, 1)
    samples = 0.03 * syllables * voiced + 0.002 * rng.normal(size=len(time))
    one = torch.from_numpy(samples).float()[None]
    return Audio(samples=one.repeat(channels, 1), sample_rate=RATE)


def heard_as(audio: Audio) -> str | None:
    return read_sound(audio).name


@pytest.fixture(scope="module")
def marked() -> Audio:
    return mark_sound(speech(), PAYLOAD)


def test_it_is_faint(marked: Audio) -> None:
    plain = speech().samples
    added = marked.samples - plain
    assert 10 * torch.log10(plain.square().mean() / added.square().mean()) > 6
    # Nothing sounds where nothing sounded, and what lies below the band is left alone.
    low = torch.fft.rfft(added)[:, : 250 * 3].abs().square().sum()
    assert low < 0.02 * torch.fft.rfft(added).abs().square().sum()


def test_it_is_read(marked: Audio) -> None:
    reading = read_sound(marked)
    assert reading.name == PAYLOAD.name[:10]
    assert reading.score > 10


def test_unmarked_sound_says_nothing() -> None:
    reading = read_sound(speech())
    assert reading.name is None
    assert reading.score < 8.2


def coded(codec: str, bits: int) -> Callable[[Audio], Audio]:
    def through(audio: Audio) -> Audio:
        samples = recompress_sound(audio.samples[0].numpy(), RATE, codec=codec, bit_rate=bits)
        return Audio(samples=torch.from_numpy(samples)[None], sample_rate=RATE)

    return through


def played(factor: float) -> Callable[[Audio], Audio]:
    """Faster and higher, as on a tape."""

    def through(audio: Audio) -> Audio:
        pretended = Audio(samples=audio.samples, sample_rate=round(RATE * factor))
        return resample(pretended, RATE)

    return through


ATTACKS: dict[str, Callable[[Audio], Audio]] = {
    "AAC 32k": coded("aac", 32_000),
    "MP3 64k": coded("libmp3lame", 64_000),
    "Opus 32k": coded("libopus", 32_000),
    "8 kHz": lambda audio: resample(audio, 8000),
    "quieter": lambda audio: replace(audio, samples=audio.samples * 0.2),
    "begins later": lambda audio: replace(audio, samples=audio.samples[:, 7_777:]),
    "faster": played(1.05),
    "slower": played(0.95),
}


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS.keys())
def test_it_survives(marked: Audio, attack: Callable[[Audio], Audio]) -> None:
    assert heard_as(attack(marked)) == PAYLOAD.name[:10]


def test_one_second_is_enough(marked: Audio) -> None:
    for start in (0.4, 1.1, 1.8):
        first = round(start * RATE)
        part = replace(marked, samples=marked.samples[:, first : first + RATE])
        assert heard_as(part) == PAYLOAD.name[:10]


def test_quiet_passages_are_heard_nearly_as_well_as_loud_ones() -> None:
    audio = speech(4.0)
    fall = torch.ones(audio.samples.shape[1])
    fall[len(fall) // 2 :] = 10 ** (-32 / 20)
    heard = _spectrum(mark_sound(replace(audio, samples=audio.samples * fall), PAYLOAD))
    assert heard is not None
    cells = _cells(heard, _Warp())
    loud, quiet = cells[: len(cells) // 2 - 20], cells[len(cells) // 2 + 20 :]
    assert 0.6 < quiet.std() / loud.std() < 1


def test_how_it_was_changed_is_told(marked: Audio) -> None:
    reading = read_sound(played(1.05)(marked))
    assert reading.speed == pytest.approx(1.05, abs=0.011)
    assert reading.pitch == pytest.approx(1.05, abs=0.011)
    assert read_sound(played(1.05)(marked), is_thorough=False).name is None


def test_every_rate_and_both_channels() -> None:
    both = mark_sound(resample(speech(channels=2), 44_100), PAYLOAD)
    assert both.samples.shape == (2, 3 * 44_100)
    for channel in (0, 1):
        one = Audio(samples=both.samples[channel : channel + 1], sample_rate=44_100)
        assert heard_as(one) == PAYLOAD.name[:10]


def test_the_loudest_stays_within_range() -> None:
    loud = speech()
    loud = replace(loud, samples=loud.samples / loud.samples.abs().max())
    assert mark_sound(loud, PAYLOAD).samples.abs().max() <= 1


@pytest.mark.parametrize("seconds", [0.0, 0.2, 1.0])
def test_silence_and_scraps(seconds: float) -> None:
    silent = Audio(samples=torch.zeros(1, round(seconds * RATE)), sample_rate=RATE)
    assert torch.equal(mark_sound(silent, PAYLOAD).samples, silent.samples)
    assert read_sound(silent).name is None


def test_another_file_another_mark() -> None:
    other = Payload(file_id=0xFEDCBA98765432)
    assert heard_as(mark_sound(speech(), other)) == other.name[:10]
