"""The classic strategies: the probability of racing, from what the relation did and saw in earlier dealings."""

from __future__ import annotations

from collections.abc import Callable

from tests.reference.twin.state import BATTLE, RACE, TwinState


def always_race(state: TwinState, k: int, r: int) -> float:
    return 1.0


def always_battle(state: TwinState, k: int, r: int) -> float:
    return 0.0


def at_random(state: TwinState, k: int, r: int) -> float:
    return 0.5


def tit_for_tat(state: TwinState, k: int, r: int) -> float:
    """Do as was seen last."""
    return 1.0 if state.seen_last[k][r] == RACE else 0.0


def grim(state: TwinState, k: int, r: int) -> float:
    """Race until a battle was ever seen."""
    return 0.0 if state.ever_battle[k][r] else 1.0


def win_stay_lose_shift(state: TwinState, k: int, r: int) -> float:
    """Race where the last dealing had both do the same."""
    return 1.0 if state.own_last[k][r] == state.seen_last[k][r] else 0.0


def tit_for_two_tats(state: TwinState, k: int, r: int) -> float:
    """Battle where the last two seen were battles."""
    return 0.0 if state.seen_last[k][r] == BATTLE and state.seen_before[k][r] == BATTLE else 1.0


def suspicious_tit_for_tat(state: TwinState, k: int, r: int) -> float:
    """Battle at first, then do as was seen last."""
    return tit_for_tat(state, k, r) if state.dealt[k][r] else 0.0


CLASSICS: dict[str, Callable[[TwinState, int, int], float]] = {
    "race": always_race,
    "battle": always_battle,
    "random": at_random,
    "tit-for-tat": tit_for_tat,
    "grim": grim,
    "win-stay-lose-shift": win_stay_lose_shift,
    "tit-for-two-tats": tit_for_two_tats,
    "suspicious-tit-for-tat": suspicious_tit_for_tat,
}
