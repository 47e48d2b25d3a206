"""Sub-commands of the photo gate: ``negatives`` fetches pictures, ``gate`` fits and measures it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from scalp_core.vision.loading import load_engine
from scalp_core.vision.manifest import Artifacts
from scalp_train.cli import options
from scalp_train.cli.datasets import NEGATIVES, fitting_sets
from scalp_train.cli.options import console
from scalp_train.negatives.packages import DEBIAN, FetchError, fetch, find_sources

Figures = Annotated[Path | None, typer.Option(help="Draw the ROC curve into this folder, too.")]


def negatives(work: options.Work = options.WORK) -> None:
    """Fetch the Debian packages whose pictures show no scalp, and list what there is.

    Needs apt-get and its sources. Where one cannot be fetched, the gate does with the pictures of
    Python packages and with drawings.
    """
    for package in DEBIAN:
        try:
            fetch(package, work / NEGATIVES)
        except FetchError as error:
            console.print(f"not fetched, so done without: {error}", style="yellow", markup=False)
    sources = find_sources(work / NEGATIVES)
    releases = {source.package: (source.version, source.licence) for source in sources}
    counts = Counter(source.package for source in sources)
    for name, (release, licence) in releases.items():
        console.print(f"{name} {release}: {counts[name]} pictures, {licence}", markup=False)


def gate(
    recipe: options.Recipe = options.DEFAULT,
    settings: options.Settings = None,
    work: options.Work = options.WORK,
    artifacts: options.ArtifactsFolder = options.ARTIFACTS,
    figures: Figures = None,
    index: options.Index = None,
    root: options.Root = None,
) -> None:
    """Fit the photo gate of the exported networks again, and measure it on held-out pictures.

    Writes the gate's file, manifest.json and gate.json; ``card`` then writes the tables into the
    model card. Run ``negatives`` first.
    """
    from scalp_train.publish.gate_report import plot_gate, publish_gate
    from scalp_train.publish.manifest import write_manifest
    from scalp_train.publish.photo_gate import SYMPTOM, GatePictures

    manifest = Artifacts(artifacts).manifest
    data = options.data_of(manifest, index, root)
    train, validation = fitting_sets(options.read_recipe(recipe, settings), work, console, data)
    engine, spec = load_engine(Artifacts(artifacts), SYMPTOM), manifest.models[SYMPTOM].input
    pictures = GatePictures(train, validation, find_sources(work / NEGATIVES))
    measured = publish_gate(engine, spec, artifacts, pictures)
    write_manifest(manifest.model_copy(update={"photo_gate": measured.gate}), artifacts)
    report = measured.report
    for row in report.rows:
        console.print(f"{row.kind}: {row.accepted:.1%} of {row.pictures} pass", highlight=False)
    console.print(
        f"AUROC {report.auroc:.4f}; mean over kinds: scalps {report.share(scalp=True):.1%}, "
        f"anything else {report.share(scalp=False):.1%}"
    )
    if figures is not None:
        console.print(f"wrote {plot_gate(measured, figures)}")
