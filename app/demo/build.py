"""A complete fictional company in a folder: people, founders, and cases in every status.

Secrets, keys, passphrases and receipts are drawn afresh each time; the seed fixes people and
stories alone. What `serve` needs is in the folder; credentials and receipts are only in what is
returned, never in a file.
"""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import click

from app import factory
from app.demo import declaring, founding, guide, people, policy, stories, telling
from app.demo.founding import Clock, Founder
from app.demo.telling import Desk, Told
from app.domain import errors
from app.services import people as directory
from app.services import world
from app.services.instance import Instance

SEED = 1
PEOPLE_FILE = "people.csv"
_FOUNDED_DAYS_AGO = 170
_RECENTLY = timedelta(days=1)

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Built:
    """The folder of the demo, who can sign in, and the cases with their receipts."""

    home: Path
    company: people.Company
    people_csv: Path
    founders: tuple[Founder, ...] = field(repr=False)
    admin: Founder = field(repr=False)
    form_ids: dict[str, str] = field(repr=False)
    cases: tuple[Told, ...] = field(repr=False)

    def to_json(self, url: str) -> str:
        """Return what programs outside need, in the form of the contract (DESIGN §7)."""
        told = {
            "home": str(self.home),
            "url": url,
            "handlers": [self._row(one) for one in self.founders if one.tier is not None],
            "admins": [self._row(self.admin)],
            "auditors": [self._row(one) for one in self.founders if one.tier is None],
            "receipts": [told.receipt for told in self.cases],
            "people_csv": str(self.people_csv),
        }
        return json.dumps(told, ensure_ascii=False, indent=2)

    def text(self, url: str) -> str:
        """Return the same for people: where to go, and whom to be."""
        return guide.text(
            self.company,
            url,
            founders=self.founders,
            admin=self.admin,
            cases=self.cases,
            home=self.home,
        )

    def _row(self, founder: Founder) -> dict[str, str | int | None]:
        return {
            "id": self.form_ids[founder.person.id],
            "person": founder.person.id,
            "name": founder.person.name,
            "sign_in": founder.sign_in_name,
            "passphrase": founder.passphrase,
            "totp_secret": founder.totp_secret,
            "tier": founder.tier,
        }


def build(
    home: Path,
    *,
    seed: int = SEED,
    now: datetime,
    progress: Progress | None = None,
    kdf_profile: str = "standard",
) -> Built:
    """Build the demo in `home`, which may exist if it is empty.

    Raises `errors.Refused` with one sentence when it is not.
    """
    _check_empty(home)
    company = people.found(seed, today=now.date())
    told = stories.told(company, today=now.date())
    step = _counted(progress, total=_total(company, told))
    clock = Clock(now - timedelta(days=_FOUNDED_DAYS_AGO))
    app = factory.create_home(home, kdf_profile=kdf_profile, clock=clock)
    inst: Instance = app.extensions["sotto"]
    try:
        people_csv = _import(inst, company, now=clock())
        admin = founding.administrator(app, company, clock=clock)
        founders = founding.found(app, company, clock=clock, tell=step)
        desks = [
            Desk(one, founding.at_work(inst, one, now=clock())) for one in founders if one.tier
        ]
        declaring.declare(inst, company, desks, now=clock())
        cases = telling.Teller(inst, company, desks, now).tell(told, progress=step)
        _look_in(inst, founders, now=now, tell=step)
        form_ids = dict(world.current(inst, now=now).form_ids)
    finally:
        inst.db.engine.dispose()
    return Built(inst.home, company, people_csv, founders, admin, form_ids, cases)


def _check_empty(home: Path) -> None:
    if home.exists() and (not home.is_dir() or any(home.iterdir())):
        raise errors.Refused(f"{home} is not an empty folder: name another one for the demo.")


def _total(company: people.Company, told: tuple[stories.Story, ...]) -> int:
    return 3 * founding.count(company) + len(telling.events(told))


def _counted(progress: Progress | None, *, total: int) -> Callable[[str], None]:
    done = 0

    def step(what: str) -> None:
        nonlocal done
        done += 1
        if progress:
            progress(done, total, what)

    return step


def _import(inst: Instance, company: people.Company, *, now: datetime) -> Path:
    """Write the people file beside the database and import it, as an administrator would."""
    inst.policy_file.write_bytes(policy.of(company).to_json())
    path = inst.home / PEOPLE_FILE
    path.write_text(company.people_file(), encoding="utf-8")
    directory.import_file(inst, path.read_text(encoding="utf-8"), now=now)
    return path


def _look_in(
    inst: Instance, founders: tuple[Founder, ...], *, now: datetime, tell: Callable[[str], None]
) -> None:
    """Let everybody sign in once more, so that nobody counts as absent (CONFLICTS §3)."""
    for founder in founders:
        tell("desks")
        founding.come_in(inst, founder, now=now - _RECENTLY)


@contextmanager
def bar() -> Iterator[Progress]:
    """Give a progress function that draws a bar on standard error."""
    with click.progressbar(length=1, label="Building the demo", file=sys.stderr) as drawn:

        def progress(done: int, total: int, _what: str) -> None:
            drawn.length = total
            drawn.update(done - drawn.pos)

        yield progress
