"""What the gate's report counts, on made-up features."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from scalp_core.vision.manifest import Artifacts, FamiliarityEntry
from scalp_deployment.paths import ARTIFACTS
from scalp_train.publish.gate_pictures import GateSet
from scalp_train.publish.gate_report import (
    FILE,
    GateReport,
    GateRow,
    Measured,
    judge,
    plot_gate,
    read_gate_report,
)
from support import gates

LIMITS: FamiliarityEntry = gates.LIMITS.model_copy(update={"warn_beyond": 2})
PICTURES = {
    "a plain scalp": gates.features(0.9, 0.05),
    "a far-off scalp": gates.features(0.9, 0.05, away=9),
    "hardly a scalp": gates.features(0.5, 0.25),
    "a head": gates.features(0.1, 0.6),
    "a cat": gates.features(0.1, 0.2),
}


def report(sha256: str) -> GateReport:
    rows = [
        GateRow(kind=kind, scalp=scalp, pictures=4, accepted=accepted, warned=0, too_far=0)
        for kind, scalp, accepted in (("a", True, 1), ("b", True, 0.5), ("c", False, 0.25))
    ]
    return GateReport(sha256=sha256, auroc=0.9, rows=tuple(rows), packages=())


def test_pictures_are_judged_as_photos_are() -> None:
    features = np.concatenate(list(PICTURES.values())).astype(np.float32)
    views, kinds = np.zeros(len(features), int), np.array(list(PICTURES))

    accepted, warned, far = judge(gates.known(), GateSet(features, views, kinds), LIMITS)

    assert accepted.tolist() == [True, True, True, False, False]
    assert warned.tolist() == [False, True, True, False, False]
    assert far.tolist() == [False, False, False, True, False]


def test_every_kind_counts_alike_in_the_mean() -> None:
    found = report("0" * 64)

    assert found.share(scalp=True) == pytest.approx(0.75)
    assert found.share(scalp=False) == pytest.approx(0.25)


def test_cells_are_shares_in_percent_and_empty_where_nothing_was_left_out() -> None:
    row = GateRow(kind="fur", scalp=False, pictures=8, accepted=0.125, warned=0.1, too_far=0)

    assert row.cells() == ["8", "12.5%", "10.0%", "0.0%", ""]
    assert row.model_copy(update={"accepted_unseen": 0.5}).cells()[-1] == "50.0%"


def test_a_report_of_another_gate_is_not_read(tmp_path: Path) -> None:
    manifest = Artifacts(ARTIFACTS).manifest
    shipped = manifest.photo_gate.familiarity.sha256

    found = []
    for sha256 in (shipped, "0" * 64):
        (tmp_path / FILE).write_text(report(sha256).model_dump_json(by_alias=True))
        found.append(read_gate_report(tmp_path, manifest))

    assert found == [report(shipped), None]


def test_the_shipped_gate_was_measured_and_keeps_its_promises() -> None:
    found = read_gate_report(ARTIFACTS, Artifacts(ARTIFACTS).manifest)

    assert found is not None
    assert found.share(scalp=False) <= 0.1
    scopes = [row.accepted for row in found.rows if row.kind.endswith("scope")]
    assert min(scopes) >= 0.97
    assert min(row.accepted for row in found.rows if row.scalp) >= 0.8


def test_the_curve_is_drawn(tmp_path: Path) -> None:
    scores = np.array([0.1, 0.4, 0.35, 0.9], np.float32)
    scalps = np.array([False, True, False, True])

    file = plot_gate(Measured(report("0" * 64), gates.gate(), scores, scalps), tmp_path)

    with Image.open(file) as picture:
        assert min(picture.size) > 300
