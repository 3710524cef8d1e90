"""Captions from labels: who, where, what, how, and the words in quotes, in many wordings.

A caption always says who is there, where and what they do, and quotes their words exactly. How
much more it says, in which order and style, is drawn: from "A woman waves on a beach." to hair,
clothes, face, camera and sound. A person given by reference may be called "the person in image 1",
"character1", by name, or be described as well. Captions stay within what the text encoder reads.

    caption(Labels(scene="beach", people=(PersonLabels(gender="woman", action="wave"),)), rng)
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from numpy.random import Generator

from retrat.errors import RequestError
from retrat.train.data.caption_words import (
    ACTION_WORDS,
    CAMERA_WORDS,
    COMPANY_WORDS,
    DOING_WORDS,
    EXPRESSION_WORDS,
    FRAMING_WORDS,
    PATTERN_WORDS,
    SAY_WORDS,
    SCENE_WORDS,
    SOUND_WORDS,
)

if TYPE_CHECKING:
    from retrat.train.data.motion import Take

T = TypeVar("T")
_PLAIN = frozenset(("in", "on", "at", "by", "a", "the", "clear"))  # words that may come twice
LONGEST_WORDS = 42  # about 60 of the text encoder's tokens, quotes included


@dataclass(frozen=True, kw_only=True, slots=True)
class PersonLabels:
    """One person of a clip. Empty strings are things there are not, or not to be told."""

    gender: str  # "woman" or "man"
    action: str  # a key of ACTION_WORDS
    age_years: int = 30
    expression: str = "neutral"  # a key of EXPRESSION_WORDS
    hair: str = ""  # "short hair", "a bob", "a bald head"
    hair_colour: str = ""
    beard: str = ""  # "a full beard"
    glasses: str = ""  # any frame
    hat: str = ""  # "hat", "head scarf"
    hat_colour: str = ""
    garment: str = ""  # "T-shirt"
    garment_colour: str = ""
    pattern: str = "plain"  # a key of PATTERN_WORDS
    words: str = ""  # what is said, without quotation marks
    manner: str = "say"  # a key of SAY_WORDS
    name: str = ""
    reference: int = 0  # the picture that shows them, from 1; 0 when there is none


@dataclass(frozen=True, kw_only=True, slots=True)
class Labels:
    """All that a caption may tell of a clip."""

    scene: str  # a key of SCENE_WORDS
    people: tuple[PersonLabels, ...]
    moment: str = ""  # "at sunset": the words of Scene.moment
    camera: str = "still"  # a key of CAMERA_WORDS
    framing: str = ""  # a key of FRAMING_WORDS


def labels_of(
    take: "Take", *, words: str = "", manner: str = "say", name: str = "", reference: int = 0
) -> Labels:
    """What is true of a take, with the words said in it."""
    person, outfit = take.person, take.outfit
    shown = PersonLabels(
        gender=person.gender,
        action=take.action,
        age_years=person.age_years,
        expression=take.expression,
        hair=person.hair_cut.words,
        hair_colour=person.hair_name,
        beard=person.beard.words,
        glasses=outfit.glasses,
        hat=outfit.hat,
        garment=outfit.words,
        garment_colour=outfit.colour_name,
        pattern=outfit.pattern,
        words=words,
        manner=manner,
        name=name,
        reference=reference,
    )
    return Labels(
        scene=take.scene.name,
        people=(shown,),
        moment=take.scene.moment,
        camera=take.camera_move,
        framing=take.framing,
    )


def caption(labels: Labels, rng: Generator) -> str:
    """One of many true captions, short enough for the text encoder."""
    _check(labels)
    for detail in (rng.random(), 0.35, 0.0):
        text = _Writer(labels, rng, detail).write()
        if len(text.split()) <= LONGEST_WORDS:
            return text
    return text


def company_caption(place: str, rng: Generator) -> str:
    """People of whom nothing more is said, in a place that a prompt of its own names."""
    who, doing = (str(rng.choice(words)) for words in (COMPANY_WORDS, DOING_WORDS))
    return f"{who} {doing} {place[:1].lower()}{place[1:]}"


def _check(labels: Labels) -> None:
    if not labels.people:
        raise RequestError("people is empty. Give at least one person.", field="people")
    pairs: list[tuple[str, str, Mapping[str, object]]] = [
        ("scene", labels.scene, SCENE_WORDS),
        ("camera", labels.camera, CAMERA_WORDS),
    ]
    for person in labels.people:
        pairs += [
            ("action", person.action, ACTION_WORDS),
            ("pattern", person.pattern, PATTERN_WORDS),
            ("expression", person.expression, EXPRESSION_WORDS),
            ("manner", person.manner, SAY_WORDS),
        ]
        if '"' in person.words:
            raise RequestError(
                f"words={person.words!r} holds a quotation mark. Leave it out, captions quote.",
                field="words",
            )
    for field, value, table in pairs:
        if value not in table:
            raise RequestError(
                f"{field}={value!r} has no words. Use one of: {', '.join(table)}.", field=field
            )


def _article(words: str) -> str:
    return f"an {words}" if words[0] in "aeiouAEIOU" else f"a {words}"


def _sentence(words: str) -> str:
    """With a capital letter and a full stop; a quotation ends itself."""
    words = words[0].upper() + words[1:]
    return words if words.endswith(('."', '!"', '?"', ".")) else words + "."


def _joined(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " and " + parts[-1]


class _Writer:
    """One caption in the making: labels, chance, and how much to tell (0 the least, 1 all)."""

    def __init__(self, labels: Labels, rng: Generator, detail: float) -> None:
        self.labels, self.rng, self.detail = labels, rng, detail
        self.named: set[str] = set()  # whose name the caption has told

    def write(self) -> str:
        if len(self.labels.people) > 1:
            return self.group()
        styles = (
            self.plain,
            self.plain,
            self.title,
            self.place_first,
            self.shot,
            self.tags,
            self.wish,
        )
        return self.pick(styles)()

    # Chance

    def pick(self, choices: Sequence[T]) -> T:
        return choices[int(self.rng.integers(len(choices)))]

    def tells(self, weight: float = 1.0) -> bool:
        return bool(self.rng.random() < self.detail * weight)

    # Phrases

    def place(self) -> str:
        phrase, moment = self.pick(SCENE_WORDS[self.labels.scene]), self.labels.moment
        repeats = not _PLAIN.issuperset(set(moment.split()) & set(phrase.split()))
        return f"{phrase} {moment}" if moment and not repeats and self.tells(0.9) else phrase

    def who(self, person: PersonLabels) -> str:
        """Someone's first mention: a name, a reference or a description."""
        ways = ["described"] * 3
        if person.reference:
            ways += ["reference"] * 5
        if person.name:
            ways += ["named"] * 2
        way = self.pick(ways)
        if way == "reference":
            k = person.reference
            names = (f"the person in image {k}", f"the {person.gender} in image {k}", f"image {k}")
            name = self.pick((*names, f"character{k}", f"the {person.gender} from picture {k}"))
        elif way == "named":
            name = person.name
            self.named.add(name)
        else:
            name = _article(self.noun(person))
        sparing = 0.35 if way != "described" else 1.0
        looks = [look for look in self.looks(person) if self.tells(sparing)]
        wears = (
            self.clothes(person) if self.tells(0.9 * (0.8 if way != "described" else 1.0)) else ""
        )
        name += f" with {_joined(looks)}" if looks else ""
        return name + (self.pick((f" in {wears}", f" wearing {wears}")) if wears else "")

    def noun(self, person: PersonLabels) -> str:
        age, gender = person.age_years, person.gender
        if age < 13:
            return "girl" if gender == "woman" else "boy"
        if not self.tells(0.7):
            return gender
        old = self.pick((f"old {gender}", f"elderly {gender}"))
        words = (
            f"young {gender}" if age < 28 else f"{gender}" if age < 42 else f"middle-aged {gender}"
        )
        return old if age >= 62 else words

    def looks(self, person: PersonLabels) -> list[str]:
        looks = [self.hair(person)] if person.hair else []
        looks += [self.pick(("glasses", "spectacles", "eyeglasses"))] if person.glasses else []
        looks += [person.beard] if person.beard else []
        return [looks[i] for i in self.rng.permutation(len(looks))]

    def hair(self, person: PersonLabels) -> str:
        colour, cut = person.hair_colour, person.hair
        if not colour or "bald" in cut:
            return cut
        for start in ("an ", "a "):
            if cut.startswith(start):
                rest = cut.removeprefix(start)
                size = "big " if rest.startswith("big ") else ""  # a big blue afro
                return _article(f"{size}{colour} {rest.removeprefix('big ')}")
        before, hair, after = cut.partition("hair")
        return f"{before}{colour} {hair}{after}" if hair else f"{colour} {cut}"

    def clothes(self, person: PersonLabels) -> str:
        pattern = self.pick(PATTERN_WORDS[person.pattern])
        colours = (person.garment_colour, pattern, person.garment)
        parts = [_article(" ".join(w for w in colours if w))] if person.garment else []
        if person.hat:
            parts += [_article(f"{person.hat_colour} {person.hat}".strip())]
        return _joined(parts) if parts else ""

    def does(self, person: PersonLabels) -> tuple[str, str]:
        """'waves', 'waving', perhaps with an expression."""
        verb, participle = self.pick(ACTION_WORDS[person.action])
        wants_face = 0.25 if person.expression == "neutral" else 1.4
        if person.expression != person.action and self.tells(wants_face):
            face = self.pick(EXPRESSION_WORDS[person.expression])
            verb, participle = f"{verb} {face}", f"{participle} {face}"
        return self.own(verb, person), self.own(participle, person)

    def own(self, words: str, person: PersonLabels) -> str:
        return words.replace("{their}", "her" if person.gender == "woman" else "his")

    def pronoun(self, person: PersonLabels) -> str:
        if person.name in self.named and self.rng.random() < 0.2:
            return person.name
        return "she" if person.gender == "woman" else "he"

    def speech(self, person: PersonLabels) -> str:
        """A sentence with the words, or nothing."""
        if not person.words:
            return ""
        who, quote = self.pronoun(person), f'"{person.words}"'
        says = self.pick(SAY_WORDS[person.manner])
        forms = [f"{who} {says}: {quote}", f"{who} {says}, {quote}", f"{quote}, {who} {says}"]
        voice = "her" if person.gender == "woman" else "his"
        forms += (
            [f"{who} says {quote}", f"in {voice} own voice {who} says {quote}"]
            if person.manner == "say"
            else []
        )
        return _sentence(self.pick(forms))

    def extras(self) -> list[str]:
        """Camera and sound, as sentences."""
        labels, extras = self.labels, []
        if self.tells(0.25 if labels.camera == "still" else 1.2):
            extras += [_sentence(self.pick(CAMERA_WORDS[labels.camera]))]
        if self.tells(0.3):
            extras += [_sentence(self.pick(SOUND_WORDS[labels.scene]))]
        return extras

    # Styles

    def finish(self, first: str) -> str:
        """The first sentence, then words, camera and sound in some order."""
        person = self.labels.people[0]
        after = [s for s in (self.speech(person), *self.extras()) if s]
        return " ".join([_sentence(first), *(after[i] for i in self.rng.permutation(len(after)))])

    def plain(self) -> str:
        person = self.labels.people[0]
        verb, participle = self.does(person)
        return self.finish(
            f"{self.who(person)} {self.pick((verb, 'is ' + participle))} {self.place()}"
        )

    def title(self) -> str:
        person = self.labels.people[0]
        return self.finish(f"{self.who(person)} {self.does(person)[1]} {self.place()}")

    def place_first(self) -> str:
        person = self.labels.people[0]
        place, (verb, participle) = self.place(), self.does(person)
        return self.finish(f"{place}, {self.who(person)} {self.pick((verb, 'is ' + participle))}")

    def shot(self) -> str:
        person, framing = self.labels.people[0], self.labels.framing
        shot = (
            self.pick(FRAMING_WORDS[framing]) if framing else self.pick(("video", "clip", "scene"))
        )
        return self.finish(
            f"{_article(shot)} of {self.who(person)} {self.does(person)[1]} {self.place()}"
        )

    def wish(self) -> str:
        person = self.labels.people[0]
        wish = self.pick(("show", "make a video of", "film", "I want to see", "generate a clip of"))
        return self.finish(f"{wish} {self.who(person)} {self.does(person)[1]} {self.place()}")

    def tags(self) -> str:
        person, labels = self.labels.people[0], self.labels
        tags = [
            self.who(person).removeprefix("a ").removeprefix("an "),
            self.does(person)[1],
            self.place(),
        ]
        tags = [tags[i] for i in (self.rng.permutation(3) if self.rng.random() < 0.4 else range(3))]
        if person.words:
            tags += [f'{self.pick(("says", "saying", "line:"))} "{person.words}"']
        if labels.framing and self.tells(0.5):
            tags = [self.pick(FRAMING_WORDS[labels.framing]), *tags]
        if labels.camera != "still" and self.tells(1.0):
            tags += [self.pick(CAMERA_WORDS[labels.camera])]
        return ", ".join(tags)

    def group(self) -> str:
        """Several people: the place, each with a deed, then their lines in order."""
        self.detail *= 0.6
        people, place = self.labels.people, self.place()
        deeds = [f"{self.who(person)} {self.does(person)[0]}" for person in people]
        first = (
            f"{place}, {_joined(deeds)}" if self.rng.random() < 0.5 else f"{_joined(deeds)} {place}"
        )
        lines = [self.line(person) for person in people if person.words]
        return " ".join([_sentence(first), *lines, *self.extras()[:1]])

    def line(self, person: PersonLabels) -> str:
        """A line whose speaker cannot be mistaken for another of the group."""
        twins = [p for p in self.labels.people if p.gender == person.gender]
        if len(twins) == 1:
            who = self.pick((f"the {person.gender}", "she" if person.gender == "woman" else "he"))
        elif person.name in self.named:
            who = person.name
        elif person.reference:
            who = f"character{person.reference}"
        else:
            place = ("first", "second", "third", "fourth")[twins.index(person) % 4]
            who = f"the {place} {person.gender}"
        return _sentence(f'{who} {self.pick(("says", "answers", "replies"))}: "{person.words}"')
