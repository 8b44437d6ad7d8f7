"""Experiment files: what may be said, and every fault in one line with file, line, name, value, range, nearest name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from experiments import Experiment, ExperimentError, experiment_schema, library, load, load_stored, loads, quick_version
from experiments.run.stopping_rule import replicate_rounds
from experiments.spec.points import points
from scenarios import Fault
from sim.parameters import PARAMETERS

S = 'scenario = "plain"\n'
F = '[[factors]]\nparameter = "game.sharing"\n'
SAMPLED = 'design = "sobol"\n'
TOGETHER = '[[factors]]\nparameter = "dialogue.time_together"\n'
P = '[[policies]]\nname = "a"\n'
UNTIL = '[until]\nmeasure = "openness"\nwidth = 0.1\n'


def faults_of(text: str) -> tuple[Fault, ...]:
    with pytest.raises(ExperimentError) as caught:
        loads(text, file="my.toml")
    return caught.value.faults


# text, line, name, value as shown, part of the message or of what is allowed, nearest name
NUMBERS = [name for name, parameter in PARAMETERS.items() if not (parameter.structural or parameter.choices)]

ONE_FAULT = {
    "no scenario": ("", None, "scenario", None, "missing", ""),
    "misspelt scenario": ('scenario = "plian"', 1, "scenario", "'plian'", "dorset-2016", "plain"),
    "misspelt second scenario": ('scenarios = ["plain", "plian"]', 1, "scenarios #2", "'plian'", "", "plain"),
    "scenario twice over": (S + 'scenarios = ["plain"]', 2, "scenarios", "['plain']", "not both", ""),
    "no scenario listed": ("scenarios = []", 1, "scenarios", "[]", "the list is empty", ""),
    "a scenario listed twice": ('scenarios = ["plain", "plain"]', 1, "scenarios #2", "'plain'", "twice", ""),
    "misspelt key": (S + "replicate = 3", 2, "replicate", "3", "unknown name", "replicates"),
    "misspelt group": (S + "[gmae]\nsharing = 0.5", 2, "gmae", None, "unknown name", "game"),
    "syntax": (S + "x = = 2", 2, "", None, "not valid TOML", ""),
    "no months": (S + "months = 0", 2, "months", "0", "at least 1", ""),
    "negative seed": (S + "seed = -1", 2, "seed", "-1", "at least 0", ""),
    "no replicates": (S + "replicates = 0", 2, "replicates", "0", "at least 1", ""),
    "misspelt record": (S + 'record = ["serie"]', 2, "record #1", "'serie'", "series, networks", "series"),
    "misspelt measure": (S + 'measures = ["opennes"]', 2, "measures #1", "'opennes'", "race_share", "openness"),
    "no measure": (S + "measures = []", 2, "measures", "[]", "the list is empty", ""),
    "text for a list": (S + 'measures = "openness"', 2, "measures", "'openness'", "must be an array", ""),
    # factors
    "factor without a parameter": (S + "[[factors]]\nsteps = 3", 2, "parameter of factors #1", None, "missing", ""),
    "misspelt factor": (
        S + '[[factors]]\nparameter = "game.shareing"',
        3,
        "parameter of factors #1",
        "'game.shareing'",
        "no parameter",
        "game.sharing",
    ),
    "factor without its group": (
        S + '[[factors]]\nparameter = "scarcity"',
        3,
        "parameter of factors #1",
        "'scarcity'",
        "no parameter",
        "resources.scarcity",
    ),
    "factor twice": (S + F + F, 5, "parameter of factors #2", "'game.sharing'", "is a factor already (#1)", ""),
    "a tier, and the whole": (
        S + TOGETHER + "tier = 0\n" + TOGETHER,
        6,
        "parameter of factors #2",
        "'dialogue.time_together'",
        "is a factor already (#1)",
        "",
    ),
    "the whole, and a tier": (
        S + TOGETHER + TOGETHER + "tier = 0",
        5,
        "parameter of factors #2",
        "'dialogue.time_together'",
        "is a factor already (#1)",
        "",
    ),
    "reversed range": (S + F + "range = [1.0, 0.5]", 4, "range of factors #1", "[1.0, 0.5]", "below the second", ""),
    "range beyond the parameter's": (S + F + "range = [0, 1.5]", 4, "range of factors #1", "[0.0, 1.5]", "[0, 1]", ""),
    "text for a range": (S + F + 'range = "all"', 4, "range of factors #1", "'all'", "must be an array", ""),
    "halves of a whole number": (
        S + '[[factors]]\nparameter = "structure.sectors"\nrange = [1.5, 3]',
        4,
        "range of factors #1",
        "[1.5, 3.0]",
        "two whole numbers",
        "",
    ),
    "no usual range": (
        S + '[[factors]]\nparameter = "structure.organisations"',
        3,
        "parameter of factors #1",
        "'structure.organisations'",
        "give a range",
        "",
    ),
    "names have no range": (
        S + '[[factors]]\nparameter = "structure.network"',
        3,
        "parameter of factors #1",
        "'structure.network'",
        "small-world",
        "",
    ),
    "misspelt level": (
        S + '[[factors]]\nparameter = "structure.network"\nlevels = ["ring", "smal-world"]',
        4,
        "levels #2 of factors #1",
        "'smal-world'",
        "unknown",
        "small-world",
    ),
    "level out of range": (S + F + "levels = [0.1, 2.0]", 4, "levels #2 of factors #1", "2.0", "[0, 1]", ""),
    "level twice": (S + F + "levels = [0.1, 0.1]", 4, "levels #2 of factors #1", "0.1", "listed twice", ""),
    "no level": (S + F + "levels = []", 4, "levels of factors #1", "[]", "lists no level", ""),
    "levels and a range": (
        S + F + "levels = [1.0]\nrange = [0, 1]",
        5,
        "range of factors #1",
        "[0, 1]",
        "no effect",
        "",
    ),
    "one step": (S + F + "steps = 1", 4, "steps of factors #1", "1", "at least 2", ""),
    "tier of what has none": (S + F + "tier = 0", 4, "tier of factors #1", "0", "one value for all tiers", ""),
    "no such tier here": (S + TOGETHER + "tier = 4", 4, "tier of factors #1", "4", "0 to 2", ""),
    "no such tier anywhere": (S + TOGETHER + "tier = 9", 4, "tier of factors #1", "9", "below 5", ""),
    "misspelt group of factors": (
        S + '[[factors]]\nparameter = "gme.*"',
        3,
        "parameter of factors #1",
        "'gme.*'",
        "no parameter",
        "",
    ),
    "a range for many": (
        S + '[[factors]]\nparameter = "game.*"\nrange = [0, 1]',
        4,
        "range of factors #1",
        "'game.*'",
        "many parameters",
        "",
    ),
    "a distribution for many": (
        S + 'design = "sobol"\n[[factors]]\nparameter = "game.*"\ndistribution = "normal"',
        5,
        "distribution of factors #1",
        "'game.*'",
        "usual ranges",
        "",
    ),
    "a spread for many": (
        S + '[[factors]]\nparameter = "*"\nsd = 0.5',
        4,
        "sd of factors #1",
        "'*'",
        "usual ranges",
        "",
    ),
    # distributions
    "misspelt distribution": (
        S + SAMPLED + F + 'distribution = "normall"',
        5,
        "distribution of factors #1",
        "'normall'",
        "triangular",
        "normal",
    ),
    "normal without sd": (
        S + SAMPLED + F + 'distribution = "normal"\nmean = 0.5',
        3,
        "sd of factors #1",
        None,
        "'normal' needs it",
        "",
    ),
    "normal far away": (
        S + SAMPLED + F + 'distribution = "normal"\nmean = 9.0\nsd = 0.1',
        6,
        "mean of factors #1",
        "9.0",
        "0 to 1",
        "",
    ),
    "mode outside": (
        S + SAMPLED + F + 'distribution = "triangular"\nmode = 1.5',
        6,
        "mode of factors #1",
        "1.5",
        "0 to 1",
        "",
    ),
    "mode in vain": (S + SAMPLED + F + "mode = 0.5", 5, "mode of factors #1", "0.5", "no effect", ""),
    "choice of nothing": (
        S + SAMPLED + F + 'distribution = "choice"',
        5,
        "distribution of factors #1",
        "'choice'",
        "chooses among levels",
        "",
    ),
    "distribution of a grid": (
        S + F + 'distribution = "uniform"',
        4,
        "distribution of factors #1",
        "'uniform'",
        "no effect in a design 'grid'",
        "",
    ),
    # designs
    "misspelt design": (S + 'design = "sobl"\n' + F, 2, "design", "'sobl'", "latin-hypercube", "sobol"),
    "design without factors": (S + SAMPLED, 2, "design", "'sobol'", "needs factors", ""),
    "steps in vain": (S + SAMPLED + F + "steps = 4", 5, "steps of factors #1", "4", "no effect", ""),
    "samples in vain": (S + "samples = 64\n" + F, 2, "samples", "64", "no effect", ""),
    "samples off balance": (S + SAMPLED + "samples = 100\n" + F, 3, "samples", "100", "64 or 128", ""),
    "grid too large": (
        S + "".join(f'[[factors]]\nparameter = "{each}"\nsteps = 1000\n' for each in NUMBERS[:3]),
        2,
        "factors",
        "'1,000,000,000 points'",
        "10,000,000",
        "",
    ),
    "sample too large": (
        S + 'design = "sensitivity"\nsamples = 4194304\n' + F,
        3,
        "samples",
        "'12,582,912 points'",
        "10,000,000",
        "",
    ),
    # policies
    "policy without a name": (S + "[[policies]]\ngame.sharing = 0.5", 2, "name of policies #1", None, "missing", ""),
    "two policies of one name": (S + P + P, 5, 'name of policies "a"', "'a'", "has this name already (#1)", ""),
    "misspelt setting": (
        S + P + "game.shareing = 0.5",
        4,
        'game.shareing of policies "a"',
        "0.5",
        "unknown name",
        "sharing",
    ),
    "setting out of range": (S + P + "game.sharing = 5.0", 4, 'game.sharing of policies "a"', "5.0", "[0, 1]", ""),
    "policy sets a factor": (S + F + P + "game.sharing = 0.5", 6, 'game.sharing of policies "a"', "0.5", "factor", ""),
    "experiment sets a factor": (S + "game.sharing = 0.5\n" + F, 2, "game.sharing", "0.5", "is a factor", ""),
    "change after the end": (
        S + P + '[[policies.schedule]]\nmonth = 500\nlabel = "x"\ngame.sharing = 0.5',
        2,
        'policies "a"',
        None,
        "1 to 120",
        "",
    ),
    "change in no such sector": (
        S + P + '[[policies.schedule]]\nmonth = 5\nlabel = "x"\nsector = "Sectr 1"\ngame.sharing = 0.5',
        2,
        'policies "a"',
        None,
        "no sector of this name",
        "Sector 1",
    ),
    # rules that stop
    "a rule and a number": (S + "replicates = 5\n" + UNTIL, 2, "replicates", "5", "not both", ""),
    "rule about nothing": (
        S + '[until]\nmeasure = "opennes"\nwidth = 0.1',
        3,
        "until.measure",
        "'opennes'",
        "unknown measure",
        "openness",
    ),
    "rule that never holds": (
        S + '[until]\nmeasure = "openness"\nwidth = 0',
        4,
        "until.width",
        "0",
        "above 0",
        "",
    ),
    "at least more than at most": (
        S + UNTIL + "at_least = 50\nat_most = 20",
        5,
        "until.at_least",
        "50",
        "above at_most (20)",
        "",
    ),
    "certainty": (S + UNTIL + "confidence = 1.0", 5, "until.confidence", "1.0", "below 1", ""),
}


@pytest.mark.parametrize("case", ONE_FAULT)
def test_a_fault_is_said_in_one_line_with_all_there_is_to_say(case: str) -> None:
    text, line, name, value, said, near = ONE_FAULT[case]
    faults = faults_of(text)
    assert len(faults) == 1, faults
    fault = faults[0]
    told = str(fault)
    assert "\n" not in told
    assert (fault.file, fault.line, fault.name, fault.nearest) == ("my.toml", line, name, near)
    assert said in told
    assert told.startswith("my.toml:" if line is None else f"my.toml:{line}:")
    if value is not None:
        assert f"{name} = {value}" in told


def test_every_fault_is_told_at_once() -> None:
    faults = faults_of(
        'scenario = "plian"\ndesign = "sobl"\nreplicates = 0\n' + F + "range = [0, 2.0]\n" + P + "game.shareing = 1.0\n"
    )
    assert [fault.line for fault in faults] == [1, 2, 3, 6, 9]


def test_a_fault_of_the_scenarios_own_file_is_told_in_that_file(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text("[game]\nsharing = 3.0\n")
    path = tmp_path / "question.toml"
    path.write_text('scenario = "mine.toml"\n')
    with pytest.raises(ExperimentError) as caught:
        load(path)
    (fault,) = caught.value.faults
    assert (fault.file, fault.line, fault.name) == (str(tmp_path / "mine.toml"), 2, "game.sharing")


WITH_OWN = """
[[organisations]]
name = "A"
sector = "care"
{0}
[[organisations]]
name = "B"
sector = "care"
{0}
"""


@pytest.mark.parametrize(
    ("scenario", "why"),
    [
        (WITH_OWN.format("game.sharing = 0.2\n"), "every organisation has a value of its own"),
        (WITH_OWN.format("") + "[sectors.care]\ngame.sharing = 0.2\n", "every organisation has a value of its own"),
        ('[[schedule]]\nmonth = 1\nlabel = "x"\ngame.sharing = 0.2\n', "a dated change sets it from month 1 on"),
    ],
    ids=["organisations", "sector", "schedule"],
)
def test_what_a_scenario_leaves_without_effect_is_a_fault(tmp_path: Path, scenario: str, why: str) -> None:
    (tmp_path / "mine.toml").write_text(scenario)
    path = tmp_path / "question.toml"
    path.write_text('scenario = "mine.toml"\n' + F)
    with pytest.raises(ExperimentError) as caught:
        load(path)
    (fault,) = caught.value.faults
    assert fault.line == 3 and why in str(fault)


@pytest.mark.parametrize("name", ["no-such-experiment", "scarcity-by-trst"])
def test_no_experiment_of_that_name(name: str) -> None:
    with pytest.raises(ExperimentError, match="no experiment of this name") as caught:
        load(name)
    assert caught.value.faults[0].nearest == ("scarcity-by-trust" if name.endswith("trst") else "")


def test_no_such_file(tmp_path: Path) -> None:
    with pytest.raises(ExperimentError, match="no such file"):
        load(tmp_path / "mine.toml")


def test_tables_are_an_experiment_too_with_dotted_names_in_policies() -> None:
    experiment = load({"scenario": "plain", "policies": [{"name": "pool", "game.sharing": 0.5}]})
    assert [case.scenario.parameters.game.sharing for case in experiment.cases] == [0.5]


def test_a_star_stands_for_all_parameters_of_a_group_but_those_that_stand_alone() -> None:
    experiment = loads(S + F + "levels = [0.5]\n" + '[[factors]]\nparameter = "game.*"\nsteps = 2')
    expected = [name for name, known in PARAMETERS.items() if name.startswith("game.") and not known.choices]
    assert "game.allocation" not in expected, "a word has no range to sample from"
    assert sorted(each.name for each in experiment.factors) == sorted(expected)
    assert next(each for each in experiment.factors if each.name == "game.sharing").levels == (0.5,)


@pytest.mark.parametrize("name", library())
def test_the_librarys_experiments_are_right_and_come_back_from_the_store_the_same(name: str) -> None:
    experiment = load(name)
    again = load_stored(experiment.spec, name)
    assert again.spec == experiment.spec
    few = zip(range(50), points(experiment), points(again), strict=False)
    assert all(one == other for _, one, other in few)


def test_quick_plays_no_more_than_the_whole() -> None:
    rule = {"measure": "openness", "width": 0.1, "at_least": 2, "at_most": 2}
    small = quick_version(load({"scenario": "plain", "until": rule}))
    assert list(replicate_rounds(small)) == [range(2)]


def test_quick_is_small_and_has_a_name_of_its_own() -> None:
    small: Experiment = quick_version(load("scarcity-by-trust"))
    assert (len(list(points(small))), small.replicates, small.name) == (9, 3, "scarcity-by-trust-quick")


def test_the_schema_is_one_that_editors_read() -> None:
    schema = json.loads(json.dumps(experiment_schema()))
    assert schema["$schema"].endswith("2020-12/schema")
    assert {*PARAMETERS, "*", "game.*"} <= set(schema["$defs"]["FactorEntry"]["properties"]["parameter"]["enum"])
    assert "morris" in schema["properties"]["design"]["enum"]
    assert "openness" in schema["properties"]["measures"]["items"]["anyOf"][0]["enum"]
