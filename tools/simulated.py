"""A company and its reports, drawn at random with the word habits of real reports.

Names are those of the exam, titles and units those of an ordinary company: a board, a chief
executive with six direct reports, units with heads, managers, teams of up to nine. Shares in
`HABITS` are what we take real reports to be like: most are about the writer's own boss or team, one
in three greets somebody, one in four says whom she told, and few leave the check page empty.
"""

import dataclasses
import datetime as dt
import random
from collections.abc import Iterator, Sequence

from app.domain import cases, conflicts, errors, mentions, people, policy, routing
from tests.exam import reading

TODAY = dt.date(2026, 7, 1)
SINCE = dt.date(2024, 1, 1)
TEAM = 9
MANAGER = 4
TEAMS = 6

# Unit, the title of its head, of a member, the share of the staff, and to whom the head answers.
UNITS = (
    ("Support", "Head of support", "Support agent", 0.34, "coo"),
    ("Operations", "Head of operations", "Planner", 0.18, "coo"),
    ("Sales", "Head of sales", "Account executive", 0.16, "cso"),
    ("Engineering", "Head of engineering", "Engineer", 0.17, "cto"),
    ("Finance", "Head of accounting", "Accountant", 0.05, "cfo"),
    ("Human Resources", "HR manager", "HR partner", 0.03, "chro"),
    ("IT", "Head of IT operations", "System administrator", 0.04, "cto"),
    ("Legal", "Senior counsel", "Legal counsel", 0.02, "gc"),
    ("Compliance", "Compliance officer", "Compliance analyst", 0.01, "gc"),
)
CHIEFS = (
    ("coo", "Chief operating officer"), ("cso", "Chief sales officer"),
    ("cto", "Chief technology officer"), ("cfo", "Chief financial officer"),
    ("chro", "Head of HR"), ("gc", "General Counsel"),
)  # fmt: skip

HABITS = {
    "greets the committee": 0.25,
    "greets compliance": 0.06,
    "told HR": 0.18,
    "complains of management": 0.08,
    "quotes the chief executive": 0.04,
    "says what IT could see": 0.04,
    "asks for the board": 0.01,
    "names a witness in full": 0.3,
    "names a witness by given name": 0.2,
    "spoke to a member of the committee": 0.02,
    "types the name of whom it is about": 0.5,
    "says that it is about none of the bodies": 0.6,
    "vetoes a reader": 0.03,
    "is about accounts": 0.03,
    "leaves the check page empty": 0.05,
}
SAID = {
    "greets the committee": "Dear ethics committee,",
    "greets compliance": "Dear compliance team,",
    "told HR": "I told HR in spring and heard nothing.",
    "complains of management": "Management does not want to know.",
    "quotes the chief executive": "Our CEO tells us every month how much honesty counts.",
    "says what IT could see": "IT could see it in the logs.",
    "asks for the board": "The board should know about it.",
}
STORY = (
    "It has been going on since spring. The numbers are changed every Friday before they go out.",
    "Tickets are closed before anybody has read them, so that the figures look better.",
    "A customer was promised something that we cannot do, and nobody was to write it down.",
    "Shifts go to those who do not ask questions, and the rest of us get the weekends.",
    "My work was shown as somebody else's, and when I said so I was left out of meetings.",
)


@dataclasses.dataclass(frozen=True)
class Company:
    """Everybody, whom each answers to, who reads reports, and the rules applied to them."""

    directory: people.Directory
    boss: dict[str, str]
    readers: dict[str, int]
    staff: tuple[str, ...]
    policy: policy.Policy
    index: mentions.Index

    @property
    def committee(self) -> tuple[str, ...]:
        """Return the readers of tier 1."""
        return tuple(one for one, tier in self.readers.items() if tier == 1)

    def questions(
        self, said: cases.Said, found: Sequence[mentions.Mention]
    ) -> tuple[conflicts.Question, ...]:
        """Return what the check page asks."""
        return conflicts.questions(
            said, found, directory=self.directory, readers=self.readers, policy=self.policy
        )

    def tier(
        self,
        said: cases.Said,
        found: Sequence[mentions.Mention],
        suppressors: frozenset[str] = frozenset(),
    ) -> int:
        """Return the tier that receives; 0 where nobody may."""
        decision = conflicts.decide(
            said,
            found,
            directory=self.directory,
            readers=self.readers,
            policy=self.policy,
            today=TODAY,
            suppressors=suppressors,
        )
        members = [routing.Member(one, one, tier) for one, tier in self.readers.items()]
        try:
            return routing.route(
                decision, said=said, members=members, policy=self.policy, directory=self.directory
            ).tier
        except errors.NobodyClean:
            return 0


@dataclasses.dataclass(frozen=True)
class Report:
    """What she says on the first page and writes, and how it is meant."""

    said: cases.Said
    text: str
    about: frozenset[str]


def company(size: int, dice: random.Random) -> Company:
    """Draw a company of so many people, five handlers among them."""
    names = iter(dice.sample(sorted({one.name for one in reading.people()}), size + 40))
    known, boss = dict[str, people.Person](), dict[str, str]()

    def hire(one: str, title: str, unit: str, rank: int, above: str = "") -> str:
        called = (people.Name(next(names), "name"), people.Name(title, "title"))
        known[one] = people.Person(one, called, unit, seniority=rank)
        if above:
            boss[one] = above
        return one

    for number in range(3):
        hire(f"board{number}", "Board member", "Board", 0)
    hire("ceo", "Chief executive officer", "Executive office", 1, "board0")
    for one, title in CHIEFS:
        hire(one, title, "Executive office", 2, "ceo")
    for unit, head, title, share, above in UNITS:
        top = hire(f"{unit} head", head, unit, 3, above)
        left = max(round(size * share) - 1, 2)
        for one, rank, lead in _positions(unit, left, top):
            hire(one, ("Manager", "Team lead", title)[rank - MANAGER], unit, rank, lead)
    outside = [people.outsider(one, next(names)) for one in ("out0", "out1")]
    lines = tuple(people.Line(one, up, "solid", SINCE) for one, up in boss.items())
    staff = tuple(one for one in boss if known[one].seniority in {4, 5, 6})
    administrators = frozenset(one for one in staff if known[one].unit == "IT")
    rules = dataclasses.replace(policy.DEFAULT, administrators=administrators)
    directory = people.Directory(known, lines).with_people(outside)
    readers = _readers(known, staff, dice)
    index = mentions.Index(directory, readers=readers, policy=rules, today=TODAY)
    return Company(directory, boss, readers, staff, rules, index)


def dice_of(seed: int) -> random.Random:
    """Return dice that fall the same way each time."""
    return random.Random(seed)  # noqa: S311 - stories, no secrets


def _positions(unit: str, left: int, top: str) -> Iterator[tuple[str, int, str]]:
    """Yield managers of up to six teams, team leads, and teams of up to nine below them."""
    number, manager, lead = 0, top, top
    while left > 0:
        if number % ((TEAM + 1) * TEAMS + 1) == 0 and left > TEAM * 2:
            manager = f"{unit} manager {number}"
            yield manager, 4, top
        elif (number - 1) % (TEAM + 1) == 0 or number == 0:
            lead = f"{unit} lead {number}"
            yield lead, 5, manager
        else:
            yield f"{unit} {number}", 6, lead
        number, left = number + 1, left - 1


def _readers(
    known: dict[str, people.Person], staff: Sequence[str], dice: random.Random
) -> dict[str, int]:
    """Draw a committee from five units; the board and two outsiders stand above it."""
    members = []
    for unit in ("Support", "Operations", "Sales", "Engineering", "Human Resources"):
        fitting = [
            one for one in staff if known[one].unit == unit and known[one].seniority != MANAGER
        ]
        members.append(dice.choice(fitting))
    above = {f"board{number}": 2 for number in range(3)} | {"out0": 3, "out1": 3}
    return dict.fromkeys(members, 1) | above


def report(here: Company, dice: random.Random) -> Report:
    """Draw one report by somebody of the staff."""
    rita = dice.choice(here.staff)
    does = {habit for habit, share in HABITS.items() if dice.random() < share}
    about = _about(here, rita, dice)
    known = here.directory.people
    lines = [SAID[habit] for habit in SAID if habit in does]
    lines[1:1] = dice.sample(STORY, 2)
    if about:
        lines.append(dice.choice(_naming(known[about].name)))
    mates = [one for one in here.staff if here.boss[one] == here.boss[rita] and one != rita]
    witness = known[dice.choice(mates)].name if mates else ""
    if witness and "names a witness in full" in does:
        lines.append(f"{witness} saw it too.")
    elif witness and "names a witness by given name" in does:
        lines.append(f"Ask {witness.split()[0]}.")
    if "spoke to a member of the committee" in does:
        lines.append(f"I spoke to {known[dice.choice(here.committee)].name} once.")
    about_whom = frozenset({about} - {""})
    return Report(_said(here, about, does, dice), " ".join(lines), about_whom)


def _about(here: Company, rita: str, dice: random.Random) -> str:
    """Draw whom it is about: boss, colleague, boss's boss, somebody else, nobody by name."""
    boss = here.boss[rita]
    mates = [one for one in here.staff if here.boss[one] == boss and one != rita] or [boss]
    options = (boss, dice.choice(mates), here.boss.get(boss, boss), dice.choice(here.staff), "")
    return dice.choices(options, (40, 20, 10, 15, 15))[0]


def _naming(name: str) -> tuple[str, ...]:
    given, family = name.split(maxsplit=1)[0], name.rsplit(maxsplit=1)[-1]
    in_full = f"It is {name} who does it."
    return (in_full, in_full, f"{given} does it.", f"Mr {family} does it.", "My manager does it.")


def _said(here: Company, about: str, does: set[str], dice: random.Random) -> cases.Said:
    name = here.directory.people[about].name if about else ""
    none = {"none"} if "says that it is about none of the bodies" in does else set()
    return cases.Said(
        category="accounting" if "is about accounts" in does else "other",
        about_roles=frozenset(none),
        about_names=(name,) if about and "types the name of whom it is about" in does else (),
        veto=frozenset({dice.choice(here.committee)} if "vetoes a reader" in does else ()),
    )
