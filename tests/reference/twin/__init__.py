"""The slow readable twin of the engine: the specification, phase by phase, in lists and loops.

Written from the specification and docs/details.md alone.  It exists to be read beside the page and compared with
the engine, so it does everything the long way and nothing cleverly.  One file a phase, under the page's names.

Indices throughout: i, j, m organisations (positions); t ties; r relations; v views; k tiers.
"""

from __future__ import annotations

from sim.system import System
from tests.reference.twin.account import account
from tests.reference.twin.choose import advantage, choose
from tests.reference.twin.defend import defend
from tests.reference.twin.derived import (
    both_doors,
    capability,
    logistic,
    orientation_toward,
    perceived_trust,
    scarcity,
)
from tests.reference.twin.interact import interact
from tests.reference.twin.learn import learn
from tests.reference.twin.meet import hours, meet
from tests.reference.twin.reflect import reflect
from tests.reference.twin.renew import renew
from tests.reference.twin.start import start_world
from tests.reference.twin.state import BATTLE, RACE, Inputs, TwinState
from tests.reference.twin.weather import weather
from tests.reference.twin.world import World

__all__ = [
    "BATTLE",
    "RACE",
    "Inputs",
    "TwinState",
    "World",
    "advantage",
    "both_doors",
    "capability",
    "hours",
    "logistic",
    "month",
    "orientation_toward",
    "perceived_trust",
    "scarcity",
    "start",
]


def start(system: System, seed: int) -> TwinState:
    """The state before the first month."""
    return start_world(World(system, seed, 0))


def month(system: System, seed: int, state: TwinState, inputs: Inputs | None = None) -> None:
    """One month, in place: nine phases, each of which reads the state as it found it."""
    inputs = inputs or Inputs()
    state.month += 1
    world = World(system, seed, state.month)
    weather(world, state)
    choose(world, state, inputs)
    interact(world, state)
    learn(world, state)
    meet(world, state, inputs)
    defend(world, state, inputs)
    account(world, state)
    reflect(world, state)
    renew(world, state)
