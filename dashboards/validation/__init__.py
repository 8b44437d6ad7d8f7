"""The validation report: one file of HTML with pictures that say right or wrong, and why."""

from dashboards.validation.page import html

__all__ = ["html"]
