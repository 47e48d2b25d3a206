"""Searches in shops that fit a scalp, where the listed products are not enough."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote

from pydantic import TypeAdapter

from scalp_core.analysis import Message
from scalp_core.products.model import ShopLink
from scalp_core.vocabulary import Grade, ScalpType, Symptom


class Shop(StrEnum):
    """Shops whose search can be linked to."""

    OLIVE_YOUNG = "oliveyoung"
    NAVER = "naver"


class SearchTerm(StrEnum):
    """What to search for; a link can hold these and no other words."""

    GENTLE = "gentle"
    DRY = "dry"
    OILY = "oily"
    SENSITIVE = "sensitive"
    SEBORRHEIC = "seborrheic"
    SCALING = "scaling"
    DANDRUFF = "dandruff"
    HAIR_LOSS = "hair_loss"


@dataclass(frozen=True)
class _ShopSearch:
    ko: str
    en: str
    link: str


_SHOPS = {
    Shop.OLIVE_YOUNG: _ShopSearch(
        "올리브영",
        "Olive Young",
        "https://www.oliveyoung.co.kr/store/search/getSearchMain.do?query=",
    ),
    Shop.NAVER: _ShopSearch(
        "네이버쇼핑", "Naver Shopping", "https://search.shopping.naver.com/search/all?query="
    ),
}

# As shops name these products. Of hair loss only what a functional cosmetic may claim.
_WORDS = {
    SearchTerm.GENTLE: "저자극 두피 샴푸",
    SearchTerm.DRY: "건성 두피 샴푸",
    SearchTerm.OILY: "지성 두피 샴푸",
    SearchTerm.SENSITIVE: "민감성 두피 샴푸",
    SearchTerm.SEBORRHEIC: "지루성 두피 샴푸",
    SearchTerm.SCALING: "두피 각질 샴푸",
    SearchTerm.DANDRUFF: "비듬 샴푸",
    SearchTerm.HAIR_LOSS: "탈모 증상 완화 샴푸",
}

_BY_TYPE = {
    ScalpType.DRY: SearchTerm.DRY,
    ScalpType.OILY: SearchTerm.OILY,
    ScalpType.SENSITIVE: SearchTerm.SENSITIVE,
    ScalpType.SEBORRHEIC: SearchTerm.SEBORRHEIC,
    ScalpType.INFLAMMATORY: SearchTerm.GENTLE,
    ScalpType.DANDRUFF: SearchTerm.DANDRUFF,
    ScalpType.HAIR_LOSS: SearchTerm.HAIR_LOSS,
}

_BY_SYMPTOM = {
    Symptom.FINE_SCALING: SearchTerm.SCALING,
    Symptom.EXCESS_SEBUM: SearchTerm.OILY,
    Symptom.INTERFOLLICULAR_ERYTHEMA: SearchTerm.SENSITIVE,
    Symptom.FOLLICULAR_ERYTHEMA_PUSTULES: SearchTerm.GENTLE,
    Symptom.DANDRUFF: SearchTerm.DANDRUFF,
    Symptom.HAIR_LOSS: SearchTerm.HAIR_LOSS,
}

_LINK: TypeAdapter[str] = TypeAdapter(ShopLink)


def search_term(
    scalp_type: ScalpType | None, needed: Mapping[Symptom, Grade], *, gentle: bool
) -> SearchTerm | None:
    """Return what to search for: by the scalp type, or the most severe symptom of a mixed one.

    Args:
        needed: symptoms that a product may be suggested for, the most severe first.
        gentle: only what does not irritate may be suggested.
    """
    if not needed:
        return None
    if gentle:
        return SearchTerm.GENTLE
    if scalp_type in _BY_TYPE:
        return _BY_TYPE[scalp_type]
    return _BY_SYMPTOM[next(iter(needed))]


def search_link(shop: Shop, term: SearchTerm) -> str:
    """Return the link to a shop's search, which is on the list of allowed shops."""
    return _LINK.validate_python(f"{_SHOPS[shop].link}{quote(_WORDS[term], safe='')}")


def search_label(shop: Shop, term: SearchTerm) -> Message:
    """Return the label of that link."""
    names, words = _SHOPS[shop], _WORDS[term]
    return Message(ko=f"{names.ko}에서 ‘{words}’ 검색", en=f"Search {names.en} for “{words}”")


def shop_name(shop: Shop) -> str:
    """Return a shop's Korean name."""
    return _SHOPS[shop].ko
