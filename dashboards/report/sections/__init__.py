"""The parts of a report, in order; each appears where the experiment supports it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from dashboards.report.figure import Section
from dashboards.report.sections import (
    conditions,
    curves,
    design,
    ends,
    loops,
    maps,
    over_time,
    policies,
    regret,
    remaking,
    sensitivity,
    silo_maps,
    spread,
    tipping,
)
from dashboards.report.study import Study

SECTIONS: tuple[Callable[[Study], Section | None], ...] = (
    design.section,
    ends.section,
    policies.section,
    maps.section,
    curves.section,
    tipping.section,
    loops.section,
    sensitivity.section,
    conditions.section,
    regret.section,
    spread.section,
    over_time.section,
    silo_maps.section,
    remaking.section,
)


def sections(study: Study) -> Iterator[Section]:
    """Those that the experiment supports."""
    for make in SECTIONS:
        if (made := make(study)) is not None:
            yield made
