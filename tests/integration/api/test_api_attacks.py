"""What a stranger with a script tries on the API, through its handler."""

import base64
import json
import time
import tracemalloc
from typing import Any

import pytest

import scalp_api.bootstrap
from scalp_api.middleware import MAX_BODY_BYTES
from scalp_core.products.load import load_products
from scalp_core.products.repository import ProductRepository
from support.api_attacks import BODY, CACHED, REPEATED_BY_NAIVE_SERVERS, UNKNOWN
from support.cloud import Cloud
from support.hospitals import hospital, load
from support.products import product

# Of API Gateway; generous, because the machine may be busy.
PATIENCE_SECONDS = 10
MEMORY = 64 * 2**20
ABOUT_ONE = [
    ("GET", "/api/v1/assessments/{}"),
    ("DELETE", "/api/v1/assessments/{}"),
    ("GET", "/api/v1/stats?assessment={}"),
    ("GET", "/api/v1/products?assessment={}"),
]

# ── Enumeration ──────────────────────────────────────────────────────────────────────────────────


def _expired(cloud: Cloud) -> str:
    made = cloud.create()
    cloud.expire(made)
    return made


def _deleted(cloud: Cloud) -> str:
    made = cloud.create()
    assert cloud.api("DELETE", f"/api/v1/assessments/{made}")[0] == 204
    return made


def _watched() -> list[str]:
    """Everything that the API asks of AWS from now on, by operation."""
    services = scalp_api.bootstrap.services()
    made: list[str] = []

    def note(event_name: str, **_: object) -> None:
        made.append(event_name)

    for client in {services.assessments._client, services.photos._client}:
        client.meta.events.register("before-send", note)
    return made


def test_unknown_expired_and_deleted_ids_cannot_be_distinguished(cloud: Cloud) -> None:
    """Neither by what is answered nor by what is done, so nor by the time that it takes."""
    calls = _watched()
    for method, path in ABOUT_ONE:
        seen = []
        for given_id in (UNKNOWN, _expired(cloud), _deleted(cloud)):
            calls.clear()
            answer = cloud.api(method, path.format(given_id))
            seen.append((answer, list(calls)))

        assert seen[0][0][0] == 404
        assert seen[0] == seen[1] == seen[2]
        assert seen[0][1]


def test_an_expired_assessment_that_is_deleted_is_gone_all_the_same(cloud: Cloud) -> None:
    assert cloud.api("DELETE", f"/api/v1/assessments/{_expired(cloud)}")[0] == 404
    assert cloud.dynamodb.scan(TableName=cloud.table)["Count"] == 0


def test_nothing_is_deleted_without_its_whole_id(cloud: Cloud) -> None:
    made = cloud.create()

    for path in ("", "/", "/*", "?all=true", f"/{made[:-1]}", f"/{made}/", f"/{made[:-1]}%2a"):
        assert cloud.api("DELETE", f"/api/v1/assessments{path}")[0] in (404, 405, 422)

    assert cloud.read(made)["status"] == "pending"


# ── Size ─────────────────────────────────────────────────────────────────────────────────────────

START = json.dumps(BODY)[:-1]
LARGE = {
    "deep lists": "[" * 3_000_000,
    "deep objects": '{"a":' * 1_000_000,
    "many fields": START + "".join(f',"k{number}":1' for number in range(400_000)) + "}",
    "a long text": START + ',"site":"' + "x" * 5_900_000 + '"}',
    "a huge number": START.replace('"male"', "9" * 5_000_000) + "}",
    "a long list": "[" + "1," * 2_900_000 + "1]",
}
SMALL = {
    "deep lists": "[" * (MAX_BODY_BYTES - 1),
    "deep objects": '{"a":' * (MAX_BODY_BYTES // 5 - 1),
    "many fields": START + "".join(f',"k{number}":1' for number in range(900)) + "}",
    "no number": START.replace('"male"', "NaN") + "}",
    "infinity": START.replace('"male"', "-Infinity") + "}",
    "a huge number": START.replace('"male"', "9" * 9_000) + "}",
    "a huge exponent": START.replace('"male"', "1e999999") + "}",
    "half a character": START.replace("male", "\\ud800") + "}",
    "the same field twice, once without consent": START + ',"consent":false}',
}


@pytest.fixture
def bounded() -> Any:
    """The test ends in time and in bounded memory."""
    tracemalloc.start()
    begun = time.process_time()
    yield
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < MEMORY
    assert time.process_time() - begun < PATIENCE_SECONDS


def test_a_body_larger_than_any_request_is_not_read(cloud: Cloud, bounded: None) -> None:
    for body in LARGE.values():
        status, headers, problem = cloud.api("POST", "/api/v1/assessments", body)

        assert (status, problem["code"]) == (413, "request_too_large")
        assert headers["content-type"] == "application/problem+json"
        assert headers["cache-control"] == "no-store"


def test_an_odd_body_is_a_problem_and_no_fault(cloud: Cloud, bounded: None) -> None:
    for name, body in SMALL.items():
        assert len(body) <= MAX_BODY_BYTES

        status, _, problem = cloud.api("POST", "/api/v1/assessments", body)

        assert status == 422, name
        assert len(json.dumps(problem)) < 5_000
    assert cloud.dynamodb.scan(TableName=cloud.table)["Count"] == 0


def test_long_queries_are_answered_as_short_ones(cloud: Cloud, bounded: None) -> None:
    queries = ["a=1&" * 2_000, "cell=wydm6&cursor=" + "A" * 8_000, "limit=" + "9" * 8_000]
    queries += ["%" * 8_000, "symptoms=" + "dandruff:1," * 700 + "dandruff:1"]
    for path in ("hospitals", "products", "stats", "care", "products/P001/visit"):
        for query in queries:
            status, _, body = cloud.api("GET", f"/api/v1/{path}?{query}")

            assert status < 500
            if status >= 400:
                assert body["status"] == status
                assert len(json.dumps(body)) < 5_000


# ── Caches ───────────────────────────────────────────────────────────────────────────────────────


def test_what_may_be_kept_depends_on_path_and_query_only(cloud: Cloud) -> None:
    load(cloud, hospital())
    for path in CACHED:
        plain = cloud.api("GET", path)
        assert plain[0] == 200, path
        assert plain[1]["cache-control"].startswith("public")
        assert not {"vary", "set-cookie"} & set(plain[1])

        for name in REPEATED_BY_NAIVE_SERVERS:
            assert cloud.api("GET", path, headers={name: "evil7331.example"}) == plain, name


def test_an_unknown_parameter_is_refused_or_changes_nothing(cloud: Cloud) -> None:
    for path in CACHED:
        plain = cloud.api("GET", path)
        answer = cloud.api("GET", path + ("&" if "?" in path else "?") + "utm_source=evil")

        assert answer == plain or answer[0] == 422


def test_no_error_may_be_kept(cloud: Cloud) -> None:
    asked = ["nothing", "hospitals", "hospitals?region=11&cursor=x", f"assessments/{UNKNOWN}"]
    asked += [
        "products/P999/visit",
        "products/report.csv",
        "care/none",
        "assessments",
        "stats?sex=x",
    ]
    for path in asked:
        status, headers, _ = cloud.api("GET", f"/api/v1/{path}")

        assert status >= 400, path
        assert headers["cache-control"] == "no-store"


# ── Ways out ─────────────────────────────────────────────────────────────────────────────────────


def test_no_header_and_no_parameter_leads_a_visit_elsewhere(cloud: Cloud) -> None:
    products = ProductRepository(cloud.dynamodb, cloud.table)
    load_products([product(1)], products=products)
    stored = products.everything()["P001"].destination
    assert stored is not None
    assert stored.startswith("https://")

    for name in REPEATED_BY_NAIVE_SERVERS:
        status, headers, _ = cloud.api(
            "GET",
            "/api/v1/products/P001/visit?url=//evil.example&destination=https://evil.example",
            headers={name: "evil.example"},
        )
        assert (status, headers["location"]) == (302, stored)


def test_the_presigned_policy_has_no_condition_that_is_not_needed(cloud: Cloud) -> None:
    """A redirect or a status of one's own choice, or an ACL, would be one."""
    fields = cloud.api("POST", "/api/v1/assessments", BODY)[2]["upload"]["fields"]
    conditions = json.loads(base64.b64decode(fields["policy"]))["conditions"]
    named = [next(iter(one)) if isinstance(one, dict) else one[0] for one in conditions]

    assert set(named) - {name for name in named if name.startswith("x-amz-")} == {
        "bucket",
        "key",
        "Content-Type",
        "content-length-range",
    }
    assert set(fields) - {name for name in fields if name.startswith("x-amz-")} == {
        "key",
        "Content-Type",
        "policy",
    }
