"""The drawing techniques by name.

They share the law of the grades and the measured amounts, but no drawing code, so that a network
judged on a technique that it never saw cannot profit from the habits of another one.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Literal, Protocol, cast

from scalp_train.render.picture import LookName, Person, Picture

Technique = Literal["layers"]
TECHNIQUES: tuple[Technique, ...] = ("layers",)


class _Draw(Protocol):
    def __call__(
        self,
        seed: int,
        grades: Sequence[int] | None = None,
        *,
        look: LookName = "scope",
        person: Person | None = None,
        shot: int = 0,
    ) -> Picture: ...


def draw(
    technique: Technique,
    seed: int,
    grades: Sequence[int],
    *,
    look: LookName = "scope",
    person: Person | None = None,
    shot: int = 0,
) -> Picture:
    """Draw the scalp of ``seed`` with six grades (0-3) by one technique.

    The same arguments give the same bytes. Only the chosen technique's code is imported.

    Args:
        technique: who draws.
        seed: of everything that the other arguments leave open.
        grades: in the vocabulary's order.
        look: the camera.
        person: hair and skin; drawn from the seed by default.
        shot: number of the photo of this scalp. Another number changes light, focus, noise and the
            camera's place (up to a tenth of the view), and nothing of the scalp.

    Raises:
        ValueError: not six grades between 0 and 3.
    """
    package = import_module(f"scalp_train.render.{technique}")
    return cast("_Draw", package.render)(seed, grades, look=look, person=person, shot=shot)
