"""The parts of a report, in order; each appears where the experiment supports it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from dashboards.report.figure import Section
from dashboards.report.sections import (
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
    sensitivity,
    silo_maps,
    tipping,
    trajectories,
)
from dashboards.report.study import Study

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


def sections(study: Study) -> Iterator[Section]:
    """Those that the experiment supports."""
    for make in SECTIONS:
        if (section := make(study)) is not None:
            yield section
