"""The parts of a report, in order; each appears where the experiment supports it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from dashboards.report.figure import Section
from dashboards.report.sections import (
    adaptive_map,
    curves,
    design,
    distributions,
    end_states,
    hysteresis,
    maps,
    policies,
    regret,
    reproducibility,
    scenario_discovery,
    search,
    sensitivity,
    silo_maps,
    tipping,
    trajectories,
)
from dashboards.report.study import Study
from experiments.spec.design import ADAPTIVE

SECTIONS: tuple[Callable[[Study], Section | None], ...] = (
    design.section,
    end_states.section,
    policies.section,
    maps.section,
    curves.section,
    tipping.section,
    hysteresis.section,
    sensitivity.section,
    scenario_discovery.section,
    regret.section,
    distributions.section,
    trajectories.section,
    silo_maps.section,
    reproducibility.section,
)

OF_A_SEARCH: tuple[Callable[[Study], Section | None], ...] = (design.section, search.section, reproducibility.section)
"""The parts of a search's report: its packages are no policies that were asked for."""
OF_A_LINE: tuple[Callable[[Study], Section | None], ...] = (
    design.section,
    adaptive_map.section,
    reproducibility.section,
)
"""The parts of an adaptive design's report: its points crowd round a line, so nothing is averaged over them."""

Watch = Callable[[int, int], None]
"""Told after each section how many are done, of how many."""


def unwatched(done: int, total: int) -> None:
    """Tell nobody."""


def sections(study: Study, watch: Watch = unwatched) -> Iterator[Section]:
    """Those that the experiment supports."""
    parts = OF_A_SEARCH if study.experiment.file.search else OF_A_LINE if study.design == ADAPTIVE else SECTIONS
    for done, make in enumerate(parts, 1):
        if (section := make(study)) is not None:
            yield section
        watch(done, len(parts))
