"""What a process remembers for a while, because asking again would give the same."""

import time
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Memory(Generic[Value]):
    """Values by their keys, each for so many seconds after it was made.

    For keys of which there are few: what is too old stays until it is made anew.

    Args:
        seconds: 0 to remember nothing.
        clock: seconds from any beginning.
    """

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._kept: dict[Hashable, tuple[float, Value]] = {}

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """The value that is remembered for ``key``, else what ``make`` gives."""
        now = self._clock()
        kept = self._kept.get(key)
        if kept is None or now - kept[0] >= self._seconds:
            kept = self._kept[key] = now, make()
        return kept[1]
