"""The measured start of a run: what is known of trust, history, doors and beliefs before the first month.

The rest is drawn, as it is where nothing was measured.
"""

from __future__ import annotations

from dataclasses import dataclass

from sim.arrays import Floats


@dataclass(frozen=True, kw_only=True, eq=False)
class MeasuredStart:
    """Values at the start, in [0, 1]; NaN where none was measured.

    trust     (K, 2m) tau; where only history was measured, trust begins there
    history   (2m,) H
    openness  (2m,) w
    zero_sum  (K, v) zeta
    """

    trust: Floats
    history: Floats
    openness: Floats
    zero_sum: Floats
