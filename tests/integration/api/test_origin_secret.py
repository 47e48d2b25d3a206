"""The API behind CloudFront answers only what CloudFront, or IAM, has let in."""

from typing import Any

import pytest

import scalp_api.bootstrap
from scalp_api.handler import handler
from scalp_api.middleware import MAX_BODY_BYTES, ORIGIN_HEADER
from scalp_local.event_source import LocalContext
from support.cloud import Cloud, http_event

EVERYTHING = [
    *(("GET", f"/api/v1/{one}") for one in ("health", "stats", "hospitals/regions", "products")),
    *(("GET", f"/api/v1/{one}") for one in ("docs", "docs/start.js", "docs/swagger-ui.css")),
    *(("GET", f"/api/v1/{one}") for one in ("openapi.json", "nothing", "health/")),
    ("HEAD", "/api/v1/openapi.json"),
    ("GET", "/api/v2/health"),
    ("GET", "/api/"),
    ("GET", "/"),
    ("PUT", "/api/v1/health"),
    ("OPTIONS", "/api/v1/assessments"),
    ("GET", "/api/v1/products/report.csv"),
]
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
def test_whoever_walks_around_cloudfront_gets_nothing(guarded: Cloud, said: str | None) -> None:
    """Neither a route nor documentation, and not even a word on whether the address exists."""
    headers = {} if said is None else {ORIGIN_HEADER: said}
    for method, path in EVERYTHING:
        status, answered, problem = guarded.api(method, path, headers=headers)

        assert (status, problem["code"]) == (403, "not_through_the_site"), path
        assert answered["content-type"] == "application/problem+json"
        # CloudFront would keep an answer that does not forbid it, and give it to others.
        assert answered["cache-control"] == "no-store"


def test_the_guard_is_asked_before_path_method_body_and_faults(
    guarded: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise RuntimeError

    monkeypatch.setattr(scalp_api.bootstrap, "services", broken)
    too_large = "x" * (MAX_BODY_BYTES + 1)
    for method, path, code in (
        ("GET", "/api/v1/nothing", 404),
        ("PUT", "/api/v1/health", 405),
        ("POST", "/api/v1/assessments", 413),
        ("GET", "/api/v1/stats", 500),
    ):
        body = too_large if method == "POST" else None
        assert guarded.api(method, path, body)[0] == 403
        assert guarded.api(method, path, body, headers={ORIGIN_HEADER: NEW})[0] == code


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


def test_the_word_that_guided_deployments_give_is_no_secret(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ORIGIN_SECRET", "none")
    scalp_api.bootstrap.origin_secrets.cache_clear()

    assert cloud.api("GET", "/api/v1/health")[0] == 200
