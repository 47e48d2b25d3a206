"""The API through its Lambda handler, as API Gateway calls it."""

import base64
import json
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from botocore.exceptions import ClientError

import scalp_api.bootstrap
from scalp_core.vocabulary import MAX_PHOTO_BYTES, ContentType
from support import photos
from support.cloud import Cloud, answer_with

BODY = {"sex": "male", "ageGroup": "30s", "consent": True, "contentType": "image/jpeg"}
UNKNOWN = "0123456789abcdef" * 2


def test_a_created_assessment_says_where_to_upload_and_where_to_look(cloud: Cloud) -> None:
    status, headers, body = cloud.api("POST", "/api/v1/assessments", BODY | {"site": "top"})

    assert status == 201
    assert headers["location"] == f"/api/v1/assessments/{body['id']}"
    assert headers["cache-control"] == "no-store"
    assert body["status"] == "pending"
    assert body["pollAfterSeconds"] >= 1
    assert body["upload"]["maxBytes"] == MAX_PHOTO_BYTES
    read = cloud.read(body["id"])
    assert read["cohort"] == {"sex": "male", "ageGroup": "30s"}
    assert read["site"] == "top"
    assert read["result"] is None


@pytest.mark.parametrize("content_type", list(ContentType))
def test_the_presigned_policy_allows_this_upload_and_no_other(
    cloud: Cloud, content_type: str
) -> None:
    """The storage enforces the policy, and a fake one does not: so the document is checked."""
    body = cloud.api("POST", "/api/v1/assessments", BODY | {"contentType": content_type})[2]

    fields = body["upload"]["fields"]
    policy = json.loads(base64.b64decode(fields["policy"]))
    conditions = policy["conditions"]
    assert {"key": f"uploads/{body['id']}"} in conditions
    assert {"Content-Type": content_type} in conditions
    assert ["content-length-range", 1, 10 * 1024 * 1024] in conditions
    assert {"bucket": cloud.bucket} in conditions
    assert not any(isinstance(one, list) and one[0] == "starts-with" for one in conditions)
    expires = datetime.fromisoformat(policy["expiration"])
    created = datetime.fromisoformat(cloud.read(body["id"])["createdAt"])
    assert timedelta(minutes=4) < expires - created <= timedelta(minutes=5, seconds=5)
    assert fields["Content-Type"] == content_type
    assert fields["key"] == f"uploads/{body['id']}"


def test_on_aws_the_upload_goes_to_the_regions_own_host(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("S3_PUBLIC_ENDPOINT")
    scalp_api.bootstrap.services.cache_clear()

    body = cloud.api("POST", "/api/v1/assessments", BODY)[2]

    expected = f"https://{cloud.bucket}.s3.ap-northeast-2.amazonaws.com/"
    assert body["upload"]["url"] == expected


@pytest.mark.parametrize("consent", [False, None])
def test_nothing_happens_without_consent(cloud: Cloud, consent: bool | None) -> None:
    body = {key: value for key, value in BODY.items() if key != "consent"}
    if consent is not None:
        body["consent"] = consent

    status, headers, problem = cloud.api("POST", "/api/v1/assessments", body)

    assert status == 422
    assert headers["content-type"] == "application/problem+json"
    assert problem["code"] == ("consent_required" if consent is False else "invalid_request")
    assert cloud.dynamodb.scan(TableName=cloud.table)["Count"] == 0


@pytest.mark.parametrize(
    "change",
    [
        {"sex": "other"},
        {"ageGroup": "5s"},
        {"contentType": "image/svg+xml"},
        {"site": "nose"},
        {"name": "Kim"},
        {"consent": "maybe"},
    ],
)
def test_what_is_not_asked_for_is_refused_without_echo(cloud: Cloud, change: dict) -> None:
    status, _, problem = cloud.api("POST", "/api/v1/assessments", BODY | change)

    assert (status, problem["code"]) == (422, "invalid_request")
    name = next(iter(change))
    assert problem["errors"][0].startswith("body.(unknown)" if name == "name" else f"body.{name}")
    assert str(next(iter(change.values()))) not in json.dumps(problem)


@pytest.mark.parametrize("raw", ["", "{", "[]", "null", '"text"', "\x00"])
def test_bodies_that_are_no_objects_are_refused(cloud: Cloud, raw: str) -> None:
    status, _, problem = cloud.api("POST", "/api/v1/assessments", raw)

    assert (status, problem["code"]) == (422, "invalid_request")


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_an_unknown_id_is_not_found(cloud: Cloud, method: str) -> None:
    status, _, problem = cloud.api(method, f"/api/v1/assessments/{UNKNOWN}")

    assert (status, problem["code"]) == (404, "assessment_not_found")
    assert UNKNOWN not in json.dumps(problem)


@pytest.mark.parametrize(("days", "said"), [(1, "after 1 day or"), (365, "after 365 days or")])
def test_a_problem_says_how_long_results_are_kept_here(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch, days: int, said: str
) -> None:
    monkeypatch.setenv("RESULT_DAYS", str(days))
    scalp_api.bootstrap.services.cache_clear()

    assert said in cloud.api("GET", f"/api/v1/assessments/{UNKNOWN}")[2]["detail"]


def test_an_expired_assessment_is_not_found_before_ttl_sweeps_it(cloud: Cloud) -> None:
    made = cloud.create()
    cloud.expire(made)

    assert cloud.api("GET", f"/api/v1/assessments/{made}")[0] == 404


@pytest.mark.parametrize("bad", ["x", "0" * 31, "0" * 33, "G" * 32, "0" * 31 + "%0A"])
def test_an_id_of_another_shape_is_refused(cloud: Cloud, bad: str) -> None:
    status, _, problem = cloud.api("GET", f"/api/v1/assessments/{bad}")

    assert (status, problem["code"]) == (422, "invalid_request")


def test_deletion_removes_photo_and_result(cloud: Cloud) -> None:
    made = cloud.create()
    cloud.upload(made, photos.sample())

    status, _, body = cloud.api("DELETE", f"/api/v1/assessments/{made}")

    assert (status, body) == (204, "")
    assert cloud.api("GET", f"/api/v1/assessments/{made}")[0] == 404
    assert not cloud.photo_exists(made)
    assert cloud.dynamodb.scan(TableName=cloud.table)["Count"] == 0


def test_pending_assessments_say_when_to_come_back(cloud: Cloud) -> None:
    made = cloud.create()

    _, headers, body = cloud.api("GET", f"/api/v1/assessments/{made}")

    assert body["status"] == "pending"
    assert int(headers["retry-after"]) >= 1
    assert headers["cache-control"] == "no-store"


def test_a_backend_fault_is_503_and_reveals_nothing_internal(
    cloud: Cloud, logged: Callable[[str], str]
) -> None:
    repository = scalp_api.bootstrap.services().assessments
    repository._client.meta.events.register("before-send.dynamodb.GetItem", answer_with(500))

    status, headers, problem = cloud.api("GET", f"/api/v1/assessments/{UNKNOWN}")

    assert (status, problem["code"]) == (503, "backend_unavailable")
    assert int(headers["retry-after"]) >= 1
    assert cloud.table not in json.dumps(problem)
    lines = logged("api")
    assert "request failed" in lines
    assert UNKNOWN not in lines


def test_a_bug_is_500_and_reveals_nothing_internal(
    cloud: Cloud, logged: Callable[[str], str]
) -> None:
    def bug(**_: object) -> None:
        raise ZeroDivisionError("secret detail")

    repository = scalp_api.bootstrap.services().assessments
    repository._client.meta.events.register("before-call.dynamodb.GetItem", bug)

    status, headers, problem = cloud.api("GET", f"/api/v1/assessments/{UNKNOWN}")

    assert (status, problem["code"]) == (500, "internal_error")
    assert headers["content-type"] == "application/problem+json"
    assert "secret detail" not in json.dumps(problem)
    assert "secret detail" in logged("api")


def test_missing_settings_are_named(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TABLE_NAME")
    scalp_api.bootstrap.services.cache_clear()

    with pytest.raises(ValueError, match="table_name"):
        scalp_api.bootstrap.services()


def test_the_id_cannot_be_taken_twice(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    made = cloud.create()
    monkeypatch.setattr("scalp_core.assessments.create.new_id", lambda: made)

    status, _, problem = cloud.api("POST", "/api/v1/assessments", BODY)

    assert (status, problem["code"]) == (503, "backend_unavailable")


def test_other_addresses_and_methods_are_problems_too(cloud: Cloud) -> None:
    assert cloud.api("GET", "/api/v1/nothing")[2]["code"] == "route_not_found"
    status, headers, problem = cloud.api("PUT", "/api/v1/health")
    assert (status, problem["code"]) == (405, "method_not_allowed")
    assert headers["allow"] == "GET"
    assert cloud.api("PUT", f"/api/v1/assessments/{'0' * 32}")[1]["allow"] == "DELETE, GET"


def test_health_needs_no_backend(cloud: Cloud) -> None:
    cloud.dynamodb.delete_table(TableName=cloud.table)

    assert cloud.api("GET", "/api/v1/health")[0] == 200
    with pytest.raises(ClientError):
        cloud.dynamodb.describe_table(TableName=cloud.table)


def test_the_documentation_is_served_without_foreign_or_inline_scripts(cloud: Cloud) -> None:
    status, headers, page = cloud.api("GET", "/api/v1/docs")

    assert status == 200
    assert headers["content-type"].startswith("text/html")
    assert "//" not in page.replace("<!doctype", "")
    for name in ("swagger-ui.css", "swagger-ui-bundle.js", "start.js"):
        assert name in page
        assert cloud.api("GET", f"/api/v1/docs/{name}")[0] == 200
    assert cloud.api("GET", "/api/v1/docs/../handler.py")[0] in (404, 422)
