"""One picture: every layer in the order in which light meets it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from scalp_train.render.layers import (
    camera,
    flakes,
    hair,
    inflammation,
    plate,
    relief,
    scaling,
    sebum,
    skin,
)
from scalp_train.render.layers.canvas import Canvas, soft
from scalp_train.render.layers.layout import (
    Hair,
    Unit,
    grow_hairs,
    place_units,
    strands,
    stray,
    vellus,
)
from scalp_train.render.layers.looks import LOOKS, Look
from scalp_train.render.layers.noise import FULL, Streams
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
from scalp_train.render.picture import Person, Picture, Subject, any_person


def render(subject: Subject) -> Picture:
    """Draw a scalp layer by layer, each below what lies nearer to the camera."""
    streams = Streams(subject.seed, subject.shot)
    grades = subject.graded(streams("grades"))
    through = LOOKS[subject.look]
    person = subject.person or any_person(streams("person"))
    scene = Scene.arranged(streams, grades, through, person)
    scalp = _under_the_hair(scene)
    _hair_and_above(scene, scalp)
    rows, columns = camera.place(streams)
    canvas = Canvas(np.ascontiguousarray(scalp.planes[:, rows, columns]))
    camera.light(canvas, streams, through)
    if through.plate:
        plate.lay(canvas, streams)
    pixels = camera.expose(canvas, streams, through)
    masks = np.ascontiguousarray(scene.masks()[:, rows, columns])
    return Picture(pixels, masks, tuple(int(grade) for grade in grades))


@dataclass(slots=True)
class Scene:
    """Everything's place and shape on the scalp [528, 704], before anything is painted."""

    streams: Streams
    person: Person
    magnification: float
    crossing: list[Hair]
    dry: FineScaling
    oil: Sebum
    loss: HairLoss
    units: list[Unit]
    redness: inflammation.RedField
    vessels: NDArray[np.uint8]
    spots: inflammation.Spots
    gloss: sebum.Gloss
    scale: scaling.Scale
    dandruff: flakes.FlakeLayers

    @classmethod
    def arranged(cls, streams: Streams, grades: Sequence[int], look: Look, person: Person) -> Scene:
        """Return the scene of valid grades."""
        dry, oil, red = FINE_SCALING[grades[0]], SEBUM[grades[1]], REDNESS[grades[2]]
        loss, view = HAIR_LOSS[grades[5]], streams("view")
        size = within(look.magnification, view.random())
        units = place_units(streams, size)
        grow_hairs(streams, units, loss, wet=oil.wet, form=person.form, magnification=size)
        redness = inflammation.red_field(streams, units, red)
        return cls(
            streams=streams,
            person=person,
            magnification=size,
            crossing=strands(streams, within(look.strands, view.random()), person.form, size),
            dry=dry,
            oil=oil,
            loss=loss,
            units=units,
            redness=redness,
            vessels=inflammation.vessels(streams, red, redness),
            spots=inflammation.spots(streams, units, FOLLICULAR[grades[3]]),
            gloss=sebum.gloss(streams, units, oil),
            scale=scaling.scale(streams, units, dry),
            dandruff=flakes.scatter(streams, FLAKES[grades[4]]),
        )

    def masks(self) -> NDArray[np.bool_]:
        """Return where each symptom's sign lies, bool [6, 528, 704]."""
        return np.stack(
            [
                self.scale.mask,
                self.gloss.mask,
                inflammation.red_mask(self.redness, self.vessels),
                self.spots.mask,
                self.dandruff.mask,
                _affected(self.units, self.magnification),
            ]
        )


def _under_the_hair(scene: Scene) -> Canvas:
    streams, dull, wet = scene.streams, scene.dry.dull, scene.oil.wet
    tint = skin.Tint(scene.redness.shift, scene.loss.bare, dull, wet)
    canvas = skin.paint(streams, scene.person.skin, tint)
    canvas.filter(inflammation.pinpoints(streams), (0.9, 0.72, 0.74))
    inflammation.lay_vessels(canvas, scene.vessels, streams)
    if scene.loss.bare:
        canvas.filter(_halo(scene.units) * np.float32(scene.loss.bare), (0.90, 0.81, 0.72))
    depth, dark = streams("depth"), streams("mouths").uniform(0.3, 0.7)
    stain = hair.under_skin(scene.units, streams) * np.float32(depth.uniform(0.5, 1.15))
    canvas.filter(stain, (0.60, 0.68, 0.75))
    full, empty = hair.mouths(scene.units)
    canvas.cover(soft(full, 1.5) * np.float32(dark), (50, 44, 46))
    if empty.any():
        canvas.cover(soft(empty, 2.2) * np.float32(0.6 * dark), (120, 100, 88))
    inflammation.lay_spots(canvas, scene.spots, streams)
    # Inflamed skin is swollen smooth: measured redness comes with fewer glints.
    smoothed = float(scene.redness.mask.mean())
    relief.lay_glints(canvas, streams, wet=wet, dull=min(1.0, dull + smoothed))
    scaling.lay(canvas, scene.scale, streams)
    sebum.lay(canvas, scene.gloss, streams)
    return canvas


def _hair_and_above(scene: Scene, canvas: Canvas) -> None:
    streams, dandruff, colour = scene.streams, scene.dandruff, scene.person.colour
    hairs = [h for unit in scene.units for h in unit.hairs]
    rooted = hair.HairLayer(streams, hairs, colour, wet=scene.oil.wet, name="rooted")
    rooted.add_fine(vellus(streams, scene.person.form, scene.magnification))
    flakes.lay(canvas, dandruff, streams, above=False, hair=soft(rooted.alpha, 0))
    style = streams("focus")
    focus, shadow = float(style.uniform(0.4, 0.7)), max(0.0, float(style.uniform(-0.2, 0.45)))
    rooted.lay_over(canvas, streams, focus=focus, shadow=shadow)
    flakes.lay(canvas, dandruff, streams, above=True, hair=soft(rooted.alpha, 0.5))
    for name, crossing, blur in (
        ("front", scene.crossing, style.uniform(0.5, 1.0)),
        ("stray", stray(streams), style.uniform(5.0, 9.0)),
    ):
        if crossing:
            front = hair.HairLayer(streams, crossing, colour, wet=0.0, name=name)
            front.lay_over(canvas, streams, focus=float(blur), shadow=0.3)


def _halo(units: list[Unit]) -> NDArray[np.float32]:
    mask = np.zeros(FULL, np.uint8)
    for unit in units:
        cv2.circle(mask, (round(unit.x), round(unit.y)), round(unit.radius * 3.0), (255,), -1)
    return soft(mask, 9.0)


def _affected(units: list[Unit], magnification: float) -> NDArray[np.bool_]:
    """Mask of hair loss: surroundings of the units that are empty or hold thin hair."""
    mask = np.zeros(FULL, np.uint8)
    for unit in units:
        if unit.affected:
            cv2.circle(mask, (round(unit.x), round(unit.y)), round(45 * magnification), (255,), -1)
    return np.asarray(mask > 0, dtype=np.bool_)
