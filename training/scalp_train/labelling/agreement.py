"""How far raters agree: quadratically weighted kappa for each symptom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from rich.console import Console
from rich.table import Table

from scalp_core.names import SYMPTOM_NAMES
from scalp_core.vocabulary import Symptom
from scalp_train.evaluate.bootstrap import (
    Floats,
    bootstrap_weights,
    confidence_interval,
    confusion_matrices,
    quadratic_weighted_kappa,
)
from scalp_train.labels.consensus import ByRater, raters
from scalp_train.labels.judgements import Judgement

RESAMPLES = 1000


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two raters agree on one symptom.

    Attributes:
        photos: that both have graded; "cannot grade" is no grade.
        same: number of photos with the same grade.
        kappa: quadratically weighted kappa (Cohen 1968), -1 … 1; ``None`` where it is undefined
            because there is no photo, or both gave one and the same grade to all of them.
        interval: 95 % interval of kappa, by a bootstrap over photos.
    """

    photos: int
    same: int
    kappa: float | None
    interval: tuple[float, float] | None


def measure_agreement(
    first: Mapping[str, Judgement], second: Mapping[str, Judgement]
) -> dict[Symptom, Agreement]:
    """Return the agreement of two raters, given by file, on photos that both have judged."""
    both = sorted(first.keys() & second.keys())
    return {
        symptom: _agreement(
            [
                (int(one), int(other))
                for file in both
                if (one := first[file].grades.get(symptom)) is not None
                and (other := second[file].grades.get(symptom)) is not None
            ]
        )
        for symptom in Symptom
    }


def _agreement(pairs: list[tuple[int, int]]) -> Agreement:
    same = sum(one == other for one, other in pairs)
    if len({grade for pair in pairs for grade in pair}) < 2:
        return Agreement(len(pairs), same, None, None)
    grades = np.array(pairs, np.int64)

    def kappa(weights: Floats) -> Floats:
        return quadratic_weighted_kappa(confusion_matrices(grades[:, 0], grades[:, 1], weights))

    value = float(kappa(np.ones((1, len(pairs))))[0])
    samples = kappa(bootstrap_weights(len(pairs), RESAMPLES, seed=0))
    return Agreement(len(pairs), same, value, confidence_interval(value, samples))


def print_agreement(by_rater: ByRater, console: Console) -> None:
    """Print a table for each two raters; nothing of adjudicated judgements."""
    for (one, first), (other, second) in combinations(raters(by_rater).items(), 2):
        table = Table(title=f"{one} and {other}")
        for heading in ("symptom", "photos", "same grade", "weighted kappa", "95 % interval"):
            table.add_column(heading, justify="left" if heading == "symptom" else "right")
        for symptom, found in measure_agreement(first, second).items():
            interval = found.interval
            table.add_row(
                SYMPTOM_NAMES[symptom].en,
                str(found.photos),
                f"{found.same / found.photos:.0%}" if found.photos else "–",
                "–" if found.kappa is None else f"{found.kappa:.2f}",
                "–" if interval is None else f"{interval[0]:.2f} to {interval[1]:.2f}",
            )
        console.print(table)
