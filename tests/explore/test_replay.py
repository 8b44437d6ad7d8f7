"""A replay holds the run that the engine makes, in one file that asks for nothing."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

import silos
from dashboards.explore.replay import replay, replay_page
from dashboards.explore.setup import Setup
from scenarios import load


def test_it_holds_every_month_of_the_run() -> None:
    setup = Setup(scenario=load("five-organisations"), seed=3)
    data, played = replay(setup.spec()), silos.run("five-organisations", seeds=[3])
    assert len(data["frames"]) == 61
    openness = data["charts"][0]["lines"][0]["values"]
    assert openness[1:] == pytest.approx(list(played["openness"]), rel=1e-3)
    assert f"openness {played['openness'].iloc[-1]:.2f}" in data["frames"][-1]["figures"]
    assert all(frame["at"] is None or frame["at"] < len(data["layouts"]) for frame in data["frames"])


def test_the_file_asks_for_nothing_and_says_nothing_as_code() -> None:
    scenario = replace(load("two-neighbours"), title="</script><b>Two</b>")
    page = replay_page(scenario, Setup(scenario=scenario, seed=1).spec())
    assert not re.search(r"""(src|href)=|url\(|@import|fetch\(|https?://(?!www\.w3\.org)""", page)
    assert "</script><b>" not in page and "&lt;/script&gt;&lt;b&gt;Two" in page
