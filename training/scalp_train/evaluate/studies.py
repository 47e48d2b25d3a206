"""Studies: what the networks do on other pictures than the held-out set, rendered in one go."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path

from scalp_core.vocabulary import Symptom
from scalp_train.data.cache import Progress, no_progress
from scalp_train.data.rendered import RenderedSet
from scalp_train.evaluate.fairness import Fairness, measure_fairness, person_sets
from scalp_train.evaluate.natural import NaturalLaw, measure_natural_law, natural_set
from scalp_train.evaluate.predictions import Predictions, predict
from scalp_train.evaluate.retest import Retest, measure_retest, retest_sets
from scalp_train.evaluate.robustness import Condition, condition_sets, measure_condition


@dataclass(frozen=True, slots=True)
class Studies:
    """Results, as the report holds them."""

    conditions: dict[str, Condition] = field(default_factory=dict)
    natural: NaturalLaw | None = None
    fairness: dict[str, Fairness] = field(default_factory=dict)
    retest: Retest | None = None


NO_STUDIES = Studies()


def count_pictures(pictures: int) -> int:
    """Return how many pictures the studies render beside a test set of ``pictures``."""
    return sum(part.count for part in _all_sets(pictures))


def evaluate_studies(
    folder: Path, pictures: int, reference: float, *, on_progress: Progress = no_progress
) -> Studies:
    """Evaluate the networks in ``folder`` on the pictures of every study.

    Args:
        folder: of the manifest and the networks.
        pictures: number of pictures of the test set, which no study exceeds.
        reference: mean accuracy on the test set, 0-1.
        on_progress: called with the number of pictures done so far.
    """
    sets = _all_sets(pictures)
    found = predict(folder, sets, on_progress=on_progress)
    ends = list(accumulate(part.count for part in sets))
    parts = iter(
        {s: predicted.take(slice(end - part.count, end)) for s, predicted in found.items()}
        for part, end in zip(sets, ends, strict=True)
    )

    def own(of: list[RenderedSet]) -> list[dict[Symptom, Predictions]]:
        return [next(parts) for _ in of]

    conditions, people = condition_sets(pictures), person_sets(pictures)
    natural, retest = natural_set(pictures), retest_sets(pictures)
    return Studies(
        conditions={
            name: measure_condition(part, predictions, reference)
            for (name, part), predictions in zip(
                conditions.items(), own(list(conditions.values())), strict=True
            )
        },
        natural=measure_natural_law(natural, own([natural])[0]),
        fairness=measure_fairness(
            people, dict(zip(people, own(list(people.values())), strict=True))
        ),
        retest=measure_retest(retest, own(retest)),
    )


def _all_sets(pictures: int) -> list[RenderedSet]:
    """Return the sets of all studies, in the order in which they are evaluated."""
    return [
        *condition_sets(pictures).values(),
        natural_set(pictures),
        *person_sets(pictures).values(),
        *retest_sets(pictures),
    ]
