"""Responses of the product routes."""

from datetime import date
from typing import Annotated, Self
from urllib.parse import urlencode

from pydantic import BeforeValidator, ConfigDict, Field, JsonValue

from scalp_api.care.triage_schemas import WithheldView
from scalp_api.json_numbers import refuse_coercion
from scalp_api.openapi import PREFIX
from scalp_core.analysis import Message, Record
from scalp_core.care.answers import Answers
from scalp_core.care.guide import CareGuide
from scalp_core.care.statements import Statement
from scalp_core.ids import ID_PATTERN
from scalp_core.products.labels import (
    ADVERTISEMENT,
    ASK_A_PHARMACIST,
    BASIS,
    CATEGORIES,
    FUNCTIONAL,
    INGREDIENTS,
    visit_label,
)
from scalp_core.products.model import Category, ImageLink, Offer, ProductId
from scalp_core.products.ranking import Reason, ReasonKind, Suggestion, reasons
from scalp_core.products.shop_search import SearchTerm, Shop, search_label
from scalp_core.products.suggest import Person, Suggestions
from scalp_core.vocabulary import Grade, Symptom

CSV_EXAMPLE = """day,product,brand,name,sex,age_group,campaign,impressions,clicks,click_rate
2026-11-22,P038,글라디올,하이퍼 스칼프 샴푸,female,40s,,200,10,0.0500
"""

_REASON: dict[str, JsonValue] = {
    "symptom": "dandruff",
    "grade": 2,
    "kind": "ingredient",
    "words": {"ko": "징크피리치온 · 비듬", "en": "Zinc pyrithione · Dandruff"},
}
_EXAMPLE: dict[str, JsonValue] = {
    "clinicFirst": None,
    "withheld": None,
    "leftOut": [],
    "basis": {
        "ko": "성분과 유형을 기준으로 저희가 고른 참고용 추천이에요.",
        "en": "Matched by us by ingredients and kind, as a guide.",
    },
    "products": [
        {
            "id": "P038",
            "brand": "글라디올",
            "name": "하이퍼 스칼프 샴푸",
            "brandEn": None,
            "nameEn": None,
            "kind": "shampoo",
            "category": {"ko": "샴푸", "en": "Shampoo"},
            "reasons": [_REASON],
            "functional": None,
            "advertisement": None,
            "advertiser": None,
            "price": None,
            "image": None,
            "visit": "/api/v1/products/P038/visit?sex=female&ageGroup=40s",
            "visitLabel": {"ko": "올리브영에서 검색", "en": "Search at Olive Young"},
        }
    ],
    "searches": [
        {
            "shop": "oliveyoung",
            "label": {
                "ko": "올리브영에서 ‘비듬 샴푸’ 검색",
                "en": "Search Olive Young for “비듬 샴푸”",
            },
            "visit": "/api/v1/products/searches/oliveyoung/dandruff/visit?sex=female&ageGroup=40s",
        }
    ],
    "medicines": [
        {
            "id": "P060",
            "brand": "태극제약",
            "name": "노비프록스액",
            "brandEn": "Tai Guk Pharm",
            "nameEn": None,
            "ingredients": ["시클로피록스"],
            "ingredientsEn": ["Ciclopirox"],
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


_PRICE_SOURCE = "네이버 쇼핑"


class ProductRequest(Record):
    """What a person adds to an assessment. The answers are neither stored nor logged."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "assessment": "9f86d081884c7d659a2feaa0c55ad015",
                    "answers": {"itch": "severe", "under18": False},
                }
            ]
        },
    )

    assessment: str = Field(pattern=ID_PATTERN, description="id of a finished assessment")
    answers: Answers = Field(default_factory=Answers)
    limit: Annotated[int, BeforeValidator(refuse_coercion)] = Field(
        10, ge=1, le=20, description="maximum number of products"
    )


class ReasonView(Record):
    """Why a product is suggested for one symptom."""

    symptom: Symptom
    grade: Grade
    kind: ReasonKind
    words: Message = Field(description="label to display, such as 살리실릭애씨드 · 미세각질")

    @classmethod
    def of(cls, reason: Reason) -> Self:
        """Return the view of a reason."""
        return cls(symptom=reason.symptom, grade=reason.grade, kind=reason.kind, words=reason.label)


class PriceView(Record):
    """A reference price (참고가), always with its source and date."""

    won: int
    source: str
    seen_on: date

    @classmethod
    def of(cls, offer: Offer | None) -> Self | None:
        """Return the price of an offer, if it has one."""
        if offer is None or offer.won is None:
            return None
        return cls(won=offer.won, source=_PRICE_SOURCE, seen_on=offer.seen_on)


class ProductView(Record):
    """A suitable product, and the link to a shop."""

    id: ProductId
    brand: str
    name: str
    brand_en: str | None = Field(description="English name of the brand, if it is known")
    name_en: str | None = Field(description="English name of the product, if it is known")
    kind: Category
    category: Message = Field(description="label of the kind")
    reasons: list[ReasonView]
    functional: Message | None = Field(
        description="the claim that a functional cosmetic may make; null for all others"
    )
    advertisement: Message | None = Field(
        description="the label 광고; display it unless null: the slot is paid for"
    )
    advertiser: str | None = Field(description="who pays for the slot; null where nobody does")
    price: PriceView | None
    image: ImageLink | None
    visit: str = Field(description="link that counts the visit and redirects to the shop")
    visit_label: Message = Field(
        description="label of the link: the shop, and whether the link leads to its search"
    )

    @classmethod
    def of(cls, suggestion: Suggestion, person: Person) -> Self:
        """Return the view of a suggestion, whose link counts the visit for the person's cohort."""
        product, suited, campaign = suggestion
        return cls(
            id=product.id,
            brand=product.brand,
            name=product.name,
            brand_en=product.brand_en,
            name_en=product.name_en,
            kind=product.category,
            category=CATEGORIES[product.category],
            reasons=[ReasonView.of(reason) for reason in reasons(product, suited)],
            functional=FUNCTIONAL if product.is_functional else None,
            advertisement=ADVERTISEMENT if campaign else None,
            advertiser=campaign.advertiser if campaign else None,
            price=PriceView.of(product.offer),
            image=product.offer.image if product.offer else None,
            visit=_visit_link(product.id, person, campaign.id if campaign else None),
            visit_label=visit_label(product),
        )


class MedicineView(Record):
    """An over-the-counter medicine, as information only."""

    id: ProductId
    brand: str
    name: str
    brand_en: str | None = Field(description="English name of the brand, if it is known")
    name_en: str | None = Field(description="English name of the product, if it is known")
    ingredients: list[str]
    ingredients_en: list[str] = Field(description="their English names, where they are known")
    reasons: list[ReasonView]
    advice: Message

    @classmethod
    def of(cls, suggestion: Suggestion) -> Self:
        """Return the view of a suggested medicine."""
        product = suggestion.product
        return cls(
            advice=ASK_A_PHARMACIST,
            id=product.id,
            brand=product.brand,
            name=product.name,
            brand_en=product.brand_en,
            name_en=product.name_en,
            ingredients=product.ingredients,
            ingredients_en=[
                INGREDIENTS[name].en if name in INGREDIENTS else name
                for name in product.ingredients
            ],
            reasons=[ReasonView.of(reason) for reason in reasons(product, suggestion.suited)],
        )


class ShopSearchView(Record):
    """A shop's search that fits the scalp."""

    shop: Shop
    label: Message
    visit: str = Field(description="link that counts the visit and redirects to the search")

    @classmethod
    def of(cls, shop: Shop, term: SearchTerm, person: Person) -> Self:
        """Return the view of a search for a person."""
        path = f"searches/{shop}/{term}"
        return cls(shop=shop, label=search_label(shop, term), visit=_visit_link(path, person))


class ClinicFirst(Record):
    """Advice to see a dermatologist before using any product, and where to search for one."""

    message: Message
    hospitals: str


class ProductList(Record):
    """Suggestions in the order in which to display them, after ``clinicFirst`` unless null."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    clinic_first: ClinicFirst | None = Field(description="not null: there are no products at all")
    withheld: WithheldView | None = Field(
        description="why products are missing, all or some; null if none is"
    )
    left_out: list[Statement] = Field(
        description="why products that suit the symptoms do not suit this person"
    )
    basis: Message = Field(description="how the products were chosen; display it with them")
    products: list[ProductView]
    searches: list[ShopSearchView] = Field(description="shops' searches for what else may suit")
    medicines: list[MedicineView]

    @classmethod
    def of(cls, found: Suggestions, person: Person, guide: CareGuide) -> Self:
        """Return the view of suggestions for a person, with the reasons of ``guide``."""
        withheld = WithheldView.of(guide, found.triage)
        first = withheld if found.triage.doctor_first else None
        return cls(
            clinic_first=first and ClinicFirst(message=first.message, hospitals=_HOSPITALS),
            withheld=withheld,
            left_out=[
                Statement(ko=row.ko, en=row.en, sources=row.sources) for row in found.left_out
            ],
            basis=BASIS,
            products=[ProductView.of(suggestion, person) for suggestion in found.products],
            searches=[
                ShopSearchView.of(shop, found.search, person) for shop in Shop if found.search
            ],
            medicines=[MedicineView.of(suggestion) for suggestion in found.medicines],
        )


_HOSPITALS = f"{PREFIX}/hospitals"


def _visit_link(path: str, person: Person, campaign_id: str | None = None) -> str:
    cohort = {"sex": person.sex, "ageGroup": person.age_group, "campaign": campaign_id}
    query = urlencode({name: value for name, value in cohort.items() if value})
    return f"{PREFIX}/products/{path}/visit" + (f"?{query}" if query else "")
