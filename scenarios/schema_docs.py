"""Tables of a scenario file's keys for ``docs/scenarios.md``, from the schema.

python -m scenarios.schema_docs docs/scenarios.md      brings the page up to date
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from scenarios.schema import (
    GROUPS,
    ActEntry,
    AllianceEntry,
    DatedTieEntry,
    FilesEntry,
    MergerEntry,
    OrganisationEntry,
    PosteriorEntry,
    RoleEntry,
    ScenarioFile,
    ScheduleEntry,
    SectorEntry,
    StartEntry,
    TieEntry,
    WorkshopEntry,
)

TABLES: Mapping[str, type[BaseModel]] = {
    "At the top": ScenarioFile,
    "`[sectors.NAME]`": SectorEntry,
    "`[[organisations]]`": OrganisationEntry,
    "`[[ties]]`": TieEntry,
    "`[[start]]`": StartEntry,
    "`[[schedule]]`": ScheduleEntry,
    "`[[schedule.ties]]`": DatedTieEntry,
    "`[[schedule.merges]]`": MergerEntry,
    "`[[alliances]]`": AllianceEntry,
    "`[[posterior]]`": PosteriorEntry,
    "`[files]`": FilesEntry,
    "`[workshop]`": WorkshopEntry,
    "`[[workshop.script]]`": ActEntry,
    "`[[workshop.roles]]`": RoleEntry,
}
BEGIN, END = "<!-- keys: made by scenarios.schema_docs -->", "<!-- end of keys -->"


def key_tables() -> str:
    """Return a table of keys for each table of a scenario file, in Markdown."""
    return "\n\n".join("\n".join(_table(title, model)) for title, model in TABLES.items())


def _table(title: str, model: type[BaseModel]) -> Iterator[str]:
    yield f"**{title}**\n"
    yield "| key | kind | allowed | default | meaning |"
    yield "|---|---|---|---|---|"
    for name, field in model.model_fields.items():
        if name not in GROUPS:
            cells = (f"`{field.alias or name}`", _kind(field.annotation), _allowed(field), _default(field))
            yield f"| {' | '.join(cells)} | {field.description or ''} |"


def _kind(annotation: Any) -> str:
    """Return the kind of a value in words."""
    if get_origin(annotation) in (Union, UnionType):
        return _kind(next(option for option in get_args(annotation) if option is not type(None)))
    if get_origin(annotation) is Annotated:
        return _kind(get_args(annotation)[0])
    if get_origin(annotation) is tuple:
        inner = get_args(annotation)[0]
        tables = isinstance(inner, type) and issubclass(inner, BaseModel)
        return "tables" if tables else "array of text"
    if get_origin(annotation) is dict or (isinstance(annotation, type) and issubclass(annotation, BaseModel)):
        return "tables" if get_origin(annotation) is dict else "table"
    return {int: "whole number", float: "number", bool: "true or false"}.get(annotation, "text")


def _allowed(field: FieldInfo) -> str:
    words = {"gt": "above {}", "ge": "from {}", "le": "to {}"}
    limits = ((word, getattr(rule, key, None)) for rule in field.metadata for key, word in words.items())
    return " ".join(word.format(limit) for word, limit in limits if limit is not None)


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "needed"
    return "" if field.default in (None, "", (), {}) else f"`{field.default}`"


def brought_up_to_date(page: str) -> str:
    """Return a page with its tables of keys as they are now."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{key_tables()}\n\n{END}{after}"


if __name__ == "__main__":
    for name in sys.argv[1:]:
        Path(name).write_text(brought_up_to_date(Path(name).read_text(encoding="utf-8")), encoding="utf-8")
