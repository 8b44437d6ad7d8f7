"""The slow readable twin of the engine: the specification, phase by phase, in lists and loops.

Written from the specification and docs/details.md alone.  It exists to be read beside the page and compared with
the engine, so it does everything the long way and nothing cleverly.

Indices throughout: i, j, m organisations (positions); t ties; r relations; k tiers.  Race is 1, battle is 0.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sim.parameters import ROWS
from sim.system import System
from tests.reference import philox
from tests.reference.philox import normal, pick, uniform

RACE, BATTLE = 1, 0

PerTier = list[list[float]]
StancesPerTier = list[list[int]]


@dataclass(frozen=True)
class Inputs:
    """What is handed in for one month, in place of choices, doors and draws of meetings."""

    stances: Mapping[tuple[int, int], int] = field(default_factory=dict)
    """(tier, relation) -> race or battle."""
    doors: Mapping[int, float] = field(default_factory=dict)
    """relation -> openness."""
    meetings: Mapping[tuple[int, int], int] = field(default_factory=dict)
    """(tier, tie) -> met or not."""


@dataclass
class TwinState:
    """The state at the end of a month, and what happened in it."""

    month: int
    orientation: PerTier  # [k][i]
    trust: PerTier  # [k][r]
    history: list[float]  # [r]
    openness: list[float]  # [r]
    resources: list[float]  # [i]
    performance: PerTier  # [k][i]

    # what a relation remembers for the classic strategies; changes only by acting
    own_last: StancesPerTier  # [k][r] own stance in the last encounter
    seen_last: StancesPerTier  # [k][r] what was seen of the partner in the last encounter
    seen_before: StancesPerTier  # [k][r] and in the one before
    ever_battle: StancesPerTier  # [k][r] whether a battle was ever seen
    encountered: StancesPerTier  # [k][r] whether there was an encounter at all

    # this month
    racing: PerTier  # [k][r] probability of racing
    stance: StancesPerTier  # [k][r]
    acted: StancesPerTier  # [k][t]
    failed: StancesPerTier  # [k][r] whether the race of the relation's source failed
    outcome: PerTier  # [k][r] outcome of the relation's source, after pooling
    met: StancesPerTier  # [k][t]
    unit_income: PerTier  # [k][i]
    income: list[float]  # [i]


class World:
    """What does not change within a month: who there is, who is tied to whom, which parameters hold."""

    def __init__(self, system: System, seed: int, month: int) -> None:
        network = system.network
        self.seed = seed
        self.month = month
        self.n: int = network.n
        self.m: int = network.m
        self.tiers: int = system.tiers
        self.ids: list[int] = network.ids.tolist()
        self.sector: list[int] = network.sector.tolist()
        self.weight: list[float] = network.weight.tolist()
        self.ends: list[tuple[int, int]] = list(zip(network.first.tolist(), network.second.tolist(), strict=True))
        self.source = [i for i, _ in self.ends] + [j for _, j in self.ends]
        self.target = [j for _, j in self.ends] + [i for i, _ in self.ends]
        self.strategies = list(system.strategies) or ["adaptive"] * self.n
        values = system.values(month) if month > 0 else system.start_values
        self.parameters: list[list[float]] = values.tolist()
        self.relations_of: list[list[int]] = [[] for _ in range(self.n)]
        for r in range(2 * self.m):
            self.relations_of[self.source[r]].append(r)
        for relations in self.relations_of:
            relations.sort(key=lambda r: self.ids[self.target[r]])

    def own(self, name: str, i: int, tier: int = 0) -> float:
        """The organisation's own value of a parameter."""
        return self.parameters[ROWS[name] + tier][i]

    def shared(self, name: str, t: int, tier: int = 0) -> float:
        """The tie's value of a parameter: the mean of its two ends' values."""
        first, second = self.ends[t]
        return 0.5 * (self.own(name, first, tier) + self.own(name, second, tier))

    def tie(self, r: int) -> int:
        return r % self.m

    def reverse(self, r: int) -> int:
        """The partner's relation toward the source of r."""
        return r + self.m if r < self.m else r - self.m

    def end(self, r: int) -> int:
        """0 where the source of a relation is the first end of its tie, 1 where it is the second."""
        return 0 if r < self.m else 1

    def relation(self, i: int, j: int) -> int | None:
        """The relation i -> j; None where they are not tied."""
        for r in self.relations_of[i]:
            if self.target[r] == j:
                return r
        return None

    def draw(self, purpose: int, i: int, tier: int = 0) -> philox.Words:
        """The luck of an organisation this month."""
        return philox.words(self.seed, self.month, purpose, self.ids[i], 0, tier)

    def draw_tie(self, purpose: int, t: int, tier: int = 0) -> philox.Words:
        """The luck of a tie this month."""
        first, second = self.ends[t]
        return philox.words(self.seed, self.month, purpose, self.ids[first], self.ids[second], tier)


def clip(x: float, low: float, high: float) -> float:
    return min(max(x, low), high)


def logistic(x: float) -> float:
    if x >= 0:
        return 1 / (1 + math.exp(-x))
    return math.exp(x) / (1 + math.exp(x))


# ------------------------------------------------------------------------------------------------------ start


def start(system: System, seed: int) -> TwinState:
    """The state before the first month."""
    world = World(system, seed, 0)
    organisations, relations = range(world.n), range(2 * world.m)

    def per_unit(value: float) -> PerTier:
        return [[value for _ in organisations] for _ in range(world.tiers)]

    def per_relation(value: float) -> PerTier:
        return [[value for _ in relations] for _ in range(world.tiers)]

    def stances(value: int) -> StancesPerTier:
        return [[value for _ in relations] for _ in range(world.tiers)]

    def ties(value: int) -> StancesPerTier:
        return [[value for _ in range(world.m)] for _ in range(world.tiers)]

    orientation = per_unit(0.0)
    for k in range(world.tiers):
        for i in organisations:
            orientation[k][i] = new_orientation(world, i, world.draw(philox.START_MINDSET, i, k)[0])
    history = [start_history(world, r) for r in relations]
    return TwinState(
        month=0,
        orientation=orientation,
        trust=[list(history) for _ in range(world.tiers)],
        history=history,
        openness=[world.own("boundary.openness", world.source[r]) for r in relations],
        resources=[1 - world.own("resources.scarcity", i) for i in organisations],
        performance=per_unit(0.0),
        own_last=stances(RACE),
        seen_last=stances(RACE),
        seen_before=stances(RACE),
        ever_battle=stances(0),
        encountered=stances(0),
        racing=per_relation(1.0),
        stance=stances(RACE),
        acted=ties(0),
        failed=stances(0),
        outcome=per_relation(0.0),
        met=ties(0),
        unit_income=per_unit(0.0),
        income=[0.0 for _ in organisations],
    )


def new_orientation(world: World, i: int, word: int) -> float:
    """The orientation that a leader of organisation i comes with."""
    return clip(world.own("mindset.orientation", i) + world.own("mindset.spread", i) * normal(word), -1, 1)


def start_history(world: World, r: int) -> float:
    i, j = world.source[r], world.target[r]
    word = world.draw_tie(philox.START_HISTORY, world.tie(r))[world.end(r)]
    mean = world.own("history.trust", i)
    if world.sector[i] == world.sector[j]:
        mean = mean + world.own("history.in_group", i)
    return clip(mean + world.own("history.spread", i) * normal(word), 0, 1)


# ------------------------------------------------------------------------------------------------------ month


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


# ---------------------------------------------------------------------------------------------------- derived


def scarcity(state: TwinState, i: int) -> float:
    """S_i."""
    return clip(1 - state.resources[i], 0, 1)


def both_doors(world: World, state: TwinState, t: int) -> float:
    """W: effective openness of a tie."""
    return state.openness[t] * state.openness[t + world.m]


def perceived_trust(world: World, state: TwinState, r: int) -> float:
    """What the senior tier of r's source takes trust in r's target to be."""
    visibility = world.own("learning.visibility", world.source[r])
    mean = sum(state.trust[k][r] for k in range(world.tiers)) / world.tiers
    return visibility * mean + (1 - visibility) * state.trust[0][r]


# -------------------------------------------------------------------------------------------------- 1 weather


def weather(world: World, state: TwinState) -> None:
    """The climate pulls senior leaders; the dated changes are in the parameters of the month already."""
    for i in range(world.n):
        pull = world.own("climate.orientation", i) - state.orientation[0][i]
        state.orientation[0][i] += world.own("climate.rate", i) * pull


# --------------------------------------------------------------------------------------------------- 2 choose


def choose(world: World, state: TwinState, inputs: Inputs) -> None:
    """Every relation, at every tier, races or battles."""
    for r, openness in inputs.doors.items():
        state.openness[r] = openness
    for k in range(world.tiers):
        for r in range(2 * world.m):
            if (k, r) in inputs.stances:
                state.racing[k][r] = float(inputs.stances[k, r])
            else:
                state.racing[k][r] = STRATEGIES[world.strategies[world.source[r]]](world, state, k, r)
            word = world.draw_tie(philox.ENCOUNTER, world.tie(r), k)[world.end(r)]
            state.stance[k][r] = RACE if uniform(word) < state.racing[k][r] else BATTLE


def adaptive(world: World, state: TwinState, k: int, r: int) -> float:
    """The probability of racing after weighing a race against a battle."""
    i, t = world.source[r], world.tie(r)
    wall = world.own("mindset.parochialism", i) * (2 * state.openness[r] - 1)
    value = 1 + world.own("game.scarcity_premium", i) * scarcity(state, i)
    loss = world.shared("game.stake", t) * value
    du = advantage(
        trust=state.trust[k][r],
        orientation=clip(state.orientation[k][i] + wall, -1, 1),
        benefit=world.shared("game.benefit", t),
        damage=world.shared("game.damage", t),
        loss=loss,
        gain=loss * (1 + world.own("game.expansion", i)),
        continuation=world.own("leadership.patience", i) * (1 - world.own("leadership.turnover", i)),
        sharing=world.shared("game.sharing", t),
    )
    return logistic(world.own("mindset.rationality", i) * world.shared("game.intensity", t) * du)


def advantage(
    *,
    trust: float,
    orientation: float,
    benefit: float,
    damage: float,
    loss: float,
    gain: float,
    continuation: float,
    sharing: float,
) -> float:
    """dU of section 4: what a race is worth above a battle."""
    own = (1 - sharing / 2) + orientation * sharing / 2
    oth = sharing / 2 + orientation * (1 - sharing / 2)
    with_racer = (own + oth) * (benefit + continuation * damage) - (1 - continuation) * (own * gain - oth * loss)
    with_battler = (1 - continuation) * ((own + oth) * damage - own * loss + oth * gain)
    return trust * with_racer + (1 - trust) * with_battler


def always_race(world: World, state: TwinState, k: int, r: int) -> float:
    return 1.0


def always_battle(world: World, state: TwinState, k: int, r: int) -> float:
    return 0.0


def at_random(world: World, state: TwinState, k: int, r: int) -> float:
    return 0.5


def tit_for_tat(world: World, state: TwinState, k: int, r: int) -> float:
    """Do as was seen last."""
    return 1.0 if state.seen_last[k][r] == RACE else 0.0


def grim(world: World, state: TwinState, k: int, r: int) -> float:
    """Race until a battle was ever seen."""
    return 0.0 if state.ever_battle[k][r] else 1.0


def win_stay_lose_shift(world: World, state: TwinState, k: int, r: int) -> float:
    """Race where the last encounter had both do the same."""
    return 1.0 if state.own_last[k][r] == state.seen_last[k][r] else 0.0


def tit_for_two_tats(world: World, state: TwinState, k: int, r: int) -> float:
    """Battle where the last two seen were battles."""
    return 0.0 if state.seen_last[k][r] == BATTLE and state.seen_before[k][r] == BATTLE else 1.0


def suspicious_tit_for_tat(world: World, state: TwinState, k: int, r: int) -> float:
    """Battle at first, then do as was seen last."""
    if not state.encountered[k][r]:
        return 0.0
    return tit_for_tat(world, state, k, r)


STRATEGIES: dict[str, Callable[[World, TwinState, int, int], float]] = {
    "adaptive": adaptive,
    "race": always_race,
    "battle": always_battle,
    "random": at_random,
    "tit-for-tat": tit_for_tat,
    "grim": grim,
    "win-stay-lose-shift": win_stay_lose_shift,
    "tit-for-two-tats": tit_for_two_tats,
    "suspicious-tit-for-tat": suspicious_tit_for_tat,
}


# ------------------------------------------------------------------------------------------------- 3 interact


def interact(world: World, state: TwinState) -> None:
    """Where both doors let them, the two act, and each takes its pooled outcome."""
    for k in range(world.tiers):
        for t in range(world.m):
            a, b = t, t + world.m
            state.failed[k][a] = state.failed[k][b] = 0
            state.outcome[k][a] = state.outcome[k][b] = 0.0
            encounter = world.draw_tie(philox.ENCOUNTER, t, k)
            state.acted[k][t] = 1 if uniform(encounter[2]) < both_doors(world, state, t) else 0
            if not state.acted[k][t]:
                continue
            fate = world.draw_tie(philox.FATE, t, k)
            for r in (a, b):
                fails = uniform(fate[world.end(r)]) < world.own("trust.failure", world.source[r])
                state.failed[k][r] = 1 if state.stance[k][r] == RACE and fails else 0
            mine, theirs = game(world, state, k, t)
            half = world.shared("game.sharing", t) / 2
            state.outcome[k][a] = (1 - half) * mine + half * theirs
            state.outcome[k][b] = (1 - half) * theirs + half * mine


def game(world: World, state: TwinState, k: int, t: int) -> tuple[float, float]:
    """Material outcomes of the first and the second end of a tie, before pooling."""
    first, second = state.stance[k][t], state.stance[k][t + world.m]
    intensity = world.shared("game.intensity", t)
    benefit = intensity * world.shared("game.benefit", t)
    stake = intensity * world.shared("game.stake", t)
    damage = intensity * world.shared("game.damage", t)
    if first == RACE and second == RACE:
        either_failed = state.failed[k][t] or state.failed[k][t + world.m]
        return (0.0, 0.0) if either_failed else (benefit, benefit)
    if first == RACE and second == BATTLE:
        return -stake, stake
    if first == BATTLE and second == RACE:
        return stake, -stake
    return -damage, -damage


# ---------------------------------------------------------------------------------------------------- 4 learn


def learn(world: World, state: TwinState) -> None:
    """Trust follows what was seen, or drifts back to history; history follows slowly."""
    history = list(state.history)
    for r in range(2 * world.m):
        i, t = world.source[r], world.tie(r)
        acted = races_seen = 0
        for k in range(world.tiers):
            if not state.acted[k][t]:
                state.trust[k][r] += world.own("trust.drift", i) * (history[r] - state.trust[k][r])
                continue
            race_seen = sees_a_race(world, state, k, r)
            acted += 1
            races_seen += race_seen
            rate = world.own("trust.rate", i)
            if race_seen:
                state.trust[k][r] += rate * (1 - state.trust[k][r])
            else:
                state.trust[k][r] -= min(1, rate * world.own("trust.negativity", i)) * state.trust[k][r]
            remember(state, k, r, race_seen)
        if acted:
            state.history[r] += world.own("history.memory", i) * (races_seen / acted - history[r])


def sees_a_race(world: World, state: TwinState, k: int, r: int) -> int:
    """1 where the source of r sees its partner race: it raced, and not (it failed and was blamed)."""
    partner = world.reverse(r)
    fate = world.draw_tie(philox.FATE, world.tie(r), k)
    blames = uniform(fate[2 + world.end(r)]) < world.own("trust.blame", world.source[r])
    return 1 if state.stance[k][partner] == RACE and not (state.failed[k][partner] and blames) else 0


def remember(state: TwinState, k: int, r: int, race_seen: int) -> None:
    """What the classic strategies will answer."""
    state.seen_before[k][r] = state.seen_last[k][r]
    state.seen_last[k][r] = RACE if race_seen else BATTLE
    state.own_last[k][r] = state.stance[k][r]
    state.ever_battle[k][r] = 1 if state.ever_battle[k][r] or not race_seen else 0
    state.encountered[k][r] = 1


# ----------------------------------------------------------------------------------------------------- 5 meet


def meet(world: World, state: TwinState, inputs: Inputs) -> None:
    """Ties meet, tier by tier: they voice intentions, tell of third parties and speak of the purpose."""
    for k in range(world.tiers):
        for t in range(world.m):
            if (k, t) in inputs.meetings:
                state.met[k][t] = 1 if inputs.meetings[k, t] else 0
            else:
                drawn = uniform(world.draw_tie(philox.ENCOUNTER, t, k)[3])
                state.met[k][t] = 1 if drawn < meeting_probability(world, state, k, t) else 0
        voice(world, state, k)
        hearsay(world, state, k)
        purpose(world, state, k)


def meeting_probability(world: World, state: TwinState, k: int, t: int) -> float:
    i, j = world.ends[t]
    time_left = 1 - (scarcity(state, i) + scarcity(state, j)) / 2
    bridging = world.shared("dialogue.bridging", t)
    share = bridging if world.sector[i] != world.sector[j] else 1 - bridging
    return min(1.0, world.shared("dialogue.time_together", t, k) * time_left * 2 * share)


def voice(world: World, state: TwinState, k: int) -> None:
    """Partners say what they intend; a poor history makes it mistrusted."""
    for r in range(2 * world.m):
        if state.met[k][world.tie(r)]:
            credence = world.own("dialogue.voice", world.source[r]) * state.history[r]
            state.trust[k][r] += credence * (state.racing[k][world.reverse(r)] - state.trust[k][r])


def hearsay(world: World, state: TwinState, k: int) -> None:
    """Partners tell of one third party each."""
    voiced = list(state.trust[k])
    for r in range(2 * world.m):
        if not state.met[k][world.tie(r)]:
            continue
        i, j = world.source[r], world.target[r]
        word = world.draw_tie(philox.HEARSAY, world.tie(r), k)[world.end(r)]
        told = world.relations_of[j][pick(word, len(world.relations_of[j]))]
        m = world.target[told]
        mine = world.relation(i, m)
        if m == i or mine is None:
            continue
        pull = world.own("dialogue.hearsay", i) * voiced[r]
        state.trust[k][mine] += pull * (voiced[told] - state.trust[k][mine])


def purpose(world: World, state: TwinState, k: int) -> None:
    """Those who meet are drawn to the shared purpose, the more partners the further."""
    for i in range(world.n):
        if world.relations_of[i]:
            share = meetings_of(world, state, k, i) / len(world.relations_of[i])
            pull = world.own("dialogue.purpose", i) - state.orientation[k][i]
            state.orientation[k][i] += world.own("dialogue.purpose_rate", i) * share * pull


def meetings_of(world: World, state: TwinState, k: int, i: int) -> int:
    """How many partners organisation i met at tier k."""
    return sum(state.met[k][world.tie(r)] for r in world.relations_of[i])


# --------------------------------------------------------------------------------------------------- 6 defend


def defend(world: World, state: TwinState, inputs: Inputs) -> None:
    """Doors close fast and open slowly towards the trust that the senior tier perceives."""
    for r in range(2 * world.m):
        if r in inputs.doors:
            continue
        i = world.source[r]
        perceived = perceived_trust(world, state, r)
        speed = "boundary.closing" if perceived < state.openness[r] else "boundary.opening"
        state.openness[r] += world.own(speed, i) * (perceived - state.openness[r])


# -------------------------------------------------------------------------------------------------- 7 account


def account(world: World, state: TwinState) -> None:
    """Incomes of units and organisations, and what they leave behind."""
    for i in range(world.n):
        for k in range(world.tiers):
            state.unit_income[k][i] = income_of_unit(world, state, k, i)
            state.performance[k][i] += 0.1 * (state.unit_income[k][i] - state.performance[k][i])
        state.income[i] = sum(state.unit_income[k][i] for k in range(world.tiers)) / world.tiers
        settled = 1 - world.own("resources.scarcity", i) + world.own("resources.gain", i) * state.income[i]
        change = world.own("resources.rate", i) * (settled - state.resources[i])
        state.resources[i] = max(0.0, state.resources[i] + change)


def income_of_unit(world: World, state: TwinState, k: int, i: int) -> float:
    relations = world.relations_of[i]
    if not relations:
        return 0.0
    weighted = sum(world.weight[world.tie(r)] * state.outcome[k][r] for r in relations)
    weights = sum(world.weight[world.tie(r)] for r in relations)
    return weighted / weights - world.own("dialogue.cost", i) * meetings_of(world, state, k, i) / len(relations)


# -------------------------------------------------------------------------------------------------- 8 reflect


def reflect(world: World, state: TwinState) -> None:
    """Units copy those that fare better, drift a little, and pull at the tiers next to them."""
    found = [list(tier) for tier in state.orientation]
    for k in range(world.tiers):
        for i in range(world.n):
            model = copied_partner(world, state, k, i)
            copied = found[k][i] if model is None else found[k][model]
            noise = world.own("learning.noise", i) * normal(world.draw(philox.NOISE, i, k)[0])
            state.orientation[k][i] = clip(copied + noise, -1, 1)

    found = [list(tier) for tier in state.orientation]
    for k in range(world.tiers):
        for i in range(world.n):
            pulled = found[k][i]
            if k > 0:
                pulled += world.own("leadership.cascade", i) * (found[k - 1][i] - found[k][i])
            if k < world.tiers - 1:
                pulled += world.own("leadership.movement", i) * (found[k + 1][i] - found[k][i])
            state.orientation[k][i] = clip(pulled, -1, 1)


def copied_partner(world: World, state: TwinState, k: int, i: int) -> int | None:
    """Whose orientation unit (i, k) copies this month; None for nobody's."""
    relations = world.relations_of[i]
    if not relations:
        return None
    looks, at_whom, sees, copies = world.draw(philox.REFLECTION, i, k)
    partner = world.target[relations[pick(at_whom, len(relations))]]
    ahead = state.performance[k][partner] - state.performance[k][i]
    if (
        uniform(looks) < world.own("learning.reflection", i)
        and uniform(sees) < world.own("learning.visibility", i)
        and uniform(copies) < logistic(world.own("learning.imitation", i) * ahead)
    ):
        return partner
    return None


# ---------------------------------------------------------------------------------------------------- 9 renew


def renew(world: World, state: TwinState) -> None:
    """Senior leaders leave; personal trust goes with them, institutional memory stays."""
    for i in range(world.n):
        leaves, word, _, _ = world.draw(philox.RENEWAL, i)
        if uniform(leaves) < world.own("leadership.turnover", i):
            state.orientation[0][i] = new_orientation(world, i, word)
            for r in world.relations_of[i]:
                state.trust[0][r] = state.history[r]
                state.trust[0][world.reverse(r)] = state.history[world.reverse(r)]
