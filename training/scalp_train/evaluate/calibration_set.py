"""The pictures that calibration is fitted on: a validation set, and the same scalps seen worse.

At home a network knows how sure it may be; elsewhere it does not. So temperature and plausible
grades are fitted on a mix of four conditions of the same scalps: the validation pictures; these
under :mod:`scalp_train.data.domain_shift`, which goes beyond any camera; and the scalps drawn again
through a phone and through the harsh camera. Only techniques of the validation set draw, so one
left out of training is left out here too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from scalp_core.vision.manifest import InputSpec
from scalp_train.data.cache import CachedSet, cached_rendered_set
from scalp_train.data.domain_shift import shift_domain
from scalp_train.data.rendered import RenderedSet
from scalp_train.render.labels import Labels
from scalp_train.render.picture import LookName

MAX_PICTURES = 1000
"""Pictures of each condition: the four take some minutes on two cores."""
SHIFTED_ONE_IN = 4
"""One picture among so many is shifted. The shift is harsh: as many shifted pictures as others
would make the networks unsure of nearly everything at home, and hardly better calibrated elsewhere.
"""
SHIFT_SEED = 29
LOOKS: tuple[LookName, ...] = ("phone", "harsh")


@dataclass(frozen=True, slots=True)
class ConditionPictures:
    """Pictures uint8 [H, W, 3] of one condition, to be read once, and true grades [N, 6]."""

    pictures: Iterable[NDArray[np.uint8]]
    grades: Labels


def calibration_conditions(
    validation: CachedSet, rendered: RenderedSet | None, spec: InputSpec, folder: Path
) -> dict[str, ConditionPictures]:
    """Return the conditions by name.

    Args:
        validation: the validation pictures, of which the first are taken.
        rendered: how they were drawn; ``None`` for photos, which are shifted but not drawn again.
        spec: the networks' input.
        folder: cache of the pictures that are drawn again.
    """
    count = min(len(validation), MAX_PICTURES)
    grades, pixels = validation.grades[:count], validation.pixels[:count]
    found = {
        "home": ConditionPictures(pixels, grades),
        "shifted": ConditionPictures(_shifted(pixels[::SHIFTED_ONE_IN]), grades[::SHIFTED_ONE_IN]),
    }
    if rendered is not None:
        for look in LOOKS:
            again = replace(rendered, count=count, look=look)
            seen = cached_rendered_set(again, spec, folder)
            found[look] = ConditionPictures(seen.pixels, seen.grades)
    return found


def _shifted(pixels: NDArray[np.uint8]) -> Iterator[NDArray[np.uint8]]:
    rng = np.random.default_rng(SHIFT_SEED)
    for picture in pixels:
        yield shift_domain(picture, rng)
