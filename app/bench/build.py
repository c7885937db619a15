"""Homes to measure in: the demo's company, and as many more cases as are asked for.

Everything goes through the services, as reports do; only durability and the cost of the receipt's
key derivation are relaxed, and only while building. Nobody keeps the receipts made here. One reader
of tier 1 is ticked ("must not see it") in all but 2 % of the reports, so that there is a reader of
nearly all cases and one of few.
"""

import json
import os
import secrets
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyotp
from sqlalchemy import event

from app.bench import load
from app.services import asking, formpage, instance, intake, world

SOTTO = (sys.executable, "-c", "from app.cli import main; main()")
PROFILE = "standard"
FEW = 0.02
TOTP_STEP_SECONDS = 30
FIRST_LIST_SECONDS = 900.0
SETTLED_SECONDS = 0.5
LOOKS = 50

Say = Callable[[str], None]


class NotBuilt(Exception):
    """A home could not be built; the text is one sentence."""


@dataclass(frozen=True)
class Reader:
    """A handler whose list is measured."""

    name: str
    sign_in: str
    passphrase: str = field(repr=False)
    totp_secret: str = field(repr=False)


@dataclass(frozen=True)
class Company:
    """A home with cases in it.

    Attributes:
        home: its folder.
        cases: how many cases it holds.
        slots: handlers enrolled, so slots of one epoch.
        everything: a reader of nearly all cases.
        little: a reader of 2 % of those added here.
        left_out: the form id of `little`.
    """

    home: Path
    cases: int
    slots: int
    everything: Reader
    little: Reader
    left_out: str


def companies(folder: Path, *, sizes: Sequence[int], say: Say) -> list[Company]:
    """Build one home for each size, each from a copy of the one before; sizes ascend.

    Raises:
        NotBuilt: the demo could not be built.
    """
    built: list[Company] = []
    for size in sizes:
        home = folder / f"home-{size}"
        if built:
            shutil.copytree(built[-1].home, home)
            company = replace(built[-1], home=home)
        else:
            say("the demo's company")
            company = _demo(home)
        built.append(_fill(company, size=size, say=say))
    return built


def _demo(home: Path) -> Company:
    command = [*SOTTO, "demo", "--home", str(home), "--no-serve", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
        raise NotBuilt(f"The demo could not be built: {last}")
    told: dict[str, Any] = json.loads(done.stdout)
    handlers = told["handlers"]
    first, second, *_ = [each for each in handlers if each["tier"] == 1]
    return Company(
        home=home,
        cases=len(told["receipts"]),
        slots=len(handlers),
        everything=_reader(first, "a reader of nearly all"),
        little=_reader(second, "a reader of 2 %"),
        left_out=second["id"],
    )


def _reader(told: Mapping[str, str], name: str) -> Reader:
    return Reader(name, told["sign_in"], told["passphrase"], told["totp_secret"])


def opened(company: Company, *, profile: str = PROFILE) -> instance.Instance:
    """Open the home in this process."""
    url = f"sqlite:///{company.home / 'sotto.db'}"
    return instance.open_(company.home, database_url=url, kdf_profile=profile)


def _fill(company: Company, *, size: int, say: Say) -> Company:
    inst = opened(company, profile="cheap")
    event.listen(inst.db.engine, "connect", _relax)
    inst.db.engine.dispose()
    begun = time.perf_counter()
    for number in range(company.cases, size):
        submit(inst, number=number, veto=() if number % 50 == 0 else (company.left_out,))
        if number % 500 == 0:
            say(f"{number:,} of {size:,} cases, {time.perf_counter() - begun:.0f} s")
    inst.db.engine.dispose()
    return replace(company, cases=max(size, company.cases))


def _relax(connection: sqlite3.Connection, _: object) -> None:
    """Let the engine forget the disk, while building only."""
    connection.execute("PRAGMA synchronous = OFF")


def submit(inst: instance.Instance, *, number: int, veto: tuple[str, ...] = ()) -> int:
    """Send one report through the services, as the portal would.

    Returns the number of SQL statements from *send* to receipt.
    """
    now, visit = datetime.now(UTC), secrets.token_bytes(16)
    first = formpage.First(category="fraud", about_roles=("none",), about_boss="no", veto=veto)
    begun = intake.begin(inst, first, visit=visit, now=now)
    words = intake.Words(
        story=load.STORY.format(number=number), where="Evening shift", when="Spring", danger=False
    )
    before = inst.db.statements
    sent = intake.submit(
        inst, hidden=begun.hidden, visit=visit, words=words, answers=asking.Answers(), now=now
    )
    if not isinstance(sent, intake.Receipted):
        raise NotBuilt("The portal had a question about a report that names nobody.")
    return inst.db.statements - before


def statements_of_a_submission(company: Company) -> int:
    """Count the SQL statements that the service sends from *send* to receipt."""
    inst = opened(company)
    submit(inst, number=0)
    sent = submit(inst, number=1)
    inst.db.engine.dispose()
    return sent


def slots_of(company: Company) -> int:
    """Count the handlers on the roster."""
    return len(world.current(opened(company), now=datetime.now(UTC)).members)


def serve_command(company: Company, *, port: int, workers: int) -> list[str]:
    """Return the command that serves the home as anybody would."""
    home, where = str(company.home), str(port)
    return [*SOTTO, "serve", "--home", home, "--port", where, "--workers", str(workers)]


def environ() -> dict[str, str]:
    """Return what `sotto serve` is told here, whatever the environment says about another home."""
    told = {name: "" for name in os.environ if name.startswith("SOTTO_")}
    return told | {"SOTTO_KDF_PROFILE": PROFILE}


def page_lengths(url: str) -> dict[str, int]:
    """Return how long each page of the reporters' flows is, request to bytes."""
    visitor = load.Visitor(url)
    receipt = load.report(visitor, number=0)
    load.sign_in(visitor.forget(), receipt=receipt)
    visitor.get("/")
    visitor.close()
    return visitor.lengths


def signed_in(reader: Reader, url: str, *, say: Say) -> tuple[dict[str, str], int]:
    """Sign a reader in and read the list until it is settled: cookies, and length of the page.

    The first look opens the slot of every case that came since the last one, which is not what is
    measured here; how long it took goes to `say`.
    """
    visitor = load.Visitor(url, patience_seconds=FIRST_LIST_SECONDS)
    begun = time.perf_counter()
    _press_sign_in(visitor, reader)
    for _ in range(LOOKS):
        load.desk(visitor)
        if visitor.steps[-1][1] < SETTLED_SECONDS:
            break
    say(f"{reader.name}: signed in, list settled after {time.perf_counter() - begun:.1f} s")
    visitor.close()
    return visitor.cookies, visitor.lengths["GET /desk"]


def _press_sign_in(visitor: load.Visitor, reader: Reader) -> None:
    """Sign in; a code counts once, so one that was used before is waited out."""
    page = visitor.get("/desk/sign-in")
    for last in (False, True):
        typed = {
            "name": reader.sign_in,
            "passphrase": reader.passphrase,
            "code": pyotp.TOTP(reader.totp_secret).now(),
        }
        try:
            visitor.post(page, "/desk/sign-in", status=303, **typed)
        except load.FlowFailed:
            if last:
                raise
            time.sleep(TOTP_STEP_SECONDS + 1)
        else:
            return
