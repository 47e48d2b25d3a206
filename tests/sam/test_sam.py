"""`sam build` and `sam local invoke` as a person would run them, and what the functions answer.

Skipped where no container engine answers. Run by `make sam-test`.
"""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from sam_cli import ROOT, Sam

from scalp_core.analysis import Cohort
from scalp_core.assessments.keys import assessment_id_of
from scalp_core.assessments.model import Assessment
from scalp_core.assessments.repository import AssessmentRepository
from scalp_core.vocabulary import AgeGroup, ContentType, Grade, Sex, Status, Symptom
from scalp_deployment.paths import STORED_EVENT
from scalp_local.sam_environment import prepare
from scalp_local.system import free_port
from support.cloud import Cloud
from support.photos import sample

EVENTS = ROOT / "tests" / "events"


def load(name: str) -> Any:
    return json.loads((EVENTS / name).read_text(encoding="utf-8"))


def upload_the_photo_of_the_stored_events(cloud: Cloud) -> Assessment:
    """Leave a pending assessment and its photo, as the API and a browser do."""
    key = load("s3_put.json")["Records"][0]["s3"]["object"]["key"]
    now = datetime.now(UTC)
    assessment = Assessment(
        id=assessment_id_of(key) or "",
        status=Status.PENDING,
        cohort=Cohort(sex=Sex.FEMALE, age_group=AgeGroup.THIRTIES),
        head_region=None,
        content_type=ContentType.JPEG,
        consent_version="test",
        created_at=now,
        expires_at=now + timedelta(days=1),
    )
    AssessmentRepository(cloud.dynamodb, cloud.table).create(assessment)
    cloud.upload(assessment.id, sample())
    return assessment


def test_the_template_is_valid(sam: Sam) -> None:
    assert "is a valid SAM Template" in sam.validate()


def packages(folder: Path) -> dict[str, str]:
    """Installed distributions and their versions."""
    parts = (path.name.removesuffix(".dist-info") for path in folder.glob("*.dist-info"))
    return dict(part.rsplit("-", 1) for part in parts)


def test_the_zip_file_and_its_layer_agree_on_what_both_hold(sam: Sam) -> None:
    zip_file = packages(sam.built / "ApiFunction")
    layer = packages(sam.built / "CoreLayer" / "python")

    both = zip_file.keys() & layer.keys()
    assert "pydantic" in both
    assert {name: zip_file[name] for name in both} == {name: layer[name] for name in both}


def test_a_bare_s3_event_ends_in_an_assessment_with_six_grades(
    sam: Sam, cloud: Cloud, variables: Path
) -> None:
    pending = upload_the_photo_of_the_stored_events(cloud)

    answer = sam.invoke("AssessFunction", EVENTS / "s3_put.json", variables)

    assert answer.value == {"batchItemFailures": [], "outcomes": ["done"]}
    now = datetime.now(UTC)
    assessment = AssessmentRepository(cloud.dynamodb, cloud.table).get(pending.id, now)
    assert assessment.status is Status.DONE
    assert assessment.grades is not None
    assert list(assessment.grades) == list(Symptom)
    assert set(assessment.grades.values()) <= set(Grade)
    assert not cloud.photo_exists(pending.id)
    assert pending.id not in answer.logs
    assert "telemetry" not in answer.logs


def test_the_first_try_of_the_readme_assesses_the_sample_photo(
    sam: Sam, cloud: Cloud, tmp_path: Path
) -> None:
    """`make run SAM=1` writes the file and puts the photo in place."""
    file = tmp_path / "sam-environment.json"
    prepare(cloud.stack, cloud.endpoint, file)

    first = sam.invoke("AssessFunction", STORED_EVENT, file)
    second = sam.invoke("AssessFunction", STORED_EVENT, file)

    assert first.value == {"batchItemFailures": [], "outcomes": ["done"]}
    assert second.value == {"batchItemFailures": [], "outcomes": ["duplicate"]}
    assert cloud.waiting() <= 1, "nothing but S3's test event"


def test_the_first_try_without_a_stack_says_what_is_missing(sam: Sam) -> None:
    answer = sam.invoke("AssessFunction", STORED_EVENT, None)

    assert "make run SAM=1" in answer.value["errorMessage"]


def test_the_api_runs_by_start_api(sam: Sam, variables: Path) -> None:
    with sam.api(free_port(), variables) as url:
        health = httpx.get(f"{url}/api/v1/health", timeout=120)
        created = httpx.post(f"{url}/api/v1/assessments-of-sample", timeout=120)

    assert health.json()["status"] == "ok"
    assert created.status_code == 201


def test_a_photo_that_the_queue_delivers_twice_counts_once(
    sam: Sam, cloud: Cloud, variables: Path
) -> None:
    upload_the_photo_of_the_stored_events(cloud)

    for event in ("sqs_s3_put.json", "sqs_s3_post.json"):
        answer = sam.invoke("AssessFunction", EVENTS / event, variables)
        assert answer.value == {"batchItemFailures": []}

    assert cloud.counters()["STATS#female#30s"]["total"] == 1


def test_the_test_event_of_s3_is_taken_off_the_queue(sam: Sam, variables: Path) -> None:
    answer = sam.invoke("AssessFunction", EVENTS / "sqs_s3_test_event.json", variables)

    assert answer.value == {"batchItemFailures": []}


def test_the_api_says_that_it_is_well(sam: Sam, variables: Path) -> None:
    answer = sam.invoke("ApiFunction", EVENTS / "get_health.json", variables)

    assert answer.value["statusCode"] == 200
    assert json.loads(answer.value["body"])["status"] == "ok"


def test_a_photo_goes_all_the_way_from_the_api_through_bucket_and_queue_and_back(
    sam: Sam, cloud: Cloud, variables: Path, tmp_path: Path
) -> None:
    answer = sam.invoke("ApiFunction", EVENTS / "post_assessments.json", variables)

    assert answer.value["statusCode"] == 201
    created = json.loads(answer.value["body"])
    path = f"/api/v1/assessments/{created['id']}"
    assert answer.value["headers"]["location"] == path
    upload = created["upload"]
    assert upload["fields"]["key"] == f"uploads/{created['id']}"
    assert {"policy", "x-amz-signature", "Content-Type"} <= upload["fields"].keys()

    sent = httpx.post(upload["url"], data=upload["fields"], files={"file": sample()})
    assert sent.is_success

    def assess(event: dict[str, Any]) -> object:
        (tmp_path / "batch.json").write_text(json.dumps(event))
        return sam.invoke("AssessFunction", tmp_path / "batch.json", variables).value

    assert cloud.work(assess) == 2, "S3's test event and the photo"
    assert cloud.waiting() == 0

    event = load("get_health.json")
    event["rawPath"] = event["requestContext"]["http"]["path"] = path
    (tmp_path / "get.json").write_text(json.dumps(event))
    answer = sam.invoke("ApiFunction", tmp_path / "get.json", variables)

    assert answer.value["statusCode"] == 200
    seen = json.loads(answer.value["body"])
    assert seen["status"] == "done"
    assert list(seen["result"]["symptoms"]) == [str(symptom) for symptom in Symptom]
    assert created["id"] not in answer.logs, "who knows an id may read the assessment"
