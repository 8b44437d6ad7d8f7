"""Validation: is it the model it is said to be, does it behave as it was designed to, and what does evidence say?

validate(store, FULL, data)     all the evidence, computed where the store does not have its runs yet
"""

from experiments.validation.budgets import FULL, QUICK, Budget
from experiments.validation.evidence import Part, Validation, validate

__all__ = ["FULL", "QUICK", "Budget", "Part", "Validation", "validate"]
