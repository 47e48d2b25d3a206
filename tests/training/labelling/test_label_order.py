"""Photos that the models are unsure of and do not know are labelled first."""

from collections.abc import Sequence

import numpy as np

from scalp_core.vision.certainty import plausible_grades
from scalp_core.vision.decoding.client import PhotoDecoder
from scalp_core.vision.loading import load_ensemble
from scalp_core.vocabulary import Symptom
from scalp_deployment.paths import ARTIFACTS
from scalp_train.labelling.model_answers import ModelAnswer, Models
from scalp_train.labelling.queue import next_photos, uncertainty
from support import photos

SURE, UNSURE, TORN = (0.97, 0.01, 0.01, 0.01), (0.6, 0.3, 0.05, 0.05), (0.25, 0.25, 0.25, 0.25)


def answer(
    place: tuple[float, float], probabilities: Sequence[float] = UNSURE, *, is_scalp: bool = True
) -> ModelAnswer:
    return ModelAnswer(
        dict.fromkeys(Symptom, np.array(probabilities)),
        dict.fromkeys(Symptom, plausible_grades(probabilities, 0.9)),
        np.array(place, np.float32),
        is_scalp,
    )


def test_uncertainty_is_near_0_for_a_sure_answer_and_1_for_none() -> None:
    values = [uncertainty(answer((0, 0), each)) for each in (SURE, UNSURE, TORN)]

    assert values == sorted(values)
    assert values[0] < 0.05
    assert values[-1] == 1


def test_of_equally_distant_photos_the_uncertain_one_comes_first() -> None:
    found = {"sure": answer((3, 0), SURE), "torn": answer((0, 3), TORN)}

    assert next_photos(found, ()) == ["torn", "sure"]


def test_of_equally_uncertain_photos_the_unknown_one_comes_first() -> None:
    found = {"near": answer((1, 0)), "far": answer((0, 9))}

    assert next_photos(found, ()) == ["far", "near"]


def test_photos_like_a_labelled_one_come_last() -> None:
    found = {"like": answer((9, 0)), "unlike": answer((0, 5)), "labelled": answer((9, 0.5))}

    assert next_photos(found, {"labelled"}) == ["unlike", "like"]


def test_two_alike_do_not_follow_each_other() -> None:
    found = {"twin": answer((9, 0)), "other twin": answer((9, 0.1)), "unlike": answer((0, 5))}

    assert next_photos(found, ())[:2] in (["other twin", "unlike"], ["twin", "unlike"])


def test_what_is_no_scalp_comes_after_everything_else() -> None:
    found = {
        "cat": answer((90, 0), TORN, is_scalp=False),
        "dog": answer((0, 80), TORN, is_scalp=False),
        "scalp": answer((1, 0), SURE),
    }

    assert next_photos(found, ()) == ["scalp", "cat", "dog"]


def test_the_models_say_what_the_service_says(decoder: PhotoDecoder) -> None:
    served = load_ensemble(ARTIFACTS, decoder=decoder).analyse(photos.sample())

    found = Models(ARTIFACTS, decoder).judge(photos.sample())

    assert found.is_scalp
    for symptom, finding in served.symptoms.items():
        assert found.grade(symptom) is finding.grade
        assert found.plausible[symptom] == finding.plausible_grades
