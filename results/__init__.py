"""Results: what was run, stored, found again and exported.

>>> from results import open_store
>>> with open_store("sqlite://") as store:
...     store.experiments().empty
True
"""

from results.errors import MixedModels, StoreError
from results.export import export
from results.integrity import verify
from results.provenance import current_origin
from results.records import MEASURE_COLUMNS, Link, Point, RunBatch, RunRow, StoredExperiment, network_columns
from results.removal import remove
from results.sessions import OpenSession, Sessions
from results.store import Store, open_store
from results.surveys import KeptSurvey, Surveys
from results.writer import Writer

__all__ = [
    "MEASURE_COLUMNS",
    "KeptSurvey",
    "Link",
    "MixedModels",
    "OpenSession",
    "Point",
    "RunBatch",
    "RunRow",
    "Sessions",
    "Store",
    "StoreError",
    "StoredExperiment",
    "Surveys",
    "Writer",
    "current_origin",
    "export",
    "network_columns",
    "open_store",
    "remove",
    "verify",
]
