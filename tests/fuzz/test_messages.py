"""What people in a workshop send, in every phase: what is refused changes nothing, nobody speaks for another."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dashboards.workshop.errors import Refused
from dashboards.workshop.play.event_log import format_entry, parse_lines, replay
from dashboards.workshop.play.session import Session
from dashboards.workshop.roles import Role
from dashboards.workshop.serve.commands import OF_PLAYERS, OF_THE_FACILITATOR, parse_command
from sim.parameters import PARAMETERS
from tests.fuzz.harness import Door, cases
from tests.fuzz.making import NAMES
from tests.workshop.making import Table

PLAYERS = ("p0", "p1", "p2")
SENDERS = st.sampled_from([Role.FACILITATOR, Role.FACILITATOR, *PLAYERS, *PLAYERS, "nobody", "", "screen"])
CARDS = ("budgets-cut", "common-threat", "leader-leaves", "game.sharing", "nothing", "")

PLAIN = st.one_of(
    *(st.none(), st.booleans(), st.integers(-2, 7), st.integers(), st.floats(), st.sampled_from([*NAMES, *PLAYERS])),
    *(st.just(10**400), st.just(-0.0), st.just("\ud800"), st.text(max_size=5)),
)
ANY = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
)
SEAT, SHARE, WHO = st.integers(0, 4), st.floats(0, 1), st.sampled_from(PLAYERS)
CHOICE = st.fixed_dictionaries(
    {"race": st.booleans()},
    optional={
        "unlike": st.lists(SEAT, max_size=4), "door": SHARE, "believed": SHARE, "meet": st.lists(SEAT, max_size=6),
        "doors": st.lists(st.tuples(SEAT, SHARE).map(list), max_size=4),
    },
)  # fmt: skip
RIGHT: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "choose": {"id": st.sampled_from("abcdef"), "turn": st.integers(0, 5), "choice": CHOICE},
    "intend": {"turn": st.integers(0, 5), "race": st.none() | st.booleans()},
    "predict": {"openness": SHARE, "race_share": SHARE},
    "open": {"seconds": st.none() | st.integers(1, 90)},
    "extend": {"seconds": st.integers(1, 90)},
    "back": {"round": st.integers(0, 3)},
    "card": {"card": st.sampled_from(CARDS), "who": st.sampled_from(["", "Hospital", "Nobody"])},
    "assign": {"player": WHO, "seat": st.none() | SEAT},
    "rename": {"player": WHO, "name": st.sampled_from(NAMES) | st.text(max_size=12)},
    "remove": {"player": WHO},
    "show": {"what": st.sampled_from(["network", "clock", "names", "debrief"]), "on": st.booleans()},
    "propose": {"name": st.sampled_from([*PARAMETERS, *NAMES]), "value": st.floats() | SHARE},
}
KINDS = (*OF_PLAYERS, *OF_THE_FACILITATOR, "begin", "join", "", "kind")
STRANGE = ("player", "seat", "kind", "key", "at", "do", "name", "choice", "n", "event")


@st.composite
def messages(draw: st.DrawFn) -> Any:
    """A message that is right, or nearly so, or nothing at all."""
    if draw(st.integers(0, 20)) == 0:
        return draw(ANY)
    kind = draw(st.sampled_from(KINDS))
    message = {"do": kind, **{name: draw(values) for name, values in RIGHT.get(kind, {}).items()}}
    match draw(st.integers(0, 5)):
        case 0:
            message[draw(st.sampled_from(STRANGE))] = draw(ANY)
        case 1:
            message[draw(st.sampled_from([*message, *STRANGE]))] = draw(ANY)
        case 2 if isinstance(message.get("choice"), dict):
            message["choice"][draw(st.sampled_from(["race", "door", "meet", "x", "unlike", "doors"]))] = draw(ANY)
    return message


def standing(session: Session) -> str:
    """All that a message could change, but for the bits of states, which are made once and only read."""
    rounds = [
        (each.number, each.cards, each.choices, each.chosen_by, each.intentions, each.taken, [*map(id, each.states)])
        for each in session.all_rounds()
    ]
    people = session.players, session.predictions, session.shown, session.proposals, session.waiting_cards
    clock = session.phase, session.ends_at, session.left, session.count, session.turn, len(session.branches)
    return repr((rounds, people, clock))


def of_others(session: Session, who: str) -> str:
    """All that is other people's, as far as a player may not touch it."""
    mine = session.players[who].seat if who in session.players else None
    choices = [
        (turn, seat, repr(choice), each.chosen_by.get(seat), each.intentions.get(seat))
        for turn, each in enumerate(session.all_rounds())
        for seat, choice in [*each.choices.items(), *each.intentions.items()]
        if seat != mine
    ]
    predictions = [each for each in session.predictions.items() if each[0] != who]
    people = repr(session.players), session.phase, session.turn, repr(session.cards), session.shown, session.proposals
    return repr((choices, predictions, people))


@cases(0.1)
@given(
    asks=st.lists(st.tuples(SENDERS, messages(), st.floats(0, 30)), min_size=1, max_size=25),
    opened=st.integers(0, 3),
    alone=st.booleans(),
)
def test_messages(door: Door, asks: list[tuple[str, Any, float]], opened: int, alone: bool) -> None:
    table = Table(months=1, rounds=5, alone=alone)
    for seat, player in enumerate(PLAYERS):
        table.join(player, seat if seat < 2 else 0)
    for number in range(opened):
        table.put(parse_command({"do": "open"}, Role.FACILITATOR, table.session))
        if number + 1 < opened:
            table.put(parse_command({"do": "close"}, Role.FACILITATOR, table.session))
    for who, message, later in asks:
        table.time += later
        session = table.session
        before, others = standing(session), of_others(session, who)

        def ask(message: Any = message, who: str = who) -> bool:
            table.put(parse_command(message, who, table.session))
            return True

        if door.tried(ask, Refused) is None:
            assert standing(session) == before, "what was refused changed something"
        elif who != Role.FACILITATOR:
            assert who in PLAYERS
            assert message["do"] in OF_PLAYERS or alone
            if message["do"] in OF_PLAYERS:
                assert of_others(session, who) == others, "somebody acted for another"
    entries = parse_lines([format_entry(each) for each in table.entries], "session")
    assert replay(entries).digest() == table.session.digest()
