import itertools
import sys
from pathlib import Path

import pytest
from files import say, write_sound

from retrat.cli import main
from retrat.errors import RequestError
from retrat.provenance import spoken
from retrat.provenance.home import Home
from retrat.provenance.store import load_cast
from retrat.runtime import listening, speakers
from retrat.runtime.listening import check_spoken, words_of

pytest.importorskip("pocketsphinx")

CODE = ("amber", "river", "window", "paper", "garden")
OTHER_WORDS = "The children walked along the river and sang until the evening came."
ENROLLED = (  # one short sentence is too little to know a voice by
    f"{OTHER_WORDS} Then they went home, had bread and soup, and told their mother what they had "
    "seen. In the morning it rained, so everybody stayed in bed and read a book about the sea."
)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("RETRAT_HOME", str(tmp_path / "home"))
    words = itertools.cycle(CODE)  # of some codes a synthetic voice says one word unclearly
    monkeypatch.setattr(spoken.secrets, "choice", lambda _: next(words))
    return Home.default()


@pytest.mark.slow  # the server's test asks the same of the same judge
def test_the_command_enrols_who_reads_the_statement(
    flite: str, home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if not speakers.knows_voices():
        pytest.skip("Resemblyzer is not installed")
    voice = say(flite, tmp_path / "ana.wav", ENROLLED)
    assert main(["cast", "statement", "Ana"]) == 0
    text = capsys.readouterr().out.strip()
    command = ["cast", "add", "Ana", "--voice", str(voice), "--yes", "--spoken"]
    stranger = say(flite, tmp_path / "stranger.wav", text, voice="rms")
    assert main([*command, str(stranger)]) == 2
    assert "is not the one in Ana's recordings" in capsys.readouterr().err
    recording = say(flite, tmp_path / "said.wav", text)
    assert main([*command, str(recording)]) == 0
    (member,) = load_cast(home).members
    assert member.record.evidence == "spoken"
    assert member.record.evidence_sha256 is not None
    assert main([*command, str(recording)]) == 2  # the code is used up
    assert "No code for Ana" in capsys.readouterr().err


def test_other_words_and_the_code_alone(flite: str, home: Home, tmp_path: Path) -> None:
    asked = spoken.issue(home, "Ana")
    other = say(flite, tmp_path / "other.wav", OTHER_WORDS)
    with pytest.raises(RequestError, match="The code is not heard in"):
        check_spoken(home, other, name="Ana")
    alone = say(flite, tmp_path / "alone.wav", f"The code is {asked.code}.")
    with pytest.raises(RequestError, match="has the code in it, but not the rest"):
        check_spoken(home, alone, name="Ana")
    assert spoken.waiting(home, "Ana") == (asked,)  # a code is used up by nothing but success


def test_a_breath_within_the_code_is_no_word(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = spoken.issue(home, "Ana")
    recording = write_sound(tmp_path / "said.wav")
    first, *rest = asked.code.split()
    heard = words_of(asked.text.replace(asked.code, f"{first} i {' the '.join(rest)}"))
    monkeypatch.setattr(listening, "hear", lambda *_: heard)
    assert check_spoken(home, recording, name="Ana") == asked
    asked = spoken.issue(home, "Ana")
    swapped = words_of(asked.text.replace(asked.code, " ".join([*rest, first])))
    monkeypatch.setattr(listening, "hear", lambda *_: swapped)
    with pytest.raises(RequestError, match="The code is not heard"):
        check_spoken(home, recording, name="Ana")


def test_noise_says_nothing(home: Home, tmp_path: Path) -> None:
    spoken.issue(home, "Ana")
    with pytest.raises(RequestError, match="The code is not heard"):
        check_spoken(home, write_sound(tmp_path / "babble.wav"), name="Ana")


def test_what_is_missing_is_said(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = spoken.issue(home, "Ana")
    recording = write_sound(tmp_path / "said.wav")
    monkeypatch.setattr(listening, "hear", lambda *_: words_of(asked.text))
    monkeypatch.setattr(listening, "knows_voices", lambda: False)
    assert [listening.can_hear(needs_voice=needs) for needs in (False, True)] == [True, False]
    with pytest.raises(RequestError, match="Resemblyzer, which is not installed"):
        check_spoken(home, recording, name="Ana", voices=[recording])
    monkeypatch.undo()
    monkeypatch.setitem(sys.modules, "pocketsphinx", None)
    listening._decoder.cache_clear()
    with pytest.raises(RequestError, match="pocketsphinx, which is not installed"):
        listening.hear(listening.decode_audio(recording, sample_rate=16_000), frozenset({"a"}))
