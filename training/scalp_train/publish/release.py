"""What networks must pass before they replace the shipped ones, and how they replace them."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from scalp_core.errors import BrokenArtifactError
from scalp_core.vision.loading import load_engine
from scalp_core.vision.manifest import MANIFEST_NAME, Artifacts, Manifest
from scalp_core.vocabulary import Grade, Symptom
from scalp_train.evaluate.report import Report, read_report
from scalp_train.publish.adaptation import FILE as ADAPTATION
from scalp_train.publish.adaptation import AdaptationRecord
from scalp_train.publish.adapted_card import BASE_FILE
from scalp_train.publish.gate_report import read_gate_report

LEAST_KAPPA = 0.2
"""Lower end of the interval of a symptom's quadratic weighted kappa: "slight" agreement ends there
(Landis and Koch 1977)."""
MOST_LOST = 0.05
"""Kappa that a symptom may lose against the shipped networks on the same held-out set."""
MOST_UNCOVERED = 0.05
"""Share by which plausible grades may miss their coverage: it holds for pictures like those of the
calibration, whose grades may be distributed otherwise than the held-out ones."""
VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+-]*")
REPLACED = ("*.onnx", "*.npz", ADAPTATION, BASE_FILE)
"""Files of the shipped networks that are deleted where the new ones have none of that name. Reports
stay, as each says which networks it describes."""


@dataclass(frozen=True, slots=True)
class Check:
    """One condition of a release.

    Attributes:
        name: what is asked for.
        found: what was found.
        passed: whether that will do.
    """

    name: str
    found: str
    passed: bool


def check_version(version: str, shipped: Path) -> Check:
    """Return whether a version can be written, and is not that of the shipped networks."""
    name = "a version of its own"
    if not VERSION.fullmatch(version):
        return Check(name, f"{version!r} is not letters, digits, dots, + and -", False)
    if (shipped / MANIFEST_NAME).exists() and Artifacts(shipped).manifest.version == version:
        return Check(name, f"{version} is the shipped one", False)
    return Check(name, version, True)


def check_release(
    folder: Path, shipped: Path, *, least_kappa: float = LEAST_KAPPA, most_lost: float = MOST_LOST
) -> list[Check]:
    """Return all checks of exported and evaluated networks.

    Args:
        folder: of the networks.
        shipped: folder of those that they would replace; may be empty.
        least_kappa: of each symptom, by the lower end of its interval.
        most_lost: kappa that a symptom may lose against ``shipped`` on the same held-out set.
    """
    manifest, report = Artifacts(folder).manifest, read_report(folder)
    if report is None or not report.describes(manifest):
        return [Check("an evaluation of these networks", "none", False)]
    kappas = {
        symptom: result.figures.quadratic_weighted_kappa.low
        for symptom, result in report.symptoms.items()
    }
    return [
        _loads(folder),
        _all_grades(report),
        _kappa(kappas, least_kappa),
        _coverage(report, manifest),
        _gate(folder, manifest),
        _against_shipped(manifest, shipped, most_lost),
    ]


def check_adapted_release(
    folder: Path, shipped: Path, *, least_kappa: float = LEAST_KAPPA
) -> list[Check]:
    """Return all checks of adapted networks; their figures are those of the adaptation.

    Args:
        folder: of the adapted networks.
        shipped: folder of those that they would replace; may be empty.
        least_kappa: of each adapted symptom, by the lower end of its interval.
    """
    manifest = Artifacts(folder).manifest
    if manifest.adaptation is None or not (folder / ADAPTATION).exists():
        return [Check("a record of the adaptation", "none", False)]
    record = AdaptationRecord.read(folder)
    changes = {symptom: record.symptoms[symptom] for symptom in manifest.adaptation.symptoms}
    kappas = {
        symptom: None if change.after is None else change.after.low
        for symptom, change in changes.items()
    }
    return [
        _loads(folder),
        _of_same_base(manifest, shipped),
        _kappa(kappas, least_kappa),
        _old_pictures(record),
    ]


def install(folder: Path, shipped: Path) -> None:
    """Replace the shipped artifacts by those in ``folder``, the manifest last.

    Networks that the new ones do not have are deleted, and so is the record of an adaptation.
    """
    shipped.mkdir(parents=True, exist_ok=True)
    files = sorted(folder.iterdir(), key=lambda file: file.name == MANIFEST_NAME)
    for file in files:
        unfinished = shipped / f".{file.name}.unfinished"
        shutil.copyfile(file, unfinished)
        unfinished.replace(shipped / file.name)
    names = {file.name for file in files}
    for pattern in REPLACED:
        for old in shipped.glob(pattern):
            if old.name not in names:
                old.unlink()


def _loads(folder: Path) -> Check:
    name = "the serving engine loads all files, and their hashes are the manifest's"
    try:
        for symptom in Symptom:
            load_engine(Artifacts(folder), symptom)
    except BrokenArtifactError as error:
        return Check(name, str(error), False)
    size = sum(file.stat().st_size for file in folder.iterdir())
    return Check(name, f"{size / 1e6:.1f} MB", True)


def _all_grades(report: Report) -> Check:
    missing = [
        f"{symptom} {int(grade)}"
        for symptom, result in report.symptoms.items()
        for grade in Grade
        if not sum(result.confusion[grade])
    ]
    return Check("the held-out set has every grade", ", ".join(missing) or "all", not missing)


def _kappa(lows: Mapping[Symptom, float | None], least: float) -> Check:
    weak = {symptom: low for symptom, low in lows.items() if low is None or low < least}
    found = ", ".join(f"{symptom} {low}" for symptom, low in weak.items())
    return Check(f"kappa of at least {least:g}, all of its interval", found or "all", not weak)


def _coverage(report: Report, manifest: Manifest) -> Check:
    # By the upper end of the interval: what chance explains is no fault.
    wanted = manifest.calibration.coverage - MOST_UNCOVERED
    highs = {symptom: result.certainty.coverage.high for symptom, result in report.symptoms.items()}
    weak = {symptom: high for symptom, high in highs.items() if high is None or high < wanted}
    found = ", ".join(f"{symptom} at most {high}" for symptom, high in weak.items())
    name = f"plausible grades hold the true one in {wanted:.0%}, as far as the set shows"
    return Check(name, found or "all", not weak)


def _gate(folder: Path, manifest: Manifest) -> Check:
    measured = read_gate_report(folder, manifest)
    found = "none of this gate" if measured is None else f"AUROC {measured.auroc:.3f}"
    return Check("a measurement of the photo gate", found, measured is not None)


def _against_shipped(manifest: Manifest, shipped: Path, most_lost: float) -> Check:
    name = f"no symptom loses more than {most_lost:g} of kappa against the shipped networks"
    if not (shipped / MANIFEST_NAME).exists():
        return Check(name, "none shipped", True)
    before = Artifacts(shipped).manifest
    same = (before.trained_on, before.evaluation) == (manifest.trained_on, manifest.evaluation)
    if not same:
        return Check(name, f"{before.version} was measured on another set: not compared", True)
    lost = {
        symptom: before.models[symptom].metrics.quadratic_weighted_kappa
        - entry.metrics.quadratic_weighted_kappa
        for symptom, entry in manifest.models.items()
    }
    worse = [f"{symptom} {loss:.3f}" for symptom, loss in lost.items() if loss > most_lost]
    return Check(name, ", ".join(worse) or f"compared with {before.version}", not worse)


def _of_same_base(manifest: Manifest, shipped: Path) -> Check:
    name = "adapted from the shipped networks, or from the same base"
    assert manifest.adaptation is not None
    base = manifest.adaptation.base_version
    if not (shipped / MANIFEST_NAME).exists():
        return Check(name, "none shipped", True)
    before = Artifacts(shipped).manifest
    wanted = before.version if before.adaptation is None else before.adaptation.base_version
    return Check(name, base if base == wanted else f"{base}, not {wanted}", base == wanted)


def _old_pictures(record: AdaptationRecord) -> Check:
    lost = {
        symptom: change.old_before - change.old_after
        for symptom, change in record.symptoms.items()
        if change.kept is None and change.old_before is not None and change.old_after is not None
    }
    worse = [f"{symptom} {loss:.3f}" for symptom, loss in lost.items() if loss > record.most_lost]
    name = f"no symptom loses more than {record.most_lost:g} of kappa on old pictures"
    return Check(name, ", ".join(worse) or f"{record.old_pictures} pictures", not worse)
