from hypothesis import given
from hypothesis import strategies as st

from retrat.provenance.payload import Payload, name_from_sound, new_payload


@given(st.integers(1, 2**56 - 1), st.booleans(), st.booleans())
def test_there_and_back(file_id: int, shows_person: bool, is_test: bool) -> None:
    payload = Payload(file_id=file_id, shows_person=shows_person, is_test=is_test)
    assert Payload.from_picture(payload.picture_bits) == payload
    assert payload.name.startswith(name_from_sound(payload.sound_bits))
    assert (len(payload.picture_bits), len(payload.sound_bits), len(payload.name)) == (63, 40, 14)


def test_words_that_were_never_written() -> None:
    assert Payload.from_picture((0,) * 63) is None
    assert Payload.from_picture((1,) * 63) is None


def test_every_file_has_its_own() -> None:
    assert len({new_payload(shows_person=True).file_id for _ in range(100)}) == 100
