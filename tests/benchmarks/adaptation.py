"""What labelled photos bring, where a technique that no network saw plays the real world.

    python -m benchmarks.adaptation BASE --technique strands            as a table
    python -m benchmarks.adaptation BASE --technique strands --write    into docs/benchmarks.md

BASE is a folder with networks that learned without the technique, and with a photo gate:
``scalp_train leave-one-out`` leaves them in its runs' folder, ``scalp_train gate`` adds the gate
(docs/benchmarks.md has the commands).
Labelled pictures go through files and LABELS, as photos do. Unseen ones share none of their scalps.
"""

import argparse
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from PIL import Image

from benchmarks.record import circumstances, write
from scalp_core.vision.familiarity import Familiarity, View
from scalp_core.vision.loading import load_engine
from scalp_core.vision.manifest import Artifacts
from scalp_core.vocabulary import Grade, Symptom
from scalp_deployment.paths import ROOT
from scalp_train.adapt.adaptation import adapt
from scalp_train.adapt.old_pictures import old_renders
from scalp_train.adapt.photos import folder_source
from scalp_train.data.cache import CachedSet, cached_rendered_set
from scalp_train.data.rendered import RenderedSet, parallel_map, render_job, render_jobs
from scalp_train.evaluate.bootstrap import Floats, bootstrap_weights, weighted_metrics
from scalp_train.evaluate.figures import RESAMPLES, SEED, figure, with_interval
from scalp_train.evaluate.inference import shared_input
from scalp_train.evaluate.predictions import Predictions, predict
from scalp_train.labels.table import Label, read_labels, write_labels
from scalp_train.negatives.packages import find_sources
from scalp_train.publish.gate_pictures import extract_features
from scalp_train.render.techniques import TECHNIQUES, Technique

LABELLED_SEED, UNSEEN_SEED = 13_000_000, 13_100_000
WORK = ROOT / ".work"
GAIN, GOOD = 0.10, 0.80


@dataclass(frozen=True)
class Judged:
    """Answers on unseen pictures by symptom, their kappas, and shares of the pictures."""

    answers: dict[Symptom, Predictions]
    kappa: dict[Symptom, float]
    unfamiliar: float
    rejected: float


def judge(folder: Path, unseen: CachedSet) -> Judged:
    """Grade unseen pictures with the networks of a folder, and ask its gate."""
    artifacts = Artifacts(folder)
    limits = artifacts.manifest.photo_gate.familiarity
    known = Familiarity.from_bytes(artifacts.familiarity_bytes(), limits.file)
    spec = shared_input(artifacts.manifest)
    features = extract_features(load_engine(artifacts, limits.symptom), spec, unseen.pixels)
    _, distances, views = known.measure(features)
    scalp = views[:, View.SCALP]
    rejected = scalp < limits.scalp.reject
    warned = (distances > limits.warn_beyond) | (scalp < limits.scalp.warn)
    found = predict(folder, unseen)
    return Judged(
        found,
        {symptom: found[symptom].metrics.quadratic_weighted_kappa for symptom in Symptom},
        float((warned & ~rejected).mean()),
        float(rejected.mean()),
    )


def label_pictures(pictures: RenderedSet, base: Artifacts, folder: Path) -> list[Label]:
    """Draw pictures into PNG files of a folder, with LABELS beside them, and read that file."""
    jobs = render_jobs(pictures, shared_input(base.manifest))
    labels = []
    for number, picture in enumerate(parallel_map(render_job, jobs)):
        file = folder / f"{number}.png"
        Image.fromarray(picture.pixels).save(file)
        grades = dict(zip(Symptom, map(Grade, jobs[number].grades), strict=True))
        labels.append(Label(file.name, dict(grades), None))
    write_labels(labels, folder / "labels.csv")
    return read_labels(folder / "labels.csv")


def table(before: Judged, after: Judged) -> list[str]:
    """Both in Markdown."""
    rows = []
    for symptom in Symptom:
        first, then = (
            _resampled(judged.answers[symptom]) for judged in (before, after)
        )  # the same resamples, hence the interval of their difference
        values = before.kappa[symptom], after.kappa[symptom]
        cells = [
            figure(value, samples)
            for value, samples in zip(
                (*values, values[1] - values[0]), (first, then, then - first), strict=True
            )
        ]
        rows.append(f"| {symptom} | {' | '.join(map(with_interval, cells))} |")
    shares = {"unfamiliar": (before.unfamiliar, after.unfamiliar)}
    shares["rejected"] = before.rejected, after.rejected
    rows += [
        f"| {name} | {old:.1%} | {new:.1%} | {100 * (new - old):+.1f} points |"
        for name, (old, new) in shares.items()
    ]
    heading = "| QWK with its 95 % interval, or share | before | after | gain |"
    return [heading, "|---|--:|--:|--:|", *rows]


def _resampled(found: Predictions) -> Floats:
    """Kappas [R] of bootstrap samples of the pictures."""
    weights = bootstrap_weights(len(found.grades), RESAMPLES, SEED)
    return weighted_metrics(found.probabilities, found.grades, weights)["quadratic_weighted_kappa"]


def foreign_base(folder: Path, technique: Technique) -> Artifacts:
    """Artifacts of networks that never saw a technique.

    Raises:
        SystemExit: they were calibrated on it, so they learned from it.
    """
    base = Artifacts(folder)
    if technique in base.manifest.calibration.techniques:
        raise SystemExit(f"{folder} learned from {technique}; name networks that did not")
    return base


def main() -> None:
    """Label, adapt, judge, print, and write."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("base", type=Path, help="artifacts of networks that never saw it")
    parser.add_argument("--technique", choices=TECHNIQUES, required=True)
    parser.add_argument("--labelled", type=int, default=60)
    parser.add_argument("--unseen", type=int, default=500)
    parser.add_argument("--old", type=int, help="old pictures; else as many as `adapt` takes")
    parser.add_argument("--draw", type=Path, help="only draw pictures and LABELS into this folder")
    parser.add_argument("--write", action="store_true", help="into docs/benchmarks.md")
    given = parser.parse_args()
    technique: Technique = given.technique
    base = foreign_base(given.base, technique)
    spec, cache = shared_input(base.manifest), WORK / "pictures"
    foreign = RenderedSet(UNSEEN_SEED, given.unseen, techniques=(technique,))
    drawn = replace(foreign, seed=LABELLED_SEED, count=given.labelled)
    if given.draw is not None:
        given.draw.mkdir(parents=True, exist_ok=True)
        label_pictures(drawn, base, given.draw)
        return
    wanted = old_renders(base.manifest)
    old = cached_rendered_set(replace(wanted, count=given.old or wanted.count), spec, cache)
    unseen = cached_rendered_set(foreign, spec, cache)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        labels = label_pictures(drawn, base, folder)
        sources = find_sources(WORK / "negatives")
        adapted = adapt(base, labels, folder_source(folder), old, sources, version="study")
        adapted.write(base, folder / "adapted")
        before, after = judge(given.base, unseen), judge(folder / "adapted", unseen)
    short = [
        symptom
        for symptom in Symptom
        if before.kappa[symptom] < GOOD and after.kappa[symptom] - before.kappa[symptom] < GAIN
    ]
    report = [
        f"Networks {base.manifest.version}, which learned from "
        f"{', '.join(base.manifest.calibration.techniques)}. {given.labelled} labelled pictures "
        f"of `{technique}`, {given.unseen} unseen and {len(old)} old ones. "
        + circumstances("scikit-learn", "onnxruntime"),
        "",
        *table(before, after),
        "",
        f"Symptoms below {GOOD:g} that gain less than {GAIN:g}: {', '.join(short) or 'none'}.",
    ]
    print("\n".join(report))
    if given.write:
        write("adaptation", report)


if __name__ == "__main__":
    main()
