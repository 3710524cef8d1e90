"""Where a prompt says that something happens, and when, among the places that nano knows.

Words are read, as `looks.py` reads them: "in a cosy kitchen" names a kitchen, "a kitchen knife"
does not. Of several places the one counts that somebody is in, at or before; a place that is not
known is none.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from retrat.conditioning.words import plain, word

_AT = (
    r"(?<!not )(?:in|inside|into|on|onto|at|by|near|before|in front of|among|between|beside|next to"
    r"|behind|around|through|along|across|against|outside|under|visits?|enters?"
    r"|(?:walks?|goes|runs?|returns?|comes|drives?|moves?)\b[^.;]{0,30}? to)"
)
_MORE = (
    r"(?:[\s-]+(?!(?:with|and|who|while|is|says?|asks?|talks?|speaks?|dreams?|about|from|to|near"
    r"|beside)\b)"
    r"[\w'-]+){0,4}?[\s-]+"
)
# What is spoken of, left or denied, or where somebody comes from, is not where they are.
_ABOUT = (
    *("about", "of", "from", "to", "like", "called", "named", "for", "than", "without", "no"),
    *("leaves", "left", "not on", "not in"),
)
_ONLY = "".join(rf"(?<!\b{word} )(?<!\b{word} a )(?<!\b{word} the )" for word in _ABOUT)
_EVENING = r"evening(?! (?:dress|gown|wear|suit|class))"
_NIGHT = rf"night(?:time)?(?! (?:dress|gown))|midnight|after dark|neon|{_EVENING}"
_RAIN = r"rain(?:y|ing|s|-streaked|drops)?"
_CITIES = "times square|new york|london|paris|tokyo|berlin|chicago|hong kong|shanghai|manhattan"
_STREET = (
    r"city(?! park)|(?<!sesame )streets?|downtown|pavement|sidewalk|avenue|boulevard"
    rf"|town(?! hall|'s)|(?:in|through|on) (?:{_CITIES})|(?:{_CITIES}) (?:at|by) night"
)

# Who or what is called after a place: "a shop owner", "a gym bag".
_BEARERS = (
    "owner|keeper|worker|manager|assistant|teacher|clerk|guard|coach|master|bag|clothes|shorts|shoe"
    "|door|chair|building|lady|hour|bike|biker|guide|climber|dew|party|gnome|hose|choir|sign|trip"
    "|hockey|research|researcher|boot|rose|manner|band|sale|team|gown|coat|card|bus|uniform|yard"
    "|kitchen|play"
)
_CALLED = rf"(?!-|'s (?:owner|window)| (?:{_BEARERS})s?\b)"
# Place -> what names it. Where several begin with the same word, the first counts.
_NAMES: Mapping[str, str] = {
    "rain_window": rf"{_RAIN}(?:\s+[\w-]+){{0,3}}?\s+windows?"
    rf"|(?:out of (?:an?|the|her|his|their) )?windows?\b[^.;]{{0,40}}?\b{_RAIN}",
    "spaceship": r"(?:space|star)ships?|spacecraft|space (?:ship|craft|station)s?|cockpit"
    r"|bridge of (?:a|the) starship",
    "news_studio": rf"news ?rooms?|(?:news|tv|television|broadcast(?:ing)?) (?:studio|desk|set)"
    rf"{_CALLED}|talk show",
    "podcast": r"podcast(?: (?:studio|room|set)s?|s)?(?! (?:host|guest|listener|episode)s?\b)"
    r"|(?:recording|radio|sound|music) (?:studio|booth)s?|home studio|podcasting"
    r"|(?:at|behind|before|in front of) (?:an?|the|her|his|their) (?:large |big )?microphone",
    "meeting_room": rf"(?:meeting|conference|board) ?rooms?{_CALLED}|conference table"
    r"|(?:in|at) (?:an?|the) (?:\w+ )?(?:meeting|boardroom)(?! (?:place|point|hall|house))",
    "bathroom": r"bathrooms?|washroom|bathroom mirror|shower room",
    "bedroom": r"bedrooms?|hotel room|(?:in|on) (?:an?|the|her|his|their) bed|dormitory",
    "cafe": rf"(?:caf[e\u00e9]s?|coffee ?(?:shop|house|bar)|tea ?(?:room|house)|bakery|diner)"
    rf"{_CALLED}",
    "restaurant": rf"(?:restaurants?|bistros?|pizzeria){_CALLED}|dinner table"
    r"|candle-?lit (?:dinner|table)",
    "hospital": rf"(?:hospitals?|clinics?){_CALLED}|hospital (?:bed|ward|corridor)|sickbed"
    r"|doctor's (?:office|surgery)",
    "laboratory": rf"(?:laborator(?:y|ies)|labs?){_CALLED}",
    "gym": rf"(?:(?<!jungle )gyms?|gymnasium|weight room){_CALLED}"
    r"|fitness (?:studio|cent(?:re|er)|room|club)",
    "museum": rf"(?:museums?|art gallery|galler(?:y|ies)){_CALLED}|art exhibition|exhibition",
    "castle": rf"(?:(?<!sand )castles?|palaces?|throne room|dungeon|fortress){_CALLED}"
    r"|medieval hall|great hall",
    "church": rf"(?:church(?:es)?|cathedrals?|chapels?|monastery|abbey){_CALLED}",
    "corridor": rf"(?:corridors?|hallways?|passageways?){_CALLED}|(?:school|row of) lockers"
    r"|(?:in|down|along) the hall(?! of)",
    "cave": rf"(?:caves?|caverns?|grottos?|grottoes){_CALLED}"
    r"(?! (?:m[ae]n|wom[ae]n|bears?|paintings?))",
    "rooftop": r"rooftops?|roof(?:top)? (?:terrace|garden|bar|deck)|(?:on|from) (?:the|a) roof",
    "bar": rf"(?:pubs?|taverns?){_CALLED}(?! (?:food|quiz|crawl))|speakeasy|bar counter"
    r"|(?:in|at|behind) (?:an?|the|her|his|their) (?:(?!chocolate|candy|space|gold|metal|iron)"
    r"[\w-]+ )?bar(?! (?:of|chart|exam|stool|mitzvah))",
    "nightclub": r"(?:night|dance) ?clubs?(?! (?:owner|manager))|disco(?:s|theques?)?(?! ball)"
    r"|dance ?floor|techno club|(?:in|at) (?:a|the) (?:club(?! (?:house|sandwich))|rave)",
    "balcony": rf"(?:balcon(?:y|ies)|terraces?|verandas?|patios?){_CALLED}"
    r"|(?:on|at) (?:a|the|her|his|their) (?:\w+ )?porch",
    "swimming_pool": r"(?<!car )(?<!tide )(?<!gene )pools?(?!-| (?:of|table|cue|hall))"
    r"|poolside|swimming bath",
    "stadium": rf"(?:stadiums?|arenas?|grandstands?){_CALLED}"
    r"|(?:football|soccer|rugby|baseball|cricket|hockey|sports) (?:fields?|pitch|grounds?|match)",
    "harbour": rf"(?:harbou?rs?|marinas?|quays?|quayside|wharf|docks|piers?){_CALLED}"
    r"|fishing (?:port|village)",
    "market": rf"(?<!stock )(?<!job )(?<!super )(?:market ?(?:place|square|stall|hall)s?|markets?"
    rf"(?! (?:day|leader|price|share))|bazaars?|souks?|fruit stalls?){_CALLED}",
    "airport": rf"airports?(?: lounge| terminal)?{_CALLED}|terminal building"
    r"|departure (?:hall|lounge|gate)s?|(?:boarding|airport) gates?|check-in (?:counter|desk)s?",
    "station": r"(?:(?<!gas )(?<!fire )(?<!power )(?<!space )(?<!police )(?<!petrol )stations?"
    rf"|subway){_CALLED}|(?:train|station) platform",
    "workshop": rf"(?:workshops?|garages?|work ?benche?s?|warehouses?|factor(?:y|ies)){_CALLED}",
    "living_room": r"living[\s-]rooms?|(?<!airport )lounge(?! chair)|sofa|couch(?! potato)"
    r"|fireplace|sitting room|armchair|at home|by the fire",
    "classroom": r"classrooms?|blackboard|chalkboard"
    r"|school(?! (?:bus|uniform|bag|teacher|kitchen|yard|play))|lecture (?:hall|theatre|room)",
    "library": r"(?:shelves of an? )?library(?! card)|libraries|bookshel(?:f|ves)|bookcases?"
    r"|book ?(?:shop|store)|wall of books",
    "shop": rf"(?:(?<!barber )(?<!work )shops?|(?<!in )stores?|supermarkets?|grocery|boutiques?"
    rf"|shopping (?:mall|cent(?:re|er))|malls?){_CALLED}",
    "office": r"(?<!box )(?<!post )(?<!ticket )offices?(?! (?:worker|chair|building|clerk|manager"
    r"|lady|hours))|co-?working space|workplace"
    r"|at (?:an?|the|her|his|their) desk",
    "kitchen": r"kitchens?(?! (?:knife|towel|chair|apron|garden))|at (?:an?|the) stove",
    "stage": r"(?<!early )(?<!late )(?<!first )stage(?! (?:door|of|name|coach))|auditorium|concert"
    r"|(?:in|at) (?:a|the) theat(?:re|er)|spotlights?|red curtains?|behind the curtains?",
    "studio": r"(?<!recording )(?<!yoga )(?<!dance )studios?(?! (?:apartment|flat|microphone))"
    r"|(?:plain|gr[ae]y|white|black|blue|colou?red|green) (?:studio )?"
    r"(?:backdrop|background|wall|screen)|backdrop",
    "space": r"outer space|(?:in|into|through|across|near) (?:deep |open )?space(?![\w-])"
    r"(?! (?:suit|ship|station|craft|bar))|among (?:the )?stars|on (?:the moon|mars)"
    r"|planets?(?! earth)|orbit(?:ing)?|(?:the|a) galaxy(?! phone)|cosmos|the universe",
    "snow": r"snow(?:ing|fall|storm)?(?![\s-](?:white|globe|boots|jacket|suit|day|peaks?))"
    r"|snowy(?! (?:mountain|peak|summit|alp))|winter (?:landscape|forest|woods?|wonderland|park)"
    r"|fir trees|ski(?:er|s|ing)?|(?:park|garden|forest|woods?|field) in (?:the )?winter",
    "jungle": rf"(?<!concrete )(?<!urban )jungles?{_CALLED}(?! gym)|rain ?forests?"
    r"|tropical (?:forest|woods)|(?:in|through) the (?:amazon|tropics)|waterfalls?",
    "forest": r"(?<!rain )(?<!tropical )forests?(?! fire)|(?<!tiger )woods|woodlands?"
    r"|(?:edge of|in) a wood|(?:tall|pine) trees",
    "park": r"(?<!car )(?<!theme )(?<!amusement )(?<!skate )parks?(?! (?:ranger|lane))|lawn"
    r"|playground|picnic|cherry blossoms?",
    "beach": r"beach(?:es)?(?! (?:ball|towel|hat|bag))|sea[\s-]?(?:side|shore)|shore|coast"
    r"|ocean(?! liner)|(?:by|at|near|before|along|in|into|beside) the sea(?! of)|palm trees?"
    r"|surf(?:er|s|ing)",
    "lake": rf"lakes?{_CALLED}|lakeside|lake ?shore|(?:by|at|near|along|beside) (?:a|the) (?:\w+ )?"
    r"(?:pond|river)|river ?(?:side|bank)|jetty|fjord",
    "desert": rf"deserts?{_CALLED}(?! islands?)|(?:sand )?dunes?|sahara|canyon",
    "mountains": rf"mountain(?:s|side|top)?{_CALLED}|(?:in|on|of) the alps|himalayas?"
    r"|(?:snowy|mountain) (?:peaks?|summits?)|(?:on|at|near) (?:a|the) (?:summit|peak)",
    "garden": rf"(?<!kitchen )(?<!beer )gardens?{_CALLED}|back ?yard|greenhouse|flower ?beds?",
    "farm": rf"(?<!wind )(?<!solar )farms?(?:yard)?{_CALLED}(?! (?:hand|boy|girl|animal|house))"
    r"|farmyards?|farmhouse(?! kitchen)|barns?(?! owl)|cowsheds?|ranch|hay ?(?:bales?|stacks?)"
    r"|horse stables?",
    "field": rf"(?:(?:wheat|corn|open|green|flower) )?fields?{_CALLED}(?! of (?:study|work))"
    r"|meadows?|prairie|countryside|(?:green|rolling) hills|vineyards?|orchard",
    "old_town": r"old (?:town|city)(?! hall)|(?<!fishing )villages?(?! (?:people|idiot|hall|green))"
    r"|cobble(?:d|stone)s?(?: (?:street|lane|alley|square)s?)?|alley(?:s|way|ways)?"
    r"|narrow (?:street|lane)s?|piazzas?|medieval (?:town|street|city|lane)"
    r"|(?:in|through) (?:venice|rome|florence|naples|seville|granada|palma|lisbon|prague)",
    "city_night": "city lights|skyline|neon",
    "city_day": _STREET,
}
# What somebody may be near without being there: these say of themselves that they are in it.
_OWN = r"(?:an?|the|his|her|their|my) (?:(?!with|and|of)[\w'-]+ ){0,2}?"
_WITHIN: Mapping[str, str] = {
    "car": rf"(?<!not )(?:in|inside|into) {_OWN}(?:cars?(?! (?:park|factory|wash|shop|dealer|suit))"
    r"|taxis?|cab|limousine|minivan)|(?:back[ -]?|front |driver's |passenger )seat"
    rf"|behind the (?:steering )?wheel|driv(?:es|ing) {_OWN}(?:car|taxi)",
    "boat": rf"(?<!not )(?:in|inside|on|aboard|on board|into) {_OWN}"
    r"(?:(?<!space )ships?(?!'s cabin| (?:yard|owner))"
    r"|(?:sail|motor|speed|house)?boats?(?! (?:house|trip))"
    r"|yachts?|ferr(?:y|ies)|ocean liner|catamaran|sailing (?:boat|ship))"
    r"|(?:ship|boat|yacht|ferry)'s (?:deck|rail|bow)|deck of (?:an?|the) (?!starship|space)\w+"
    r"|(?:on|across) (?:the )?(?:upper |main )?deck(?! chair)|at sea(?! level)|on the high seas",
    "aeroplane": rf"(?<!not )(?:in|inside|on|aboard|on board|into) {_OWN}"
    r"(?:(?:air|aero)?planes?|airliners?|jets?(?![ -](?:black|lag|ski))|aircraft|flight)"
    r"(?! (?:ticket|mode|goggles))"
    r"|(?:plane|aircraft|aeroplane|airplane) (?:cabin|seat)|flight attendant",
    "train": rf"(?<!not )(?:in|inside|on|aboard|into) {_OWN}"
    r"(?:trains?(?! (?:station|platform|track|set))"
    r"|railway carriage|dining car)|train (?:carriage|compartment|seat|window)",
}
_MOMENTS: Mapping[str, str] = {
    "at sunset": r"sun(?:set|down)|dusk|golden hour|twilight|" + _EVENING,
    "in the morning": r"mornings?|sunrise|dawn",
    "at noon": r"noon|midday|sunny|sunshine",
    "in autumn": r"autumn(?:al)?|(?:in|during) (?:the )?fall|fall (?:forest|colou?rs)"
    r"|fall(?:en|ing) leaves|leaves (?:are )?fall(?:ing)?|in october|in november",
    "in spring": r"(?:in|during) (?:the )?(?:early |late )?spring|springtime|spring day|blossoms?"
    r"|in april|in may",
    "in summer": r"summer(?! (?:dress|hat|shirt))|sunny",
    "on a sunny day": r"sunny|sunshine|blue sky",
    "on a grey day": r"gr[ae]y (?:day|sky|weather|light|morning|afternoon)|cloudy|overcast"
    rf"|{_RAIN}|drizzle|storm",
    "on a clear winter day": r"clear (?:winter )?(?:day|sky)|sunny|blue sky",
    "in falling snow": r"falling snow|snow (?:is )?fall(?:s|ing)|snowing|snowfall|snowstorm"
    r"|blizzard|flakes",
    "at night": _NIGHT,
    "in the evening": _NIGHT,
    "by day": r"by day|day(?:time|light)?|morning|noon|afternoon|sunny",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class NamedPlace:
    """A place that is known, and the moments of it (of the renderer's) that the prompt allows."""

    name: str
    moments: frozenset[str]


def place_in(prompt: str) -> NamedPlace | None:
    """Where a prompt plays; what it says in quotes should be left out before."""
    text = plain(prompt)
    # Snow falls in streets, too, and only where nothing else is named it is a place.
    falls = word(rf"(?:in |while |as )?(?:{_MOMENTS['in falling snow']})")
    name = _named(falls.sub(lambda said: "," * len(said.group()), text)) or _named(text)
    if name is None:
        return None
    if name == "city_day" and word(_NIGHT).search(text):
        name = "city_night"
    moments = frozenset(moment for moment, words in _MOMENTS.items() if word(words).search(text))
    return NamedPlace(name=name, moments=moments)


def without_moments(text: str) -> str:
    """Words without "at night" and its like, which are no place."""
    moments = r"night|sunset|sunrise|dusk|dawn|noon|midday|midnight|twilight|morning|evening"
    return word(rf"(?:at|by|in|on|during) (?:an? |the )?(?:\w+ )?(?:{moments})").sub(
        " ", plain(text)
    )


def _named(text: str) -> str | None:
    found = [
        (not is_at, said.start(), row, name)
        for row, (name, words) in enumerate(_NAMES.items())
        for is_at in (True, False)
        if (said := word(_at(words) if is_at else f"{_ONLY}(?:{words})").search(text))
    ]
    within = ((name, word(f"{_ONLY}(?:{words})").search(text)) for name, words in _WITHIN.items())
    found += [(False, said.start(), -1, name) for name, said in within if said]
    return min(found)[-1] if found else None


def _at(words: str) -> str:
    return rf"(?:{_AT}){_MORE}(?:{words})"
