"""Validation of a document's form: names, types and ranges."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError

from scenarios.errors import MISSING, MOST_FOUND, Fault, nearest
from scenarios.names import LONGEST
from scenarios.reading.document import Document
from scenarios.reading.toml_lines import Path
from scenarios.schema import RENAMED, keys_of
from sim.parameters import PARAMETERS, Parameter

_TYPES = {
    "string_type": "text",
    "int_type": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "model_type": "a table",
    "model_attributes_type": "a table",
    "dict_type": "a table",
    "tuple_type": "an array",
    "list_type": "an array",
}
_LIMITS = {"gt": "above {}", "ge": "at least {}", "le": "at most {}", "lt": "below {}"}


Model = TypeVar("Model", bound=BaseModel)


def validated(document: Document, model: type[Model]) -> tuple[Model | None, list[Fault]]:
    """Return a document as a model with no faults, or None with every fault of its form."""
    try:
        return model.model_validate(document.data), []
    except ValidationError as error:
        first: dict[Path, Fault] = {}
        for path, fault in _faults(document, model, error):
            first.setdefault(path, fault)
        around = {path[:-1] for path in first if path and isinstance(path[-1], int)}
        return None, [fault for path, fault in first.items() if path not in around]


def _faults(document: Document, model: type[BaseModel], error: ValidationError) -> Iterator[tuple[Path, Fault]]:
    for problem in islice(error.errors(include_url=False), MOST_FOUND):
        path = _path(document, problem["loc"], problem["type"])
        yield path, _fault(document, model, path, problem["type"], problem.get("ctx", {}))


def _path(document: Document, location: Path, kind: str) -> Path:
    """Return the part of an error's location that the document has: without alternatives, with a missing key."""
    path: Path = ()
    for key in location:
        if document.at(*path, key) is not MISSING or kind == "missing":
            path = (*path, key)
    return path


def _fault(document: Document, model: type[BaseModel], path: Path, kind: str, context: Mapping[str, Any]) -> Fault:
    parameter = _parameter(path)
    if kind == "extra_forbidden":
        return _unknown(document, model, path)
    if kind == "missing":
        return document.fault(path, "missing")
    if parameter is not None:
        return _wrong_value(document, path, parameter)
    if kind in _TYPES:
        return document.fault(path, f"must be {_TYPES[kind]}")
    if kind in ("string_too_short", "string_too_long"):
        allowed = f"{context.get('min_length', 0)} to {context.get('max_length', LONGEST)} characters"
        return document.fault(path, "wrong length", allowed=allowed)
    if kind == "too_long":
        return document.fault(path, "too many", allowed=f"at most {context['max_length']}")
    if kind in ("string_pattern_mismatch", "string_unicode"):
        return document.fault(path, "contains control characters", allowed="text without them")
    allowed = ", ".join(text.format(f"{context[key]:g}") for key, text in _LIMITS.items() if key in context)
    return document.fault(path, "out of range" if allowed else "not a finite number", allowed=allowed)


def _parameter(path: Path) -> Parameter | None:
    """Return the parameter that a path gives a value for."""
    if len(path) == 3 and path[0] == "alliances":
        return PARAMETERS.get(f"game.{path[2]}")  # the terms of an alliance are parameters of the game
    names = path if not path or not isinstance(path[-1], int) else path[:-1]
    return PARAMETERS.get(".".join(str(name) for name in names[-2:]))


def _wrong_value(document: Document, path: Path, parameter: Parameter) -> Fault:
    value = document.at(*path)
    allowed = allowed_range(parameter)
    if parameter.choices:
        return document.fault(path, "unknown", allowed=allowed, nearest=nearest(value, parameter.choices))
    if parameter.per_tier and isinstance(value, list):
        return document.fault(path, "wrong number of values", allowed=allowed)
    kinds, kind = (int, "a whole number") if parameter.integer else (int | float, "a number")
    if isinstance(value, bool) or not isinstance(value, kinds):
        return document.fault(path, f"must be {kind}", allowed=allowed)
    return document.fault(path, "out of range" if value == value else "not a number", allowed=allowed)


def allowed_range(parameter: Parameter) -> str:
    """Return the values a parameter may take, in words."""
    return f"{parameter.range}, or one such value for each tier" if parameter.per_tier else parameter.range


def allows(parameter: Parameter, value: float) -> bool:
    """Tell whether a number lies in the range of a parameter."""
    above = value > parameter.low if parameter.low_excluded else value >= parameter.low
    return above and value <= parameter.high


def _unknown(document: Document, model: type[BaseModel], path: Path) -> Fault:
    key = str(path[-1])
    if key in PARAMETERS:
        return document.fault(path, "given twice")
    if new := RENAMED.get(".".join(str(name) for name in path[-2:])):
        return document.fault(path, "has a new name", nearest=new.partition(".")[2])
    return document.fault(path, "unknown name", nearest=_suggestion(model, path, key))


def _suggestion(model: type[BaseModel], path: Path, key: str) -> str:
    """Return the nearest name known at this place; else the full name of a parameter that is called so."""
    siblings = known_keys(model, path[:-1])
    parameters = {name.partition(".")[2]: name for name in PARAMETERS}
    if key not in parameters and (near := nearest(key, siblings)):
        return near
    return parameters.get(nearest(key.rpartition(".")[2], parameters), "")


def known_keys(model: type[BaseModel], path: Path) -> tuple[str, ...]:
    """Return the keys that the table at a path may have; one entry of many cannot have a structure."""
    table, one_of_many, keys = model, False, iter(path)
    for key in keys:
        annotation = next(
            field.annotation for name, field in table.model_fields.items() if (field.alias or name) == key
        )
        if get_origin(annotation) in (dict, tuple):
            one_of_many = next(keys, None) is not None
        table = next(option for option in (annotation, *get_args(annotation)) if _is_model(option))
    return tuple(key for key in keys_of(table) if not (one_of_many and key == "structure"))


def _is_model(annotation: object) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)
