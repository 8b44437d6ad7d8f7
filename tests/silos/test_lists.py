"""``silos scenarios | parameters | strategies``: what there is, in words and for machines."""

import json
from pathlib import Path

import pytest

import silos as door
from sim.version import MODEL_VERSION
from tests.silos.conftest import Silos

SCENARIOS = [
    "plain",
    "greater-manchester-2015",
    "dorset-2016",
    "south-yorkshire-2018",
    "internal-market-1991",
    "footprint-in-haste-2016",
    "control-totals-2016",
    "special-measures",
    "vanguard-pocket",
    "pandemic-2020",
    "integrated-care-board-2022",
    "two-neighbours",
    "five-organisations",
]


def squeezed(text: str) -> str:
    """Text without the line breaks that a narrow terminal makes."""
    return " ".join(text.split())


def test_every_scenario_is_listed_with_its_question(silos: Silos) -> None:
    text = squeezed(silos("scenarios").stdout)
    found = json.loads(silos("scenarios", "--json").stdout)
    assert set(SCENARIOS) <= {each["name"] for each in found}
    for each in found:
        assert each["question"].endswith("?")
        assert f"{each['name']} {each['organisations']} organisations {each['title']} {each['question']}" in text


def test_greater_manchester_has_its_37_organisations_and_dorset_its_9(silos: Silos) -> None:
    found = {each["name"]: each["organisations"] for each in json.loads(silos("scenarios", "--json").stdout)}
    assert (found["greater-manchester-2015"], found["dorset-2016"]) == (37, 9)


@pytest.mark.parametrize(
    ("name", "numbers", "source"),
    [
        ("game.benefit", "= 1.0 in (0, inf) outcome", "assumption"),
        ("trust.negativity", "= 2.0 in [0, inf)", "Dal Bo & Frechette 2011 data"),
        ("leadership.turnover", "= 0.02 in [0, 1] probability/month", "NHS Providers (median stay of three years)"),
        ("structure.network", "= complete in one of complete, ring, small-world, scale-free, sectors", "assumption"),
    ],
)
def test_a_parameter_is_told_with_default_range_unit_meaning_and_source(
    silos: Silos, name: str, numbers: str, source: str
) -> None:
    text = squeezed(silos("parameters", name).stdout)
    assert text.startswith(f"{name} {numbers} ")
    assert text.endswith(f"Source: {source}")
    assert text in squeezed(silos("parameters").stdout)


def test_parameters_of_a_group(silos: Silos) -> None:
    found = json.loads(silos("parameters", "boundary", "--json").stdout)
    assert [(each["name"], each["default"]) for each in found][:3] == [
        ("boundary.openness", 0.9),
        ("boundary.closing", 0.2),
        ("boundary.opening", 0.05),
    ]
    assert all(each["name"].startswith("boundary.") for each in found)


def test_every_strategy_of_the_model_page_is_listed(silos: Silos) -> None:
    found = json.loads(silos("strategies", "--json").stdout)
    assert [each["name"] for each in found][:9] == [
        "adaptive",
        "race",
        "battle",
        "random",
        "tit-for-tat",
        "grim",
        "win-stay-lose-shift",
        "tit-for-two-tats",
        "suspicious-tit-for-tat",
    ]
    text = squeezed(silos("strategies").stdout)
    for each in found:
        assert each["name"] in text and each["meaning"] in text and each["source"] in text


def test_check_says_what_a_right_scenario_holds(silos: Silos) -> None:
    answer = silos("check", *SCENARIOS)
    assert answer.exit_code == 0
    lines = answer.stdout.splitlines()
    assert len(lines) == len(SCENARIOS)
    assert lines[1].startswith("greater-manchester-2015: OK: Greater Manchester 2015: devolution, 37 organisations")
    # A complete network of 20 has 190 ties.
    assert "20 organisations, 190 ties, 4 sectors, 3 tiers, 120 months, 0 dated changes" in lines[0]


def test_check_tells_the_faults_of_every_file_and_what_is_right_beside(silos: Silos, tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text("[game]\nsharing = 2\n\n[trust]\nblam = 0.1\n")
    (tmp_path / "b.toml").write_text("months = 0\n")
    answer = silos("check", "a.toml", "plain", "b.toml", "nothing.toml")
    assert answer.exit_code == 2
    assert answer.stdout.startswith("plain: OK")
    places = [line.split(": ")[0] for line in answer.stderr.splitlines()]
    assert places == ["a.toml:2", "a.toml:5", "b.toml:1", "nothing.toml"]


@pytest.mark.parametrize("command", ["scenarios", "parameters", "strategies", "demo", "run", "check"])
def test_every_command_says_what_it_does(silos: Silos, command: str) -> None:
    answer = silos(command, "--help")
    assert answer.exit_code == 0
    assert f"Usage: silos {command}" in squeezed(answer.stdout)
    assert command in silos("--help").stdout


def test_the_version_is_the_package_s(silos: Silos) -> None:
    assert silos("--version").stdout == f"silos {door.__version__}, model version {MODEL_VERSION}\n"
