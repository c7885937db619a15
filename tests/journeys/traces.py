"""Looks for what a visit could leave behind, wherever it could leave it (P1, P5).

1. *Words*, however they lie there: in UTF-8 or UTF-16, plain, in hex or in base64 (of any offset
   and alphabet, twice over), in any case, with anything but letters between them. So everything is
   brought into one form, letters only, and what looks like hex or base64 is unwrapped first.
2. *Signs* of a visit, letter by letter: the address, the user agent.
3. *Times* finer than the day: hours and minutes in what is text, moments in what is a number.

Words shorter than `SHORTEST` letters would be found in random bytes; a sequence is cut so that its
pieces are longer.
"""

import base64
import binascii
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import inspect, text

SHORTEST = 10
# Two words of a list stand side by side by chance in the comments of somebody's settings.
PIECE = 16
RUN = re.compile(rb"[A-Za-z0-9+/_-]{12,}")
HEX = re.compile(rb"(?:[0-9a-fA-F]{2}){8,}")
LETTERS = bytes(range(65, 91)) + bytes(range(97, 123))
OTHERS = bytes(set(range(256)) - set(LETTERS))
TO_LOWER = bytes.maketrans(LETTERS[:26], LETTERS[26:])
FROM_URLSAFE = bytes.maketrans(b"-_", b"+/")
HOUR = re.compile(r"(?<!\d)[0-2]?\d:[0-5]\d(?!\d)|-\d\dT\d\d")
#: In bytes, where a short pattern would be found by chance.
FULL_HOUR = re.compile(rb"(?<!\d)[0-2]\d:[0-5]\d:[0-5]\d|-\d\dT[0-2]\d:?[0-5]\d")


@dataclass(frozen=True)
class Sought:
    """What must be nowhere.

    Words by their name, signs as they are, and the spans of Unix time that it took, by each clock.
    """

    words: dict[str, str]
    signs: tuple[str, ...]
    moments: tuple[tuple[float, float], ...]


def pieces(sequence: str) -> Iterator[str]:
    """Cut a secret into its words, each with as many that follow as it takes to be told apart."""
    words = sequence.split()
    for at in range(len(words)):
        for end in range(at + 1, len(words) + 1):
            if len(letters(" ".join(words[at:end]).encode())) >= PIECE:
                yield " ".join(words[at:end])
                break


def letters(raw: bytes) -> bytes:
    """Bring bytes into the form that words are looked for in."""
    return raw.translate(TO_LOWER, OTHERS)


def unwrapped(raw: bytes, *, depth: int = 2) -> Iterator[bytes]:
    """Give bytes, and what hex and base64 in them stand for; UTF-16 loses its zeros."""
    raw = raw.replace(b"\0", b"")
    yield raw
    if depth:
        runs = RUN.findall(raw)
        inner = [_unhexed(each) for each in HEX.findall(b"\n".join(runs))]
        inner += [_decoded(run[offset:]) for run in runs for offset in range(4)]
        if inner:
            yield from unwrapped(b"\n".join(inner), depth=depth - 1)


def _unhexed(run: bytes) -> bytes:
    # A run may begin with half of a byte that is not part of it.
    return binascii.unhexlify(run) + b"\n" + binascii.unhexlify(run[1:-1])


def _decoded(run: bytes) -> bytes:
    whole = run[: len(run) - (len(run) % 4 == 1)].translate(FROM_URLSAFE)
    return base64.b64decode(whole + b"=" * (-len(whole) % 4))


def words_in(raw: bytes, sought: Sought) -> set[str]:
    """Give the names of the words found in bytes."""
    found = set()
    wanted = {letters(words.encode()): name for name, words in sought.words.items()}
    assert all(len(each) >= SHORTEST for each in wanted)
    for layer in unwrapped(raw):
        flat = letters(layer)
        found |= {name for word, name in wanted.items() if word in flat}
    return found


def signs_in(raw: bytes, sought: Sought) -> set[str]:
    """Give the signs of the visit found in bytes."""
    layers = [layer.lower() for layer in unwrapped(raw)]
    return {
        sign for sign in sought.signs for layer in layers if sign.lower().encode() in layer
    }  # fmt: skip


def times_in(value: object, sought: Sought) -> set[str]:
    """Give what tells of a time in a value of a column, or in the text of a log."""
    match value:
        case bool() | None:
            return set()
        case int() | float():
            return {str(value)} if _is_moment(value, sought) else set()
        case str():
            numbers = {
                each for each in re.findall(r"\d{10,}", value) if _is_moment(int(each), sought)
            }
            return set(HOUR.findall(value)) | numbers
        case bytes():
            return {each.decode() for each in FULL_HOUR.findall(value)} | _moments_in(value, sought)
        case _:
            # A date is what we promise to keep at most; anything finer says its time.
            return set(HOUR.findall(str(value)))


def _is_moment(value: float, sought: Sought) -> bool:
    scales = (1, 10**3, 10**6, 10**9)
    return any(
        since <= value / scale <= until for scale in scales for since, until in sought.moments
    )


def _moments_in(raw: bytes, sought: Sought) -> set[str]:
    """Give the Unix times, written out, of which the first seven digits are those of the visit."""
    digits = {str(int(each))[:7] for moments in sought.moments for each in moments}
    return {each for each in digits if re.search(rb"(?<!\d)%s\d{3}" % each.encode(), raw)}


def rows(connection) -> Iterator[tuple[str, object]]:
    """Give every value of every column of every table, ours or not, by `table.column`."""
    for table in inspect(connection).get_table_names():
        for row in connection.execute(text(f'SELECT * FROM "{table}"')).mappings():  # noqa: S608
            yield from ((f"{table}.{column}", value) for column, value in row.items())


def in_tables(connection, sought: Sought) -> set[tuple[str, str]]:
    """Look through the tables; give where and what was found."""
    found, texts = set(), list[bytes]()
    for place, value in rows(connection):
        raw = value if isinstance(value, bytes) else str(value).encode()
        texts.append(place.encode() + b"\n" + raw)
        found |= {(place, each) for each in times_in(value, sought)}
    assert texts, "there are no rows"
    return found | _in_bytes("tables", b"\n\n".join(texts), sought)


def in_files(files: Iterable[Path], sought: Sought) -> set[tuple[str, str]]:
    """Look through files and their names; give where and what was found."""
    found = set[tuple[str, str]]()
    for path in files:
        raw = path.read_bytes() if path.is_file() else b""
        found |= _in_bytes(str(path), path.name.encode() + b"\n" + raw, sought)
    return found


def times_in_files(files: Iterable[Path], sought: Sought) -> set[tuple[str, str]]:
    """Look for times in files that are ours; a log is text and must not hold an hour at all."""
    found = set[tuple[str, str]]()
    for path in files:
        raw = path.read_bytes() if path.is_file() else b""
        value = raw.decode() if raw.isascii() else raw
        found |= {
            (str(path), each) for each in times_in(value, sought) | times_in(path.name, sought)
        }
    return found


def _in_bytes(place: str, raw: bytes, sought: Sought) -> set[tuple[str, str]]:
    return {(place, each) for each in words_in(raw, sought) | signs_in(raw, sought)}
