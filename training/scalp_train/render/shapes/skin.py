"""Bare skin: porcelain with big soft fields of colour, warm in the middle and cool at the rim."""

from __future__ import annotations

import numpy as np

from scalp_train.render.picture import HEIGHT, WIDTH, SkinTone
from scalp_train.render.shapes.canvas import Canvas
from scalp_train.render.shapes.plan import HAIR_LOSS, SCALING, SEBUM, Redness
from scalp_train.render.shapes.view import COARSE, Layer, Part, View, enlarge, some, stream

TONES: dict[SkinTone, tuple[float, float, float]] = {
    "light": (3.5, -0.5, -1.5),
    "medium": (0, 0, 0),
    "dark": (-19, 3, 5),
}
"""L*, a* and b* that a skin tone adds."""
ACROSS, DOWN = np.meshgrid(
    *(np.linspace(-1, 1, size, dtype=np.float32) for size in COARSE), indexing="xy"
)
RIM = 1.15
"""Squared distance from the middle, corners less centre, in the unit of half the picture."""


def paint(
    seed: int, shot: int, view: View, grades: tuple[int, ...], tone: SkinTone, red: Layer
) -> Canvas:
    """Return the skin in the light of a shot; ``red`` is the a* that redness adds, coarse.

    A wet scalp is lighter and less pink, but no yellower: b* says nothing about sebum.
    """
    rng, light = stream(seed, Part.SKIN), stream(seed, Part.LIGHT, shot)
    lightness, a, b = np.array(TONES[tone]) + rng.normal((66.8, -10.5, 6.5), (3.2, 4.2, 5.5))
    lightness, a, b = np.array((lightness, a, b)) + light.normal(0, (1.5, 1.5, 2.0))
    lightness += SEBUM[grades[1]].lighter
    a -= 0.4 * SEBUM[grades[1]].lighter
    warmer_a, warmer_b = HAIR_LOSS[grades[5]].warmer
    far = ACROSS**2 + DOWN**2
    planes: list[Layer] = []
    fields = (
        (lightness, light.normal(-0.5, 5), 4.6),
        (a + warmer_a, light.normal(-1.5, 3), 1.0),
        (b + warmer_b, light.normal(-4.6, 2.4), 3.4),
    )
    for level, rim, field in fields:
        tilt = light.normal(0, 0.9 * field, 2)
        plane = level + rim / RIM * (far - 0.6) + tilt[0] * ACROSS + tilt[1] * DOWN
        planes.append((plane + field * view.noise(rng, 170)).astype(np.float32))
    if light.random() < 0.5:
        across, down = light.choice((-1, 1), 2)
        bleached = np.exp(-((ACROSS - across) ** 2 + (DOWN - down) ** 2) / 0.5)
        planes[0] += np.float32(some(light, (3, 9))) * bleached
        planes[2] -= np.float32(some(light, (2, 6))) * bleached
    planes[0] -= np.float32(0.2) * red
    planes[1] += red
    colour: float = SCALING[grades[0]].colour
    for plane, sd in zip(planes, (0.9, 1.5 * colour, 2.2 * colour), strict=True):
        plane += np.float32(0.6 * sd) * view.noise(rng, 26)
        plane += np.float32(sd) * view.noise(rng, 10)
    return Canvas(*(enlarge(plane) for plane in planes))


def red_field(rng: np.random.Generator, view: View, wanted: Redness) -> Layer:
    """Return the a* that redness adds, coarse: a field with a soft border."""
    shift, share = some(rng, wanted.shift), some(rng, wanted.share)
    height = view.noise(rng, 210) + 0.3 * view.noise(rng, 70)
    # Redness lies in the middle more often than at the rim, now and then round a bare centre.
    height = height - some(rng, (0.2, 1.3)) * (ACROSS**2 + DOWN**2)
    if rng.random() < 0.2:
        across, down = view.anywhere(rng, 1)[0] * 0.6
        x = (ACROSS * WIDTH / 2 - across) / (0.28 * WIDTH)
        y = (DOWN * HEIGHT / 2 - down) / (0.28 * WIDTH)
        height = height - 1.6 * np.exp(-(x**2) - y**2)
    edge = np.quantile(height, 1 - share)
    soft = 1 / (1 + np.exp(-3.2 * (height - edge + 0.1)))
    return np.asarray(shift * soft, dtype=np.float32)
