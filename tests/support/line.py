"""A way to the server from an address of one's own, so that the address can be looked for later.

All of 127.0.0.0/8 is this machine; 127.0.0.1 stands in a hundred configuration files.
"""

import contextlib
import selectors
import socket
import socketserver
import threading

ADDRESS = "127.83.61.7"


class _Pump(socketserver.BaseRequestHandler):
    """Carries one connection there and back until one side ends it."""

    server: "_Line"

    def handle(self):
        with (
            socket.create_connection(self.server.there, source_address=(ADDRESS, 0)) as other,
            selectors.DefaultSelector() as ready,
        ):
            ready.register(self.request, selectors.EVENT_READ, (self.request, other))
            ready.register(other, selectors.EVENT_READ, (other, self.request))
            with contextlib.suppress(OSError):
                while not self.server.ended.is_set():
                    for key, _ in ready.select(timeout=0.2):
                        source, sink = key.data
                        piece = source.recv(65536)
                        if not piece:
                            return
                        sink.sendall(piece)


class _Line(socketserver.ThreadingTCPServer):
    def __init__(self, there):
        super().__init__(("127.0.0.1", 0), _Pump)
        self.there, self.ended = there, threading.Event()


@contextlib.contextmanager
def to(port):
    """Give the address of a door that leads to `port` of this machine."""
    with _Line(("127.0.0.1", port)) as line:
        thread = threading.Thread(target=line.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{line.server_address[1]}"
        finally:
            line.ended.set()
            line.shutdown()
            thread.join()
