import pytest
import torch
from people import babble

from retrat.evaluate import trust_sound
from retrat.evaluate.trust import as_table

LENGTHS = {
    "tempo x1.25": 3 / 1.25,
    "tempo x0.8": 3 / 0.8,
    "speed and pitch x1.05": 3 / 1.05,
    "speed and pitch x0.95": 3 / 0.95,
    "1 s of it": 1.0,
}


@pytest.mark.parametrize("name", sorted(trust_sound.sound_attacks()))
def test_attacks_give_sound_of_the_length_they_should(name: str) -> None:
    sound = babble(3.0)
    attacked = trust_sound.sound_attacks()[name](sound)
    assert attacked.seconds == pytest.approx(LENGTHS.get(name, 3.0), abs=0.08)
    assert attacked.samples.abs().max() > 0.01


def test_a_mark_that_is_read_and_one_that_is_wiped_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def silent(audio: trust_sound.Audio) -> trust_sound.Audio:
        return trust_sound.Audio(
            samples=torch.zeros_like(audio.samples), sample_rate=audio.sample_rate
        )

    table = {"none": lambda audio: audio, "silence": silent}
    monkeypatch.setattr(trust_sound, "sound_attacks", lambda: table)
    none, silence = trust_sound.measure_sound([babble(4.0)])
    assert (none.read, silence.read) == (1, 0)
    assert "| none | 1 of 1 |" in as_table([none, silence])


def test_unmarked_sound_raises_no_alarm() -> None:
    found = trust_sound.sound_false_alarms([babble(3.0, seed=seed) for seed in range(2)])
    assert (found.tries, found.alarms) == (2, 0)
    assert found.mean < 8.5
