"""What lies on the skin, from wet to dry: glints, films and collars; net, dust, curls and peels."""

from __future__ import annotations

from math import pi

import numpy as np
from numpy.typing import NDArray

from scalp_train.render.shapes.canvas import Canvas
from scalp_train.render.shapes.outlines import arc, crescent, ragged
from scalp_train.render.shapes.plan import Dryness, Oil
from scalp_train.render.shapes.scene import Mouth
from scalp_train.render.shapes.view import FULL, Path, Sheet, View, blurred, some, whole

RELIEF, STROKES, SPARKLES = 420, 410, 620
"""Lines of the skin, glints and sparkles in a view of a scalp that is neither wet nor dry."""
MASK_FROM = 0.15


def lay_glints(
    canvas: Canvas,
    rng: np.random.Generator,
    view: View,
    oil: Oil,
    dry: Dryness,
    factor: float,
    lines: float,
) -> None:
    """Paint the wet micro-relief: short white strokes combed along the skin lines, and sparkles.

    Every scalp has them; sebum makes them more, broader and of more colours, dryness and redness
    make them fewer. ``factor`` is that on their number, ``lines`` the skin lines' direction in
    radians.
    """
    amount = factor * float(rng.uniform(0.75, 1.3)) * view.area
    sheet = Sheet(view)
    strokes, sparkles = round(STROKES * amount), round(SPARKLES * amount)
    _comb(rng, sheet, view, lines)
    at = _uneven(rng, view, strokes)
    angles = lines + rng.normal(0, 0.22, strokes)
    half = 0.5 * np.clip(rng.exponential(9, strokes), 3, 40)
    reach = np.stack([np.cos(angles), np.sin(angles)], 1) * half[:, None]
    widths = np.clip(rng.normal(1.8, 0.6, strokes), 0.9, 3.4) * oil.breadth
    tones = rng.integers(170, 255, strokes)
    bends = rng.normal(0, 0.12, strokes)[:, None] * reach[:, ::-1] * (1, -1)
    sheet.strokes(np.stack([at - reach, at + bends, at + reach], axis=1), widths, tones)
    at = _uneven(rng, view, sparkles)
    angles = lines + rng.normal(0, 0.9, sparkles)
    sizes = np.minimum(0.5 + rng.exponential(0.5, sparkles) * oil.breadth, 4)
    reach = np.stack([np.cos(angles), np.sin(angles)], 1) * sizes[:, None]
    widths = np.clip(1.8 + 1.3 * (sizes - 0.8), 1.6, 5)
    tones = rng.integers(180, 255, sparkles)
    sheet.strokes(np.stack([at - reach, at + reach], axis=1), widths, tones)
    wet = sheet.cover() * np.clip(0.75 + 0.5 * view.noise(rng, 90, FULL), 0.15, 1)
    canvas.bleach(wet, 99, 0.9)
    glitter = 0.6 * oil.glitter * dry.colour
    for plane in (canvas.a, canvas.b):
        plane += wet * np.float32(glitter) * view.noise(rng, 3, FULL)


def _comb(rng: np.random.Generator, sheet: Sheet, view: View, lines: float) -> None:
    """Draw the skin's own fine lines, hardly lighter than the skin."""
    number = round(RELIEF * view.area)
    at, angles = view.anywhere(rng, number), lines + rng.normal(0, 0.16, number)
    half = rng.uniform(5, 22, number)[:, None] * np.stack([np.cos(angles), np.sin(angles)], 1)
    sheet.strokes(
        np.stack([at - half, at + half], axis=1),
        rng.uniform(0.8, 2, number),
        rng.integers(12, 46, number),
    )


def _uneven(rng: np.random.Generator, view: View, number: int) -> Path:
    """Return places of which half lie in loose groups."""
    places = view.anywhere(rng, number)
    centres = view.anywhere(rng, 9)
    grouped = rng.random(number) < 0.5
    near = centres[rng.integers(9, size=number)] + rng.normal(0, 65, (number, 2))
    return np.asarray(np.where(grouped[:, None], near, places))


def lay_oil(
    canvas: Canvas,
    rng: np.random.Generator,
    view: View,
    oil: Oil,
    mouths: list[Mouth],
    lines: float,
) -> NDArray[np.bool_]:
    """Paint glassy films, wet collars at the mouths and blown highlights; return where they are."""
    films, rims, collars, blown = (Sheet(view) for _ in range(4))
    visible = [mouth for mouth in mouths if mouth.is_visible]
    comb = np.array((np.cos(lines), np.sin(lines)))
    for _ in range(round(some(rng, oil.films) * view.area)):
        at, near = view.anywhere(rng, 1)[0], rng.random()
        if visible and near < 0.55:
            at = visible[int(rng.integers(len(visible)))].at + rng.normal(0, 22, 2)
        outline = ragged(rng, at, some(rng, (18, 56)), some(rng, (0.45, 0.9)), 0.1)
        films.polygon(outline, whole(rng, (110, 255)))
        for _ in range(whole(rng, (2, 5))):
            middle = at + rng.normal(0, 10, 2)
            reach = some(rng, (3, 14)) * comb
            rims.line(np.stack([middle - reach, middle + reach]), some(rng, (1.4, 3.6)), 245)
    wet = some(rng, oil.collars)
    for mouth in visible:
        has, start, radius = rng.random() < wet, float(rng.uniform(0, 2 * pi)), some(rng, (7, 13))
        if has:
            span = some(rng, (2.2, 5.6))
            collars.line(arc(rng, mouth.at, radius, span, start, 0.05), some(rng, (2.6, 5)), 240)
            collars.line(arc(rng, mouth.at, radius + 4, 1.2, start + 1, 0.05), 1.3, 170)
    for _ in range(round(some(rng, oil.blown) * view.area)):
        at = view.anywhere(rng, 1)[0]
        if visible and rng.random() < 0.6:
            at = visible[int(rng.integers(len(visible)))].at + rng.normal(0, 16, 2)
        blown.polygon(ragged(rng, at, some(rng, (8, 24)), some(rng, (0.2, 0.5)), 0.28))
    film, rim, ring, white = films.cover(7), rims.cover(), collars.cover(), blown.cover(0.9)
    canvas.shift(film, 13)
    canvas.bleach(0.85 * rim, 96, 0.75)
    canvas.bleach(0.85 * ring, 95, 0.7)
    canvas.bleach(0.95 * white, 99, 0.35)
    signs = np.maximum(np.maximum(film, rim), np.maximum(ring, white))
    return np.asarray(signs > MASK_FROM)


def lay_scaling(
    canvas: Canvas, rng: np.random.Generator, view: View, dry: Dryness, mouths: list[Mouth]
) -> NDArray[np.bool_]:
    """Paint a net of hair-thin white lines, dust, peels, and matt collars and curls at the mouths.

    Returns:
        where they are.
    """
    share = some(rng, dry.net)
    net, dust, peels, edges, curls = (Sheet(view) for _ in range(5))
    where = view.noise(rng, 110, FULL)
    _draw_net(rng, net, view)
    specks = round(some(rng, dry.dust) * view.area)
    dust.dots(
        _uneven(rng, view, specks),
        0.7 + rng.exponential(0.4, specks),
        rng.integers(90, 220, specks),
    )
    for _ in range(round(some(rng, dry.peels) * view.area)):
        outline = ragged(rng, view.anywhere(rng, 1)[0], some(rng, (10, 26)), some(rng, (0.4, 0.8)))
        peels.polygon(outline, whole(rng, (120, 230)))
        turned = np.roll(outline, int(rng.integers(len(outline))), axis=0)
        edges.line(turned[: whole(rng, (5, 9))], some(rng, (1.3, 2.8)), whole(rng, (170, 240)))
    ringed = some(rng, dry.collars)
    for mouth in mouths:
        has, start = rng.random() < ringed, float(rng.uniform(0, 2 * pi))
        radius, curled = some(rng, (8, 15)), whole(rng, (2, 4))
        if has and mouth.is_visible:
            curls.polygon(
                crescent(rng, mouth.at, radius, some(rng, (2.5, 5.8)), start, some(rng, (3, 7))),
                whole(rng, (180, 245)),
            )
            for _ in range(curled):
                off = mouth.at + rng.normal(0, 12, 2)
                curl = arc(
                    rng, off, some(rng, (3, 8)), some(rng, (1.5, 3.5)), rng.uniform(0, 6), 0.1
                )
                curls.line(curl, some(rng, (1.2, 2.6)), whole(rng, (150, 230)))
    cracked = net.cover()
    if share > 0:
        cracked = cracked * np.clip(3 * (where - np.quantile(where, 1 - share)) + 0.5, 0, 1)
    else:
        cracked = np.zeros_like(cracked)
    film, edge, matt, fine = peels.cover(), edges.cover(), curls.cover(), dust.cover()
    canvas.bleach(0.2 * film, 88, 0.7)
    for cover, strength, white in (
        (cracked, 0.75, 88),
        (fine, 0.7, 87),
        (edge, 0.8, 90),
        (matt, 0.8, 89),
    ):
        canvas.bleach(np.float32(strength) * cover, white, 0.6)
    signs = np.maximum(np.maximum(blurred(cracked, 4) * 2.5, edge), np.maximum(matt, fine))
    return np.asarray(np.maximum(signs, film) > MASK_FROM)


def _draw_net(rng: np.random.Generator, sheet: Sheet, view: View) -> None:
    """Draw cracked varnish: edges of an uneven lattice, each of them bent once."""
    cell = some(rng, (24, 36))
    across, down = view.reach
    rows = np.arange(-down - cell, down + cell, cell)
    columns = np.arange(-across - cell, across + cell, cell)
    knots = np.stack(np.meshgrid(columns, rows), axis=-1)
    knots[::2, :, 0] += cell / 2
    knots += rng.normal(0, 0.22 * cell, knots.shape)
    kept, tones = rng.random((2, *knots.shape[:2])), rng.integers(110, 245, (2, *knots.shape[:2]))
    bends = rng.normal(0, 0.12 * cell, (2, *knots.shape))
    corners = (knots[:-1, :-1], knots[:-1, 1:], knots[1:, 1:], knots[1:, :-1])
    for plate in np.stack(corners, axis=2).reshape(-1, 4, 2):
        sheet.polygon(plate, int(rng.choice((0, 0, 20, 45))))
    for kind, ends in enumerate((knots[:, 1:], knots[1:])):
        starts = knots[: ends.shape[0], : ends.shape[1]]
        chosen = kept[kind, : ends.shape[0], : ends.shape[1]] < 0.8
        start, end = starts[chosen], ends[chosen]
        bent = (start + end) / 2 + bends[kind, : ends.shape[0], : ends.shape[1]][chosen]
        tone = tones[kind, : ends.shape[0], : ends.shape[1]][chosen]
        widths = rng.uniform(0.9, 1.8, len(tone))
        sheet.strokes(np.stack([start, bent, end], axis=1), widths, tone)
