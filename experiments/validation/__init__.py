"""Validation: is it the model it is said to be, does it behave as its sources say, and where does it fail?

validate(store, FULL, data)     all the evidence, computed where the store does not have its runs yet
"""

from experiments.validation.budgets import FULL, QUICK, Budget
from experiments.validation.evidence import Validation, validate
from experiments.validation.hypotheses import NOT_REPRODUCED, OUT_OF_SCOPE, REPRODUCED, Claim, Effect, JudgedClaim

__all__ = [
    "FULL",
    "NOT_REPRODUCED",
    "OUT_OF_SCOPE",
    "QUICK",
    "REPRODUCED",
    "Budget",
    "Claim",
    "Effect",
    "JudgedClaim",
    "Validation",
    "validate",
]
