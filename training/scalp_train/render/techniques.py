"""The drawing techniques by name.

They share the law of the grades and the measured amounts, but no drawing code, so that a network
judged on a technique that it never saw cannot profit from the habits of another one.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Literal, Protocol, cast

from scalp_train.render.picture import LookName, Picture

Technique = Literal["layers"]
TECHNIQUES: tuple[Technique, ...] = ("layers",)


class _Draw(Protocol):
    def __call__(
        self, seed: int, grades: Sequence[int] | None = None, *, look: LookName = "scope"
    ) -> Picture: ...


def draw(
    technique: Technique, seed: int, grades: Sequence[int], *, look: LookName = "scope"
) -> Picture:
    """Draw the scalp of ``seed`` with six grades (0-3) by one technique.

    The same arguments give the same bytes. Only the chosen technique's code is imported.

    Raises:
        ValueError: not six grades between 0 and 3.
    """
    package = import_module(f"scalp_train.render.{technique}")
    return cast("_Draw", package.render)(seed, grades, look=look)
