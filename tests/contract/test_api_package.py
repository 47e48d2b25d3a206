"""What the API function may carry and what it promises."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from scalp_api.assessments.schemas import (
    ASSESSMENT_EXAMPLE,
    CREATED_EXAMPLE,
    AssessmentView,
    CreatedAssessment,
)
from scalp_api.care.schemas import CareView
from scalp_api.hospitals.schemas import HospitalList, RegionList
from scalp_api.meta.schemas import HEALTH_EXAMPLE, Health
from scalp_api.problems import MEDIA_TYPE
from scalp_api.products.schemas import ProductList
from scalp_api.statistics.schemas import (
    REFERENCE_EXAMPLE,
    STATISTICS_EXAMPLE,
    StatisticsView,
)
from scalp_core.analysis import Record
from scalp_core.statistics.reference import ReferenceStatistics
from scalp_core.vocabulary import Symptom
from support.api_description import openapi

ROOT = Path(__file__).resolve().parents[2]
OPENAPI = ROOT / "docs" / "openapi.json"
HEAVY = ("torch", "onnxruntime", "numpy", "PIL", "scalp_core.vision", "scalp_assess")


def _own_example(model: type[Record]) -> Any:
    (example,) = model.model_json_schema()["examples"]
    return example


def test_the_api_never_imports_what_runs_the_models() -> None:
    code = (
        "import sys, scalp_api.handler as h; h._adapter();"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )

    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout

    assert loaded.strip() == "[]"


def test_the_committed_openapi_is_what_the_api_serves() -> None:
    """After a wanted change: make openapi."""
    assert json.loads(OPENAPI.read_text()) == openapi()


def test_every_operation_has_an_id_a_description_and_documented_problems() -> None:
    for path, operations in openapi()["paths"].items():
        for method, operation in operations.items():
            assert operation["operationId"], (method, path)
            assert operation["description"], (method, path)
            for status, answer in operation["responses"].items():
                if int(status) >= 400:
                    assert MEDIA_TYPE in answer["content"], (method, path, status)
                    assert "application/json" not in answer["content"], (method, path, status)


def test_every_answer_and_every_body_has_an_example() -> None:
    schema = openapi()
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            contents = [operation.get("requestBody", {}).get("content", {})] + [
                answer.get("content", {}) for answer in operation["responses"].values()
            ]
            for content in contents:
                for media_type, body in content.items():
                    name = body["schema"].get("$ref", "").rpartition("/")[2]
                    described = schema["components"]["schemas"].get(name, {})
                    given = {"example", "examples"} & (body.keys() | described.keys())
                    assert given, (method, path, media_type)


@pytest.mark.parametrize(
    ("model", "example"),
    [
        (CreatedAssessment, CREATED_EXAMPLE),
        (AssessmentView, ASSESSMENT_EXAMPLE),
        (Health, HEALTH_EXAMPLE),
        (StatisticsView, STATISTICS_EXAMPLE),
        (ReferenceStatistics, REFERENCE_EXAMPLE),
        *(
            (model, _own_example(model))
            for model in (CareView, HospitalList, RegionList, ProductList)
        ),
    ],
)
def test_examples_are_what_the_models_give(model: type[Record], example: dict[str, Any]) -> None:
    parsed = model.model_validate_json(json.dumps(example))

    assert parsed.model_dump(mode="json", by_alias=True) == json.loads(json.dumps(example))


@pytest.mark.parametrize("symptom", list(Symptom))
def test_the_result_documents_each_symptom(symptom: Symptom) -> None:
    schemas = openapi()["components"]["schemas"]

    assert symptom in schemas["Symptom"]["enum"]
