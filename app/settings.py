"""The settings of an instance: read once at the start, checked, then frozen.

Each comes from the environment as `SOTTO_NAME`, or from the file that `SOTTO_NAME_FILE` names (as
containers hand over secrets); what the command line says stands above both. docs/settings.md lists
them, and a test compares.

A setting that is missing, malformed or weak stops the start with one sentence that says what to do
(P12); the value itself is never repeated, since a database address may carry a password.

Left out: the secrets of an instance, which are files under `HOME/secrets`; and policy (tiers,
terms, release hour), which people decide on the record and not in an environment.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Self
from urllib.parse import SplitResult, urlsplit

SURFACES = ("portal", "desk", "admin")
KDF_PROFILES = ("standard", "cheap")
PREFIX = "SOTTO_"
# SQLAlchemy takes a bare `postgresql` for another driver than the one in requirements/.
_DATABASE_SCHEMES = {
    "sqlite": "sqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}


class SettingsError(ValueError):
    """A setting is missing, malformed or weak; the text is one sentence."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What an instance was told, checked.

    Attributes:
        home: absolute folder of database, secrets and attachments; need not exist yet.
        database_url: SQLAlchemy address, SQLite or PostgreSQL with psycopg; may carry a password.
        public_url: scheme and host people type, without a slash at the end; None serves plain http
            on whatever address was bound.
        surfaces: which of portal, desk and admin this process serves, in that order.
        host: address to bind.
        port: 1 to 65535.
        workers: processes, 1 to 64.
        threads: threads in each process, 1 to 256.
        kdf_profile: named Argon2id cost; `cheap` is for tests.
    """

    home: Path
    database_url: str = field(repr=False)
    public_url: str | None
    surfaces: tuple[str, ...]
    host: str
    port: int
    workers: int
    threads: int
    kdf_profile: str

    @classmethod
    def load(cls, environ: Mapping[str, str], **overrides: object) -> Self:
        """Read the settings from `environ`, letting `overrides` (by field name) stand above it.

        An override of None counts as not given, so that options can be passed on as they come.

        Raises:
            SettingsError: a setting is missing, malformed or weak.
            TypeError: an override is no setting.
        """
        names = {each.name for each in fields(cls)}
        if unknown := overrides.keys() - names:
            raise TypeError(f"no such setting: {', '.join(sorted(unknown))}")
        given = {
            name: _given(name, environ=environ, override=overrides.get(name)) for name in names
        }
        home = _home(given["home"])
        public_url = _public_url(given["public_url"])
        return cls(
            home=home,
            database_url=_database_url(given["database_url"], home=home),
            public_url=public_url,
            surfaces=_surfaces(given["surfaces"]),
            host=given["host"] or "127.0.0.1",
            port=_whole(given["port"], name="port", default=8080, most=65535),
            workers=_whole(given["workers"], name="workers", default=2, most=64),
            threads=_whole(given["threads"], name="threads", default=8, most=256),
            kdf_profile=_kdf_profile(given["kdf_profile"], public_url=public_url),
        )


def _given(name: str, *, environ: Mapping[str, str], override: object) -> str | None:
    """Return the text given for a setting, or None; an empty text counts as not given."""
    if override is not None:
        return ",".join(override) if isinstance(override, tuple | list) else str(override)
    variable = PREFIX + name.upper()
    in_file = variable + "_FILE"
    typed, path = environ.get(variable, ""), environ.get(in_file, "")
    if typed and path:
        raise SettingsError(f"{variable} and {in_file} are both set: keep one of them.")
    if path:
        try:
            typed = Path(path).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(
                f"The file that {in_file} names cannot be read: check its path and rights."
            ) from error
    return typed.strip() or None


def _home(typed: str | None) -> Path:
    if typed is None:
        raise SettingsError(
            "SOTTO_HOME is not set: name the folder of the instance there or with --home."
        )
    return Path(typed).expanduser().absolute()


def _database_url(typed: str | None, *, home: Path) -> str:
    """Return an address SQLAlchemy opens with the drivers we lock."""
    if typed is None:
        return f"sqlite:///{home / 'sotto.db'}"
    scheme, separator, rest = typed.partition("://")
    if not separator or scheme not in _DATABASE_SCHEMES:
        raise SettingsError("SOTTO_DATABASE_URL must begin with sqlite:/// or postgresql://.")
    if scheme == "sqlite" and not rest.startswith("//"):
        raise SettingsError("SOTTO_DATABASE_URL must name a database file by its absolute path.")
    return f"{_DATABASE_SCHEMES[scheme]}://{rest}"


def _public_url(typed: str | None) -> str | None:
    """Return scheme and host; everything else in an address would be a promise we do not keep."""
    if typed is None:
        return None
    try:
        parts = urlsplit(typed)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        parts, host = SplitResult("", "", "", "", ""), ""
    extra = parts.path.strip("/") or parts.query or parts.fragment or "@" in parts.netloc
    if parts.scheme not in {"http", "https"} or not host or extra:
        message = (
            "SOTTO_PUBLIC_URL must be a scheme and a host, such as https://report.example.org."
        )
        raise SettingsError(message)
    if parts.scheme == "http" and not (_is_only_here(host) or host.endswith(".onion")):
        raise SettingsError(
            "SOTTO_PUBLIC_URL must begin with https://, or reports would travel readable."
        )
    return f"{parts.scheme}://{parts.netloc.lower()}"


def _surfaces(typed: str | None) -> tuple[str, ...]:
    if typed is None:
        return SURFACES
    named = {each.strip() for each in typed.split(",") if each.strip()}
    if not named or not named <= set(SURFACES):
        raise SettingsError(f"SOTTO_SURFACES must name one or more of {', '.join(SURFACES)}.")
    return tuple(each for each in SURFACES if each in named)


def _whole(typed: str | None, *, name: str, default: int, most: int) -> int:
    if typed is None:
        return default
    # `isdecimal` alone would let through digits of other scripts.
    is_number = typed.isascii() and typed.isdecimal() and len(typed) <= len(str(most))
    value = int(typed) if is_number else 0
    if not 1 <= value <= most:
        raise SettingsError(f"{PREFIX}{name.upper()} must be a whole number from 1 to {most}.")
    return value


def _kdf_profile(typed: str | None, *, public_url: str | None) -> str:
    profile = typed or "standard"
    if profile not in KDF_PROFILES:
        raise SettingsError(f"SOTTO_KDF_PROFILE must be one of {', '.join(KDF_PROFILES)}.")
    if profile == "cheap" and public_url and not _is_only_here(urlsplit(public_url).hostname or ""):
        raise SettingsError(
            "SOTTO_KDF_PROFILE=cheap is for tests: take it away before people use Sotto."
        )
    return profile


def _is_only_here(host: str) -> bool:
    """Say whether a host name can only mean this machine or a test (RFC 6761)."""
    return host in {"localhost", "127.0.0.1", "::1"} or host.endswith((".localhost", ".test"))
