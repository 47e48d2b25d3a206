"""From an uploaded photo to a counted assessment, through the real handler on a fake cloud."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
from PIL import Image

import scalp_assess.bootstrap
from scalp_core.assessments import keys as assessments_keys
from scalp_core.research import keys as research_keys
from scalp_core.vocabulary import Grade, PhotoWarning, Symptom, TrainedOn
from scalp_operator.counter_repair_repository import CounterRepairRepository
from scalp_train.negatives.drawings import draw_fur
from scalp_train.negatives.heads import draw_hair_mass
from support import photos
from support.cloud import Cloud
from support.deliveries import COHORT, message, s3_event, stored_event, total, uploaded
from support.results import result


def drawn(draw: Callable[[np.random.Generator], np.ndarray]) -> bytes:
    return photos.encoded(Image.fromarray(draw(np.random.default_rng(4))), "PNG")


def test_an_uploaded_photo_is_assessed_counted_and_deleted(cloud: Cloud) -> None:
    made = uploaded(cloud, photos.sample())
    assert cloud.read(made)["status"] == "pending"

    while cloud.work():  # the bucket's own test event comes first
        pass

    body = cloud.read(made)
    assert body["status"] == "done"
    assert list(body["result"]["symptoms"]) == list(Symptom)
    assert body["result"]["model"]["trainedOn"] in list(TrainedOn)
    assert not cloud.photo_exists(made)
    assert cloud.waiting() == 0
    counters = cloud.counters()
    assert set(counters) == {COHORT, f"STATS#DAY#{body['finishedAt'][:10]}"}
    for counted in counters.values():
        assert counted["total"] == 1
        assert counted[f"type#{body['result']['type']['scalpType']}"] == 1
        for symptom, finding in body["result"]["symptoms"].items():
            assert counted[f"{symptom}#{finding['grade']}"] == 1
        assert sum(counted.get(f"{Symptom.DANDRUFF}#{grade:d}", 0) for grade in Grade) == 1


def test_the_sample_is_assessed_without_consent_and_never_counted(cloud: Cloud) -> None:
    status, _, created = cloud.api("POST", "/api/v1/assessments-of-sample")
    assert status == 201
    made = str(created["id"])
    cloud.upload(made, photos.sample())

    while cloud.work():
        pass

    assert cloud.read(made)["status"] == "done"
    (item,) = cloud.dynamodb.scan(TableName=cloud.table)["Items"]
    assert "consentVersion" not in item
    assert cloud.counters() == {}
    repair = CounterRepairRepository(cloud.dynamodb, cloud.table)
    assert list(repair.finished_assessments()) == []


def test_no_other_photo_is_looked_at_in_place_of_the_sample(cloud: Cloud) -> None:
    _, _, created = cloud.api("POST", "/api/v1/assessments-of-sample")
    made = str(created["id"])
    cloud.upload(made, photos.encoded(photos.picture(), "JPEG"))

    while cloud.work():
        pass

    body = cloud.read(made)
    assert (body["status"], body["rejection"]["code"]) == ("rejected", "photo_missing")
    assert not cloud.photo_exists(made)


def test_an_unfamiliar_photo_is_finished_but_never_counted(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Through the whole line, for research and again by newer models: no counter is written."""
    ensemble = scalp_assess.bootstrap.services().ensemble
    unfamiliar = result({Symptom.HAIR_LOSS: Grade.SEVERE}, warnings=[PhotoWarning.UNFAMILIAR])
    monkeypatch.setattr(type(ensemble), "analyse", lambda *_: unfamiliar)
    made = cloud.create(research=True)
    cloud.upload(made, photos.sample())

    while cloud.work():
        pass
    token = research_keys.research_token(made)
    bucket = cloud.stack.physical_ids["ResearchBucket"]
    newer = ensemble.model.model_copy(update={"version": "newer"})
    monkeypatch.setattr(type(ensemble), "model", newer)
    cloud.assess(stored_event(bucket, research_keys.research_key(token), eTag="e"))

    body = cloud.read(made)
    assert (body["status"], body["result"]["warnings"]) == ("done", ["unfamiliar"])
    assert cloud.research_photo(token)
    assert not cloud.photo_exists(made)
    assert cloud.counters() == {}


def test_the_same_event_five_times_counts_one(cloud: Cloud) -> None:
    event = {"Records": [message(s3_event(cloud, uploaded(cloud, photos.sample())))]}

    answers = [cloud.assess(event) for _ in range(5)]

    assert answers == [{"batchItemFailures": []}] * 5
    assert total(cloud) == 1


def test_the_same_event_five_times_at_once_counts_one(cloud: Cloud) -> None:
    made = uploaded(cloud, photos.sample())
    event = {"Records": [message(s3_event(cloud, made))]}
    scalp_assess.bootstrap.services()

    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(cloud.assess, [event] * 5))
    assert any(answer == {"batchItemFailures": []} for answer in answers)
    # Those that met the first at work are delivered again, as the queue would:
    assert cloud.assess(event) == {"batchItemFailures": []}

    assert cloud.read(made)["status"] == "done"
    assert total(cloud) == 1


def test_five_deliveries_with_different_etags_at_once_count_one(cloud: Cloud) -> None:
    """Idempotency records do not help here; the transaction alone must hold."""
    made = uploaded(cloud, photos.sample())
    scalp_assess.bootstrap.services()
    events = [{"Records": [message(s3_event(cloud, made, etag=f"e{n}"))]} for n in range(5)]

    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(cloud.assess, events))

    assert answers == [{"batchItemFailures": []}] * 5
    assert cloud.read(made)["status"] == "done"
    assert total(cloud) == 1


def test_a_bare_s3_event_is_assessed_too(cloud: Cloud) -> None:
    made = uploaded(cloud, photos.sample())

    assert cloud.assess(s3_event(cloud, made)) == {"batchItemFailures": []}

    assert cloud.read(made)["status"] == "done"


def test_several_uploads_in_one_message_are_all_assessed(cloud: Cloud) -> None:
    first, second = uploaded(cloud, photos.sample()), uploaded(cloud, photos.sample())
    records = [s3_event(cloud, made)["Records"][0] for made in (first, second)]

    assert cloud.assess({"Records": [message({"Records": records})]}) == {"batchItemFailures": []}

    assert {cloud.read(made)["status"] for made in (first, second)} == {"done"}
    assert total(cloud) == 2


def test_a_batch_fails_only_its_bad_messages(cloud: Cloud) -> None:
    good, rejected = uploaded(cloud, photos.sample()), uploaded(cloud, b"no photo")
    unknown = "0" * 32
    cloud.upload(unknown, photos.sample())
    event = {
        "Records": [
            message({"Event": "s3:TestEvent"}, "test"),
            message("not json", "poison"),
            message({}, "empty"),
            message(s3_event(cloud, good), "good"),
            message(s3_event(cloud, rejected), "rejected"),
            message(s3_event(cloud, unknown), "unknown"),
            message(s3_event(cloud, "someone-elses-key"), "foreign"),
        ]
    }

    answer = cloud.assess(event)

    bad = ("poison", "empty", "foreign")
    assert answer == {"batchItemFailures": [{"itemIdentifier": one} for one in bad]}
    assert cloud.read(good)["status"] == "done"
    assert cloud.read(rejected)["status"] == "rejected"
    assert not cloud.photo_exists(unknown)
    assert total(cloud) == 1


@pytest.mark.parametrize(
    ("draw", "code"),
    [
        (lambda: b"", "empty_file"),
        (lambda: b"text, not pixels", "not_an_image"),
        (lambda: photos.huge_png(1, 1), "image_too_small"),
        (lambda: photos.huge_png(20_000, 10_000), "image_too_large"),
        (lambda: drawn(draw_fur), "not_a_scalp"),
        (lambda: drawn(draw_hair_mass), "too_far"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_bad_photo_is_an_answer_and_not_a_retry(
    cloud: Cloud, draw: Callable[[], bytes], code: str
) -> None:
    made = uploaded(cloud, draw())

    while cloud.work():
        pass

    body = cloud.read(made)
    assert (body["status"], body["rejection"]["code"]) == ("rejected", code)
    assert set(body["rejection"]["message"]) == {"ko", "en"}
    assert body["result"] is None
    assert not cloud.photo_exists(made)
    assert cloud.waiting() == 0
    assert total(cloud) == 0


def test_a_photo_above_the_size_limit_is_rejected_without_being_read(cloud: Cloud) -> None:
    made = uploaded(cloud, bytes(10 * 1024 * 1024 + 1))

    while cloud.work():
        pass

    assert cloud.read(made)["rejection"]["code"] == "file_too_large"


def test_a_photo_that_vanished_before_its_turn_is_an_answer(cloud: Cloud) -> None:
    made = uploaded(cloud, photos.sample())
    cloud.s3.delete_object(Bucket=cloud.bucket, Key=assessments_keys.upload_key(made))

    while cloud.work():
        pass

    assert cloud.read(made)["rejection"]["code"] == "photo_missing"


def test_an_assessment_deleted_before_its_turn_leaves_nothing(cloud: Cloud) -> None:
    made = uploaded(cloud, photos.sample())
    assert cloud.api("DELETE", f"/api/v1/assessments/{made}")[0] == 204

    while cloud.work():
        pass

    assert cloud.api("GET", f"/api/v1/assessments/{made}")[0] == 404
    assert not cloud.photo_exists(made)
    assert cloud.counters() == {}


def test_an_assessment_deleted_during_inference_leaves_nothing(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = uploaded(cloud, photos.sample())
    ensemble = type(scalp_assess.bootstrap.services().ensemble)
    analyse = ensemble.analyse

    def analyse_and_delete(self: Any, content: bytes) -> Any:
        result = analyse(self, content)
        assert cloud.api("DELETE", f"/api/v1/assessments/{made}")[0] == 204
        return result

    monkeypatch.setattr(ensemble, "analyse", analyse_and_delete)
    while cloud.work():
        pass

    assert cloud.api("GET", f"/api/v1/assessments/{made}")[0] == 404
    assert cloud.counters() == {}
