"""A sheet of held-out pictures with the activation map of the prediction, for a person to judge."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from scalp_core.vision.certainty import calibrated
from scalp_core.vision.ensemble import sign_maps
from scalp_core.vision.manifest import Artifacts
from scalp_core.vision.preprocessing import frame
from scalp_core.vocabulary import Grade, Symptom
from scalp_train.data.rendered import RenderedSet, render_job, render_jobs
from scalp_train.evaluate.inference import ExportedModels
from scalp_train.evaluate.pointing_game import dilate, strongest_cell
from scalp_train.render.sheet import CELL, labelled

GRADES = (Grade.MODERATE, Grade.SEVERE)
OUTLINE, POINT = (255, 255, 255), (0, 255, 255)


def heatmap_sheet(folder: Path, held_out: RenderedSet) -> NDArray[np.uint8]:
    """Return one row per symptom: picture and heat map at grade 2, then at 3; uint8 [H, W, 3].

    For the n-th symptom the set's n-th picture of that grade is shown, whatever the prediction. The
    white line is the rim of the renderer's mask dilated by 16 px, the cross the map's strongest
    point.
    """
    models = ExportedModels(Artifacts(folder))
    return np.vstack(
        [
            np.hstack([_pair(models, held_out, symptom, grade) for grade in GRADES])
            for symptom in Symptom
        ]
    )


def _pair(
    models: ExportedModels, held_out: RenderedSet, symptom: Symptom, grade: Grade
) -> NDArray[np.uint8]:
    column = list(Symptom).index(symptom)
    grades = held_out.grades()
    index = int(np.flatnonzero(grades[:, column] == grade)[column])
    job = render_jobs(held_out, models.input, start=index)[0]
    picture = render_job(job)
    output = models.run([frame(Image.fromarray(picture.pixels), job.spec).pixels])[symptom]
    entry = models.manifest.models[symptom]
    probabilities = calibrated(output.logits, entry.temperature, entry.prior.odds)[0]
    predicted = int(probabilities.argmax())
    resized = cv2.resize(picture.pixels, CELL, interpolation=cv2.INTER_AREA)
    small = np.asarray(resized, dtype=np.uint8)
    heat = _overlay(small, sign_maps(output.activation, np.array([predicted]))[0])
    mask = cv2.resize(dilate(picture.masks[column]).astype(np.uint8), CELL)
    rims, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
    cv2.drawContours(heat, rims, -1, OUTLINE, 1, cv2.LINE_AA)
    row, column_ = (
        int(part[0]) for part in strongest_cell(output.activation, np.array([predicted]))
    )
    cells = output.activation.shape[2:]
    point = (round((column_ + 0.5) * CELL[0] / cells[1]), round((row + 0.5) * CELL[1] / cells[0]))
    cv2.drawMarker(heat, point, (0, 0, 0), cv2.MARKER_CROSS, 19, 5)
    cv2.drawMarker(heat, point, POINT, cv2.MARKER_CROSS, 17, 2)
    label = f"predicted {predicted} ({probabilities[predicted]:.0%})"
    return np.hstack([labelled(small, f"{symptom} {int(grade)}"), labelled(heat, label)])


def _overlay(picture: NDArray[np.uint8], sign: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Return a picture [H, W, 3] under a map [rows, columns], opaque where the map is strong."""
    levels = sign / max(float(sign.max()), 1e-6)
    fine = np.clip(cv2.resize(levels, CELL, interpolation=cv2.INTER_CUBIC), 0, 1)
    coloured = cv2.applyColorMap((255 * fine).astype(np.uint8), cv2.COLORMAP_INFERNO)[..., ::-1]
    alpha = (0.75 * fine)[..., None]
    grey = cv2.cvtColor(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
    return np.ascontiguousarray((1 - alpha) * grey + alpha * coloured, dtype=np.uint8)
