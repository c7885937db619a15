"""What was measured, as a table for people and as JSON for programs; pure.

A rate is given as the median over rounds, with the lowest and the highest beside it, so that nobody
reads more into a figure than the machine gave.
"""

import json
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Self

from app.bench.load import Result

COLUMNS = (
    "Work", "Cases", "Sotto /s", "Floor /s", "Share", "CPU ms", "Floor's", "p50 ms", "p95 ms",
    "POST p95 ms",
)  # fmt: skip


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which `share` (0 to 1) of all lie, 0.0 for no values."""
    if not values:
        return 0.0
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


@dataclass(frozen=True)
class Spread:
    """A figure over several rounds."""

    median: float
    lowest: float
    highest: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Self:
        """Sum up the values of all rounds; there is at least one."""
        return cls(statistics.median(values), min(values), max(values))

    def shown(self, digits: int = 0) -> str:
        """Return "median (lowest to highest)"."""
        low, high = f"{self.lowest:.{digits}f}", f"{self.highest:.{digits}f}"
        return f"{self.median:.{digits}f} ({low} to {high})"


@dataclass(frozen=True)
class Flow:
    """One flow on one server, over all rounds.

    Attributes:
        per_second: whole flows.
        p50_ms: half of all flows took no longer.
        p95_ms: nineteen of twenty flows took no longer.
        steps_p95_ms: the same for each request of the flow.
        cpu_ms: processor time of the workers for one flow; it hardly depends on what else runs.
        done: flows in all rounds.
        failed: flows that did not end as the contract says.
        first_failure: what the first of them said.
    """

    per_second: Spread
    p50_ms: float
    p95_ms: float
    steps_p95_ms: Mapping[str, float]
    cpu_ms: float
    done: int
    failed: int
    first_failure: str

    @classmethod
    def of(cls, rounds: Sequence[Result], *, cpu_seconds: float) -> Self:
        """Sum up what the clients measured in each round, and what the workers used in all."""
        flows = [1000 * taken for each in rounds for taken in each.flow_seconds]
        steps: dict[str, list[float]] = {}
        for each in rounds:
            for name, taken in each.step_seconds.items():
                steps.setdefault(name, []).extend(1000 * seconds for seconds in taken)
        return cls(
            per_second=Spread.of([each.done / each.elapsed_seconds for each in rounds]),
            p50_ms=percentile(flows, 0.5),
            p95_ms=percentile(flows, 0.95),
            steps_p95_ms={name: percentile(taken, 0.95) for name, taken in steps.items()},
            cpu_ms=1000 * cpu_seconds / len(flows) if flows else 0.0,
            done=len(flows),
            failed=sum(each.failed for each in rounds),
            first_failure=next((each.first_failure for each in rounds if each.failed), ""),
        )


@dataclass
class Side:
    """What one server did in its turns, as it comes in."""

    rounds: list[Result] = field(default_factory=list)
    cpu_seconds: float = 0.0

    def rates(self) -> list[float]:
        """Return flows a second, round by round."""
        return [each.done / each.elapsed_seconds for each in self.rounds]

    def flow(self) -> Flow:
        """Sum up the turns."""
        return Flow.of(self.rounds, cpu_seconds=self.cpu_seconds)


@dataclass(frozen=True)
class Work:
    """One kind of work: Sotto, and the floor in the same rounds.

    Attributes:
        name: what is done.
        cases: how many cases the home held when it began.
        sotto: what Sotto did.
        floor: what the floor did.
        share: Sotto's rate as a share of the floor's, round by round, so that drift cancels.
    """

    name: str
    cases: int
    sotto: Flow
    floor: Flow
    share: Spread

    @classmethod
    def of(cls, name: str, *, cases: int, sotto: Side, floor: Side) -> Self:
        """Compare two servers that took turns."""
        rates = [side.rates() for side in (sotto, floor)]
        shares = [ours / theirs if theirs else 0.0 for ours, theirs in zip(*rates, strict=True)]
        return cls(name, cases, sotto.flow(), floor.flow(), Spread.of(shares))


@dataclass(frozen=True, kw_only=True)
class Figures:
    """Everything one run has measured.

    Attributes:
        machine: what it ran on, name to text.
        commit: id of the commit, empty outside a repository.
        works: each kind of work.
        memory_mib: the workers' own share (PSS) after all flows, one figure for each worker.
        cold_start_seconds: from the command to the first answered request.
        statements: SQL statements of one submission, sent by the service.
        slots: handlers enrolled, so slots of one epoch.
        bare: what the machine does without any server, name to times a second.
    """

    machine: Mapping[str, str]
    commit: str
    works: Sequence[Work]
    memory_mib: Spread
    cold_start_seconds: Spread
    statements: int
    slots: int
    bare: Mapping[str, float] = field(default_factory=dict)

    def to_json(self) -> str:
        """Return everything as JSON."""
        return json.dumps(asdict(self), indent=2, ensure_ascii=False)

    def table(self) -> str:
        """Return Markdown tables: the works, then the single figures."""
        rows = [
            "| " + " | ".join(COLUMNS) + " |",
            "|" + "---|" * len(COLUMNS),
            *(_row(each) for each in self.works),
            "",
            "| Figure | Value |",
            "|---|---|",
            f"| memory per worker (PSS, MiB) | {self.memory_mib.shown()} |",
            f"| cold start to first answer (s) | {self.cold_start_seconds.shown(2)} |",
            f"| SQL statements per submission | {self.statements} ({self.slots} slots) |",
            *(f"| {name} per second | {rate:.0f} |" for name, rate in self.bare.items()),
            *(f"| {name} | {text} |" for name, text in self.machine.items()),
            f"| commit | {self.commit or 'none'} |",
        ]
        failures = [
            f"{each.name}, {side}: {flow.failed} failed, first: {flow.first_failure}"
            for each in self.works
            for side, flow in (("Sotto", each.sotto), ("floor", each.floor))
            if flow.failed
        ]
        return "\n".join([*rows, "", *failures]).rstrip() + "\n"


def _row(work: Work) -> str:
    ours = work.sotto
    posts = [taken for name, taken in ours.steps_p95_ms.items() if name.startswith("POST")]
    cells = (
        work.name,
        f"{work.cases:,}",
        ours.per_second.shown(),
        work.floor.per_second.shown(),
        work.share.shown(2),
        f"{ours.cpu_ms:.1f}",
        f"{work.floor.cpu_ms:.1f}",
        f"{ours.p50_ms:.1f}",
        f"{ours.p95_ms:.1f}",
        f"{max(posts):.1f}" if posts else "",
    )
    return "| " + " | ".join(cells) + " |"
