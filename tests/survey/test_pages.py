"""The pages, without a port: who may answer, what a second try does, what nobody is shown."""

from __future__ import annotations

import asyncio
import base64
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette

from dashboards.survey.measure.definition import SurveyError, survey_of
from dashboards.survey.serve import kept
from dashboards.survey.serve.pages import SurveyPages
from dashboards.workshop.serve.join_link import Address
from dashboards.workshop.serve.settings import Settings
from results import Surveys
from tests.survey.synthetic import scenario
from tests.survey.test_imports import EXPORTS, expected
from tests.survey.test_imports import survey as three

ANSWER = {"organisation": 0, "tier": 0, "partners": {"1": {"trust": 4}}, "kinds": {}, "guesses": {}}


class Browser:
    """Somebody's browser, straight at the application."""

    def __init__(self, application: Starlette) -> None:
        self.application, self.cookie = application, ""

    def ask(self, path: str, content: object = None, origin: str = "") -> tuple[int, Any]:
        place, _, query = path.partition("?")
        headers = [(b"host", b"here"), (b"cookie", self.cookie.encode())]
        headers += [(b"content-type", b"application/json")] if content is not None else []
        headers += [(b"origin", origin.encode())] if origin else []
        scope = {
            "type": "http",
            "method": "GET" if content is None else "POST",
            "path": place,
            "raw_path": place.encode(),
            "query_string": query.encode(),
            "headers": headers,
            "client": ("127.0.0.1", 1),
            "server": ("here", 80),
            "scheme": "http",
            "root_path": "",
        }
        sent: list[Any] = []

        async def receive() -> Any:
            return {"type": "http.request", "body": json.dumps(content).encode() if content is not None else b""}

        async def send(message: Any) -> None:
            sent.append(message)

        async def run() -> None:
            await self.application(scope, receive, send)

        asyncio.run(run())
        for name, value in sent[0]["headers"]:
            if name == b"set-cookie":
                self.cookie = value.decode().partition(";")[0]
                assert "httponly" in value.decode().lower() and "samesite=strict" in value.decode().lower()
        text = b"".join(message.get("body", b"") for message in sent[1:]).decode()
        return sent[0]["status"], json.loads(text) if text.startswith("{") else text


@pytest.fixture
def pages(tmp_path: Path) -> tuple[Starlette, Callable[[], Surveys], str]:
    """The application, its store, and the name of a survey."""
    store = str(tmp_path / "kept.db")
    with Surveys(store) as surveys:
        name = kept.make(surveys, survey_of(scenario(6), title="<i>Ours</i>", consent="<script>alert(1)</script>"))
    pages = SurveyPages(
        store, Settings(Address("here", 80)), lambda request: b"leader" in request.scope["headers"][1][1]
    )
    return Starlette(routes=pages.routes()), lambda: Surveys(store), name


def closed_answers(store: Callable[[], Surveys], name: str) -> list[str]:
    with store() as surveys:
        surveys.stop(name)
        return [json.loads(text)["partners"]["1"]["trust"] for _, text in surveys.answers(name)[0]]


def test_a_key_answers_for_one_person_however_often(pages: tuple[Starlette, Callable[[], Surveys], str]) -> None:
    application, store, name = pages
    with store() as surveys:
        keys = kept.invite(surveys, name, 2)
    one, two, stranger = Browser(application), Browser(application), Browser(application)
    for browser, key in ((one, keys[0]), (two, keys[1])):
        assert browser.ask(f"/s/{name}/begin", {"key": key}) == (200, {"go": f"/s/{name}/answer"})
    assert one.ask(f"/s/{name}/answer", ANSWER)[0] == 200
    assert one.ask(f"/s/{name}/answer", {**ANSWER, "partners": {"1": {"trust": 2}}})[0] == 200
    assert two.ask(f"/s/{name}/answer", ANSWER)[0] == 200
    assert stranger.ask(f"/s/{name}/answer", ANSWER)[0] == 403
    assert stranger.ask(f"/s/{name}/begin", {"key": keys[0][:-1]})[0] == 403
    assert stranger.ask(f"/s/{name}/answer")[0] == 303
    assert sorted(closed_answers(store, name)) == [2, 4]
    assert one.ask(f"/s/{name}/answer", ANSWER)[0] == 403, "a closed wave takes nothing"


def test_a_code_gives_each_browser_a_key_of_its_own(pages: tuple[Starlette, Callable[[], Surveys], str]) -> None:
    application, store, name = pages
    with store() as surveys:
        code = surveys.get(name).access["code"]
    phones = [Browser(application) for _ in range(3)]
    for phone in phones:
        assert phone.ask(f"/s/{name}/begin", {"code": code.lower()})[0] == 200
        assert phone.ask(f"/s/{name}/begin", {"code": code})[0] == 200
    assert len({phone.cookie for phone in phones}) == 3
    with store() as surveys:
        assert surveys.get(name).people == 3, "the same browser is one person"
    assert phones[0].ask(f"/s/{name}/answer", ANSWER)[0] == 200
    with store() as surveys:
        surveys.stop(name)
        kept.again(surveys, name)
        with pytest.raises(SurveyError, match="nobody can tell who is new"):
            kept.invite(surveys, name, 1)
    assert phones[0].ask(f"/s/{name}/answer", ANSWER)[0] == 200, "the same browser is the same person in every wave"
    assert "have a key" in Browser(application).ask(f"/s/{name}/begin", {"code": code})[1]["why"]
    guesser = Browser(application)
    tried = [guesser.ask(f"/s/{name}/begin", {"code": f"AAAA{number:02d}"})[0] for number in range(12)]
    assert tried == [403] * 10 + [429] * 2
    assert phones[0].ask(f"/s/{name}/begin", {})[0] == 200, "who was let in is not kept out by others' guesses"


def test_a_second_person_on_a_shared_device_replaces_nobody(
    pages: tuple[Starlette, Callable[[], Surveys], str],
) -> None:
    application, store, name = pages
    with store() as surveys:
        code = surveys.get(name).access["code"]
    tablet = Browser(application)
    assert "somebody else" not in tablet.ask(f"/s/{name}")[1]
    tablet.ask(f"/s/{name}/begin", {"code": code})
    tablet.ask(f"/s/{name}/answer", ANSWER)
    assert "That was somebody else" in tablet.ask(f"/s/{name}")[1]
    assert tablet.ask(f"/s/{name}/begin", {"new": True})[0] == 403, "without the code nobody is new"
    assert tablet.ask(f"/s/{name}/begin", {"new": True, "code": code})[0] == 200
    assert tablet.ask(f"/s/{name}/answer", {**ANSWER, "partners": {"1": {"trust": 2}}})[0] == 200
    assert sorted(closed_answers(store, name)) == [2, 4]


def test_what_cannot_be_an_answer_is_refused_in_words(pages: tuple[Starlette, Callable[[], Surveys], str]) -> None:
    application, store, name = pages
    with store() as surveys:
        (key,) = kept.invite(surveys, name, 1)
    phone = Browser(application)
    phone.ask(f"/s/{name}/begin", {"key": key})
    for change, why in (
        ({"organisation": 77}, "choose your organisation"),
        ({"tier": True}, "choose where you work"),
        ({"partners": {"0": {"trust": 1}}}, "no partner of your organisation"),
        ({"partners": {"1": {"trust": 5}}}, "one of the five steps"),
        ({"partners": {"1": {"depends": 1}}}, "does not ask that: depends"),
        ({"kinds": {"bakers": {"zero_sum": 1}}}, "no partner"),
        ({"partners": {}}, "nothing was answered"),
        ({"partners": []}, "cannot be read"),
    ):
        status, said = phone.ask(f"/s/{name}/answer", {**ANSWER, **change})
        assert (status, why in said["why"]) == (400, True), (change, said)
    assert phone.ask(f"/s/{name}/answer", ANSWER, origin="http://elsewhere")[0] == 400
    with store() as surveys:
        assert surveys.get(name).answered == (0,)


def test_what_people_typed_is_never_markup_and_only_the_leader_sees_results(
    pages: tuple[Starlette, Callable[[], Surveys], str],
) -> None:
    application, store, name = pages
    visitor, leader = Browser(application), Browser(application)
    leader.cookie = "leader=1"
    status, welcome = visitor.ask(f"/s/{name}")
    assert status == 200
    assert "<i>Ours" not in welcome and "<script>alert" not in welcome and "&lt;script&gt;alert" in welcome
    assert visitor.ask(f"/surveys/{name}")[0] == 303
    for path in ("shown.csv", "scenario.toml"):
        assert visitor.ask(f"/surveys/{name}/{path}")[0] == 403
    for what in ("make", "links", "close", "again", "delete"):
        assert visitor.ask(f"/surveys/{what}", {"room": name, "people": 1})[0] == 403
    assert leader.ask(f"/surveys/{name}/scenario.toml")[0] == 404, "no wave is closed yet"
    assert len(leader.ask("/surveys/links", {"room": name, "people": 3})[1]["links"]) == 3
    assert leader.ask("/surveys/close", {"room": name})[0] == 200
    assert "Wave 1 is closed" in leader.ask(f"/surveys/{name}")[1]
    assert leader.ask("/surveys/delete", {"room": name}) == (200, {"go": "/rooms"})
    assert leader.ask(f"/surveys/{name}")[0] == 404
    with store() as surveys:
        assert surveys.all() == []


@pytest.mark.parametrize("file", ["microsoft-forms.xlsx", "google-forms.csv"])
def test_a_table_from_elsewhere_is_taken_in_by_a_dialogue(
    pages: tuple[Starlette, Callable[[], Surveys], str], file: str
) -> None:
    application, store, _ = pages
    with store() as surveys:
        name = kept.make(surveys, three())
    table = {"file": file, "data": base64.b64encode((EXPORTS / file).read_bytes()).decode()}
    visitor, leader = Browser(application), Browser(application)
    leader.cookie = "leader=1"
    assert visitor.ask(f"/surveys/{name}/table", table)[0] == 403
    assert visitor.ask(f"/surveys/{name}/import", {**table, "mapping": {}})[0] == 403
    status, guessed = leader.ask(f"/surveys/{name}/table", table)
    assert status == 200
    for word in ("Board", "Team"):
        assert f'data-tier="{word}"' in guessed["html"]
    for word in ("Never", "Always"):
        assert f'data-step="{word}"' in guessed["html"]
    assert "<b>more time" not in guessed["html"]
    patterns = re.findall(r'data-pattern="([^"]*)"', guessed["html"])
    assert len(patterns) == 2
    steps = {word: number for number, word in enumerate(("Never", "Rarely", "Sometimes", "Often", "Always"), 1)}
    mapping = {
        "organisation": re.search(r'name="organisation".*?value="([^"]*)" selected', guessed["html"], re.DOTALL)[1],  # type: ignore[index]
        "tier": re.search(r'name="tier".*?value="([^"]*)" selected', guessed["html"], re.DOTALL)[1],  # type: ignore[index]
        "person": "",
        "tiers": {"Board": 1, "Team": 2},
        "organisations": {},
        "columns": [{"column": patterns[0], "item": "trust"}, {"column": patterns[1], "item": "zero_sum"}],
        "steps": {"trust": steps, "zero_sum": steps},
    }
    status, said = leader.ask(f"/surveys/{name}/import", {**table, "mapping": {**mapping, "tiers": {}}})
    assert status == 400 and f"{file}:" in said["why"] and "no tier of the survey" in said["why"]
    assert leader.ask(f"/surveys/{name}/import", {**table, "mapping": mapping}) == (200, {"go": f"/surveys/{name}"})
    with store() as surveys:
        taken = sorted(text for _, text in surveys.answers(name)[0])
    assert taken == sorted(answer.text() for answer in expected())
    nonsense = {"file": "x", "data": base64.b64encode(b"PK\x03\x04 no").decode()}
    assert "x: not a workbook" in leader.ask(f"/surveys/{name}/table", nonsense)[1]["why"]
    assert leader.ask(f"/surveys/{name}/table", {"file": "x", "data": "!"})[0] == 400


ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-2, 7)
    | st.floats(allow_nan=False)
    | st.sampled_from(("\ud800", "\0", "1")),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(("1", "trust", "hospitals", "zero_sum", "\ud800", "\0")), inner, max_size=3)
    ),
    max_leaves=6,
)
NAMES = (*ANSWER, "room", "people", "title", "consent", "text", "scenario", "file", "data", "mapping", "key", "code")
PLACES = (
    "s/{}/begin",
    "s/{}/answer",
    "s/\0/answer",
    "surveys/links",
    "surveys/close",
    "surveys/make",
    "surveys/{}/table",
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    place=st.sampled_from(
        (
            "s/{}/begin",
            "s/{}/answer",
            "surveys/links",
            "surveys/close",
            "surveys/make",
            "surveys/{}/table",
            "s/\0/answer",
        )
    ),
    changed=st.dictionaries(st.sampled_from(NAMES), ANYTHING, max_size=3),
)
def test_whatever_is_sent_is_taken_or_refused_in_words(
    pages: tuple[Starlette, Callable[[], Surveys], str], place: str, changed: dict[str, Any]
) -> None:
    application, store, name = pages
    leader = Browser(application)
    with store() as surveys:
        (key,) = kept.invite(surveys, name, 1)
    leader.cookie = f"leader=1; silos-survey-{name}={key}"
    status, said = leader.ask("/" + place.format(name), {**ANSWER, "room": name, **changed})
    assert status < 500
    assert status < 400 or status == 404 or said["why"]
