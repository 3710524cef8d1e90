"""Animals, creatures and machines that a prompt wants to be seen, which no clip shows.

"A cat sleeps on a sofa"                       a cat
"A man as brave as a lion in a cat cafe"       nothing
"""

import re
from collections.abc import Iterator

from retrat.conditioning.lines import QUOTED
from retrat.conditioning.tables import words
from retrat.conditioning.unheeded import is_denied
from retrat.conditioning.words import plain

_ANIMALS = (
    r"cats?|kittens?|dogs?|puppy|puppies|horses?|pon(?:y|ies)|donkeys?|cows?|sheep|goats?|pigs?"
    r"|chickens?|hens?|roosters?|ducks?|geese|goose|swans?|parrots?|pigeons?|owls?|eagles?|penguins?"
    r"|peacocks?|lions?|tigers?|leopards?|elephants?|giraffes?|zebras?|(?<!teddy )bears?|pandas?"
    r"|wol(?:f|ves)|fox(?:es)?|rabbits?|bunn(?:y|ies)|hamsters?|squirrels?|monkeys?|gorillas?"
    r"|kangaroos?|camels?|deer|reindeer|crocodiles?|snakes?|frogs?|turtles?|lizards?|sharks?"
    r"|dolphins?|whales?|goldfish|octopus(?:es)?|butterfl(?:y|ies)|bees?|ladybugs?|spiders?|pets?"
    r"|animals?"
)
_CREATURES = (
    r"dinosaurs?|t-rex|dragons?|unicorns?|monsters?|ghosts?|godzilla|teddy bears?|snowm[ae]n"
    r"|cyborgs?|androids?|robots?|aliens?|mermaids?|centaurs?|yeti|bigfoot"
)
_MACHINES = (
    r"(?:sports |racing |police |fire |flying |red |blue |black |white |yellow |old |fast )?"
    r"(?:cars?|trucks?|bus(?:es)?|motorcycles?|motorbikes?|bicycles?|bikes?|trams?|helicopters?"
    r"|drones?|rockets?|ufos?|tanks?|balloons?|kites?|aeroplanes?|airplanes?|planes?|trains?|ships?"
    r"|boats?|spaceships?)"
)
_MOVES = (
    r"(?:is |are |slowly |quickly |suddenly |\w+ly )*(?:driv(?:es?|ing)|race|racing|speed(?:s|ing)?"
    r"|fl(?:y|ies|ying)|pass(?:es|ing)?|land(?:s|ing)?|tak(?:es?|ing) off|lift(?:s|ing)? off"
    r"|launch(?:es|ing)?|explod(?:es?|ing)|crash(?:es|ing)?|drift(?:s|ing)?|float(?:s|ing)?"
    r"|arriv(?:es?|ing)|appears?|hover(?:s|ing)?|sail(?:s|ing)?|roll(?:s|ing)?|races)\b"
)
# What is called after them.
_NOT_OF = (
    r"(?![- ](?:food|tags?|collar|leash|eyed?|lovers?|owners?|trainers?|walkers?|cafe|whisper\w*"
    r"|shops?|shelter|house|farm|stables?|riding|show|races?|market|hats?|costumes?|masks?|masked"
    r"|suits?|ears?|skin|print|onesie|pyjamas?|tattoo|shirt|sweater|t-shirt|pin|mascot|king|park"
    r"|song|bar|bars|stor(?:y|ies)|bed|doctors?|rescue\w*|behaviou?r|sanctuary|keepers?|hunters?"
    r"|sitters?|woods|person|people|wom[ae]n|m[ae]n|lady|girl|boy|mom|mum|dad|wings)\b|'s\b)"
)
_SEEN = re.compile(
    rf"\b(?:(?:{_ANIMALS}|{_CREATURES})\b{_NOT_OF}"
    rf"|(?P<machine>{_MACHINES}) (?:that |which )?{_MOVES})"
)
_NOT_SEEN = words(
    "about of like as called named for than without no any from hot lone busy sea guinea imitates "
    "dressed plays imagines loves likes hates wants misses discuss discusses explains describes "
    "fears hears"
)
_ARTICLES = words("a an the his her their my its some two three several many small big")


def creatures_in(prompt: str) -> tuple[str, ...]:
    """Their names, as the prompt has them, in its order; quotes are left out."""
    return tuple(dict.fromkeys(_seen(plain(QUOTED.sub(" . ", prompt)))))


def _seen(text: str) -> Iterator[str]:
    for said in _SEEN.finditer(text):
        sentence = re.split(r"[.!?;:]", text[: said.start()])[-1]
        before = sentence.replace(",", " , ").split()
        near = [each for each in before[-4:] if each not in _ARTICLES][-2:]
        if not is_denied(before) and not _NOT_SEEN.intersection(near):
            yield said["machine"] or said.group()
