"""Words in which capitals matter: initials, which are spelled out, and names like OpenAI.

A word of two to five capitals is spelled out unless it is a word in capitals: one that is said as
a word (NASA), that the dictionary knows (NOT), or that is shouted.
"""

import re

from retrat.conditioning.dictionary import dictionary
from retrat.conditioning.tables import table


def capitals_to_words(text: str) -> str:
    """The text with initials spelled out and names of several parts taken apart.

    >>> capitals_to_words("OpenAI makes APIs")
    'open ay i makes ay p i's'
    """
    text = _NAMED.sub(lambda found: _NAMES[found[1].lower()], text)
    text = _CAMEL.sub(_camel, text)
    text = re.sub(r"\b([A-Z])&([A-Z]{1,3})\b", r"\1 and \2", text)
    text = re.sub(r"([A-Za-z\d])\+\+(?!\w)", r"\1 plus plus", text)
    text = re.sub(r"(?<=[\w,;'] )A(?=\s*(?:[.,;:!?+]|$| (?:and|or|plus|minus)\b))", "ay", text)
    text = re.sub(rf"(?i:\b({_LETTERED})) A\b", r"\1 ay", text)
    text = re.sub(r"(?<=\b[Aa]n )A\b", "ay", text)
    return "".join(_sentence(part) for part in re.split(r"(?<=[.!?])(?=\s)", text))


def spelled(letters: str) -> str:
    """GPU -> g p u. The letter A is written as it is named: alone it would be the article."""
    return " ".join("ay" if letter in "aA" else letter.lower() for letter in letters)


def _sentence(text: str) -> str:
    words = [word for word in _WORD.findall(text) if len(word) > 1]
    shouted = all(word.isupper() for word in words) and any(
        not _is_spelled(word, shouted=False) for word in words
    )

    def said(found: re.Match[str]) -> str:
        word, ending = found[1], found[2]
        if not _is_spelled(word, shouted=shouted or _among_shouts(found)):
            return found[0]
        return spelled(word) + ("'s" if ending else "")

    text = _INITIALS_OF_A_WORD.sub(said, text)
    return _LOWER.sub(lambda found: spelled(found[1]) + ("'s" if found[2] else ""), text)


def _is_spelled(word: str, *, shouted: bool) -> bool:
    if word in _AS_WORDS:
        return False
    if word in _INITIALS:
        return True
    if word in _INITIALS_OR_WORDS:
        return not shouted
    return word.lower() not in dictionary() and not (shouted and len(word) > 3)


def _among_shouts(found: re.Match[str]) -> bool:
    """Whether a word beside it is in capitals that stand for no initials."""
    before = re.search(r"([A-Za-z']+)\s+$", found.string[: found.start()])
    after = re.match(r"\s+([A-Za-z']+)", found.string[found.end() :])
    beside = [match[1] for match in (before, after) if match is not None]
    return any(
        len(word) > 1 and word.isupper() and not _is_spelled(word, shouted=False) for word in beside
    )


def _camel(found: re.Match[str]) -> str:
    word = found[0]
    if word.lower() in dictionary() or re.fullmatch("[A-Z]{2,}s", word):
        return word
    return re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", word)


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_WORD = re.compile(r"[A-Za-z']+")
_CAMEL = re.compile(r"\b(?:[a-z]+[A-Z]|[A-Z]+[a-z]+[A-Z]|[A-Z]{2,}[a-z]{2,})[A-Za-z]*\b")
_INITIALS_OF_A_WORD = re.compile(r"(?<![A-Za-z'])([A-Z]{2,5})('?s)?(?![A-Za-z])")
# Spelled out whatever surrounds them, although a word is written alike.
_INITIALS = _set(
    "AI AKA AMA AR BA BS CA CT DEA ER EV ID IDE IMO IO IP LA LED LOL MA MI MIT MS OS PO PR RAF RIP "
    "ROI SAT TI UN URL VAT WAN FYI MPH TV UK EU DJ VIP CEO CIA FBI HR PC IQ DVD CD ETA MRI NBA GP "
    "SUV USA IBM API CPU USB PDF DNA HTML BBC CNN BBQ PM XL EP LP DIY PE SOS OCD ASAP "
    "RSVP UCLA LAPD NYPD USDA USSR PTSD NPR NAACP ESPN MTV HBO KFC NBC CBS ABC"
)
# Spelled out, but words where somebody shouts.
_INITIALS_OR_WORDS = frozenset(("US", "IT", "AD", "ALS"))
_AS_WORDS = _set(
    "NASA NATO LASER COVID RADAR SCUBA FIFA FEMA NAFTA IKEA OSHA PISA OPEC SWAT GIF JPEG RAM ROM "
    "SIM PIN LAN SAAS YAML JSON ASCII AIDS WASP YOLO FOMO MIDI CRUD BIOS LIDAR SONAR MEME CAPTCHA "
    "DOS NAS HAHA AHA UEFA NASDAQ IMAX LEGO VISA"
)
# Initials in small letters, which no word is written like.
_LOWER = re.compile(
    r"(?<![A-Za-z'])(ai|api|gpu|cpu|usb|pdf|html|css|faq|diy|nyc|url|usa|uk|gpt|llm|tv|dvd|ufo|omg|"
    r"btw|fyi|idk|asap|vip|ceo|cto|dj|phd|iq|sms|vpn|wtf)('?s)?(?![A-Za-z'])"
)
_NAMES = table(
    "pytorch=pie torch, openai=open ay i, chatgpt=chat g p t, github=github, youtube=youtube, "
    "iphone=iphone, javascript=javascript, wifi=wifi, wi-fi=wifi, tiktok=tick tock, "
    "airbnb=air b and b, ios=i o s, macos=mac o s, mysql=my s q l, postgresql=post gress q l, "
    "sqlite=s q light, nginx=engine x, numpy=num pie, pypi=pie p i, ebay=e bay, ipad=i pad, "
    "icloud=i cloud, huggingface=hugging face, deepmind=deep mind, at&t=ay t and t, "
    "sci-fi=sigh fie, hi-fi=high fie, lo-fi=low fie, jpeg=jay peg, jpg=jay peg, gif=giff, "
    "json=jay son, yaml=yammel, ascii=ask e, saas=sass, phd=p h d"
)
_LETTERED = "plan|team|type|part|grade|group|block|point|option|exhibit|section|vitamin"
_NAMED = re.compile(
    rf"(?<![A-Za-z])({'|'.join(map(re.escape, _NAMES))})(?![A-Za-z])",
    re.IGNORECASE,
)
