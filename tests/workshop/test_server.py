"""The real server, played by bots over real sockets."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import re
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from dashboards.workshop.bots import WAYS, Bot, Refusal, tit_for_tat
from dashboards.workshop.serve.sessions import replayed_file
from sim.engine import measures
from tests.workshop.conftest import Start
from tests.workshop.proxy import Wire
from tests.workshop.running import Workshop


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    running = Workshop(tmp_path_factory.mktemp("ws") / "kept", "five-organisations", "--rounds", "3").start()
    yield running
    said = running.stop()
    assert "Traceback" not in said
    lines = [each for each in said.splitlines() if running.lead in each or running.screen in each]
    assert len(lines) == 2, "a key was printed a second time"


def get(url: str, cookie: str = "") -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers={"cookie": cookie})) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


def all_have_chosen(top: dict, turn: int) -> bool:
    return top["turn"] == turn and top["phase"] == "open" and 0 < top["taken"] == top["chosen"]


async def lead_through(lead: Bot, rounds: int) -> None:
    for number in range(1, rounds + 1):
        await lead.ask("open")
        await lead.until(lambda parts, number=number: all_have_chosen(parts["lead-top"], number))
        if number == 2:
            await lead.ask("card", card="budgets-cut")
        await lead.ask("close")
    await lead.ask("finish")
    await lead.ask("step", step="monday")


def test_bots_play_a_whole_session_to_the_take_aways(workshop: Workshop) -> None:
    async def play() -> tuple[Bot, Bot]:
        async with Bot(workshop.url, "f") as lead, Bot(workshop.url, "s") as screen:
            await lead.enter(workshop.lead)
            await screen.enter(workshop.screen)
            bots = [Bot(workshop.url) for _ in WAYS]
            for seat, bot in enumerate(bots):
                await bot.join(workshop.code, f"<i>{seat}</i>", seat)
            await bots[0].ask("predict", openness=0.25, race_share=0.5)
            playing = [bot.play(way) for bot, way in zip(bots, WAYS.values(), strict=True)]
            await asyncio.gather(lead_through(lead, 3), *playing)
            await bots[0].until(lambda parts: "otherwise" in parts["act"].get("debrief", {}), 120)
            await lead.until(lambda parts: parts["lead-debrief"].get("ready", False), 120)
            await lead.ask("step", step="silence")
            await screen.until(lambda parts: parts.get("screen-map"))
            await lead.ask("propose", name="game.sharing", value=1.0)
            await lead.until(lambda parts: "Proposed" in str(parts["lead-debrief"].get("others")))
            assert [each["month"] for each in screen.parts["screen-map"]["months"]] == [7, 8, 9]
            for bot in bots:
                await bot.leave()
            return lead, bots[0]

    lead, bot = asyncio.run(play())
    session = workshop.replayed()
    assert [len(each.choices) for each in session.played] == [4, 4, 4]
    row = measures(session.now)
    assert bot.parts["act"]["debrief"]["outcome"]["openness"] == row["openness"], "what pages show is what replays"

    status, page = get(f"{workshop.url}/take-away", bot.cookie)
    assert status == 200
    assert b"&lt;i&gt;0&lt;/i&gt;" in page
    assert b"At the end of the last round." in page, "why its doors are not quite those of the last month"
    assert b"<i>0</i>" not in page
    assert not re.search(rb"(src|srcset|data|action)=|url\(|@import|<link|<script", page), "the page loads nothing"
    links = re.findall(rb'href="([^"]+)"', page)
    assert links[0] == f"{workshop.url}/again".encode()
    assert links[1].startswith(b"http://127.0.0.1:8765/?scenario=five-organisations&amp;seed=")
    status, packed = get(f"{workshop.url}/session", lead.cookie)
    assert status == 200
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    assert not any(b"<i>" in content for content in files.values()), "a name left the room"
    status, page = get(f"{workshop.url}/again?plan=rba", bot.cookie)
    assert status == 200
    assert page.count(b"aria-current") == 3
    assert b"If you had chosen so" in page
    kept = workshop.output.with_name("session")
    kept.write_bytes(files["session"])
    assert replayed_file(kept).bits() == session.bits()
    kept.write_bytes(packed)
    assert replayed_file(kept).bits() == session.bits(), "what was downloaded plays again as it is"
    rows = list(csv.DictReader(io.StringIO(files["choices.csv"].decode())))
    assert len(rows) == 3 * 4 * 4
    assert {each["race"] for each in rows if each["seat"] == session.seats[1].label} == {"False"}
    shown = list(csv.DictReader(io.StringIO(files["measures.csv"].decode())))
    assert float(shown[-1]["openness"]) == row["openness"]


def test_who_has_no_key_sees_nothing(workshop: Workshop) -> None:
    for path in ("/lead", "/screen", "/session"):
        status, page = get(workshop.url + path)
        assert status == 403
        assert workshop.code.encode() not in page
    for path in ("/play", "/take-away", "/device"):
        _, page = get(workshop.url + path)
        assert b"Code on the big screen" in page, "back to the door"
    assert get(workshop.url + "/static/../server.py")[0] == 404

    async def knock(role: str, cookie: str, origin: str | None = None) -> int:
        address = workshop.url.replace("http", "ws") + f"/ws?role={role}"
        headers = {"Cookie": cookie} | ({"Origin": origin} if origin else {})
        async with connect(address, additional_headers=headers) as socket:
            try:
                await asyncio.wait_for(socket.recv(), 60)
            except ConnectionClosed as closed:
                return closed.rcvd.code if closed.rcvd else 0
        return 0

    async def all_of_them() -> None:
        async with Bot(workshop.url) as bot:
            await bot.join(workshop.code, "Eve", None)
            mine = bot.cookie.partition("=")[2]
            assert await knock("p", "") == 4403
            assert await knock("f", "") == 4403
            assert await knock("x", bot.cookie) == 4403
            assert await knock("f", bot.cookie) == 4403
            assert await knock("f", f"silos-{workshop.name}-facilitator={mine}") == 4403
            assert await knock("p", bot.cookie, "http://elsewhere.example") == 4403
            assert await knock("p", bot.cookie) == 0

    asyncio.run(all_of_them())


NONSENSE = (
    "", "nonsense", "[]", "null", "1e999", '{"do": null}', '{"do": "join"}', '{"do": "begin"}', '{"do": {}}', '"do"',
    '{"do": "choose", "n": {"a": 1}}', "[" * 5000,
    '{"do": "choose", "id": "\\ud800", "turn": 1, "choice": {"race": true}}',
    '{"do": "choose", "turn": 1e400, "id": "a", "choice": {"race": NaN}}', '{"n": true, "do": "remove", "player": "x"}',
)  # fmt: skip
FOR_ANOTHER = ({"seat": 0}, {"player": "PLAYER"}, {"seat": 0, "player": "PLAYER"}, {"kind": "close"}, {"key": "x"})


def test_a_hostile_client_gets_nothing_and_changes_nothing(start: Start) -> None:
    """It speaks the protocol and tries it all; the seat that it is after stays as its owner left it."""
    workshop = start("five-organisations")

    async def attack() -> None:
        async with Bot(workshop.url, "f") as lead, Bot(workshop.url) as victim, Bot(workshop.url) as eve:
            await lead.enter(workshop.lead)
            await victim.join(workshop.code, "Victim", 0)
            await eve.join(workshop.code, "Eve", 1)
            await lead.until(lambda parts: len(parts["lead-people"]["people"]) == 2)
            people = lead.parts["lead-people"]["people"]
            other = next(each["id"] for each in people if each["name"] == "Victim")
            await lead.ask("open")
            await victim.ask("choose", id="v", turn=1, choice={"race": True, "believed": 0.123456})
            for more in FOR_ANOTHER:
                filled = {key: other if value == "PLAYER" else value for key, value in more.items()}
                with pytest.raises(Refusal):
                    await eve.ask("choose", id="e", turn=1, choice={"race": False}, **filled)
            for do in ("close", "back", "finish", "remove", "assign", "show", "join", "begin", "rename"):
                with pytest.raises(Refusal):
                    await eve.ask(do, player=other, seat=1, round=0, name="x", what="clock", on=False)
            await nonsense(eve)
            assert "0.123456" not in json.dumps(eve.parts), "Eve read what is private"
            assert other not in json.dumps(eve.parts)
            for visitor in (eve, victim, lead):
                for key in (eve.cookie, victim.cookie, lead.cookie):
                    assert key.partition("=")[2] not in json.dumps(visitor.parts), "a key stands in a page"
            await eve.ask("choose", id="mine", turn=1, choice={"race": False})
            await eve.ask("choose", id="mine", turn=1, choice={"race": True})
            await lead.ask("close")
            with pytest.raises(Refusal, match="over"):
                await eve.ask("choose", id="late", turn=1, choice={"race": True})
            assert "trusted" not in json.dumps(eve.parts), "others' trust shows before the debrief"

    async def nonsense(eve: Bot) -> None:
        address = workshop.url.replace("http", "ws") + "/ws?role=p"
        for text in NONSENSE:
            async with connect(address, additional_headers={"Cookie": eve.cookie}) as socket:
                await socket.recv()
                await socket.send(text)
                while "parts" in (answer := json.loads(await asyncio.wait_for(socket.recv(), 60))):
                    pass
                assert "no" in answer
        async with connect(address, additional_headers={"Cookie": eve.cookie}) as socket:
            await socket.send("x" * 100_000)
            with pytest.raises(ConnectionClosed):
                while True:
                    await asyncio.wait_for(socket.recv(), 60)

    asyncio.run(attack())
    said = workshop.stop()
    assert "Traceback" not in said
    session = workshop.replayed()
    first = session.played[0]
    assert {seat: choice.race for seat, choice in first.choices.items()} == {0: True, 1: False}
    kept = b"".join(each.read_bytes() for each in Path(workshop.store).parent.glob("*.db*"))
    assert workshop.name.encode() in kept
    assert workshop.lead.encode() not in kept
    assert workshop.screen.encode() not in kept


def test_codes_cannot_be_guessed(start: Start) -> None:
    workshop = start("five-organisations")

    async def guess() -> list[str]:
        told = []
        for number in range(15):
            with pytest.raises(Refusal) as refusal:
                await Bot(workshop.url).join(f"WRONG{number}", "Eve")
            told.append(str(refusal.value))
        async with Bot(workshop.url) as kim:
            await kim.join(workshop.code, "Kim")  # a joker behind the same address shuts nobody out
        return told

    told = asyncio.run(guess())
    assert sum("wrong: look" in each for each in told) == 10
    assert workshop.stop().count(workshop.code) == 1


def test_the_wire_is_cut_and_all_come_back(start: Start) -> None:
    """Wi-Fi gone in the middle of a round: what was acknowledged holds, what was not is sent again."""
    own = start("five-organisations", "--seconds", "60")
    wire = Wire(own.port)

    async def play() -> None:
        async with Bot(own.url, "f") as lead, Bot(wire.url) as bot:
            await lead.enter(own.lead)
            await bot.join(own.code, "Kim", 2)
            await lead.ask("open")
            await bot.ask("choose", id="one", turn=1, choice={"race": False})
            wire.cut()
            with pytest.raises((ConnectionError, ConnectionClosed)):
                await bot.ask("choose", id="two", turn=1, choice={"race": True})
            await lead.until(lambda parts: here(parts) == [False], 20)
            wire.mend()
            await bot.come_back()
            await bot.until(lambda parts: parts["chosen"]["choice"] is not None, 10)
            await bot.ask("choose", id="two", turn=1, choice={"race": True})
            await bot.ask("choose", id="one", turn=1, choice={"race": False})
            await lead.ask("close")

    asyncio.run(play())
    wire.close()
    own.stop()
    assert own.replayed().played[0].choices[2].race is True


def here(parts: dict) -> list[bool]:
    return [each["here"] for each in parts["lead-seats"]["seats"][2]["people"]]


def test_tit_for_tat_answers_what_it_saw() -> None:
    partners = [{"organisation": 3, "races": 0, "dealings": 4}, {"organisation": 5, "races": 3, "dealings": 4}]
    choice = tit_for_tat({"partners": partners, "hours": 1}, 1)
    assert choice["unlike"] == [3]
    assert choice["meet"] == [5]
