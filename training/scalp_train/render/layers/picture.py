"""One picture: every layer in the order in which light meets it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from scalp_core.vocabulary import Grade, Symptom
from scalp_train.render.layers import camera, flakes, hair, inflammation, scaling, sebum, skin
from scalp_train.render.layers.canvas import Canvas, soft
from scalp_train.render.layers.layout import Hair, Unit, grow_hairs, place_units, strands
from scalp_train.render.layers.noise import FULL, Field, Streams, blur
from scalp_train.render.layers.severity import (
    FINE_SCALING,
    FLAKES,
    FOLLICULAR,
    HAIR_LOSS,
    REDNESS,
    SEBUM,
    FineScaling,
    HairLoss,
    Sebum,
    within,
)
from scalp_train.render.picture import LookName, Picture


def render(seed: int, grades: Sequence[int] | None = None, *, look: LookName = "scope") -> Picture:
    """Draw the scalp of ``seed`` with six grades (0-3) in the vocabulary's order.

    The same arguments give the same bytes. A change of one grade changes the mask of that symptom
    alone. Without grades, the seed chooses them too, evenly. ``look`` is the kind of camera.

    Raises:
        ValueError: not six grades between 0 and 3.
    """
    if grades is None:
        grades = [int(g) for g in Streams(seed)("grades").integers(0, len(Grade), len(Symptom))]
    if len(grades) != len(Symptom) or any(grade not in range(len(Grade)) for grade in grades):
        raise ValueError("six grades between 0 and 3 are needed")
    through = camera.LOOKS[look]
    scene = _Scene.arranged(Streams(seed), grades, through)
    canvas = _under_the_hair(scene)
    _hair_and_above(scene, canvas)
    camera.light(canvas, scene.streams, through)
    if through.plate:
        camera.plate(canvas, scene.streams)
    pixels = camera.expose(canvas, scene.streams, through)
    return Picture(pixels, scene.masks(), tuple(int(grade) for grade in grades))


@dataclass(slots=True)
class _Scene:
    """Everything's place and shape, before anything is painted."""

    streams: Streams
    magnification: float
    crossing: list[Hair]
    dry: FineScaling
    oil: Sebum
    loss: HairLoss
    oiliness: float
    units: list[Unit]
    redness: inflammation.RedField
    vessels: NDArray[np.uint8]
    spots: inflammation.Spots
    plugs: NDArray[np.uint8]
    gloss: tuple[Field, NDArray[np.bool_]]
    scale: tuple[Field, NDArray[np.bool_]]
    dandruff: flakes.FlakeLayers

    @classmethod
    def arranged(cls, streams: Streams, grades: Sequence[int], look: camera.Look) -> _Scene:
        dry, oil, red = FINE_SCALING[grades[0]], SEBUM[grades[1]], REDNESS[grades[2]]
        view = streams("view")
        magnification = within(look.magnification, view.random())
        units = place_units(streams, magnification)
        grow_hairs(streams, units, HAIR_LOSS[grades[5]], oil.clumped, magnification)
        redness = inflammation.red_field(streams, units, red)
        return cls(
            streams=streams,
            magnification=magnification,
            crossing=strands(streams, within(look.strands, view.random()), magnification),
            dry=dry,
            oil=oil,
            loss=HAIR_LOSS[grades[5]],
            oiliness=grades[1] / 3 if grades[1] >= 2 else 0.0,
            units=units,
            redness=redness,
            vessels=inflammation.vessels(streams, red, redness),
            spots=inflammation.spots(streams, units, FOLLICULAR[grades[3]]),
            plugs=sebum.plugs(streams, units, oil),
            gloss=sebum.gloss(streams, oil),
            scale=scaling.speckle(streams, units, dry),
            dandruff=flakes.scatter(streams, FLAKES[grades[4]]),
        )

    def masks(self) -> NDArray[np.bool_]:
        return np.stack(
            [
                self.scale[1],
                (self.plugs > 127) | self.gloss[1],
                inflammation.red_mask(self.redness, self.vessels),
                self.spots.mask,
                self.dandruff.mask,
                _affected(self.units, self.magnification),
            ]
        )


def _under_the_hair(scene: _Scene) -> Canvas:
    streams = scene.streams
    canvas = skin.paint(
        streams,
        red=scene.redness.shift,
        yellow=sebum.yellow_film(streams, scene.units, scene.oil),
        desaturation=scene.dry.desaturation,
        matte=scene.dry.desaturation,
    )
    canvas.filter(inflammation.pinpoints(streams), (0.88, 0.6, 0.62))
    inflammation.lay_vessels(canvas, scene.vessels, streams)
    if scene.loss.halo:
        canvas.filter(_halo(scene.units) * np.float32(scene.loss.halo), (0.80, 0.70, 0.60))
    depth, dark = streams("depth"), streams("mouths").uniform(0.35, 0.92)
    if depth.random() < 0.85:
        shine_through = hair.under_skin(scene.units, streams)
        canvas.filter(shine_through * np.float32(depth.uniform(0.3, 1.1)), (0.66, 0.72, 0.78))
    canvas.lighten(skin.glints(streams))
    full, empty = hair.mouths(scene.units)
    canvas.cover(soft(full, 1.5) * np.float32(dark), (64, 55, 54))
    if empty.any():
        canvas.cover(soft(empty, 1.8) * np.float32(0.64 * dark), (92, 78, 72))
    inflammation.lay_spots(canvas, scene.spots, streams)
    sebum.lay_plugs(canvas, scene.plugs, streams)
    scaling.lay(canvas, scene.scale[0], streams)
    sebum.lay_gloss(canvas, scene.gloss[0])
    return canvas


def _hair_and_above(scene: _Scene, canvas: Canvas) -> None:
    streams, dandruff = scene.streams, scene.dandruff
    if dandruff.mask.any():
        flakes.lay(canvas, dandruff.below, streams, oily=scene.oiliness, name="below")
    hairs = [h for unit in scene.units for h in unit.hairs if h.visible]
    rooted = hair.HairLayer(streams, hairs, "rooted")
    style = streams("focus")
    focus, shadow = float(style.uniform(0.5, 0.9)), max(0.0, float(style.uniform(-0.2, 0.75)))
    rooted.lay_over(canvas, streams, focus=focus, shadow=shadow, name="rooted")
    if dandruff.any_above:
        flakes.lay(canvas, dandruff.above, streams, oily=scene.oiliness, name="above")
    if scene.crossing:
        front = hair.HairLayer(streams, scene.crossing, "front")
        focus = float(style.uniform(0.5, 1.0) if style.random() < 0.6 else style.uniform(1.5, 4.5))
        front.lay_over(canvas, streams, focus=focus, shadow=0.3, name="front")


def _halo(units: list[Unit]) -> NDArray[np.float32]:
    mask = np.zeros(FULL, np.uint8)
    for unit in units:
        cv2.circle(mask, (round(unit.x), round(unit.y)), round(unit.radius * 2.6), (255,), -1)
    return blur(mask.astype(np.float32) / np.float32(255), 5.0)


def _affected(units: list[Unit], magnification: float) -> NDArray[np.bool_]:
    """Mask of hair loss: surroundings of the units that are empty or hold thin hair."""
    mask = np.zeros(FULL, np.uint8)
    for unit in units:
        if unit.affected:
            cv2.circle(mask, (round(unit.x), round(unit.y)), round(45 * magnification), (255,), -1)
    return np.asarray(mask > 0, dtype=np.bool_)
