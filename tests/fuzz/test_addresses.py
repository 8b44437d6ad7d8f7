"""The addresses of pages: whatever the query, a page, with what was wrong in sentences."""

from __future__ import annotations

from urllib.parse import quote

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from dashboards.explore import stored_query, url_state
from dashboards.explore.interventions import INTERVENTIONS
from dashboards.explore.session import Session
from results import MEASURE_COLUMNS
from scenarios import library
from sim.parameters import PARAMETERS
from tests.fuzz.harness import WATCH, Door, assert_readable, cases
from tests.fuzz.making import NAMES, NUMBERS, mutated

KEYS = st.sampled_from([*PARAMETERS, *url_state.OTHERS, *url_state.PAGES, *NAMES])
PIECES = (
    *library(),
    *INTERVENTIONS,
    *PARAMETERS,
    "scenario",
    "at",
    "vs",
    "&",
    "=",
    ";",
    "%",
    "%00",
    "%ff",
    "+",
    "#",
    "..",
    "|",
)
VALUES = (
    st.sampled_from([*NUMBERS, *NAMES, *library(), "0.1,0.2,0.3", "1,", "5:forum", "5:leader-leaves:Organisation 1"])
    | st.builds("{}:{}={}".format, st.integers(0, 200), st.sampled_from(list(PARAMETERS)), st.sampled_from(NUMBERS))
    | st.text(max_size=30)
)
WRITTEN = [
    "scenario=two-neighbours&seed=3&month=24&game.sharing=0.5&at=25:forum&at=30:trust.blame=0",
    "scenario=plain&structure.organisations=9&structure.tiers=2&dialogue.time_together=0.1,0.2&vs=forum",
    "of=scarcity-by-trust&figure=openness&along=resources.scarcity&by=policy&only=history.trust=0.3..0.6&only=policy=a|b",
]


def pairs() -> st.SearchStrategy[str]:
    return st.lists(st.tuples(KEYS, VALUES), max_size=8).map(
        lambda found: "&".join(f"{quote(key)}={quote(value.encode('utf-8', 'replace'))}" for key, value in found)
    )


@cases()
@given(query=pairs() | mutated(WRITTEN, PIECES) | st.text(max_size=300))
def test_addresses(door: Door, query: str) -> None:
    with WATCH.only_within():
        session = door.tried(lambda: Session(query))
        assert session is not None
        if session.notice:
            assert_readable(session.notice, in_terminal=False)
        again = door.tried(lambda: Session(session.query))
    assert again is not None
    assert (again.setup, again.notice) == (session.setup, "")
    assert session.setup.system.network.n <= 1000


RUNS = pd.DataFrame({"policy": ["a", "b", "a"], "history.trust": [0.1, 0.5, float("nan")], "openness": [0.0, 1.0, 0.5]})


@cases()
@given(query=pairs() | mutated(WRITTEN, PIECES) | st.text(max_size=300))
def test_addresses_of_stored_results(door: Door, query: str) -> None:
    def looked_at() -> list[str]:
        asked, faults = stored_query.settled(stored_query.read(query), [], ["policy", "history.trust"], None)
        assert asked.figure in MEASURE_COLUMNS
        _, more = stored_query.narrow(RUNS, asked.only)
        return [*faults, *more]

    for sentence in door.tried(looked_at) or ():
        assert_readable(sentence, in_terminal=False)
