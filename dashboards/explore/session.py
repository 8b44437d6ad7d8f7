"""Session of one visitor, one for each browser tab: workbench, playback, variants, map, lesson, stored
results, own system.
"""

from __future__ import annotations

from dashboards.explore import phase, url_state, variants
from dashboards.explore.lesson_visit import Visit
from dashboards.explore.own_bench import OwnBench
from dashboards.explore.phase import Box
from dashboards.explore.playback import Playback
from dashboards.explore.setup import Setup
from dashboards.explore.stored_query import Browse
from dashboards.explore.variant_bench import VariantBench
from dashboards.explore.workbench import Workbench
from dashboards.languages import _


class Session:
    """Everything that the pages remember of a visitor.  What cannot be done is said in ``notice``."""

    def __init__(self, query: str = "") -> None:
        setup, month, faults = url_state.read(query.lstrip("?"))
        given, faults_of_variants = variants.read(query, setup)
        self.box, faults_of_map = phase.read(query, setup)
        """The two parameters and ranges of the page Map."""
        self.notice = " ".join([*faults, *faults_of_variants, *faults_of_map])
        self.workbench = Workbench(setup, month, self.notify)
        self.variants = VariantBench(self.workbench, given, self.notify)
        self.lesson: Visit | None = None
        self.stored: Browse | None = None
        self.own: OwnBench | None = None

    def revisit(self, query: str) -> None:
        """Take up what an address says, where the visitor went back to it."""
        setup, month, faults = url_state.read(query.lstrip("?"))
        given, faults_of_variants = variants.read(query, setup)
        self.workbench.take(setup, month)
        self.box, faults_of_map = phase.read(query, setup)
        self.variants = VariantBench(self.workbench, given, self.notify)
        self.notify(" ".join([*faults, *faults_of_variants, *faults_of_map]))

    def notify(self, sentence: str) -> None:
        """Tell the visitor something; an empty sentence clears the last."""
        self.notice = sentence

    @property
    def playback(self) -> Playback:
        """The playback of the setup."""
        return self.workbench.playback

    @property
    def setup(self) -> Setup:
        """The setup on the workbench."""
        return self.workbench.setup

    @property
    def query(self) -> str:
        """This view as the query of an address."""
        return url_state.written(self.setup, self.playback.month)

    @property
    def query_of_variants(self) -> str:
        """This view with its variants."""
        return "&".join(part for part in (self.query, self.variants.query) if part)

    @property
    def query_of_map(self) -> str:
        """This view with the box of the map."""
        return f"{self.query}&{self.box.written}"

    @property
    def shareable(self) -> bool:
        """Tell whether the address says it all: not where the scenario came from a visitor's file."""
        return bool(self.setup.scenario.name)

    def look_at(self, box: Box) -> None:
        """Take another box for the map."""
        fault = phase.valid(self.setup, box)
        self.notify(_("That makes no map: %(fault)s.", fault=fault) if fault else "")
        if not fault:
            self.box = box
