"""The command `sotto`: a thin group, each command a few lines over a service.

Progress and warnings go to standard error, results to standard output. What an operator can mend is
one sentence and a non-zero exit; anything else is a bug and shows its traceback. Imports happen in
the commands, so that `--help` stays quick.
"""

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from app.services.accounts import Invitation
    from app.services.instance import Instance
    from app.settings import Settings

HOME = click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the instance; SOTTO_HOME if not given.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="sotto", message="%(version)s")
def main() -> None:
    """Sotto: tell the ethics committee, and the accused never receives it."""


@main.command()
@HOME
def init(home: Path | None) -> None:
    """Make a new instance: secrets, database, policy and texts."""
    from app import paths
    from app.services import installing

    with _one_sentence():
        settings = _settings(home=home)
        installing.make(
            settings.home,
            database_url=settings.database_url,
            kdf_profile=settings.kdf_profile,
            migrations=paths.migrations(),
        )
    _say(f"Ready in {settings.home}. What comes next:")
    _say("  sotto people import FILE.csv   the directory: who works here, and for whom")
    _say("  sotto enrol NAME --person ID   every handler (--tier), auditor (--auditor) and")
    _say("                                 administrator (--administrator)")
    _say(f"  {settings.home / 'policy.json'}   look through the policy before anybody signs")
    _say("  sotto serve                    then each of them redeems the invitation and signs")
    _say(f"Keep a copy of {settings.home / 'secrets'} apart from the database.")


@main.command()
@HOME
def upgrade(home: Path | None) -> None:
    """Bring the database of an instance to the schema of this version."""
    from app import paths
    from app.store import migrate

    with _one_sentence():
        inst = _open(_settings(home=home))
        migrate.upgrade(inst.db, paths.migrations())
    _say("The database has the schema of this version.")


@main.command()
@HOME
@click.option("--host", help="Address to bind; 127.0.0.1 if not given.")
@click.option("--port", type=click.IntRange(1, 65535), help="8080 if not given.")
@click.option("--workers", type=click.IntRange(1, 64), help="Processes; 2 if not given.")
@click.option("--threads", type=click.IntRange(1, 256), help="Threads in each; 8 if not given.")
@click.option("--surfaces", help="Some of portal,desk,admin; all there are if not given.")
def serve(home: Path | None, **given: object) -> None:
    """Serve an instance."""
    with _one_sentence():
        run(_settings(home=home, **given))


@main.command()
@HOME
@click.argument("name")
@click.option("--person", required=True, help="Id of the person in the people file.")
@click.option("--handler", "kind", flag_value="handler", default="handler", help="The default.")
@click.option("--auditor", "kind", flag_value="auditor", help="Oversight: in no tier.")
@click.option("--administrator", "kind", flag_value="admin", help="Of people and accounts.")
@click.option("--tier", type=click.IntRange(1), help="Tier of a handler, from 1.")
def enrol(home: Path | None, name: str, person: str, kind: str, tier: int | None) -> None:
    """Invite NAME as a handler, an auditor or an administrator; print the one-time invitation."""
    from app.services import accounts

    if (kind == "handler") != (tier is not None):
        raise click.UsageError("A handler needs --tier, and nobody else has one.")
    with _one_sentence():
        inst = _open(_settings(home=home))
        invitation = accounts.enrol(
            inst, name=name, person=person, kind=kind, tier=tier, now=_now()
        )
    _hand_over(name, invitation, door="/admin/welcome" if kind == "admin" else "/desk/welcome")


@main.command()
@HOME
@click.argument("name")
def reset(home: Path | None, name: str) -> None:
    """Invite NAME again, who has lost passphrase or phone; worth nothing without recovery words."""
    from app.services import accounts

    with _one_sentence():
        invitation = accounts.reset(_open(_settings(home=home)), name=name, now=_now())
    _hand_over(name, invitation)


@main.group()
def people() -> None:
    """Keep the directory: who works here, and for whom."""


@people.command("import")
@HOME
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day the file is true for.")
def import_(home: Path | None, file: Path, as_of: datetime | None) -> None:
    """Import FILE (CSV, UTF-8): all of its rows or none."""
    from app.services import people as directory
    from app.services import people_words

    with _one_sentence(), _bar("Reading the people file") as progress:
        inst = _open(_settings(home=home))
        day: date | None = as_of.date() if as_of else None
        text = file.read_text(encoding="utf-8-sig")
        diff = directory.import_file(inst, text, as_of=day, now=_now(), progress=progress)
    _say(people_words.numbers(diff))
    for notice in diff.notices:
        _say(f"Please look: {people_words.notice(notice)}")


@main.group()
def conflicts() -> None:
    """Test what the directory says about conflicts."""


@conflicts.command()
@HOME
@click.option("--people", "pair", nargs=2, required=True, metavar="A B", help="Two ids.")
def explain(home: Path | None, pair: tuple[str, str]) -> None:
    """Say whether A and B are in each other's line: by the directory, never by cases or ties."""
    from app.services import explaining

    with _one_sentence():
        for line in explaining.between(_open(_settings(home=home)), *pair, now=_now()):
            click.echo(line)


@main.command()
@HOME
@click.option("--port", type=click.IntRange(1, 65535), help="8080 if not given.")
@click.option("--seed", type=int, default=1, help="Fixes people and stories, never a secret.")
@click.option("--no-serve", is_flag=True, help="Build only.")
@click.option("--json", "as_json", is_flag=True, help="Say whom to be as JSON.")
def demo(home: Path | None, port: int | None, seed: int, *, no_serve: bool, as_json: bool) -> None:
    """Build a complete fictional company and serve it."""
    from app.demo import build
    from app.settings import Settings

    with _one_sentence():
        folder = home or Path(tempfile.mkdtemp(prefix="sotto-demo-"))
        # Nothing from the environment: a demo must never touch the database of a real instance.
        settings = Settings.load({}, home=folder, port=port)
        with build.bar() as progress:
            built = build.build(settings.home, seed=seed, now=_now(), progress=progress)
        url = f"http://{settings.host}:{settings.port}"
        click.echo(built.to_json(url) if as_json else built.text(url))
        if not no_serve:
            run(settings)


@main.command()
@click.option(
    "--home", type=click.Path(path_type=Path, file_okay=False), help="Keep what is built."
)
@click.option("--cases", type=click.IntRange(100), multiple=True, help="1000 and 20000.")
@click.option("--rounds", type=click.IntRange(1), default=5, show_default=True)
@click.option("--seconds", type=click.FloatRange(0.1), default=5.0, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="JSON instead of a table.")
def bench(
    home: Path | None, cases: tuple[int, ...], rounds: int, seconds: float, *, as_json: bool
) -> None:
    """Measure this machine's Sotto against the floor, in turn and in one run."""
    from app.bench import run as measuring

    try:
        figures = measuring.run(
            home=home, cases=cases or (1_000, 20_000), rounds=rounds, seconds=seconds, say=_say
        )
    except measuring.BenchFailed as error:
        raise click.ClickException(str(error)) from None
    click.echo(figures.to_json() if as_json else figures.table())


def run(settings: "Settings") -> None:
    """Serve the instance of `settings` until a signal ends it."""
    from app import factory
    from app.web import events, server

    app = factory.create_app(settings)
    inst: Instance = app.extensions["sotto"]
    try:
        server.insist_on_address(settings.host, settings.port)
    except server.AddressTaken as error:
        raise click.ClickException(str(error)) from None
    events.configure()
    address = settings.public_url or f"http://{settings.host}:{settings.port}"
    _say(f"Serving {' and '.join(app.config['SURFACES'])} on {address}")
    server.run(
        app,
        host=settings.host,
        port=settings.port,
        workers=settings.workers,
        threads=settings.threads,
        after_fork=inst.db.forget_connections,
    )


def _hand_over(name: str, invitation: "Invitation", *, door: str = "/desk/welcome") -> None:
    _say(f"Hand this to {name} in person.")
    if invitation.waits:
        _say(
            "It opens nothing before two handlers of different tiers have signed on /desk/changes."
        )
        _say(f"Then it works once, for a week, at {door}:")
    else:
        _say(f"It works once, until {invitation.expires_on}, at {door}:")
    click.echo(invitation.code)


def _settings(**given: object) -> "Settings":
    from app.settings import Settings

    return Settings.load(os.environ, **given)


def _open(settings: "Settings") -> "Instance":
    from app.services import instance

    return instance.open_(
        settings.home, database_url=settings.database_url, kdf_profile=settings.kdf_profile
    )


@contextmanager
def _one_sentence() -> Iterator[None]:
    """Turn what an operator can mend into one sentence and exit code 1."""
    from app.domain import errors
    from app.settings import SettingsError
    from app.store import db, secrets

    try:
        yield
    except (SettingsError, secrets.SecretsMissing, errors.PeopleFileRefused) as error:
        raise click.ClickException(str(error)) from None
    except db.DatabaseUnavailable:
        raise click.ClickException(
            "The database does not answer: it is down, locked or full, or its address is wrong."
        ) from None
    except UnicodeDecodeError:
        raise click.ClickException("The file is not UTF-8: save it as UTF-8.") from None
    except errors.Refused as error:
        raise click.ClickException(str(error) or "That is not allowed.") from None


@contextmanager
def _bar(label: str) -> Iterator[Callable[[int, int], None]]:
    """Give a function that draws how much is done of how much, on standard error.

    Where nobody looks (a log, a pipe) nothing is drawn.
    """
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    with click.progressbar(length=1, label=label, file=sys.stderr) as drawn:

        def progress(done: int, total: int) -> None:
            drawn.length = total
            drawn.update(done - drawn.pos)

        yield progress


def _say(line: str) -> None:
    click.echo(line, err=True)


def _now() -> datetime:
    return datetime.now(UTC)


if __name__ == "__main__":
    sys.exit(main())
