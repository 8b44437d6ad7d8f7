"""Workshop sessions: what happened in each, event by event."""

from alembic import op
from sqlalchemy import BigInteger, Column, ForeignKey, Integer, Text

revision = "0003"
down_revision = "0002"

KEY = BigInteger().with_variant(Integer, "sqlite")


def upgrade() -> None:
    """Make the two tables."""
    op.create_table(
        "sessions",
        Column("key", KEY, primary_key=True),
        Column("id", Text, nullable=False, unique=True),
        Column("created", Text, nullable=False),
        Column("access", Text, nullable=False),
    )
    op.create_table(
        "session_events",
        Column("session", KEY, ForeignKey("sessions.key", ondelete="CASCADE"), primary_key=True),
        Column("number", Integer, primary_key=True, autoincrement=False),
        Column("entry", Text, nullable=False),
        sqlite_with_rowid=False,
    )
