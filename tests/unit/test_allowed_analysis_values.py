"""The smallest and the largest value that rules for results, models and settings let through."""

from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from scalp_core.analysis import ActivationGrid, Message, SymptomFinding
from scalp_core.hospitals.model import DistrictCount
from scalp_core.settings import ApiSettings, AssessSettings, CoreSettings, OriginSettings
from scalp_core.vision.manifest import (
    Artifacts,
    Calibration,
    CeilingLimits,
    FamiliarityEntry,
    FloorLimits,
    GradePrior,
    InputSpec,
    Manifest,
    Metrics,
    ModelEntry,
    PhotoGate,
)
from scalp_deployment.paths import ARTIFACTS
from support.allowed_values import takes, values

ENTRY: dict[str, Any] = {
    "file": "dandruff.onnx",
    "sha256": "0" * 64,
    "architecture": "efficientnet-lite0",
    "input": {"width": 320, "height": 240, "mean": (0, 0, 0), "std": (1, 1, 1)},
    "classes": ("none", "mild", "moderate", "severe"),
    "temperature": 1.0,
    "prior": {"calibration": [0.25] * 4, "assumed": [0.25] * 4},
    "plausible_mass": 0.5,
    "training_data": "x",
    "initial_weights": {"name": "x", "sha256": "0" * 64, "licence": "x", "source": "x"},
}
CALIBRATION: dict[str, Any] = {"coverage": 0.9, "techniques": [], "pictures": {"home": 1}}
METRICS: dict[str, Any] = {
    "accuracy": 1,
    "macro_f1": 1,
    "quadratic_weighted_kappa": 1,
    "within_one": 1,
    "mean_absolute_error": 0,
    "expected_calibration_error": 0,
    "majority_accuracy": 0,
    "pictures": 1,
}
FINDING: dict[str, Any] = {
    "grade": 0,
    "plausible_grades": [0],
    "probabilities": (1, 0, 0, 0),
    "confidence": 1,
    "uncertain": False,
    "activation": {"rows": 1, "columns": 1, "values": [0]},
}
CORE: dict[str, Any] = {
    "table_name": "table",
    "uploads_bucket": "bucket",
    "research_bucket": "bucket",
    "result_days": 30,
}
API = CORE | {
    "care_guide": "guide.json",
    "place_names": "places.csv",
    "sponsored_products": False,
    "reference_statistics": "numbers.json",
    "statistics_seconds": 60,
}
ASSESS = CORE | {
    "idempotency_table": "table",
    "research_days": 365,
    "max_receive_count": 3,
    "model_artifacts": "artifacts",
    "engine": "onnx",
}
GATE: dict[str, Any] = {
    "warn_below_side": 224,
    "sharpness": {"warn": 0, "reject": 0},
    "dark": {"warn": 0, "reject": 0},
    "bright": {"warn": 0, "reject": 0},
    "familiarity": {
        "file": "x",
        "sha256": "0" * 64,
        "symptom": "dandruff",
        "warn_beyond": 0,
        "scalp": {"warn": 0, "reject": 0},
    },
}


CASES = [
    # Results
    *values(ActivationGrid, {"columns": 1, "values": []}, "rows", [1, 64], [0, 65]),
    *values(ActivationGrid, {"rows": 1, "values": []}, "columns", [1, 64], [0, 65]),
    *values(ActivationGrid, {"rows": 1, "columns": 1}, "values", [[0, 255]], [[-1], [256]]),
    *values(SymptomFinding, FINDING, "confidence", [0, 1], [-0.01, 1.01]),
    *values(SymptomFinding, FINDING, "grade", [0], [-1, 1]),
    *values(SymptomFinding, FINDING | {"plausible_grades": [3]}, "grade", [3], [2, 4]),
    *values(
        SymptomFinding,
        FINDING | {"grade": 2, "uncertain": True},
        "plausible_grades",
        [[1, 2], [2, 3], [0, 1, 2, 3]],
        [[], [2], [0, 1], [0, 2], [2, 1], [2, 2, 3], [2, 3, 4], [0, 1, 2, 3, 3]],
    ),
    *values(
        SymptomFinding,
        FINDING | {"grade": 2, "uncertain": False},
        "plausible_grades",
        [[2]],
        [[1, 2], [3]],
    ),
    *values(Message, {"en": "x"}, "ko", ["가"], [""]),
    *values(Message, {"ko": "가"}, "en", ["x"], [""]),
    # Manifest
    *values(InputSpec, ENTRY["input"], "width", [32, 1024], [31, 1025]),
    *values(InputSpec, ENTRY["input"], "height", [32, 1024], [31, 1025]),
    *values(ModelEntry, ENTRY | {"metrics": METRICS}, "temperature", [0.01], [0, -1]),
    *values(ModelEntry, ENTRY | {"metrics": METRICS}, "plausible_mass", [0, 1], [-0.01, 1.01]),
    *values(GradePrior, ENTRY["prior"], "assumed", [[0.1, 0.2, 0.3, 0.4]], [[0, 0, 0, 1]]),
    *values(Calibration, CALIBRATION, "coverage", [0.01, 0.99], [0, 1]),
    *values(Calibration, CALIBRATION, "pictures", [{"home": 1}], [{}]),
    *values(ModelEntry, ENTRY | {"metrics": METRICS}, "sha256", ["f" * 64], ["f" * 63, "f" * 65]),
    *values(
        ModelEntry, ENTRY | {"metrics": METRICS}, "classes", [ENTRY["classes"]], [("none", "mild")]
    ),
    *(
        case
        for name in (
            "accuracy",
            "macro_f1",
            "within_one",
            "expected_calibration_error",
            "majority_accuracy",
        )
        for case in values(Metrics, METRICS, name, [0, 1], [-0.01, 1.01])
    ),
    *values(Metrics, METRICS, "quadratic_weighted_kappa", [-1, 1], [-1.01, 1.01]),
    *values(Metrics, METRICS, "mean_absolute_error", [0, 3], [-0.01, 3.01]),
    *values(Metrics, METRICS, "pictures", [1], [0]),
    *values(FloorLimits, {"warn": 5}, "reject", [0, 5], [-0.01, 5.01]),
    *values(FloorLimits, {"reject": 0}, "warn", [0], [-0.01]),
    *values(CeilingLimits, {"warn": 5}, "reject", [5, 6], [4.99]),
    *values(CeilingLimits, {"reject": 0}, "warn", [0], [-0.01, 0.01]),
    *values(PhotoGate, GATE, "warn_below_side", [224], [223]),
    *values(FamiliarityEntry, GATE["familiarity"], "warn_beyond", [0], [-0.01]),
    *values(FamiliarityEntry, GATE["familiarity"], "sha256", ["a" * 64], ["a" * 63, "a" * 65]),
    # Settings
    *values(CoreSettings, CORE, "result_days", [1, 365], [0, 366]),
    *values(CoreSettings, CORE, "table_name", ["abc"], ["ab"]),
    *values(CoreSettings, CORE, "uploads_bucket", ["abc"], ["ab"]),
    *values(CoreSettings, CORE, "research_bucket", ["abc"], ["ab"]),
    *values(ApiSettings, API, "statistics_seconds", [0, 300], [-1, 301]),
    *values(OriginSettings, {}, "origin_secret", ["x" * 32, None], ["x" * 31]),
    *values(AssessSettings, ASSESS, "research_days", [1, 365], [0, 366]),
    *values(AssessSettings, ASSESS, "max_receive_count", [1, 1000], [0, 1001]),
    *values(AssessSettings, ASSESS, "idempotency_table", ["abc"], ["ab"]),
    *values(DistrictCount, {"name": "중구"}, "hospitals", [0], ["many"]),
]


@pytest.mark.parametrize(("model", "given", "allowed"), CASES)
def test_a_value_is_taken_up_to_its_limit_and_no_further(
    model: type[BaseModel], given: dict[str, Any], allowed: bool
) -> None:
    assert takes(model, given) is allowed


def test_a_manifest_of_another_schema_is_not_read() -> None:
    shipped = Artifacts(ARTIFACTS).manifest.model_dump()

    assert shipped["schema_version"] == 2
    for other in (1, 3):
        with pytest.raises(ValidationError, match="schema"):
            Manifest(**(shipped | {"schema_version": other}))
