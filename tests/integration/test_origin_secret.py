"""The API behind CloudFront answers only what CloudFront, or IAM, has let in."""

from typing import Any

import pytest

import scalp_api.bootstrap
from scalp_api.deps import ORIGIN_HEADER
from scalp_api.handler import handler
from scalp_local.event_source import LocalContext
from support.cloud import Cloud, http_event

NEW, OLD = "new-" + "n" * 32, "old-" + "o" * 32


@pytest.fixture
def guarded(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> Cloud:
    monkeypatch.setenv("ORIGIN_SECRET", f"{NEW},{OLD}")
    scalp_api.bootstrap.origin_secrets.cache_clear()
    return cloud


@pytest.mark.parametrize("secret", [NEW, OLD])
def test_what_comes_from_cloudfront_is_answered_by_the_old_secret_and_the_new(
    guarded: Cloud, secret: str
) -> None:
    status, _, body = guarded.api("GET", "/api/v1/health", headers={ORIGIN_HEADER: secret})

    assert (status, body["status"]) == (200, "ok")


@pytest.mark.parametrize("said", [None, "", "wrong", NEW[:-1], f"{NEW},{OLD}", "ü" * 36])
@pytest.mark.parametrize("path", ["health", "stats", "hospitals/regions", "products", "docs"])
def test_whoever_walks_around_cloudfront_gets_nothing(
    guarded: Cloud, said: str | None, path: str
) -> None:
    headers = {} if said is None else {ORIGIN_HEADER: said}

    status, answered, problem = guarded.api("GET", f"/api/v1/{path}", headers=headers)

    assert (status, problem["code"]) == (403, "not_through_the_site")
    # CloudFront would keep an answer that does not forbid it, and give it to others.
    assert answered["cache-control"] == "no-store"


def test_nothing_is_stored_for_whoever_walks_around_cloudfront(guarded: Cloud) -> None:
    body = {"sex": "male", "ageGroup": "30s", "consent": True, "contentType": "image/jpeg"}

    status, _, _ = guarded.api("POST", "/api/v1/assessments", body)

    assert status == 403
    assert guarded.dynamodb.scan(TableName=guarded.table, Select="COUNT")["Count"] == 0


def test_operators_sign_their_requests_to_the_apis_own_address(guarded: Cloud) -> None:
    event = http_event("GET", "/api/v1/products/report.csv", None)
    event["requestContext"]["authorizer"] = {"iam": {"userArn": "arn:aws:iam::1:user/operator"}}
    context: Any = LocalContext("ApiFunction", 1024, 10)

    assert handler(event, context)["statusCode"] == 200


def test_without_a_secret_everybody_is_answered(cloud: Cloud) -> None:
    assert cloud.api("GET", "/api/v1/health")[0] == 200


def test_a_secret_that_could_be_guessed_is_refused(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ORIGIN_SECRET", "short")
    scalp_api.bootstrap.origin_secrets.cache_clear()

    assert cloud.api("GET", "/api/v1/health")[0] == 500
