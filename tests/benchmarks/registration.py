"""How exactly the site registers two photos of one scalp, and how often two scalps by mistake.

PYTHONPATH=tests python -m benchmarks.registration [--scalps 60] [--sheet] [--write]

Each scalp is drawn twice by the trainer's techniques: other light, focus, noise and place. Both
photos are then turned, enlarged and moved, every second pair has other grades in the second photo,
as after a treatment, and all are stored as the site does. The site's code registers them in Node:
four pairs for each scalp, a second of processor time each. ``--sheet`` draws ten of them.
"""

from __future__ import annotations

import argparse
import json
import math
import subprocess
import sys
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
from benchmarks.registration_sheet import PAIRS, write_sheet
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
PROGRESS = 20
LEAST_SCALPS = 50
"""Three pairs of two scalps for each: fewer could not show that at most 2 % are accepted."""
DOUBT = 0.05
FAR_PX = 24
"""A registration of the right scalp that is farther off is wrong, too."""

Affine = NDArray[np.float64]
Pixels = NDArray[np.uint8]


@dataclass(frozen=True)
class Pair:
    """Two photos [360, 480, 3], and where points of the second lie in the first.

    Attributes:
        truth: matrix [3, 3] on pixels of 640 x 480; ``None`` for two scalps.
    """

    before: Pixels
    after: Pixels
    truth: Affine | None
    technique: Technique

    @property
    def same(self) -> bool:
        """Whether both photos show one scalp."""
        return self.truth is not None


def main() -> None:
    """Print the figures, and write them into docs/benchmarks.md if asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scalps", type=int, default=60, help=f"at least {LEAST_SCALPS}")
    parser.add_argument("--sheet", action="store_true", help="draw ten pairs into docs/renders")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    if options.scalps < LEAST_SCALPS:
        parser.error(f"--scalps {options.scalps}: at least {LEAST_SCALPS} are needed")
    pairs = list(draw_pairs(options.scalps))
    pairs += strangers(pairs)
    found = register(pairs)
    lines = [circumstances("numpy", "opencv-python-headless"), "", *table(pairs, found)]
    lines += ["", verdict(pairs, found)]
    print("\n".join(lines))
    if options.sheet:
        write_sheet(looked_at(pairs[: options.scalps], found))
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
    """Return what the site keeps of a photo, as pixels [360, 480, 3]."""
    seen = cv2.warpAffine(pixels, moved[:2], (WIDTH, HEIGHT), borderMode=cv2.BORDER_REFLECT)
    file = BytesIO()
    small = Image.fromarray(seen).resize(KEPT, Image.Resampling.BICUBIC)
    small.save(file, "JPEG", quality=80)
    return np.array(Image.open(file))


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
    """Register pairs by the site's code, bundled for Node; print the progress."""
    with TemporaryDirectory() as folder:
        photos = Path(folder) / "photos.bin"
        photos.write_bytes(b"".join(grey(each.before) + grey(each.after) for each in pairs))
        bundle = Path(folder) / "registration.mjs"
        source = ROOT / "web" / "src" / "parts" / "history" / "registration" / "register.ts"
        rolldown = ROOT / "web" / "node_modules" / ".bin" / "rolldown"
        subprocess.run(
            [rolldown, source, "--file", bundle, "--format", "esm"], check=True, capture_output=True
        )
        runner = Path(__file__).with_name("registration.mjs")
        command = ["node", *map(str, (runner, bundle, photos, *KEPT))]
        found: list[dict[str, float]] = []
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as node:
            assert node.stdout is not None
            for line in node.stdout:
                found.append(json.loads(line))
                if len(found) % PROGRESS == 0:
                    print(f"{len(found)} of {len(pairs)} pairs", file=sys.stderr)
    if len(found) < len(pairs):
        raise RuntimeError(f"Node.js ended after {len(found)} of {len(pairs)} pairs")
    return found


def grey(pixels: Pixels) -> bytes:
    """Return the luminance of a photo, a byte for each pixel."""
    return Image.fromarray(pixels).convert("L").tobytes()


def guess(found: dict[str, float]) -> Affine:
    """Return what was found as a matrix [3, 3] on pixels of 640 x 480."""
    cos, sin = np.cos(found["turn"]) * found["scale"], np.sin(found["turn"]) * found["scale"]
    turned = np.array([[cos, -sin, 0], [sin, cos, 0], [0, 0, 1]])
    middle = translation(np.array([WIDTH / 2, HEIGHT / 2]))
    shift = translation(WIDTH * np.array([found["x"], found["y"]]))
    matrix: Affine = shift @ middle @ turned @ np.linalg.inv(middle)
    return matrix


def error(found: dict[str, float], truth: Affine) -> float:
    """Return the mean distance of where points lie from where they should, in px of 640 x 480."""
    x, y = np.meshgrid(np.linspace(0, WIDTH, 9), np.linspace(0, HEIGHT, 7))
    points = np.stack([x.ravel(), y.ravel(), np.ones(x.size)])
    return float(np.hypot(*((guess(found) - truth) @ points)[:2]).mean())


def verdict(pairs: Sequence[Pair], found: Sequence[dict[str, float]]) -> str:
    """Return how many pairs of two scalps were accepted, as a sentence with its upper bound."""
    peaks = {same: _peaks(pairs, found, same=same) for same in (True, False)}
    wrong, count = _wrong(pairs, found)
    return (
        f"{wrong} of {count} pairs of two scalps accepted: with 95 % confidence at most "
        f"{upper_bound(wrong, count):.1%} (target: {TARGET_WRONG:.0%}). Highest peak of two scalps "
        f"{max(peaks[False]):.1f}, peaks of one scalp from {min(peaks[True]):.1f} on, half of them "
        f"above {np.median(peaks[True]):.0f}; median error at most {TARGET_PX} px."
    )


def upper_bound(wrong: int, count: int) -> float:
    """Return the share below which a true rate lies with 95 % confidence (Clopper and Pearson)."""
    low, high = wrong / count, 1.0
    for _ in range(40):
        rate = (low + high) / 2
        terms = (
            math.comb(count, k) * rate**k * (1 - rate) ** (count - k) for k in range(wrong + 1)
        )
        low, high = (rate, high) if sum(terms) > DOUBT else (low, rate)
    return high


def looked_at(
    pairs: Sequence[Pair], found: Sequence[dict[str, float]]
) -> list[tuple[Pixels, Pixels, Affine, str]]:
    """Return ten pairs of one scalp at even distances, and what was found in pixels of a photo."""
    smaller = np.diag([KEPT[0] / WIDTH, KEPT[1] / HEIGHT, 1])
    rows = []
    for index in np.linspace(0, len(pairs) - 1, PAIRS).round().astype(int).tolist():
        pair, one = pairs[index], found[index]
        assert pair.truth is not None
        state = f"error {error(one, pair.truth):.1f} px" if one["accepted"] else "refused"
        matrix = smaller @ guess(one) @ np.linalg.inv(smaller)
        rows.append((pair.before, pair.after, matrix, f"{pair.technique}: {state}"))
    return rows


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
    wrong, others = _wrong(pairs, found)
    same = len(pairs) - others
    return (
        f"| {name} | {same} | {len(errors) / same:.1%} | {np.median(errors):.1f}"
        f" | {np.quantile(errors, 0.95):.1f} | {(errors > FAR_PX).sum() / same:.1%}"
        f" | {others} | {wrong / others:.1%} |"
    )


def _wrong(pairs: Sequence[Pair], found: Sequence[dict[str, float]]) -> tuple[int, int]:
    """Return how many pairs of two scalps were accepted, and how many there are."""
    accepted = [one["accepted"] for pair, one in zip(pairs, found, strict=True) if not pair.same]
    return sum(map(bool, accepted)), len(accepted)


def _peaks(pairs: Sequence[Pair], found: Sequence[dict[str, float]], *, same: bool) -> list[float]:
    return [one["peak"] for pair, one in zip(pairs, found, strict=True) if pair.same is same]


if __name__ == "__main__":
    main()
