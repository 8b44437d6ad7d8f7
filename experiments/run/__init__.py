"""Execution of an experiment: worker, batches, stopping rule, progress, interrupt."""
