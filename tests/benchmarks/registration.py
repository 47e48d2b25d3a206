"""How exactly the site registers two photos of one scalp, and how often two scalps by mistake.

PYTHONPATH=tests python -m benchmarks.registration [--scalps 120] [--write]

Each scalp is drawn twice by the trainer's techniques: other light, focus, noise and place. Both
photos are then turned, enlarged and moved, every second pair has other grades in the second photo,
as after a treatment, and all are stored as the site does. The site's code registers them in Node.
"""

from __future__ import annotations

import argparse
import json
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from benchmarks.record import circumstances, write
from scalp_deployment.paths import ROOT
from scalp_train.data.rendered import RenderedSet
from scalp_train.render import layers, shapes, strands
from scalp_train.render.layers.noise import Streams
from scalp_train.render.picture import HEIGHT, WIDTH, LookName
from scalp_train.render.techniques import TECHNIQUES, Technique, draw

SEED = 9_400_000
LOOKS: tuple[LookName, ...] = ("scope", "phone")
MOST_TURN = np.radians(12)
ZOOM = (1.3, 1.6)
"""Enlargement of each photo: the least one leaves no corner empty when turned."""
KEPT = (480, 360)
"""Size of a photo that the site keeps; its JPEG quality is 80."""
TARGET_PX = 8
TARGET_WRONG = 0.02
FAR_PX = 24
"""A registration of the right scalp that is farther off is wrong, too."""

Affine = NDArray[np.float64]
Pixels = NDArray[np.uint8]


@dataclass(frozen=True)
class Pair:
    """Two photos, and where points of the second lie in the first; None for two scalps."""

    before: Pixels
    after: Pixels
    truth: Affine | None
    technique: Technique


def main() -> None:
    """Print the figures, and write them into docs/benchmarks.md if asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scalps", type=int, default=120)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    pairs = list(draw_pairs(options.scalps))
    pairs += strangers(pairs)
    lines = [circumstances("numpy", "opencv-python-headless"), "", *table(pairs, register(pairs))]
    print("\n".join(lines))
    if options.write:
        write("registration", lines)


def draw_pairs(scalps: int) -> Iterator[Pair]:
    """Yield pairs of photos of one scalp, by all techniques in turn."""
    grades = RenderedSet(SEED, scalps).grades()
    later = RenderedSet(SEED + scalps, scalps).grades()
    rng = np.random.default_rng(SEED)
    for index in range(scalps):
        technique = TECHNIQUES[index % len(TECHNIQUES)]
        look, seed = LOOKS[index % len(LOOKS)], SEED + index
        second = later if index % 4 >= 2 else grades
        before = draw(technique, seed, grades[index].tolist(), look=look, shot=0)
        after = draw(technique, seed, second[index].tolist(), look=look, shot=1)
        moved = translation(place(technique, seed, 1, look) - place(technique, seed, 0, look))
        first, last = similarity(rng), similarity(rng)
        yield Pair(
            photo(before.pixels, first),
            photo(after.pixels, last),
            first @ moved @ np.linalg.inv(last),
            technique,
        )


def place(technique: Technique, seed: int, shot: int, look: LookName) -> NDArray[np.float64]:
    """Return the corner of what a shot sees, in px of its picture."""
    if technique == "layers":
        rows, columns = layers.camera.place(Streams(seed, shot))
        return np.array([columns.start, rows.start], np.float64)
    if technique == "shapes":
        view = shapes.camera.stand(seed, shot, look)
        return np.array([view.x, view.y]) * view.zoom
    seen = strands.picture.stand(seed, shot)
    return np.array([seen.left, seen.top], np.float64)


def similarity(rng: np.random.Generator) -> Affine:
    """Return a turn, an enlargement and a shift that together leave no corner empty."""
    turn = rng.uniform(-MOST_TURN, MOST_TURN)
    zoom = rng.uniform(*ZOOM)
    slack = zoom / (np.cos(turn) + WIDTH / HEIGHT * abs(np.sin(turn))) - 1
    room = max(slack, 0) * np.array([WIDTH, HEIGHT]) / 2
    matrix = np.eye(3)
    matrix[:2] = cv2.getRotationMatrix2D((WIDTH / 2, HEIGHT / 2), float(np.degrees(turn)), zoom)
    return translation(rng.uniform(-room, room)) @ matrix


def translation(by: NDArray[np.float64]) -> Affine:
    """Return a shift as a matrix [3, 3]."""
    matrix = np.eye(3)
    matrix[:2, 2] = by
    return matrix


def photo(pixels: Pixels, moved: Affine) -> Pixels:
    """Return what the site keeps of a photo, as grey pixels [360, 480]."""
    seen = cv2.warpAffine(pixels, moved[:2], (WIDTH, HEIGHT), borderMode=cv2.BORDER_REFLECT)
    file = BytesIO()
    small = Image.fromarray(seen).resize(KEPT, Image.Resampling.BICUBIC)
    small.save(file, "JPEG", quality=80)
    return np.array(Image.open(file).convert("L"))


def strangers(pairs: Sequence[Pair]) -> list[Pair]:
    """Return pairs of photos of two scalps: the next of the same technique, and of another one."""
    count = len(pairs)
    steps = (len(TECHNIQUES), 2 * len(TECHNIQUES), len(TECHNIQUES) + 1)
    return [
        Pair(pair.before, pairs[(index + step) % count].after, None, pair.technique)
        for step in steps
        for index, pair in enumerate(pairs)
    ]


def register(pairs: Sequence[Pair]) -> list[dict[str, float]]:
    """Register pairs by the site's code, bundled for Node."""
    with TemporaryDirectory() as folder:
        photos = Path(folder) / "photos.bin"
        photos.write_bytes(b"".join(each.before.tobytes() + each.after.tobytes() for each in pairs))
        bundle = Path(folder) / "registration.mjs"
        source = ROOT / "web" / "src" / "parts" / "history" / "registration" / "register.ts"
        rolldown = ROOT / "web" / "node_modules" / ".bin" / "rolldown"
        subprocess.run(
            [rolldown, source, "--file", bundle, "--format", "esm"], check=True, capture_output=True
        )
        runner = Path(__file__).with_name("registration.mjs")
        done = subprocess.run(
            ["node", runner, bundle, photos, *map(str, KEPT)], check=True, capture_output=True
        )
    found: list[dict[str, float]] = json.loads(done.stdout)
    return found


def error(found: dict[str, float], truth: Affine) -> float:
    """Return the mean distance of where points lie from where they should, in px of 640 x 480."""
    cos, sin = np.cos(found["turn"]) * found["scale"], np.sin(found["turn"]) * found["scale"]
    turned = np.array([[cos, -sin, 0], [sin, cos, 0], [0, 0, 1]])
    middle = translation(np.array([WIDTH / 2, HEIGHT / 2]))
    shift = translation(WIDTH * np.array([found["x"], found["y"]]))
    guessed = shift @ middle @ turned @ np.linalg.inv(middle)
    x, y = np.meshgrid(np.linspace(0, WIDTH, 9), np.linspace(0, HEIGHT, 7))
    points = np.stack([x.ravel(), y.ravel(), np.ones(x.size)])
    return float(np.hypot(*((guessed - truth) @ points)[:2]).mean())


def table(pairs: Sequence[Pair], found: Sequence[dict[str, float]]) -> list[str]:
    """Return the figures of all techniques and of each as a table."""
    rows = [_row("all", pairs, found)]
    for technique in TECHNIQUES:
        chosen = [index for index, pair in enumerate(pairs) if pair.technique == technique]
        rows.append(_row(technique, [pairs[i] for i in chosen], [found[i] for i in chosen]))
    return [
        "| drawn by | pairs of one scalp | accepted | median error, px | 95th percentile, px"
        " | wrong by more than 24 px | pairs of two scalps | accepted |",
        "|---|--:|--:|--:|--:|--:|--:|--:|",
        *rows,
    ]


def _row(name: str, pairs: Sequence[Pair], found: Sequence[dict[str, float]]) -> str:
    errors = np.array(
        [
            error(each, pair.truth)
            for pair, each in zip(pairs, found, strict=True)
            if pair.truth is not None and each["accepted"]
        ]
    )
    same = sum(pair.truth is not None for pair in pairs)
    wrong = sum(
        bool(each["accepted"])
        for pair, each in zip(pairs, found, strict=True)
        if pair.truth is None
    )
    others = len(pairs) - same
    return (
        f"| {name} | {same} | {len(errors) / same:.1%} | {np.median(errors):.1f}"
        f" | {np.quantile(errors, 0.95):.1f} | {(errors > FAR_PX).sum() / same:.1%}"
        f" | {others} | {wrong / others:.1%} |"
    )


if __name__ == "__main__":
    main()
