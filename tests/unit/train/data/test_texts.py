import random
from collections import Counter

from retrat.conditioning.phones import PHONES, spoken, text_to_phones
from retrat.train.data.texts import TOPICS, sentence


def test_thousands_of_distinct_sentences_hold_every_phone() -> None:
    rng = random.Random(0)
    made = [sentence(rng) for _ in range(1500)]
    assert len(set(made)) > 1300
    counts = Counter(phone for text in made for phone in text_to_phones(text))
    assert set(counts) == set(PHONES)
    assert min(counts.values()) > 30


def test_sentences_are_plain_and_speakable() -> None:
    rng = random.Random(1)
    for topic in TOPICS:
        text = sentence(rng, topic=topic)
        assert text[0].isupper()
        assert "{" not in text
        assert 2 <= len(spoken(text).split()) <= 30


def test_the_generator_decides() -> None:
    assert sentence(random.Random(5)) == sentence(random.Random(5))
