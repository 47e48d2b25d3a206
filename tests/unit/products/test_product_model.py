"""What a product and a campaign may be, and what the shipped file holds."""

import csv
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from scalp_core.errors import CatalogueFileError
from scalp_core.products.labels import SHOPS, visit_label
from scalp_core.products.model import SHOP_HOSTS, Category, Functional, Offer, Product
from scalp_core.products.prohibited_claims import find_prohibited_claims, mentions_hair_loss
from scalp_core.vocabulary import Symptom
from scalp_deployment.paths import CAMPAIGNS, PRODUCTS
from scalp_deployment.product_file import read_campaigns, read_products
from support.products import SHOP, campaign, medicine, product

Row = dict[str, str]


@pytest.fixture(scope="module")
def shipped() -> list[Product]:
    return read_products(PRODUCTS)


def rows_of(file: Path) -> list[Row]:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def written(rows: list[Row], folder: Path) -> Path:
    file = folder / "products.csv"
    with file.open("w", encoding="utf-8-sig", newline="") as opened:
        writer = csv.DictWriter(opened, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    return file


def test_the_shipped_file_has_forty_cosmetics_and_three_medicines(shipped: list[Product]) -> None:
    assert sum(not one.is_medicine for one in shipped) == 40
    assert sum(one.is_medicine for one in shipped) == 3


def test_every_symptom_has_a_cosmetic_in_the_shipped_file(shipped: list[Product]) -> None:
    for symptom in Symptom:
        assert any(symptom in one.symptoms and not one.is_medicine for one in shipped)


def test_every_shop_that_a_visit_may_lead_to_has_a_name() -> None:
    assert set(SHOPS) == SHOP_HOSTS


def test_the_label_of_a_visit_says_where_it_leads() -> None:
    assert visit_label(product()).ko == "올리브영에서 검색"
    found = Offer(link="https://smartstore.naver.com/x/1", seen_on=date(2026, 11, 20))
    assert visit_label(product(offer=found)).en == "View at Naver Smart Store"
    with pytest.raises(ValueError, match="no link"):
        visit_label(medicine())


def test_a_claim_is_prohibited_in_an_english_name_as_well() -> None:
    with pytest.raises(ValidationError, match="only medicine may"):
        product(name_en="Hair regrowth treatment")


def test_shipped_cosmetics_lead_to_a_shop_search_and_medicines_nowhere(
    shipped: list[Product],
) -> None:
    for one in shipped:
        if one.is_medicine:
            assert one.destination is None
        else:
            assert one.destination is not None
            assert one.destination.startswith(
                "https://www.oliveyoung.co.kr/store/search/getSearchMain.do?query="
            )


def test_no_shipped_name_claims_more_than_it_may(shipped: list[Product]) -> None:
    for one in shipped:
        assert find_prohibited_claims(f"{one.brand} {one.name}") == []
        if mentions_hair_loss(one.name):
            assert one.functional is not Functional.NO


def test_no_campaign_is_shipped(shipped: list[Product]) -> None:
    assert read_campaigns(CAMPAIGNS, shipped) == []


def change(column: str, value: str) -> Callable[[list[Row]], None]:
    def damage(rows: list[Row]) -> None:
        rows[1][column] = value

    return damage


def repeat(rows: list[Row]) -> None:
    rows.append(rows[0])


def add_a_column(rows: list[Row]) -> None:
    for row in rows:
        row["price"] = "1000"


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (change("confidence", "low"), r"line 3 \(P002\): confidence"),
        (change("kr_retail", "unverified"), "kr_retail"),
        (change("kr_retail", "pharmacy"), "medicines, and nothing else"),
        (change("category", "medicine"), "a medicine has no link"),
        (change("link", ""), "a cosmetic needs a link"),
        (change("link", "https://evil.example/?www.oliveyoung.co.kr"), "only https links"),
        (change("link", "http://www.oliveyoung.co.kr/"), "only https links"),
        (change("link", "https://www.oliveyoung.co.kr@evil.example/"), "only https links"),
        (change("name", "탈모 치료 샴푸"), "claims what only medicine may: 치료"),
        (change("name", "발모 촉진 샴푸"), "발모"),
        (change("functional", "no"), "speaks of hair loss"),
        (change("functional", "maybe"), "functional"),
        (change("symptoms", "dandruff;nails"), "symptoms"),
        (change("symptoms", "dandruff;dandruff"), "named twice"),
        (change("symptoms", ""), "symptoms"),
        (change("source", ""), "source"),
        (change("source_date", "yesterday"), "source_date"),
        (change("id", "H001"), "id"),
        (repeat, "P001: more than one row"),
        (add_a_column, "price"),
    ],
)
def test_a_row_that_is_not_allowed_is_refused_and_named(
    tmp_path: Path, damage: Callable[[list[Row]], None], message: str
) -> None:
    rows = rows_of(PRODUCTS)
    rows[1]["name"] = "탈모증상완화 샴푸"
    read_products(written(rows, tmp_path))

    damage(rows)

    with pytest.raises(CatalogueFileError, match=message):
        read_products(written(rows, tmp_path))


def test_all_wrong_rows_are_named_at_once(tmp_path: Path) -> None:
    rows = rows_of(PRODUCTS)
    for row in rows[:3]:
        row["link"] = "https://evil.example/"

    with pytest.raises(CatalogueFileError) as caught:
        read_products(written(rows, tmp_path))

    assert [problem.split(" ")[1] for problem in caught.value.problems] == ["2", "3", "4"]


@pytest.mark.parametrize("content", [b"", b"id,name\n", b"\xff\xfe\x00"])
def test_a_file_without_rows_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "products.csv"
    file.write_bytes(content)

    with pytest.raises(CatalogueFileError):
        read_products(file)


@given(st.text())
def test_no_text_leads_to_another_host(link: str) -> None:
    for tried in (link, f"https://{link}", f"https://www.oliveyoung.co.kr{link}"):
        try:
            accepted = product(link=tried).destination
        except ValidationError:
            continue
        assert accepted is not None
        assert accepted.isascii()
        assert accepted.isprintable()
        found = re.match("https://([a-z.]+)([/?#]|$)", accepted)
        assert found is not None
        assert found[1] in SHOP_HOSTS


def test_what_the_refresh_found_leads_before_the_search() -> None:
    link = "https://search.shopping.naver.com/catalog/1"

    found = product(offer=Offer(link=link, seen_on=date(2026, 11, 22)))

    assert found.destination == link


def test_a_medicine_cannot_have_an_offer() -> None:
    offer = Offer(link=SHOP, seen_on=date(2026, 11, 22))

    with pytest.raises(ValidationError, match="a medicine has no link"):
        product(category=Category.MEDICINE, link=None, offer=offer)


@pytest.mark.parametrize("advertised", ["P900", "P404"])
def test_a_campaign_for_a_medicine_or_an_unknown_product_is_refused(
    tmp_path: Path, advertised: str
) -> None:
    file = tmp_path / "campaigns.json"
    file.write_text(f"[{campaign(advertised=advertised).model_dump_json(by_alias=True)}]")

    with pytest.raises(CatalogueFileError, match=f"{advertised} is no cosmetic"):
        read_campaigns(file, [product(1), medicine(900)])


@pytest.mark.parametrize("advertised", ["H001", "hira-0123456789abcdef", "seoul-1"])
def test_a_campaign_cannot_name_a_hospital(advertised: str) -> None:
    with pytest.raises(ValidationError, match="product"):
        campaign(advertised=advertised)


def test_a_campaign_ends_after_it_starts() -> None:
    with pytest.raises(ValidationError, match="ends before it starts"):
        campaign(starts=date(2026, 2, 1), ends=date(2026, 1, 31))
