"""One picture: layers in the order in which they lie on the scalp."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scalp_train.render.picture import HEIGHT, WIDTH, Picture, Subject, any_person
from scalp_train.render.shapes import hairs, inflammation, skin, surface
from scalp_train.render.shapes.camera import expose, stand
from scalp_train.render.shapes.flakes import Flakes
from scalp_train.render.shapes.outlines import ragged
from scalp_train.render.shapes.plan import FOLLICULAR, REDNESS, SCALING, SEBUM
from scalp_train.render.shapes.scene import Mouth, grow
from scalp_train.render.shapes.view import Part, Sheet, View, enlarge, some, stream

STRAY_ONE_IN = 7
RED_FROM = 3.5
"""a* that redness must add for a place to count as red."""
AFFECTED = 45.0
"""Radius in px of the skin around a mouth where hair loss shows."""


def render(subject: Subject) -> Picture:
    """Draw a scalp from outlines that are filled, softened and mixed.

    Hair loss changes further masks: no sign is at a mouth that it empties.
    """
    seed, shot = subject.seed, subject.shot
    order = subject.graded(stream(seed, Part.GRADES))
    scaling, sebum, redness, follicular, dandruff, loss = order
    whose = subject.person or any_person(stream(seed, Part.PERSON))
    dry, oil, red = SCALING[scaling], SEBUM[sebum], REDNESS[redness]
    view = stand(seed, shot, subject.look)
    mouths = grow(seed, view, sebum, loss, whose.form)

    field = skin.red_field(stream(seed, Part.REDNESS), view, red)
    canvas = skin.paint(seed, shot, view, order, whose.skin, field)
    threads = inflammation.lay_threads(canvas, stream(seed, Part.VESSELS), view, red)
    rng = stream(seed, Part.SHAFTS)
    hairs.lay_roots(canvas, rng, view, mouths, halo=0.3 * loss)
    spots = inflammation.lay_spots(
        canvas, stream(seed, Part.SPOTS), view, mouths, FOLLICULAR[follicular]
    )
    lines = float(stream(seed, Part.PLACES).uniform(0, 3.14))
    wet = surface.lay_oil(canvas, stream(seed, Part.OIL), view, oil, mouths, lines)
    scaly = surface.lay_scaling(canvas, stream(seed, Part.SCALING), view, dry, mouths)
    glints = oil.glints * dry.gloss * red.glints
    surface.lay_glints(canvas, stream(seed, Part.GLINTS), view, oil, dry, glints, lines)
    flakes = Flakes(seed, view, dandruff)
    flaky = flakes.lay(canvas, flakes.below)
    blur = max(some(rng, (-0.6, 0.8)), 0.0)
    hairs.lay_hairs(canvas, rng, view, mouths, whose.colour, oil.mirror, blur)
    flaky |= flakes.lay(canvas, flakes.above)
    near_lens = stream(seed, Part.STRAY)
    if near_lens.random() < 1 / STRAY_ONE_IN:
        hairs.lay_stray(canvas, near_lens, view)

    reddened = enlarge(field) > RED_FROM
    masks = (scaly, wet, reddened | threads, spots, flaky, _affected(view, mouths, rng))
    pixels = expose(canvas.rgb(), seed, shot, subject.look)
    return Picture(pixels, np.stack(masks), order)


def _affected(view: View, mouths: list[Mouth], rng: np.random.Generator) -> NDArray[np.bool_]:
    sheet = Sheet(view)
    for mouth in mouths:
        if mouth.is_affected:
            sheet.polygon(ragged(rng, mouth.at, AFFECTED, 1, 0))
    affected = sheet.cover() > 0.5
    assert affected.shape == (HEIGHT, WIDTH)
    return np.asarray(affected)
