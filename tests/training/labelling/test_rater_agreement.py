"""Agreement of two raters is the quadratically weighted kappa of what both have graded."""

import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score

from scalp_core.vocabulary import Symptom
from scalp_train.labelling.agreement import measure_agreement
from scalp_train.labels.judgements import Exclusion
from support.labels import judged


def test_kappa_is_that_of_the_library_for_every_symptom() -> None:
    rng = np.random.default_rng(5)
    first = rng.integers(0, 4, (60, 6))
    second = np.clip(first + rng.integers(-1, 2, (60, 6)), 0, 3)

    found = measure_agreement(
        *(
            {f"{row}": judged(f"{row}", "".join(map(str, grades))) for row, grades in enumerate(of)}
            for of in (first, second)
        )
    )

    for column, symptom in enumerate(Symptom):
        agreement = found[symptom]
        expected = cohen_kappa_score(first[:, column], second[:, column], weights="quadratic")
        assert agreement.kappa == pytest.approx(expected)
        assert agreement.photos == 60
        assert agreement.same == int((first[:, column] == second[:, column]).sum())
        assert agreement.interval is not None
        assert agreement.interval[0] < expected < agreement.interval[1]


def test_photos_that_one_rater_excludes_or_cannot_grade_do_not_count() -> None:
    first = {
        "a": judged("a", "0x0000"),
        "b": judged("b", "300000"),
        "c": judged("c", Exclusion.BLURRED),
        "d": judged("d", "111111"),
    }
    second = {file: judged(file, "000000") for file in "abce"}

    found = measure_agreement(first, second)

    assert found[Symptom.FINE_SCALING].photos == 2
    assert found[Symptom.EXCESS_SEBUM].photos == 1
    assert found[Symptom.FINE_SCALING].same == 1


def test_kappa_is_undefined_where_only_one_grade_occurs() -> None:
    only = {file: judged(file, "000000") for file in "ab"}

    assert {each.kappa for each in measure_agreement(only, only).values()} == {None}
    assert {each.kappa for each in measure_agreement(only, {}).values()} == {None}
