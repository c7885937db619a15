"""How much a request may bring, and what happens to what is over, cut off or not wanted."""

import io
import tempfile

import pytest

from app.domain import errors
from app.web import limits
from tests.web import small

CJK = "报" * 200_000


def test_a_long_story_in_any_script_fits(browser):
    """200,000 letters of three bytes, percent-encoded: the form answers, not a 413."""
    answer = browser.post("/report/send", {"story": CJK}, token=browser.token("/report"))

    assert answer.text == "200000 letters"


@pytest.mark.parametrize(
    ("path", "size"), [("/report/send", 4 * 1024**2), ("/report", 4 * 1024**2), ("/nothing", 65536)]
)
def test_more_than_a_route_takes_is_a_calm_413(browser, path, size):
    answer = browser.post(path, {"story": "x" * (size + 1)}, token=browser.token("/report"))

    assert answer.status_code in {413, 404}
    assert "x" * 100 not in answer.text


def test_the_limit_stands_before_a_byte_is_read(app):
    class Unread(io.BytesIO):
        def read(self, *_):
            raise AssertionError("read")

        readinto = readline = read

    answer = app.test_client().post(
        "/report/send",
        input_stream=Unread(),
        content_type="application/x-www-form-urlencoded",
        environ_overrides={"CONTENT_LENGTH": "1000000000"},
    )

    assert answer.status_code == 413


def test_a_door_takes_the_words_that_were_sealed_on_the_longest_page():
    sealed = 4 * (4 * limits.MIB // 3)

    assert limits.SIZES["/desk/cases/*/reply"] * 2 <= limits.SIZES["/desk/sign-in"] <= sealed


def test_ten_thousand_fields_are_refused(browser):
    fields = {"about_people": [f"{number:032x}" for number in range(10_000)]}

    answer = browser.post("/report", fields, token=browser.token("/report"))

    assert answer.status_code == 413


def test_a_form_that_was_cut_off_is_refused(app):
    """By itself gunicorn ends such a body without a word; half a story is not the whole."""
    answer = app.test_client().post(
        "/report/send",
        input_stream=io.BytesIO(b"story=half+a+st"),
        content_type="application/x-www-form-urlencoded",
        environ_overrides={"CONTENT_LENGTH": "4000", "wsgi.input_terminated": True},
    )

    assert answer.status_code == 400
    assert "half a st" not in answer.text


def test_a_file_nobody_asked_for_never_touches_the_disk(browser, monkeypatch):
    """P5: no plaintext temporary file."""

    def spooled(*_, **__):
        raise AssertionError("spooled")

    for name in ("SpooledTemporaryFile", "TemporaryFile", "NamedTemporaryFile"):
        monkeypatch.setattr(tempfile, name, spooled)
    monkeypatch.setattr("werkzeug.formparser.SpooledTemporaryFile", spooled)
    part = '--x\r\nContent-Disposition: form-data; name="{}"{}\r\n\r\n{}\r\n'
    body = part.format("story", "", "Hello")
    body += part.format("csrf_token", "", browser.token("/report"))
    body += part.format("evidence", '; filename="photo.jpg"', "GPS" * 500_000) + "--x--\r\n"

    answer = browser.client.post(
        "/report/send",
        data=body.encode(),
        base_url=browser.base,
        content_type="multipart/form-data; boundary=x",
    )

    assert answer.text == "5 letters"


@pytest.mark.parametrize("body", [b"story=\xff\xfe", b"story=%ff%fe", b"%", b"\0" * 99, b"=&=&"])
def test_garbage_is_answered_calmly(app, body):
    answer = app.test_client().post(
        "/report/send", data=body, content_type="application/x-www-form-urlencoded"
    )

    assert answer.status_code == 400


def test_a_broken_multipart_is_answered_calmly(app):
    for body in (b"", b"--x", b"--x\r\n\r\n", b"--x\r\nContent-Disposition: form-data\r\n\r\nx"):
        answer = app.test_client().post(
            "/report/send", data=body, content_type="multipart/form-data; boundary=x"
        )
        assert answer.status_code == 400


class Time:
    """A clock that only sleeping moves."""

    def __init__(self):
        self.now, self.slept = 0.0, []

    def __call__(self):
        return self.now

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def time():
    return Time()


@pytest.fixture
def throttle(time):
    return limits.Throttle(sleep=time.sleep, clock=time)


def refuse(throttle, name="Alice"):
    with pytest.raises(errors.SignInRefused), throttle.paced(name):
        raise errors.SignInRefused


def test_the_pause_grows_to_thirty_seconds_and_no_further(throttle, time):
    for _ in range(12):
        refuse(throttle)

    assert time.slept == [1, 2, 4, 8, 16, 30, 30, 30, 30, 30]


def test_it_is_never_a_lock(throttle, time):
    """After a thousand refusals the right passphrase waits half a minute and is let in."""
    for _ in range(1000):
        refuse(throttle)
    time.slept.clear()

    with throttle.paced("Alice"):
        pass

    assert time.slept == [30]


def test_letting_in_forgets_the_refusals(throttle, time):
    for _ in range(6):
        refuse(throttle)
    with throttle.paced("Alice"):
        pass
    time.slept.clear()

    refuse(throttle)

    assert time.slept == []


def test_one_name_does_not_hold_back_another(throttle, time):
    for _ in range(6):
        refuse(throttle, "Alice")
    time.slept.clear()

    refuse(throttle, "Charlie")

    assert time.slept == []


def test_spelling_makes_no_other_name(throttle, time):
    for name in ("Alice", "alice", " ALICE "):
        refuse(throttle, name)

    assert time.slept == [1]


def test_time_passed_counts_as_waited(throttle, time):
    for _ in range(6):
        refuse(throttle)
    time.slept.clear()
    time.now += 10

    refuse(throttle)

    assert time.slept == [6]


def test_refusals_are_forgotten_after_an_hour(throttle, time):
    for _ in range(6):
        refuse(throttle)
    time.slept.clear()
    time.now += 3601

    refuse(throttle)
    refuse(throttle)

    assert time.slept == []


def test_only_a_few_wait_at_once(throttle, time):
    """Waiting takes no more than its share of the threads; nobody is turned away for it."""
    for _ in range(6):
        refuse(throttle)
    time.slept.clear()
    for _ in range(limits.MOST_WAITING):
        assert throttle._places.acquire(blocking=False)

    with throttle.paced("Alice"):
        pass

    assert time.slept == []


def test_names_are_kept_in_bounded_number_and_not_in_clear(throttle):
    for number in range(limits.MOST_NAMES + 10):
        refuse(throttle, f"Alice {number}")

    assert len(throttle._tries) == limits.MOST_NAMES
    assert "Alice" not in repr(throttle)
    assert not any(b"alice" in name for name in throttle._tries)


def test_another_failure_is_no_refusal(throttle, time):
    for _ in range(6):
        with pytest.raises(errors.Busy), throttle.paced("Alice"):
            raise errors.Busy

    assert time.slept == []


def test_a_full_house_is_a_503_and_the_other_surface_goes_on(app, browser, monkeypatch):
    monkeypatch.setattr(limits, "PATIENCE_SECONDS", 0.01)
    token = browser.token("/desk/sign-in")
    places = app.extensions["sotto_derivations"]
    for _ in range(limits.DERIVATIONS["desk"]):
        places["desk"].acquire()

    answer = browser.post("/desk/sign-in", {"name": "Alice", "passphrase": "right"}, token=token)
    with app.app_context(), limits.derivations("portal"):
        pass

    assert answer.status_code == 503
    assert small.value(answer, "name") == "Alice"


def test_a_place_is_given_back_after_a_refusal(app):
    with app.app_context():
        for _ in range(3 * limits.DERIVATIONS["desk"]):
            with pytest.raises(errors.SignInRefused), limits.derivations("desk"):
                raise errors.SignInRefused
