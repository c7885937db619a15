"""How long it takes to build the index of names, to screen a text, and to decide.

For companies of several sizes, with names drawn from a seeded mill of syllables whose family names
are as unevenly borne as real ones. Printed: seconds of the build, MiB the index holds, and for
texts of 200 and 2,000 words the milliseconds of one screening and of one decision, half and
nineteen of twenty.
"""

import gc
import os
import random
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

from app.bench.figures import percentile
from app.domain import cases, conflicts, mentions, policy
from app.domain.people import Directory, Line, Name, Person

SIZES = (1_000, 20_000, 120_000)
LENGTHS = (200, 2_000)
TEXTS = 60
TODAY = date(2026, 1, 1)
_SEED = 7
_WELL_SPELT = 0.5
_UNEVEN = 3  # How much more often the first names of a list are borne than the last.
_HEADS = tuple(
    """
    al an ba be bo ca da de el fa fe ga gre ha he ja jo ka ko la le ma mi na ni no o pa pe ra
    """.split()  # noqa: SIM905 - a block of words reads better
)
_TAILS = tuple(
    """
    bert da del der dis fer ger ka las len lin ma man mer na nik ra ris ro sen ska ski ter ton
    va
    """.split()  # noqa: SIM905 - a block of words reads better
)
_FILLER = tuple(
    """
    the of and to in that was his with for had were which they have been from not this are but
    said would when there will their one our out who more about them time into could only
    other invoice manager paid money never asked again after report warehouse told signed
    nobody always
    """.split()  # noqa: SIM905 - a block of words reads better
)


def run(sizes: Sequence[int] = SIZES, *, say: Callable[[str], object]) -> str:
    """Measure every size and return the table."""
    rows = [
        "| People | Build s | MiB | Words | Screen p50 ms | p95 ms | Decide p50 ms | p95 ms |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for size in sizes:
        say(f"{size:,} people")
        rows += _measured(size)
    return "\n".join(rows) + "\n"


def _measured(size: int) -> Iterator[str]:
    mill = random.Random(_SEED)
    directory = _company(size, mill)
    readers = {f"p{number}": 1 + number % 2 for number in range(10, 22)}
    mentions.Index(Directory({}), readers={}, policy=policy.DEFAULT, today=TODAY)  # reads the lists
    gc.collect()
    before, begun = _resident_bytes(), time.perf_counter()
    index = _index(directory, readers)
    build_seconds = time.perf_counter() - begun
    gc.collect()
    mebibytes = (_resident_bytes() - before) / 2**20
    for length in LENGTHS:
        screened, decided = _timed(index, directory, readers, length, mill)
        yield (
            f"| {size:,} | {build_seconds:.1f} | {mebibytes:.0f} | {length:,} | "
            f"{percentile(screened, 0.5):.1f} | {percentile(screened, 0.95):.1f} | "
            f"{percentile(decided, 0.5):.1f} | {percentile(decided, 0.95):.1f} |"
        )


def _resident_bytes() -> int:
    """Return the memory of this process, on systems that tell; 0 elsewhere."""
    told = Path("/proc/self/statm")
    pages = int(told.read_text(encoding="ascii").split()[1]) if told.exists() else 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def _index(directory: Directory, readers: dict[str, int]) -> mentions.Index:
    return mentions.Index(directory, readers=readers, policy=policy.DEFAULT, today=TODAY)


def _timed(
    index: mentions.Index,
    directory: Directory,
    readers: dict[str, int],
    length: int,
    mill: random.Random,
) -> tuple[list[float], list[float]]:
    screened: list[float] = []
    decided: list[float] = []
    for _ in range(TEXTS):
        text = _text(directory, length, mill)
        begun = time.perf_counter()
        found = index.find(text, where="story")
        between = time.perf_counter()
        conflicts.decide(
            cases.Said(),
            found,
            directory=directory,
            readers=readers,
            policy=policy.DEFAULT,
            today=TODAY,
        )
        screened.append(1000 * (between - begun))
        decided.append(1000 * (time.perf_counter() - between))
    return screened, decided


def _company(size: int, mill: random.Random) -> Directory:
    firsts = [_name(mill) for _ in range(2_000)]
    lasts = [_name(mill) + mill.choice(_TAILS) for _ in range(max(200, size // 3))]
    people: dict[str, Person] = {}
    lines: list[Line] = []
    for number in range(size):
        first = firsts[int(len(firsts) * mill.random() ** _UNEVEN)]
        last = lasts[int(len(lasts) * mill.random() ** _UNEVEN)]
        names = (
            Name(f"{first} {last}", "name"),
            Name(f"{first}.{last}{number}@acme.example".lower(), "email"),
            Name(mill.choice(("Agent", "Clerk", "Engineer", f"Head of desk {number}")), "title"),
        )
        rank = 1 + len(str(number))
        people[f"p{number}"] = Person(f"p{number}", names, f"Unit {number // 9}", seniority=rank)
        if number:
            lines.append(Line(f"p{number}", f"p{(number - 1) // 9}", "solid", date(2020, 1, 1)))
    return Directory(people, tuple(lines))


def _name(mill: random.Random) -> str:
    return (mill.choice(_HEADS) + mill.choice(_HEADS) + mill.choice(_TAILS)).capitalize()


def _text(directory: Directory, length: int, mill: random.Random) -> str:
    """Return a text with a name in every forty words, some of them misspelt."""
    words = [mill.choice(_FILLER) for _ in range(length)]
    for place in range(20, length, 40):
        name = directory.people[f"p{mill.randrange(len(directory.people))}"].name
        at = mill.randrange(1, len(name))
        words[place] = name if mill.random() < _WELL_SPELT else name[:at] + name[at + 1 :]
    return " ".join(words)
