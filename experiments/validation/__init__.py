"""Validation: is it the model it is said to be, does it behave as its sources say, and where does it fail?

validate(store, FULL, data)     all the evidence, computed where the store does not have its runs yet
"""

from experiments.validation.asking import NOT_REPRODUCED, OUT_OF_SCOPE, REPRODUCED, Claim, Effect, Judged
from experiments.validation.effort import FULL, QUICK, Effort
from experiments.validation.study import Validation, validate

__all__ = [
    "FULL",
    "NOT_REPRODUCED",
    "OUT_OF_SCOPE",
    "QUICK",
    "REPRODUCED",
    "Claim",
    "Effect",
    "Effort",
    "Judged",
    "Validation",
    "validate",
]
