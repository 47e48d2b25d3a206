"""How far rendered pictures lie from real trichoscope pictures, statistic by statistic.

Real pictures' figures are those of :mod:`scalp_train.evaluate.real_pictures`. Lightness, a* and b*
are CIELAB's, lengths are px at 640x480.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from scalp_train.data.cache import Progress, no_progress
from scalp_train.evaluate.real_pictures import HAIR_COVER, REAL_PICTURES
from scalp_train.render.labels import natural
from scalp_train.render.techniques import Technique, draw

Plane = NDArray[np.float32]
Mask = NDArray[np.bool_]
Statistics = dict[str, float]

SEED = 11_000_000
"""Rendered pictures are drawn from here on, away from all sets that anything is trained on."""

_BANDS = ((0.005, 0.02), (0.02, 0.05), (0.05, 0.1), (0.1, 0.2), (0.2, 0.35), (0.35, 0.5))
_TILE = 80


@dataclass(frozen=True, slots=True)
class Measured:
    """Median and deviation of one statistic over pictures."""

    median: float
    deviation: float


_NONE = Measured(float("nan"), float("nan"))


@dataclass(frozen=True, slots=True)
class Row:
    """One statistic of real and of rendered pictures."""

    name: str
    real: Measured
    rendered: Measured

    @property
    def distance(self) -> float:
        """Rendered less real median, in the real pictures' deviations."""
        return (self.rendered.median - self.real.median) / self.real.deviation


def compare(technique: Technique, count: int, *, on_progress: Progress = no_progress) -> list[Row]:
    """Return every statistic of ``count`` natural renders beside the real ones, worst first."""
    found = []
    for index, grades in enumerate(natural(SEED, count)):
        found.append(statistics(draw(technique, SEED + index, grades.tolist()).pixels))
        on_progress(index + 1)
    return against_real(found)


def against_real(found: Sequence[Statistics]) -> list[Row]:
    """Return the median of each statistic beside the real one, worst first."""
    rows = []
    for name, (median, deviation) in REAL_PICTURES.items():
        values = np.array([one[name] for one in found if np.isfinite(one[name])])
        rendered = Measured(float(np.median(values)), float(values.std())) if len(values) else _NONE
        rows.append(Row(name, Measured(median, deviation), rendered))
    return sorted(rows, key=lambda row: -abs(row.distance))


def mean_distance(rows: Iterable[Row]) -> float:
    """Return the mean of the distances, each counted as five deviations at most."""
    return float(np.nanmean([np.minimum(abs(row.distance), 5) for row in rows]))


def hair_cover_by_grade(technique: Technique, count: int) -> list[tuple[float, ...]]:
    """Return the 10th, 50th and 90th percentile of hair's share for each grade of hair loss.

    ``count`` pictures of each grade, whose other grades are natural.
    """
    found = []
    for loss in range(len(HAIR_COVER)):
        covers = []
        for index, grades in enumerate(natural(SEED, count)):
            wanted = [*grades[:5].tolist(), loss]
            planes = _lab(draw(technique, SEED + index, wanted).pixels)
            covers.append(float(_hair(planes[0])[0].mean()))
        found.append(tuple(float(part) for part in np.percentile(covers, (10, 50, 90))))
    return found


def statistics(pixels: NDArray[np.uint8]) -> Statistics:
    """Return all statistics of a picture, RGB uint8 [480, 640, 3]; NaN where one is undefined."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        return _statistics(pixels)


def _statistics(pixels: NDArray[np.uint8]) -> Statistics:
    planes = _lab(pixels)
    light, a, b = planes
    hair, darker, brighter = _hair(light)
    near_hair = cv2.dilate(hair.astype(np.uint8), np.ones((7, 7), np.uint8)) > 0
    skin = ~near_hair if (~near_hair).sum() >= 200 else ~hair
    found = dict(zip("RGB", pixels.reshape(-1, 3).mean(axis=0).tolist(), strict=True))
    for name, plane in zip("Lab", planes, strict=True):
        found[f"skin_{name}"] = float(np.median(plane[skin]))
        found[f"skin_sd_{name}"] = float(plane[skin].std())
        found |= _fields(name, plane, skin)
    found |= _hairs(planes, hair, darker)
    found["contrast_skin_hair"] = found["skin_L"] - found["hair_L"]
    white = (brighter > 12) & (light > found["skin_L"] + 8)
    found |= _specks(white, skin)
    found["white_chroma"] = float(np.hypot(a, b)[white].mean())
    found["white_dL"] = float(light[white].mean()) - found["skin_L"]
    found["clipped"] = float((pixels.max(axis=2) >= 254).mean())
    edges = np.asarray(
        cv2.Laplacian(light, cv2.CV_32F, ksize=1, borderType=cv2.BORDER_REFLECT), np.float32
    )
    found["sharpness"] = float(edges.var() / light.var())
    found["sd_L"] = float(light.std())
    found["focus_p90_p10"] = _focus_spread(light, np.asarray(edges, np.float32))
    return found | _spectrum(light)


def _lab(pixels: NDArray[np.uint8]) -> list[Plane]:
    lab = cv2.cvtColor(pixels.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    return [np.ascontiguousarray(lab[..., index]) for index in range(3)]


def _blur(plane: NDArray[np.generic], sigma: float) -> Plane:
    size = 2 * round(4 * sigma) + 1
    blurred = cv2.GaussianBlur(
        plane.astype(np.float32), (size, size), sigma, borderType=cv2.BORDER_REFLECT_101
    )
    return np.asarray(blurred, dtype=np.float32)


def _hair(light: Plane) -> tuple[Mask, Plane, Plane]:
    """Return where hair is, and how much darker and brighter each px is than what surrounds it.

    Darker by a black hat of 25 px, brighter by a top hat of 31 px. Hair is darker by more than 14,
    or by 28 than the 60th percentile of all.
    """
    levels = np.clip(light * 2.55, 0, 255).astype(np.uint8)
    hats = []
    for operation, size in ((cv2.MORPH_BLACKHAT, 25), (cv2.MORPH_TOPHAT, 31)):
        disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
        hats.append(cv2.morphologyEx(levels, operation, disc).astype(np.float32) / 2.55)
    hair = (hats[0] > 14) | (light < np.percentile(light, 60) - 28)
    return hair, hats[0], hats[1]


def _hairs(planes: list[Plane], hair: Mask, darker: Plane) -> Statistics:
    light, a, b = planes
    found = {"hair_cover": float(hair.mean())}
    strands = hair if hair.sum() > 50 else np.zeros_like(hair)
    for name, plane, part in (("L", light, 50), ("L_p90", light, 90), ("a", a, 50), ("b", b, 50)):
        found[f"hair_{name}"] = _percentile(plane[strands], part)
    inner = cv2.distanceTransform(hair.astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    ridge = (inner == cv2.dilate(inner, np.ones((5, 5), np.uint8))) & (inner > 1)
    for part in (50, 10, 90):
        found[f"hair_width_p{part}"] = 2 * _percentile(inner[ridge], part)
    plane, dark = _blur(light, 2), (darker > 14).astype(np.uint8)
    near = cv2.dilate(dark, np.ones((5, 5), np.uint8)).astype(np.float32)
    across, down = (cv2.Sobel(plane, cv2.CV_32F, *order, ksize=3) for order in ((1, 0), (0, 1)))
    for sigma in (25, 80):
        products = (across * across, down * down, across * down)
        xx, yy, xy = (_blur(product * near, sigma) for product in products)
        found[f"coherence_{sigma}"] = float(np.hypot(xx - yy, 2 * xy).sum() / (xx + yy).sum())
    closed = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    core = cv2.erode(closed, np.ones((3, 3), np.uint8)) > 0
    inside = light[core] if core.sum() > 100 else np.array([np.nan])
    found["gloss_in_hair"] = float(np.mean(inside > np.median(light) - 5))
    found["hair_inner_sd_L"] = float(inside.std())
    return found


def _specks(white: Mask, skin: Mask) -> Statistics:
    _, _, parts, _ = cv2.connectedComponentsWithStats(white.astype(np.uint8), connectivity=8)
    areas = parts[1:, cv2.CC_STAT_AREA]
    areas = areas[areas >= 4]
    found = {"white_cover": float(white.mean()), "white_n": float(len(areas))}
    found["white_on_skin"] = float((white & skin).sum() / max(skin.sum(), 1))
    for part in (50, 95):
        found[f"white_area_p{part}"] = float(np.percentile(areas, part)) if len(areas) else 0.0
    return found


def _fields(name: str, plane: Plane, skin: Mask) -> Statistics:
    """Return the skin's variation in wide, middle and fine detail, and from centre to corners."""
    height, width = plane.shape
    q = height // 5
    centre = np.zeros_like(skin)
    centre[height // 2 - q : height // 2 + q, width // 2 - q : width // 2 + q] = True
    corners = np.ones_like(skin)
    corners[q:-q] = False
    corners[:, q:-q] = False
    weight = _blur(skin, 40) + np.float32(1e-3)
    wide = _blur(np.where(skin, plane, 0), 40) / weight
    middle = _percentile(plane[centre & skin], 50) - _percentile(plane[corners & skin], 50)
    return {
        f"centre_minus_corner_{name}": middle,
        f"field_sd_{name}": float(wide[weight > 0.2].std()),
        f"mid_sd_{name}": float((_blur(plane, 2) - _blur(plane, 10))[skin].std()),
        f"fine_sd_{name}": float((plane - _blur(plane, 1.5))[skin].std()),
    }


def _spectrum(light: Plane) -> Statistics:
    """Return the power of each band of frequencies, in cycles a px, and its slope."""
    height, width = light.shape
    window = np.outer(np.hanning(height), np.hanning(width))
    power = np.abs(np.fft.fft2((light - light.mean()) * window)) ** 2
    radius = np.hypot(np.fft.fftfreq(height)[:, None], np.fft.fftfreq(width))
    total = power[(radius > 0.005) & (radius < 0.5)].sum()
    found = {}
    for low, high in _BANDS:
        found[f"ps_{low}-{high}"] = float(power[(radius >= low) & (radius < high)].sum() / total)
    steps = np.geomspace(0.02, 0.36, 12)
    levels = [power[(radius >= step) & (radius < 1.25 * step)].mean() for step in steps]
    return found | {"ps_slope": float(np.polyfit(np.log(steps), np.log(levels), 1)[0])}


def _focus_spread(light: Plane, edges: Plane) -> float:
    """Return how much sharper the sharpest tenth of the tiles is than the blurriest."""
    sharp = []
    for top in range(0, light.shape[0], _TILE):
        for left in range(0, light.shape[1], _TILE):
            tile = (slice(top, top + _TILE), slice(left, left + _TILE))
            if light[tile].std() > 3:
                sharp.append(float(edges[tile].var() / light[tile].var()))
    if len(sharp) <= 8:
        return float("nan")
    low, high = np.percentile(sharp, (10, 90))
    return float(high / max(low, 1e-6))


def _percentile(values: NDArray[np.floating], part: float) -> float:
    return float(np.percentile(values, part)) if len(values) else float("nan")
