"""Experiments, their points, runs shared between them, monthly series as parts."""

from uuid import uuid4

from alembic import op
from sqlalchemy import BigInteger, Column, Double, ForeignKey, Integer, Text, UniqueConstraint, column, table

revision = "0001"
down_revision = None

KEY = BigInteger().with_variant(Integer, "sqlite")

MEASURES = (
    "race_share",
    "mutual_race",
    "mutual_battle",
    "trust",
    "trust_senior",
    "trust_front_line",
    "trust_gap",
    "perception_gap",
    "history",
    "openness",
    "openness_within",
    "openness_across",
    "ei_index",
    "silos",
    "fragmentation",
    "orientation",
    "orientation_sd",
    "resources",
    "resources_gini",
    "scarcity_felt",
    "income",
    "value_lost",
    "meetings",
    "modularity",
    "months_to_tip",
)


def upgrade() -> None:
    """Make the tables, and give the store its name."""
    op.create_table("store", Column("id", Text, primary_key=True))
    op.bulk_insert(table("store", column("id", Text)), [{"id": uuid4().hex[:12]}])
    op.create_table(
        "experiments",
        Column("key", KEY, primary_key=True),
        Column("id", Text, nullable=False, unique=True),
        Column("name", Text, nullable=False),
        Column("spec", Text, nullable=False),
        Column("scenarios", Text, nullable=False),
        Column("created", Text, nullable=False),
    )
    op.create_table(
        "points",
        Column("key", KEY, primary_key=True),
        Column("experiment", KEY, ForeignKey("experiments.key", ondelete="CASCADE"), nullable=False),
        Column("id", Text, nullable=False),
        Column("position", Integer, nullable=False),
        Column("policy", Text, nullable=False),
        Column("scenario", Text, nullable=False),
        Column("factors", Text, nullable=False),
        UniqueConstraint("experiment", "id"),
    )
    op.create_table("names", Column("key", KEY, primary_key=True), Column("id", Text, nullable=False, unique=True))
    op.create_table(
        "links",
        Column("point", KEY, ForeignKey("points.key", ondelete="CASCADE"), primary_key=True),
        Column("replicate", Integer, primary_key=True),
        Column("run", KEY, ForeignKey("names.key"), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("links_run", "links", ["run"])
    op.create_table(
        "documents",
        Column("key", KEY, primary_key=True),
        Column("id", Text, nullable=False, unique=True),
        Column("text", Text, nullable=False),
    )
    op.create_table(
        "parts",
        Column("key", KEY, primary_key=True),
        Column("file", Text, nullable=False, unique=True),
        Column("kind", Text, nullable=False),
        Column("bytes", BigInteger, nullable=False),
    )
    op.create_table(
        "runs",
        Column("key", KEY, ForeignKey("names.key"), primary_key=True, autoincrement=False),
        Column("error", Text),
        Column("seed", BigInteger, nullable=False),
        Column("months", BigInteger, nullable=False),
        *(Column(name, Double) for name in MEASURES),
        Column("scenario", KEY, ForeignKey("documents.key"), nullable=False),
        Column("settings", KEY, ForeignKey("documents.key"), nullable=False),
        Column("origin", KEY, ForeignKey("documents.key"), nullable=False),
        Column("started", Text),
        Column("seconds", Double),
        Column("series", KEY, ForeignKey("parts.key")),
    )
    op.create_index("runs_series", "runs", ["series"])
