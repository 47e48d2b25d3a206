"""Suggestions as JSON, of pieces that are written down once and told again.

What is said of a product depends on its symptoms' grades, and on who asks in the link alone. Texts
are kept by the product itself, so a changed one is written down anew.
"""

from functools import lru_cache
from urllib.parse import urlencode

from scalp_api.product_schemas import (
    ClinicFirst,
    MedicineView,
    PriceView,
    ProductList,
    ProductView,
    ReasonView,
)
from scalp_core.analysis import Record
from scalp_core.products.labels import (
    ADVERTISEMENT,
    ASK_A_PHARMACIST,
    BASIS,
    CATEGORIES,
    FUNCTIONAL,
    HOSPITAL_FIRST,
)
from scalp_core.products.model import Product
from scalp_core.products.ranking import Suggestion, Suited, reasons
from scalp_core.products.suggest import Person, Suggestions
from scalp_core.vocabulary import AgeGroup, Sex

# Of about a kilobyte each.
_TEXTS = 2000

_PRICE_SOURCE = "네이버 쇼핑"
_HOSPITAL_FIRST = ClinicFirst(message=HOSPITAL_FIRST, hospitals="/api/v1/hospitals")


def tell_products(found: Suggestions, person: Person) -> bytes:
    """A :class:`ProductList` as JSON."""
    products = ",".join(_with_link(one, person) for one in found.products)
    medicines = ",".join(_medicine(one.product, one.suited) for one in found.medicines)
    frame = _frame(found.hospital_first)
    return f'{frame},"products":[{products}],"medicines":[{medicines}]}}'.encode()


def _with_link(suggestion: Suggestion, person: Person) -> str:
    product, suited, campaign = suggestion
    query = _query(person.sex, person.age_group, campaign and campaign.id)
    link = f"/api/v1/products/{product.id}/visit{query}"
    return f'{_product(product, suited, campaign is not None)},"visit":"{link}"}}'


@lru_cache
def _query(sex: Sex | None, age_group: AgeGroup | None, campaign: str | None) -> str:
    given = {"sex": sex, "ageGroup": age_group, "campaign": campaign}
    query = urlencode({name: value for name, value in given.items() if value})
    return f"?{query}" if query else ""


@lru_cache
def _frame(clinic_first: bool) -> str:
    """A list, open at its end, where products and medicines follow."""
    frame = ProductList(
        clinic_first=_HOSPITAL_FIRST if clinic_first else None,
        basis=BASIS,
        products=[],
        medicines=[],
    )
    return _open(frame, "products", "medicines")


@lru_cache(_TEXTS)
def _product(product: Product, suited: Suited, advertised: bool) -> str:
    """A :class:`ProductView`, open at its end, where the link follows."""
    offer = product.offer
    view = ProductView(
        id=product.id,
        brand=product.brand,
        name=product.name,
        category=CATEGORIES[product.category],
        reasons=_reasons(product, suited),
        functional=FUNCTIONAL if product.is_functional else None,
        advertisement=ADVERTISEMENT if advertised else None,
        price=PriceView(won=offer.won, source=_PRICE_SOURCE, seen_on=offer.seen_on)
        if offer and offer.won
        else None,
        image=offer.image if offer else None,
        visit="",
    )
    return _open(view, "visit")


@lru_cache(_TEXTS)
def _medicine(product: Product, suited: Suited) -> str:
    """A :class:`MedicineView`."""
    return MedicineView(
        id=product.id,
        brand=product.brand,
        name=product.name,
        ingredients=product.ingredients,
        reasons=_reasons(product, suited),
        advice=ASK_A_PHARMACIST,
    ).model_dump_json(by_alias=True)


def _reasons(product: Product, suited: Suited) -> list[ReasonView]:
    return [
        ReasonView(symptom=one.symptom, grade=one.grade, kind=one.kind, words=one.label)
        for one in reasons(product, suited)
    ]


def _open(record: Record, *following: str) -> str:
    return record.model_dump_json(by_alias=True, exclude=set(following)).removesuffix("}")
