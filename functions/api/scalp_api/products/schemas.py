"""What the products' routes give."""

from datetime import date

from pydantic import ConfigDict, Field, JsonValue

from scalp_core.analysis import Message, Record
from scalp_core.products.model import ImageLink, ProductId
from scalp_core.products.ranking import ReasonKind
from scalp_core.vocabulary import Grade, Symptom

_REASON: dict[str, JsonValue] = {
    "symptom": "dandruff",
    "grade": 2,
    "kind": "ingredient",
    "words": {"ko": "징크피리치온 · 비듬", "en": "Zinc pyrithione · Dandruff"},
}
_EXAMPLE: dict[str, JsonValue] = {
    "clinicFirst": None,
    "basis": {
        "ko": "성분과 유형을 기준으로 고른 참고용 추천이에요.",
        "en": "Chosen by ingredients and kind, for orientation.",
    },
    "products": [
        {
            "id": "P038",
            "brand": "글라디올",
            "name": "하이퍼 스칼프 샴푸",
            "category": {"ko": "샴푸", "en": "Shampoo"},
            "reasons": [_REASON],
            "functional": None,
            "advertisement": None,
            "price": None,
            "image": None,
            "visit": "/api/v1/products/P038/visit?sex=female&ageGroup=40s",
        }
    ],
    "medicines": [
        {
            "id": "P060",
            "brand": "태극제약",
            "name": "노비프록스액",
            "ingredients": ["시클로피록스"],
            "reasons": [
                _REASON | {"words": {"ko": "시클로피록스 · 비듬", "en": "Ciclopirox · Dandruff"}}
            ],
            "advice": {
                "ko": "약국에서만 살 수 있어요. 쓰기 전에 약사와 상담하세요.",
                "en": "Sold in pharmacies only. Talk to a pharmacist before using it.",
            },
        }
    ],
}


class ReasonView(Record):
    """Why something is suggested for one symptom."""

    symptom: Symptom
    grade: Grade
    kind: ReasonKind
    words: Message = Field(description="ready to be shown, such as 살리실릭애씨드 · 미세각질")


class PriceView(Record):
    """A price for orientation (참고가), never without who said so and when."""

    won: int
    source: str
    seen_on: date


class ProductView(Record):
    """A product that suits, and the way to a shop."""

    id: ProductId
    brand: str
    name: str
    category: Message
    reasons: list[ReasonView]
    functional: Message | None = Field(
        description="the claim that a functional cosmetic may make; null for all others"
    )
    advertisement: Message | None = Field(
        description="the label 광고, to be shown wherever it is set: somebody pays for this place"
    )
    price: PriceView | None
    image: ImageLink | None
    visit: str = Field(description="link that counts the visit and leads on to the shop")


class MedicineView(Record):
    """An over-the-counter medicine, as information only."""

    id: ProductId
    brand: str
    name: str
    ingredients: list[str]
    reasons: list[ReasonView]
    advice: Message


class ClinicFirst(Record):
    """What comes before any product, and where to look for clinics."""

    message: Message
    hospitals: str


class ProductList(Record):
    """Suggestions in the order in which they are to be shown; the clinic first, where it is set."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    clinic_first: ClinicFirst | None
    basis: Message = Field(description="how they were chosen; to be shown with them")
    products: list[ProductView]
    medicines: list[MedicineView]
