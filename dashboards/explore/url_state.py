"""A page's address: scenario, changes, seed and month as a query, and back.

    scenario=plain&seed=3&month=24&game.sharing=0.5&at=25:forum&at=30:leader-leaves:Organisation 3&at=40:trust.blame=0

Whatever is wrong in an address is said in a sentence, and the rest of it holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from dashboards.explore.interventions import INTERVENTIONS, Intervention
from dashboards.explore.setup import Setup, TooLarge
from dashboards.languages import _
from scenarios import ScenarioError, library, load
from scenarios.errors import Fault, nearest
from sim.parameters import PARAMETERS
from sim.system import SEEDS

OTHERS = ("scenario", "seed", "month", "at")
"""Keys of an address that are no parameters."""
PAGES = ("vs", "x", "y", "step", "lang", "led", "of", "figure", "along", "by", "only", "run")
"""Keys that a page reads by itself: What if, the map, the lesson, stored results."""
LONGEST = 8000
MOST_EVENTS = 50


def written(setup: Setup, month: int) -> str:
    """The query that ``read`` turns into the same setup and month."""
    pairs = [("scenario", setup.scenario.name or "plain"), ("seed", str(setup.seed)), ("month", str(month))]
    structure_first = sorted(setup.settings.items(), key=lambda setting: not PARAMETERS[setting[0]].structural)
    pairs += [(name, text_of(value)) for name, value in structure_first]
    pairs += [("at", event.written) for event in setup.interventions]
    return urlencode(pairs, quote_via=quote, safe=":=,")


def read(query: str) -> tuple[Setup, int, list[str]]:
    """The setup and month that a query describes, and what was wrong with it, in sentences."""
    faults: list[str] = []
    if len(query) > LONGEST:
        return Setup(), 0, [_("The address is too long to be one of ours; this is the plain system.")]
    pairs = parse_qsl(query, keep_blank_values=True)
    last = dict(pairs)
    setup = _scenario(last.get("scenario", "plain"), faults)
    seed = _integer(last.get("seed", str(setup.scenario.seed)), "seed", 0, SEEDS - 1, faults)
    month = _integer(last.get("month", "0"), "month", 0, setup.months, faults)
    setup = Setup(scenario=setup.scenario, seed=seed)
    for name, text in pairs:
        if name not in (*OTHERS, *PAGES):
            setup = _changed(setup, name, text, faults)
    for text in [text for name, text in pairs if name == "at"][:MOST_EVENTS]:
        setup = _intervention(setup, text, faults)
    return setup, month, faults


def _scenario(name: str, faults: list[str]) -> Setup:
    if name in library():
        return Setup(scenario=load(name))
    near = nearest(name, library())
    faults.append(
        _("There is no scenario “%(name)s”%(near)s; this is the plain system.", name=name[:60], near=_near(near))
    )
    return Setup()


def _integer(text: str, name: str, low: int, high: int, faults: list[str]) -> int:
    if text.isascii() and text.isdigit() and len(text) < 25:
        value = int(text)
        if low <= value <= high:
            return value
    faults.append(
        _(
            "The %(name)s in the address, “%(text)s”, is not a whole number from %(low)s to %(high)s: it is %(low)s.",
            name=name,
            text=text[:40],
            low=low,
            high=high,
        )
    )
    return low


def _changed(setup: Setup, name: str, text: str, faults: list[str]) -> Setup:
    if name not in PARAMETERS:
        faults.append(
            _("There is no parameter “%(name)s”%(near)s; it was left out.", name=name[:60], near=nearly(name))
        )
        return setup
    return _tried(setup, lambda: setup.with_value(name, value_of(name, text)), f"{name} = {text[:40]}", faults)


def _intervention(setup: Setup, text: str, faults: list[str]) -> Setup:
    month, _colon, what = text.partition(":")
    if not (month.isascii() and month.isdigit() and len(month) < 6 and 1 <= int(month) <= setup.months and what):
        faults.append(
            _(
                "The event “%(event)s” has no month from 1 to %(months)s; it was left out.",
                event=text[:60],
                months=setup.months,
            )
        )
        return setup
    event = intervention_of(int(month), what)
    if event is None:
        near = nearest(what.partition(":")[0], [*INTERVENTIONS, *PARAMETERS])
        faults.append(_("There is no event “%(event)s”%(near)s; it was left out.", event=what[:60], near=_near(near)))
        return setup
    return _tried(setup, lambda: setup.with_intervention(event), _("event %(event)s", event=text[:60]), faults)


def intervention_of(month: int, what: str) -> Intervention | None:
    """The event that ``forum``, ``leader-leaves:Somebody`` or ``game.sharing=0.5`` means; None where it is none."""
    name, equals, value = what.partition("=")
    if equals and name in PARAMETERS and not PARAMETERS[name].structural:
        number = value_of(name, value)
        return Intervention(month, name, value=number) if isinstance(number, float) else None
    kind, _colon, who = what.partition(":")
    return Intervention(month, kind, who) if kind in INTERVENTIONS and INTERVENTIONS[kind].of_one == bool(who) else None


def _tried(setup: Setup, change: Any, what: str, faults: list[str]) -> Setup:
    """The changed setup where it makes a system, else the unchanged one and a sentence more."""
    try:
        new: Setup = change()
        new.system  # noqa: B018 - raises where it makes none
        return new
    except ScenarioError as error:
        faults += [
            _("%(what)s: %(fault)s; it was left out.", what=what, fault=fault.message + _allowed(fault.allowed))
            for fault in error.faults
        ]
    except (TooLarge, ValueError, IndexError, KeyError) as error:
        faults.append(_("%(what)s: %(fault)s; it was left out.", what=what, fault=error))
    return setup


def value_of(name: str, text: str) -> Any:
    """The value that a text means; the text itself where it is none, for the checks to refuse."""
    parameter = PARAMETERS[name]
    if parameter.choices:
        return text
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        return text
    if len(numbers) > 1:
        return tuple(numbers)
    return int(numbers[0]) if parameter.integer and numbers[0].is_integer() else numbers[0]


def text_of(value: Any) -> str:
    """A value as an address has it; ``value_of`` takes it back."""
    return ",".join(_parts(value))


def _parts(value: Any) -> Iterator[str]:
    if isinstance(value, tuple | list):
        for part in value:
            yield from _parts(part)
    else:
        yield format(value, "g") if isinstance(value, float) and float(format(value, "g")) == value else str(value)


def without_place(fault: Fault) -> str:
    """Say what is wrong, without the place where it stands if that is no file but what a visitor set."""
    return str(replace(fault, file="") if fault.file == "set" else fault)


def nearly(name: str) -> str:
    """The parameter that may have been meant."""
    return _near(nearest(name, PARAMETERS))


def _near(name: str) -> str:
    return _(" (did you mean “%(name)s”?)", name=name) if name else ""


def _allowed(said: str) -> str:
    return _(" (allowed: %(range)s)", range=said) if said else ""
