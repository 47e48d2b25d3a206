"""Drawn pictures of what no package shows: skin, eyes, fingers, fur, grass, cloth, beards, text."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from scalp_train.negatives.canvas import (
    COLUMNS,
    HAIRS,
    HEIGHT,
    ROWS,
    SKINS,
    WIDTH,
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
ANY = tuple((r, g, b) for r in (60, 130, 210) for g in (60, 130, 210) for b in (60, 130, 210))


def draw_skin(rng: Rng) -> Pixels:
    """Draw bare skin, with moles and now and then a few body hairs."""
    ground = skin(rng)
    for _ in range(int(rng.integers(0, 4))):
        x, y = rng.uniform(0, WIDTH), rng.uniform(0, HEIGHT)
        spot = blob(rng, x, y, rng.uniform(5, 40), 0.1)
        ground = blend(ground, tone(rng, ((90, 55, 40), (150, 80, 70)), 0.2), spot)
    canvas = whole(ground)
    if rng.random() < 0.4:
        hair = tone(rng, HAIRS, 0.2)
        few, long = int(rng.integers(1, 14)), (40.0, 160.0)
        strands(canvas, rng, flow(rng, 300, 0.8), hair, count=few, length=long, width=(1, 2))
    return develop(rng, canvas.astype(np.float32))


def draw_lesion(rng: Rng) -> Pixels:
    """Draw a pigmented spot that fills a part of the view, as through a dermatoscope."""
    ground = skin(rng)
    x, y = rng.normal(WIDTH / 2, 60), rng.normal(HEIGHT / 2, 40)
    dark = tone(rng, ((110, 65, 45), (70, 45, 40), (160, 90, 75), (180, 70, 70)), 0.2)
    radius = rng.uniform(60, 230)
    mask = blob(rng, x, y, radius, rng.uniform(0.05, 0.3))
    net = 1 + 0.25 * clouds(rng, rng.uniform(6, 25)) + 0.2 * clouds(rng, 60)
    ground = ground * (1 - mask[..., None]) + dark * net[..., None] * mask[..., None]
    for _ in range(int(rng.integers(0, 5))):
        at = rng.normal((x, y), radius / 2)
        part = blob(rng, at[0], at[1], rng.uniform(10, radius / 2), 0.3)
        ground = blend(ground, dark * np.float32(rng.uniform(0.4, 1.6)), part * mask)
    canvas = whole(ground)
    if rng.random() < 0.5:
        hair, few = tone(rng, HAIRS, 0.2), int(rng.integers(1, 16))
        strands(canvas, rng, flow(rng, 300, 0.6), hair, count=few, length=(80, 500), width=(1, 4))
    return develop(rng, canvas.astype(np.float32))


def draw_eye(rng: Rng) -> Pixels:
    """Draw an eye from close up: iris, pupil, lids and lashes."""
    colour = tone(rng, SKINS, 0.06)
    ground = skin(rng, colour)
    x, y, radius = rng.normal(WIDTH / 2, 50), rng.normal(HEIGHT / 2, 30), rng.uniform(60, 190)
    high = radius * rng.uniform(0.75, 1.2)
    opening = ((COLUMNS - x) / (radius * 2.1)) ** 2 + np.abs((ROWS - y) / high) ** 1.6
    open_ = (1 / (1 + np.exp(20 * (opening - 1).clip(-2, 2)))).astype(np.float32)
    white = np.array([225, 215, 210], np.float32) * np.float32(rng.uniform(0.7, 1.05))
    ground = blend(ground, white, open_)
    away = np.hypot(COLUMNS - x, ROWS - y)
    turn = np.arctan2(ROWS - y, COLUMNS - x)
    rays = clouds(rng, 30) * 0.2 + 0.25 * np.sin(turn * rng.integers(20, 70) + clouds(rng, 40))
    iris = tone(rng, ((70, 45, 30), (90, 110, 90), (90, 120, 150), (50, 35, 28)), 0.2)
    disc = (away < radius * 0.85).astype(np.float32) * open_
    shade = (1 + rays)[..., None] * iris
    ground = ground * (1 - disc[..., None]) + shade.astype(np.float32) * disc[..., None]
    pupil = (away < radius * rng.uniform(0.2, 0.5)).astype(np.float32) * open_
    ground = blend(ground, np.full(3, 8, np.float32), pupil)
    glint = blob(rng, x - radius / 4, y - radius / 4, radius * 0.12, 0.05)
    canvas = whole(blend(ground, np.full(3, 250, np.float32), glint))
    count = int(rng.integers(20, 90))
    along = rng.uniform(-1, 1, count)
    side = np.where(rng.random(count) < 0.7, -1, 1)
    edge = high * (1 - along**2).clip(0, 1) ** 0.6
    starts = np.stack([x + along * radius * 2.1, y + side * edge], axis=1).astype(np.float32)
    up = np.arctan2(ROWS - y, COLUMNS - x).astype(np.float32)
    hair = tone(rng, HAIRS[:3], 0.2)
    long = (radius * 0.2, radius * 0.6)
    strands(canvas, rng, up, hair, count=count, length=long, width=(1, 4), starts=starts)
    return develop(rng, canvas.astype(np.float32))


def draw_fingers(rng: Rng) -> Pixels:
    """Draw fingers or a palm: rounded limbs side by side, creases, ridges and nails."""
    colour = tone(rng, SKINS, 0.06)
    ground = skin(rng, tone(rng, (*SKINS, *ANY), 0.1))
    angle = rng.uniform(0, np.pi)
    across = (COLUMNS - WIDTH / 2) * np.cos(angle) + (ROWS - HEIGHT / 2) * np.sin(angle)
    along = -(COLUMNS - WIDTH / 2) * np.sin(angle) + (ROWS - HEIGHT / 2) * np.cos(angle)
    thick = rng.uniform(80, 400)
    place = -rng.uniform(0, thick) - 300
    while place < 400:
        end = rng.uniform(-150, 400)
        inside = np.hypot(
            (across - place) / (thick / 2), (along - end).clip(0, None) / (thick * 0.6)
        )
        round_ = np.sqrt((1 - inside**2).clip(0, 1)).astype(np.float32)
        mask = (1 / (1 + np.exp(25 * (inside - 1).clip(-1, 1)))).astype(np.float32)
        limb = skin(rng, colour) * (0.55 + 0.5 * round_)[..., None]
        ridge = np.sin(inside * thick / rng.uniform(2, 5) + clouds(rng, 90) * 3)
        limb = limb + (ridge * rng.uniform(0, 8))[..., None].astype(np.float32)
        crease = np.exp(-(((along - end + thick * 1.2 + clouds(rng, 80) * 6) / 5) ** 2))
        limb = limb * (1 - 0.35 * crease)[..., None].astype(np.float32)
        ground = ground * (1 - mask[..., None]) + limb * mask[..., None]
        if rng.random() < 0.4:
            nail = np.hypot((across - place) / (thick * 0.33), (along - end) / (thick * 0.42))
            ground = blend(ground, colour * 1.12, (nail < 1).astype(np.float32) * 0.8)
        place += thick * rng.uniform(0.95, 1.25)
    return develop(rng, ground)


def draw_fur(rng: Rng) -> Pixels:
    """Draw an animal's coat: dense strands of any colour, without skin."""
    colour = tone(rng, (*HAIRS, (235, 230, 220), (190, 140, 90)), 0.2)
    canvas = whole(np.broadcast_to(colour * 0.6, (HEIGHT, WIDTH, 3)).astype(np.float32))
    field = flow(rng, rng.uniform(80, 400), rng.uniform(0.2, 1.2))
    for _ in range(2):
        shade = colour * np.float32(np.exp(rng.normal(0, 0.3)))
        strands(
            canvas, rng, field, shade, count=int(rng.integers(500, 1400)),
            length=(15, rng.uniform(30, 220)), width=(1, int(rng.integers(2, 5))),
            spread=rng.uniform(0.1, 0.5),
        )  # fmt: skip
    return develop(rng, canvas.astype(np.float32))


def draw_grass(rng: Rng) -> Pixels:
    """Draw blades or straw over earth."""
    canvas = whole(skin(rng, tone(rng, ((70, 60, 40), (40, 60, 25)), 0.2)))
    green = tone(rng, ((80, 130, 45), (130, 150, 70), (180, 160, 90)), 0.2)
    strands(
        canvas, rng, flow(rng, 400, 0.3), green, count=int(rng.integers(200, 1000)),
        length=(40, 260), width=(2, int(rng.integers(3, 12))), spread=0.6,
    )  # fmt: skip
    return develop(rng, canvas.astype(np.float32))


def draw_cloth(rng: Rng) -> Pixels:
    """Draw woven, knitted or striped cloth, with folds."""
    angle, period = rng.uniform(0, np.pi), rng.uniform(3, 40)
    x = COLUMNS * np.cos(angle) + ROWS * np.sin(angle) + 4 * clouds(rng, 120)
    y = -COLUMNS * np.sin(angle) + ROWS * np.cos(angle) + 4 * clouds(rng, 120)
    over = np.sin(2 * np.pi * x / period) * (np.sin(2 * np.pi * y / period) if rng.random() < 0.7
                                             else 1)  # fmt: skip
    folds = clouds(rng, 160) * rng.uniform(0, 0.3)
    base = tone(rng, (*ANY, *SKINS), 0.1)
    light = 1 + rng.uniform(0.05, 0.4) * over + folds + 0.1 * clouds(rng, 3)
    return develop(rng, (light[..., None] * base).astype(np.float32))


def draw_beard(rng: Rng) -> Pixels:
    """Draw stubble or a beard: short hairs close together that lie in all directions, and lips."""
    ground = skin(rng)
    if rng.random() < 0.4:
        y = rng.uniform(0, HEIGHT)
        lips = np.exp(-(((ROWS - y + 20 * clouds(rng, 200)) / rng.uniform(20, 60)) ** 2))
        ground = blend(ground, tone(rng, ((190, 110, 105), (160, 85, 80)), 0.1), lips * 0.9)
    canvas = whole(ground)
    longest = rng.uniform(6, 70)
    strands(
        canvas, rng, flow(rng, 150, 0.7), tone(rng, HAIRS, 0.2),
        count=int(rng.integers(300, 1500)), length=(3, longest), width=(1, 3),
        spread=rng.uniform(0.3, 0.9),
    )  # fmt: skip
    return develop(rng, canvas.astype(np.float32))


def draw_document(rng: Rng) -> Pixels:
    """Draw lines of text, or a screen with boxes."""
    light = rng.random() < 0.75
    paper = rng.uniform(190, 255, 3) if light else rng.uniform(5, 60, 3)
    canvas = whole(np.broadcast_to(paper, (HEIGHT, WIDTH, 3)).astype(np.float32))
    for _ in range(int(rng.integers(0, 14))):
        x, y = (int(v) for v in rng.uniform((0, 0), (WIDTH, HEIGHT)))
        wide, high = (int(v) for v in rng.uniform((20, 10), (300, 200)))
        colour = [float(v) for v in rng.uniform(0, 255, 3)]
        cv2.rectangle(canvas, (x, y), (x + wide, y + high), colour, int(rng.choice([-1, 2])))
    ink = [float(v) for v in (rng.uniform(0, 90, 3) if light else rng.uniform(170, 255, 3))]
    scale = rng.uniform(0.4, 2.5)
    for row in np.arange(rng.uniform(10, 40), HEIGHT, 32 * scale):
        words = "".join(chr(c) for c in rng.choice([*range(97, 123), 32, 32, 32], 60))
        at = int(rng.uniform(-20, 40)), int(row)
        cv2.putText(canvas, words, at, cv2.FONT_HERSHEY_SIMPLEX, scale, ink, int(scale * 2))
    turn = cv2.getRotationMatrix2D((WIDTH / 2, HEIGHT / 2), rng.normal(0, 12), 1)
    turned = cv2.warpAffine(canvas, turn, (WIDTH, HEIGHT), borderMode=cv2.BORDER_REFLECT_101)
    return develop(rng, turned.astype(np.float32))


def draw_plain(rng: Rng) -> Pixels:
    """Draw a wall, a gradient, noise, checks or shapes."""
    first, second = tone(rng, (*ANY, *SKINS), 0.2), tone(rng, (*ANY, *SKINS), 0.2)
    chance = rng.random()
    size = rng.uniform(8, 90)
    if chance < 0.25:
        mask = (COLUMNS * rng.normal() + ROWS * rng.normal()) / WIDTH + rng.uniform(0, 1)
    elif chance < 0.45:
        mask = ((COLUMNS // size + ROWS // size) % 2) * rng.uniform(0.3, 1)
    elif chance < 0.7:
        mask = 0.5 + clouds(rng, size) * rng.uniform(0.02, 0.6)
    elif chance < 0.85:
        mask = 0.5 + clouds(rng, 1) * rng.uniform(0.03, 0.5)
    else:
        mask = np.zeros((HEIGHT, WIDTH), np.float32)
        for _ in range(int(rng.integers(1, 40))):
            at = rng.uniform((0, 0), (WIDTH, HEIGHT))
            mask = np.maximum(mask, blob(rng, at[0], at[1], rng.uniform(8, 120), 0.02))
    return develop(rng, blend(np.broadcast_to(first, (HEIGHT, WIDTH, 3)).astype(np.float32),
                              second, np.asarray(mask, np.float32).clip(0, 1)))  # fmt: skip


DRAWN: dict[str, Callable[[Rng], Pixels]] = {
    "skin": draw_skin,
    "lesions": draw_lesion,
    "eyes": draw_eye,
    "fingers": draw_fingers,
    "fur": draw_fur,
    "grass": draw_grass,
    "cloth": draw_cloth,
    "beards": draw_beard,
    "text": draw_document,
    "plain": draw_plain,
}
"""Who draws a kind of picture."""
