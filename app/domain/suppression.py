"""C8 in a text: who is named near words for suppressing, leaking or paying back a report.

Two ways of saying it count. Some words say it by themselves, whoever stands before or after them
(*leaked*, *vertuscht*, *représailles*). Others only say that something was passed on: they count if
the name stands before them and a word for a report is near (*Alice told him about my complaint*).
Near is `REACH` words, over the end of a sentence too. Words are compared folded, by how they begin.

What it misses is that a handler who is only mentioned could be let back in by two; what it finds
too often is that he could not.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from app.domain.mentions import Mention, folding
from app.domain.mentions.folding import Key

REACH = 20

_SAY_IT = """
suppress silenc retaliat reprisal leak intimidat threaten bury buried hushed punish bullied
unterdruck unterdrueck vertusch einschuchter einschuechter bedroh vergelt repressal durchgestochen
unterschlag schikan
represaill etouff intimid menac divulgu fuite enterre
represali encubri silenciar silencio filtro filtrado filtraron amenaz
ritorsion insabbi minacci rivelat
onderdruk doofpot gelekt bedreig geintimideerd
odwet zatusz zataj zastrasz grozi grozb ujawni
"""

_PASSED_ON = """
told tell tells telling gave gives passed forwarded showed shown named warned informed mentioned
erzahlt erzaehlt gesagt weitergegeben weitergeleitet verraten gezeigt gewarnt informiert
dit raconte transmis montre prevenu informe
dijo conto paso reenvio mostro aviso informo
detto raccontato passato inoltrato mostrato avvisato informato
verteld gezegd doorgegeven doorgestuurd gewaarschuwd
powiedzial powiedziala przekazal przekazala pokazal pokazala ostrzegl ostrzegla
"""

_REPORT = """
report complain whistle grievance
meldung beschwerde hinweis bericht anzeige
signalement plainte alerte
denuncia queja informe
segnalazione reclamo denuncia
melding klacht
zgloszeni skarg
"""

_SAY_IT_BEGIN = tuple(_SAY_IT.split())
_PASSED_ON_WORDS = frozenset(_PASSED_ON.split())
_REPORT_BEGIN = tuple(_REPORT.split())


def by(text: str, mentions: Sequence[Mention]) -> frozenset[str]:
    """Return the people whom a text names near such words; `mentions` are those of this text."""
    named = [one for one in mentions if one.people]
    if not named:
        return frozenset()
    versions = filter(None, (text, folding.rejoined(text)))
    return frozenset(person for version in versions for person in _in(version, named))


def _in(text: str, named: Iterable[Mention]) -> Iterator[str]:
    words = folding.phrase(text)
    said = [at for at, word in enumerate(words) if word.startswith(_SAY_IT_BEGIN)]
    reports = [at for at, word in enumerate(words) if word.startswith(_REPORT_BEGIN)]
    passed = [
        at for at, word in enumerate(words) if word in _PASSED_ON_WORDS and _near(reports, at, at)
    ]
    if not said and not passed:
        return
    places = _places(words)
    for mention in named:
        key = folding.phrase(mention.text)
        for at in _found(words, key, places):
            ends = at + len(key)
            if _near(said, at, ends) or _between(passed, ends, ends + REACH):
                yield from mention.people
                break


def _places(words: Key) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for at, word in enumerate(words):
        places.setdefault(word, []).append(at)
    return places


def _found(words: Key, key: Key, places: dict[str, list[int]]) -> Iterator[int]:
    for at in places.get(key[0], ()) if key else ():
        if words[at : at + len(key)] == key:
            yield at


def _near(places: list[int], begins: int, ends: int) -> bool:
    return _between(places, begins - REACH, ends + REACH)


def _between(places: list[int], low: int, high: int) -> bool:
    at = bisect_left(places, low)
    return at < len(places) and places[at] < high
