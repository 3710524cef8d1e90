"""Whether words are English, which are all that can be said well.

    "Hola amigos, bienvenidos"          it is not
    "Meet Hiroshi at the Café Müller"   it is

Names are no evidence, whatever their language: what counts are small words that belong to another
language and to no English sentence, and small letters in a row that no dictionary knows.
"""

import re
import unicodedata
from collections.abc import Sequence

from retrat.conditioning.dictionary import dictionary
from retrat.conditioning.tables import words

FEWEST = 2  # words that are foreign by themselves
SHARE = 0.4  # of all words, where they are
FEWEST_UNKNOWN, SHARE_UNKNOWN = 3, 0.5  # where none of them is known to be foreign
ENGLISH = 0.2  # of all words: so many of its small words, and it is English

_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")
_SOUND = re.compile(r"(.)\1\1|^[^aeiouy\u00e0-\u00ff]+$")
_ENDINGS = ("'s", "s", "'ll", "'ve", "'re", "'d", "n't", "ed", "ing", "er", "ly", "y", "ness")
_SENTENCE_END = re.compile(r"[.!?\u2026:;]\s*$|^\W*$")

# Small words of English that are none of another language that is written alike.
_ENGLISH = words(
    "the and or but of to at for with from by is are were be been have had you she it we they "
    "my your his her its our their this that these those what who how why where when not can "
    "will would should could does did if just there here all i'm it's don't you're we're "
    "that's let's let please yes hello thank thanks welcome about up out get got go going "
    "know like good very new "
)
# Small words of other languages that mean nothing, or something rare, in English.
_FOREIGN = words(
    # Spanish, Catalan, Portuguese
    "hola que qué el los las del una unos por para pero muy está estás estoy esto esta este "
    "es como cómo más sí también gracias buenos buenas días noches tardes amigos bienvenidos "
    "adiós mañana hoy nosotros ustedes usted soy eres tengo quiero aquí cuando donde todo "
    "todos nada te nos hay mi tu su al se lo le y en me llamo és amb molt però això avui bon "
    "dia gràcies bé tots els dels sense són benvinguts jo meva meu vull uns demà i un não "
    "você vocês uma olá obrigado obrigada muito estão isso isto eu ele ela bem os dos das ao "
    "tudo bom "
    # French, Italian
    "bonjour je vous nous il elle ils est sont les des une dans avec pour sur pas ne c'est "
    "j'ai qui quoi merci très bien aujourd'hui bienvenue mes ses et ou où à la ciao che sono "
    "sei siamo di gli con perché questo questa oggi molto grazie tutti benvenuti mio mia è "
    "della nel anche io lui lei ti voglio "
    # German, Dutch, the north
    "ich und nicht der ist sind wir ihr sie ein eine einen mein meine dein mit auf zu für von "
    "heute guten danke bitte wie geht dir euch auch aber sehr schön noch wenn dass haben bin "
    "bist freunde willkommen kann ja nein im dem het een niet ik jij wij zijn naar maar goed "
    "dank dit dat vandaag ook jag och det är inte att för som jeg og ikke er hej tack hur mår "
    "du på med "
    # Polish, Czech, Turkish, Indonesian, romanised Japanese and Hindi
    "nie jest się dzień dobry jak proszę dziękuję dobrý bir ve bu için merhaba nasıl çok "
    "teşekkür selamat yang dan saya tidak konnichiwa arigato watashi desu wa namaste mera "
    "naam hai kya aap "
)
# Of these, what is also an initial, a name or a sound: it counts only beside others.
_TWOFOLD = words(
    "i je mi io y os es se te le lo al ou et la un en dos ne tu me su er som bin im mein mes "
    "di ti hay con bon "
)


def is_english(line: str) -> bool:
    """Whether a line may be English; in doubt it is."""
    said = [found.group().replace("\u2019", "'") for found in _WORD.finditer(line)]
    if len(said) < FEWEST:
        return True
    small = [each.lower() for each in said]
    if sum(each in _ENGLISH for each in small) >= ENGLISH * len(small):
        return True
    foreign = sum(each in _FOREIGN for each in small)
    unknown = len(_unknown(line))
    if not foreign:
        return unknown < FEWEST_UNKNOWN or unknown < SHARE_UNKNOWN * len(small)
    is_sure = unknown or any(each in _FOREIGN - _TWOFOLD for each in small)
    counted = foreign + unknown
    return not (is_sure and counted >= FEWEST and counted >= SHARE * len(small))


def _unknown(line: str) -> Sequence[str]:
    """Words in small letters that no dictionary has."""
    found = []
    for each in _WORD.finditer(line):
        word = each.group()
        begins = bool(_SENTENCE_END.search(line[: each.start()]))
        is_small = word.islower() or (begins and word[1:].islower())
        if is_small and not _is_known(word.lower().replace("\u2019", "'")):
            found.append(word)
    return found


def _is_known(word: str) -> bool:
    """Whether it is a word, of which there may be none: a sound that is drawn out or has no vowel
    is no word of any language.
    """
    if word in _FOREIGN or _SOUND.search(word):
        return True
    plain = "".join(
        letter for letter in unicodedata.normalize("NFD", word) if not unicodedata.combining(letter)
    )
    stems = [plain, *(plain.removesuffix(ending) for ending in _ENDINGS if plain.endswith(ending))]
    return any(stem in dictionary() or f"{stem}e" in dictionary() for stem in stems)
