"""A client written for the released API goes on working with this one."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from scalp_deployment.paths import ROOT
from support.api_changes import breaking_changes
from support.api_description import openapi

RELEASED = ROOT / "docs" / "openapi-released.json"
# A rejection says in its message what to do, so clients that know no such code can show it.
NEW_REJECTIONS = ["too_far"]
# Such models serve only where an operator has made them, with the site of this version.
NEW_ORIGINS = ["adapted"]
CREATE, READ = "/api/v1/assessments", "/api/v1/assessments/{assessment_id}"


@pytest.fixture
def released() -> Any:
    return json.loads(RELEASED.read_text(encoding="utf-8"))


@pytest.fixture
def current() -> Any:
    return json.loads(json.dumps(openapi()))


def test_nothing_that_is_released_breaks_but_for_new_rejections_and_origins(
    released: Any, current: Any
) -> None:
    schemas(released)["RejectionCode"]["enum"] += NEW_REJECTIONS
    schemas(released)["TrainedOn"]["enum"] += NEW_ORIGINS

    assert breaking_changes(released, current) == []


def schemas(api: Any) -> Any:
    return api["components"]["schemas"]


def parameter(api: Any, path: str, name: str) -> Any:
    return next(one for one in api["paths"][path]["get"]["parameters"] if one["name"] == name)


BREAKING: dict[str, tuple[Callable[[Any], object], str]] = {
    "path": (lambda api: api["paths"].pop(READ), "removed"),
    "method": (lambda api: api["paths"][READ].pop("delete"), "DELETE"),
    "answer": (lambda api: api["paths"][CREATE]["post"]["responses"].pop("201"), "answer 201"),
    "kind of answer": (
        lambda api: api["paths"]["/api/v1/stats.csv"]["get"]["responses"]["200"].update(content={}),
        "no longer gives",
    ),
    "field of an answer": (
        lambda api: (
            schemas(api)["AssessmentView"]["properties"].pop("expiresAt"),
            schemas(api)["AssessmentView"]["required"].remove("expiresAt"),
        ),
        "expiresAt: removed",
    ),
    "field of an answer that may be absent": (
        lambda api: schemas(api)["AssessmentView"]["required"].remove("status"),
        "status: optional now",
    ),
    "type of a field of an answer": (
        lambda api: schemas(api)["PhotoInfo"]["properties"]["width"].update(type="string"),
        "width: type string",
    ),
    "value gone from answers": (
        lambda api: schemas(api)["Status"]["enum"].remove("rejected"),
        "values removed: ['rejected']",
    ),
    "value new in answers": (
        lambda api: schemas(api)["Status"]["enum"].append("paused"),
        "more values than known: ['paused']",
    ),
    "null new in answers": (
        lambda api: schemas(api)["PhotoInfo"]["properties"].update(
            width={"anyOf": [{"type": "integer"}, {"type": "null"}]}
        ),
        "width: type null",
    ),
    "required field of a request": (
        lambda api: schemas(api)["NewAssessment"]["required"].append("site"),
        "site: required now",
    ),
    "field that a request may not have any more": (
        lambda api: schemas(api)["NewAssessment"]["properties"].pop("site"),
        "site: removed",
    ),
    "value that a request may not have any more": (
        lambda api: schemas(api)["ContentType"]["enum"].remove("image/png"),
        "image/png",
    ),
    "required parameter": (
        lambda api: parameter(api, "/api/v1/products", "symptom").update(required=True),
        "symptom is required now",
    ),
    "parameter": (
        lambda api: api["paths"]["/api/v1/products"]["get"]["parameters"].pop(),
        "removed",
    ),
    "bound of a parameter": (
        lambda api: parameter(api, "/api/v1/products", "limit")["schema"].update(maximum=5),
        "limit: maximum 5",
    ),
    "pattern of a parameter": (
        lambda api: parameter(api, READ, "assessment_id")["schema"].update(pattern="^x$"),
        "pattern changed",
    ),
}


@pytest.mark.parametrize("change", BREAKING)
def test_a_breaking_change_is_reported(released: Any, change: str) -> None:
    spoil, message = BREAKING[change]
    changed = copy.deepcopy(released)
    spoil(changed)

    assert changed != released
    assert any(message in one for one in breaking_changes(released, changed)), breaking_changes(
        released, changed
    )


COMPATIBLE: dict[str, Callable[[Any], object]] = {
    "nothing": lambda api: None,
    "new path": lambda api: api["paths"].update({"/api/v1/new": api["paths"][CREATE]}),
    "new field of an answer": lambda api: schemas(api)["AssessmentView"]["properties"].update(
        more={"type": "string"}
    ),
    "new optional field of a request": lambda api: schemas(api)["NewAssessment"][
        "properties"
    ].update(more={"type": "string"}),
    "new value of a request": lambda api: schemas(api)["ContentType"]["enum"].append("image/avif"),
    "new optional parameter": lambda api: api["paths"][READ]["get"]["parameters"].append(
        {"in": "query", "name": "more", "required": False, "schema": {"type": "string"}}
    ),
    "wider bound of a parameter": lambda api: parameter(api, "/api/v1/products", "limit")[
        "schema"
    ].update(maximum=50),
    "words": lambda api: api["paths"][CREATE]["post"].update(description="Other words."),
}


@pytest.mark.parametrize("change", COMPATIBLE)
def test_a_compatible_change_is_let_through(released: Any, change: str) -> None:
    changed = copy.deepcopy(released)
    COMPATIBLE[change](changed)

    assert breaking_changes(released, changed) == []


def test_schemas_that_contain_themselves_come_to_an_end(released: Any) -> None:
    for api in (changed := copy.deepcopy(released)), released:
        schemas(api)["AssessmentView"]["properties"]["again"] = {
            "anyOf": [{"$ref": "#/components/schemas/AssessmentView"}, {"type": "null"}]
        }

    assert breaking_changes(released, changed) == []
