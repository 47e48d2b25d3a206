"""The functions under Lambda's runtime emulator: from asking for an assessment to its grades."""

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from scalp_core.vocabulary import Symptom
from support import photos
from support.cloud import Cloud, http_event
from support.emulator import Emulator
from support.lambda_package import Package

# A killed function may still be writing.
pytestmark = pytest.mark.own_stack

Start = Callable[..., Emulator]

NEW = {"sex": "female", "ageGroup": "40s", "consent": True, "contentType": "image/jpeg"}


def ask(api: Emulator, method: str, path: str, body: object = None) -> tuple[int, str, Any]:
    """Status, media type and body of the API's answer to API Gateway."""
    event = http_event(method, f"/api/v1{path}", json.dumps(body) if body else None)
    answer = api.invoke(event)
    assert answer["isBase64Encoded"] is False, "API Gateway would send text as base64"
    text = answer["body"]
    return answer["statusCode"], answer["headers"]["content-type"], json.loads(text)


def test_the_api_answers_with_results_and_problems(start: Start) -> None:
    api = start("ApiFunction")

    assert ask(api, "GET", "/health")[0] == 200
    status, _, created = ask(api, "POST", "/assessments", NEW)
    assert status == 201
    status, _, read = ask(api, "GET", f"/assessments/{created['id']}")
    assert (status, read["status"]) == (200, "pending")
    for method, path, body, expected in (
        ("POST", "/assessments", NEW | {"consent": False}, 422),
        ("POST", "/assessments", NEW | {"sex": "?"}, 422),
        ("GET", f"/assessments/{'0' * 32}", None, 404),
        ("GET", "/nothing", None, 404),
    ):
        status, media_type, problem = ask(api, method, path, body)
        assert (status, media_type) == (expected, "application/problem+json")
        assert problem["status"] == expected


def test_a_photo_goes_all_the_way_and_is_counted_once(start: Start, cloud: Cloud) -> None:
    api, worker = start("ApiFunction"), start("AssessFunction")
    _, _, created = ask(api, "POST", "/assessments", NEW)
    form = created["upload"]
    sent = httpx.post(form["url"], data=form["fields"], files={"file": photos.sample()})
    assert sent.is_success

    while cloud.work(worker.invoke):
        pass

    _, _, read = ask(api, "GET", f"/assessments/{created['id']}")
    assert read["status"] == "done"
    assert list(read["result"]["symptoms"]) == [str(symptom) for symptom in Symptom]
    assert {one["grade"] for one in read["result"]["symptoms"].values()} <= {0, 1, 2, 3}
    assert cloud.counters()["STATS#female#40s"]["total"] == 1
    assert not cloud.photo_exists(created["id"])
    assert cloud.waiting() == 0
    for emulator in (api, worker):
        assert created["id"] not in emulator.logs


def test_the_catalog_function_starts_and_says_that_it_has_no_keys(start: Start) -> None:
    catalog = start("CatalogFunction")

    answer = catalog.invoke({"refresh": "hospitals"})

    assert answer == {"refresh": "hospitals", "outcome": "NotRefreshed", "changes": {}}


@pytest.mark.parametrize(
    ("function", "event"),
    [
        ("ApiFunction", http_event("GET", "/api/v1/health", None)),
        ("AssessFunction", None),
        ("CatalogFunction", {"refresh": "hospitals"}),
        ("StatisticsFunction", {}),
    ],
)
def test_nothing_is_written_to_the_task_folder(
    start: Start,
    cloud: Cloud,
    packages: Callable[[str], Package],
    function: str,
    event: dict[str, Any] | None,
) -> None:
    """It cannot be: modes forbid it, and the runtime runs without root's power over them."""
    package = packages(function)
    before = package.digest()
    emulator = start(function, package=package)

    if event is None:
        made = cloud.create()
        cloud.upload(made, photos.sample())
        while cloud.work(emulator.invoke):
            pass
        assert cloud.read(made)["status"] == "done"
    else:
        emulator.invoke(event)

    assert package.digest() == before


def test_the_locked_folder_would_refuse_a_write(
    start: Start, packages: Callable[[str], Package]
) -> None:
    """The same locks, and a handler that does write: or the test above would show nothing."""
    package = packages("CatalogFunction")
    package.unlock()
    (package.task / "scalp_catalog" / "handler.py").write_text(
        "def handler(event, context):\n"
        "    try:\n"
        "        open(event['path'], 'w').close()\n"
        "    except PermissionError:\n"
        "        return 'refused'\n"
        "    return 'written'\n"
    )
    package.lock()
    emulator = start("CatalogFunction", package=package)

    for folder in (package.task, package.task / "scalp_catalog", package.root / "opt" / "python"):
        assert emulator.invoke({"path": str(folder / "new")}) == "refused"
