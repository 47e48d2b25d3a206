"""What a process remembers, and for how long."""

from collections.abc import Iterator

import pytest

from scalp_core.memory import Memory


class Watch:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def numbers() -> Iterator[int]:
    return iter(range(10))


def test_a_value_is_made_again_once_it_is_too_old(numbers: Iterator[int]) -> None:
    watch = Watch()
    memory = Memory[int](60, clock=watch)

    told = []
    for watch.now in (0, 59, 60, 119, 120):
        told.append(memory.get("key", lambda: next(numbers)))

    assert told == [0, 0, 1, 1, 2]


def test_every_key_has_a_value_of_its_own(numbers: Iterator[int]) -> None:
    memory = Memory[int](60, clock=Watch())

    assert [memory.get(key, lambda: next(numbers)) for key in "abab"] == [0, 1, 0, 1]


def test_a_memory_of_no_seconds_remembers_nothing(numbers: Iterator[int]) -> None:
    memory = Memory[int](0, clock=Watch())

    assert [memory.get("key", lambda: next(numbers)) for _ in range(3)] == [0, 1, 2]


def test_what_could_not_be_made_is_tried_again(numbers: Iterator[int]) -> None:
    memory = Memory[int](60, clock=Watch())

    with pytest.raises(ZeroDivisionError):
        memory.get("key", lambda: 1 // 0)

    assert memory.get("key", lambda: next(numbers)) == 0
