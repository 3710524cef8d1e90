from retrat.conditioning.dictionary import dictionary, phones_of, with_s


def test_every_reading_is_known_the_usual_one_first() -> None:
    assert dictionary()["read"] == (("R", "EH1", "D"), ("R", "IY1", "D"))
    assert "read(2)" not in dictionary()


def test_phones_have_no_stress_but_ax_is_unstressed() -> None:
    assert phones_of(("AH0", "B", "AH1", "V")) == ("ax", "b", "ah", "v")


def test_the_ending_goes_with_the_sound_before_it() -> None:
    endings = [with_s(phones)[1:] for phones in (("t",), ("d",), ("s",), ("iy",))]
    assert endings == [("s",), ("z",), ("ax", "z"), ("z",)]
