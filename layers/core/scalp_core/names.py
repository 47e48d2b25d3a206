"""Names of symptoms and grades in both languages: the only table of them.

The site's own texts (web/src/i18n) must agree; a test compares.
"""

from scalp_core.analysis import Message
from scalp_core.vocabulary import Grade, Symptom

SYMPTOM_NAMES: dict[Symptom, Message] = {
    Symptom.FINE_SCALING: Message(ko="미세각질", en="Fine scaling"),
    Symptom.EXCESS_SEBUM: Message(ko="피지과다", en="Excess sebum"),
    Symptom.INTERFOLLICULAR_ERYTHEMA: Message(ko="모낭사이홍반", en="Redness between follicles"),
    Symptom.FOLLICULAR_ERYTHEMA_PUSTULES: Message(
        ko="모낭홍반/농포", en="Follicular redness or pustules"
    ),
    Symptom.DANDRUFF: Message(ko="비듬", en="Dandruff"),
    Symptom.HAIR_LOSS: Message(ko="탈모", en="Hair loss"),
}

GRADE_NAMES: dict[Grade, Message] = {
    Grade.NONE: Message(ko="양호", en="None"),
    Grade.MILD: Message(ko="경증", en="Mild"),
    Grade.MODERATE: Message(ko="중등도", en="Moderate"),
    Grade.SEVERE: Message(ko="중증", en="Severe"),
}
