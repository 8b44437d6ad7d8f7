"""Validation of experiments: every fault of meaning, with its place."""
