"""What the smoke test says of a site and a bucket that are not as they should be."""

import base64
import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest
import respx

from scalp_operator.edge_checks import check_edge

SITE = "https://site.example"
BUCKET = "https://uploads.s3.example"
POLICY = {"conditions": [{"bucket": "uploads"}, ["content-length-range", 1, 5000]]}
FIELDS = {
    "key": "uploads/1",
    "Content-Type": "image/jpeg",
    "policy": base64.b64encode(json.dumps(POLICY).encode()).decode(),
}
CORS = {"access-control-allow-origin": SITE}

Answer = Callable[[httpx.Request], httpx.Response]


def bucket(request: httpx.Request) -> httpx.Response:
    """S3 as the template configures it."""
    allowed = CORS if request.headers["origin"] == SITE else {}
    if request.method == "OPTIONS":
        return httpx.Response(200 if allowed else 403, headers=allowed)
    is_photo = b"\r\nimage/jpeg\r\n" in request.content and len(request.content) < 3000
    return httpx.Response(204 if is_photo else 403, headers=allowed)


def check(
    mock: respx.MockRouter, *, at_bucket: Answer = bucket, **changed: httpx.Response
) -> list[str]:
    answers: dict[str, Any] = {
        "/": httpx.Response(
            200, headers={"content-security-policy": f"connect-src 'self' {BUCKET}; x 'none'"}
        ),
        "/there-is-no-such-page": httpx.Response(404),
        "/api/v1/there-is-no-such-route": httpx.Response(
            404, headers={"content-type": "application/problem+json"}
        ),
    }
    for path, answer in answers.items():
        name = path.rpartition("-")[2].strip("/") or "start"
        mock.get(f"{SITE}{path}").mock(return_value=changed.get(name, answer))
    mock.post(f"{SITE}/api/v1/assessments-of-sample").respond(
        201, json={"id": "1", "upload": {"url": f"{BUCKET}/", "fields": FIELDS}}
    )
    deleted = mock.delete(f"{SITE}/api/v1/assessments/1").respond(204)
    mock.route(url=f"{BUCKET}/").mock(side_effect=at_bucket)
    found = check_edge(SITE)
    assert deleted.called
    return found


def test_a_site_as_the_templates_have_it_passes(respx_mock: respx.MockRouter) -> None:
    assert check(respx_mock) == []


@pytest.mark.parametrize(
    ("name", "answer", "sentence"),
    [
        ("start", httpx.Response(200), "connect-src"),
        ("page", httpx.Response(403), "a page that does not exist answers 403"),
        (
            "route",
            httpx.Response(404, headers={"content-type": "text/html"}),
            "answers 404 as text/html instead of 404 as JSON",
        ),
    ],
)
def test_what_cloudfront_answers_otherwise_is_named(
    respx_mock: respx.MockRouter, name: str, answer: httpx.Response, sentence: str
) -> None:
    (failure,) = check(respx_mock, **{name: answer})

    assert sentence in failure


def test_a_bucket_whose_cors_has_another_origin_is_named(respx_mock: respx.MockRouter) -> None:
    def elsewhere(request: httpx.Request) -> httpx.Response:
        return httpx.Response(403, headers={"access-control-allow-origin": "http://localhost:8000"})

    failures = check(respx_mock, at_bucket=elsewhere)

    assert "allows http://localhost:8000 instead of https://site.example" in failures[0]
    assert sum("no CORS header" in one for one in failures) == 2


def test_a_bucket_that_lets_any_page_upload_is_named(respx_mock: respx.MockRouter) -> None:
    def open_to_all(request: httpx.Request) -> httpx.Response:
        allowed = {"access-control-allow-origin": request.headers["origin"]}
        return httpx.Response(bucket(request).status_code, headers=allowed)

    assert check(respx_mock, at_bucket=open_to_all) == [
        "the bucket's CORS allows pages of any origin to upload"
    ]


def test_a_policy_that_is_not_enforced_is_named(respx_mock: respx.MockRouter) -> None:
    def accepts_all(request: httpx.Request) -> httpx.Response:
        answer = bucket(request)
        return answer if request.method == "OPTIONS" else httpx.Response(204, headers=CORS)

    assert check(respx_mock, at_bucket=accepts_all) == [
        "an upload of another type answers 204",
        "an upload of a file that is too large answers 204",
    ]
