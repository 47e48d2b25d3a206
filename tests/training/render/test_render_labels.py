import numpy as np

from scalp_core.vocabulary import Grade, Symptom
from scalp_train.render.labels import COUNTS, balanced, natural


def test_balanced_grades_are_equally_frequent_for_every_symptom() -> None:
    grades = balanced(7, 1500)

    for column in range(len(Symptom)):
        assert np.bincount(grades[:, column]).tolist() == [375] * len(Grade)


def test_balanced_symptoms_are_independent() -> None:
    correlation = np.corrcoef(balanced(7, 8000).T)

    assert np.abs(correlation - np.eye(len(Symptom))).max() < 0.05


def test_labels_follow_from_the_seed() -> None:
    assert (balanced(7, 40) == balanced(7, 40)).all()
    assert (balanced(7, 40) != balanced(8, 40)).any()
    assert (natural(7, 40) == natural(7, 40)).all()


def test_natural_grades_have_the_data_sets_frequencies() -> None:
    grades = natural(7, 40000)

    for column, counts in enumerate(COUNTS):
        found = np.bincount(grades[:, column], minlength=4) / len(grades)
        assert np.abs(found - np.array(counts) / sum(counts)).max() < 0.015


def test_natural_scaling_and_sebum_nearly_exclude_each_other() -> None:
    grades = natural(7, 40000)
    oily = grades[grades[:, 1] > 0]

    assert 0.02 < (oily[:, 0] > 0).mean() < 0.04
