"""The smallest and the largest value that rules for products, care and hospitals let through."""

from datetime import date
from typing import Any

import pytest
from pydantic import BaseModel

from scalp_core.care.guide import CareGuide
from scalp_core.care.statements import Source
from scalp_core.deployed_files import load_deployed
from scalp_core.hospitals.model import Hospital, OpeningHours, OpenPeriod
from scalp_core.products.model import Campaign, FunctionalReport, Offer, Product
from scalp_deployment.paths import CARE_GUIDE
from support.allowed_values import takes, values
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
]


@pytest.mark.parametrize(("model", "given", "allowed"), CASES)
def test_a_value_is_taken_up_to_its_limit_and_no_further(
    model: type[BaseModel], given: dict[str, Any], allowed: bool
) -> None:
    assert takes(model, given) is allowed
