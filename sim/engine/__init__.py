"""The engine: nine phases over arrays, one run or many.

``months`` steps one run and yields its states; ``ensemble`` plays many on all cores.  Both step the same
kernels and give the same bits.  Whoever is outside of ``sim`` asks this package alone.
"""

from sim.engine.batch import Results, batches, ensemble, months_to_tip
from sim.engine.explain import ChoiceTerms, choice_terms, perceived_trust_of, pooled_ties
from sim.engine.forks import fork
from sim.engine.inputs import NO_INPUTS, Decisions, with_stances
from sim.engine.run import Choices, components, end_measures, measures, months, start
from sim.engine.step import PHASES, Phase
from sim.engine.workspace import Inputs

__all__ = [
    "NO_INPUTS",
    "PHASES",
    "ChoiceTerms",
    "Choices",
    "Decisions",
    "Inputs",
    "Phase",
    "Results",
    "batches",
    "choice_terms",
    "components",
    "end_measures",
    "ensemble",
    "fork",
    "measures",
    "months",
    "months_to_tip",
    "perceived_trust_of",
    "pooled_ties",
    "start",
    "with_stances",
]
