import pytest

from retrat.conditioning.homographs import Place, homograph_phones, is_verb
from retrat.conditioning.phones import PHONES, text_to_phones

# Phones -> sentences in which the word between asterisks is said so.
SAID = {
    "l ih v": (
        "I *live* in Rome. | They *live* across the street. | Where do you *live*? | "
        "*Live* your life. | To *live* is to learn. | Cats *live* here. | Long *live* the king!"
    ),
    "l ay v": (
        "We like *live* music. | The show is *live*. | We are *live* from Rome. | You're *live*. | "
        "Going *live* at nine. | A *live* broadcast. | *Live* from New York!"
    ),
    "l ih v z": "She *lives* alone. | Ann *lives* here. | The man who *lives* there.",
    "l ay v z": "They saved our *lives*. | Nine *lives*. | People's *lives* matter.",
    "y uw z": (
        "I *use* it. | We *use* water. | *Use* this one. | Can you *use* it? | Kids *use* slang. | "
        "Please *use* the door. | How do you *use* this? | People that *use* it know."
    ),
    "y uw s": "It is of no *use*. | What's the *use*? | The *use* of force. | Make good *use*.",
    "y uw z ax z": "He *uses* a pen.",
    "y uw s ax z": "It has many *uses*.",
    "y uw s t": "I *used* to sing. | I'm *used* to it.",
    "y uw z d": "It is *used* to cut. | He *used* a knife.",
    "r iy d": (
        "I *read* every day. | *Read* this. | Did you *read* it? | Please *read* it. | "
        "He can't *read*. | Let me *read* it. | I will *read* to you. | I love to *read*. | "
        "It's a good *read*. | They *read* books. | Now *read* it. | I heard him *read* it."
    ),
    "r eh d": (
        "I have *read* it. | She *read* the letter. | I *read* it yesterday. | Ann *read* it. | "
        "It was *read* by all. | Have you *read* this? | I've *read* it. | He has *read* it. | "
        "I *read* that book last year. | I had never *read* it."
    ),
    "w ih n d": "The *wind* is strong. | *Wind* and rain. | In the winter *wind*.",
    "w ay n d": "*Wind* the clock. | I *wind* it. | To *wind* up.",
    "w ih n d z": "Strong *winds* came.",
    "w ay n d z": "The river *winds* through town.",
    "r eh k er d": "For the *record*, no. | A world *record*! | She broke the *record*.",
    "r ax k ao r d": "*Record* this. | I want to *record* it. | A street band *record* it.",
    "r eh k er d z": "My old *records*.",
    "r ax k ao r d z": "He *records* everything.",
    "w uw n d": "The *wound* is deep. | Did they *wound* him?",
    "w aw n d": "I *wound* up here. | He *wound* the clock.",
    "l iy d": "*Lead* the way. | The *lead* singer. | I *lead* a team. | She is in the *lead*.",
    "l eh d": "Made of *lead*. | A *lead* pipe. | *Lead* is heavy.",
    "t ih r": "A *tear* fell. | I saw a *tear* in his eye.",
    "t eh r": "*Tear* it up. | Don't *tear* it.",
    "t ih r z": "With *tears* in her eyes. | *Tears* ran down.",
    "t eh r z": "She *tears* it apart.",
    "k l ow z": (
        "*Close* the door. | Please *close* it. | We *close* at nine. | Shops *close* at nine. | "
        "It will *close*. | Sit and *close* your eyes."
    ),
    "k l ow s": (
        "We are so *close*. | Come *close* to me. | Stay *close*. | A *close* friend. | "
        "*Close* to home. | That was *close*."
    ),
    "b aw": "Take a *bow*. | *Bow* to the queen. | They *bow*.",
    "b ow": "A *bow* and arrow.",
    "r ow": "Three in a *row*. | *Row* the boat.",
    "r aw": "They had a *row*.",
    "m ih n ax t": "Wait a *minute*.",
    "m ay n uw t": "In *minute* detail.",
    "p r eh z ax n t": "A *present* for you. | At *present*, no.",
    "p r iy z eh n t": "Let me *present* my plan. | I *present* the winner.",
    "aa b jh eh k t": "What is that *object*?",
    "ax b jh eh k t": "I *object*!",
    "k aa n t eh n t": "The *content* is new.",
    "k ax n t eh n t": "I am *content*.",
    "d eh z er t": "In the *desert*.",
    "d ih z er t": "Don't *desert* me.",
    "r ih f y uw z": "I *refuse*. | *Refuse* to go.",
    "r eh f y uw z": "Put out the *refuse*.",
    "p r aa jh eh k t": "The *project* is done.",
    "p r ax jh eh k t": "They *project* a profit.",
    "p r ow d uw s": "Fresh *produce*.",
    "p r ax d uw s": "They *produce* cars.",
    "ih k s k y uw s": "No *excuse*!",
    "ih k s k y uw z": "*Excuse* me.",
    "hh aw s": "The *house* is big.",
    "hh aw z": "They *house* guests.",
    "hh aw z ax z": "Two *houses*.",
    "s eh p er ey t": "*Separate* the eggs.",
    "s eh p er ih t": "Two *separate* rooms. | Keep it *separate*.",
    "eh s t ax m ax t": "A rough *estimate*.",
    "eh s t ax m ey t": "I *estimate* ten. | Can you *estimate* it?",
    "p er f ih k t": "That's *perfect*!",
    "p er f eh k t": "I want to *perfect* it.",
    "b ey s": "Drop the *bass*.",
    "b ae s": "He caught a *bass*.",
    "d ah v": "The *dove* flew.",
    "d ow v": "She *dove* in.",
    "p er m ih t": "We need a *permit*. | They *permit* it.",
    "d ah z": "He *does*.",
    "ao g ax s t": "In *August*.",
    "p aa l ih sh": "*Polish* the table. | Nail *polish*.",
    "p ow l ih sh": "She is *Polish*. | *Polish* food.",
    "r eh z ax m ey": "I sent my *resume*. | A *r\u00e9sum\u00e9*.",
    "r ih z uw m": "*Resume* the game.",
}


def _words(text: str) -> list[str]:
    return text.split()


CASES = [(each.strip(), phones) for phones, texts in SAID.items() for each in texts.split("|")]


@pytest.mark.parametrize(("text", "phones"), CASES, ids=[text for text, _ in CASES])
def test_the_neighbours_choose(text: str, phones: str) -> None:
    before, word, after = text.split("*")
    said = " ".join(text_to_phones(before + word + after))
    front = " ".join(text_to_phones(before)[:-1]) if before.strip() else "pau"
    assert said.removeprefix(front).strip().startswith(phones), said
    assert set(said.split()) <= set(PHONES)


def test_words_said_in_one_way_are_left_to_the_dictionary() -> None:
    assert homograph_phones(["the", "pear"], 1) is None


def test_a_place_ends_with_its_sentence_and_looks_past_adverbs() -> None:
    here = Place(_words("yes . we really never use it ! no"), 5)
    assert here.sentence == _words("we really never use it")
    assert (here.before, here.nearest, here.after, here.later) == ("we", "never", "it", "")
    assert not here.begins
    assert Place(["use", "it"], 0).begins


def test_a_verb_a_noun_or_nobody_knows() -> None:
    assert is_verb(Place(_words("to record it"), 1)) is True
    assert is_verb(Place(_words("the record is"), 1)) is False
    assert is_verb(Place(_words("song record"), 1)) is None
