"""Which models may take over: those that grade stored renders as the manifest's evaluation says."""

from collections.abc import Callable

import pytest

from scalp_assess.release_check import Render, find_faults, is_release_check, stored_renders
from scalp_core.analysis import AnalysisResult
from scalp_core.errors import PhotoRejectedError, RejectionCode
from scalp_core.vocabulary import Grade, Symptom
from support.results import result

EXPECTED = dict.fromkeys(Symptom, 0.3)
RENDERS = [
    Render(bytes([number]), dict.fromkeys(Symptom, Grade(number))) for number in range(len(Grade))
]


def models(change: Callable[[Grade], int] = int) -> Callable[[bytes], AnalysisResult]:
    """Networks whose grades are the drawn ones, changed."""

    def analyse(content: bytes) -> AnalysisResult:
        return result(dict.fromkeys(Symptom, Grade(change(Grade(content[0])))))

    return analyse


def test_models_that_see_what_was_drawn_may_take_over() -> None:
    assert list(find_faults(RENDERS, models(), EXPECTED)) == []


def test_a_small_error_is_what_the_evaluation_allows() -> None:
    assert list(find_faults(RENDERS, models(lambda grade: max(1, grade)), EXPECTED)) == []


def test_models_that_see_nothing_are_named_symptom_by_symptom() -> None:
    faults = list(find_faults(RENDERS, models(lambda _: 0), EXPECTED))

    assert len(faults) == len(Symptom)
    assert faults[0] == f"{next(iter(Symptom))} is 1.50 grades off, 0.80 are allowed"


def test_a_gate_that_rejects_scalps_is_a_fault() -> None:
    def reject(content: bytes) -> AnalysisResult:
        raise PhotoRejectedError(RejectionCode.NOT_A_SCALP)

    faults = list(find_faults(RENDERS, reject, EXPECTED))

    assert "a stored render was rejected: not_a_scalp" in faults
    assert sum("was not checked" in one for one in faults) == len(Symptom)


def test_without_renders_nothing_may_take_over() -> None:
    assert len(list(find_faults([], models(), EXPECTED))) == len(Symptom)


def test_the_stored_renders_show_every_grade_of_every_symptom() -> None:
    renders = stored_renders()

    for symptom in Symptom:
        assert {one.grades[symptom] for one in renders} == set(Grade), symptom


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        ({"DeploymentId": "d-1", "LifecycleEventHookExecutionId": "e"}, True),
        ({"Records": []}, False),
    ],
)
def test_codedeploys_question_is_recognised(event: dict[str, object], expected: bool) -> None:
    assert is_release_check(event) is expected
