"""The report of a sweep, made anew from the store while runs come in."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from dashboards.report import gather, html
from dashboards.report.gather import NothingToReport
from dashboards.watch.precision import Precision, precision_so_far
from experiments.spec.experiment import Experiment
from experiments.spec.identity import experiment_id
from results import open_store

PAUSE = 10.0
"""Seconds between two reports, at least."""
SHARE = 2
"""How many times as long as a report took the thread rests after it: most of the machine is for runs."""
LOOK = 0.25
"""Seconds between two looks whether there is something to do."""
NONE_YET = "No run is stored yet. The report comes with the first ones."


class ReportMaker:
    """Makes the report anew, in a thread of its own, for as long as somebody wants it and runs come in.

    store   the address of the store, which it opens each time
    wanted  whether anyone looks
    stored  how many runs the store has
    """

    def __init__(
        self, experiment: Experiment, store: str, wanted: Callable[[], bool], stored: Callable[[], int]
    ) -> None:
        self._experiment, self._store, self._wanted, self._stored = experiment, store, wanted, stored
        self._id = experiment_id(experiment)
        self.html, self.version, self.why = "", 0, NONE_YET
        self.precision: Precision | None = None
        self._of = 0
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._run, name="report", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Begin no further report, and wait for one that is underway."""
        self._end.set()
        if self._thread.ident is not None:
            self._thread.join()

    def finish(self) -> None:
        """Make the report of all that is stored, if somebody wants it and it is not made."""
        self.stop()
        if self._wanted() and self._stored() > self._of:
            self.make()

    def make(self) -> None:
        """Make the report of what is stored now; where that fails, say why and keep the one before."""
        self._of = self._stored()
        try:
            with open_store(self._store, make=False, say=lambda _: None) as store:
                study = gather(store, self._id)
                self.html = html(study)
                self.precision = precision_so_far(self._experiment, store, self._id)
            self.why = ""
            self.version += 1
        except NothingToReport:
            self.why = NONE_YET
        except Exception as error:  # Whatever it is, the sweep is none the worse for it, and the page says it.
            before = " Below is the one before." if self.version else ""
            self.why = f"The report could not be made: {type(error).__name__}: {error}. The runs are safe.{before}"

    def _run(self) -> None:
        next_time = 0.0
        while not self._end.wait(LOOK):
            if time.monotonic() >= next_time and self._wanted() and self._stored() > self._of:
                begun = time.monotonic()
                self.make()
                took = time.monotonic() - begun
                next_time = begun + took + max(PAUSE, SHARE * took)
