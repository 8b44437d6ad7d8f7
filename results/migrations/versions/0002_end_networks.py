"""End networks: a second kind of part, asked for by silo maps; and a checksum of every part."""

from alembic import op
from sqlalchemy import BigInteger, Column, Integer, Text

revision = "0002"
down_revision = "0001"

KEY = BigInteger().with_variant(Integer, "sqlite")


def upgrade() -> None:
    """Let a run name the part that has its network, and a part say what its bytes were."""
    if op.get_bind().dialect.name == "sqlite":
        # SQLite adds a column with its reference only when it is written into the column itself.
        op.execute("ALTER TABLE runs ADD COLUMN networks INTEGER REFERENCES parts (key)")
    else:
        op.add_column("runs", Column("networks", KEY))
        op.create_foreign_key(None, "runs", "parts", ["networks"], ["key"])
    op.create_index("runs_networks", "runs", ["networks"])
    op.add_column("parts", Column("digest", Text))
