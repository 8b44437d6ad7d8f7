"""A workshop's server: whatever is requested or sent, a sentence; and no key for who has no right to it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.types import ASGIApp

from dashboards.workshop.serve import sessions
from dashboards.workshop.serve.app import LONGEST_BODY, application
from dashboards.workshop.serve.join_link import Address
from dashboards.workshop.serve.rate_limit import TokenBucket
from dashboards.workshop.serve.room import Room
from dashboards.workshop.serve.settings import Settings
from scenarios import load
from tests.fuzz.asgi import request, socket
from tests.fuzz.harness import Door, cases
from tests.fuzz.making import NAMES
from tests.fuzz.test_messages import ANY, messages

JSON = (b"content-type", b"application/json")


class Open:
    """A room that is open, with the loop it lives in."""

    def __init__(self, store: Path) -> None:
        self.loop = asyncio.new_event_loop()
        name = sessions.begin(store, load("five-organisations"), seed=1, months=1, rounds=200)
        self.room: Room = self.run(self._room(store, name))
        self.app: ASGIApp = application(self.room, Settings(Address("127.0.0.1", 8766)))
        self.cookies = dict.fromkeys("pfs", b"")
        for role, key in (("f", self.room.keys.facilitator), ("s", self.room.keys.screen)):
            self.cookies[role] = self.entered("/enter", {"role": role, "key": key})
        self.cookies["p"] = self.entered("/join", {"code": self.room.keys.code, "name": "Kim", "seat": 1})

    async def _room(self, store: Path, name: str) -> Room:
        room = sessions.resume(store, name)
        await room.start()
        return room

    def run(self, what: Any) -> Any:
        return self.loop.run_until_complete(what)

    def entered(self, path: str, body: dict[str, Any]) -> bytes:
        _, headers, _ = self.run(request(self.app, "POST", path, json.dumps(body).encode(), [JSON]))
        return headers[b"set-cookie"].partition(b";")[0]

    def close(self) -> None:
        self.run(self.room.stop())
        self.loop.close()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Open]:
    place = Open(tmp_path_factory.mktemp("rooms") / "workshops.db")
    yield place
    place.close()


PATHS = st.sampled_from(
    ["/look", "/join", "/enter", "/", "/play", "/lead", "/screen", "/device", "/take-away", "/session"]
)
STATIC = st.sampled_from(
    [
        "../server.py",
        "../../../etc/passwd",
        "..%2fserver.py",
        "workshop.css",
        "//etc/passwd",
        "..\\server.py",
        "\0",
        ".",
    ]
).map("/static/{}".format)
FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "code": ANY | st.just("CODE"), "name": ANY | st.sampled_from(NAMES),
        "seat": ANY | st.just("any") | st.integers(0, 9),
        "role": st.sampled_from(["p", "f", "s", "x", ""]) | ANY, "key": ANY | st.just("\ud800"), "more": ANY,
    },
)  # fmt: skip
TYPES = st.sampled_from([b"application/json"] * 4 + [b"text/plain", b"application/json; charset=utf-16", b"", b"\xff"])


@st.composite
def requests(draw: st.DrawFn) -> tuple[str, str, bytes, list[tuple[bytes, bytes]]]:
    body = draw(FIELDS.map(lambda each: json.dumps(each).encode()) | st.binary(max_size=40) | st.just(b"[" * 4000))
    if draw(st.integers(0, 15)) == 0:
        body += b" " * draw(st.sampled_from([LONGEST_BODY, 100_000]))
    headers = [(b"content-type", draw(TYPES))]
    for name, values in (
        (b"origin", [b"http://elsewhere.example", b"null", b""]),
        (b"cookie", [b"a=b", b"silos-x-player=\xff\xfe", b"=;=;", b"x" * 5000]),
        (b"host", [b"127.0.0.1:8766", b"elsewhere.example", b"\xff"]),
    ):
        if draw(st.integers(0, 4)) == 0:
            headers.append((name, draw(st.sampled_from(values))))
    method = draw(st.sampled_from(["POST", "POST", "POST", "GET", "PUT", "DELETE", "HEAD", "X"]))
    return method, draw(PATHS | PATHS | STATIC), body, headers


@cases()
@given(asked=requests())
def test_requests(door: Door, place: Open, asked: tuple[str, str, bytes, list[tuple[bytes, bytes]]]) -> None:
    method, path, body, headers = asked
    body = body.replace(b'"CODE"', json.dumps(place.room.keys.code).encode())
    people = len(place.room.session.players)
    place.room.session.players.clear() if people > 100 else None
    answer = door.tried(lambda: place.run(request(place.app, method, path, body, headers)))
    assert answer is not None
    status, told, content = answer
    assert status < 500
    assert b"Traceback" not in content
    assert b"root:" not in content
    assert b"import" not in content
    for key in (place.room.keys.facilitator, place.room.keys.screen):
        assert key.encode() not in content + b"".join(told.values())
    assert b"content-security-policy" in told


FRAMES = messages().map(lambda each: json.dumps(each, default=str)) | st.text(max_size=20) | st.binary(max_size=20)
NUMBERED = st.builds(lambda each, n: {**each, "n": n} if isinstance(each, dict) else each, messages(), ANY).map(
    lambda each: json.dumps(each, default=str)
)


@cases(0.2)
@given(role=st.sampled_from("pppfs"), frames=st.lists(FRAMES | NUMBERED, min_size=1, max_size=12))
def test_sockets(
    door: Door, place: Open, role: str, frames: list[str | bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(TokenBucket, "take", lambda *_: True)
    query = f"role={role}&as=data".encode()
    door.tally.cases += len(frames) - 1
    answers = door.tried(lambda: place.run(socket(place.app, query, [(b"cookie", place.cookies[role])], frames)))
    assert answers is not None
    said, code = answers
    gone = sum("no" in each and "not in this session" in each["why"] for each in said)
    assert len(said) + (code is not None) >= len(frames) or gone, (frames, said, code)
    for each in said:
        assert ("ok" in each) != ("no" in each)
        assert "no" not in each or each["why"].strip()


def test_a_person_has_only_so_many_connections(place: Open) -> None:
    who = place.room.player_with(place.cookies["p"].partition(b"=")[2].decode())
    assert who
    place.room.online[who] = 10
    try:
        told = place.run(socket(place.app, b"role=p", [(b"cookie", place.cookies["p"])], ['{"do": "ping"}']))
        assert told == ([], 4429)
    finally:
        place.room.online[who] = 0


def test_a_key_that_is_no_text_opens_nothing(place: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(TokenBucket, "take", lambda *_: True)  # after all the wrong keys of the tests above
    body = json.dumps({"role": "p", "key": "\ud800"}).encode()
    assert place.run(request(place.app, "POST", "/enter", body, [JSON]))[0] == 403
