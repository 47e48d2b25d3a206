"""Labels of kinds of products, ingredients and notices, in both languages of the product."""

from typing import NamedTuple
from urllib.parse import urlsplit

from scalp_core.analysis import Message
from scalp_core.products.model import Category, Product
from scalp_core.vocabulary import Symptom

CATEGORIES: dict[Category, Message] = {
    Category.SHAMPOO: Message(ko="샴푸", en="Shampoo"),
    Category.SHAMPOO_BAR: Message(ko="샴푸바", en="Shampoo bar"),
    Category.PRE_SHAMPOO: Message(ko="프리샴푸", en="Pre-shampoo"),
    Category.SCALER: Message(ko="스케일러", en="Scaler"),
    Category.SERUM: Message(ko="세럼", en="Serum"),
    Category.SPRAY: Message(ko="스프레이", en="Spray"),
    Category.TONIC: Message(ko="토닉", en="Tonic"),
    Category.MEDICINE: Message(ko="일반의약품", en="Over-the-counter medicine"),
}

# The only claim that a cosmetic may make here (Enforcement Rule of the Cosmetics Act, art. 2).
FUNCTIONAL = Message(
    ko="탈모 증상 완화에 도움을 주는 기능성화장품",
    en="Functional cosmetic that helps ease the symptoms of hair loss",
)
FUNCTIONAL_SHORT = Message(ko="탈모 증상 완화 기능성", en="Functional for hair-loss symptoms")
ADVERTISEMENT = Message(ko="광고", en="Ad")
BASIS = Message(
    ko="성분과 유형을 기준으로 저희가 고른 참고용 추천이에요. 제조사가 내세우는 효과가 아니에요.",
    en="Matched by us by ingredients and kind, as a guide. These are not claims by the makers.",
)
ASK_A_PHARMACIST = Message(
    ko="약국에서만 살 수 있어요. 쓰기 전에 약사와 상담하세요.",
    en="Sold in pharmacies only. Talk to a pharmacist before using it.",
)
SHOPS: dict[str, Message] = {
    "www.oliveyoung.co.kr": Message(ko="올리브영", en="Olive Young"),
    "search.shopping.naver.com": Message(ko="네이버쇼핑", en="Naver Shopping"),
    "smartstore.naver.com": Message(ko="네이버 스마트스토어", en="Naver Smart Store"),
    "brand.naver.com": Message(ko="네이버 브랜드스토어", en="Naver Brand Store"),
}


def visit_label(product: Product) -> Message:
    """Return where a visit of the product leads: to the search of a shop, or to a page of it.

    Raises:
        ValueError: the product is a medicine, which has no link.
    """
    if product.destination is None:
        raise ValueError(f"{product.id} has no link")
    shop = SHOPS[urlsplit(product.destination).netloc]
    if product.offer:
        return Message(ko=f"{shop.ko}에서 보기", en=f"View at {shop.en}")
    return Message(ko=f"{shop.ko}에서 검색", en=f"Search at {shop.en}")


class Ingredient(NamedTuple):
    """An ingredient that is a reason to suggest a product: English name, and symptoms it suits."""

    en: str
    suits: tuple[Symptom, ...]


_SOOTHING = (Symptom.INTERFOLLICULAR_ERYTHEMA, Symptom.FOLLICULAR_ERYTHEMA_PUSTULES)

# Ingredients by the symptoms that they suit: cosmetic practice, and AAD's list for dandruff.
INGREDIENTS: dict[str, Ingredient] = {
    "살리실릭애씨드": Ingredient("Salicylic acid", (Symptom.FINE_SCALING, Symptom.DANDRUFF)),
    "해염": Ingredient("Sea salt", (Symptom.FINE_SCALING,)),
    "AHA": Ingredient("Alpha hydroxy acids", (Symptom.FINE_SCALING,)),
    "멘톨": Ingredient("Menthol", (Symptom.EXCESS_SEBUM,)),
    "티트리": Ingredient("Tea tree", (Symptom.EXCESS_SEBUM,)),
    "카올린": Ingredient("Kaolin", (Symptom.EXCESS_SEBUM,)),
    "판테놀": Ingredient("Panthenol", _SOOTHING),
    "덱스판테놀": Ingredient("Dexpanthenol", _SOOTHING),
    "병풀": Ingredient("Centella asiatica", _SOOTHING),
    "알란토인": Ingredient("Allantoin", _SOOTHING),
    "징크피리치온": Ingredient("Zinc pyrithione", (Symptom.DANDRUFF,)),
    "피록톤올아민": Ingredient("Piroctone olamine", (Symptom.DANDRUFF,)),
    "클림바졸": Ingredient("Climbazole", (Symptom.DANDRUFF,)),
    "카페인": Ingredient("Caffeine", (Symptom.HAIR_LOSS,)),
    "케토코나졸": Ingredient("Ketoconazole", (Symptom.DANDRUFF,)),
    "시클로피록스": Ingredient("Ciclopirox", (Symptom.DANDRUFF,)),
    "미녹시딜": Ingredient("Minoxidil", (Symptom.HAIR_LOSS,)),
}
