"""Result of a wave in words, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from dashboards.survey.measure import summary
from dashboards.survey.measure.estimate import estimates, rules_used
from dashboards.survey.measure.release import Release


def lines(release: Release) -> Iterator[str]:
    """Yield what a wave shows, line by line."""
    names = release.survey.organisations
    measured = rules_used(estimates(release, "trust"))["measured"]
    yield f"{release.survey.title}: wave {release.wave}, {release.people} people answered"
    yield f"trust measured in {measured} of {len(release.survey.relations)} relations, by three people or more each"
    for item in ("trust", "treated", "door", "zero_sum"):
        agreed = summary.agreement(release, item)
        yield f"agreement on {item}: {'too few to say' if agreed is None else f'{agreed:.0%}'}"
    overall = summary.overall_gap(release)
    if overall is None:
        yield "trust at the top and at the front line: too few answered to show them apart"
    else:
        yield f"trust at the top {overall.top:.0%}, at the front line {overall.front:.0%}"
        for gap in summary.perception_gaps(release):
            of_whom = names[gap.subject] if isinstance(gap.subject, int) else ""
            said_by = f"{gap.people[0]} and {gap.people[1]} people"
            yield f"  in {of_whom}: top {gap.top:.0%}, front line {gap.front:.0%} ({said_by})"
    for pair in summary.reciprocity(release):
        if pair.trusts - pair.trusted >= summary.NOTABLE:
            yield (
                f"{names[pair.first]} trusts {names[pair.second]} {pair.trusts:.0%}; the other way {pair.trusted:.0%}"
            )
    for (one, other), (mean, people) in summary.by_kinds(release, "zero_sum").items():
        yield f"zero-sum belief of {one} about {other}: {mean:.0%} ({people} answers)"
