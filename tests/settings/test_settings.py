"""Settings stop the start with one clear sentence when missing, malformed or weak (P12)."""

from dataclasses import FrozenInstanceError

import pytest

from app.settings import Settings, SettingsError

HOME = {"SOTTO_HOME": "/srv/sotto"}


def test_a_home_is_enough():
    settings = Settings.load(HOME)

    assert str(settings.home) == "/srv/sotto"
    assert settings.database_url == "sqlite:////srv/sotto/sotto.db"
    assert settings.public_url is None
    assert settings.surfaces == ("portal", "desk", "admin")
    assert (settings.host, settings.port) == ("127.0.0.1", 8080)
    assert (settings.workers, settings.threads) == (2, 8)
    assert settings.kdf_profile == "standard"


def test_every_setting_can_come_from_the_environment():
    settings = Settings.load(
        {
            **HOME,
            "SOTTO_DATABASE_URL": "postgresql://sotto@db/sotto",
            "SOTTO_PUBLIC_URL": "https://report.example.org/",
            "SOTTO_SURFACES": "desk, portal",
            "SOTTO_HOST": "192.0.2.1",
            "SOTTO_PORT": "443",
            "SOTTO_WORKERS": "4",
            "SOTTO_THREADS": "16",
            "SOTTO_KDF_PROFILE": "standard",
        }
    )

    assert settings.database_url == "postgresql+psycopg://sotto@db/sotto"
    assert settings.public_url == "https://report.example.org"
    assert settings.surfaces == ("portal", "desk")
    assert (settings.host, settings.port) == ("192.0.2.1", 443)
    assert (settings.workers, settings.threads) == (4, 16)


def test_a_setting_can_come_from_a_file(tmp_path):
    file = tmp_path / "url"
    file.write_text("postgresql://sotto:geheim@db/sotto\n")

    settings = Settings.load({**HOME, "SOTTO_DATABASE_URL_FILE": str(file)})

    assert settings.database_url == "postgresql+psycopg://sotto:geheim@db/sotto"


def test_the_command_line_stands_above_the_environment():
    settings = Settings.load({**HOME, "SOTTO_PORT": "1"}, port=9000, host=None, surfaces=("admin",))

    assert settings.port == 9000
    assert settings.host == "127.0.0.1"
    assert settings.surfaces == ("admin",)


def test_a_relative_home_becomes_absolute(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    assert Settings.load({}, home="here").home == tmp_path / "here"


def test_settings_are_frozen():
    with pytest.raises(FrozenInstanceError):
        Settings.load(HOME).port = 1  # type: ignore[misc]


def test_the_database_password_is_not_in_the_repr():
    settings = Settings.load({**HOME, "SOTTO_DATABASE_URL": "postgresql://sotto:geheim@db/sotto"})

    assert "geheim" not in repr(settings)


def test_an_override_that_is_no_setting_is_a_mistake_of_the_caller():
    with pytest.raises(TypeError, match="no such setting: colour"):
        Settings.load(HOME, colour="red")


@pytest.mark.parametrize(
    ("environ", "sentence"),
    [
        ({"SOTTO_HOME": ""}, "SOTTO_HOME is not set: "),
        ({"SOTTO_DATABASE_URL": "mysql://geheim"}, "SOTTO_DATABASE_URL must begin with "),
        ({"SOTTO_DATABASE_URL": "geheim"}, "SOTTO_DATABASE_URL must begin with "),
        ({"SOTTO_DATABASE_URL": "sqlite://"}, "SOTTO_DATABASE_URL must name a database file"),
        ({"SOTTO_DATABASE_URL": "sqlite:///"}, "SOTTO_DATABASE_URL must name a database file"),
        ({"SOTTO_DATABASE_URL": "sqlite:///:memory:"}, "SOTTO_DATABASE_URL must name a database"),
        ({"SOTTO_DATABASE_URL": "sqlite:///geheim.db"}, "SOTTO_DATABASE_URL must name a database"),
        ({"SOTTO_PUBLIC_URL": "report.example.org"}, "SOTTO_PUBLIC_URL must be a scheme and a ho"),
        ({"SOTTO_PUBLIC_URL": "https://"}, "SOTTO_PUBLIC_URL must be a scheme and a host"),
        ({"SOTTO_PUBLIC_URL": "https://[geheim"}, "SOTTO_PUBLIC_URL must be a scheme and a host"),
        ({"SOTTO_PUBLIC_URL": "https://a.org:geheim"}, "SOTTO_PUBLIC_URL must be a scheme and a "),
        ({"SOTTO_PUBLIC_URL": "https://a.org/geheim"}, "SOTTO_PUBLIC_URL must be a scheme and a "),
        ({"SOTTO_PUBLIC_URL": "https://u:geheim@a.org"}, "SOTTO_PUBLIC_URL must be a scheme and "),
        ({"SOTTO_PUBLIC_URL": "http://a.org"}, "SOTTO_PUBLIC_URL must begin with https://"),
        ({"SOTTO_SURFACES": "portal,geheim"}, "SOTTO_SURFACES must name one or more of "),
        ({"SOTTO_SURFACES": ","}, "SOTTO_SURFACES must name one or more of "),
        ({"SOTTO_PORT": "0"}, "SOTTO_PORT must be a whole number from 1 to 65535."),
        ({"SOTTO_PORT": "65536"}, "SOTTO_PORT must be a whole number from 1 to 65535."),
        ({"SOTTO_PORT": "-1"}, "SOTTO_PORT must be a whole number from 1 to 65535."),
        ({"SOTTO_PORT": "٨٠"}, "SOTTO_PORT must be a whole number from 1 to 65535."),
        ({"SOTTO_WORKERS": "9" * 5000}, "SOTTO_WORKERS must be a whole number from 1 to 64."),
        ({"SOTTO_THREADS": "two"}, "SOTTO_THREADS must be a whole number from 1 to 256."),
        ({"SOTTO_KDF_PROFILE": "geheim"}, "SOTTO_KDF_PROFILE must be one of standard, cheap."),
        (
            {"SOTTO_KDF_PROFILE": "cheap", "SOTTO_PUBLIC_URL": "https://report.example.org"},
            "SOTTO_KDF_PROFILE=cheap is for tests",
        ),
        ({"SOTTO_PORT": "1", "SOTTO_PORT_FILE": "/x"}, "SOTTO_PORT and SOTTO_PORT_FILE are both "),
        ({"SOTTO_PORT_FILE": "/nowhere/geheim"}, "The file that SOTTO_PORT_FILE names cannot be "),
    ],
)
def test_a_bad_setting_stops_the_start_with_one_sentence(environ, sentence):
    """The sentence names the setting and never repeats its value."""
    with pytest.raises(SettingsError) as caught:
        Settings.load({**HOME, **environ})

    said = str(caught.value)
    assert said.startswith(sentence)
    assert said.endswith(".")
    assert "\n" not in said
    assert "geheim" not in said


def test_a_file_that_is_no_text_stops_the_start(tmp_path):
    file = tmp_path / "port"
    file.write_bytes(b"\xff\xfe")

    with pytest.raises(SettingsError, match="SOTTO_PORT_FILE"):
        Settings.load({**HOME, "SOTTO_PORT_FILE": str(file)})


@pytest.mark.parametrize(
    "public_url",
    ["http://localhost:8080", "http://127.0.0.1:5000", "http://[::1]:5000", "http://abc.onion"],
)
def test_plain_http_is_for_this_machine_and_for_onion_services(public_url):
    assert Settings.load(HOME, public_url=public_url).public_url == public_url


@pytest.mark.parametrize("public_url", [None, "https://localhost:8443", "https://sotto.test"])
def test_the_cheap_profile_is_for_tests(public_url):
    settings = Settings.load(HOME, kdf_profile="cheap", public_url=public_url)

    assert settings.kdf_profile == "cheap"
