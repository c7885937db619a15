"""A new instance from its first command to its first answer, through the contract alone.

The command line makes it and prints invitations; everything else is done at the pages: each founder
redeems an invitation, compares, signs; the portal opens; a declaration is asked for before a case.
"""

import functools
from datetime import UTC, datetime

import pyotp
import pytest
import sqlalchemy
from click.testing import CliRunner
from sqlalchemy.pool import NullPool

from app import cli
from app.store import db
from tests.journeys.outside import STORY, Program
from tests.support import cast as casting
from tests.support import server

FOUNDERS = {
    "ida": ("--auditor",),
    "alice": ("--tier", "1"), "dora": ("--tier", "1"), "emil": ("--tier", "1"),
    "olga": ("--tier", "2"), "omar": ("--tier", "2"), "uma": ("--tier", "3"),
}  # fmt: skip


class Founder(Program):
    """Somebody with a sheet."""

    def __init__(self, served, name):
        super().__init__(served.url)
        self.served, self.name = served, name
        self.passphrase = self.secret = self.recovery = ""

    def redeem(self, invitation, **recovery):
        """Go through /desk/welcome and keep what the sheet says, or say what is wrong."""
        self.get("/desk/welcome")
        self.send("/desk/welcome", name=self.name, invitation=invitation, **recovery)
        sheet = {each.given["id"]: each.words for each in self.answer.page.all("output")}
        if sheet:
            self.passphrase, self.recovery = sheet["passphrase"], sheet["recovery-words"]
            self.secret = sheet["totp-secret"].replace(" ", "")
        return self.answer

    def sign_in(self):
        self.served.clock.forward(seconds=30)
        self.get("/desk/sign-in")
        code = pyotp.TOTP(self.secret).at(self.served.clock())
        return self.send(
            "/desk/sign-in", name=self.name, passphrase=self.passphrase, code=code
        )  # fmt: skip

    def sign_change(self):
        """Sign the one thing that waits for two handlers."""
        self.sign_in()
        page = self.get("/desk/changes").page
        (action,) = {form.given["action"] for form in page.all("form", method="post")
                     if form.given["action"].startswith("/desk/changes/")}  # fmt: skip
        return self.send(action)

    def sign_list(self):
        self.get("/desk/roster")
        boxes = {name: "yes" for name in self.form("/desk/roster").names() if name == "agree"}
        return self.send("/desk/roster", **boxes)


@pytest.fixture(scope="module")
def nothing_stays_open():
    """Keep no connection of a command: it ends with its process, which here goes on."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(
            db, "create_engine", functools.partial(sqlalchemy.create_engine, poolclass=NullPool)
        )
        yield


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def founding(request, tmp_path_factory, nothing_stays_open):
    """Give a served new instance, and the command line that made it."""
    folder = tmp_path_factory.mktemp("founding")
    url = f"sqlite:///{folder}/home/sotto.db"
    if request.param == "postgres":
        url, _ = request.getfixturevalue("postgres")()
    environ = {"SOTTO_HOME": str(folder / "home"), "SOTTO_DATABASE_URL": url,
               "SOTTO_KDF_PROFILE": "cheap", "SOTTO_PUBLIC_URL": None}  # fmt: skip

    def sotto(*arguments):
        result = CliRunner(env=environ).invoke(cli.main, [str(each) for each in arguments])
        assert result.exit_code == 0, result.output
        return result.stdout.strip()

    sotto("init")
    people = folder / "people.csv"
    people.write_text(casting.COMPANY, "utf-8")
    sotto("people", "import", people)
    now = datetime.now(UTC)  # as the commands had it
    with server.serving(folder / "home", database=url, folder=folder, now=now) as served:
        yield served, sotto


@pytest.fixture(scope="module")
def founded(founding):
    """Walk from the first invitation to the first answer; give what was seen on the way."""
    served, sotto = founding
    seen, founders = {}, {}
    rita = Program(served.url)
    seen["before anybody came"] = rita.get("/report")
    invited = {name: sotto("enrol", name, "--person", name, *how) for name, how in FOUNDERS.items()}
    for name, invitation in invited.items():
        founders[name] = Founder(served, name)
        seen[f"sheet of {name}"] = founders[name].redeem(invitation)
        seen["used twice"] = Founder(served, name).redeem(invitation)
    for name, founder in founders.items():
        seen[f"door of {name}"] = founder.sign_in()
        seen["before the last signature"] = rita.get("/report")
        seen[f"signed by {name}"] = founder.sign_list()
    rita.get("/report")
    rita.tell(STORY)
    seen["receipt"] = rita.answer
    for founder in founders.values():
        founder.sign_in()
    return seen, founders, rita.receipt


@pytest.fixture
def seen(founded):
    return founded[0]


@pytest.fixture
def alice(founded):
    alice = founded[1]["alice"]
    alice.get("/desk")
    return alice


def test_nobody_can_report_before_the_list_is_signed(seen):
    for moment in ("before anybody came", "before the last signature"):
        assert seen[moment].status == 503
        assert seen[moment].page.forms == []


@pytest.mark.parametrize("name", FOUNDERS)
def test_the_page_of_welcome_answers_itself_with_the_sheet(seen, name):
    sheet = {each.given["id"]: each.words for each in seen[f"sheet of {name}"].page.all("output")}
    assert seen[f"sheet of {name}"].status == 200
    assert len(sheet["passphrase"].split()) == 6
    assert len(sheet["recovery-words"].split()) == 21
    assert seen[f"door of {name}"].status == 303


def test_an_invitation_works_once(seen):
    assert seen["used twice"].status == 403
    assert seen["used twice"].alert
    assert not seen["used twice"].page.all("output")


@pytest.mark.parametrize("name", FOUNDERS)
def test_signing_the_list_leads_back_to_it(seen, name):
    signed = seen[f"signed by {name}"]
    assert (signed.status, signed.header("Location")) == (303, "/desk/roster")


def test_the_list_in_force_is_shown_when_all_have_signed(alice):
    alice.get("/desk/roster")
    assert "In force: list 1" in alice.answer.text


def test_then_the_portal_is_open(founded):
    assert len(founded[2].split()) == 7


def test_before_a_case_its_declaration_is_asked_for(alice):
    """A page that names only whom the report is about, with a form that posts to …/attest."""
    ((_, case),) = alice.cases.items()
    alice.get(case)
    assert alice.answer.status == 200
    assert STORY not in alice.answer.text
    assert not alice.messages
    form = alice.form(f"{case}/attest")
    assert set(form.values("stand")) == {"clear", "aside"}
    assert "because" in form.names()
    assert alice.send(f"{case}/attest").alert


def test_declared_it_opens_and_put_aside_it_is_gone(founded, alice):
    ((_, case),) = alice.cases.items()
    alice.get(case)
    alice.send(f"{case}/attest", stand="clear")
    assert (alice.answer.status, alice.answer.header("Location")) == (303, case)
    assert STORY in alice.follow().text
    emil = founded[1]["emil"]
    emil.get(case)
    emil.send(f"{case}/attest", stand="aside", because="We share a flat.")
    assert (emil.answer.status, emil.answer.header("Location")) == (303, "/desk")
    assert emil.follow().page.all("h1")
    assert not emil.cases
    assert emil.get(case).status == 404
    assert "share a flat" not in alice.get(case).text


def test_the_auditor_lists_no_case(founded):
    ida = founded[1]["ida"]
    assert ida.get("/desk").status == 404
    assert ida.get("/desk/roster").status == 200


def test_whoever_lost_the_passphrase_comes_back_with_recovery_words(founding, founded):
    """T10: two others sign; the same key: the cases still open; passphrase and factor are new."""
    _, sotto = founding
    dora = founded[1]["dora"]
    before = (dora.passphrase, dora.secret)
    invitation = sotto("reset", "dora")
    assert dora.redeem(invitation, recovery=dora.recovery).status == 403
    assert [founded[1][name].sign_change().status for name in ("emil", "uma")] == [303, 303]
    assert Founder(dora.served, "dora").redeem(invitation).status == 403
    dora.redeem(invitation, recovery=dora.recovery)
    assert dora.answer.status == 200
    assert (dora.passphrase, dora.secret) != before
    assert dora.sign_in().status == 303
    dora.follow()
    assert len(dora.cases) == 1
