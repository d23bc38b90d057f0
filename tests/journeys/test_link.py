"""The line of the fault lab does what its words say: the faults of the proof are only as good as this."""

import contextlib
import http.client
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.journeys.lab.link import Link

LONG = "x" * 300_000


class Clerk(BaseHTTPRequestHandler):
    """A node that writes down what it is told."""

    heard: list[str]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if len(body) < int(self.headers["Content-Length"]):
            return
        self.heard.append(body)
        self._answer(json.dumps({"count": len(self.heard), "long": LONG}))

    def do_GET(self) -> None:
        self._answer("".join(self.heard))

    def _answer(self, text: str) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def heard() -> list[str]:
    return []


@pytest.fixture
def link(heard: list[str]) -> Iterator[Link]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Heard", (Clerk,), {"heard": heard}))
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    made = Link(server.server_port)
    yield made
    made.close()
    server.shutdown()
    thread.join()
    server.server_close()


def tell(link: Link, what: str, path: str = "/tell", timeout: float = 5) -> dict:
    connection = http.client.HTTPConnection("127.0.0.1", link.port, timeout=timeout)
    with contextlib.closing(connection):
        connection.request("POST", path, what)
        return json.loads(connection.getresponse().read())


BROKEN = (ConnectionError, http.client.HTTPException)


def test_without_a_fault_everything_passes_whole(link, heard) -> None:
    assert tell(link, "one") == {"count": 1, "long": LONG}
    assert tell(link, "two")["count"] == 2
    assert heard == ["one", "two"] and [one.status for one in link.seen] == [200, 200]


@pytest.mark.parametrize(
    ("kind", "reaches"),
    [("refuse", 0), ("lose_request", 0), ("cut_request", 0), ("lose_answer", 1), ("cut_answer", 1)],
)
def test_a_fault_meets_one_request_and_the_next_passes(link, heard, kind, reaches) -> None:
    fault = link.fault(kind, "/tell")
    with pytest.raises(BROKEN):
        tell(link, "lost")
    fault.wait()
    assert heard == ["lost"] * reaches
    assert tell(link, "again")["count"] == reaches + 1


def test_a_request_comes_twice(link, heard) -> None:
    link.fault("twice", "/tell")
    assert tell(link, "one")["count"] == 2
    assert heard == ["one", "one"]


def test_another_body_arrives(link, heard) -> None:
    link.fault("garble", "/tell", change=lambda body: body.replace(b"one", b"another"))
    tell(link, "one")
    assert heard == ["another"]


def test_faults_lie_in_wait_for_their_own_address(link, heard) -> None:
    link.fault("refuse", "/elsewhere", method="POST")
    link.fault("refuse", "/tell", method="GET")
    tell(link, "one", "/tell?more")
    assert heard == ["one"]


@pytest.mark.parametrize(("kind", "before"), [("hold", []), ("hold_answer", ["one"])])
def test_what_is_held_goes_on_when_it_is_released(link, heard, kind, before) -> None:
    fault = link.fault(kind, "/tell")
    answers: list[dict] = []
    asking = threading.Thread(target=lambda: answers.append(tell(link, "one")))
    asking.start()
    fault.wait()
    assert heard == before and answers == []
    fault.release()
    asking.join()
    assert heard == ["one"] and answers[0]["count"] == 1


def test_a_hung_request_never_reaches_the_node(link, heard) -> None:
    fault = link.fault("hang", "/tell")
    with pytest.raises(TimeoutError):
        tell(link, "one", timeout=0.3)
    fault.wait()
    assert heard == []


def test_a_cut_line_refuses_and_a_mended_one_has_the_same_address(link, heard) -> None:
    port = link.port
    link.cut()
    with pytest.raises(ConnectionRefusedError):
        tell(link, "lost")
    link.mend()
    assert link.port == port and tell(link, "one")["count"] == 1


def test_a_dead_node_is_a_reset_line(link, heard) -> None:
    link.reset(1)
    with pytest.raises(BROKEN):
        tell(link, "lost")
    assert heard == []
