"""The page Stored results: what sweeps have stored, figures and single runs of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import solara

from dashboards.explore import example_store, stored, stored_figures, stored_query
from dashboards.explore.session import Session
from dashboards.explore.setup import TooLarge
from dashboards.explore.stored import Kept, TooMany
from dashboards.explore.stored_query import Browse
from dashboards.explore.workbench import sentence
from dashboards.languages import _
from dashboards.pages.shared import use_actions, use_session, use_way
from dashboards.pages.widgets import StoredResults, StoredView, dispatch, told
from results import MEASURE_COLUMNS, StoreError
from results.errors import NoSuchStore
from results.run_ends import version_in
from scenarios import ScenarioError
from sim.version import MODEL_VERSION


@solara.component
def Page() -> None:
    """List the stored experiments, and show the results of one."""
    session, acting = use_session(), use_actions()
    router, go = solara.use_router(), use_way()
    if session.stored is None:
        session.stored = stored_query.read(router.search or "")
    asked, set_asked = solara.use_state(0)
    highest, set_highest = solara.use_state(True)
    fault, set_fault = solara.use_state("")
    file, set_file = solara.use_state({"id": 0})
    view = solara.use_memo(lambda: View(session.stored or Browse(), highest), [session.stored, highest, asked])

    def play(run: str) -> None:
        said = replay(session, run)
        set_fault(said)
        if not said:
            go(f"/?{session.query}")

    def example() -> None:
        try:
            example_store.make_example()
            set_fault("")
            session.stored = Browse(figure=view.browse.figure)  # what was asked for before is not there
        except StoreError as error:
            set_fault(f"{error}.")
        set_asked(asked + 1)

    def look(change: dict[str, Any]) -> None:
        set_fault("")
        session.stored = changed(view.browse, change)

    StoredResults(
        view=StoredView(
            place=view.place,
            notice=" ".join(sentence for sentence in (fault, *view.faults) if sentence),
            experiments=[vars(experiment) for experiment in view.kept],
            look={**vars(view.browse), "only": dict(view.browse.only), "highest": highest},
            measures=list(MEASURE_COLUMNS),
            shown=view.shown,
            address=view.browse.written,
            file=file,
            example=example_store.RUNS if view.nothing else 0,
        ),
        event_act=dispatch(
            again=told(lambda _: set_asked(asked + 1)),
            example=told(lambda _: example()),
            change=acting(lambda it: set_highest(bool(it["highest"])) if "highest" in it else look(it)),
            narrow=acting(lambda it: look({"only": (str(it["name"]), str(it["said"]))})),
            widen=acting(lambda _: look({"all": True})),
            play=acting(lambda run: play(str(run))),
            download=told(lambda _: set_file({"id": int(file["id"]) + 1, "name": view.file, "text": view.csv()})),
        ),
    )


def changed(browse: Browse, change: dict[str, Any]) -> Browse:
    """Return the query with one thing changed; another experiment begins afresh."""
    if "of" in change:
        return Browse(of=str(change["of"]), figure=browse.figure)
    if "only" in change:
        return browse.narrowed(*change["only"])
    if "all" in change:
        return replace(browse, only=())
    figure, along, by = (str(change.get(name, getattr(browse, name))) for name in ("figure", "along", "by"))
    return replace(browse, figure=figure, along=along, by=by)


def replay(session: Session, run: str) -> str:
    """Take up a stored run on the page Live; what is wrong, where that cannot be."""
    try:
        stored_run = stored.replay(run)
        session.workbench.take(stored_run.setup)
    except StoreError as error:
        return f"{error}."
    except ScenarioError as error:
        return sentence(error)
    except TooLarge as error:
        return _("Too large: %(error)s.", error=error)
    session.notice = stored_run.said
    return ""


class View:
    """The page's view of a store, or the sentence that says why there is none."""

    def __init__(self, asked: Browse, highest: bool) -> None:
        self.browse, self.faults = asked, []
        self.kept: list[Kept] = []
        self.shown: dict[str, Any] | None = None
        self.place, self.file = "", "silos-runs.csv"
        self.nothing = False
        """Whether there is no store yet, or an empty one."""
        self._frame = pd.DataFrame()
        try:
            self._look(highest)
        except (StoreError, TooMany) as error:
            self.nothing = isinstance(error, NoSuchStore)
            self.faults.append(f"{error}.")

    def csv(self) -> str:
        """The runs that are looked at, as a table."""
        return self._frame.to_csv(index=False, lineterminator="\n")

    def _look(self, highest: bool) -> None:
        self.place = stored.place()
        self.kept = stored.kept()
        self.nothing = not self.kept
        experiment = stored_query.chosen(self.browse.of, self.kept)
        names = stored.factors(experiment) if experiment else []
        self.browse, self.faults = stored_query.settled(self.browse, self.kept, names, experiment)
        if experiment is None or not experiment.done:
            return
        whole = stored.runs(experiment, self.browse.figure)
        if (version := version_in(whole)) != MODEL_VERSION:
            self.faults.append(
                _(
                    "These runs were made with model version %(version)s, not with today's %(now)s.",
                    version=version,
                    now=MODEL_VERSION,
                )
            )
        self._frame, more = stored_query.narrow(whole, self.browse.only)
        self.faults += more
        self.file = f"silos-{experiment.name}-{self.browse.figure}.csv"
        self.shown = drawn(whole, self._frame, self.browse, names, highest)
        if len(self._frame):
            placed, unit, units = stored.evidence(experiment, self._frame)
            self.shown["policies"] = stored_figures.policies(placed, self.browse.figure, names, unit)
            self.shown["units"] = units


def drawn(whole: pd.DataFrame, frame: pd.DataFrame, browse: Browse, names: list[str], highest: bool) -> dict[str, Any]:
    """The figures and tables of some runs; only what they can be narrowed by, where none are left."""
    shown = {"names": names, "filters": stored_figures.filters(whole, names), "all": len(whole), "runs": len(frame)}
    if not len(frame):
        return shown
    return {
        **shown,
        "curve": stored_figures.curve(frame, browse),
        "grid": stored_figures.grid(frame, browse),
        "table": stored_figures.rows(frame, browse.figure, names, highest=highest),
    }
