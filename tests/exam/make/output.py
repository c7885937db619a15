"""Writes the exam to `tests/exam/data`, the same bytes for the same seed."""

import json
import lzma
import pathlib
from collections.abc import Iterable
from typing import Any

from tests.exam.make import people, words

DATA = pathlib.Path(__file__).resolve().parents[1] / "data"


def lines(name: str, rows: Iterable[dict[str, Any]]) -> None:
    """Write one file of rows, one JSON object a line, compressed."""
    text = "".join(
        json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n" for row in rows
    )
    DATA.mkdir(exist_ok=True)
    packed = lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME)
    (DATA / f"{name}.jsonl.xz").write_bytes(packed)


def person_row(company: people.Company, person: people.Somebody) -> dict[str, Any]:
    """Return the columns of the people file, company and senior in front."""
    return {
        "company": company.lang,
        "id": person.id,
        "name": person.name,
        "aliases": "",
        "email": person.email,
        "title": person.title,
        "unit": person.unit,
        "site": person.site,
        "entity": words.of(company.lang)["company"],
        "seniority": person.seniority,
        "manager_id": person.manager_id,
        "senior": person.senior,
        "origin": person.origin,
    }


def companies(made: list[people.Company]) -> None:
    """Write all people and all rosters."""
    lines("people", (person_row(one, person) for one in made for person in one.people))
    lines(
        "rosters",
        (
            {
                "id": f"{one.lang}-{number:02}",
                "company": one.lang,
                "handlers": [person.id for person in roster],
            }
            for one in made
            for number, roster in enumerate(one.rosters)
        ),
    )
