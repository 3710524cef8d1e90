from retrat.conditioning.words import plain, word


def test_prompts_are_read_in_lower_case_on_one_line() -> None:
    assert plain("In  a\n\tSunny PARK ") == "in a sunny park "


def test_a_pattern_is_no_part_of_a_word_and_keeps_its_choices_together() -> None:
    assert word("cat|dog").search("a dog, asleep")
    assert not word("cat|dog").search("a category of hotdogs")
