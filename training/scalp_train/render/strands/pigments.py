"""Skin by its pigments: what light loses on its way through melanin, blood and roots.

Light that skin returns is weakened exponentially with the amount of each pigment that it passes
(Beer and Lambert). Extinctions are relative, for red, green and blue, after Jacques, "Optical
properties of biological tissues" (2013): melanin falls off steadily towards red, haemoglobin
absorbs green and blue and hardly any red. What lies deep, as a root does, looks bluish, because
skin scatters blue back before it gets there.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from scalp_train.render.picture import HEIGHT, WIDTH
from scalp_train.render.strands.amounts import Inflamed, Red, within
from scalp_train.render.strands.follicles import Mouths, Strands
from scalp_train.render.strands.synthesis import Field, View, above, clouds, enlarged, stream

MELANIN = np.array((0.34, 0.58, 1.0), np.float32)
HAEMOGLOBIN = np.array((0.06, 1.0, 0.72), np.float32)
ROOT = np.array((0.92, 0.72, 0.5), np.float32)
"""A dark root seen through skin."""

HALF = (HEIGHT // 2, WIDTH // 2)


@dataclass(frozen=True, slots=True)
class Blood:
    """Haemoglobin [480, 640] of the skin between the follicles, and the mask of its field."""

    amount: Field
    mask: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Spots:
    """Inflamed mouths: blood [480, 640], pus (0-1) and height of it, and the mask of both."""

    blood: Field
    pus: Field
    crust: Field
    mask: NDArray[np.bool_]


def redden(seed: int, view: View, red: Red) -> Blood:
    """Return the blood between the follicles: a soft field, densest in the middle or round it."""
    if not red.vessels:
        return Blood(np.zeros((HEIGHT, WIDTH), np.float32), np.zeros((HEIGHT, WIDTH), np.bool_))
    rng = stream(seed, "redness")
    field = clouds(rng, float(rng.uniform(90, 170))) + np.float32(0.15) * clouds(rng, 45)
    rows, columns = np.indices(field.shape, dtype=np.float32)
    height, width = field.shape
    away = np.hypot(rows / height - 0.5, columns / width - 0.5) * np.float32(2)
    field += away * np.float32(rng.uniform(-3.2, 0.2))
    area, amount = within(red.area, rng.random()), within(red.haemoglobin, rng.random())
    threads = _vessels(rng, view)
    soft = view.of(above(field, area, 1.7))
    blood = soft * np.float32(amount) + threads * np.float32(red.vessels * 0.3) * soft
    return Blood(blood.astype(np.float32), np.asarray(view.of(above(field, area, 0.02)) > 0.5))


def _vessels(rng: np.random.Generator, view: View) -> Field:
    """Return faint, thin, blurred threads: where two smooth noises change sign, here and there."""
    found = np.zeros(HALF, np.float32)
    for length in (55.0, 38.0):
        noise = view.of(clouds(rng, length))[::2, ::2]
        down, across = np.gradient(noise)
        thread = np.exp(-((noise / (np.hypot(down, across) + np.float32(0.008))) ** 2))
        here = view.of(clouds(rng, 80))[::2, ::2].clip(0, 1)
        found = np.maximum(found, thread * here)
    return enlarged(np.asarray(cv2.GaussianBlur(found, (0, 0), 0.7), np.float32))


def inflame(seed: int, view: View, mouths: Mouths, grade: Inflamed) -> Spots:
    """Return red mouths and pustules, those nearest the middle first, so that the view has them."""
    rng = stream(seed, "follicular")
    at = view.points(mouths.at)
    centred = mouths.at - np.array([WIDTH * 0.6, HEIGHT * 0.6], np.float32)
    order = np.argsort(np.hypot(centred[:, 0], centred[:, 1] * 1.2) + 60 * mouths.rank)
    count, bearing = rng.integers(grade.rings[0], grade.rings[1] + 1), rng.random()
    pustules = round(within(grade.pustules, bearing))
    blood, pus, crust = (np.zeros(HALF, np.float32) for _ in range(3))
    mask = np.zeros((HEIGHT, WIDTH), np.bool_)
    size = rng.uniform(30, 48, 12)
    head = rng.uniform(11, 19, 12)
    shift = rng.normal(0, 5, (12, 2))
    crusted = rng.random(12) < 0.25
    wobble = view.of(clouds(rng, 16))[::2, ::2]
    rows, columns = np.indices(HALF, dtype=np.float32) * 2
    for number, mouth in enumerate(order[:count]):
        x, y = at[mouth]
        far = np.hypot(columns - x, rows - y) * (1 + np.float32(0.14) * wobble)
        ring = np.exp(-((far / np.float32(size[number])) ** 2))
        blood = np.maximum(blood, ring)
        mask |= enlarged(far) < 1.1 * size[number]
        if number < pustules:
            x, y = x + shift[number, 0], y + shift[number, 1]
            far = np.hypot(columns - x, rows - y) * (1 + np.float32(0.1) * wobble)
            dome = np.sqrt(np.clip(1 - (far / np.float32(head[number])) ** 2, 0, 1))
            if crusted[number]:
                crust = np.maximum(crust, dome)
            else:
                pus = np.maximum(pus, dome)
            blood = np.maximum(blood, 1.25 * np.exp(-((far / np.float32(2 * head[number])) ** 4)))
    blood = enlarged(blood.astype(np.float32) * np.float32(0.95))
    return Spots(blood, enlarged(pus), enlarged(crust), np.asarray(mask, np.bool_))


def roots(seed: int, view: View, mouths: Mouths, strands: Strands) -> Field:
    """Return how much root shines through the skin: a blot at each mouth, drawn out backwards."""
    rng = stream(seed, "roots")
    depth, reach = rng.uniform(0.5, 1.1), rng.uniform(34, 60, len(mouths.at))
    stain, faint = np.zeros(HALF, np.uint8), np.zeros(HALF, np.uint8)
    at = view.points(mouths.at)
    for hair in np.flatnonzero(strands.mouth >= 0):
        of = strands.mouth[hair]
        start = view.points(strands.paths[hair, :2])
        lean = (start[1] - start[0]) / np.hypot(*(start[1] - start[0]))
        end = start[0] - lean * reach[of]
        ends = [tuple(int(v) for v in np.rint(point * 8)) for point in (start[0], end)]
        thick = max(1, round(float(strands.width[hair]) * 0.8))
        cv2.line(stain, ends[0], ends[1], (130,), thick, cv2.LINE_AA, 4)
    for (x, y), rank, lost in zip(at, mouths.rank, strands.lost, strict=True):
        centre = (round(float(x) / 2), round(float(y) / 2))
        cv2.circle(faint, centre, round(5 + 4 * float(rank)), (60 if lost else 150,), -1)
    soft = cv2.GaussianBlur(stain.astype(np.float32), (0, 0), 4.5)
    blots = cv2.GaussianBlur(faint.astype(np.float32), (0, 0), 6.0)
    return enlarged(np.asarray((soft + blots) * np.float32(depth / 255), np.float32))


def returned(base: Field, melanin: Field, haemoglobin: Field, root: Field) -> Field:
    """Return the light [480, 640, 3] that skin of the colour ``base`` [3] gives back."""
    small = [plane[::2, ::2] for plane in (melanin, haemoglobin, root)]
    lost = sum(
        plane[..., None] * extinction
        for plane, extinction in zip(small, (MELANIN, HAEMOGLOBIN, ROOT), strict=True)
    )
    return enlarged((base * np.exp(-lost)).astype(np.float32))
