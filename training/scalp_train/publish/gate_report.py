"""``gate.json`` and its figure: what the photo gate does with pictures that no fit saw."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score, roc_curve

from scalp_core.analysis import Record
from scalp_core.vision.familiarity import Familiarity, View
from scalp_core.vision.manifest import FamiliarityEntry, InputSpec, Manifest, PhotoGate
from scalp_core.vision.onnx_engine import OnnxEngine
from scalp_train.evaluate.plots import BLUE, GREY, ORANGE, save
from scalp_train.negatives.packages import Source
from scalp_train.publish.gate_pictures import (
    GateSet,
    Shown,
    drawn_and_photographed,
    from_farther_away,
    gate_set,
    measured_renders,
)
from scalp_train.publish.photo_gate import MAX_SCALPS, FittedGate, GatePictures, fit_photo_gate

FILE, FIGURE = "gate.json", "gate.png"
SEED, PHOTOGRAPHS = 19, 600


class GateRow(Record):
    """What becomes of the pictures of one kind, as shares 0-1.

    Attributes:
        accepted: get grades, without or with the warning ``unfamiliar``.
        warned: accepted with that warning.
        too_far: rejected as from too far away.
        accepted_unseen: accepted by a gate whose fit left out this kind; ``None`` for scalps.
    """

    kind: str
    scalp: bool
    pictures: int
    accepted: float
    warned: float
    too_far: float
    accepted_unseen: float | None = None

    def cells(self) -> list[str]:
        """Return the row of the model card's table, after its name."""
        shares = self.accepted, self.warned, self.too_far, self.accepted_unseen
        return [str(self.pictures), *("" if one is None else f"{one:.1%}" for one in shares)]


class PackageUsed(Record):
    """A package whose pictures were used, in the fit or held out."""

    name: str
    version: str
    licence: str
    fitted: int
    held_out: int

    def cells(self) -> list[str]:
        """Return the row of the model card's table, after its name."""
        return [self.version, self.licence, str(self.fitted), str(self.held_out)]


class GateReport(Record):
    """The content of ``gate.json``.

    Attributes:
        sha256: of the gate's file.
        auroc: area under the ROC curve of the probability of a scalp, renders and close-ups against
            everything else.
    """

    sha256: str
    auroc: float
    rows: tuple[GateRow, ...]
    packages: tuple[PackageUsed, ...]

    def share(self, *, scalp: bool) -> float:
        """Return the share accepted, as mean over the kinds of scalps, or of anything else."""
        return float(np.mean([row.accepted for row in self.rows if row.scalp == scalp]))


class Measured(NamedTuple):
    """The report, the fitted gate, and what the figure needs."""

    report: GateReport
    gate: PhotoGate
    scores: NDArray[np.float32]
    scalps: NDArray[np.bool_]


def publish_gate(
    engine: OnnxEngine, spec: InputSpec, folder: Path, pictures: GatePictures
) -> Measured:
    """Fit and measure the photo gate, and write its file and ``gate.json`` into ``folder``.

    Small training sets, as in tests, are measured on fewer pictures.
    """
    fitted = fit_photo_gate(engine, spec, folder, pictures)
    scale = min(1.0, len(pictures.train) / MAX_SCALPS)
    measured = measure_gate(engine, spec, fitted, pictures.sources, scale)
    text = measured.report.model_dump_json(by_alias=True, indent=2)
    (folder / FILE).write_text(text + "\n")
    return measured


def measure_gate(
    engine: OnnxEngine, spec: InputSpec, fitted: FittedGate, sources: list[Source], scale: float = 1
) -> Measured:
    """Measure the gate on held-out sources, and on drawings and renders of other seeds.

    Args:
        engine: the network whose features the gate takes.
        spec: its input.
        fitted: the gate.
        sources: all photographs; only those held out are shown.
        scale: of the numbers of pictures.
    """
    held_out = [source for source in sources if source.held_out]
    count = max(1, round(PHOTOGRAPHS * scale))
    others = drawn_and_photographed(held_out, spec, count, SEED)
    pictures = gate_set(engine, spec, chain(_renders(spec, scale), others))
    limits = fitted.gate.familiarity
    scores = fitted.known.probabilities(pictures.features)[:, View.SCALP]
    scalps = pictures.views == View.SCALP
    report = GateReport(
        sha256=limits.sha256,
        auroc=round(float(roc_auc_score(scalps, scores)), 4),
        rows=tuple(_rows(fitted, pictures, limits)),
        packages=tuple(_packages(sources)),
    )
    return Measured(report, fitted.gate, scores, scalps)


def _renders(spec: InputSpec, scale: float) -> Iterator[Shown]:
    """Yield renders, and those of the scope once more from farther away."""
    rng = np.random.default_rng(SEED)
    for shown in measured_renders(spec, scale):
        yield shown
        if shown.kind.endswith("scope"):
            kind = shown.kind.removesuffix("scope") + "from farther away"
            yield Shown(kind, View.SCALP, from_farther_away(shown.pixels, rng))


def _rows(fitted: FittedGate, pictures: GateSet, limits: FamiliarityEntry) -> Iterator[GateRow]:
    reject = limits.scalp.reject
    for kind in dict.fromkeys(pictures.kinds.tolist()):
        here = pictures.where(pictures.kinds == kind)
        accepted, warned, far = judge(fitted.known, here, limits)
        unseen = fitted.unseen.get(kind)
        yield GateRow(
            kind=kind,
            scalp=bool(here.views[0] == View.SCALP),
            pictures=len(here.views),
            accepted=_share(accepted),
            warned=_share(warned),
            too_far=_share(far),
            accepted_unseen=None if unseen is None else _share(unseen >= reject),
        )


def judge(
    known: Familiarity, pictures: GateSet, limits: FamiliarityEntry
) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]:
    """Return for each picture whether it is accepted, is so with a warning, or is too far away."""
    _, distances, views = known.measure(pictures.features)
    scalp = views[:, View.SCALP]
    accepted = scalp >= limits.scalp.reject
    warned = accepted & ((distances > limits.warn_beyond) | (scalp < limits.scalp.warn))
    return accepted, warned, ~accepted & (views[:, View.TOO_FAR] > views[:, View.OTHER])


def _share(found: NDArray[np.bool_]) -> float:
    return round(float(found.mean()), 4)


def _packages(sources: list[Source]) -> Iterator[PackageUsed]:
    counts = Counter((source.package, source.held_out) for source in sources)
    for name in dict.fromkeys(source.package for source in sources):
        first = next(source for source in sources if source.package == name)
        fitted, held_out = counts[name, False], counts[name, True]
        yield PackageUsed(
            name=name,
            version=first.version,
            licence=first.licence,
            fitted=fitted,
            held_out=held_out,
        )


def read_gate_report(folder: Path, manifest: Manifest) -> GateReport | None:
    """Return the report in a folder of artifacts, if there is one of this manifest's gate."""
    file = folder / FILE
    if not file.exists():
        return None
    report = GateReport.model_validate_json(file.read_bytes())
    return report if report.sha256 == manifest.photo_gate.familiarity.sha256 else None


def plot_gate(measured: Measured, folder: Path) -> Path:
    """Draw the ROC curve of the probability of a scalp with both limits; return the PNG file."""
    folder.mkdir(parents=True, exist_ok=True)
    limits = measured.gate.familiarity
    false, true, _ = roc_curve(measured.scalps, measured.scores)
    figure = Figure(figsize=(5.2, 4.6), dpi=110, layout="constrained")
    axis = figure.subplots()
    axis.plot(false, true, color=BLUE, linewidth=1.5)
    for name, limit, colour in (
        ("rejected below", limits.scalp.reject, ORANGE),
        ("warned about below", limits.scalp.warn, GREY),
    ):
        above = measured.scores >= limit
        x, y = above[~measured.scalps].mean(), above[measured.scalps].mean()
        axis.plot([x], [y], "D", color=colour, label=f"{name} {limit:g}: {y:.1%}, {x:.1%} pass")
    axis.set_xlim(-0.005, 0.3)
    axis.set_ylim(0.6, 1.005)
    axis.set_xlabel("share of other pictures that pass", fontsize=8)
    axis.set_ylabel("share of scalps that pass", fontsize=8)
    axis.tick_params(labelsize=8)
    axis.legend(fontsize=8, loc="lower right", title="of scalps, of others", title_fontsize=8)
    axis.set_title(f"Photo gate: AUROC {measured.report.auroc:.4f}", fontsize=10)
    return save(figure, folder / FIGURE)
