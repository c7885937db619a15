"""What the documents point at exists, and every promise names the test that fails without it."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted(
    [ROOT / name for name in ("README.md", "SECURITY.md", "CONTRIBUTING.md")]
    + list((ROOT / "docs").rglob("*.md"))
)
DECISIONS = sorted((ROOT / "docs" / "adr").glob("0*.md"))
HEADINGS = ["Context", "Options", "Outcome", "Negative consequences"]
FAULTS = sorted((ROOT / "tools" / "sabotage").glob("p*.toml"))
NOT_YET = "not yet"


def anchor(heading: str) -> str:
    """Return the anchor that a heading gets, as the usual viewers make it."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def promises() -> list[list[str]]:
    """Return the rows of the table of promises in SECURITY.md, as cells."""
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| \*\*P\d+\*\* .*\|$", text, re.MULTILINE)
    return [[cell.strip() for cell in row.strip("|").split(" | ")] for row in rows]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(document):
    text = document.read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)\s]+)\)", text) + re.findall(r'\bsrc="([^"]+)"', text)

    for link in links:
        path, _, fragment = link.partition("#")
        target = (document.parent / path).resolve() if path else document
        assert target.exists(), link
        if fragment:
            headings = re.findall(r"^#+ (.*)$", target.read_text(encoding="utf-8"), re.MULTILINE)
            assert fragment in {anchor(each) for each in headings}, link


def test_there_is_a_row_for_each_promise():
    """DESIGN §2: pages, tests and code cite P1 to P12."""
    numbers = [row[0].split("*")[2] for row in promises()]

    assert numbers == [f"P{n}" for n in range(1, 13)]


@pytest.mark.parametrize("row", promises(), ids=lambda row: row[0].split("*")[2])
def test_a_promise_names_tests_that_exist(row):
    """A promise that is not built says so plainly, and names no test."""
    state, tests = row[-2], row[-1].rstrip("| ")
    named = re.findall(r"`(tests/[\w/.]+)::(\w+)`", tests)

    assert bool(named) != (tests == NOT_YET), tests
    assert state.startswith(("built", "in part")) == bool(named), state
    for path, name in named:
        source = (ROOT / path).read_text(encoding="utf-8")
        assert re.search(rf"^def {name}\(", source, re.MULTILINE), f"{path}::{name}"


def test_a_planted_fault_fails_a_test_that_the_page_names():
    """DESIGN §2: every promise that is built has a fault, and the page cites what finds it."""
    faults = [tomllib.loads(path.read_text(encoding="utf-8")) for path in FAULTS]
    found = {
        each["promise"]: {t for fault in each["fault"] for t in fault["tests"]} for each in faults
    }

    for row in promises():
        named = set(re.findall(r"`(tests/[\w/.]+::\w+)`", row[-1]))
        assert bool(named) == bool(named & found.get(row[0].split("*")[2], set())), row[0]


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_has_its_four_parts_and_fits_a_page(decision):
    text = decision.read_text(encoding="utf-8")

    assert re.findall(r"^## (.*)$", text, re.MULTILINE) == HEADINGS
    assert len(text.splitlines()) <= 60


def test_the_index_lists_every_decision_by_its_title():
    index = (ROOT / "docs" / "adr" / "README.md").read_text(encoding="utf-8")

    assert len({each.name[:4] for each in DECISIONS}) == len(DECISIONS)
    assert index.count("](0") == len(DECISIONS)
    for each in DECISIONS:
        title = each.read_text(encoding="utf-8").splitlines()[0].partition(". ")[2]
        assert f"[{each.name[:4]}]({each.name}) | {title} |" in index
