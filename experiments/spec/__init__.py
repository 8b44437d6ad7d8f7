"""Experiment specification: the file format, its factors, and the design points that follow from them."""
