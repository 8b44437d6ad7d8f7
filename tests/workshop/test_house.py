"""Many rooms in one process: made in the browser, each isolated from the others, all back after a kill."""

from __future__ import annotations

import asyncio
import json
import urllib.request
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.types import Message
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from dashboards.workshop.bots import Bot, Refusal
from dashboards.workshop.serve.health import Health
from dashboards.workshop.serve.house import House
from dashboards.workshop.serve.join_link import public_address
from dashboards.workshop.serve.rooms import Rooms
from dashboards.workshop.serve.sessions import begin, replayed, summaries
from dashboards.workshop.serve.settings import Settings
from scenarios import load
from tests.workshop.conftest import Start
from tests.workshop.running import Workshop
from tests.workshop.test_server import get


class Serving(Workshop):
    """``silos serve`` in a process of its own."""

    def _started(self) -> Serving:
        self._launch(["serve", "--no-open", "--store", self.store, "--port", str(self.port), *self.arguments])
        return self


def code_of(lead: Bot) -> str:
    return str(lead.parts["lead-invite"]["code"])


def post(url: str, content: dict, **headers: str) -> int:
    sent = {"content-type": "application/json", **headers}
    try:
        with urllib.request.urlopen(urllib.request.Request(url, json.dumps(content).encode(), sent)) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        with error:
            return error.code


async def closed_with(bot: Bot, room: str, role: str) -> int:
    address = room.replace("http", "ws", 1) + f"/ws?role={role}"
    async with connect(address, additional_headers={"Cookie": bot.cookie}) as socket:
        try:
            await asyncio.wait_for(socket.recv(), 60)
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else 0
    return 0


def test_two_rooms_are_led_from_one_address_and_neither_reaches_the_other(start: Start) -> None:
    house = start(kind=Serving)

    async def play() -> tuple[str, str]:
        async with (
            Bot(house.url, "f") as one,
            Bot(house.url, "f") as other,
            Bot(house.url) as ann,
            Bot(house.url) as bob,
        ):
            await one.make_room("five-organisations", rounds=2)
            await other.make_room("two-neighbours", rounds=1)
            assert code_of(one) != code_of(other)
            await ann.join(code_of(one), "Zelda", 0)
            await bob.join(code_of(other), "Bob", 0)
            assert (ann.url, bob.url) == (one.url, other.url)
            for lead in (one, other):
                await lead.ask("open")
            await ann.ask("choose", id="a", turn=1, choice={"race": True})
            await bob.ask("choose", id="b", turn=1, choice={"race": False})
            assert await closed_with(ann, other.url, "p") == 4403
            assert await closed_with(one, other.url, "f") == 4403
            assert await closed_with(ann, one.url, "f") == 4403
            for path in ("/lead", "/screen", "/session"):
                assert (await asyncio.to_thread(get, other.url + path, one.cookie))[0] == 403
                assert (await asyncio.to_thread(get, one.url + path, ann.cookie))[0] == 403
            assert b"Zelda" not in (await asyncio.to_thread(get, other.url + "/play", bob.cookie))[1]
            assert (await asyncio.to_thread(get, f"{house.url}/r/nowhere/play"))[0] == 404
            house.kill()
            house.start()
            for bot in (one, other, ann, bob):
                await bot.come_back()
            await ann.until(lambda parts: parts["chosen"]["choice"] is not None)
            await one.ask("close")
            await other.ask("close")
            assert (await asyncio.to_thread(get, one.url + "/lead", one.cookie))[0] == 200
            old = code_of(one)
            await one.ask("new_code")
            await one.until(lambda parts: parts["lead-invite"]["code"] != old)
            async with Bot(house.url) as late:
                with pytest.raises(Refusal, match="code is wrong"):
                    await late.join(old, "Late")
                await late.join(code_of(one), "Late")
                assert late.url == one.url
            return one.url.rpartition("/")[2], other.url.rpartition("/")[2]

    one, other = asyncio.run(play())
    assert {summary.name for summary in summaries(house.store)} == {one, other}
    assert post(f"{house.url}/rooms/delete", {"room": other}) == 200
    assert get(f"{house.url}/r/{other}/play")[0] == 404
    said = house.stop()
    assert "Traceback" not in said
    assert [summary.name for summary in summaries(house.store)] == [one]
    assert replayed(house.store, one).played[0].choices[0].race is True


def test_who_may_make_rooms(start: Start) -> None:
    house = start("--passphrase", "open sesame", kind=Serving)
    assert get(f"{house.url}/healthz") == (200, b'{"status":"ok"}')
    assert get(f"{house.url}/rooms")[0] == 401
    assert post(f"{house.url}/rooms/make", {"scenario": "two-neighbours"}) == 403
    assert post(f"{house.url}/rooms/unlock", {"passphrase": "open barley"}) == 403

    async def make() -> None:
        async with Bot(house.url, "f") as lead:
            await lead._post("/rooms/unlock", {"passphrase": "open sesame"})
            key = lead.cookie
            assert (await asyncio.to_thread(get, f"{house.url}/rooms", key))[0] == 200
            with pytest.raises(Refusal, match="no such scenario"):
                await lead.make_room("../secrets")
            with pytest.raises(Refusal, match="rounds must lie"):
                await lead.make_room("two-neighbours", rounds=1000)
            await lead.make_room(
                "", text='title = "Ours"\n[[organisations]]\nname = "A"\n[[organisations]]\nname = "B"\n'
            )
            room = lead.url.rpartition("/")[2]
            status, page = await asyncio.to_thread(get, f"{house.url}/rooms", key)
            assert b"Ours" in page
            status, kit = await asyncio.to_thread(get, f"{house.url}/rooms/kit/{room}", key)
            assert status == 200
            assert code_of(lead).encode() in kit
            assert (await asyncio.to_thread(get, f"{house.url}/rooms/kit/{room}"))[0] == 403
            assert (await asyncio.to_thread(get, f"{lead.url}/session", lead.cookie))[1][:2] == b"PK"

    asyncio.run(make())
    assert "Traceback" not in house.stop()


def test_without_a_passphrase_nobody_makes_rooms_through_a_proxy(start: Start, tmp_path: Path) -> None:
    house = start(kind=Serving)
    assert get(f"{house.url}/rooms")[0] == 200
    request = urllib.request.Request(f"{house.url}/rooms", headers={"X-Forwarded-For": "203.0.113.9"})
    with pytest.raises(urllib.error.HTTPError, match="401") as refused:
        urllib.request.urlopen(request)
    refused.value.close()
    house.stop()


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_the_passphrase_goes_by_https_alone_where_people_come_by_https(tmp_path: Path, scheme: str) -> None:
    async def receive() -> Message:
        return {"type": "http.request", "body": b'{"passphrase": "open sesame"}'}

    rooms = Rooms(str(tmp_path / "workshops.db"), Settings(public_address(f"{scheme}://silos.example.org")))
    headers = [(b"content-type", b"application/json")]
    request = Request({"type": "http", "method": "POST", "headers": headers, "client": ("192.0.2.1", 1)}, receive)
    answer = asyncio.run(House(rooms, "open sesame").unlock(request))
    assert answer.status_code == 200
    assert ("secure" in answer.headers["set-cookie"].lower()) is (scheme == "https")


def test_a_server_is_well_as_long_as_its_store_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store, request = tmp_path / "workshops.db", Request({"type": "http"})
    begin(str(store), load("two-neighbours"))
    health = Health(str(store))
    assert asyncio.run(health(request)).status_code == 200
    store.write_bytes(b"no database" * 100)
    assert asyncio.run(health(request)).status_code == 200, "an answer serves for some seconds"
    monkeypatch.setattr("dashboards.workshop.serve.health.KEPT", 0.0)
    assert asyncio.run(Health(str(store))(request)).status_code == 503
