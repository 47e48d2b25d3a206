"""Products and campaigns for tests."""

from datetime import date
from typing import Any

from scalp_core.products.model import Campaign, Category, Evidence, Functional, Product
from scalp_core.vocabulary import Symptom

SHOP = "https://www.oliveyoung.co.kr/store/search/getSearchMain.do?query=x"


def product(number: int = 1, *symptoms: Symptom, **changes: Any) -> Product:
    """A shampoo that is nothing special, with id ``P001`` and so on."""
    values: dict[str, Any] = {
        "id": f"P{number:03d}",
        "brand": "상표",
        "name": f"두피 샴푸 {number}",
        "category": Category.SHAMPOO,
        "ingredients": [],
        "evidence": Evidence.UNKNOWN,
        "functional": Functional.NO,
        "symptoms": list(symptoms) or [Symptom.DANDRUFF],
        "source": "test",
        "link": SHOP,
    }
    return Product.model_validate(values | changes)


def medicine(number: int = 900, *symptoms: Symptom) -> Product:
    return product(number, *symptoms, category=Category.MEDICINE, link=None)


def campaign(number: int = 1, advertised: str = "P001", **changes: Any) -> Campaign:
    """A campaign for dandruff that runs all year and is shown to everyone."""
    values: dict[str, Any] = {
        "id": f"C{number:03d}",
        "product": advertised,
        "advertiser": "광고주",
        "starts": date(2026, 1, 1),
        "ends": date(2026, 12, 31),
        "symptoms": [Symptom.DANDRUFF],
        "weight": 1,
        "daily_cap": 1000,
    }
    return Campaign.model_validate(values | changes)
