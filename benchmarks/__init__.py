"""Figures, side by side and from one run; never tests."""
