"""Minds: orientation, beliefs about kinds of partners, the common purpose."""

from __future__ import annotations

import numpy as np

from sim.compiled import rule
from sim.lanes import Floats, Lanes, lane_buffer
from sim.measures.measure import Measure, share
from sim.state import Arrays
from sim.wiring import Wiring

MINDS = (
    Measure("orientation", "mean orientation over units", "[-1, 1]"),
    Measure("orientation_sd", "standard deviation of orientation over units", "[0, 1]"),
    Measure("zero_sum", "mean zero-sum belief over views and tiers", "[0, 1]"),
    Measure("zero_sum_within", "mean zero-sum belief about the own sector", "[0, 1]"),
    Measure("zero_sum_across", "mean zero-sum belief about other sectors", "[0, 1]"),
    Measure("purpose_held", "mean weight of the common purpose over units", "[0, 1]"),
)


@rule
def minds(lanes: Lanes, wiring: Wiring, state: Arrays, row: Floats, column: int) -> None:
    """Fill in orientation, orientation_sd, the three of zero_sum, and purpose_held."""
    tiers, n = state.orientation.shape[0], state.orientation.shape[1]
    total, squares, purpose = lane_buffer(lanes), lane_buffer(lanes), lane_buffer(lanes)
    units = 0.0
    for lane in range(len(lanes)):
        total[lane] = squares[lane] = purpose[lane] = 0.0
    for i in range(n):
        if wiring.present[i]:
            units += tiers
            for tier in range(tiers):
                for lane in range(len(lanes)):
                    total[lane] += state.orientation[tier, i, lane]
                    purpose[lane] += state.purpose[tier, i, lane]
    for i in range(n):
        if wiring.present[i]:
            for tier in range(tiers):
                for lane in range(len(lanes)):
                    squares[lane] += (state.orientation[tier, i, lane] - total[lane] / units) ** 2
    for lane in range(len(lanes)):
        row[column, lane] = share(total[lane], units)
        row[column + 1, lane] = np.sqrt(share(squares[lane], units))
        row[column + 5, lane] = share(purpose[lane], units)
    beliefs(lanes, wiring, state.zero_sum, row, column + 2)


@rule
def beliefs(lanes: Lanes, wiring: Wiring, zero_sum: Floats, row: Floats, column: int) -> None:
    """Fill in zero_sum, zero_sum_within and zero_sum_across, over the views that exist."""
    tiers = zero_sum.shape[0]
    within, across = lane_buffer(lanes), lane_buffer(lanes)
    home = abroad = 0.0
    for lane in range(len(lanes)):
        within[lane] = across[lane] = 0.0
    for view in range(len(wiring.view_sector)):
        if wiring.view_partners[view] == 0.0:
            continue
        own = wiring.view_sector[view] == wiring.sector[wiring.view_organisation[view]]
        home += tiers if own else 0
        abroad += 0 if own else tiers
        target = within if own else across
        for tier in range(tiers):
            for lane in range(len(lanes)):
                target[lane] += zero_sum[tier, view, lane]
    for lane in range(len(lanes)):
        row[column, lane] = share(within[lane] + across[lane], home + abroad)
        row[column + 1, lane] = share(within[lane], home)
        row[column + 2, lane] = share(across[lane], abroad)
