"""What `sotto demo` prints: where to go, and whom to be."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from app.demo.founding import Founder
from app.demo.people import Company
from app.demo.telling import Told

_RECEIPTS = (
    ("unfair-alice", "about a member of the committee: concluded, with a conversation"),
    ("harassment-messages", "being investigated, with a conversation"),
    ("metrics-sla", "about another member of the committee, who sees nothing of it"),
    ("safety-double-shifts", "sent today, somebody is in danger"),
)


def text(
    company: Company,
    url: str,
    *,
    founders: Sequence[Founder],
    admin: Founder,
    cases: Sequence[Told],
    home: Path,
) -> str:
    """Return the guide, a screen or two of plain text."""
    lines = _lines(company, url, founders=founders, admin=admin, cases=cases, home=home)
    return "\n".join(lines)


def _lines(
    company: Company,
    url: str,
    *,
    founders: Sequence[Founder],
    admin: Founder,
    cases: Sequence[Told],
    home: Path,
) -> Iterator[str]:
    here = sum(one.end_on is None and one.seniority is not None for one in company.people.values())
    yield f"{company.name} answers calls for other companies. It has {here} people; none exists."
    yield f"Folder {home}, {len(cases)} reports in every status."
    yield ""
    yield f"1. Be Rita, who reports something        {url}/"
    accused = company.people["bob"].name
    yield f"   Report {accused}, who sits on the ethics committee; then be bob at the desk."
    yield f"   Or come back to a report of somebody's  {url}/return"
    receipts = {told.story.key: told.receipt for told in cases}
    for key, what in _RECEIPTS:
        yield f"     {receipts[key]}"
        yield f"       {what}"
    yield ""
    yield f"2. Be one of those who read              {url}/desk/sign-in"
    yield from _people(company, founders)
    yield ""
    yield f"3. Be who administers and reads nothing   {url}/admin/sign-in"
    yield from _rows([admin])
    yield ""
    yield "   The code is made from the secret: type the secret into a code app, or run"
    yield f"     {sys.executable} -m app.demo SECRET"
    yield ""
    yield "Passphrases and receipts stand here and nowhere else: keep this page while you try."


def _people(company: Company, founders: Sequence[Founder]) -> Iterator[str]:
    for number, tier in enumerate(company.tiers, start=1):
        yield ""
        yield f"   Tier {number}: {tier.name}, {tier.quorum} needed"
        yield from _rows([one for one in founders if one.tier == number])
    yield ""
    yield "   Auditor: reads the record of what was done, and no case"
    yield from _rows([one for one in founders if one.tier is None])


def _rows(founders: Sequence[Founder]) -> Iterator[str]:
    for one in founders:
        yield f"     {one.sign_in_name:<10}{one.person.name}, {one.person.title}"
        yield f"       passphrase  {one.passphrase}"
        yield f"       secret      {one.totp_secret}"
