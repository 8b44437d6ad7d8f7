"""Surveys: of what system, who may answer, and what each person answered in each wave."""

from alembic import op
from sqlalchemy import BigInteger, Column, ForeignKey, Integer, Text

revision = "0006"
down_revision = "0005"

KEY = BigInteger().with_variant(Integer, "sqlite")


def upgrade() -> None:
    """Make the three tables."""
    op.create_table(
        "surveys",
        Column("key", KEY, primary_key=True),
        Column("id", Text, nullable=False, unique=True),
        Column("created", Text, nullable=False),
        Column("definition", Text, nullable=False),
        Column("access", Text, nullable=False),
        Column("wave", Integer, nullable=False),
        Column("taking", Integer, nullable=False),
    )
    op.create_table(
        "survey_people",
        Column("survey", KEY, ForeignKey("surveys.key", ondelete="CASCADE"), primary_key=True),
        Column("person", Text, primary_key=True),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "survey_answers",
        Column("survey", KEY, ForeignKey("surveys.key", ondelete="CASCADE"), primary_key=True),
        Column("wave", Integer, primary_key=True, autoincrement=False),
        Column("person", Text, primary_key=True),
        Column("answer", Text, nullable=False),
        sqlite_with_rowid=False,
    )
