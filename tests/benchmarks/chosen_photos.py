"""What photos bring that ``label --next`` chooses, against as many that are chosen at random.

    python -m benchmarks.chosen_photos BASE --technique strands            as a table
    python -m benchmarks.chosen_photos BASE --technique strands --write    and into docs

BASE is that of :mod:`benchmarks.adaptation`, whose unseen pictures also are those of this one. A
pool of pictures stands for photos without labels. The first of the order are labelled, or random
ones, several times; last layers are fitted to them as ``adapt`` does, and judged on the unseen
pictures. Instead of ten photos of each grade, which sets of plausible grades need, five suffice
here: else most symptoms would keep their layer, and the figure would show nothing of the photos.
"""

import argparse
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray
from PIL import Image

from benchmarks.adaptation import UNSEEN_SEED, WORK, foreign_base
from benchmarks.record import circumstances, write
from scalp_core.vision.certainty import calibrated
from scalp_core.vision.decoding.client import PhotoDecoder
from scalp_core.vision.manifest import Artifacts
from scalp_core.vocabulary import Grade, Symptom
from scalp_deployment.paths import ROOT
from scalp_train.adapt.heads import Graded, OldPictures, fit_head, kappa
from scalp_train.adapt.networks import FrozenFeatures, frozen_features, read_layer
from scalp_train.adapt.old_pictures import old_renders
from scalp_train.data.cache import CachedSet, cached_rendered_set
from scalp_train.data.rendered import RenderedSet
from scalp_train.evaluate.inference import shared_input
from scalp_train.evaluate.plots import BLUE, GREY, ORANGE, save
from scalp_train.labelling.model_answers import Models
from scalp_train.labelling.queue import next_photos
from scalp_train.render.techniques import TECHNIQUES

POOL_SEED, CHOICE_SEED = 13_200_000, 31
LEAST_OF_A_GRADE = 5
CHART = ROOT / "docs" / "evaluation" / "chosen-photos.png"


@dataclass(frozen=True)
class Pictures:
    """Features and grades [N, 6] of a set."""

    features: FrozenFeatures
    grades: NDArray[np.int64]

    def of(self, symptom: Symptom) -> Graded:
        """One symptom's part; each picture shows another person."""
        column = self.grades[:, list(Symptom).index(symptom)]
        return Graded(self.features.pooled[symptom], column, np.arange(len(column)))


@dataclass(frozen=True)
class Gained:
    """Mean kappa of the six symptoms on unseen pictures, and how many got a new layer."""

    kappa: float
    adapted: int


class Study:
    """Old, labelled and unseen pictures of a base."""

    def __init__(self, base: Artifacts, old: CachedSet, pool: CachedSet, unseen: CachedSet) -> None:
        self._base = base
        self._old, self._pool, self._unseen = (
            Pictures(frozen_features(base, part.pixels), part.grades)
            for part in (old, pool, unseen)
        )

    def gained(self, rows: NDArray[np.int64]) -> Gained:
        """Label these pictures of the pool, adapt, and judge."""
        kappas, adapted = [], 0
        for symptom in Symptom:
            entry = self._base.manifest.models[symptom]
            layer = read_layer(self._base.model_bytes(symptom))
            labelled, old = self._pool.of(symptom).take(rows), self._old.of(symptom)
            if np.bincount(labelled.grades, minlength=len(Grade)).min() >= LEAST_OF_A_GRADE:
                halves = OldPictures(old.take(slice(0, None, 2)), old.take(slice(1, None, 2)))
                coverage = self._base.manifest.calibration.coverage
                found = fit_head(entry, layer, labelled, halves, coverage)
                if found.layer is not None:
                    adapted += 1
                    entry, layer = found.entry, found.layer
            unseen = self._unseen.of(symptom)
            logits = layer.logits(unseen.features)
            kappas.append(
                kappa(calibrated(logits, entry.temperature, entry.prior.odds), unseen.grades)
            )
        gained = Gained(float(np.mean(kappas)), adapted)
        print(f"{len(rows)} photos: {gained}", flush=True)
        return gained


def order(base: Path, pool: CachedSet) -> NDArray[np.int64]:
    """Numbers of the pool's pictures in the order of ``label --next``."""
    decoder = PhotoDecoder()
    try:
        models = Models(base, decoder)
        answers = {}
        for number, pixels in enumerate(pool.pixels):
            encoded = BytesIO()
            Image.fromarray(pixels).save(encoded, "PNG")
            answers[str(number)] = models.judge(encoded.getvalue())
    finally:
        decoder.close()
    return np.array([int(name) for name in next_photos(answers, ())])


def chart(
    sizes: list[int], chosen: list[Gained], random: list[list[Gained]], before: float, file: Path
) -> None:
    """Draw mean kappas, a row for each number of photos and way to choose them."""
    figure = Figure(figsize=(6.4, 1.2 + 0.9 * len(sizes)), dpi=110, layout="constrained")
    axis = figure.subplots()
    rows = []
    for size, best, gains in zip(sizes, chosen, random, strict=True):
        found = [gain.kappa for gain in gains]
        axis.scatter(found, [len(rows)] * len(found), s=22, color=BLUE)
        axis.scatter([np.mean(found)], [len(rows)], s=160, color=BLUE, marker="|")
        axis.scatter([best.kappa], [len(rows) + 1], s=40, color=ORANGE, marker="s")
        rows += [f"{size} at random (line: mean)", f"{size} by label --next"]
    axis.axvline(before, color=GREY, linestyle="--")
    axis.annotate(" before", (before, len(rows) - 0.6), color=GREY, fontsize=9)
    axis.set_yticks(range(len(rows)), rows)
    axis.set_ylim(-0.5, len(rows) - 0.3)
    axis.set_xlabel("mean QWK of the six symptoms on unseen pictures")
    save(figure, file)


def main() -> None:
    """Render, order, adapt, judge, print, and write."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("base", type=Path, help="artifacts of networks that never saw it")
    parser.add_argument("--technique", choices=TECHNIQUES, required=True)
    parser.add_argument("--labelled", type=int, nargs="+", default=[50])
    parser.add_argument("--pool", type=int, default=300)
    parser.add_argument("--unseen", type=int, default=500)
    parser.add_argument("--old", type=int, help="old pictures; else as many as `adapt` takes")
    parser.add_argument("--draws", type=int, default=8, help="random choices of each size")
    parser.add_argument("--write", action="store_true", help="into docs/benchmarks.md, and a chart")
    given = parser.parse_args()
    base = foreign_base(given.base, given.technique)
    spec, cache = shared_input(base.manifest), WORK / "pictures"
    wanted = old_renders(base.manifest)
    old = cached_rendered_set(replace(wanted, count=given.old or wanted.count), spec, cache)
    unseen, pool = (
        cached_rendered_set(RenderedSet(seed, count, techniques=(given.technique,)), spec, cache)
        for seed, count in ((UNSEEN_SEED, given.unseen), (POOL_SEED, given.pool))
    )
    ordered = order(given.base, pool)
    study = Study(base, old, pool, unseen)
    rng = np.random.default_rng(CHOICE_SEED)
    before = study.gained(np.arange(0)).kappa
    chosen = [study.gained(ordered[:size]) for size in given.labelled]
    random = [
        [study.gained(rng.permutation(given.pool)[:size]) for _ in range(given.draws)]
        for size in given.labelled
    ]
    report = [
        f"A pool of {given.pool} pictures of `{given.technique}`, {given.unseen} unseen ones, "
        f"{given.draws} random choices of each size; mean QWK of the six symptoms before: "
        f"{before:.3f}. " + circumstances("scikit-learn", "onnxruntime"),
        "",
        "| labelled | chosen: mean QWK | symptoms adapted | random: mean QWK (range) "
        "| symptoms adapted |",
        "|--:|--:|--:|--:|--:|",
    ]
    for size, best, draws in zip(given.labelled, chosen, random, strict=True):
        found = [draw.kappa for draw in draws]
        new = np.mean([draw.adapted for draw in draws])
        report.append(
            f"| {size} | {best.kappa:.3f} | {best.adapted} | {np.mean(found):.3f} "
            f"({min(found):.3f}–{max(found):.3f}) | {new:.1f} |"
        )
    print("\n".join(report))
    if given.write:
        write("chosen photos", report)
        chart(given.labelled, chosen, random, before, CHART)


if __name__ == "__main__":
    main()
