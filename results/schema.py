"""The tables, as the newest version of Silos reads them; ``migrations`` makes them.

One wide row a run: its end measures are columns.  A new measure means a new column:

1. add it to ``sim.measures``;
2. write ``migrations/versions/00NN_...py`` that adds the column (``op.add_column("runs", Column("name", Double))``);
3. set HEAD below to its number;
4. once a schema was released, keep a small store of it in ``tests/results/assets``, to be opened by all later ones.

Old runs then have no value of it.  A measure that goes away keeps its column; columns unknown to the program are left
alone.

Runs are shared between experiments by the id of their content.  ``names`` gives each id a number, so that links and
runs join by integers, in the order in which they were asked for: a million of them in less than a second.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

from results.records import MEASURE_COLUMNS

HEAD = "0006"
"""The migration this program needs."""

KEY = BigInteger().with_variant(Integer, "sqlite")

metadata = MetaData()


def _key() -> Column[int]:
    return Column("key", KEY, primary_key=True)


store = Table("store", metadata, Column("id", Text, primary_key=True))
"""One row: the name of this store, which its parts bear."""

experiments = Table(
    "experiments",
    metadata,
    _key(),
    Column("id", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("spec", Text, nullable=False),
    Column("scenarios", Text, nullable=False),
    Column("created", Text, nullable=False),
    Column("model_version", Integer, nullable=False),
)

points = Table(
    "points",
    metadata,
    _key(),
    Column("experiment", KEY, ForeignKey("experiments.key", ondelete="CASCADE"), nullable=False),
    Column("id", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("policy", Text, nullable=False),
    Column("scenario", Text, nullable=False),
    Column("factors", Text, nullable=False),
    UniqueConstraint("experiment", "id"),
)

names = Table("names", metadata, _key(), Column("id", Text, nullable=False, unique=True))
"""The number of every run's id."""

links = Table(
    "links",
    metadata,
    Column("point", KEY, ForeignKey("points.key", ondelete="CASCADE"), primary_key=True),
    Column("replicate", Integer, primary_key=True),
    Column("run", KEY, ForeignKey("names.key"), nullable=False),
    Index("links_run", "run"),
    sqlite_with_rowid=False,
)

documents = Table(
    "documents",
    metadata,
    _key(),
    Column("id", Text, nullable=False, unique=True),
    Column("text", Text, nullable=False),
)
"""Texts that many runs share: scenarios, settings, origins."""

parts = Table(
    "parts",
    metadata,
    _key(),
    Column("file", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("digest", Text),
)
"""Parquet files beside the database; the digest of a part from before 0002 is not known."""

runs = Table(
    "runs",
    metadata,
    Column("key", KEY, ForeignKey("names.key"), primary_key=True, autoincrement=False),
    Column("error", Text),
    Column("seed", BigInteger, nullable=False),
    Column("months", BigInteger, nullable=False),
    Column("model_version", Integer, nullable=False),
    *(Column(name, Double) for name in MEASURE_COLUMNS),
    Column("scenario", KEY, ForeignKey("documents.key"), nullable=False),
    Column("settings", KEY, ForeignKey("documents.key"), nullable=False),
    Column("origin", KEY, ForeignKey("documents.key"), nullable=False),
    Column("started", Text),
    Column("seconds", Double),
    Column("series", KEY, ForeignKey("parts.key")),
    Column("networks", KEY, ForeignKey("parts.key")),
)
"""NULL stands for no error and for an empty measure (NaN), seed - 2**64 for a seed of 2**63 or more."""

Index("runs_series", runs.c.series)
Index("runs_networks", runs.c.networks)

sessions = Table(
    "sessions",
    metadata,
    _key(),
    Column("id", Text, nullable=False, unique=True),
    Column("created", Text, nullable=False),
    Column("access", Text, nullable=False),
)
"""Workshop sessions; ``access`` holds the join code and digests of keys, as JSON."""

session_events = Table(
    "session_events",
    metadata,
    Column("session", KEY, ForeignKey("sessions.key", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("entry", Text, nullable=False),
    sqlite_with_rowid=False,
)
"""What happened in them, in order, from 0: rows are only ever added."""

surveys = Table(
    "surveys",
    metadata,
    _key(),
    Column("id", Text, nullable=False, unique=True),
    Column("created", Text, nullable=False),
    Column("definition", Text, nullable=False),
    Column("access", Text, nullable=False),
    Column("wave", Integer, nullable=False),
    Column("taking", Integer, nullable=False),
)
"""Surveys; ``wave`` is the newest, from 1, and ``taking`` 1 while it takes answers, 0 once it is closed."""

survey_people = Table(
    "survey_people",
    metadata,
    Column("survey", KEY, ForeignKey("surveys.key", ondelete="CASCADE"), primary_key=True),
    Column("person", Text, primary_key=True),
    sqlite_with_rowid=False,
)
"""Digests of the keys that invite people; no name, and nothing that leads from one to a key."""

survey_answers = Table(
    "survey_answers",
    metadata,
    Column("survey", KEY, ForeignKey("surveys.key", ondelete="CASCADE"), primary_key=True),
    Column("wave", Integer, primary_key=True, autoincrement=False),
    Column("person", Text, primary_key=True),
    Column("answer", Text, nullable=False),
    sqlite_with_rowid=False,
)
"""One answer a person and wave, as JSON; without a date, which could tell whose it is."""
