from __future__ import annotations

import asyncio
import json
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.exact import dumps, loads
from sandbox.server import Server, listening
from sandbox.serving import StandIn

GONE = (httpx.RemoteProtocolError, httpx.ReadError)


class Till:
    """The smallest stand-in: it counts what was put in."""

    def __init__(self) -> None:
        self.switches: dict[str, str] = {"mood": "calm"}
        self.notes: list[str] = []
        self.concurrent: list[int] = []

    def state(self) -> dict[str, Any]:
        return {"notes": self.notes, "balance": Decimal("10.10")}

    def reset(self) -> None:
        self.notes.clear()

    def throttled(self) -> Response:
        return Response("slow down", status_code=429)

    def token_expired(self) -> Response:
        return Response("who are you", status_code=401)

    async def put(self, request: Request) -> Response:
        self.notes.append((await request.body()).decode())
        self.concurrent.append(request.scope["sandbox.concurrent"])
        return JSONResponse({"count": len(self.notes)}, status_code=201)


@pytest.fixture
def till() -> Till:
    return Till()


@pytest.fixture
def client(till: Till) -> Iterator[httpx.Client]:
    app = StandIn(Starlette(routes=[Route("/notes", till.put, methods=["POST"])]), till)
    ready = threading.Event()
    with listening(0) as listener:
        server = Server(app, ready.set)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        assert ready.wait(10)
        with httpx.Client(base_url=f"http://127.0.0.1:{listener.getsockname()[1]}") as client:
            yield client
        server.should_exit = True
        thread.join(10)


def order(client: httpx.Client, **fault: Any) -> None:
    assert client.post("/__control/faults", json=[fault]).status_code == 200


def test_a_request_lost_before_it_arrived_changes_nothing(client: httpx.Client, till: Till) -> None:
    order(client, kind="lost_before")
    with pytest.raises(GONE):
        client.post("/notes", content="a")
    assert till.notes == []
    assert client.get("/__control/log").json()[0]["status"] is None


def test_a_request_whose_answer_was_lost_is_done_all_the_same(client: httpx.Client, till: Till) -> None:
    order(client, kind="lost_after")
    with pytest.raises(GONE):
        client.post("/notes", content="a")
    assert till.notes == ["a"]


@pytest.mark.parametrize(
    ("fault", "status", "body", "done"),
    [
        ({"kind": "status"}, 503, "<html>", False),
        ({"kind": "status", "status": 404}, 404, "<html>", False),
        ({"kind": "status_after", "status": 502}, 502, "<html>", True),
        ({"kind": "throttled"}, 429, "slow down", False),
        ({"kind": "expired_token"}, 401, "who are you", False),
        ({"kind": "truncated"}, 200, '{"cou', True),
    ],
)
def test_a_fault_answers_in_its_own_way(
    client: httpx.Client, till: Till, fault: dict[str, Any], status: int, body: str, done: bool
) -> None:
    order(client, **fault)
    answer = client.post("/notes", content="a")
    assert (answer.status_code, bool(till.notes)) == (status, done)
    assert answer.text.startswith(body)
    assert client.get("/__control/log").json()[0]["status"] == status


def test_an_empty_answer_hides_what_was_done(client: httpx.Client, till: Till) -> None:
    order(client, kind="empty")
    answer = client.post("/notes", content="a")
    assert (answer.status_code, answer.content, till.notes) == (200, b"", ["a"])


def test_a_slow_answer_comes_after_the_work_is_done(client: httpx.Client, till: Till) -> None:
    order(client, kind="slow", seconds=5)
    with pytest.raises(httpx.ReadTimeout):
        client.post("/notes", content="a", timeout=0.2)
    assert till.notes == ["a"]


def test_a_slow_request_is_done_although_its_client_hung_up(client: httpx.Client, till: Till) -> None:
    order(client, kind="slow_before", seconds=0.6)
    with pytest.raises(httpx.ReadTimeout):
        client.post("/notes", content="a", timeout=0.1)
    assert till.notes == []
    time.sleep(0.8)
    assert till.notes == ["a"]


def test_a_fault_waits_for_its_own_request_skips_and_runs_out(client: httpx.Client) -> None:
    order(client, kind="status", method="POST", path="/notes?kind=b", body="gh", skip=1, times=2)
    sent = [("kind=a", "ghi"), ("kind=b", "xyz"), *[("kind=b", "ghi")] * 4]
    statuses = [client.post(f"/notes?{query}", content=body).status_code for query, body in sent]
    assert statuses == [201, 201, 201, 503, 503, 201]


def test_faults_can_be_cleared(client: httpx.Client) -> None:
    order(client, kind="status")
    assert client.delete("/__control/faults").json() == []
    assert client.post("/notes", content="a").status_code == 201


@pytest.mark.parametrize("fault", [{"kind": "flood"}, {"kind": "status", "tmies": 2}, {"kind": "slow", "times": 0}])
def test_a_fault_not_understood_is_refused_by_name(client: httpx.Client, fault: dict[str, Any]) -> None:
    answer = client.post("/__control/faults", json=[{"kind": "empty"}, fault])
    assert answer.status_code == 400
    assert str(fault) in answer.json()["error"]
    assert client.get("/__control/faults").json() == []


@pytest.mark.parametrize(
    "orders",
    [
        {"kind": "empty"},
        ["empty"],
        [{"kind": "slow", "path": 3}],
        [{"kind": "slow", "body": None}],
        [{"kind": "slow", "seconds": "x"}],
        [{"kind": "slow", "seconds": -1}],
        [{"kind": "empty", "times": 1.5}],
        [{"kind": "empty", "times": "2"}],
        [{"kind": "status", "status": 99}],
    ],
    ids=str,
)
def test_a_fault_with_a_wrong_member_hits_nothing(client: httpx.Client, orders: Any) -> None:
    answer = client.post("/__control/faults", json=orders)
    assert answer.status_code == 400
    assert "takes" in answer.json()["error"] or "a list of objects" in answer.json()["error"]
    assert client.post("/notes", content="1").is_success


def test_what_is_nested_without_end_or_no_object_is_no_trouble(client: httpx.Client) -> None:
    assert client.post("/notes", content=b"[" * 100_000).is_success
    assert client.post("/__control/switches", json=["limits"]).json()["error"].startswith("switches are turned by")


def test_the_log_tells_what_was_asked_and_keeps_no_secret(client: httpx.Client) -> None:
    client.post("/notes?a=1", json={"n": 1}, headers={"Authorization": "Bearer s3cret", "X-API-TOKEN": "s3cret"})
    log = client.get("/__control/log")
    (entry,) = log.json()
    assert "s3cret" not in log.text
    assert {name: entry[name] for name in ("method", "path", "query", "body", "status", "concurrent")} == {
        "method": "POST",
        "path": "/notes",
        "query": {"a": "1"},
        "body": {"n": 1},
        "status": 201,
        "concurrent": 1,
    }
    assert abs(entry["at"] - time.time()) < 10


async def test_requests_under_way_are_counted(client: httpx.Client, till: Till) -> None:
    order(client, kind="slow_before", seconds=0.4, times=3)
    async with httpx.AsyncClient(base_url=client.base_url) as crowd:
        await asyncio.gather(*[crowd.post("/notes", content="x") for _ in range(3)])
    assert sorted(till.concurrent) == [1, 2, 3]


def test_switches_are_set_by_name_and_unknown_ones_refused(client: httpx.Client, till: Till) -> None:
    assert client.post("/__control/switches", json={"mood": "wild"}).json() == {"mood": "wild"}
    assert till.switches == {"mood": "wild"}
    refused = client.post("/__control/switches", json={"moood": "calm"})
    assert (refused.status_code, refused.json()) == (400, {"error": "no switch ['moood']; there are ['mood']"})


def test_reset_forgets_state_faults_and_log(client: httpx.Client) -> None:
    client.post("/notes", content="a")
    order(client, kind="status")
    client.post("/__control/reset")
    assert client.get("/__control/log").json() == []
    assert client.get("/__control/faults").json() == []
    assert client.get("/__control/state").text == '{"notes":[],"balance":10.10}'


@pytest.mark.parametrize("text", ["[]", "{}", '{"a":[1,{"b":null}],"c":"\\u00e9\\"","d":true}', "[0.10,-1.5,1E+2]"])
def test_json_keeps_every_digit(text: str) -> None:
    assert loads(dumps(loads(text))) == loads(text)
    assert dumps(loads("[1E+2,0.00000001,-0.00]")) == "[100,0.00000001,0.00]"


PROGRAM = textwrap.dedent("""
    from starlette.responses import Response
    from sandbox.serving import StandIn, serve

    class Nothing:
        switches = {}
        def state(self): return {}
        def reset(self): pass
        def throttled(self): return Response()
        def token_expired(self): return Response()

    serve(StandIn(Response("here"), Nothing()), 0, lambda port: {"url": f"http://127.0.0.1:{port}"})
""")


def test_the_process_announces_itself_on_one_line_and_stops_at_once_when_told() -> None:
    with subprocess.Popen([sys.executable, "-c", PROGRAM], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        url = json.loads(process.stdout.readline())["url"]
        with httpx.Client(base_url=url) as client:
            client.post("/__control/faults", json=[{"kind": "slow", "seconds": 60}])
            with pytest.raises(httpx.ReadTimeout):
                client.get("/", timeout=0.2)
            assert client.get("/").text == "here"
            process.send_signal(signal.SIGTERM)
            rest, complaints = process.communicate(timeout=5)
    assert (process.returncode, rest, complaints) == (0, b"", b"")


def test_the_process_ends_with_its_parent() -> None:
    parent = (
        "import subprocess, sys; child = subprocess.Popen([sys.executable, '-c', sys.argv[1]], stdout=subprocess.PIPE);"
        "print(child.stdout.readline().decode(), flush=True)"
    )
    out = subprocess.run([sys.executable, "-c", parent, PROGRAM], capture_output=True, check=True, timeout=20).stdout
    url = json.loads(out)["url"]
    deadline = time.monotonic() + 10
    while _answers(url) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not _answers(url)


def test_answers_come_without_delay(client: httpx.Client) -> None:
    started = time.monotonic()
    for _ in range(20):
        client.post("/notes", content="a")
    assert time.monotonic() - started < 0.5


def _answers(url: str) -> bool:
    try:
        return httpx.get(url).status_code == 200
    except httpx.TransportError:
        return False
