"""Two raters' judgements become one label for each photo."""

from scalp_core.vocabulary import Grade, Symptom
from scalp_train.labels.consensus import ADJUDICATED, consensus, disputed
from scalp_train.labels.judgements import Exclusion
from support.labels import grades, judged


def test_photos_of_one_rater_and_photos_that_raters_agree_on_are_settled() -> None:
    found = consensus(
        {
            "kim": {"a": judged("a", "012300"), "b": judged("b", "111111")},
            "lee": {"a": judged("a", "012300", minutes=1), "c": judged("c", Exclusion.BLURRED)},
        }
    )

    assert found.open == []
    assert {file: one.answer for file, one in found.judgements.items()} == {
        "a": (grades("012300"), None),
        "b": (grades("111111"), None),
        "c": ({}, Exclusion.BLURRED),
    }


def test_of_a_disputed_photo_only_the_shared_grades_are_kept_until_it_is_adjudicated() -> None:
    by_rater = {
        "kim": {"a": judged("a", "012300")},
        "lee": {"a": judged("a", "01230x")},
    }
    before = consensus(by_rater)
    assert before.open == disputed(by_rater) == ["a"]
    assert before.judgements["a"].grades == grades("01230x")

    after = consensus(by_rater | {ADJUDICATED: {"a": judged("a", "012301")}})
    assert after.open == []
    assert after.judgements["a"].grades[Symptom.HAIR_LOSS] is Grade.MILD


def test_a_photo_that_only_one_rater_excludes_has_no_label_until_it_is_adjudicated() -> None:
    by_rater = {
        "kim": {"a": judged("a", "012300"), "b": judged("b", Exclusion.BLURRED)},
        "lee": {"a": judged("a", Exclusion.TOO_FAR), "b": judged("b", Exclusion.TOO_FAR)},
    }

    found = consensus(by_rater)

    assert found.open == ["a", "b"]
    assert "a" not in found.judgements
    assert found.judgements["b"].exclusion  # two reasons, but no doubt that it is of no use
