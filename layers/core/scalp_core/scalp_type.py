"""Derive the scalp type from what the six networks found.

The table is the one documented with AI Hub data set 216 ("증상에 대한 8가지 유형 분류 기준 표").
It is about presence (grade 1 or more) and names 22 of the 64 patterns; every other one is
``combined``.
"""

from collections.abc import Mapping, Sequence
from itertools import product

from scalp_core.analysis import ScalpTypeFinding, TypeProbability
from scalp_core.vocabulary import DandruffKind, Grade, ScalpType, Symptom

# Columns in the order of Symptom: "+" present, "-" absent, "?" either.
TABLE: dict[ScalpType, str] = {
    ScalpType.NORMAL: "------",
    ScalpType.DRY: "+-----",
    ScalpType.OILY: "-+----",
    ScalpType.SENSITIVE: "?-+---",
    ScalpType.SEBORRHEIC: "?++-?-",
    ScalpType.INFLAMMATORY: "??-+?-",
    ScalpType.DANDRUFF: "??--+-",
    ScalpType.HAIR_LOSS: "-----+",
}

# Which of two equally severe symptoms is named first: the one that needs a doctor more.
TIE_ORDER: tuple[Symptom, ...] = (
    Symptom.FOLLICULAR_ERYTHEMA_PUSTULES,
    Symptom.HAIR_LOSS,
    Symptom.INTERFOLLICULAR_ERYTHEMA,
    Symptom.DANDRUFF,
    Symptom.EXCESS_SEBUM,
    Symptom.FINE_SCALING,
)


def scalp_type(presence: Sequence[bool]) -> ScalpType:
    """Return the type for six presences in the order of :class:`Symptom`."""
    for kind, row in TABLE.items():
        if all(
            sign == "?" or (sign == "+") == here for sign, here in zip(row, presence, strict=True)
        ):
            return kind
    return ScalpType.COMBINED


_TYPE_OF_PATTERN = {
    pattern: scalp_type(pattern) for pattern in product((False, True), repeat=len(Symptom))
}


def type_probabilities(presence: Sequence[float]) -> dict[ScalpType, float]:
    """Return the probability of each type, from the probability of presence of each symptom.

    The six models judge independently, so the probability of a pattern is the product over the
    symptoms, and a type's probability the sum over its patterns (2⁶ of them; the grades above 1 do
    not matter to the type, so this equals the sum over 4⁶ grade combinations).
    """
    totals = dict.fromkeys(ScalpType, 0.0)
    for pattern, kind in _TYPE_OF_PATTERN.items():
        probability = 1.0
        for here, p in zip(pattern, presence, strict=True):
            probability *= p if here else 1 - p
        totals[kind] += probability
    return totals


def find_scalp_type(
    grades: Mapping[Symptom, Grade], probabilities: Mapping[Symptom, Sequence[float]]
) -> ScalpTypeFinding:
    """Return the most probable type, the next one, and the symptoms that are present.

    All three come from one distribution, so that no other type is more probable than the one
    returned. Of equally probable types the one that the grades have in the table comes first.

    Args:
        grades: the grade given, for all six symptoms.
        probabilities: for all six symptoms the probabilities of grades 0, 1, 2, 3.
    """
    presence = {symptom: grades[symptom] > Grade.NONE for symptom in Symptom}
    row = scalp_type(list(presence.values()))
    ranked = sorted(
        type_probabilities(
            [min(1.0, sum(probabilities[symptom][1:])) for symptom in Symptom]
        ).items(),
        key=lambda item: (-item[1], item[0] is not row),
    )
    kind = ranked[0][0]
    return ScalpTypeFinding(
        scalp_type=kind,
        contributing=sorted(
            (symptom for symptom in TIE_ORDER if presence[symptom]), key=lambda s: -grades[s]
        ),
        hair_loss=presence[Symptom.HAIR_LOSS],
        dandruff_kind=_dandruff_kind(presence) if kind is ScalpType.DANDRUFF else None,
        most_probable=[
            TypeProbability(scalp_type=name, probability=min(1.0, probability))
            for name, probability in ranked[:2]
        ],
    )


def _dandruff_kind(presence: Mapping[Symptom, bool]) -> DandruffKind | None:
    """Return dry for fine flakes on a dry scalp, oily for flakes that stick with sebum."""
    if presence[Symptom.EXCESS_SEBUM]:
        return DandruffKind.OILY
    return DandruffKind.DRY if presence[Symptom.FINE_SCALING] else None
