"""Survey of systems that the model made: how well the scenario made of it recovers them.

python -m benchmarks.survey              500 people answer at once: seconds, and what is stored
python -m benchmarks.survey --recover    100 systems of 15 organisations, 60 people, 30% of answers missing
"""

from __future__ import annotations

import numpy as np

PEOPLE = 500
SYSTEMS = 100
NOTABLE = 0.05
"""A gap between top and front line from which on its sign is asked for."""


def recover() -> None:
    """Print correlations and signs over many systems, each after three years, each with people of its own."""
    from dashboards.survey.measure.definition import survey_of
    from dashboards.survey.measure.release import releases
    from tests.survey.synthetic import answers, compared, scenario, state_of, voices

    system = scenario(dialogue={"time_together": [0.5, 0.15, 0.03]})
    survey = survey_of(system)
    rows = []
    for seed in range(SYSTEMS):
        state = state_of(system, seed, 36)
        (release,) = releases(survey, [voices(answers(survey, state, seed=seed))])
        rows.append(compared(release, state))
    for name in ("correlation", "correlation_shown", "shown"):
        values = np.array([getattr(row, name) for row in rows])
        low, high = np.quantile(values, (0.025, 0.975))
        print(
            f"{name}: mean {values.mean():.3f}, 95% of systems in [{low:.3f}, {high:.3f}], {(values > 0.9).sum()} > 0.9"
        )
    signs = np.array([np.sign(row.gap) == np.sign(row.true_gap) for row in rows])
    large = np.array([abs(row.true_gap) > NOTABLE for row in rows])
    print(
        f"sign of the gap: right in {signs.sum()} of {SYSTEMS}; {signs[large].sum()} of {large.sum()} above {NOTABLE}"
    )


if __name__ == "__main__":
    recover()
