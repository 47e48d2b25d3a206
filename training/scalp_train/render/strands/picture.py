"""One picture: a scalp's matter, the light that falls on it, and the camera."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from scalp_train.render.picture import (
    HEIGHT,
    WIDTH,
    Person,
    Picture,
    SkinTone,
    Subject,
    any_person,
)
from scalp_train.render.strands import camera, follicles, pigments, relief, scales
from scalp_train.render.strands.amounts import (
    DRY,
    FLAKES,
    INFLAMED,
    LOSS,
    OILY,
    RED,
)
from scalp_train.render.strands.shafts import HairLayer, Lamps, shade
from scalp_train.render.strands.synthesis import MARGIN, Field, View, clouds, enlarged, stream

TONES: dict[SkinTone, tuple[float, float]] = {
    # Melanin, and how far exposure follows it (1: wholly).
    "light": (-0.18, 0.6),
    "medium": (0.0, 1.0),
    "dark": (0.75, 0.4),
}

DARK = np.zeros(3, np.float32)
PUS = np.array((0.8, 0.76, 0.5), np.float32)


def render(subject: Subject) -> Picture:
    """Grow a scalp, light it, and take its photo; an offset alone moves the masks of a shot."""
    seed, shot = subject.seed, subject.shot
    grades = subject.graded(stream(seed, "grades"))
    whose = subject.person or any_person(stream(seed, "person"))
    through = camera.LOOKS[subject.look]
    scalp = _Scalp.grown(seed, grades, whose, stand(seed, shot))
    light = _lit(seed, shot, scalp, whose, through)
    pixels = camera.expose(stream(seed, f"camera {shot}"), light, through)
    return Picture(pixels, scalp.masks(), tuple(int(grade) for grade in grades))


def stand(seed: int, shot: int) -> View:
    """Return what a shot sees of the scalp."""
    if shot == 0:
        return View(0, 0)
    down, right = (
        4 * int(stream(seed, f"offset {shot} {axis}").integers(-size // 4, size // 4 + 1))
        for axis, size in enumerate(MARGIN)
    )
    return View(right, down)


@dataclass(frozen=True, slots=True)
class _Scalp:
    """All matter in the view."""

    seed: int
    grades: Sequence[int]
    view: View
    directions: follicles.Directions
    mouths: follicles.Mouths
    strands: follicles.Strands
    blood: pigments.Blood
    spots: pigments.Spots
    film: relief.Film
    scale: scales.Cover
    flakes: scales.Cover
    riding: Field

    @classmethod
    def grown(cls, seed: int, grades: Sequence[int], whose: Person, view: View) -> _Scalp:
        dry, oily, red, inflamed, flaky, loss = grades
        directions = follicles.Directions(seed)
        mouths = follicles.place(seed, directions)
        strands = follicles.grow(
            seed, mouths, directions, LOSS[loss], OILY[oily].clumped, whose.form
        )
        flakes, riding = scales.dandruff(seed, view, FLAKES[flaky])
        return cls(
            seed,
            grades,
            view,
            directions,
            mouths,
            strands,
            pigments.redden(seed, view, RED[red]),
            pigments.inflame(seed, view, mouths, INFLAMED[inflamed]),
            relief.oil(seed, view, mouths, OILY[oily]),
            scales.scaling(seed, view, mouths, DRY[dry]),
            flakes,
            riding,
        )

    def masks(self) -> NDArray[np.bool_]:
        lost = self.strands.lost if self.grades[5] else np.zeros(len(self.mouths.at), np.bool_)
        at = self.view.points(self.mouths.at[lost])
        return np.stack(
            [
                self.scale.mask,
                self.film.mask,
                self.blood.mask,
                self.spots.mask,
                self.flakes.mask,
                follicles.surroundings(at, np.full(len(at), 60, np.float32)),
            ]
        )


def _lit(seed: int, shot: int, scalp: _Scalp, whose: Person, look: camera.Look) -> Field:
    """Return the linear light [480, 640, 3] that reaches the lens."""
    shots = stream(seed, f"light {shot}")
    white, base = _cast(shots, whose)
    dry, loss = DRY[scalp.grades[0]], LOSS[scalp.grades[5]]
    skin = pigments.returned(
        base * np.float32(1 + 0.24 * loss.warm),
        scalp.view.of(clouds(stream(seed, "melanin"), 70)) * np.float32(0.035)
        + np.float32(0.3 * loss.warm)
        + scalp.spots.crust * np.float32(0.5),
        scalp.view.of(clouds(stream(seed, "blood"), 60)) * np.float32(0.03)
        + scalp.blood.amount
        + scalp.spots.blood
        + np.float32(0.12 * loss.warm),
        pigments.roots(seed, scalp.view, scalp.mouths, scalp.strands),
    )
    skin = _dull(skin, dry.matt)
    if scalp.grades[3]:
        skin = _lay(skin, scalp.spots.pus * np.float32(0.8), white * PUS)
    if dry.matt:
        skin = _lay(skin, scalp.scale.thickness * np.float32(0.75), white * np.float32(0.84))
    bumps = np.float32(14) * (scalp.spots.pus + scalp.spots.crust)
    slopes = relief.relief(seed, scalp.view, scalp.directions, scalp.film, bumps)
    calm = 1 - np.float32(0.9) * scalp.blood.amount.clip(0, 1)
    wet = np.float32(0.06 + 0.36 * scalp.film.wetness) + np.float32(0.6) * scalp.film.thickness
    patchy = np.float32(0.75) + np.float32(0.4) * scalp.view.of(clouds(stream(seed, "wet"), 50))
    bare = calm * np.float32(1 - 0.75 * dry.matt) * (1 - scalp.scale.thickness)
    wet = (wet * patchy).clip(0.02, 1) * bare
    gloss = relief.mirrored(shots, slopes, wet, lamps=int(shots.integers(2, 5)))
    wealth = np.float32(0.75 + 0.35 * scalp.film.wetness) * calm
    gloss += relief.sparkles(seed, shots, scalp.view) * wealth
    sheen = np.float32(0.07 * scalp.film.wetness) + np.float32(0.05) * scalp.film.thickness
    shine = gloss * np.float32(0.7) + sheen + scalp.film.pools * np.float32(0.9)
    # A thin film interferes: its glints are tinted by the slope that they come from.
    tint = np.float32(0.1) + np.float32(0.25) * scalp.film.thickness
    tint = tint * np.tanh(slopes.across) * gloss.clip(0, 1)
    coloured = (shine + tint * np.float32(0.5), shine - tint * np.float32(0.2), shine - tint)
    skin = skin + cv2.merge([plane * one for plane, one in zip(coloured, white, strict=True)])
    hair = shade(seed, scalp.strands, scalp.view, whose.colour, _hair_light(shots, scalp))
    skin = _shadowed(shots, skin, hair)
    lit = _lay(skin, hair.cover, DARK) + hair.colour * white
    if scalp.grades[4]:
        lit = _flaked(lit, scalp, white, hair)
    lit = _crossed(seed, scalp, lit)
    return (lit * camera.lamps(shots, look)).astype(np.float32)


def _cast(rng: np.random.Generator, whose: Person) -> tuple[Field, Field]:
    """Return the colours [3] of white matter and of bare skin under the camera's white balance."""
    red, yellow = rng.normal(-8.5, 5.5), rng.normal(-0.5, 5.5)
    melanin, followed = TONES[whose.skin]
    light = 67.0 + rng.normal(0, 3.6)
    white = camera.linear((92.0, red, yellow))
    skin = camera.linear((light, red + 2.5, yellow + 7.5))
    kept = np.exp(-pigments.MELANIN * melanin)
    gain = np.exp(0.58 * melanin * followed)
    return white, (skin * kept * gain).astype(np.float32)


def _hair_light(rng: np.random.Generator, scalp: _Scalp) -> Lamps:
    count = int(rng.integers(2, 5))
    across = np.sort(rng.uniform(-0.65, 0.65, count))
    wet = scalp.film.wetness
    return Lamps(
        tuple(float(place) for place in across),
        float(rng.uniform(1.0, 1.4) * (1 - 0.15 * wet)),
        float(rng.uniform(6, 9.5)),
        float(rng.uniform(0.4, 0.7)) * (1 - 0.3 * wet),
    )


def _dull(skin: Field, matt: float) -> Field:
    """Return skin under a dry horny layer: greyer and evenly whitish."""
    if not matt:
        return skin
    share = 0.35 * matt
    return np.asarray(cv2.transform(skin, np.eye(3) * (1 - share) + share / 3), np.float32)


def _lay(below: Field, cover: Field, colour: Field, bright: Field | None = None) -> Field:
    """Return matter of a colour [3] over what is below it; ``bright`` shades it."""
    light = np.ones_like(cover) if bright is None else bright
    planes = zip(cv2.split(below), colour, strict=True)
    return np.asarray(
        cv2.merge([plane + cover * (light * one - plane) for plane, one in planes]), np.float32
    )


def _flaked(below: Field, scalp: _Scalp, white: Field, hair: HairLayer) -> Field:
    """Return flakes on skin and, here and there, on hairs: the thinner, the more transparent."""
    thick = scalp.flakes.thickness
    cover = (1 - np.exp(-3.2 * thick)) * (1 - hair.cover * (1 - np.float32(0.9) * scalp.riding))
    cast = cv2.warpAffine(cover, np.array([[1.0, 0, 3], [0, 1, 4]]), (WIDTH, HEIGHT))
    below = _lay(below, np.float32(0.35) * cv2.GaussianBlur(cast, (0, 0), 2.5), DARK)
    slope = cv2.Sobel(cv2.GaussianBlur(thick, (0, 0), 1.5), cv2.CV_32F, 1, 0)
    bright = np.clip(np.float32(0.72) + np.float32(0.35) * slope + np.float32(0.2) * thick, 0.4, 1)
    return _lay(below, cover, white, bright)


def _crossed(seed: int, scalp: _Scalp, lit: Field) -> Field:
    """Return the light behind what is now and then near the lens: a hair out of all focus."""
    rng = stream(seed, "near the lens")
    if rng.random() > 0.12:
        return lit
    angle = scalp.directions.main + rng.normal(0, 0.5)
    along = np.array([np.cos(angle), np.sin(angle)]) * 200
    middle = scalp.view.points(rng.uniform((150, 120), (620, 460))) / 4
    ends = [tuple(int(place) for place in np.rint(middle + side)) for side in (-along, along)]
    band = np.zeros((HEIGHT // 4, WIDTH // 4), np.float32)
    cv2.line(band, ends[0], ends[1], (1.0,), int(rng.integers(5, 9)))
    return _lay(lit, enlarged(cv2.GaussianBlur(band, (0, 0), 2.4) * np.float32(0.8)), DARK + 0.01)


def _shadowed(rng: np.random.Generator, skin: Field, hair: HairLayer) -> Field:
    right, down = rng.uniform(-9, 9, 2)
    small = cv2.resize(hair.cover, (WIDTH // 2, HEIGHT // 2), interpolation=cv2.INTER_AREA)
    move = np.array([[1, 0, right / 2], [0, 1, down / 2]], np.float32)
    small = cv2.warpAffine(small, move, (WIDTH // 2, HEIGHT // 2))
    soft = cv2.resize(cv2.GaussianBlur(small, (0, 0), 2.5), (WIDTH, HEIGHT))
    return _lay(skin, soft * np.float32(rng.uniform(0.1, 0.4)), DARK)
