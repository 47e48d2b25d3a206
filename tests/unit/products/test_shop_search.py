"""Searches in shops: what is searched for, and where the link may lead."""

from urllib.parse import parse_qs, urlsplit

import pytest

from scalp_core.products.model import SHOP_HOSTS
from scalp_core.products.prohibited_claims import find_prohibited_claims
from scalp_core.products.shop_search import (
    SearchTerm,
    Shop,
    search_label,
    search_link,
    search_term,
)
from scalp_core.vocabulary import Grade, ScalpType, Symptom

MILD = {Symptom.DANDRUFF: Grade.MILD}


@pytest.mark.parametrize(
    ("scalp_type", "needed", "gentle", "term"),
    [
        (ScalpType.OILY, {Symptom.EXCESS_SEBUM: Grade.MILD}, False, SearchTerm.OILY),
        (ScalpType.SEBORRHEIC, MILD, False, SearchTerm.SEBORRHEIC),
        (ScalpType.COMBINED, MILD, False, SearchTerm.DANDRUFF),
        (None, {Symptom.HAIR_LOSS: Grade.SEVERE}, False, SearchTerm.HAIR_LOSS),
        (ScalpType.HAIR_LOSS, {Symptom.HAIR_LOSS: Grade.SEVERE}, True, SearchTerm.GENTLE),
        (ScalpType.NORMAL, {}, False, None),
    ],
)
def test_the_search_fits_the_type_and_what_may_be_suggested(
    scalp_type: ScalpType | None,
    needed: dict[Symptom, Grade],
    gentle: bool,
    term: SearchTerm | None,
) -> None:
    assert search_term(scalp_type, needed, gentle=gentle) is term


@pytest.mark.parametrize("shop", Shop)
@pytest.mark.parametrize("term", SearchTerm)
def test_a_link_leads_to_the_shops_search_with_words_that_may_be_said(
    shop: Shop, term: SearchTerm
) -> None:
    parts = urlsplit(search_link(shop, term))
    (words,) = parse_qs(parts.query)["query"]

    assert parts.scheme == "https"
    assert parts.netloc in SHOP_HOSTS
    assert words in search_label(shop, term).ko
    assert find_prohibited_claims(words) == []
