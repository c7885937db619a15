"""CONFLICTS §5: her pages follow from her own words and the published list alone.

Two companies that differ only in lines, kin and interests: in one, Dora and Emil are led by the
accused, Alice is family of an agent, half of tier 1 has dealings with a supplier. Rita says the
same to both, and every page of hers, in every state, is the same to the byte, as long as anybody is
clean.
"""

import pytest

from app import paths
from tests.support import copies, flows, seeds, work
from tests.traces.twins import WORDS, Walk, differ, stay

pytestmark = pytest.mark.xdist_group("traces")
EVERYBODY = ("Alice Moreau", "Robert Okafor", "Dora Klein", "Emil Novak", "Farid Aziz",
             "Olga Brandt", "Omar Haddad", "Oskar Lind")  # fmt: skip
ABOUT = {
    "nothing": {},
    "an agent of his": {"about_names": "Charlie Young\nSomeone Else", "category": "fraud"},
    "a reader": {"about_people": ["Robert Okafor"]},
    "vetoes": {"veto": ["Alice Moreau", "Olga Brandt"]},
    "a boss who reads": {"about_boss": "reader", "unit": "Support"},
    "roles": {"about_roles": ["ceo", "hr"]},
    "two readers": {"about_people": ["Robert Okafor", "Farid Aziz"]},
    "all but the last": {"about_people": list(EVERYBODY)},
}
STORY = "Charlie Young and Tina Sommer sell for Meridian GmbH. Bob Okafor and the management know."
EVERYBODY_TOO = ", ".join((*EVERYBODY, "Uma Reyes, Viktor Hahn"))
MORE = "Zenith pays for it too, says Emil Novak. I told HR."
#: Without a signed list there is no report; the others are parts of pages.
NEVER = {"portal/not_open.html", "portal/layout.html", "portal/blocks.html"}
PUBLIC = ("/", "/readers", "/privacy", "/elsewhere", "/leave", "/nowhere")


def walked(inst, cast, about):
    """Go through everything that a reporter can see."""
    walk = Walk(inst, cast)
    for path in PUBLIC:
        walk.step("go", path)
    walk.step("go", "/report")
    named = {
        name: [walk.rita.id_of(each) for each in value]
        for name, value in about.items()
        if name in {"about_people", "veto"}
    }
    walk.step("send", "/report", **{**about, **named})
    walk.step("send", "/report/send", story="")
    walk.step("send", "/report/send", story=STORY)
    walk.step("send", "/report/send")
    assert walk.rita.receipt == WORDS
    walk.answered("Which week was it?")
    return come_back(walk)


def come_back(walk):
    """Return with wrong words and with the right ones, write more, and name everybody at last."""
    for typed in ("one two three", WORDS):
        walk.step("go", "/return")
        walk.step("send", "/return", receipt=typed)
    walk.step("go", "/case")
    for message in ("", MORE, EVERYBODY_TOO):
        walk.step("send", "/case/reply", message=message)
        if walk.asked:
            walk.step("send", "/case/reply")
        walk.step("go", "/case")
    return walk


@pytest.fixture(scope="session")
def twins(founded, tmp_path_factory, request):
    """Give both companies, to copy from."""
    homes = tmp_path_factory.mktemp("twins")
    return [
        copies.frozen(founded, homes / make.__name__, request, lambda inst, m=make: m(
            inst, founded.credentials))[0]
        for make in (stay, differ)
    ]  # fmt: skip


@pytest.fixture(scope="session")
def walks(twins, founded, tmp_path_factory, request):
    """Give a function: what she says of whom → her way through each of the two."""
    known = {}

    def of(said):
        if said not in known:
            known[said] = []
            for twin in twins:
                home = tmp_path_factory.mktemp("walk") / "home"
                with copies.company(twin, home, request) as inst:
                    known[said].append(walked(inst, founded.credentials, ABOUT[said]))
        return known[said]

    return of


@pytest.mark.parametrize("said", ABOUT)
def test_every_page_of_hers_is_the_same_to_the_byte(walks, said):
    one, other = walks(said)

    assert len(one.pages) > 20
    assert one.templates == other.templates
    for mine, its in zip(one.pages, other.pages, strict=True):
        assert mine == its


def test_every_template_of_hers_was_there_to_be_compared(walks):
    there = {f"portal/{path.name}" for path in (paths.templates() / "portal").glob("*.html")}
    shown = {name for said in ABOUT for name in walks(said)[0].templates}

    assert there - NEVER <= shown


def test_the_two_companies_do_differ(twins, founded, tmp_path, request):
    """Who holds a key is not the same in both."""
    held = []
    for n, twin in enumerate(twins):
        with copies.company(twin, tmp_path / str(n), request) as inst:
            flows.report(inst, story=STORY)
            held.append(seeds.holders(inst, founded.credentials))

    assert held[0] != held[1]


@pytest.mark.parametrize("said", ABOUT)
def test_what_is_done_for_her_is_the_same_too(walks, said):
    """As many statements, rows, seals, fillers and bytes (CONFLICTS §5: no difference in work)."""
    one, other = ([list(map(repr, work.but_decisions(steps))) for steps in walk.work]
                  for walk in walks(said))  # fmt: skip

    assert sum(map(len, one)) > 500
    for mine, its in zip(one, other, strict=True):
        assert mine == its
