"""What every drawing technique returns, and the cameras it can be asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeVar

import numpy as np
from numpy.typing import NDArray

HEIGHT, WIDTH = 480, 640
"""Size of the trichoscope's pictures in px."""

LookName = Literal["scope", "phone", "harsh"]
"""Cameras: a trichoscope, a phone, and one with every nuisance beyond what training shows."""

HairColour = Literal["black", "brown", "blond", "red", "grey", "white"]
HairForm = Literal["straight", "wavy", "curled"]
SkinTone = Literal["light", "medium", "dark"]
Kind = TypeVar("Kind", bound=str)


@dataclass(frozen=True, slots=True)
class Person:
    """Whose scalp it is, apart from the symptoms."""

    colour: HairColour
    form: HairForm
    skin: SkinTone


COLOUR_SHARES: dict[HairColour, float] = {
    "black": 0.64,
    "brown": 0.12,
    "blond": 0.06,
    "red": 0.04,
    "grey": 0.08,
    "white": 0.06,
}
FORM_SHARES: dict[HairForm, float] = {"straight": 0.7, "wavy": 0.2, "curled": 0.1}
SKIN_SHARES: dict[SkinTone, float] = {"light": 0.15, "medium": 0.7, "dark": 0.15}


def any_person(rng: np.random.Generator) -> Person:
    """Draw a person: as in Korea mostly black straight hair, and enough of all others to learn."""
    return Person(_one_of(COLOUR_SHARES, rng), _one_of(FORM_SHARES, rng), _one_of(SKIN_SHARES, rng))


def _one_of(shares: dict[Kind, float], rng: np.random.Generator) -> Kind:
    return list(shares)[int(rng.choice(len(shares), p=list(shares.values())))]


@dataclass(frozen=True, slots=True)
class Picture:
    """A rendered scalp.

    Attributes:
        pixels: uint8 [480, 640, 3], RGB, after JPEG.
        masks: bool [6, 480, 640], where each symptom's sign was drawn, whether or not something in
            front hides it; in the vocabulary's order.
        grades: the six grades in the vocabulary's order.
    """

    pixels: NDArray[np.uint8]
    masks: NDArray[np.bool_]
    grades: tuple[int, ...]
