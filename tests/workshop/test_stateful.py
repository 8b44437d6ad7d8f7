"""Whatever people send in whatever order: what is refused changes nothing, and replaying gives the live session."""

from __future__ import annotations

import contextlib

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from dashboards.workshop.errors import AlreadyKnown, Refused
from dashboards.workshop.play import events as e
from dashboards.workshop.play.event_log import format_entry, parse_lines, replay
from dashboards.workshop.roles import Role
from dashboards.workshop.serve.commands import parse_command
from tests.workshop.making import Table

PLAYERS = [f"p{number}" for number in range(6)]
SENDERS = st.sampled_from([Role.FACILITATOR, "p0"])
SEATS = st.one_of(st.none(), st.integers(0, 5))
CARDS = st.sampled_from(["budgets-cut", "common-threat", "leader-leaves", "nothing"])
CHOICES = st.fixed_dictionaries(
    {"race": st.booleans()},
    optional={
        "unlike": st.lists(st.integers(0, 5), max_size=3),
        "door": st.floats(-0.2, 1.2),
        "doors": st.lists(st.tuples(st.integers(0, 5), st.floats(0, 1)).map(list), max_size=2),
        "meet": st.lists(st.integers(0, 5), max_size=5),
        "believed": st.floats(0, 1),
    },
)


class Room(RuleBasedStateMachine):
    """Players and a facilitator who send what they like."""

    def __init__(self) -> None:
        super().__init__()
        self.table = Table(months=1, rounds=6)
        self.expected: dict[tuple[int, int], e.Choice] = {}
        """What was accepted last, by turn and seat: kept here a second time."""

    @initialize()
    def somebody_is_there(self) -> None:
        self.table.join("p0", 0)

    def tried(self, sender: str, do: str, **fields: object) -> bool:
        before = self.table.session.digest()
        try:
            self.table.put(parse_command({"do": do, **fields}, sender, self.table.session))
        except Refused:
            assert self.table.session.digest() == before, "what was refused changed something"
            return False
        return True

    @rule(player=st.sampled_from(PLAYERS), seat=SEATS)
    def join(self, player: str, seat: int | None) -> None:
        with contextlib.suppress(Refused):
            self.table.join(player, seat)

    @rule(
        player=st.sampled_from(PLAYERS), choice=CHOICES, back=st.integers(-1, 1), id=st.sampled_from("abcdefgh"),
        claim=st.one_of(st.none(), st.integers(0, 4)),
    )  # fmt: skip
    def choose(self, player: str, choice: dict, back: int, id: str, claim: int | None) -> None:
        session = self.table.session
        turn, seat = max(0, session.turn - back), session.players[player].seat if player in session.players else None
        fields = {"id": id, "turn": turn, "choice": choice} | ({} if claim is None else {"seat": claim})
        over = session.ends_at is not None and self.table.time > session.ends_at
        if self.tried(player, "choose", **fields):
            assert claim is None, "somebody spoke for a seat"
            assert session.phase in ("open", "paused")
            assert turn == session.turn
            assert seat is not None
            assert not over
            self.expected[turn, seat] = session.rounds[-1].choices[seat]

    @rule(player=st.sampled_from(PLAYERS), race=st.one_of(st.none(), st.booleans()))
    def intend(self, player: str, race: bool | None) -> None:
        self.tried(player, "intend", turn=self.table.session.turn, race=race)

    @rule(player=st.sampled_from(PLAYERS), share=st.floats(-0.5, 1.5))
    def predict(self, player: str, share: float) -> None:
        self.tried(player, "predict", openness=share, race_share=0.5)

    @rule(
        do=st.sampled_from(["open", "pause", "resume", "close", "finish"]),
        who=st.sampled_from([Role.FACILITATOR, "p0"]),
    )
    def turn_a_page(self, do: str, who: str) -> None:
        if self.tried(who, do):
            assert who == Role.FACILITATOR

    @rule(seconds=st.integers(0, 100))
    def extend(self, seconds: int) -> None:
        self.tried(Role.FACILITATOR, "extend", seconds=seconds)

    @rule(number=st.integers(0, 6))
    def go_back(self, number: int) -> None:
        self.tried(Role.FACILITATOR, "back", round=number)

    @rule(card=CARDS, who=st.sampled_from(["", "Hospital", "Nobody"]))
    def play_a_card(self, card: str, who: str) -> None:
        self.tried(Role.FACILITATOR, "card", card=card, who=who)

    @rule(player=st.sampled_from(PLAYERS), seat=SEATS)
    def assign(self, player: str, seat: int | None) -> None:
        self.tried(Role.FACILITATOR, "assign", player=player, seat=seat)

    @rule(player=st.sampled_from(PLAYERS))
    def remove(self, player: str) -> None:
        self.tried(Role.FACILITATOR, "remove", player=player)

    @rule(by=st.floats(0.1, 45))
    def time_passes(self, by: float) -> None:
        self.table.time += by

    @invariant()
    def the_choices_are_those_that_were_accepted(self) -> None:
        session = self.table.session
        if session.open_round:
            mine = {seat: choice for (turn, seat), choice in self.expected.items() if turn == session.turn}
            assert session.open_round.choices == mine

    @invariant()
    def time_and_rounds_fit(self) -> None:
        session = self.table.session
        assert session.now.month == len(session.played) * session.begin.months
        assert (session.open_round is not None) == (session.phase in ("open", "paused"))
        assert (session.ends_at is not None) == (session.phase == "open")
        assert [each.number for each in session.rounds] == list(range(1, len(session.rounds) + 1))

    def teardown(self) -> None:
        entries = parse_lines([format_entry(each) for each in self.table.entries], "session")
        assert entries == self.table.entries
        again = replay(entries)
        assert again.digest() == self.table.session.digest()
        for entry in entries:
            if isinstance(entry.event, e.Choose) and entry.event.player in again.players:
                try:
                    again.apply(entry.event, self.table.time)
                except AlreadyKnown:
                    continue
                raise AssertionError("a choice sent again was taken twice")


Room.TestCase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
TestRoom = Room.TestCase
