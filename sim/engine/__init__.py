"""The engine: nine phases over arrays, one run or many.

``months`` steps one run and yields its states; ``ensemble`` plays many on all cores.  Both step the same
kernels and give the same bits.
"""

from sim.engine.batch import Results, batches, ensemble
from sim.engine.inputs import Decisions
from sim.engine.run import end_measures, measures, months, start
from sim.engine.step import PHASES

__all__ = ["PHASES", "Decisions", "Results", "batches", "end_measures", "ensemble", "measures", "months", "start"]
