"""Answers gathered elsewhere: tables of other programs, and what their columns mean."""
