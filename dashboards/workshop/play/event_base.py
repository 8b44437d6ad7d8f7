"""Base of all events, and the types of their fields."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Share = Annotated[float, Field(ge=0, le=1)]
Position = Annotated[int, Field(ge=0, lt=100_000)]
Seconds = Annotated[int, Field(ge=1, le=24 * 3600)]
Id = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]
Label = Annotated[str, StringConstraints(min_length=1, max_length=400)]


class Frozen(BaseModel):
    """Base of all events: immutable, with no field that is not declared."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)
