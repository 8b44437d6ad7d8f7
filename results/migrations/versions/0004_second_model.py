"""The second model: measures of silos as groups, of beliefs, purpose, capability and pooling; how a run ended."""

from alembic import op
from sqlalchemy import Column, Double

revision = "0004"
down_revision = "0003"

MEASURES = (
    "alone",
    "largest",
    "zero_sum",
    "zero_sum_within",
    "zero_sum_across",
    "purpose_held",
    "capability",
    "pooled",
    "regime",
)


def upgrade() -> None:
    """Add the new measures' columns; runs of the first model have no value of them."""
    for name in MEASURES:
        op.add_column("runs", Column(name, Double))
