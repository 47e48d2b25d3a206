"""Rank the products that suit a scalp, with reasons."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from scalp_core.analysis import Message
from scalp_core.names import SYMPTOM_NAMES
from scalp_core.products.labels import CATEGORIES, FUNCTIONAL_SHORT, INGREDIENTS
from scalp_core.products.model import Campaign, Evidence, Product
from scalp_core.scalp_type import TIE_ORDER
from scalp_core.vocabulary import Grade, Symptom


class ReasonKind(StrEnum):
    """The kind of a reason."""

    FUNCTIONAL = "functional"
    INGREDIENT = "ingredient"
    CATEGORY = "category"


@dataclass(frozen=True)
class Reason:
    """Why a product is suggested for one symptom, such as ``살리실릭애씨드 · 미세각질``."""

    symptom: Symptom
    grade: Grade
    kind: ReasonKind
    label: Message


# The symptoms that a product suits, and their grades, the most severe first.
Suited = tuple[tuple[Symptom, Grade], ...]


class Suggestion(NamedTuple):
    """A product that suits.

    Attributes:
        campaign: that has taken this slot; ``None`` where none has.
    """

    product: Product
    suited: Suited
    campaign: Campaign | None = None


def treatable_symptoms(grades: Mapping[Symptom, Grade]) -> dict[Symptom, Grade]:
    """Return the symptoms that a product may be suggested for, most severe first.

    Pustules from moderate on are not among them: they need a dermatologist, no cosmetic.
    """
    pustules = Symptom.FOLLICULAR_ERYTHEMA_PUSTULES
    needed = {
        symptom: grades[symptom]
        for symptom in TIE_ORDER
        if grades.get(symptom, Grade.NONE) > Grade.NONE
        and not (symptom is pustules and grades[symptom] >= Grade.MODERATE)
    }
    return dict(sorted(needed.items(), key=lambda item: -item[1]))


def suggest(
    products: Iterable[Product],
    needed: Mapping[Symptom, Grade],
    *,
    rate: Callable[[str], float],
    lot: Callable[[str], str] = str,
) -> list[Suggestion]:
    """Suggest the products that suit ``needed``, in this order of importance.

    1. Fit: the sum of the grades of all symptoms that it suits.
    2. The functional claim, where hair loss is among the symptoms.
    3. The click rate in the cohort, by ``rate`` of its id.
    4. The lot that its id draws, by ``lot``; by itself its id.
    """

    def order(suggestion: Suggestion) -> tuple[int, bool, float, str]:
        product = suggestion.product
        fit = sum([grade for _, grade in suggestion.suited])
        has_claim = product.is_functional and Symptom.HAIR_LOSS in needed
        return -fit, not has_claim, -rate(product.id), lot(product.id)

    wanted = list(needed.items())
    found = [
        Suggestion(product, tuple([item for item in wanted if item[0] in product.symptoms]))
        for product in products
    ]
    return sorted([suggestion for suggestion in found if suggestion.suited], key=order)


def reasons(product: Product, suited: Suited) -> list[Reason]:
    """Return why a product suits each of these symptoms."""
    return [_reason(product, symptom, grade) for symptom, grade in suited]


def _reason(product: Product, symptom: Symptom, grade: Grade) -> Reason:
    """Return the strongest reason; an ingredient only where there is evidence that it is inside."""
    if symptom is Symptom.HAIR_LOSS and product.is_functional:
        kind, label = ReasonKind.FUNCTIONAL, FUNCTIONAL_SHORT
    elif ingredient := _ingredient(product, symptom):
        kind, label = ReasonKind.INGREDIENT, ingredient
    else:
        kind, label = ReasonKind.CATEGORY, CATEGORIES[product.category]
    name = SYMPTOM_NAMES[symptom]
    return Reason(
        symptom, grade, kind, Message(ko=f"{label.ko} · {name.ko}", en=f"{label.en} · {name.en}")
    )


def _ingredient(product: Product, symptom: Symptom) -> Message | None:
    if product.evidence not in (Evidence.LABEL, Evidence.PRESS):
        return None
    return next(
        (
            Message(ko=name, en=INGREDIENTS[name].en)
            for name in product.ingredients
            if name in INGREDIENTS and symptom in INGREDIENTS[name].suits
        ),
        None,
    )
