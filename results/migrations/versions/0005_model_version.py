"""Model version: of every experiment and run, so that results of different models are never mixed."""

import json

from alembic import op
from sqlalchemy import Column, Integer, Text, bindparam, column, select, table

revision = "0005"
down_revision = "0004"

FIRST = "1"
"""What a record that does not say was made with."""

documents = table("documents", column("key", Integer), column("text", Text))
runs = table("runs", column("key", Integer), column("origin", Integer), column("model_version", Integer))
experiments = table("experiments", column("key", Integer), column("model_version", Integer))
points = table("points", column("key", Integer), column("experiment", Integer))
links = table("links", column("point", Integer), column("run", Integer))


def upgrade() -> None:
    """Write down the version that each run's origin tells of, and for each experiment that of its runs."""
    for name in ("experiments", "runs"):
        op.add_column(name, Column("model_version", Integer, nullable=False, server_default=FIRST))
    connection = op.get_bind()
    origins = select(documents.c.key, documents.c.text).where(documents.c.key.in_(select(runs.c.origin)))
    later = [
        {"origin_key": key, "version": version}
        for key, text in connection.execute(origins).all()
        if (version := int(json.loads(text).get("model_version", FIRST))) != int(FIRST)
    ]
    if not later:
        return
    connection.execute(
        runs.update().where(runs.c.origin == bindparam("origin_key")).values(model_version=bindparam("version")), later
    )
    played_later = (
        select(points.c.experiment)
        .join(links, links.c.point == points.c.key)
        .join(runs, runs.c.key == links.c.run)
        .where(runs.c.model_version != int(FIRST))
    )
    connection.execute(
        experiments.update()
        .where(experiments.c.key.in_(played_later))
        .values(model_version=max(row["version"] for row in later))
    )
