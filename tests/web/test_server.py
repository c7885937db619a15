"""Real gunicorn over loopback: what it answers, what it writes, and what it does not."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STORY = "Bob-skims-the-refunds"
AGENT = "Torbrowser-17"
FORM = "Content-Type: application/x-www-form-urlencoded"


class Served:
    def __init__(self, process, port, log, home):
        self.process, self.port, self.log, self.home = process, port, log, home

    def connect(self):
        return socket.create_connection(("127.0.0.1", self.port), timeout=10)

    def send(self, raw, *, then_close=False):
        """Send raw bytes and return all that comes back."""
        with self.connect() as line:
            line.sendall(raw if isinstance(raw, bytes) else raw.encode())
            if then_close:
                line.shutdown(socket.SHUT_WR)
            return read(line)

    def request(self, method, path, *headers, body=""):
        head = [f"{method} {path} HTTP/1.1", "Host: localhost", f"User-Agent: {AGENT}"]
        head += ["Connection: close", f"Content-Length: {len(body)}", *headers, "", body]
        return self.send("\r\n".join(head))

    def written(self):
        time.sleep(0.2)
        return self.log.read_text()


def read(line):
    pieces = []
    while piece := line.recv(65536):
        pieces.append(piece)
    return b"".join(pieces).decode("latin-1")


@pytest.fixture(scope="module")
def served(home, tmp_path_factory):
    log = tmp_path_factory.mktemp("served") / "log"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = tmp_path_factory.mktemp("home")
    environ = {**os.environ, "HOME": str(folder), "XDG_RUNTIME_DIR": str(folder),
               "GUNICORN_CMD_ARGS": "--access-logfile -"}  # fmt: skip
    with log.open("w") as written:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.web.served", str(home), str(port)],
            cwd=ROOT, env=environ, stdout=written, stderr=written,
        )  # fmt: skip
    server = Served(process, port, log, folder)
    until(lambda: answers(server), process=process)
    yield server
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=90) == 0


def answers(server):
    try:
        return server.request("GET", "/").startswith("HTTP/1.1 200")
    except OSError:
        return False


def until(done, *, process):
    for _ in range(1200):
        if done():
            return
        assert process.poll() is None, "the server ended"
        time.sleep(0.05)
    raise AssertionError("no answer in a minute")


def test_a_page_names_no_server(served):
    head, _, body = served.request("GET", "/").partition("\r\n\r\n")

    assert body == "landing"
    assert "Server:" not in head
    assert "gunicorn" not in head.lower()
    assert "Content-Security-Policy: default-src 'none'" in head


@pytest.mark.parametrize(
    "raw",
    [
        f"{STORY}\r\n\r\n",
        f"GET /{STORY} HTTP/9.9\r\n\r\n",
        f"GET /{STORY} HTTP/1.1\r\nHost: x\r\nBad Header{STORY}: 1\r\n\r\n",
        f"GET /{STORY} HTTP/1.1\r\nHost: x\r\n{STORY}\r\n\r\n",
        f"GET /{STORY * 500} HTTP/1.1\r\nHost: x\r\n\r\n",
        f"POST /{STORY} HTTP/1.1\r\nHost: x\r\nContent-Length: {STORY}\r\n\r\n",
        f"POST /{STORY} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: {STORY}\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\n" + f"X-{STORY}: 1\r\n" * 200 + "\r\n",
    ],
)
def test_a_malformed_request_is_answered_and_not_quoted(served, raw):
    """P5: by itself gunicorn writes the address and the raw line."""
    answer = served.send(raw)

    assert answer.startswith("HTTP/1.1 400")
    assert STORY not in answer
    assert "Server:" not in answer
    assert "Content-Security-Policy: default-src 'none'" in answer
    assert STORY not in served.written()


def test_the_log_of_everything_that_goes_wrong_holds_nothing_of_it(served):
    """P5: no address, user agent, path, input, or time finer than the day."""
    served.request("GET", f"/broken?story={STORY}")
    served.request("GET", f"/{STORY}", f"Referer: https://{STORY}/")
    served.request("POST", "/report/send", FORM, body=f"story={STORY}&then=bug")
    served.send(f"POST /report/send HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n{FORM}"
                f"\r\n\r\nZZ{STORY}\r\n")  # fmt: skip
    with served.connect() as line:
        line.sendall(f"GET /{STORY}".encode())

    log = served.written()

    assert "event=request-failed type=RuntimeError at=tests/web/small.py" in log
    for trace in (STORY, AGENT, "127.0.0.1", "/report", "localhost", "GET ", "POST "):
        assert trace not in log
    assert not re.search(r"\d\d:\d\d", log)


def test_a_body_that_was_cut_off_is_refused(served):
    """Half a story must not be kept as the whole; the token has come through already."""
    page = served.request("GET", "/report")
    [cookie] = re.findall(r"Set-Cookie: ([^;]+)", page)
    [token] = re.findall(r'name="csrf_token" value="([^"]+)"', page)
    head = f"POST /report/send HTTP/1.1\r\nHost: x\r\nCookie: {cookie}\r\n{FORM}\r\n"
    body = f"csrf_token={token}&story=half+a+st"

    whole = served.send(f"{head}Connection: close\r\nContent-Length: {len(body)}\r\n\r\n{body}")
    cut = served.send(f"{head}Content-Length: {len(body) + 50}\r\n\r\n{body}", then_close=True)
    chunk = f"{head}Transfer-Encoding: chunked\r\n\r\n{len(body):x}\r\n{body}\r\n"
    cut_chunk = served.send(chunk, then_close=True)

    assert whole.startswith("HTTP/1.1 200")
    assert whole.endswith("9 letters")
    assert cut.startswith("HTTP/1.1 400")
    assert not cut_chunk.startswith("HTTP/1.1 200")


def test_a_slow_upload_is_not_cut_as_long_as_something_comes(served):
    """Longer than the silence allowed, and longer than a sync worker would live."""
    body = "story=" + "x" * 30
    head = f"POST /report/send HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{FORM}\r\n"

    with served.connect() as line:
        line.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode())
        for letter in range(0, len(body), 6):
            time.sleep(0.3)
            line.sendall(body[letter : letter + 6].encode())
        answer = read(line)

    assert "x" * 30 in answer


def test_a_silent_connection_gives_its_thread_back(served):
    """Four who stop in the middle of a word, four threads: a fifth is answered."""
    lines = [served.connect() for _ in range(4)]
    for line in lines:
        line.sendall(b"GET / HT")

    answer = served.request("GET", "/")

    for line in lines:
        line.close()
    assert answer.startswith("HTTP/1.1 200")


def test_there_is_no_control_socket(served):
    assert [path for path in served.home.rglob("*") if path.is_socket()] == []
    assert list(served.home.rglob("gunicorn*")) == []


def test_what_a_proxy_forwards_changes_nothing(served):
    answer = served.request(
        "GET", "/desk", "X-Forwarded-Proto: https", "X-Forwarded-Host: evil.example",
        "X-Forwarded-For: 10.1.2.3", "Script-Name: /evil", "Forwarded: host=evil.example",
    )  # fmt: skip

    assert "Location: /desk/sign-in" in answer
    assert "Strict-Transport" not in answer
    assert "evil" not in answer


def test_the_start_is_on_record_by_the_day(served):
    assert re.match(r"\d{4}-\d\d-\d\d INFO event=server-starting\n", served.written())
