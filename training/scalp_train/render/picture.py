"""One picture: every layer in the order in which light meets it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from scalp_core.vocabulary import Symptom
from scalp_train.render import camera, flakes, hair, inflammation, scaling, sebum, skin
from scalp_train.render.canvas import soft
from scalp_train.render.layout import Unit, grow_hairs, place_units, strands
from scalp_train.render.noise import FULL, HEIGHT, WIDTH, Streams, blur
from scalp_train.render.severity import (
    FINE_SCALING,
    FLAKES,
    FOLLICULAR,
    HAIR_LOSS,
    REDNESS,
    SEBUM,
)

__all__ = ["HEIGHT", "WIDTH", "Picture", "render"]


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


def render(seed: int, grades: Sequence[int]) -> Picture:
    """Draw the scalp of ``seed`` with six grades (0-3) in the vocabulary's order.

    The same arguments give the same bytes. A change of one grade changes the mask of that symptom
    alone.
    """
    if len(grades) != len(Symptom) or any(grade not in range(4) for grade in grades):
        raise ValueError("six grades between 0 and 3 are needed")
    streams = Streams(seed)
    dry, oil = FINE_SCALING[grades[0]], SEBUM[grades[1]]
    red, follicular = REDNESS[grades[2]], FOLLICULAR[grades[3]]
    flaking, loss = FLAKES[grades[4]], HAIR_LOSS[grades[5]]

    units = place_units(streams)
    grow_hairs(streams, units, loss, oil.clumped)
    redness = inflammation.red_field(streams, red)
    vessel_mask = inflammation.vessels(streams, red, redness)
    spots = inflammation.spots(streams, units, follicular)
    plugs = sebum.plugs(streams, units, oil)
    gloss, gloss_mask = sebum.gloss(streams, oil)
    scale, scale_mask = scaling.speckle(streams, units, dry)
    dandruff = flakes.scatter(streams, flaking)

    canvas = skin.paint(
        streams,
        red=redness.shift,
        yellow=sebum.yellow_film(streams, oil),
        desaturation=dry.desaturation,
        matte=dry.desaturation,
    )
    canvas.filter(inflammation.pinpoints(streams), (0.88, 0.6, 0.62))
    inflammation.lay_vessels(canvas, vessel_mask, streams)
    if loss.halo:
        halo = _halo(units) * np.float32(loss.halo)
        canvas.filter(halo, (0.80, 0.70, 0.60))
    canvas.filter(hair.under_skin(units, streams), (0.66, 0.72, 0.78))
    canvas.lighten(skin.glints(streams))
    full, empty = hair.mouths(units)
    canvas.cover(soft(full, 1.5) * np.float32(0.86), (64, 55, 54))
    if empty.any():
        canvas.cover(soft(empty, 1.8) * np.float32(0.55), (92, 78, 72))
    inflammation.lay_spots(canvas, spots, streams)
    sebum.lay_plugs(canvas, plugs, streams)
    scaling.lay(canvas, scale, streams)
    sebum.lay_gloss(canvas, gloss)
    oily = grades[1] / 3 if grades[1] >= 2 else 0.0
    if dandruff.mask.any():
        flakes.lay(canvas, dandruff.below, streams, oily=oily, name="below")
    rooted = hair.HairLayer(streams, [h for unit in units for h in unit.hairs], "rooted")
    style = streams("focus")
    rooted.lay_over(
        canvas,
        streams,
        focus=float(style.uniform(0.5, 0.9)),
        shadow=float(style.uniform(0.2, 0.75)),
        name="rooted",
    )
    if dandruff.any_above:
        flakes.lay(canvas, dandruff.above, streams, oily=oily, name="above")
    crossing = strands(streams)
    if crossing:
        front = hair.HairLayer(streams, crossing, "front")
        focus = float(style.uniform(0.5, 1.0) if style.random() < 0.6 else style.uniform(1.5, 4.5))
        front.lay_over(canvas, streams, focus=focus, shadow=0.3, name="front")
    camera.light(canvas, streams)
    camera.plate(canvas, streams)
    masks = np.stack(
        [
            scale_mask,
            (plugs > 127) | gloss_mask,
            inflammation.red_mask(redness, vessel_mask),
            spots.mask,
            dandruff.mask,
            _affected(units),
        ]
    )
    return Picture(camera.expose(canvas, streams), masks, tuple(int(g) for g in grades))


def _halo(units: list[Unit]) -> NDArray[np.float32]:
    mask = np.zeros(FULL, np.uint8)
    for unit in units:
        cv2.circle(mask, (round(unit.x), round(unit.y)), round(unit.radius * 2.6), (255,), -1)
    return blur(mask.astype(np.float32) / 255, 5.0)


def _affected(units: list[Unit]) -> NDArray[np.bool_]:
    """Mask of hair loss: surroundings of the units that are empty or hold thin hair."""
    mask = np.zeros(FULL, np.uint8)
    for unit in units:
        if unit.affected:
            cv2.circle(mask, (round(unit.x), round(unit.y)), 45, (255,), -1)
    return np.asarray(mask > 0, dtype=np.bool_)
