"""Reports: one file of HTML that says what an experiment found, how sure that is, and how to make it again."""

from dashboards.report.gather import gather
from dashboards.report.page import html
from dashboards.report.study import Study

__all__ = ["Study", "gather", "html"]
