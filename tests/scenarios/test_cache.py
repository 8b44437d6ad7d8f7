"""What is kept: as much as there is room for, and no more."""

from __future__ import annotations

from scenarios.cache import MOST, ROOM, keeping


class Making:
    """Makes things of a size, and counts how often."""

    def __init__(self) -> None:
        self.made: list[tuple[str, int]] = []
        self.ask = keeping(lambda size: size)(self._make)

    def _make(self, name: str, size: int) -> int:
        self.made.append((name, size))
        return size


def test_small_ones_are_kept_up_to_a_number() -> None:
    making = Making()
    for name in range(MOST):
        making.ask(str(name), 1)
    for name in range(MOST):
        assert making.ask(str(name), 1) == 1
    assert len(making.made) == MOST
    making.ask("one more", 1)
    making.ask("0", 1)
    assert making.made[MOST:] == [("one more", 1), ("0", 1)], "the oldest should have made room"


def test_large_ones_take_the_room_of_many() -> None:
    making = Making()
    for name in "abc":
        making.ask(name, ROOM // 2)
    making.ask("c", ROOM // 2)
    making.ask("b", ROOM // 2)
    assert [name for name, _ in making.made] == ["a", "b", "c"]
    making.ask("a", ROOM // 2)
    assert [name for name, _ in making.made] == ["a", "b", "c", "a"]


def test_one_larger_than_all_the_room_is_kept_alone() -> None:
    making = Making()
    making.ask("small", 1)
    making.ask("vast", 100 * ROOM)
    making.ask("vast", 100 * ROOM)
    making.ask("small", 1)
    assert [name for name, _ in making.made] == ["small", "vast", "small"]
