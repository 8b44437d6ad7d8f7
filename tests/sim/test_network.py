"""The networks one can ask for by name, against networkx and published counts; and ties that make no network."""

from __future__ import annotations

from typing import Any

import networkx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.network import Network, NetworkError, equal_sectors, from_ties, generate
from sim.parameters import Structure

KINDS = ("complete", "ring", "small-world", "scale-free", "sectors")


def made(kind: str, n: int, **more: Any) -> Network:
    return generate(Structure(network=kind, organisations=n, **more))  # type: ignore[arg-type]


def ties(network: Network) -> set[tuple[int, int]]:
    return set(zip(network.first.tolist(), network.second.tolist(), strict=True))


def graph(network: Network) -> networkx.Graph:
    found = networkx.empty_graph(network.n)
    found.add_edges_from(ties(network))
    return found


def degrees(network: Network) -> list[int]:
    return np.bincount(network.source, minlength=network.n).tolist()


# ------------------------------------------------------------------------------------------------- by name


@given(
    kind=st.sampled_from(KINDS),
    n=st.integers(1, 40),
    sectors=st.integers(1, 8),
    neighbours=st.integers(1, 6).map(lambda half: 2 * half),
    links=st.integers(1, 8),
    share=st.floats(0, 1),
    wiring=st.integers(0, 2**32 - 1),
)
def test_whatever_is_asked_for_is_a_simple_graph(
    kind: str, n: int, sectors: int, neighbours: int, links: int, share: float, wiring: int
) -> None:
    """``from_ties`` refuses ties to oneself and ties listed twice; asked for again, it is the same."""
    asked = {"sectors": sectors, "neighbours": neighbours, "links": links, "rewiring": share, "across": share}
    network = made(kind, n, wiring=wiring, **asked)
    assert network.n == n
    assert network.m <= n * (n - 1) / 2
    assert (network.weight == 1.0).all()
    assert network == made(kind, n, wiring=wiring, **asked)


@pytest.mark.parametrize("n", [1, 2, 5, 20])
def test_in_a_complete_network_everyone_is_tied_to_everyone(n: int) -> None:
    assert ties(made("complete", n)) == set(networkx.complete_graph(n).edges)


@pytest.mark.parametrize(("n", "neighbours"), [(5, 2), (8, 4), (9, 6), (20, 4)])
def test_on_a_ring_each_is_tied_to_the_nearest(n: int, neighbours: int) -> None:
    expected = networkx.circulant_graph(n, range(1, neighbours // 2 + 1))
    assert ties(made("ring", n, neighbours=neighbours)) == {tuple(sorted(each)) for each in expected.edges}


@pytest.mark.parametrize(("n", "neighbours", "degree"), [(1, 2, 0), (2, 4, 1), (3, 6, 2), (6, 8, 4)])
def test_a_ring_too_small_for_so_many_neighbours_has_as_many_as_fit(n: int, neighbours: int, degree: int) -> None:
    """On either side as many: of six the one opposite is left out."""
    assert degrees(made("ring", n, neighbours=neighbours)) == [degree] * n


def test_a_small_world_is_a_ring_with_as_many_ties_some_of_them_elsewhere() -> None:
    """Watts & Strogatz 1998: n k / 2 ties whatever is rewired, about the share that was asked for."""
    ring = made("ring", 400, neighbours=6)
    assert ties(made("small-world", 400, neighbours=6, rewiring=0.0)) == ties(ring)
    for share in (0.1, 0.5, 1.0):
        world = made("small-world", 400, neighbours=6, rewiring=share)
        assert world.m == ring.m == 400 * 3
        # a tie that is rewired falls on a place of the ring with a probability of one in a hundred or so
        assert len(ties(ring) - ties(world)) / ring.m == pytest.approx(share, abs=0.05)


def test_a_small_world_is_both_clustered_and_small() -> None:
    """Their figure 2: at p = .01 paths are short as in a random network, and clusters are those of the ring."""
    ring, world = (graph(made("small-world", 1000, neighbours=10, rewiring=share)) for share in (0.0, 0.01))
    assert networkx.average_clustering(ring) == pytest.approx(2 / 3, abs=1e-9)  # 3 (k - 2) / (4 (k - 1))
    assert networkx.average_clustering(world) > 0.9 * networkx.average_clustering(ring)
    some = range(0, 1000, 50)
    paths = [
        np.mean([length for i in some for length in networkx.single_source_shortest_path_length(each, i).values()])
        for each in (ring, world)
    ]
    assert paths[1] < 0.4 * paths[0]


@pytest.mark.parametrize("links", [1, 3])
def test_newcomers_of_a_scale_free_network_bring_so_many_ties_and_a_few_have_many(links: int) -> None:
    """Barabasi & Albert 1999: shares of degree k near 2 m (m + 1) / (k (k + 1) (k + 2)) (Bollobas et al. 2001)."""
    network = made("scale-free", 5000, links=links)
    found = np.array(degrees(network))
    assert network.m == links * (5000 - links)
    assert networkx.is_connected(graph(network))
    for k in (links + 1, links + 2):
        known = 2 * links * (links + 1) / (k * (k + 1) * (k + 2))
        assert (found == k).mean() == pytest.approx(known, abs=0.02)
    assert found.max() > 20 * links


@pytest.mark.parametrize(("across", "sure"), [(0.0, True), (0.3, False), (1.0, True)])
def test_sectors_are_complete_within_and_tied_across_by_chance(across: float, sure: bool) -> None:
    network = made("sectors", 60, sectors=3, across=across)
    within, outside = int((~network.across).sum()), int(network.across.sum())
    assert within == 3 * 20 * 19 / 2
    possible = 3 * 20 * 20
    assert outside == possible * across if sure else outside == pytest.approx(possible * across, abs=60)


@pytest.mark.parametrize("kind", ["small-world", "scale-free", "sectors"])
def test_another_wiring_is_another_network(kind: str) -> None:
    found = {made(kind, 30, rewiring=0.5, across=0.5, wiring=wiring).key for wiring in (0, 1, 2, 2**32 - 1)}
    assert len(found) == 4


@pytest.mark.parametrize(("n", "sectors"), [(20, 4), (10, 3), (7, 7), (3, 8), (1, 1)])
def test_equal_sectors_are_blocks_as_equal_as_can_be(n: int, sectors: int) -> None:
    found = equal_sectors(n, sectors).tolist()
    sizes = [found.count(each) for each in range(min(n, sectors))]
    assert found == sorted(found)
    assert sum(sizes) == n
    assert max(sizes) - min(sizes) <= 1


def test_sectors_that_are_given_are_kept() -> None:
    network = generate(Structure(network="sectors", across=0.0), sector=np.array([2, 0, 2, 0, 5]))
    assert ties(network) == {(0, 2), (1, 3)}


# ---------------------------------------------------------------------------------------------- by their ties


def test_ties_are_in_the_order_of_ids_and_the_lower_comes_first() -> None:
    network = from_ties(3, (np.array([0, 2]), np.array([1, 1])), ids=np.array([50, 7, 9]), weight=np.array([3.0, 4.0]))
    assert (network.first.tolist(), network.second.tolist()) == ([1, 1], [2, 0])
    assert network.weight.tolist() == [4.0, 3.0]
    assert (network.source.tolist(), network.target.tolist()) == ([1, 1, 2, 0], [2, 0, 1, 1])
    assert [network.relation(*each) for each in ((1, 2), (1, 0), (2, 1), (0, 1))] == [0, 1, 2, 3]
    assert network.reverse.tolist() == [2, 3, 0, 1]


@pytest.mark.parametrize(
    ("n", "ends", "more", "said"),
    [
        (0, ([], []), {}, "at least one organisation"),
        (2, ([0], []), {}, "ends and weight one a tie"),
        (2, ([0], [1]), {"weight": [1.0, 1.0]}, "ends and weight one a tie"),
        (2, ([0], [1]), {"sector": [0]}, "one value an organisation"),
        (2, ([0], [1]), {"ids": [1, 1]}, "distinct integers"),
        (2, ([0], [1]), {"ids": [-1, 1]}, "distinct integers"),
        (2, ([0], [1]), {"ids": [0, 2**32]}, "distinct integers"),
        (2, ([0], [2]), {}, r"outside 0\.\.1"),
        (2, ([-1], [1]), {}, r"outside 0\.\.1"),
        (2, ([1], [1]), {}, "tied to itself"),
        (3, ([0, 1], [1, 0]), {}, "listed twice"),
        (2, ([0], [1]), {"weight": [-0.1]}, r"a number, 0 \(no tie yet\) or more"),
        (2, ([0], [1]), {"weight": [float("nan")]}, r"a number, 0 \(no tie yet\) or more"),
        (2, ([0], [1]), {"weight": [float("inf")]}, r"a number, 0 \(no tie yet\) or more"),
    ],
)
def test_what_is_no_network_is_refused(n: int, ends: Any, more: dict[str, Any], said: str) -> None:
    with pytest.raises(NetworkError, match=said):
        from_ties(n, ends, **more)


def test_the_largest_ids_are_ids() -> None:
    assert from_ties(2, ([0], [1]), ids=[2**32 - 1, 0]).first.tolist() == [1]  # type: ignore[arg-type]
