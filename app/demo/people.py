"""The fictional company: about 240 people, made from two data files and a seed.

The same seed gives the same people on any day. The seed chooses the names and first days of those
whom no story needs; the cast of `data/company.toml` is the same in every demo. Only the last day
of those who have left is counted back from `today`, since their lines go on counting for 24 months.
"""

import csv
import io
import random
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from importlib import resources
from typing import Any

import anyascii

COLUMNS = (
    "id", "name", "aliases", "email", "title", "unit", "site", "entity", "seniority",
    "manager_id", "dotted_ids", "start_on", "end_on",
    "former_names", "emails", "titles", "stands_in_for_ids",
)  # fmt: skip
"""Columns of the people file (DESIGN §7), the optional ones last."""

_FIRST_DAY = date(2016, 1, 4)
_WEEKS_OF_HIRING = 450
_ONE_IN = 12  # of the women a former name, of those with a short name the ones who do not use it
_CARE, _SERVICE_SITE = "care", "Leipzig"


@dataclass(frozen=True, slots=True)
class Employee:
    """One row of the people file; `key` is what the data files call them."""

    key: str
    id: str
    name: str
    given: str
    family: str
    email: str
    title: str
    unit: str
    site: str
    entity: str
    seniority: int | None
    manager: str = ""
    dotted: tuple[str, ...] = ()
    stands_in_for: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    start_on: date | None = None
    end_on: date | None = None


@dataclass(frozen=True, slots=True)
class Tier:
    """One body that handles reports, its members by key."""

    name: str
    quorum: int
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Company:
    """The company's name, clients and entities, who handles reports, and everybody by key."""

    name: str
    clients: Mapping[str, str]
    entities: Mapping[str, str]
    people: Mapping[str, Employee]
    tiers: tuple[Tier, ...]
    auditors: tuple[str, ...]
    administrators: tuple[str, ...]

    def units(self) -> frozenset[str]:
        """Return the units somebody works in."""
        return frozenset(employee.unit for employee in self.people.values())

    def people_file(self) -> str:
        """Return the people file of the contract, as text."""
        out = io.StringIO()
        rows = csv.writer(out, lineterminator="\n")
        rows.writerow(COLUMNS)
        rows.writerows(self._row(employee) for employee in self.people.values())
        return out.getvalue()

    def _row(self, who: Employee) -> tuple[str, ...]:
        return (
            who.id,
            who.name,
            ";".join(who.aliases),
            who.email,
            who.title,
            who.unit,
            who.site,
            who.entity,
            "" if who.seniority is None else str(who.seniority),
            self._ids((who.manager,)) if who.manager else "",
            self._ids(who.dotted),
            who.start_on.isoformat() if who.start_on else "",
            who.end_on.isoformat() if who.end_on else "",
            ";".join(who.former),
            ";".join(who.emails),
            ";".join(who.titles),
            self._ids(who.stands_in_for),
        )

    def _ids(self, keys: Iterable[str]) -> str:
        return ";".join(self.people[key].id for key in keys)


@dataclass(slots=True)
class _Names:
    """Draws names of a site's mix, none twice and none of the cast's."""

    rng: random.Random
    mix: Mapping[str, Mapping[str, int]]
    cultures: Mapping[str, Mapping[str, Any]]
    taken: set[str] = field(default_factory=set)
    _decks: dict[tuple[str, ...], list[str]] = field(default_factory=dict)

    def draw(self, site: str, *, woman: bool) -> dict[str, Any]:
        """Return given and family name with aliases and former names."""
        parts = self.mix[site]
        while True:
            culture = self.cultures[self.rng.choices([*parts], [*parts.values()])[0]]
            given = self._deal(culture["women" if woman else "men"])
            families = culture["families"]
            if woman:
                families = culture.get("families_of_women", families)
            drawn = _spelled(given, self._deal(families), culture)
            if _login(drawn["name"]) not in self.taken:
                break
        self.taken.add(_login(drawn["name"]))
        if "short" in drawn and self.rng.randrange(_ONE_IN):
            drawn["aliases"].append(f"{drawn['short']} {drawn['family']}")
        drawn.pop("short", None)
        if woman and not self.rng.randrange(_ONE_IN):
            before = self.rng.choice(families).split("|")[0]
            if before != drawn["family"]:
                drawn["former"] = [f"{drawn['given']} {before}"]
        return drawn

    def _deal(self, names: list[str]) -> str:
        """Deal from a shuffled pack, so that none comes again before all have come."""
        deck = self._decks.setdefault(tuple(names), [])
        if not deck:
            deck += self.rng.sample(names, len(names))
        return deck.pop()


def found(seed: int, *, today: date) -> Company:
    """Make the company: the cast as written, the teams by the seed."""
    told = _read("company.toml")
    rng = random.Random(f"sotto demo people {seed}")
    entities = told["entities"]
    rows = list(_cast(told["cast"], today=today))
    names = _Names(rng=rng, **_pools(), taken={_login(row["name"]) for row in rows})
    for team in told["team"]:
        rows.extend(_team(team, names=names, rng=rng))
    people: dict[str, Employee] = {}
    addresses: set[str] = set()
    for number, row in enumerate(rows, start=told["first_number"]):
        entity = row.pop("entity", "service" if row["site"] == _SERVICE_SITE else _CARE)
        row.setdefault("email", _address(row["name"], told["mail_domain"], addresses))
        row["emails"] = tuple(
            _address(name, told["mail_domain"], addresses) for name in row.get("former", ())
        )
        people[row["key"]] = Employee(id=f"F{number}", entity=entities[entity], **_tuples(row))
    return Company(
        name=told["name"],
        clients=told["clients"],
        entities=entities,
        people=people,
        tiers=tuple(Tier(**_tuples(tier)) for tier in told["tier"]),
        auditors=tuple(told["auditors"]),
        administrators=tuple(told["administrators"]),
    )


def _cast(written: Iterable[dict[str, Any]], *, today: date) -> Iterator[dict[str, Any]]:
    for person in written:
        row = dict(person)
        given, _, family = row["name"].partition(" ")
        row.setdefault("given", given)
        row.setdefault("family", family)
        row.setdefault("seniority", None)
        gone = row.pop("left_days_ago", None)
        if gone is not None:
            row["end_on"] = today - timedelta(days=gone)
        yield row


def _team(
    team: Mapping[str, Any], *, names: _Names, rng: random.Random
) -> Iterator[dict[str, Any]]:
    members = [(f"{team['key']}-w{n + 1}", True) for n in range(team["women"])]
    members += [(f"{team['key']}-m{n + 1}", False) for n in range(team["men"])]
    for place, (key, woman) in enumerate(members):
        row = names.draw(team["site"], woman=woman)
        row |= {name: team[name] for name in ("unit", "site", "manager")}
        row["key"] = key
        row["title"] = team["titles"][place % len(team["titles"])]
        row["seniority"] = 6
        row["start_on"] = _FIRST_DAY + timedelta(weeks=rng.randrange(_WEEKS_OF_HIRING))
        if team.get("deputy") and place == 0:
            row["stands_in_for"] = [team["manager"]]
        yield row


def _spelled(given: str, family: str, culture: Mapping[str, Any]) -> dict[str, Any]:
    """Split `Given=Short` and `Name|Script`; join the scripts in the order of home."""
    given, _, short = given.partition("=")
    given, _, given_script = given.partition("|")
    family, _, family_script = family.partition("|")
    aliases = []
    if given_script and family_script:
        first = culture.get("family_first", False)
        aliases = [family_script + given_script if first else f"{given_script} {family_script}"]
    row = {"name": f"{given} {family}", "given": given, "family": family, "aliases": aliases}
    return row | ({"short": short} if short else {})


def _login(name: str) -> str:
    """Return the letters that stand before the @: first name, dot, the rest."""
    given, _, family = anyascii.anyascii(name).lower().partition(" ")
    return ".".join(re.sub(r"[^a-z]", "", part) for part in (given, family))


def _address(name: str, domain: str, taken: set[str]) -> str:
    address = f"{_login(name)}@{domain}"
    if address in taken:
        address = f"{_login(name)}{sum(a.startswith(_login(name)) for a in taken) + 1}@{domain}"
    taken.add(address)
    return address


def _tuples(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}


def _pools() -> dict[str, Any]:
    pools = _read("names.toml")
    return {"mix": pools["mix"], "cultures": pools["culture"]}


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files("app.demo").joinpath("data", name).read_text("utf-8"))
