"""Products as the catalogue holds them: what may be said of one, and where its link may lead."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from scalp_core.analysis import Record
from scalp_core.care.contraindications import Attribute
from scalp_core.products.prohibited_claims import find_prohibited_claims, mentions_hair_loss
from scalp_core.vocabulary import AgeGroup, Sex, Symptom

# Shops that a visitor may be sent to, and where their pictures lie. Everything else is refused when
# the catalogue is loaded and once more when it is read.
SHOP_HOSTS = frozenset(
    {
        "www.oliveyoung.co.kr",
        "search.shopping.naver.com",
        "smartstore.naver.com",
        "brand.naver.com",
    }
)
IMAGE_HOSTS = frozenset({"shopping-phinf.pstatic.net"})

PRODUCT_ID_PATTERN = r"^P\d{3,6}$"
CAMPAIGN_ID_PATTERN = r"^C\d{3,6}$"


class Category(StrEnum):
    """What kind of thing a product is."""

    SHAMPOO = "shampoo"
    SHAMPOO_BAR = "shampoo_bar"
    PRE_SHAMPOO = "pre_shampoo"
    SCALER = "scaler"
    SERUM = "serum"
    SPRAY = "spray"
    TONIC = "tonic"
    MEDICINE = "medicine"


class Evidence(StrEnum):
    """How the ingredients are known; only ``label`` and ``press`` are good enough to name one."""

    LABEL = "label"
    PRESS = "press"
    NAME = "name"
    UNKNOWN = "unknown"


class Functional(StrEnum):
    """Whether a cosmetic is reported to MFDS as functional for the symptoms of hair loss."""

    YES = "yes"
    UNCONFIRMED = "unconfirmed"
    NO = "no"


def _on(hosts: frozenset[str]) -> AfterValidator:
    def check(link: str) -> str:
        parts = urlsplit(link)
        if parts.scheme != "https" or parts.netloc not in hosts:
            raise ValueError(f"only https links to {', '.join(sorted(hosts))} are allowed")
        return link

    return AfterValidator(check)


# Printable ASCII: what stands in a Location header must not be able to end it.
_Link = Annotated[str, StringConstraints(pattern=r"^[!-~]+$", max_length=1000)]
ShopLink = Annotated[_Link, _on(SHOP_HOSTS)]
ImageLink = Annotated[_Link, _on(IMAGE_HOSTS)]

ProductId = Annotated[str, StringConstraints(pattern=PRODUCT_ID_PATTERN)]
CampaignId = Annotated[str, StringConstraints(pattern=CAMPAIGN_ID_PATTERN)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=120)]


class Offer(Record):
    """What a shop search last found for a product.

    Attributes:
        won: lowest price in Korean won, for orientation only.
        mall: who sells it.
        seen_on: day of the search; a price without its day is never shown.
    """

    link: ShopLink
    image: ImageLink | None = None
    won: int | None = Field(None, gt=0)
    mall: str | None = None
    seen_on: date


class FunctionalReport(Record):
    """An entry of MFDS's register of functional cosmetics that names a product.

    Attributes:
        number: its report number (COSMETIC_REPORT_SEQ).
        item: its name as it was reported.
        seen_on: day on which the register was asked.
    """

    number: str = Field(min_length=1)
    item: str = Field(min_length=1)
    seen_on: date


class Product(Record):
    """One product.

    Attributes:
        brand_en, name_en: as the manufacturer writes them in English; ``None`` where it is unknown,
            because a transliteration of ours is no name that a shop or pharmacist knows.
        ingredients: Korean names, the most characteristic first.
        symptoms: what it suits by its ingredients and kind; the maker does not claim it.
        attributes: what its name, kind and ingredients say that does not suit everybody.
        source: where these facts are from; source_date: year, or year and month, of it.
        link: search for it in a shop, so that it never goes stale; ``None`` for medicines, which
            may not be sold online (Pharmaceutical Affairs Act).
        offer, report: found by the refresh; the file of products does not hold them.
    """

    id: ProductId
    brand: Name
    name: Name
    brand_en: Name | None = None
    name_en: Name | None = None
    category: Category
    ingredients: list[Name]
    evidence: Evidence
    functional: Functional
    symptoms: list[Symptom] = Field(min_length=1)
    attributes: list[Attribute] = Field(default_factory=list)
    source: str = Field(min_length=1)
    source_date: str | None = Field(None, pattern=r"^\d{4}(-\d{2})?$")
    link: ShopLink | None = None
    offer: Offer | None = None
    report: FunctionalReport | None = None

    @property
    def is_medicine(self) -> bool:
        """Shown as information only: no link, no ranking, no advertisement."""
        return self.category is Category.MEDICINE

    @property
    def traits(self) -> frozenset[Attribute]:
        """Its attributes, and that it is a medicine if it is."""
        kind = {Attribute.MEDICINE} if self.is_medicine else set()
        return frozenset({*self.attributes, *kind})

    @property
    def is_functional(self) -> bool:
        """Whether it may be said to help ease the symptoms of hair loss."""
        return self.functional is Functional.YES or self.report is not None

    @property
    def destination(self) -> str | None:
        """Where a visit leads: the shop page last found, else the search."""
        return self.offer.link if self.offer else self.link

    @model_validator(mode="after")
    def _is_allowed(self) -> Self:
        if self.is_medicine and (self.link or self.offer):
            raise ValueError("a medicine has no link")
        if not self.is_medicine and not self.link:
            raise ValueError("a cosmetic needs a link")
        names = " ".join(filter(None, [self.brand, self.name, self.brand_en, self.name_en]))
        if claims := find_prohibited_claims(names):
            raise ValueError(f"its name claims what only medicine may: {', '.join(claims)}")
        if mentions_hair_loss(names) and self.functional is Functional.NO:
            raise ValueError("its name speaks of hair loss, but it is no functional cosmetic")
        if len(set(self.symptoms)) < len(self.symptoms):
            raise ValueError("a symptom is named twice")
        if len(set(self.attributes)) < len(self.attributes):
            raise ValueError("an attribute is named twice")
        if Attribute.MEDICINE in self.attributes:
            raise ValueError("its category says whether it is a medicine")
        return self


class Campaign(Record):
    """A sponsored slot: whose product is shown, to whom, from when to when, and how often.

    It can name a product only. Hospitals cannot be advertised here: paid referral to them is
    forbidden (Medical Service Act, art. 27 (3) and 56).

    Attributes:
        starts, ends: first and last day in Korea.
        symptoms: shown where one of these is present.
        sexes, age_groups: shown to these only; empty means to everyone.
        weight: how often, compared with others that could stand in the same slot.
        daily_cap: most times that it is shown on one day.
    """

    id: CampaignId
    product: ProductId
    advertiser: Name
    starts: date
    ends: date
    symptoms: list[Symptom] = Field(min_length=1)
    sexes: list[Sex] = Field(default_factory=list)
    age_groups: list[AgeGroup] = Field(default_factory=list)
    weight: int = Field(ge=1, le=100)
    daily_cap: int = Field(ge=1)

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.ends < self.starts:
            raise ValueError("it ends before it starts")
        return self
