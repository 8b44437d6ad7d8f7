"""Validation of scenarios: faults of form and of meaning, each with its place."""
