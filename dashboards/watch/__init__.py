"""The page of a sweep while it goes on: how far it is, and the report of what is stored so far."""

from dashboards.watch.watching import Watching, watching

__all__ = ["Watching", "watching"]
