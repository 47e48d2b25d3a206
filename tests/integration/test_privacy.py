"""What logs, buckets and tables know of a person, while they are used and after a deletion."""

import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest

import scalp_api.bootstrap
import scalp_assess.bootstrap
from scalp_core.assessments import keys
from scalp_core.aws.dynamodb import META_SK
from scalp_core.ids import fingerprint
from scalp_core.products.load import load_products
from scalp_core.products.repository import ProductRepository
from support import photos
from support.cloud import Cloud, answer_with
from support.hospitals import hospital, load
from support.products import product

ADDRESS = "203.0.113.77"
AGENT = "Personal-Phone/1.0 (Kim)"
HEADERS = {
    "x-forwarded-for": ADDRESS,
    "user-agent": AGENT,
    "referer": "https://site.example/#/a/secret",
    "cookie": "session=personal",
}
# What a person states to get an assessment, and where they look for a hospital.
STATED = {"sex": "undisclosed", "ageGroup": "70s_plus", "site": "right", "contentType": "image/png"}
CELL = "wydm6d"


@pytest.fixture
def everything_logged(
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    logged: Callable[[str], str],
) -> Callable[[], str]:
    """All that a function writes: its own logger, any library's, metrics, and bare output."""
    monkeypatch.setenv("POWERTOOLS_METRICS_DISABLED", "false")
    # What Lambda's own handler lets through by default.
    caplog.set_level(logging.INFO)
    printed: list[str] = []

    def read() -> str:
        printed.extend(capfd.readouterr())
        own = [logged(service) for service in ("api", "assess", "catalog", "statistics")]
        return "\n".join([*own, caplog.text, *printed])

    return read


def _ask(cloud: Cloud, method: str, path: str, body: object = None) -> Any:
    return cloud.api(method, f"/api/v1/{path}", body, headers=HEADERS)


def _request(cloud: Cloud) -> Any:
    status, _, created = _ask(cloud, "POST", "assessments", STATED | {"consent": True})
    assert status == 201, created
    return created


def _message(cloud: Cloud, made: str, *, receive_count: int = 1) -> dict[str, Any]:
    entity = {
        "bucket": {"name": cloud.bucket},
        "object": {"key": keys.upload_key(made), "eTag": made[::-1]},
    }
    record = {"eventSource": "aws:s3", "eventName": "ObjectCreated:Post", "s3": entity}
    record["requestParameters"] = {"sourceIPAddress": ADDRESS}
    return {
        "messageId": "m",
        "body": json.dumps({"Records": [record]}),
        "attributes": {"ApproximateReceiveCount": str(receive_count)},
        "eventSource": "aws:sqs",
    }


def _journeys(cloud: Cloud) -> Iterator[Any]:
    """People's ways through the system, good and bad; return each first response."""
    load(cloud, hospital())
    load_products([product(1)], products=ProductRepository(cloud.dynamodb, cloud.table))
    good = _request(cloud)
    cloud.upload(good["id"], photos.sample())
    assert cloud.assess({"Records": [_message(cloud, good["id"])]}) == {"batchItemFailures": []}
    cloud.assess({"Records": [_message(cloud, good["id"])]})
    assert _ask(cloud, "GET", f"assessments/{good['id']}")[2]["status"] == "done"
    for path in ("stats?assessment=", "products?assessment="):
        assert _ask(cloud, "GET", path + good["id"])[0] == 200
    _ask(cloud, "GET", f"stats?sex=female&ageGroup={STATED['ageGroup']}")
    assert _ask(cloud, "GET", f"hospitals?cell={CELL}")[0] == 200
    assert _ask(cloud, "GET", "products/P001/visit?sex=undisclosed&ageGroup=70s_plus")[0] == 302
    assert _ask(cloud, "DELETE", f"assessments/{good['id']}")[0] == 204
    assert _ask(cloud, "GET", f"assessments/{good['id']}")[0] == 404
    yield good

    bad = _request(cloud)
    cloud.upload(bad["id"], b"no photo")
    cloud.assess({"Records": [_message(cloud, bad["id"])]})
    assert _ask(cloud, "GET", f"assessments/{bad['id']}")[2]["status"] == "rejected"
    assert _ask(cloud, "GET", f"products?assessment={bad['id']}")[0] == 409
    yield bad

    unlucky = _request(cloud)
    cloud.upload(unlucky["id"], photos.sample())
    s3 = scalp_assess.bootstrap.services().photos._client
    hook = answer_with(503)
    s3.meta.events.register("before-send.s3.GetObject", hook)
    cloud.assess({"Records": [_message(cloud, unlucky["id"], receive_count=3)]})
    s3.meta.events.unregister("before-send.s3.GetObject", hook)
    assert _ask(cloud, "GET", f"assessments/{unlucky['id']}")[2]["status"] == "failed"
    yield unlucky

    broken = _request(cloud)
    _spoil(cloud, broken["id"])
    cloud.upload(broken["id"], photos.sample())
    cloud.assess({"Records": [_message(cloud, broken["id"])]})
    cloud.assess({"Records": [_message(cloud, broken["id"]) | {"body": _nonsense(broken["id"])}]})
    assert _ask(cloud, "GET", f"assessments/{broken['id']}")[0] == 500
    dynamodb = scalp_api.bootstrap.services().assessments._client
    dynamodb.meta.events.register("before-send.dynamodb", answer_with(500))
    assert _ask(cloud, "GET", f"assessments/{broken['id']}")[0] == 503
    yield broken


def _spoil(cloud: Cloud, made: str) -> None:
    """An item as no code of ours writes it, whose every value must still stay out of the log."""
    cloud.dynamodb.update_item(
        TableName=cloud.table,
        Key={"PK": {"S": keys.assessment_pk(made)}, "SK": {"S": META_SK}},
        UpdateExpression="SET createdAt = :wrong, finishedAt = :wrong",
        ExpressionAttributeValues={":wrong": {"S": f"{STATED['ageGroup']} {made}"}},
    )


def _nonsense(made: str) -> str:
    return json.dumps({"Records": [{"eventName": [keys.upload_key(made)], "s3": made}]})


@pytest.mark.filterwarnings("ignore:No application metrics:UserWarning")
def test_no_line_of_any_log_is_about_a_person(
    cloud: Cloud, everything_logged: Callable[[], str]
) -> None:
    journeys = list(_journeys(cloud))
    lines = everything_logged()

    # Logs there are: each way left a trace that distinguishes deliveries.
    for created in journeys[:3]:
        assert fingerprint(created["id"]) in lines
    assert "photo could not be assessed" in lines
    assert "request failed" in lines
    assert "AssessmentFault" in lines
    for created in journeys:
        assert created["id"] not in lines
        assert created["id"][::-1] not in lines
        for name, value in created["upload"]["fields"].items():
            if name not in ("x-amz-algorithm", "Content-Type"):
                assert value not in lines, name
    for secret in (*STATED.values(), *HEADERS.values(), ADDRESS, "Kim", CELL, keys.UPLOAD_PREFIX):
        assert secret not in lines, secret


def _all_that_is_kept(cloud: Cloud) -> str:
    """Every object's name and content, every item of every table, every message."""
    kept: list[object] = []
    for bucket in cloud.s3.list_buckets()["Buckets"]:
        if not bucket["Name"].startswith(cloud.name):
            continue
        for one in cloud.s3.list_objects_v2(Bucket=bucket["Name"]).get("Contents", []):
            content = cloud.s3.get_object(Bucket=bucket["Name"], Key=one["Key"])["Body"].read()
            kept.append((one["Key"], content))
        kept.append(cloud.s3.list_multipart_uploads(Bucket=bucket["Name"]).get("Uploads"))
        kept.append(cloud.s3.list_object_versions(Bucket=bucket["Name"]).get("Versions"))
    for name in ("Table", "IdempotencyTable"):
        kept.append(cloud.dynamodb.scan(TableName=cloud.stack.physical_ids[name])["Items"])
    return repr(kept)


def test_nothing_is_left_of_an_assessment_that_was_deleted(
    cloud: Cloud, everything_logged: Callable[[], str]
) -> None:
    """But numbers of people, to which nothing leads back, and they are the same for everybody."""
    nobody = _all_that_is_kept(cloud)
    made = _request(cloud)["id"]
    cloud.upload(made, photos.sample())
    while cloud.work():
        pass
    assert cloud.read(made)["status"] == "done"
    assert made in _all_that_is_kept(cloud)
    assert made not in nobody

    assert _ask(cloud, "DELETE", f"assessments/{made}")[0] == 204

    left = _all_that_is_kept(cloud)
    for trace in (made, fingerprint(made), keys.upload_key(made), ADDRESS, AGENT):
        assert trace not in left
    assert cloud.waiting() == 0
    items = cloud.dynamodb.scan(TableName=cloud.table)["Items"]
    assert {one["PK"]["S"].split("#")[0] for one in items} == {"STATS"}
    for one in items:
        assert all("N" in value for name, value in one.items() if name not in ("PK", "SK"))
    idempotency = cloud.dynamodb.scan(TableName=cloud.stack.physical_ids["IdempotencyTable"])
    for one in idempotency["Items"]:
        assert set(one) <= {
            "id",
            "expiration",
            "status",
            "data",
            "validation",
            "in_progress_expiration",
        }
        assert json.loads(one["data"]["S"]) == "done"
    assert made not in everything_logged()


def test_a_photo_that_is_deleted_before_its_turn_is_gone_at_once(cloud: Cloud) -> None:
    made = _request(cloud)["id"]
    cloud.upload(made, photos.sample())

    assert _ask(cloud, "DELETE", f"assessments/{made}")[0] == 204
    cloud.assess({"Records": [_message(cloud, made)]})

    assert made not in _all_that_is_kept(cloud)
    assert cloud.dynamodb.scan(TableName=cloud.table)["Count"] == 0


def test_consent_is_kept_as_a_version_and_a_time_and_goes_with_the_assessment(cloud: Cloud) -> None:
    from scalp_core.assessments.create import CONSENT_VERSION

    made = _request(cloud)["id"]
    (item,) = cloud.dynamodb.scan(TableName=cloud.table)["Items"]

    assert item["consentVersion"]["S"] == CONSENT_VERSION
    assert set(item) == {
        *("PK", "SK", "status", "sex", "ageGroup", "site", "contentType"),
        *("consentVersion", "createdAt", "expiresAt"),
    }
    assert _ask(cloud, "DELETE", f"assessments/{made}")[0] == 204
    assert cloud.dynamodb.scan(TableName=cloud.table)["Count"] == 0
