"""Outcomes of one's own: expressions over a run's months, worked out from stored series."""
