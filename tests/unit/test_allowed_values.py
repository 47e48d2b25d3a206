"""The smallest and the largest value that each rule of form lets through, and the next ones."""

from datetime import date
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from scalp_core.analysis import ActivationGrid, Message, SymptomFinding
from scalp_core.care.guide import CareGuide, Source
from scalp_core.catalogue_diff import refuse_shrunken
from scalp_core.deployed_files import load_deployed
from scalp_core.errors import ShrunkenCatalogueError
from scalp_core.hospitals.model import DistrictCount, Hospital, OpeningHours, OpenPeriod, matched_by
from scalp_core.hospitals.regions import Province, locate_address
from scalp_core.products.model import Campaign, FunctionalReport, Offer, Product
from scalp_core.settings import ApiSettings, AssessSettings, CoreSettings, OriginSettings
from scalp_core.spreadsheets import text_cell
from scalp_core.vision.manifest import (
    Artifacts,
    CeilingLimits,
    FamiliarityEntry,
    FloorLimits,
    InputSpec,
    Manifest,
    Metrics,
    ModelEntry,
    PhotoGate,
)
from scalp_core.vocabulary import Grade, Symptom
from scalp_deployment.paths import ARTIFACTS, CARE_GUIDE
from support.products import SHOP, campaign, product

IMAGE = "https://shopping-phinf.pstatic.net/"
HOSPITAL: dict[str, Any] = {
    "id": "T0001",
    "name": "보기피부과의원",
    "kind": "clinic",
    "address": "서울특별시 강남구 강남대로 1",
    "province": "11",
    "district": "강남구",
    "phone": "02-555-1234",
    "latitude": 37.5,
    "longitude": 127.0,
    "matched_by": "name",
    "website": "https://example.com/",
    "source": "hira-15001698",
    "date": "2026-11-01",
}
ENTRY: dict[str, Any] = {
    "file": "dandruff.onnx",
    "sha256": "0" * 64,
    "architecture": "efficientnet-lite0",
    "input": {"width": 320, "height": 240, "mean": (0, 0, 0), "std": (1, 1, 1)},
    "classes": ("none", "mild", "moderate", "severe"),
    "temperature": 1.0,
    "uncertain_below": 0.5,
    "training_data": "x",
    "initial_weights": {"name": "x", "sha256": "0" * 64, "licence": "x", "source": "x"},
}
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
SOURCE: dict[str, Any] = {
    "id": "kda",
    "title": "x",
    "publisher": "x",
    "url": "https://example.com/",
}
GUIDE: dict[str, Any] = load_deployed(CARE_GUIDE, CareGuide).model_dump()
PRODUCT: dict[str, Any] = product(1).model_dump()
CAMPAIGN: dict[str, Any] = campaign(1).model_dump()
OFFER: dict[str, Any] = {"link": SHOP, "seen_on": date(2026, 11, 22)}
GATE: dict[str, Any] = {
    "warn_below_side": 224,
    "sharpness": {"warn": 0, "reject": 0},
    "dark": {"warn": 0, "reject": 0},
    "bright": {"warn": 0, "reject": 0},
    "familiarity": {
        "file": "x",
        "sha256": "0" * 64,
        "symptom": "dandruff",
        "distance": {"warn": 0, "reject": 0},
    },
}


def values(
    model: type[BaseModel], base: dict[str, Any], field: str, good: list[Any], bad: list[Any]
) -> list[Any]:
    """A case for each value of a field, with whether it is allowed."""
    named = f"{model.__name__}.{field}"
    return [
        pytest.param(model, base | {field: value}, allowed, id=f"{named}={value}"[:60])
        for allowed, some in ((True, good), (False, bad))
        for value in some
    ]


CASES = [
    # Products
    *values(Product, PRODUCT, "id", ["P001", "P123456"], ["P01", "P1234567", "p001", "xP001"]),
    *values(Product, PRODUCT, "name", ["가", "가" * 120], ["", "가" * 121]),
    *values(Product, PRODUCT, "brand", ["가", "가" * 120], ["", "가" * 121]),
    *values(Product, PRODUCT, "symptoms", [["dandruff"]], [[]]),
    *values(Product, PRODUCT, "source", ["x"], [""]),
    *values(
        Product,
        PRODUCT,
        "source_date",
        ["2026", "2026-11", None],
        ["26", "2026-1", "2026-11-22", "2026-11x"],
    ),
    *values(
        Product,
        PRODUCT,
        "link",
        [SHOP, SHOP + "x" * (1000 - len(SHOP))],
        [SHOP + "x" * (1001 - len(SHOP)), SHOP + " ", SHOP + "\n", SHOP + "é", SHOP + "\x7f"],
    ),
    *values(Offer, OFFER, "won", [1, None], [0, -1]),
    *values(Offer, OFFER, "image", [IMAGE, None], [SHOP]),
    *values(FunctionalReport, {"item": "x", "seen_on": date(2026, 1, 1)}, "number", ["1"], [""]),
    *values(FunctionalReport, {"number": "1", "seen_on": date(2026, 1, 1)}, "item", ["1"], [""]),
    *values(Campaign, CAMPAIGN, "id", ["C001", "C123456"], ["C01", "C1234567", "P001"]),
    *values(Campaign, CAMPAIGN, "weight", [1, 100], [0, 101]),
    *values(Campaign, CAMPAIGN, "daily_cap", [1, 10**6], [0, -1]),
    *values(Campaign, CAMPAIGN, "symptoms", [["dandruff"]], [[]]),
    *values(Campaign, CAMPAIGN, "ends", [CAMPAIGN["starts"]], [date(2025, 12, 31)]),
    # Care guide
    *(
        case
        for name in ("title", "publisher")
        for case in values(Source, SOURCE, name, ["x"], [""])
    ),
    *values(Source, SOURCE, "id", ["kda-2024"], ["", "KDA", "a_b", "a b"]),
    *values(CareGuide, GUIDE, "version", ["2026-11-22"], ["2026-11", "2026-11-22x", "x2026-11-22"]),
    # Hospitals
    *values(Hospital, HOSPITAL, "id", ["A", "a-" * 20], ["", "a" * 41, "a_b", "a\n"]),
    *values(Hospital, HOSPITAL, "name", ["가나", "가" * 80], ["가", "가" * 81]),
    *values(Hospital, HOSPITAL, "address", ["가" * 5, "가" * 200], ["가" * 4, "가" * 201]),
    *values(Hospital, HOSPITAL, "latitude", [32.9, 38.7], [32.89, 38.71]),
    *values(Hospital, HOSPITAL, "longitude", [124.5, 132.0], [124.49, 132.01]),
    *values(
        Hospital,
        HOSPITAL,
        "district",
        ["중구", "가나다라마바사아시", None],
        ["구", "가나다라마바사아자시", "강남", "Gu구"],
    ),
    *values(
        Hospital,
        HOSPITAL,
        "phone",
        ["02-123-4567", "031-1234-5678", "0507-123-4567", "1588-1234", None],
        ["2-123-4567", "02-12-4567", "02-123-456", "02-123-45678", "05071-123-4567", "2588-1234"],
    ),
    *values(
        Hospital,
        HOSPITAL,
        "website",
        ["http://a", "https://" + "a" * 292, None],
        ["https://" + "a" * 293, "ftp://a", "javascript:x"],
    ),
    *values(Hospital, HOSPITAL, "date", ["2026-11", "2026-11-01"], ["2026", "2026-11-1"]),
    *values(
        OpenPeriod,
        {"closes": "30:59"},
        "opens",
        ["00:00", "19:59", "23:59"],
        ["24:00", "9:00", "09:60", "09:5"],
    ),
    *values(
        OpenPeriod,
        {"opens": "09:00"},
        "closes",
        ["09:01", "24:00", "29:59", "30:59"],
        ["09:00", "08:59", "31:00", "18:60"],
    ),
    *values(
        OpeningHours,
        {"source": "egen-15000736", "date": "2026-11-01"},
        "days",
        [{"holiday": {"opens": "09:00", "closes": "10:00"}}],
        [{}],
    ),
    *values(
        OpeningHours,
        {"source": "egen-15000736", "days": {"monday": {"opens": "09:00", "closes": "10:00"}}},
        "date",
        ["2026-11-01"],
        ["2026-11", "2026-11-01x"],
    ),
    # Results
    *values(ActivationGrid, {"columns": 1, "values": []}, "rows", [1, 64], [0, 65]),
    *values(ActivationGrid, {"rows": 1, "values": []}, "columns", [1, 64], [0, 65]),
    *values(ActivationGrid, {"rows": 1, "columns": 1}, "values", [[0, 255]], [[-1], [256]]),
    *values(SymptomFinding, FINDING, "confidence", [0, 1], [-0.01, 1.01]),
    *values(SymptomFinding, FINDING, "grade", [0, 3], [-1, 4]),
    *values(Message, {"en": "x"}, "ko", ["가"], [""]),
    *values(Message, {"ko": "가"}, "en", ["x"], [""]),
    # Manifest
    *values(InputSpec, ENTRY["input"], "width", [32, 1024], [31, 1025]),
    *values(InputSpec, ENTRY["input"], "height", [32, 1024], [31, 1025]),
    *values(ModelEntry, ENTRY | {"metrics": METRICS}, "temperature", [0.01], [0, -1]),
    *values(ModelEntry, ENTRY | {"metrics": METRICS}, "uncertain_below", [0, 1], [-0.01, 1.01]),
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
    if allowed:
        model(**given)
    else:
        with pytest.raises(ValidationError):
            model(**given)


def test_a_manifest_of_another_schema_is_not_read() -> None:
    shipped = Artifacts(ARTIFACTS).manifest.model_dump()

    assert shipped["schema_version"] == 1
    for other in (0, 2):
        with pytest.raises(ValidationError, match="schema"):
            Manifest(**(shipped | {"schema_version": other}))


# ── Rules about numbers ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("stored", "offered", "kept"),
    [
        (10, 7, False),
        (10, 6, True),
        (1000, 700, False),
        (1000, 699, True),
        (3, 3, False),
        (3, 2, True),
        (0, 1, False),
        (0, 0, True),
        (10, 0, True),
        (10, 5000, False),
    ],
)
def test_what_shrank_by_more_than_thirty_per_cent_keeps_what_is_stored(
    stored: int, offered: int, kept: bool
) -> None:
    if kept:
        with pytest.raises(ShrunkenCatalogueError) as caught:
            refuse_shrunken(stored=stored, offered=offered)
        assert (caught.value.stored, caught.value.offered) == (stored, offered)
    else:
        refuse_shrunken(stored=stored, offered=offered)


@pytest.mark.parametrize("sign", "=+-@")
@pytest.mark.parametrize("before", ["", " ", "\t", "\n"])
def test_text_that_begins_like_a_formula_is_quoted(sign: str, before: str) -> None:
    shown = text_cell(f"{before}{sign}1+1")

    assert shown == f"'{before and ' '}{sign}1+1"


@pytest.mark.parametrize("text", ["1+1", "a=b", "A-B", "x@y", ""])
def test_text_that_only_contains_such_a_sign_is_not(text: str) -> None:
    assert text_cell(text) == text


@pytest.mark.parametrize("word", ["피부", "모발", "탈모", "헤어"])
def test_each_word_for_hair_loss_is_a_match_by_name(word: str) -> None:
    assert matched_by(f"보기{word}의원") == "name"
    assert matched_by("보기의원") == "department"


@pytest.mark.parametrize(
    ("address", "district"),
    [
        ("서울특별시 가나다라마바사아구 1", "가나다라마바사아구"),
        ("서울특별시 가나다라마바사아자구 1", None),
        ("서울특별시 구 1", None),
    ],
)
def test_a_district_has_at_most_eight_letters_before_its_kind(
    address: str, district: str | None
) -> None:
    place = locate_address(address)

    assert (place and place.district) == district
    assert place is None or place.province is Province.SEOUL


def test_grades_and_symptoms_are_the_data_sets_codes_in_its_order() -> None:
    assert [int(grade) for grade in Grade] == [0, 1, 2, 3]
    assert " ".join(Symptom) == (
        "fine_scaling excess_sebum interfollicular_erythema"
        " follicular_erythema_pustules dandruff hair_loss"
    )
