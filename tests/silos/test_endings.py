"""The sentence on how runs ended, against what their measures say."""

from __future__ import annotations

import re

import pytest

import silos as door
from tests.silos.conftest import Silos

WALLED = ("--set", "boundary.openness=0", "--set", "boundary.opening=0")


def said(silos: Silos, *words: object) -> str:
    return " ".join(silos("run", *words).stdout.split())


@pytest.mark.parametrize("seed", [0, 1, 2, 5])
def test_one_run_is_graded_by_its_own_measures(silos: Silos, seed: int) -> None:
    row = door.ends("plain", seeds=[seed]).iloc[0]
    largest, alone, groups = round(20 * row["largest"]), int(row["alone"]), int(row["silos"])
    words = {
        "one system": f"Ended as one system: {largest} of 20 organisations are open to each other",
        "silos": f"Ended in silos: {groups} groups, each closed to the others",
        "everyone alone": f"Ended with everyone alone: {alone} of 20 organisations are open to nobody",
        "in between": f"Ended in between: {largest} of 20 organisations are open to each other, {alone} to nobody",
    }
    sentence = said(silos, "plain", "--seed", seed)
    assert words[row["ended"]] in sentence
    conduct = {"race": "other race", "battle": "other battle", "both": "race about as often as they battle"}
    assert row["ended"] == "everyone alone" or conduct[row["dealings"]] in sentence


def test_of_many_runs_it_counts_each_end_and_what_those_do_who_deal(silos: Silos) -> None:
    ends = door.ends("plain", seeds=12)
    sentence = said(silos, "plain", "--seeds", 12)
    names = {"one system": "as one system", "silos": "in silos", "everyone alone": "with everyone alone"}
    counts = ends["ended"].value_counts()
    assert re.search(r"\d+ of 12 runs ended", sentence)
    for end, number in counts.items():
        assert re.search(rf"\b{number}( of 12 runs ended)? {names.get(end, end)}", sentence)
    for dealing, number in ends["dealings"].value_counts().items():
        assert f"{'do both' if dealing == 'both' else dealing} in {number}" in sentence


def test_where_nobody_deals_with_anyone_it_says_so(silos: Silos) -> None:
    sentence = said(silos, "plain", "--months", 2, *WALLED)
    assert "Ended with everyone alone: 20 of 20 organisations are open to nobody; nobody deals with anyone." in sentence
