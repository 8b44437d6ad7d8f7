"""The directions that the whole must produce: V1 to V19 of the specification, in scenario ``plain``.

V20, whether they hold where the defaults do not, is ``experiments.validation.robustness``.
"""

from collections.abc import Sequence

from experiments.validation.directions.leaders import LEADERS
from experiments.validation.directions.levers import LEVERS
from experiments.validation.directions.perception import PERCEPTION
from experiments.validation.directions.regimes import REGIME_CLAIMS
from experiments.validation.hypotheses import Claim

DIRECTIONS: Sequence[Claim] = (*LEVERS, *LEADERS, *REGIME_CLAIMS, *PERCEPTION)
