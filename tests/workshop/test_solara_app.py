"""The facilitator's page and the big screen, without a browser: who is let in, what is told, and that it ends."""

from __future__ import annotations

import asyncio
import re
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from websockets.exceptions import InvalidStatus

from dashboards.explore.network_layout import frame
from dashboards.languages.number_format import percent
from dashboards.workshop.bots import Bot
from dashboards.workshop.errors import Refused
from dashboards.workshop.play.counterfactuals import Counterfactuals
from dashboards.workshop.play.events import Act
from dashboards.workshop.roles import Role
from dashboards.workshop.serve import sessions
from dashboards.workshop.serve.cookies import RoleCookies
from dashboards.workshop.serve.join_link import Address
from dashboards.workshop.serve.room import Room
from dashboards.workshop.serve.settings import Settings
from dashboards.workshop.serve.solara_bridge import RoomBridge
from dashboards.workshop.serve.updates import PAUSE, parts_for
from dashboards.workshop.views import drawing, observation
from dashboards.workshop.views.html_parts import for_solara
from dashboards.workshop.views.shared import clock, part
from scenarios import load
from tests.workshop.making import Table
from tests.workshop.pane import Pane
from tests.workshop.running import Workshop
from tests.workshop.test_server import get

LEAD, SHOWN = "On the big screen", "screen-map"
"""What stands in the facilitator's page alone, and what in the big screen."""


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    running = Workshop(tmp_path_factory.mktemp("stage") / "kept", "five-organisations", "--rounds", "2").start()
    yield running
    said = running.stop()
    assert "Traceback" not in said
    assert said.count(running.lead) == said.count(running.screen) == 1, "a key was printed a second time"


def test_strangers_get_neither_page_nor_socket(workshop: Workshop) -> None:
    async def knock(cookie: str, **headers: str) -> int:
        try:
            async with Pane(workshop.url, cookie, "/lead", **headers):
                return 0
        except InvalidStatus as refused:
            return refused.response.status_code

    async def all_of_them() -> None:
        async with Bot(workshop.url) as eve, Bot(workshop.url, "f") as lead, Bot(workshop.url, "s") as screen:
            await eve.join(workshop.code, "Eve", None)
            await lead.enter(workshop.lead)
            await screen.enter(workshop.screen)
            own, role = eve.cookie.partition("=")[2], f"silos-{workshop.name}-{Role.FACILITATOR}"
            for cookie in (
                "",
                eve.cookie,
                f"{role}={own}",
                f"{role}={workshop.screen}",
                f"silos-other-{Role.FACILITATOR}={own}",
            ):
                assert await knock(cookie) == 403
                for path in ("/lead", "/screen", "/explore", "/explore/map"):
                    assert get(workshop.url + path, cookie)[0] == 403
                for path in (
                    "/static/main-vuetify.js",
                    "/jupyter/api/kernels/a",
                    "/_solara/cdn/a",
                    "/resourcez",
                    "/no",
                ):
                    assert get(workshop.url + path, cookie)[0] == 404
            assert await knock(lead.cookie, Origin="http://elsewhere.example") == 403
            assert get(f"{workshop.url}/lead", screen.cookie)[0] == get(f"{workshop.url}/screen", lead.cookie)[0] == 403
            assert get(f"{workshop.url}/lead", lead.cookie)[0] == get(f"{workshop.url}/screen", screen.cookie)[0] == 200

    asyncio.run(all_of_them())


def test_pages_load_nothing_from_elsewhere_and_run_no_script_of_others(workshop: Workshop) -> None:
    def policy(path: str, cookie: str = "") -> tuple[dict[str, str], str]:
        request = urllib.request.Request(workshop.url + path, headers={"cookie": cookie})
        with urllib.request.urlopen(request) as answer:
            parts = (each.split(maxsplit=1) for each in answer.headers["content-security-policy"].split(";"))
            return {name: rest[0] if rest else "" for name, *rest in parts}, answer.read().decode()

    async def key() -> str:
        async with Bot(workshop.url, "f") as lead:
            await lead.enter(workshop.lead)
            return lead.cookie

    light, _ = policy("/")
    assert "unsafe" not in str(light)
    cookie = asyncio.run(key())
    (first, page), (second, _) = policy("/lead", cookie), policy("/lead", cookie)
    assert first["default-src"] == "'none'"
    assert "unsafe-inline" not in first["script-src"]
    assert first["script-src"] != second["script-src"], "a nonce is used once"
    nonce = re.findall(r"'nonce-(\w+)'", first["script-src"])[0]
    assert set(re.findall(r"<script nonce=.(\w+).", page)) == {nonce}
    for rule in (*first.values(), *(value for name, value in light.items() if name != "connect-src")):
        assert not re.search(r"\*|https?:|//", rule)


def test_nobody_leads_by_asking_for_another_path(workshop: Workshop) -> None:
    """A socket does not say to which page it belongs, so one that was let in with the screen's key asks for others."""

    async def look(cookie: str, path: str, wanted: str) -> str:
        """All that came before what is wanted, and with it."""
        async with Pane(workshop.url, cookie, path) as pane:
            await pane.until('"finished"')
            await pane.until(wanted)
            return "".join(pane.sent)

    async def look_in_vain(cookie: str, path: str, wanted: str) -> str:
        async with Pane(workshop.url, cookie, path) as pane:
            await pane.until('"finished"')
            with suppress(TimeoutError):  # it should not come
                await pane.until(wanted, 1.5)
            return "".join(pane.sent)

    async def all_of_them() -> None:
        async with Bot(workshop.url, "f") as lead, Bot(workshop.url, "s") as screen:
            await lead.enter(workshop.lead)
            await screen.enter(workshop.screen)
            assert "Let something happen" not in await look(lead.cookie, "/lead", LEAD)
            assert LEAD not in await look(screen.cookie, "/screen", SHOWN)
            for path in ("/lead", "/lead/", "/explore", "/explore/map", "/screen/../lead"):
                seen = await look_in_vain(screen.cookie, path, LEAD)
                assert LEAD not in seen
                assert workshop.lead not in seen
                assert "chart" not in seen, "a page to explore was drawn"
            assert SHOWN not in await look_in_vain(lead.cookie, "/screen", SHOWN)

    asyncio.run(all_of_them())


def test_the_screen_is_sent_what_is_public_only(workshop: Workshop) -> None:
    async def play() -> str:
        async with Bot(workshop.url, "f") as lead, Bot(workshop.url, "s") as screen, Bot(workshop.url) as kim:
            await lead.enter(workshop.lead)
            await screen.enter(workshop.screen)
            await kim.join(workshop.code, "Kim", 0)
            async with Pane(workshop.url, screen.cookie, "/screen") as pane:
                await lead.ask("open")
                choice = {"race": False, "believed": 0.123456, "door": 0.654321}
                await kim.ask("choose", id="k", turn=1, choice=choice)
                await pane.until('<strong class=\\"big\\">1<small>')
                await lead.ask("close")
                await pane.until('"month": 3, "ties"')
                sent = "".join(pane.sent)
                await lead.ask("finish")
                await pane.until("The map, in silence")
                await pane.until(lambda message: {code for code in codes(message) if code < "D"})
            return sent

    sent = asyncio.run(play())
    assert {"E", "F", "G", "H"} >= codes(sent) > set(), "doors, and no dealings"
    for private in ("0.123456", "0.654321", workshop.lead, workshop.screen, "trusted", "believed"):
        assert private not in sent


def codes(sent: str) -> set[str]:
    """How the ties that are drawn were sent: from D on it is their doors alone."""
    return {code for ties in re.findall(r'"ties": "([0-H]*)"', sent) for code in ties if (ord(code) - 48) % 5}


def room_of(table: Table) -> Room:
    """A room that shows a session, and keeps nothing."""
    room = Room.__new__(Room)
    room.session, room.debrief, room.counterfactuals, room.memo, room.online = table.session, None, None, {}, {}
    room.address = None
    return room


def shown_to(who: str, room: Room) -> dict[str, Any]:
    room.memo.clear()
    return {part.name: for_solara(part) for part in parts_for(room, who)}


def test_what_is_chosen_in_an_open_round_changes_nothing_on_the_screen(tmp_path: Path) -> None:
    def shown(race: bool) -> dict[str, Any]:
        table = Table()
        for player in ("ann", "bob"):
            table.join(player, len(player) - 3)
        table.round(ann=True, bob=False)
        table.lead("open")
        table.choose("ann", race, believed=0.2 + 0.6 * race, door=0.1 + 0.8 * race)
        return shown_to(Role.SCREEN, room_of(table))

    assert shown(True) == shown(False)


def test_the_film_shows_the_doors_of_each_month_of_the_round() -> None:
    table = Table()
    table.join("ann", 0)
    assert len(drawing.film(table.session)["months"]) == 1
    table.round(ann=False)
    states = table.session.played[-1].states
    film = drawing.film(table.session)["months"]
    assert [each["month"] for each in film] == [each.month for each in states] == [1, 2, 3]
    for shown, state in zip(film, states, strict=True):
        whole = frame(state)
        assert [(ord(code) - 48) % 5 for code in shown["ties"]] == [(ord(code) - 48) % 5 for code in whole["ties"]]
        assert shown["walls"] == whole["walls"]
    assert drawing.film(table.session, dealings=True)["months"] == [frame(each) for each in states]


# ---------------------------------------------------------------- the bridge, between threads and the room's loop


def through_bridge(tmp_path: Path, visit: Callable[[RoomBridge], Any]) -> Any:
    """What a page's thread does in the bridge of a room in the debrief of a round."""

    async def open_it() -> Any:
        store = tmp_path / "w.db"
        room = sessions.resume(store, sessions.begin(store, load("five-organisations"), seed=7, rounds=2))
        await room.start()
        bridge = RoomBridge(room, Settings(Address("127.0.0.1", 1)), RoleCookies(room))
        bridge.open()
        try:
            return await asyncio.to_thread(visit, bridge)
        finally:
            bridge.close()
            await room.stop()

    return asyncio.run(open_it())


def soon(when: Callable[[], object]) -> None:
    """It becomes so, sooner or later."""
    end = time.monotonic() + 30
    while not when():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_news_come_a_few_times_a_second_until_nobody_looks(tmp_path: Path) -> None:
    def visit(bridge: RoomBridge) -> None:
        told: list[dict[str, Any]] = []
        before = len(bridge.room.on_change)
        stop = bridge.watch(Role.FACILITATOR, told.append)
        begin = time.monotonic()
        for number in range(41):  # the last is not as it was
            assert bridge.ask({"do": "show", "what": "clock", "on": bool(number % 2)}) == ""
        soon(lambda: len(told) > 1)
        assert len(told) <= 2 + (time.monotonic() - begin) / PAUSE
        assert {"lead-top", "lead-seats", "lead-screen"} <= told[0].keys()
        assert all(each.keys() == {"lead-screen"} for each in told[1:]), "only what is new"
        assert len(bridge.room.on_change) == before + 1
        stop()
        soon(lambda: len(bridge.room.on_change) == before)
        count = len(told)
        bridge.ask({"do": "show", "what": "clock", "on": True})
        time.sleep(0.4)
        assert len(told) == count

    through_bridge(tmp_path, visit)


def test_rounds_that_were_left_are_not_spoken_of_any_more(tmp_path: Path) -> None:
    def visit(bridge: RoomBridge) -> None:
        for do in ("open", "close", "finish"):
            assert bridge.ask({"do": do}) == ""
        soon(lambda: bridge.room.counterfactuals and bridge.room.debrief)
        former = bridge.room.counterfactuals
        assert bridge.ask({"do": "back", "round": 0}) == ""
        for do in ("open", "close", "finish"):
            assert bridge.room.counterfactuals is None
            assert bridge.room.debrief is None
            assert bridge.ask({"do": do}) == ""
        assert bridge.room.counterfactuals is not former
        soon(lambda: bridge.room.counterfactuals and bridge.room.debrief)
        assert bridge.room.counterfactuals is not former

    through_bridge(tmp_path, visit)


def test_who_goes_back_and_plays_nothing_finds_the_debrief_again(tmp_path: Path) -> None:
    def visit(bridge: RoomBridge) -> None:
        for do in ("open", "close", "finish"):
            assert bridge.ask({"do": do}) == ""
        soon(lambda: bridge.room.counterfactuals and bridge.room.debrief)
        assert bridge.ask({"do": "back", "round": 1}) == ""
        assert bridge.ask({"do": "finish"}) == ""
        soon(lambda: bridge.room.counterfactuals and bridge.room.debrief)

    through_bridge(tmp_path, visit)


def test_the_bridge_says_why_not_and_tries_what_the_room_proposes(tmp_path: Path) -> None:
    def visit(bridge: RoomBridge) -> None:
        assert "not now" in bridge.ask({"do": "pause"})
        assert "does not do that" in bridge.ask({"do": "choose"})
        assert "object" in bridge.ask("nonsense")
        for do in ("open", "close", "finish"):
            assert bridge.ask({"do": do}) == ""
        soon(lambda: bridge.room.counterfactuals)
        tried = bridge.tried("game.sharing", 0.5)
        assert bridge.ask({"do": "propose", "name": "game.sharing", "value": 0.5}) == ""
        soon(lambda: bridge.room.debrief and len(bridge.room.debrief.others) > 4)
        assert bridge.room.debrief
        kept = bridge.room.debrief.others[-1]
        shown = tried["others"][0]
        pooled = "share of outcomes that a tie pools between its two ends"
        assert shown["label"] == kept.label == f"Proposed: 0.5 for “{pooled}”"
        assert (shown["openness"], shown["trust"]) == (kept.last("openness"), kept.last("trust"))
        assert shown["change"] != 0.0
        for name, value in (("game.sharing", 1.5), ("game.sharing", float("nan")), ("no.such", 0.5)):
            with pytest.raises(Refused):
                bridge.tried(name, value)

    through_bridge(tmp_path, visit)


# ---------------------------------------------------------------- the top of the facilitator's page


def top(table: Table) -> str:
    session = table.session
    act = session.act(session.next_number)
    return str(for_solara(part("lead-top", lambda: {**clock(session), "act": act.model_dump()})))


def test_a_paused_clock_says_minutes_and_seconds() -> None:
    table = Table(seconds=240)
    table.lead("open")
    table.time += 55
    table.lead("pause")
    assert ">3:05<" in top(table)


def test_no_round_is_announced_after_the_last() -> None:
    table = Table(rounds=1, script=(Act(note="Look around."), Act(note="Of a round that never comes.")))
    assert "Look around." in top(table)
    table.round()
    assert "Next:" not in top(table)


def test_no_card_is_offered_that_would_never_happen() -> None:
    table = Table(rounds=1)
    room = room_of(table)
    assert 'data-do="card"' in shown_to(Role.FACILITATOR, room)["lead-cards"]
    table.round()
    cards = shown_to(Role.FACILITATOR, room)["lead-cards"]
    assert 'data-do="card"' not in cards
    assert "Go back to a round to try a card." in cards


# ---------------------------------------------------------------- the debrief


def looked_back(table: Table) -> Room:
    """A room that has worked out its debrief."""
    room = room_of(table)
    room.counterfactuals = Counterfactuals(table.session)
    room.debrief = room.counterfactuals.debrief()
    room.debrief.seats = {seat: room.counterfactuals.seat_debrief(seat) for seat in room.counterfactuals.played_seats}
    return room


def test_who_sits_down_in_the_debrief_waits_for_nothing() -> None:
    table = Table()
    table.join("ann", 0)
    table.round(ann=True)
    table.lead("finish")
    table.lead("step", step="own")
    assert "The model is running your rounds again" in shown_to("ann", room_of(table))["act"]
    room = looked_back(table)
    table.join("zoe", 3)
    assert "If only you had chosen otherwise" in shown_to("ann", room)["act"]
    late = shown_to("zoe", room)["act"]
    assert "The model is running your rounds again" not in late
    assert "Take it home" in late


def test_a_name_that_is_changed_or_removed_goes_from_the_debrief_at_once() -> None:
    table = Table()
    table.join("ann", 0, name="Rude")
    table.ask("ann", "predict", openness=0.5, race_share=0.5)
    table.round(ann=True)
    table.lead("finish")
    room = looked_back(table)

    def names(who: str, name: str) -> tuple[str, str]:
        return next((part.key, str(for_solara(part))) for part in parts_for(room, who) if part.name == name)

    table.lead("step", step="predictions")
    table.lead("reveal", step="predictions")
    assert "Rude" in names(Role.SCREEN, "screen-step")[1]
    before = [names(Role.SCREEN, "screen-step")[0], names(Role.FACILITATOR, "lead-debrief")[0]]
    table.lead("rename", player="ann", name="Ann")
    after = [names(Role.SCREEN, "screen-step")[0], names(Role.FACILITATOR, "lead-debrief")[0]]
    assert all(key not in before for key in after), "or pages keep what they show"
    assert "Rude" not in names(Role.SCREEN, "screen-step")[1]


def test_nobody_is_nearest_to_what_did_not_come() -> None:
    table = Table(scenario=dumped({"boundary.openness": 0.0, "boundary.opening": 0.0}))
    table.join("ann", 0, name="Ann")
    table.ask("ann", "predict", openness=0.5, race_share=0.5)
    table.round(ann=True)
    table.lead("finish")
    table.lead("step", step="predictions")
    table.lead("reveal", step="predictions")
    told = shown_to(Role.SCREEN, looked_back(table))["screen-step"]
    assert "What you expected" in told
    assert "Nearest" not in told


def dumped(settings: dict[str, float]) -> str:
    return load("five-organisations").with_settings(settings).dump()


def test_the_lines_end_with_the_figures_above_them(monkeypatch: pytest.MonkeyPatch) -> None:
    ends = {"openness": 0.664996, "race_share": 0.125, "resources": float("nan")}
    monkeypatch.setattr(observation, "results", lambda session: {name: [0.5, value] for name, value in ends.items()})
    lines = shown_to(Role.SCREEN, room_of(Table()))["screen-lines"]["chart"]["lines"]
    last = [each["values"][-1] for each in lines]
    assert last == [66, 12, None]
    assert [percent(value) for value in ends.values()] == ["66%", "12%", "–"]
