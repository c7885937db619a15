"""Let the matcher sit the exam, and write down how it did (`make exam`).

For every way of CONFLICTS §2 and every language: how many texts, the share found, and the lower end
of its 95 % interval (Wilson). For texts that name no handler: how often one is found none the less,
with the upper end. A dated row goes to docs/figures.md with the commit, and so does the list of
what was missed, by kind; `--dry` writes nothing, `--every N` reads each Nth text only.
"""

import argparse
import concurrent.futures
import datetime as dt
import math
import pathlib
import sys
from collections import Counter
from collections.abc import Iterator, Sequence

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from app.bench import machine  # noqa: E402 - the path comes first
from tests.exam.reading import LANGUAGES  # noqa: E402
from tests.support import sitting  # noqa: E402

FIGURES = ROOT / "docs" / "figures.md"
HEADING = "## Names found in texts (`make exam`)"
CLOSE_TO_95 = 1.959964
NEGATIVE = ("nobody", "others")


def wilson(found: int, of: int) -> tuple[float, float]:
    """Return the two ends of the 95 % interval of a share."""
    if not of:
        return 0.0, 1.0
    share, square = found / of, CLOSE_TO_95**2
    middle = share + square / (2 * of)
    spread = CLOSE_TO_95 * math.sqrt(share * (1 - share) / of + square / (4 * of * of))
    return (middle - spread) / (1 + square / of), (middle + spread) / (1 + square / of)


def main() -> None:
    """Sit the exam in two processes and print the tables."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--dry", action="store_true", help="write nothing to docs/figures.md")
    options.add_argument("--every", type=int, default=1, help="read only each Nth text")
    told = options.parse_args()
    results: Counter[sitting.Cell] = Counter()
    with concurrent.futures.ProcessPoolExecutor(2) as pool:
        for part in pool.map(sitting.company, LANGUAGES, [told.every] * len(LANGUAGES)):
            results.update(part)
    ways, negatives, missed = table(results), falsely(results), misses(results)
    print("\n".join((*ways, "", *negatives, "", *missed)))
    if not told.dry and told.every == 1:
        write(results, (*ways, "", *negatives, "", *missed))


def table(results: Counter[sitting.Cell]) -> Iterator[str]:
    """Yield the rows of the ways, all languages together first."""
    yield "| Way | n | Found | at least | " + " | ".join(LANGUAGES) + " |"
    yield "|---|---|---|---|" + "---|" * len(LANGUAGES)
    for way in sorted({cell.way for cell in results} - set(NEGATIVE)):
        found, of = count(results, way=way)
        by_language = [count(results, way=way, lang=lang) for lang in LANGUAGES]
        shares = [f"{right / n:.1%} of {n}" if n else "" for right, n in by_language]
        least, _ = wilson(found, of)
        yield f"| {way} | {of} | {found / of:.2%} | {least:.2%} | " + " | ".join(shares) + " |"


def falsely(results: Counter[sitting.Cell]) -> Iterator[str]:
    """Yield the rows of texts in which no handler is named."""
    yield "| Texts naming | n | Some handler found | at most | " + " | ".join(LANGUAGES) + " |"
    yield "|---|---|---|---|" + "---|" * len(LANGUAGES)
    for way in NEGATIVE:
        right, of = count(results, way=way)
        by_language = [count(results, way=way, lang=lang) for lang in LANGUAGES]
        shares = [f"{1 - clean / n:.1%}" if n else "" for clean, n in by_language]
        _, most = wilson(of - right, max(of, 1))
        yield f"| {way} | {of} | {1 - right / max(of, 1):.2%} | {most:.2%} | " + (
            " | ".join(shares) + " |"
        )


def misses(results: Counter[sitting.Cell]) -> Iterator[str]:
    """Yield what was missed or found falsely, by way, kind and how."""
    wrong = Counter({cell: n for cell, n in results.items() if not cell.right})
    by_kind: Counter[tuple[str, str, str]] = Counter()
    for cell, n in wrong.items():
        by_kind[cell.way, "" if cell.way in NEGATIVE else cell.kind, cell.how] += n
    yield "| Way | Kind | Found by | Times |"
    yield "|---|---|---|---|"
    for (way, kind, how), n in sorted(by_kind.items()):
        yield f"| {way} | {kind} | {how} | {n} |"


def count(results: Counter[sitting.Cell], *, way: str, lang: str = "") -> tuple[int, int]:
    """Return how many were right, and of how many."""
    asked = {cell: n for cell, n in results.items() if cell.way == way and lang in {"", cell.lang}}
    return sum(n for cell, n in asked.items() if cell.right), sum(asked.values())


def write(results: Counter[sitting.Cell], tables: Sequence[str]) -> None:
    """Add a dated row to docs/figures.md, and put the newest tables below the rows."""
    ways = sorted({cell.way for cell in results} - set(NEGATIVE))
    shown = [f"{way} {wilson(*count(results, way=way))[0]:.1%}" for way in ways]
    for way in NEGATIVE:
        right, of = count(results, way=way)
        shown.append(f"{way} ≤ {wilson(of - right, of)[1]:.2%}")
    today = dt.datetime.now(dt.UTC).date()
    row = f"| {today} | {machine.commit()} | {', '.join(shown)} |"
    before, _, rest = FIGURES.read_text(encoding="utf-8").partition(HEADING)
    section, following = _section(rest)
    rows = [line for line in section if line.startswith("| 2")]
    new = [
        HEADING, "",
        "Lower end of the 95 % interval of what is found, by way; for texts naming no handler the",
        "upper end of how often one is found none the less. One row for each run.", "",
        "| Day | Commit | Figures |", "|---|---|---|", *rows, row, "",
        "The newest run in full, with what it misses:", "", *tables, "",
    ]  # fmt: skip
    FIGURES.write_text(before.rstrip() + "\n\n" + "\n".join(new) + following, encoding="utf-8")


def _section(rest: str) -> tuple[list[str], str]:
    lines = rest.splitlines()
    ends = next((i for i, line in enumerate(lines) if line.startswith("## ")), len(lines))
    following = "\n".join(lines[ends:])
    first_table = next((i for i, line in enumerate(lines) if "in full" in line), ends)
    return lines[:first_table], f"\n{following}\n" if following else ""


if __name__ == "__main__":
    main()
