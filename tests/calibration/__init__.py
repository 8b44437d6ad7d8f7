"""Tests of fits to observed data."""
