"""The drawing techniques by name.

They share the law of the grades and the measured amounts, but no drawing code, so that a network
judged on a technique that it never saw cannot profit from the habits of another one.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Literal, Protocol, cast

from scalp_train.render.picture import LookName, Person, Picture, Subject

Technique = Literal["layers", "shapes", "strands"]
TECHNIQUES: tuple[Technique, ...] = ("layers", "shapes", "strands")


class _Package(Protocol):
    def render(self, subject: Subject) -> Picture: ...


def draw(
    technique: Technique,
    seed: int,
    grades: Sequence[int] | None = None,
    *,
    look: LookName = "scope",
    person: Person | None = None,
    shot: int = 0,
) -> Picture:
    """Draw a scalp by one technique; the arguments are those of :class:`Subject`.

    The same arguments give the same bytes, and a change of one grade changes the mask of that
    symptom alone. Only the chosen technique's code is imported.

    Raises:
        ValueError: not six grades between 0 and 3.
    """
    package = cast("_Package", import_module(f"scalp_train.render.{technique}"))
    return package.render(Subject(seed, grades, look, person, shot))
