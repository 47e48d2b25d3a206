"""Contact sheets: symptom by grade, for a person to grade by eye."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from scalp_core.vocabulary import Grade, Symptom
from scalp_train.render.picture import Picture
from scalp_train.render.techniques import Technique, draw

CELL = (320, 240)
LABEL_HEIGHT = 22


def contact_sheet(seed: int, technique: Technique = "layers") -> NDArray[np.uint8]:
    """Return one row per symptom, one column per grade, all other symptoms at 0; uint8 [H, W, 3].

    A row shows one scalp at four grades, so that nothing but the sign changes along it.
    """
    rows = []
    for column, symptom in enumerate(Symptom):
        cells = []
        for grade in Grade:
            grades = [0] * len(Symptom)
            grades[column] = grade
            cells.append(_cell(draw(technique, seed + column, grades), f"{symptom} {int(grade)}"))
        rows.append(np.hstack(cells))
    return np.vstack(rows)


def _cell(picture: Picture, label: str) -> NDArray[np.uint8]:
    small = cv2.resize(picture.pixels, CELL, interpolation=cv2.INTER_AREA)
    return labelled(np.asarray(small, dtype=np.uint8), label)


def labelled(picture: NDArray[np.uint8], label: str) -> NDArray[np.uint8]:
    """Return a picture [H, W, 3] with one line of text above it."""
    strip = np.full((LABEL_HEIGHT, picture.shape[1], 3), 255, np.uint8)
    cv2.putText(strip, label, (6, 16), cv2.FONT_HERSHEY_SIMPLEX, 0.45, (40, 40, 40), 1, cv2.LINE_AA)
    return np.vstack([strip, picture])
