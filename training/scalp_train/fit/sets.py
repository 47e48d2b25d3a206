"""The sets of a recipe: what to render of them, and which of the pictures to use."""

from dataclasses import replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from scalp_train.data.rendered import RenderedSet
from scalp_train.render.techniques import TECHNIQUES, Technique


class Section(BaseModel):
    """A part of a recipe; a word that it does not know is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class SetConfig(Section):
    """A rendered set; picture ``i`` has seed ``seed + i``."""

    seed: int = Field(ge=0)
    count: int = Field(gt=0)
    labels: Literal["balanced", "natural", "mixed"] = "balanced"
    look: Literal["scope", "phone", "harsh", "mixed"] = "scope"
    label_noise: float = Field(ge=0, le=0.5, default=0.0)
    techniques: Literal["all"] | tuple[Technique, ...] = Field(default="all", min_length=1)
    """Who draws: they take turns."""

    without: Technique | None = None
    """Whose pictures are left out after rendering, so that all runs share one cache."""

    most: int | None = Field(gt=0, default=None)
    """At most so many of the pictures are used."""

    @property
    def drawers(self) -> tuple[Technique, ...]:
        """Return the techniques that draw the set, whether or not their pictures are used."""
        return TECHNIQUES if self.techniques == "all" else self.techniques

    @property
    def rendered(self) -> RenderedSet:
        """Return the set to render."""
        return RenderedSet(
            self.seed, self.count, self.labels, self.look, self.label_noise, self.drawers
        )

    @property
    def seen(self) -> RenderedSet:
        """Return the set as those techniques alone draw it whose pictures are used."""
        if self.without is None:
            return self.rendered
        return replace(self.rendered, techniques=other_techniques(self.drawers, self.without))

    @property
    def is_whole(self) -> bool:
        """Return whether every rendered picture is used."""
        return self.without is None and self.most is None

    def rows(self) -> NDArray[np.int64]:
        """Return the numbers of the pictures to use, in order; chosen at random by the seed."""
        drawn_by = np.array([self.rendered.drawn_by(index) for index in range(self.count)])
        rows = np.flatnonzero(drawn_by != self.without)
        if self.most is not None and self.most < len(rows):
            rows = np.random.default_rng((self.seed, 5)).choice(rows, self.most, replace=False)
        return np.sort(rows).astype(np.int64)


class LeaveOneOut(Section):
    """Sizes of the smaller training that is judged on a technique which it never saw.

    The pictures are those of the recipe's own sets which the other techniques drew.
    """

    train: int = Field(gt=0)
    validation: int = Field(gt=0)
    test: int = Field(gt=0)
    """Pictures of the technique left out, and as many of the others beside them."""

    passes: int = Field(gt=0, default=1)
    """At most so many versions of each picture, whatever the phases say."""


class UnknownTechniqueError(ValueError):
    """A recipe cannot leave a technique out; the message says why."""


def other_techniques(drawers: tuple[Technique, ...], left_out: Technique) -> tuple[Technique, ...]:
    """Return the techniques that remain.

    Raises:
        UnknownTechniqueError: ``left_out`` does not draw, or nobody else does.
    """
    others = tuple(technique for technique in drawers if technique != left_out)
    if left_out not in drawers or not others:
        raise UnknownTechniqueError(
            f"{left_out} cannot be left out of pictures drawn by {', '.join(drawers)}"
        )
    return others
