"""Readers of scenario input: TOML, CSV, GraphML and known data sets."""
