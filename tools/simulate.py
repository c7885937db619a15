"""How often reports leave the nearest tier, in a company of 240 and one of 12,000 (`make exam`).

Whole reports are drawn with the habits of `simulated.py`, put through matcher, check page, rules
and routing, and counted by where they arrive. A report that is about a person or matter for which
the policy starts higher has left for good reason; of the others at most one in twenty should, for
whatever their words happen to say. The same is drawn with more check pages left empty, to show what
hangs on that habit. Dated rows go to docs/figures.md; `--dry` writes nothing.
"""

import argparse
import dataclasses
import datetime as dt
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from app.bench import machine  # noqa: E402 - the path comes first
from app.domain import cases, conflicts, suppression  # noqa: E402
from tools import simulated  # noqa: E402
from tools.simulated import Company, Report  # noqa: E402

FIGURES = ROOT / "docs" / "figures.md"
HEADING = "## Reports that leave the nearest tier (`make exam`)"
SAYS = """
Simulated: whole reports with the habits that `tools/simulated.py` lists, put through matcher, check
page, rules and routing. A report about a person or matter for which the policy starts higher leaves
by right; of the others at most 5 % should. The last column has the same reports with none, 5, 10,
20 % and all of the check pages left empty.
"""
COLUMNS = "Company | Reports | Start higher by right | Others that leave | Asked | By empty pages |"
SIZES = (240, 12_000)
EMPTY = (0.0, 0.05, 0.1, 0.2, 1.0)
MOST = 0.05


@dataclasses.dataclass(frozen=True)
class Arrival:
    """Where a report arrived; `by_right`: person or matter go higher; `asked`: the check page."""

    tier: int
    by_right: bool
    asked: bool


def main() -> int:
    """Draw, count and print; fail when too many leave."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--dry", action="store_true", help="write nothing to docs/figures.md")
    options.add_argument("--reports", type=int, default=2000, help="so many for each company")
    told = options.parse_args()
    measured = [measure(size, told.reports) for size in SIZES]
    rows = [row for row, _ in measured]
    print("\n".join((f"| {COLUMNS}", "|---" * COLUMNS.count("|") + "|", *rows)))
    if not told.dry:
        write(rows)
    return int(any(share > MOST for _, share in measured))


def measure(size: int, reports: int) -> tuple[str, float]:
    """Simulate one company; return its row, and the share of ordinary reports that leave."""
    here = simulated.company(size, simulated.dice_of(size))
    by_empty = {share: draw(here, reports, share) for share in EMPTY}
    usual = by_empty[simulated.HABITS["leaves the check page empty"]]
    by_right = sum(one.by_right for one in usual) / len(usual)
    asked = sum(one.asked for one in usual) / len(usual)
    varied = ", ".join(f"{leaving(found):.1%}" for found in by_empty.values())
    cells = (f"{size:,}", f"{reports:,}", f"{by_right:.1%}", f"{leaving(usual):.1%}")
    return f"| {' | '.join(cells)} | {asked:.0%} | {varied} |", leaving(usual)


def leaving(found: list[Arrival]) -> float:
    """Return the share that leaves tier 1, of those that nothing but their words sends higher."""
    ordinary = [one for one in found if not one.by_right]
    return sum(one.tier != 1 for one in ordinary) / len(ordinary)


def draw(here: Company, reports: int, empty: float) -> list[Arrival]:
    """Draw so many reports, the same ones for every share of empty check pages."""
    dice, leaves = simulated.dice_of(1), simulated.dice_of(2)
    drawn = (simulated.report(here, dice) for _ in range(reports))
    return [arrival(here, one, is_empty=leaves.random() < empty) for one in drawn]


def arrival(here: Company, report: Report, *, is_empty: bool) -> Arrival:
    """Put one report through the rules, her answers and all."""
    in_text = here.index.find(report.text, where="message")
    typed = here.index.find("\n".join(report.said.about_names), where="names")
    questions = here.questions(report.said, (*in_text, *typed))
    said = report.said if is_empty else answered(report, questions)
    suppressors = suppression.by(report.text, in_text)
    tier = here.tier(said, (*in_text, *typed), suppressors)
    return Arrival(tier, here.tier(meant(report), ()) != 1, bool(questions))


def answered(report: Report, questions: tuple[conflicts.Question, ...]) -> cases.Said:
    """Answer as she means it: whoever it is about stays, all others are only mentioned."""
    asked = {one.id for one in questions if one.kind == "person"} - report.about
    bodies = {one.id for one in questions if one.kind == "body"}
    return dataclasses.replace(
        report.said, only_mentioned=frozenset(asked), not_them=frozenset(bodies)
    )


def meant(report: Report) -> cases.Said:
    """Return the person and the matter alone, without any word of hers."""
    return dataclasses.replace(
        report.said, about_people=report.about, about_names=(), about_roles=frozenset()
    )


def write(rows: list[str]) -> None:
    """Add dated rows to docs/figures.md."""
    today = dt.datetime.now(dt.UTC).date()
    new = [f"| {today} | {machine.commit()} {row}" for row in rows]
    before, found, rest = FIGURES.read_text("utf-8").partition(HEADING)
    if not found:
        table = (f"| Day | Commit | {COLUMNS}", "|---" * (COLUMNS.count("|") + 2) + "|", *new)
        section = "\n".join((HEADING + "\n" + SAYS, *table))
        FIGURES.write_text(f"{before.rstrip()}\n\n{section}\n", "utf-8")
        return
    lines = rest.splitlines()
    ends = next((at for at, line in enumerate(lines) if line.startswith("## ")), len(lines))
    last = max(at for at, line in enumerate(lines[:ends]) if line.startswith("| "))
    lines[last + 1 : last + 1] = new
    FIGURES.write_text(before + HEADING + "\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    sys.exit(main())
