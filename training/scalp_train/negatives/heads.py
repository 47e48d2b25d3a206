"""Drawn hair from afar and from close up: what is too far away to see pores, and what is not."""

from __future__ import annotations

import cv2
import numpy as np

from scalp_train.negatives.canvas import (
    COLUMNS,
    HAIRS,
    HEIGHT,
    ROWS,
    SKINS,
    WIDTH,
    Floats,
    Pixels,
    blend,
    blob,
    clouds,
    develop,
    flow,
    skin,
    strands,
    tone,
    whole,
)

Rng = np.random.Generator


def draw_head(rng: Rng) -> Pixels:
    """Draw a whole head: hair in front of a room, with skin below or at the crown."""
    room = tone(rng, ((200, 200, 200), (110, 120, 140), (150, 120, 90), (60, 70, 60)), 0.25)
    ground = np.broadcast_to(room, (HEIGHT, WIDTH, 3)).astype(np.float32)
    ground = ground * (1 + clouds(rng, rng.uniform(40, 250)) * rng.uniform(0, 0.35))[..., None]
    x, y = rng.normal(WIDTH / 2, 50), rng.normal(HEIGHT / 2, 40)
    wide, high = rng.uniform(120, 260), rng.uniform(130, 260)
    colour = tone(rng, SKINS, 0.06)
    face = skin(rng, colour)
    head = np.hypot((COLUMNS - x) / wide, (ROWS - y) / high)
    if rng.random() < 0.6:  # neck and shoulders
        body = np.hypot((COLUMNS - x) / (wide * 1.6), (ROWS - y - high * 1.5) / high)
        ground = blend(ground, tone(rng, ((60, 70, 110), (190, 190, 190), (40, 40, 40)), 0.3),
                       (body < 1).astype(np.float32))  # fmt: skip
    shape = (1 / (1 + np.exp(30 * (head - 1).clip(-1, 1)))).astype(np.float32)
    round_ = (0.6 + 0.45 * np.sqrt((1 - head**2).clip(0, 1)))[..., None].astype(np.float32)
    ground = ground * (1 - shape[..., None]) + face * round_ * shape[..., None]
    return _with_hair(rng, ground, (x, y, wide, high), shape)


def _with_hair(
    rng: Rng, ground: Floats, place: tuple[float, float, float, float], shape: Floats
) -> Pixels:
    """Return the head with hair that leaves the face, or a thin crown, free."""
    x, y, wide, high = place
    line = rng.uniform(-0.4, 1.2) * high
    covered = shape * (1 / (1 + np.exp((ROWS - y - line) / 12))).astype(np.float32)
    if rng.random() < 0.35:
        crown = blob(rng, x + rng.normal(0, wide / 5), y - high / 3, rng.uniform(15, 70), 0.3)
        covered = covered * (1 - crown * np.float32(rng.uniform(0.5, 1)))
    hair = tone(rng, HAIRS, 0.2)
    canvas = whole(blend(ground, hair * 0.7, covered))
    centre = x + rng.normal(0, wide / 4), y - high * rng.uniform(0.2, 0.9)
    away = np.arctan2(ROWS - centre[1], COLUMNS - centre[0]).astype(np.float32)
    field = away + np.float32(rng.normal(0, 0.5)) + clouds(rng, 120) * np.float32(0.2)
    places = rng.uniform((x - wide, y - high), (x + wide, y + high), (1600, 2))
    within = places.clip((0, 0), (WIDTH - 1, HEIGHT - 1)).astype(int)
    kept = covered[within[:, 1], within[:, 0]] > rng.random(len(places))
    starts = places[kept]
    sheen = hair * np.float32(rng.uniform(1, 1.8))
    strands(
        canvas, rng, field, sheen, count=len(starts), length=(15, rng.uniform(30, 110)),
        width=(1, 1), starts=starts, contrast=0.4,
    )  # fmt: skip
    return develop(rng, canvas.astype(np.float32))


def draw_hair_mass(rng: Rng) -> Pixels:
    """Draw hair that fills the view: many fine strands, sheen, and at most a thin parting."""
    hair = tone(rng, HAIRS, 0.2)
    bands = 1 + 0.35 * clouds(rng, rng.uniform(60, 200)) + 0.15 * clouds(rng, 20)
    canvas = whole(bands[..., None] * hair * 0.7)
    field = flow(rng, rng.uniform(150, 500), rng.uniform(0.1, 0.6))
    parted = rng.random() < 0.6
    if parted:
        middle = rng.uniform(0.25, 0.75) * WIDTH + clouds(rng, 300) * 20 + (ROWS - 240) * 0.2
        thin = rng.uniform(2, 9)
        seam = np.exp(-(((COLUMNS - middle) / thin) ** 2)).astype(np.float32)
        canvas = whole(blend(canvas.astype(np.float32), tone(rng, SKINS, 0.08), seam * 0.9))
        aside = np.where(middle > COLUMNS, np.pi - 0.5, 0.5) + clouds(rng, 200) * 0.2
        field = aside.astype(np.float32)
    for _ in range(2):
        strands(
            canvas, rng, field, hair * np.float32(rng.uniform(0.6, 2)),
            count=int(rng.integers(500, 1200)), length=(60, rng.uniform(100, 500)), width=(1, 1),
            spread=rng.uniform(0.03, 0.2), contrast=rng.uniform(0.2, 0.6),
        )  # fmt: skip
    turned = rng.random() < 0.5 and parted
    picture = np.rot90(canvas)[:, :, :] if turned else canvas
    fitted = cv2.resize(np.ascontiguousarray(picture), (WIDTH, HEIGHT))
    return develop(rng, fitted.astype(np.float32))


def draw_close_up(rng: Rng) -> Pixels:
    """Draw a scalp as a phone sees it from some centimetres: open skin, single hairs, mouths."""
    colour = tone(rng, SKINS, 0.06)
    ground = skin(rng, colour)
    if rng.random() < 0.5:
        red = blob(rng, rng.uniform(0, WIDTH), rng.uniform(0, HEIGHT), rng.uniform(50, 300), 0.4)
        change = np.array([12, -18, -14], np.float32) * np.float32(rng.uniform(0.3, 1.5))
        ground = ground + red[..., None] * change
    canvas, hair = whole(ground), tone(rng, HAIRS, 0.2)
    thick = rng.uniform(1.5, 5)
    middle = rng.uniform(0.3, 0.7) * WIDTH + (ROWS - 240) * rng.normal(0, 0.15)
    gap = rng.uniform(60, 420)
    count = int(rng.uniform(30, 160) * (5 / thick) * (1 - gap / 800))
    aside = np.where(middle > COLUMNS, np.pi, 0) + np.where(middle > COLUMNS, 1, -1) * np.float32(
        rng.uniform(-0.9, 0.9)
    )
    field = (aside + clouds(rng, 250) * 0.2).astype(np.float32)
    if rng.random() < 0.4:  # shaved, or no parting: all lean one way
        field = flow(rng, 300, 0.4)
    places = rng.uniform((0, 0), (WIDTH, HEIGHT), (count, 2)).astype(np.float32)
    dense = rng.random(count) < 0.15 + 0.85 * (
        np.abs(places[:, 0] - np.interp(places[:, 1], ROWS[:, 0], middle[:, 0])) > gap / 2
    )
    places = places[dense]
    _mouths(canvas, rng, places, colour, hair, thick)
    _flakes(canvas, rng)
    longest = rng.uniform(30, 90) if rng.random() < 0.25 else rng.uniform(150, 700)
    for _ in range(int(rng.integers(1, 4))):  # hairs of one mouth
        strands(
            canvas, rng, field, hair, count=len(places), length=(longest / 3, longest),
            width=(max(1, round(thick * 0.6)), max(1, round(thick * 1.3))), starts=places,
            spread=0.25, contrast=0.2,
        )  # fmt: skip
    return develop(rng, canvas.astype(np.float32))


def _mouths(
    canvas: Pixels, rng: Rng, places: Floats, colour: Floats, hair: Floats, thick: float
) -> None:
    shade = [float(v) for v in (0.6 * colour + 0.25 * hair)]
    for x, y in places:
        radius = max(1, round(thick * rng.uniform(0.5, 1.3)))
        cv2.circle(canvas, (int(x), int(y)), radius, shade, -1, cv2.LINE_AA)


def _flakes(canvas: Pixels, rng: Rng) -> None:
    if rng.random() < 0.6:
        return
    for _ in range(int(rng.integers(5, 80))):
        at = rng.uniform((0, 0), (WIDTH, HEIGHT))
        corners = at + rng.normal(0, rng.uniform(1, 7), (6, 2))
        shade = [float(v) for v in rng.uniform(190, 245) * np.array([1, 0.98, 0.95])]
        hull = cv2.convexHull(corners.astype(np.int32))
        cv2.fillPoly(canvas, [hull], shade, cv2.LINE_AA)


FAR = {"heads": draw_head, "hair": draw_hair_mass}
"""Who draws what is too far away."""
