"""`sotto bench`: Sotto and the floor in turn, in one run, on one machine (DESIGN §9).

In each round both servers do the same job for the same time, in an order that changes from round to
round, so that a slow minute hits both; the share is taken round by round. Clients, servers and
database share the machine, as they did when the peers were measured. Beside the flows stand bare
durable INSERTs, bare seals and bare key derivations a second, so that a slow floor would show.

Nothing here is a test: a slow machine fails no build. Progress goes to `say`, never into the table.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Self

from app.bench import build, figures, load, machine, serving

WORKERS = 2
THREADS = 8
COLD_STARTS = 3
WARM_UP_SECONDS = 1.0
RECEIPTS = 40

Say = Callable[[str], None]


class BenchFailed(Exception):
    """Nothing could be measured; the text is one sentence."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How long to measure, and where.

    Attributes:
        folder: holds the homes, the floors and the logs.
        rounds: how often each server has its turn.
        seconds: how long a turn takes.
        say: is told, in a sentence, what is being done.
    """

    folder: Path
    rounds: int
    seconds: float
    say: Say


def run(
    *,
    cases: Sequence[int] = (1_000, 20_000),
    rounds: int = 5,
    seconds: float = 5.0,
    home: Path | None = None,
    say: Say = print,
) -> figures.Figures:
    """Build the homes, measure, and return what was measured.

    Args:
        cases: how many cases each home holds; the smallest serves the reporters' flows.
        rounds: how often each server has its turn.
        seconds: how long a turn takes.
        home: empty folder for what is built; it stays. Without it everything is thrown away.
        say: is told, in a sentence, what is being done.

    Raises:
        BenchFailed: a home could not be built, a server did not start, or a page was not what the
            contract says.
    """
    with tempfile.TemporaryDirectory(prefix="sotto-bench-") as temporary:
        plan = Plan(folder=home or Path(temporary), rounds=rounds, seconds=seconds, say=say)
        try:
            return _measure(plan, build.companies(plan.folder, sizes=sorted(cases), say=say))
        except (build.NotBuilt, serving.NotServed, load.FlowFailed) as error:
            raise BenchFailed(str(error)) from error


def _measure(plan: Plan, companies: Sequence[build.Company]) -> figures.Figures:
    smallest = companies[0]
    works: list[figures.Work] = []
    memory: list[float] = []
    for company in companies:
        with Pair(company, plan=plan) as pair:
            works += pair.lists()
            if company is smallest:
                works += pair.reports()
            memory += [share / 2**20 for share in pair.sotto.worker_shares()]
    plan.say("cold starts, statements and bare figures")
    return figures.Figures(
        machine=machine.about(),
        commit=machine.commit(),
        works=works,
        memory_mib=figures.Spread.of(memory),
        cold_start_seconds=figures.Spread.of(
            [_cold_start(smallest, plan=plan) for _ in range(COLD_STARTS)]
        ),
        statements=build.statements_of_a_submission(smallest),
        slots=smallest.slots,
        bare=machine.bare(plan.folder, profile=build.PROFILE),
    )


class Pair:
    """Sotto and the floor, both served at once; while one has its turn the other is idle."""

    def __init__(self, company: build.Company, *, plan: Plan) -> None:
        self._company = company
        self._plan = plan
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            self.sotto = stack.enter_context(_served_sotto(self._company, plan=self._plan))
            self._cookies: dict[str, dict[str, str]] = {}
            lengths = build.page_lengths(self.sotto.url)
            for reader in (self._company.everything, self._company.little):
                signed_in = build.signed_in(reader, self.sotto.url, say=self._plan.say)
                self._cookies[reader.name], lengths["GET /desk"] = signed_in
            floor = _served_floor(self._company, lengths=lengths, plan=self._plan)
            self.floor = stack.enter_context(floor)
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def lists(self) -> list[figures.Work]:
        """Measure the list of each reader."""
        sotto, floor = self._jobs("desk")
        clients(replace(floor, flow="report", flows=RECEIPTS))
        return [
            self._turns(f"list, {name}", replace(sotto, cookies=cookies), floor)
            for name, cookies in self._cookies.items()
        ]

    def reports(self) -> list[figures.Work]:
        """Measure the reporters' flows; sending comes last, because it adds cases."""
        sending = self._jobs("report")
        returning = [
            replace(job, flow="return", receipts=clients(replace(job, flows=RECEIPTS)).receipts)
            for job in sending
        ]
        return [self._turns("receipt sign-in", *returning), self._turns("report", *sending)]

    def _jobs(self, flow: str) -> tuple[load.Job, load.Job]:
        seconds = self._plan.seconds
        return (
            load.Job(url=self.sotto.url, flow=flow, seconds=seconds),
            load.Job(url=self.floor.url, flow=flow, seconds=seconds),
        )

    def _turns(self, name: str, sotto: load.Job, floor: load.Job) -> figures.Work:
        """Let both servers do one job in turn."""
        self._plan.say(f"{name}: {self._plan.rounds} rounds of {self._plan.seconds:g} s each")
        turns = (
            (self.sotto, sotto, figures.Side()),
            (self.floor, floor, figures.Side()),
        )
        for _, job, _ in turns:
            clients(replace(job, seconds=min(WARM_UP_SECONDS, job.seconds)))
        for number in range(self._plan.rounds):
            for server, job, side in turns if number % 2 == 0 else reversed(turns):
                before = server.cpu_seconds()
                side.rounds.append(clients(job))
                side.cpu_seconds += server.cpu_seconds() - before
        return figures.Work.of(
            name, cases=self._company.cases, sotto=turns[0][2], floor=turns[1][2]
        )


def clients(job: load.Job) -> load.Result:
    """Do a job with clients in a process of their own."""
    done = subprocess.run(
        [sys.executable, "-m", "app.bench.load"],
        input=json.dumps(asdict(job)),
        capture_output=True,
        text=True,
        check=False,
        cwd=machine.CHECKOUT,
    )
    if done.returncode:
        raise load.FlowFailed("The clients stopped: " + done.stderr.strip().splitlines()[-1])
    return load.Result(**json.loads(done.stdout))


def _served_sotto(company: build.Company, *, plan: Plan) -> AbstractContextManager[serving.Server]:
    port = serving.free_port()
    command = build.serve_command(company, port=port, workers=WORKERS)
    log = plan.folder / f"sotto-{company.cases}.log"
    return serving.served(command, port=port, environ=build.environ(), log=log)


def _served_floor(
    company: build.Company, *, lengths: Mapping[str, int], plan: Plan
) -> AbstractContextManager[serving.Server]:
    told = {
        "database": str(plan.folder / f"floor-{company.cases}.db"),
        "slots": company.slots,
        "profile": build.PROFILE,
        "lengths": lengths,
    }
    port = serving.free_port()
    command = serving.gunicorn(
        "app.bench.floor:application", port=port, workers=WORKERS, threads=THREADS
    )
    environ = {"SOTTO_FLOOR": json.dumps(told), "PYTHONPATH": str(machine.CHECKOUT)}
    log = plan.folder / f"floor-{company.cases}.log"
    return serving.served(command, port=port, environ=environ, log=log)


def _cold_start(company: build.Company, *, plan: Plan) -> float:
    with _served_sotto(company, plan=plan) as server:
        return server.cold_start_seconds
