"""Deleting an experiment, with those of its runs that no other experiment uses."""

from __future__ import annotations

from sqlalchemy import Connection, Select, delete, exists, select

from results import queries
from results.bulk import TRUE, staged, staging
from results.schema import experiments, links, names, parts, points, runs
from results.store import Store

OWN = staging("own", names.c.key)
"""The runs to be deleted."""


def remove(store: Store, experiment: str) -> int:
    """Delete an experiment, by its name, its id or the beginning of its id; gives how many runs went with it.

    Runs that another experiment uses too stay.  All of it is deleted or nothing.
    """
    with store.database.write() as connection:
        key = queries.experiment_key(connection, experiment)
        gone = _remove(connection, key)
    store.remove_orphans()
    return gone


def _remove(connection: Connection, experiment: int) -> int:
    own_points = select(points.c.key).where(points.c.experiment == experiment)
    with staged(connection, OWN, ()):
        connection.execute(OWN.insert().from_select(["key"], _own(own_points)))
        connection.execute(delete(links).where(links.c.point.in_(own_points)))
        connection.execute(delete(points).where(points.c.experiment == experiment))
        connection.execute(delete(experiments).where(experiments.c.key == experiment))
        own = select(OWN.c.key)
        gone = connection.execute(delete(runs).where(runs.c.key.in_(own))).rowcount
        connection.execute(delete(names).where(names.c.key.in_(own)))
    _tidy(connection)
    return gone


def _own(own_points: Select[tuple[int]]) -> Select[tuple[int]]:
    """The runs at these points and at no other."""
    others = links.alias()
    elsewhere = exists(select(TRUE).where(others.c.run == links.c.run, others.c.point.not_in(own_points)))
    return select(links.c.run).where(links.c.point.in_(own_points), ~elsewhere).distinct()


def _tidy(connection: Connection) -> None:
    """Forget parts that no run refers to.

    Texts that no run refers to stay: they are small, and for each that went every run would be looked at.
    """
    for kind in ("series", "networks"):
        used = exists(select(TRUE).where(runs.c[kind] == parts.c.key))
        connection.execute(delete(parts).where(parts.c.kind == kind, ~used))
