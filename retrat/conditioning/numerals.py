"""Numbers as they are said: dates, times, money, measures, fractions, sums, telephone numbers.

Each kind is a pattern and what is said for it; they are tried in the order of `_SAID`, the plain
number last, so that a pattern may rely on those before it having been said already.
"""

import re
from collections.abc import Callable

from retrat.conditioning.tables import table

_Match = re.Match[str]


def numerals_to_words(text: str) -> str:
    """The text with everything in digits written out; all else is left as it is.

    >>> numerals_to_words("Pay $1.5 million by 3:00 PM")
    'Pay one point five million dollars by three p m'
    """
    for pattern, said in _SAID:
        text = pattern.sub(said, text)
    return re.sub(r"  +", " ", text)


def number_to_words(digits: str) -> str:
    """A number written in digits, at most one decimal point, in words."""
    whole, _, decimals = digits.partition(".")
    if len(whole) > 12 or (len(whole) > 1 and whole.startswith("0")):
        words = digits_to_words(whole)
    else:
        words = _integer_to_words(int(whole or "0"))
    return f"{words} point {digits_to_words(decimals)}" if decimals else words


def digits_to_words(digits: str) -> str:
    """Digit by digit."""
    return " ".join(_ONES[int(digit)] for digit in digits)


def ordinal_to_words(number: int) -> str:
    """3 -> third, 21 -> twenty first."""
    *front, last = number_to_words(str(number)).split()
    if last in _ORDINALS:
        last = _ORDINALS[last]
    else:
        last = last.removesuffix("y") + "ieth" if last.endswith("y") else last + "th"
    return " ".join([*front, last])


def year_to_words(year: int) -> str:
    """1987 -> nineteen eighty seven; from 1000 to 2099."""
    century, rest = divmod(year, 100)
    if century % 10 == 0 and rest < 10:
        return _integer_to_words(year)
    if rest == 0:
        return f"{_integer_to_words(century)} hundred"
    return f"{_integer_to_words(century)} {_minutes(rest)}"


def roman_to_number(numeral: str) -> int:
    """XIV -> 14."""
    values = [_ROMAN[letter] for letter in numeral]
    return sum(
        -value if value < following else value
        for value, following in zip(values, [*values[1:], 0], strict=True)
    )


def closing(found: _Match) -> str:
    """The full stop of an abbreviation where it ends the sentence, too."""
    ends = _SENTENCE_END.match(found.string, found.end())
    return "." if found[0].endswith(".") and ends else ""


def _integer_to_words(number: int) -> str:
    if number < 20:
        return _ONES[number]
    if number < 100:
        return f"{_TENS[number // 10]} {_ONES[number % 10]}" if number % 10 else _TENS[number // 10]
    for size, name in (
        (10**9, "billion"),
        (10**6, "million"),
        (1000, "thousand"),
        (100, "hundred"),
    ):
        if number >= size:
            rest = f" {_integer_to_words(number % size)}" if number % size else ""
            return f"{_integer_to_words(number // size)} {name}{rest}"
    raise AssertionError(number)


def _minutes(number: int) -> str:
    return f"{'oh ' if number < 10 else ''}{_integer_to_words(number)}"


def _plain(number: str) -> str:
    return number_to_words(number.replace(",", ""))


def _telephone(found: _Match) -> str:
    groups = ", ".join(digits_to_words(group) for group in re.findall(r"\d+", found[0]))
    return f"plus {groups}" if found[0].startswith("+") else groups


def _chain(found: _Match) -> str:
    groups = found[0].split("-")
    if any(len(group) > 2 for group in groups):
        return ", ".join(map(digits_to_words, groups))
    return " ".join(map(number_to_words, groups))


def _date(year: str, month: str, day: str) -> str:
    full = int(year) if len(year) == 4 else 2000 + int(year)
    return f"{MONTHS[int(month) - 1].lower()} {ordinal_to_words(int(day))} {year_to_words(full)}"


def _short_date(found: _Match) -> str:
    first, mark, second, year = found.groups()
    month, day = (second, first) if mark == "." or int(first) > 12 else (first, second)
    if not (1 <= int(month) <= 12 and 1 <= int(day) <= 31) or (mark == "." and len(year) == 2):
        return found[0]
    return _date(year, month, day)


def _day_of_month(found: _Match) -> str:
    until = f" to {ordinal_to_words(int(found[3]))}" if found[3] else ""
    return f"{found[1]} {ordinal_to_words(int(found[2]))}{until}"


def _half_of_day(found: _Match) -> str:
    hour, minute = _integer_to_words(int(found[1])), int(found[2] or 0)
    half = "ay m" if found[3] in "aA" else "p m"
    return f"{hour} {f'{_minutes(minute)} ' if minute else ''}{half}{closing(found)}"


def _time(found: _Match) -> str:
    hour, minute, second = int(found[1]), int(found[2]), found[3]
    words = _integer_to_words(hour)
    if second:
        return f"{words} {_minutes(minute)} {_minutes(int(second))}"
    if minute == 0:
        return f"{words} o'clock" if 1 <= hour <= 12 else f"{words} hundred"
    return f"{words} {_minutes(minute)}"


def _money(article: str, number: str, size: str, sign: str, after: str) -> str:
    """`after` is the letter that follows: a five dollar bill, but five dollars."""
    one, many, cents = _CURRENCIES[sign]
    whole, _, small = number.replace(",", "").partition(".")
    if size:
        size = _SIZES.get(size.lower(), size.lower())
        return f"{article}{_plain(number)} {size} {one if article and after else many}"
    if len(small) != 2 or not cents:
        name = one if (whole == "1" and not small) or (article and after) else many
        return f"{article}{_plain(number)} {name}"
    name = one if whole == "1" else many
    coins = int(small)
    if not int(whole) and coins:
        return f"{article}{number_to_words(str(coins))} {cents if coins > 1 else cents.rstrip('s')}"
    words = f"{article}{number_to_words(whole)} {name}"
    if not coins:
        return words
    if coins < 10:
        return f"{words} and {_ONES[coins]} {cents if coins > 1 else cents.rstrip('s')}"
    return f"{words} {number_to_words(str(coins))}"


def _money_before(found: _Match) -> str:
    return _money(found[1] or "", found[3], found[4] or "", found[2], found[5])


def _money_after(found: _Match) -> str:
    return _money(found[1] or "", found[2], found[3] or "", found[4], found[5])


def _measure(found: _Match) -> str:
    article, number, unit, after = found.groups()
    one, _, many = _UNITS[unit].partition("|")
    name = one if number == "1" or (article and after) else many or f"{one}s"
    return f"{article or ''}{_plain(number)} {name}"


def _fraction(found: _Match) -> str:
    whole, above, below = found[1], int(found[2]), int(found[3])
    if not whole and found[0] in _SLASHED:
        return _SLASHED[found[0]]
    if not 2 <= below <= 100:
        return f"{_plain(found[1]) + ' ' if whole else ''}{above} over {below}"
    if whole:
        part = "a" if above == 1 and below in (2, 4) else _integer_to_words(above)
        return f"{number_to_words(whole)} and {part} {_part(above, below)}"
    if above > 1 and (below == 10 or above == below):
        return f"{_integer_to_words(above)} out of {_integer_to_words(below)}"
    if (above, below) == (1, 2) and re.match(r" (?:an?|of|the)\b", found.string[found.end() :]):
        return "half"
    return f"{_integer_to_words(above)} {_part(above, below)}"


def _part(above: int, below: int) -> str:
    name = {2: "half", 4: "quarter"}.get(below) or ordinal_to_words(below)
    return name if above == 1 else {"half": "halves"}.get(name, f"{name}s")


def _decade(found: _Match) -> str:
    century, tens = found[1], int(found[2])
    words = year_to_words(int(century) * 100 + tens) if century else _integer_to_words(tens)
    return words.removesuffix("y") + "ies" if words.endswith("y") else f"{words}s"


def _version(found: _Match) -> str:
    parts = found[2].split(".")
    joint = " dot " if len(parts) == 4 and not found[1] else " point "
    return f"{'version ' if found[1] else ''}{joint.join(map(number_to_words, parts))}"


def _grouped(found: _Match) -> str:
    number = found[0].replace(",", "")
    hundreds = re.fullmatch(r"(1[1-9])00", number)
    return f"{_plain(hundreds[1])} hundred" if hundreds else number_to_words(number)


def _numbered(found: _Match) -> str:
    """Chapter IV, World War II, but Henry the eighth."""
    number = roman_to_number(found["roman"])
    if found["ruler"]:
        return f"{found['ruler']} the {ordinal_to_words(number)}"
    return f"{found['part'] or found['name']} {number_to_words(str(number))}"


def _roman(found: _Match) -> str:
    return number_to_words(str(roman_to_number(found[0])))


def _unspaced_dash(found: _Match) -> str:
    return " minus " if re.match(r"\d[\d.]*\s*=", found.string[found.end() :]) else " to "


def _spaced_dash(found: _Match) -> str:
    years = len(found[1]) == len(found[2]) == 4
    return f"{found[1]} {'to' if years else 'minus'} {found[2]}"


_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_ONES = tuple(f"zero one two three four five six seven eight nine {_TEENS}".split(" "))
_TENS = ("", "", *"twenty thirty forty fifty sixty seventy eighty ninety".split(" "))  # noqa: SIM905
_ORDINALS = table(
    "one=first, two=second, three=third, five=fifth, eight=eighth, nine=ninth, twelve=twelfth"
)
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}
MONTHS = tuple(
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)
_SENTENCE_END = re.compile(
    r"[\"')]*(?:\s*$|\s+(?![A-Z]{2,4}\b|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Eastern|Pacific)"
    r"[A-Z])"
)
_CURRENCIES = {
    "$": ("dollar", "dollars", "cents"),
    "\u20ac": ("euro", "euros", "cents"),
    "\u00a3": ("pound", "pounds", "pence"),
    "\u00a5": ("yen", "yen", ""),
    "\u20b9": ("rupee", "rupees", ""),
    "\u00a2": ("cent", "cents", ""),
}
_SIZES = table(
    "k=thousand, m=million, mn=million, mio=million, b=billion, bn=billion, t=trillion, tn=trillion"
)
# What follows a number: one of it, many of it where that is not one and an s.
_UNITS = table(
    "kg=kilogram, g=gram, mg=milligram, km=kilometer, m=meter, cm=centimeter, mm=millimeter, "
    "mi=mile, ft=foot|feet, yd=yard, lb=pound, lbs=pound, oz=ounce, l=liter, L=liter, "
    "ml=milliliter, mL=milliliter, cl=centiliter, KB=kilobyte, kB=kilobyte, MB=megabyte, "
    "GB=gigabyte, TB=terabyte, Hz=hertz|hertz, kHz=kilohertz|kilohertz, MHz=megahertz|megahertz, "
    "GHz=gigahertz|gigahertz, W=watt, kW=kilowatt, MW=megawatt, kWh=kilowatt hour, V=volt, "
    "mAh=milliamp hour, dB=decibel, kcal=kilocalorie, tsp=teaspoon, tbsp=tablespoon, "
    "ms=millisecond, sec=second, secs=second, "
    "min=minute, mins=minute, h=hour, hr=hour, hrs=hour, px=pixel, hp=horsepower|horsepower, "
    "fps=frame per second|frames per second, mph=mile per hour|miles per hour, "
    "kph=kilometer per hour|kilometers per hour, kmh=kilometer per hour|kilometers per hour, "
    "Mbps=megabit per second|megabits per second, Gbps=gigabit per second|gigabits per second, "
    "\u00b0C=degree celsius|degrees celsius, \u00b0F=degree fahrenheit|degrees fahrenheit, "
    "\u00b0=degree|degrees, bn=billion|billion, M=million|million, x=time"
)
_PER = table(
    "hour=hour, hr=hour, h=hour, day=day, week=week, month=month, mo=month, year=year, yr=year, "
    "person=person, night=night, minute=minute, min=minute, second=second, sec=second, s=second, "
    "kg=kilogram, lb=pound, mile=mile, gallon=gallon, piece=piece"
)
_SLASHED = {
    "24/7": "twenty four seven",
    "9/11": "nine eleven",
    "50/50": "fifty fifty",
}
_PARTS = (
    "Chapter|Part|Act|Scene|Book|Volume|Section|Article|Phase|Stage|Level|Episode|Season|Appendix|"
    "World War|War|Super Bowl|Round|Element|Title|Type|Class|Mark"
)
_RULERS = (
    "Henry|Louis|Charles|Elizabeth|George|Edward|William|James|Richard|Philip|Napoleon|Catherine|"
    "Peter|Nicholas|Alexander|Ivan|Paul|Benedict|Pius|Leo|Frederick|Francis|Ramses|Mary|Otto|"
    "(?:King|Queen|Pope|Emperor|Empress|Tsar|Prince) [A-Z][a-z]+"
)
_NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
_MONTH = rf"({'|'.join(MONTHS)})"
_SIGN = "([$\u20ac\u00a3\u00a5\u20b9])"
_SIZE = r"(?:\s?(k|K|m|M|bn|b|B|mn|mio|tn|T|thousand|million|billion|trillion)(?![A-Za-z]))?"
_AFTER = r"(?=[ -]?([a-z]?))"
_SECTION = rf"(?P<part>{_PARTS})"
_ALONE = r"(?=[^\w\s']|\s*$|\s(?:of|was|is|ruled|became|died|had|and)\b)"


def _digits(found: _Match) -> str:
    return f"{found[1]}{digits_to_words(found[2])}"


_Said = str | Callable[[_Match], str]
_SAID: tuple[tuple[re.Pattern[str], _Said], ...] = tuple(
    (re.compile(pattern), said)
    for pattern, said in (
        (
            rf"\b(?:{_SECTION}|(?P<ruler>{_RULERS})|(?P<name>[A-Z][a-z]+)(?= [IVX]{{2,}}\b)) "
            rf"(?P<roman>[IVXL]{{2,}}|[VX]|I{_ALONE})(?![\w'])",
            _numbered,
        ),
        (
            r"\b(?:II|III|VII|VIII|XII|XIII|XIV|XVI)\b",
            lambda found: _plain(str(roman_to_number(found[0]))),
        ),
        # Telephone numbers, dates and other chains
        (r"(?:(?<![\w.])\+?\d{1,3}[ .-])?(?<![\w.])\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}\b", _telephone),
        (r"\+\d[\d -]{6,}\d\b", _telephone),
        (r"(?<![\d-])\d{3}-\d{4}\b(?!-)", _telephone),
        (r"\b([A-Z]{2} )(\d{5})\b", _digits),
        (
            r"\b(1[6-9]\d\d|20\d\d)-(0?[1-9]|1[0-2])-(3[01]|[12]\d|0?[1-9])\b",
            lambda found: _date(*found.groups()),
        ),
        (r"(?<![\d./])(\d{1,2})([/.])(\d{1,2})\2(20\d\d|1[6-9]\d\d|\d\d)\b(?![./]\d)", _short_date),
        (r"\b\d+(?:-\d+){2,}\b", _chain),
        # 5-10 and 10 - 3
        (r"\b50-50\b", "fifty fifty"),
        (
            rf"{_SIGN}({_NUMBER})-({_NUMBER}){_SIZE}()",
            lambda found: (
                f"{_plain(found[2])} to " + _money("", found[3], found[4] or "", found[1], "")
            ),
        ),
        (r"(?<=\d)-(?=\d)", _unspaced_dash),
        (rf"(?<=[\d%mM])\s?-\s?(?={_SIGN}\d|\d+\s?[%ap])", " to "),
        (r"\b(\d+(?:\.\d+)?) - (\d+)\b", _spaced_dash),
        (r"(?<![\w.)\]])-\s?(?=[$\u20ac\u00a3]?\.?\d)", "minus "),
        (r"(?<=\d)\s?[\u00d7*]\s?(?=\d)|(?<=\d) [xX] (?=\d)", " times "),
        (r"(?<=\d)x(?=\d)", " by "),
        (r"\s?\u00f7\s?|(?<=\d) / (?=\d)", " divided by "),
        (r"(?<=[\dA-Za-z])\^([23])\b", lambda found: " squared" if found[1] == "2" else " cubed"),
        (r"(?<=[\dA-Za-z])\^(?=\d)", " to the power of "),
        (r"\s?\u00b1\s?", " plus or minus "),
        (r"(?<![\w~])[~\u2248]\s?(?=\d)", "about "),
        (r"(?<![<>])<\s?(?=\d)", " less than "),
        (r"(?<![<>])>\s?(?=\d)", " more than "),
        # Dates and times
        (
            rf"\b{_MONTH} (\d{{1,2}})(?:st|nd|rd|th)?(?: to (\d{{1,2}}))?(?![\d:%]|[.,]\d|th|st)",
            _day_of_month,
        ),
        (
            rf"(?<![\d.,:/])(?:[Tt]he )?(\d{{1,2}})(?:st|nd|rd|th)? (?:of )?{_MONTH}\b",
            lambda found: f"the {ordinal_to_words(int(found[1]))} of {found[2]}",
        ),
        (
            r"(?<![\d.,:])(\d{1,2})(?::(\d\d))?\s?([apAP])(?:\.\s?[mM]\.|[mM]\b)",
            _half_of_day,
        ),
        (r"\b(\d{1,2}):(\d\d)(?::(\d\d))?\b(?: o'clock)?", _time),
        (r"\b(\d+):(\d)\b", r"\1 to \2"),
        # Money, measures, parts of a whole
        (
            rf"(\d ?[A-Za-z\u00b0]{{0,4}}|[$\u20ac\u00a3]{_NUMBER})/({'|'.join(_PER)})\b",
            lambda found: f"{found[1]} per {_PER[found[2]]}",
        ),
        (rf"(\b[Aa]n? )?{_SIGN}\s?({_NUMBER}){_SIZE}(?!\.?\d){_AFTER}", _money_before),
        (
            rf"(\b[Aa]n? )?(?<![\w.])({_NUMBER}){_SIZE}\s?([$\u20ac\u00a3\u00a2]){_AFTER}",
            _money_after,
        ),
        (r"\bkm/h\b", "kilometers per hour"),
        (r"(?<![\w'])(\d)'\s?(\d{1,2})(?:''|\"|(?!\w))", r"\1 foot \2"),
        (
            rf"(\b[Aa]n? )?(?<![\w.,:/])({_NUMBER})[ -]?"
            rf"({'|'.join(sorted(map(re.escape, _UNITS), key=len, reverse=True))})"
            rf"(?![A-Za-z'0-9]){_AFTER}",
            _measure,
        ),
        (r"(?<![\w/.,])(?:(\d+) )?(\d{1,3})[/\u2044](\d{1,3})\b(?!/)", _fraction),
        (r"\b(1[1-9]|20)?(\d0)'?s\b", _decade),
        (r"\b(v|V(?=\d+\.\d)|[Vv]er\. ?)(\d+(?:\.\d+)*)\b", _version),
        (r"\b()(\d+(?:\.\d+){2,})\b", _version),
        # The numbers that are left
        (r"\btb?sp\b", lambda found: "teaspoon" if found[0] == "tsp" else "tablespoon"),
        (r"#\s?(?=\d)", "number "),
        (r"\b007\b", "double oh seven"),
        (r"(?<![\d.,])911\b(?![.,]?\d)", "nine one one"),
        (
            r"\b(\d+(?:,\d{3})*)(?:st|nd|rd|th|ST|ND|RD|TH)\b",
            lambda found: ordinal_to_words(int(found[1].replace(",", ""))),
        ),
        (r"\b\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?", _grouped),
        (
            r"(?:\b(?<![.,])(?:1[1-9]|20)|(?<=\bin )10)\d\d\b(?!\.\d)(?! ?%)",
            lambda found: year_to_words(int(found[0])),
        ),
        (r"(?<![\d\w])\.(\d+)", lambda found: f"point {digits_to_words(found[1])}"),
        (r"\d+(?:\.\d+)?", lambda found: f" {number_to_words(found[0])} "),
    )
)
