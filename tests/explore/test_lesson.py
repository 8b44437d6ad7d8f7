"""The lesson says what the model does: every claim of its texts is held to runs with other luck than the page's."""

from __future__ import annotations

import re
from functools import cache
from itertools import combinations
from pathlib import Path
from textwrap import dedent

import numpy as np
import pytest

from dashboards.explore.lesson import LessonError, Step, language, languages, lesson, paragraphs
from dashboards.explore.lesson_runs import Runs, as_csv, chart
from dashboards.explore.lesson_visit import Said, Visit
from dashboards.explore.setup import Setup
from dashboards.explore.variants import Variant
from dashboards.languages import speaking
from sim.engine import ensemble
from sim.measures import COLUMNS
from sim.system import RunSpec
from tests.conftest import ROOT
from tests.explore.making import with_settings

STEPS = lesson()[1]
OTHER_SEEDS = range(1000, 1100)


@cache
def runs(position: int, levers: tuple[int, ...] = ()) -> Runs:
    job = Runs(STEPS[position], levers)
    job.start()
    job.wait()
    assert not job.error
    return job


def ends(*setups: Setup, measure: str, seeds: range = OTHER_SEEDS, month: int = -1) -> np.ndarray:
    """(setups, seeds) a measure at the end, played by the engine itself."""
    specs = [setup.spec(seed) for setup in setups for seed in seeds]
    series = ensemble(specs, series=True).series
    assert series is not None
    return series[:, month, COLUMNS.index(measure)].reshape(len(setups), len(seeds))


def surely_less(a: np.ndarray, b: np.ndarray) -> bool:
    """Whether a is below b on average, beyond four standard errors of the paired difference."""
    gap = b - a
    gap = gap[~np.isnan(gap)]
    return bool(gap.mean() > 4 * gap.std(ddof=1) / len(gap) ** 0.5)


def with_(base: Setup, *parts: str) -> Setup:
    variant = Variant()
    for part in parts:
        variant = variant.plus(part, base)
    return variant.of(base)


# ------------------------------------------------------------------ what the page shows


@pytest.mark.parametrize("position", range(len(STEPS)), ids=[each.title for each in STEPS])
def test_the_runs_that_the_page_shows_bear_out_the_text_after_them(position: int) -> None:
    job = runs(position, STEPS[position].cheapest)
    assert job.answer == STEPS[position].expected


def test_the_eight_steps_take_their_course() -> None:
    assert len(STEPS) == 8
    assert [each.kind for each in STEPS].index("way-out") == 7
    words = sum(len(f"{each.text} {each.question} {each.after}".split()) for each in STEPS)
    assert 800 < words < 1900, "about 150 words a minute: ten to fifteen minutes with the runs"


# ------------------------------------------------------------------ the claims, with other luck


def test_a_zero_sum_belief_battles_whatever_it_trusts() -> None:
    base = STEPS[0].setup()
    share = ends(*STEPS[0].setups(), measure="race_share")
    assert np.nanmean(share[1]) < 0.5 < np.nanmean(share[0])
    for trust in (0.1, 0.5, 0.9):
        first = ends(with_(base, f"history.trust={trust}", "mindset.zero_sum=1.0"), measure="race_share", month=0)
        assert np.nanmean(first) < 0.5


def test_little_trust_feeds_on_itself() -> None:
    good, poor = STEPS[1].setups()
    assert surely_less(*ends(poor, good, measure="openness"))
    assert np.nanmean(ends(poor, measure="trust")) < 0.3 + 0.05  # it began at .3, and a little more within kinds


def test_silos_come_from_a_small_difference_between_kinds() -> None:
    alike, kinds = STEPS[2].setups()
    assert surely_less(*ends(alike, kinds, measure="silos"))
    assert surely_less(*ends(kinds, alike, measure="alone"))
    within, across = (ends(kinds, measure=f"openness_{where}") for where in ("within", "across"))
    assert surely_less(across, within), "it breaks along the lines between kinds"
    for start in ("history", "zero_sum"):  # on average both begin alike
        first = ends(alike, kinds, measure=start, month=0)
        assert abs(np.subtract(*first.mean(axis=1))) < 0.02


def test_a_wall_keeps_its_reasons() -> None:
    blind, learning = STEPS[3].setups()
    assert surely_less(*ends(learning, blind, measure="openness"))
    assert surely_less(*ends(blind, learning, measure="zero_sum_across"))


def test_scarcity_turns_neighbours_into_rivals_and_the_way_back_is_longer() -> None:
    plenty, want = STEPS[4].setups()
    assert surely_less(*ends(plenty, want, measure="value_lost"))
    assert surely_less(*ends(want, plenty, measure="race_share"))
    relieved = with_(want, "61:resources.scarcity=0.1")
    assert surely_less(*ends(relieved, plenty, measure="openness")), "five years after the money returned"


def test_a_silo_is_a_defence() -> None:
    walls, none = STEPS[5].setups()
    assert surely_less(*ends(walls, none, measure="value_lost"))
    assert surely_less(*ends(none, walls, measure="race_share"))


def test_time_with_enquiry_dissolves_silos_and_money_and_chosen_pooling_hardly_do() -> None:
    nothing, money, chosen, enquiry = ends(*STEPS[6].setups(), measure="openness")
    assert surely_less(nothing, enquiry) and surely_less(money, enquiry) and surely_less(chosen, enquiry)
    gained = enquiry.mean() - nothing.mean()
    assert money.mean() - nothing.mean() < gained / 3
    assert chosen.mean() - nothing.mean() < gained / 3
    within, across = (ends(STEPS[6].setups()[2], measure=f"openness_{where}") for where in ("within", "across"))
    assert surely_less(across, within), "those who trust each other already choose to pool"


def test_the_cheapest_way_out_is_the_one_that_the_text_tells_of() -> None:
    step, position = STEPS[7], 7
    levers = range(len(step.variants))
    out = {
        taken: runs(position, taken).came_out
        for count in (1, 2, 3)
        for taken in combinations(levers, count)
        if step.cost(taken) <= step.cost(step.cheapest)
    }
    assert [taken for taken, share in out.items() if share >= 0.75] == [step.cheapest]
    assert out[step.cheapest] > 0.95
    imposed = next(lever for lever in levers if step.variants[lever].differs == ("37:pooling",))
    assert runs(position, (imposed,)).came_out >= 0.75
    assert step.cost((imposed,)) > step.cost(step.cheapest)
    for lever in (0, 1, 5):
        assert runs(position, (lever,)).came_out < 0.75


# ------------------------------------------------------------------ runs


def test_a_step_with_its_own_measure_agrees_with_the_engine() -> None:
    job = Runs(STEPS[5].model_copy(update={"measure": "own_income"}))
    job.start()
    job.wait()
    state = ensemble([job.setups[0].spec(3)], states=True).states[0]
    spec = job.setups[0].spec(3)
    system = spec.system
    total = [ensemble([RunSpec(system=system, seed=3, months=m)], states=True).states[0].income[0] for m in (1, 2)]
    assert job.values[0, 3, 1] == pytest.approx(sum(total) / 2)
    assert state.month == spec.months


def test_a_chart_and_a_table_hold_every_variant() -> None:
    job = runs(1)
    drawn = chart(job)
    assert [each["name"] for each in drawn["lines"]] == ["A", "B"]
    assert len(drawn["lines"][0]["values"]) == job.setups[0].months + 1
    assert all(low <= high for low, high in zip(drawn["lines"][0]["lows"], drawn["lines"][0]["highs"], strict=True))
    rows = as_csv(job).splitlines()
    assert rows[0] == "variant,seed,month,openness"
    assert len(rows) == 1 + 2 * 40 * 120


# ------------------------------------------------------------------ texts in files


def test_a_translation_needs_the_texts_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    german = tmp_path / "de"
    german.mkdir()
    (german / "words.toml").write_text('next = "Weiter"\n')
    (german / "2-trust-and-doors.toml").write_text(
        'title = "Was Vertrauen tut"\n[[variants]]\nlabel = "A: Vertrauen .5"\n[[variants]]\nlabel = "B: .25"\n'
    )
    with_settings(monkeypatch, lesson=tmp_path)
    assert language() == "de"
    words, steps = lesson("de")
    assert (words["next"], words["back"]) == ("Weiter", "Back")
    assert steps[0].title == "Was Vertrauen tut"
    assert steps[0].setups() == STEPS[1].setups()
    (german / "3-kinds.toml").write_text("")
    assert [each.title for each in lesson("de")[1]] == ["Was Vertrauen tut", STEPS[2].title], "empty: still English"
    assert set(languages()) == {"de", "en"}


SHIPPED = [name for name in languages() if name != "en"]


@pytest.mark.parametrize("name", SHIPPED)
def test_a_lesson_that_comes_with_silos_is_translated_whole_and_asks_the_same(name: str) -> None:
    (english, steps), (words, translated) = lesson(), lesson(name)
    told = ("title", "text", "question", "options", "after")
    assert [key for key in english if words[key] == english[key]] == []
    for ours, theirs in zip(steps, translated, strict=True):
        assert [key for key in told if getattr(ours, key) == getattr(theirs, key)] == []
        assert [each.label for each in ours.variants if each.label in {other.label for other in theirs.variants}] == []
        assert ours.text.count("**") == theirs.text.count("**")
        assert (ours.setups(), ours.expected, ours.measure) == (theirs.setups(), theirs.expected, theirs.measure)


def test_the_lesson_begins_in_the_language_of_the_visitor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "de" in SHIPPED
    assert language() == "en"
    with speaking("de"):
        assert language() == "de"
    for name in ("cy", "fr"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "words.toml").write_text('next = "…"\n')
    with_settings(monkeypatch, lesson=tmp_path)
    for visitor, begins in (("de", "cy"), ("fr", "fr"), ("cy", "cy")):
        with speaking(visitor):
            assert language() == begins


def test_a_folder_can_be_a_lesson_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "1-mine.toml").write_text(
        'title = "T"\ntext = "X"\nquestion = "Q"\nmeasure = "trust"\nkind = "higher-lower"\nexpected = 0\nafter = "Y"\n'
        'options = ["a", "b", "c"]\n[[variants]]\nlabel = "A"\n'
        '[[variants]]\nlabel = "B"\ndiffers = ["history.trust=0.9"]\n'
    )
    with_settings(monkeypatch, lesson=tmp_path)
    words, steps = lesson(language())
    assert [each.title for each in steps] == ["T"]
    assert words["next"] == "Next"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title = ", "Invalid value"),
        ('titel = "x"', "titel: Extra inputs"),
        ('kind = "most"', "options: 2 are needed"),
        ('measure = "opennes"', "measure: "),
        ('scenario = "plian"', "plain"),
        ('[[variants]]\nlabel = "A"\ndiffers = ["game.shraing=1"]\n[[variants]]\nlabel = "B"', "game.sharing"),
        ('[[variants]]\nlabel = "A"\nalone = ["trust.rate=7"]\n[[variants]]\nlabel = "B"', "7"),
        ('[[variants]]\nlabel = "A"', "at least 2"),
    ],
)
def test_a_file_that_is_wrong_is_named_with_what_is_wrong(
    text: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "2-trust-and-doors.toml").write_text(text + "\n")
    with_settings(monkeypatch, lesson=tmp_path)
    with pytest.raises(LessonError) as caught:
        lesson(language())
    assert "2-trust-and-doors.toml" in str(caught.value)
    assert said in str(caught.value)


def test_a_folder_that_is_not_there_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_settings(monkeypatch, lesson=tmp_path / "nowhere")
    with pytest.raises(LessonError, match="no such folder"):
        language()
    with_settings(monkeypatch, lesson=tmp_path)
    with pytest.raises(LessonError, match="no lesson in it"):
        language()


def test_a_text_is_split_into_paragraphs_and_strong_pieces() -> None:
    assert paragraphs("\nOne **two** three.\n\nFour.\n") == [
        [{"text": "One ", "strong": False}, {"text": "two", "strong": True}, {"text": " three.", "strong": False}],
        [{"text": "Four.", "strong": False}],
    ]


def from_the_guide(folder: Path) -> list[Path]:
    """The files that the teacher's guide shows, written where it says."""
    guide = (ROOT / "docs" / "teacher.md").read_text(encoding="utf-8")
    made = []
    for block in re.findall(r"(?:^        .*\n)+", guide, flags=re.MULTILINE):
        text = dedent(block)
        name = re.match(r"# FOLDER/(\S+)", text)
        assert name, "every such block names its file"
        made.append(folder / name[1])
        made[-1].parent.mkdir(exist_ok=True)
        made[-1].write_text(text, encoding="utf-8")
    return made


def test_what_the_teachers_guide_shows_is_a_lesson(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_settings(monkeypatch, lesson=tmp_path)
    translated, mine = from_the_guide(tmp_path)
    assert lesson("fr")[1][0].title == "La confiance et les portes"
    translated.unlink()
    translated.parent.rmdir()
    (step,) = lesson(language())[1]
    job = Runs(step)
    job.start()
    job.wait()
    assert (mine.name, job.error, job.answer) == ("9-mine.toml", "", step.expected)


def test_the_guide_tells_of_every_step() -> None:
    guide = (ROOT / "docs" / "teacher.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([1-9]) \| .+ \|$", guide, flags=re.MULTILINE)
    assert rows == [str(number) for number in range(1, len(STEPS) + 1)]


# ------------------------------------------------------------------ a visitor's way


def test_nothing_is_revealed_before_something_is_predicted() -> None:
    visit = Visit(steps=8)
    visit.reveal()
    assert visit.said == Said()
    visit.choose(2)
    visit.reveal()
    visit.choose(0)
    assert visit.said.choice == 2, "too late to say otherwise"
    visit.go(1)
    visit.count(0, 12)
    visit.reveal()
    visit.go(0)
    assert [each.revealed for each in visit.all_said.values()] == [True, True]
    assert visit.said.choice == 2, "what was said stands"


def test_levers_are_tried_only_with_an_expectation() -> None:
    visit = Visit(steps=8, step=7)
    visit.pull(2)
    visit.attempt(cost=3)
    assert not visit.said.tries
    visit.choose(1)
    visit.attempt(cost=3)
    visit.pull(3)
    visit.pull(2)
    visit.attempt(cost=4)
    assert [each.levers for each in visit.said.tries] == [(2,)], "each try needs an expectation of its own"
    assert not visit.said.told, "the solution is not told before it is found"
    visit.choose(2)
    visit.attempt(cost=4)
    assert [each.levers for each in visit.said.tries] == [(2,), (3,)]
    visit.said.tries[-1].answer = 2
    assert visit.said.told


def test_every_step_can_be_read_as_the_file_has_it() -> None:
    assert all(isinstance(each, Step) and each.setup().months == 120 for each in STEPS)
