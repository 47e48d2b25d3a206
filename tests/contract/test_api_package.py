"""What the API function may carry and what it promises."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import BaseModel

from scalp_api.app import create_app
from scalp_api.hospital_schemas import HospitalView, RegionView
from scalp_api.problems import MEDIA_TYPE
from scalp_core.vocabulary import Symptom

ROOT = Path(__file__).resolve().parents[2]
OPENAPI = ROOT / "docs" / "openapi.json"
HEAVY = ("torch", "onnxruntime", "numpy", "PIL", "scalp_core.vision", "scalp_assess")


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
    assert json.loads(OPENAPI.read_text()) == create_app().openapi()


def test_every_operation_has_an_id_a_description_and_documented_problems() -> None:
    for path, operations in create_app().openapi()["paths"].items():
        for method, operation in operations.items():
            assert operation["operationId"], (method, path)
            assert operation["description"], (method, path)
            for status, answer in operation["responses"].items():
                if int(status) >= 400:
                    assert MEDIA_TYPE in answer["content"], (method, path, status)
                    assert "application/json" not in answer["content"], (method, path, status)


@pytest.mark.parametrize("schema", [HospitalView, RegionView])
def test_examples_are_what_the_api_could_answer(schema: type[BaseModel]) -> None:
    (example,) = create_app().openapi()["components"]["schemas"][schema.__name__]["examples"]

    assert schema.model_validate(example).model_dump(mode="json", by_alias=True) == example


@pytest.mark.parametrize("symptom", list(Symptom))
def test_the_result_documents_each_symptom(symptom: Symptom) -> None:
    schemas = create_app().openapi()["components"]["schemas"]

    assert symptom in schemas["Symptom"]["enum"]
