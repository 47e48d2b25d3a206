"""The type rule, stated from the data set's table rather than from the code."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scalp_core.analysis import ScalpTypeFinding
from scalp_core.scalp_type import find_scalp_type, scalp_type, type_probabilities
from scalp_core.vocabulary import DandruffKind, Grade, ScalpType, Symptom

# The six digits are the data set's value_1 … value_6: fine scaling, sebum, interfollicular
# erythema, follicular erythema and pustules, dandruff, hair loss. The rows with ± written out:
NAMED = {
    "normal": "000000",
    "dry": "100000",
    "oily": "010000",
    "sensitive": "001000 101000",
    "seborrheic": "011000 111000 011010 111010",
    "inflammatory": "000100 100100 010100 110100 000110 100110 010110 110110",
    "dandruff": "000010 100010 010010 110010",
    "hair_loss": "000001",
}
# Everything that the table leaves open: eleven patterns without hair loss …
COMBINED_WITHOUT_HAIR_LOSS = (
    "110000 001100 101100 011100 111100 001010 101010 001110 101110 011110 111110"
)
# … and hair loss together with anything else.
COMBINED_WITH_HAIR_LOSS = (
    "100001 010001 110001 001001 101001 011001 111001 000101 100101 010101 110101 001101 101101 "
    "011101 111101 000011 100011 010011 110011 001011 101011 011011 111011 000111 100111 010111 "
    "110111 001111 101111 011111 111111"
)
PATTERNS = {
    pattern: name
    for name, row in {
        **NAMED,
        "combined": f"{COMBINED_WITHOUT_HAIR_LOSS} {COMBINED_WITH_HAIR_LOSS}",
    }.items()
    for pattern in row.split()
}

# All grades of all symptoms, and the place of the type that each combination has.
ALL = np.array(list(product(range(4), repeat=6)))
TYPES_OF_ALL = [
    list(ScalpType).index(ScalpType(PATTERNS["".join("1" if one else "0" for one in grades)]))
    for grades in ALL
]

vectors = st.lists(st.floats(0, 1), min_size=4, max_size=4).map(
    lambda raw: [value / (sum(raw) or 1) for value in raw] if sum(raw) > 1e-6 else [1.0, 0, 0, 0]
)


def find_certain(present: dict[Symptom, Grade]) -> ScalpTypeFinding:
    """What follows from these grades alone, when all six are certain."""
    grades = dict.fromkeys(Symptom, Grade.NONE) | present
    return find_scalp_type(grades, {s: np.eye(4)[grade].tolist() for s, grade in grades.items()})


def test_the_table_above_speaks_of_all_64_patterns() -> None:
    assert len(PATTERNS) == 64
    assert sum(name != "combined" for name in PATTERNS.values()) == 22


@pytest.mark.parametrize(("pattern", "name"), PATTERNS.items())
def test_each_presence_pattern_has_the_type_of_the_table(pattern: str, name: str) -> None:
    assert scalp_type([digit == "1" for digit in pattern]) == name


@pytest.mark.parametrize("grade", [Grade.MILD, Grade.MODERATE, Grade.SEVERE])
def test_pure_hair_loss_is_hair_loss_and_pure_fine_scaling_is_dry(grade: Grade) -> None:
    hair = find_certain({Symptom.HAIR_LOSS: grade})
    scaling = find_certain({Symptom.FINE_SCALING: grade})

    assert (hair.scalp_type, hair.hair_loss) == (ScalpType.HAIR_LOSS, True)
    assert (scaling.scalp_type, scaling.hair_loss) == (ScalpType.DRY, False)


def test_hair_loss_is_reported_even_when_the_type_is_combined() -> None:
    found = find_certain({Symptom.HAIR_LOSS: Grade.MILD, Symptom.DANDRUFF: Grade.SEVERE})

    assert found.scalp_type is ScalpType.COMBINED
    assert found.hair_loss
    assert found.contributing == [Symptom.DANDRUFF, Symptom.HAIR_LOSS]


def test_equally_severe_symptoms_are_named_in_the_tie_order() -> None:
    found = find_scalp_type(
        dict.fromkeys(Symptom, Grade.MODERATE), dict.fromkeys(Symptom, (0.1, 0.1, 0.7, 0.1))
    )

    assert " ".join(found.contributing) == (
        "follicular_erythema_pustules hair_loss interfollicular_erythema"
        " dandruff excess_sebum fine_scaling"
    )


@pytest.mark.parametrize(
    ("scaling", "sebum", "kind"),
    [
        (1, 0, DandruffKind.DRY),
        (0, 1, DandruffKind.OILY),
        (2, 1, DandruffKind.OILY),
        (0, 0, None),
    ],
)
def test_dandruff_is_dry_with_scaling_and_oily_with_sebum(
    scaling: int, sebum: int, kind: DandruffKind | None
) -> None:
    found = find_certain(
        {
            Symptom.DANDRUFF: Grade.MODERATE,
            Symptom.FINE_SCALING: Grade(scaling),
            Symptom.EXCESS_SEBUM: Grade(sebum),
        }
    )

    assert (found.scalp_type, found.dandruff_kind) == (ScalpType.DANDRUFF, kind)


@given(st.lists(vectors, min_size=6, max_size=6))
def test_two_most_probable_types_equal_the_sum_over_all_4096_grade_combinations(
    probabilities: list[list[float]],
) -> None:
    weights = np.prod(
        [np.array(one)[of] for one, of in zip(probabilities, ALL.T, strict=True)], axis=0
    )
    totals = np.bincount(TYPES_OF_ALL, weights, len(ScalpType))

    found = find_scalp_type(
        dict.fromkeys(Symptom, Grade.NONE), dict(zip(Symptom, probabilities, strict=True))
    )

    best = sorted(totals, reverse=True)[:2]
    assert [one.probability for one in found.most_probable] == pytest.approx(best, abs=1e-6)
    assert found.scalp_type is found.most_probable[0].scalp_type


def test_no_other_type_is_more_probable_than_the_one_named() -> None:
    """Sebum is certain, and five symptoms are just less probable than not: "combined" is likelier.

    The row of the six single grades would be "oily", at 0.55⁵ = 5 %.
    """
    unsure = (0.55, 0.45, 0.0, 0.0)
    probabilities = dict.fromkeys(Symptom, unsure) | {Symptom.EXCESS_SEBUM: (0.0, 1.0, 0.0, 0.0)}

    found = find_scalp_type(
        dict.fromkeys(Symptom, Grade.NONE) | {Symptom.EXCESS_SEBUM: Grade.MILD}, probabilities
    )

    assert found.scalp_type is ScalpType.COMBINED
    assert found.contributing == [Symptom.EXCESS_SEBUM]


def test_of_equally_probable_types_the_one_of_the_grades_is_named() -> None:
    sure = dict.fromkeys(Symptom, (1.0, 0.0, 0.0, 0.0))
    even = sure | {Symptom.HAIR_LOSS: (0.5, 0.3, 0.2, 0.0)}

    for grade, name in ((Grade.NONE, ScalpType.NORMAL), (Grade.MILD, ScalpType.HAIR_LOSS)):
        grades = dict.fromkeys(Symptom, Grade.NONE) | {Symptom.HAIR_LOSS: grade}
        assert find_scalp_type(grades, even).scalp_type is name


@given(st.lists(st.floats(0, 1), min_size=6, max_size=6))
def test_type_probabilities_sum_to_one(presence: list[float]) -> None:
    assert sum(type_probabilities(presence).values()) == pytest.approx(1)


@given(st.lists(st.booleans(), min_size=6, max_size=6))
def test_a_certain_pattern_makes_its_type_certain(pattern: list[bool]) -> None:
    assert type_probabilities([float(here) for here in pattern])[scalp_type(pattern)] == 1
